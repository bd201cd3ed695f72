// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/tag_groups.h"

#include "ui/chip.h"
#include "ui/format.h"
#include "ui/tag_bar.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double group_gap     = 12.0;
static const double least_width   = 200.0; ///< Of a group, where there is room for more than two beside each other
static const double least_for_bar = 190.0; ///< Width of a row below which it has no bar
static const double head_height   = 19.0;
static const double row_height    = 17.0;
static const double values_width  = 70.0;
static const double name_width    = 108.0;

/// Value of tag_model that chooses a place
static float
value_of(const Snapshot* snapshot, Place place)
{
  const Parameter* const p = parameter(PARAM_TAG_MODEL);
  float                  parameters[PARAM_COUNT];
  memcpy(parameters, snapshot->parameters, sizeof(parameters));
  for (unsigned i = 0; i < p->n_points; ++i) {
    parameters[PARAM_TAG_MODEL] = p->points[i].value;
    if (places_tags(parameters) == place) {
      return p->points[i].value;
    }
  }
  return snapshot->parameters[PARAM_TAG_MODEL];
}

unsigned
tag_groups_list(const Snapshot* snapshot, Place places[PLACE_COUNT])
{
  const Compare  compare = (Compare)snapshot->parameters[PARAM_COMPARE];
  const PlaceSet own     = snapshot->status.model[PLACE_OWN_TAGS][0] ? place_set(PLACE_OWN_TAGS) : 0u;
  const PlaceSet set     = places_running(snapshot->parameters, own);
  unsigned       n       = 0;
  if ((compare != COMPARE_TAGS && compare != COMPARE_ALL) || !snapshot->has_status) {
    return 0;
  }
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    if (place_kind((Place)place) == MODEL_TAGS && (set & place_set((Place)place))) {
      places[n++] = (Place)place;
    }
  }
  return n > 1 ? n : 0;
}

Rect
tag_groups_rect(const Layout* layout, unsigned index, unsigned n)
{
  const Rect     room    = layout->rows;
  const unsigned columns = (unsigned)limit(floor((room.w + group_gap) / (least_width + group_gap)), 2.0, 3.0);
  const unsigned lines   = (n + columns - 1) / columns;
  const double   w       = (room.w - (columns - 1) * group_gap) / columns;
  const double   h       = (room.h - (lines - 1) * group_gap) / lines;
  const unsigned line    = index / columns;
  const unsigned column  = index % columns;
  return (Rect){ room.x + column * (w + group_gap), room.y + line * (h + group_gap), w, h };
}

/// "61 → 34 %", as whole percent, right-aligned; shorter in a narrow row
static void
draw_values(Canvas* canvas, Rect* rest, bool narrow, double dry, double wet)
{
  char text[48];
  snprintf(text, sizeof(text), narrow ? "%.0f\u2192%.0f" : "%.0f \u2192 %.0f\u202F%%", 100.0 * dry, 100.0 * wet);
  const double width = narrow ? ceil(canvas_text_width(canvas, FONT_SMALL, text)) + 1.0 : values_width;
  canvas_text(canvas, FONT_SMALL, COLOUR_TEXT, rect_cut_right(rest, width, 4.0), ALIGN_RIGHT, text);
}

static void
draw_tag(Canvas* canvas, const SnapshotPlace* place, Rect row, uint16_t label, ColourRole ground)
{
  const double dry    = (double)place->values[TAP_DRY][label];
  const double wet    = (double)place->values[TAP_WET][label];
  const bool   narrow = row.w < least_for_bar;
  draw_values(canvas, &row, narrow, dry, wet);
  if (!narrow) {
    const Rect bar = rect_cut_right(&row, row.w - name_width, 6.0);
    tag_bar_draw_bar(canvas, (Rect){ bar.x, floor(bar.y + 0.5 * bar.h) - 4.0, bar.w, 8.0 }, ground, dry, wet);
  }
  canvas_text(
    canvas, narrow ? FONT_SMALL : FONT_TEXT, COLOUR_TEXT, row, ALIGN_LEFT, place->sidecar->labels[label].name);
}

static void
draw_tags(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, Place place, Rect rest, ColourRole ground)
{
  const SnapshotPlace* const p     = &snapshot->places[place];
  const TagOrder* const      order = &view->rankings[place].by_peak;
  char                       text[STATUS_TEXT_SIZE];
  if (format_place_absence(snapshot, place, text, sizeof(text))) {
    canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, rect_cut_top(&rest, row_height, 0.0), ALIGN_LEFT, text);
    return;
  }
  for (uint32_t i = 0; i < order->n && order->n == p->sidecar->n_tags && rest.h >= row_height; ++i) {
    draw_tag(canvas, p, rect_cut_top(&rest, row_height, 0.0), order->order[i], ground);
  }
}

/// Name of the model, and whether it is the chosen one
static void
draw_head(Canvas* canvas, const Snapshot* snapshot, Place place, Rect head)
{
  char name[SIDECAR_MAX_TEXT];
  parameter_format(PARAM_TAG_MODEL, value_of(snapshot, place), name, sizeof(name));
  const Sidecar* const sidecar = snapshot->places[place].sidecar;
  const char* const    title   = place == PLACE_OWN_TAGS && sidecar ? sidecar->title : name;
  const bool           fits    = canvas_text_width(canvas, FONT_BOLD, title) <= head.w;
  const double         width = canvas_text(canvas, fits ? FONT_BOLD : FONT_TEXT, COLOUR_TEXT, head, ALIGN_LEFT, title);
  if (snapshot_shown(snapshot).tags == place && head.w - width >= 60.0) {
    canvas_text(canvas, FONT_SMALL, COLOUR_MUTED, head, ALIGN_RIGHT, "chosen");
  }
}

static void
draw_group(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, Place place, unsigned index, Rect rect)
{
  const Item       item    = { ITEM_TAG_GROUP, index };
  const bool       hovered = view->hover.kind == ITEM_TAG_GROUP && view->hover.index == index;
  const ColourRole ground  = hovered ? COLOUR_RAISED : COLOUR_PANEL;
  const Rect       around  = rect_inset(rect, -5.0, -3.0);
  Rect             rest    = rect;
  if (hovered) {
    canvas_fill_rect(canvas, around, 6.0, ground);
  }
  draw_head(canvas, snapshot, place, rect_cut_top(&rest, head_height, 0.0));
  draw_tags(canvas, snapshot, view, place, rest, ground);
  if (chip_has_focus(view, item)) {
    chip_draw_focus(canvas, rect_inset(around, 3.0, 3.0), 3.0);
  }
}

void
tag_groups_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  Place          places[PLACE_COUNT];
  const unsigned n = tag_groups_list(snapshot, places);
  for (unsigned i = 0; i < n; ++i) {
    draw_group(canvas, snapshot, view, places[i], i, tag_groups_rect(layout, i, n));
  }
}

void
tag_groups_choose(const Snapshot* snapshot, unsigned index, Actions* actions)
{
  Place          places[PLACE_COUNT];
  const unsigned n     = tag_groups_list(snapshot, places);
  const float    value = index < n ? value_of(snapshot, places[index]) : snapshot->parameters[PARAM_TAG_MODEL];
  if (value != snapshot->parameters[PARAM_TAG_MODEL]) {
    actions_change(actions, PARAM_TAG_MODEL, value);
  }
}
