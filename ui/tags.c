// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/tags.h"

#include "ui/chip.h"
#include "ui/format.h"
#include "ui/tag_bar.h"
#include "ui/tag_groups.h"

#include <math.h>
#include <stdio.h>

static unsigned
pinned_rows(const Sidecar* sidecar, const ViewState* view, unsigned n_rows, uint16_t* labels)
{
  unsigned n = 0;
  for (unsigned i = 0; i < view->n_pins && n < n_rows; ++i) {
    const int label = sidecar_label(sidecar, view->pins[i]);
    if (label >= 0 && (uint32_t)label < sidecar->n_tags) {
      labels[n++] = (uint16_t)label;
    }
  }
  return n;
}

/// The first `n` labels of by_peak that aren't pinned, put into the order of by_wet
static unsigned
ranked_rows(const Sidecar* sidecar, const ViewState* view, const TagRanking* ranking, unsigned n, uint16_t* labels)
{
  bool     chosen[SIDECAR_MAX_LABELS] = { false };
  unsigned n_chosen                   = 0;
  for (uint32_t i = 0; i < ranking->by_peak.n && n_chosen < n; ++i) {
    const uint16_t label = ranking->by_peak.order[i];
    if (!view_state_is_pinned(view, sidecar->labels[label].name)) {
      chosen[label] = true;
      ++n_chosen;
    }
  }

  unsigned written = 0;
  for (uint32_t i = 0; i < ranking->by_wet.n; ++i) {
    if (chosen[ranking->by_wet.order[i]]) {
      labels[written++] = ranking->by_wet.order[i];
    }
  }
  return written;
}

unsigned
tags_rows(const Snapshot* snapshot, const ViewState* view, const Layout* layout, uint16_t* labels)
{
  const SnapshotPlace* const place = snapshot_place(snapshot, MODEL_TAGS);
  Place                      groups[PLACE_COUNT];
  char                       text[STATUS_TEXT_SIZE];
  if (tag_groups_list(snapshot, groups) || format_absence(snapshot, MODEL_TAGS, text, sizeof(text))) {
    return 0;
  }
  const TagRanking* const ranking = &view->rankings[place - snapshot->places];
  if (ranking->by_wet.n != place->sidecar->n_tags) {
    return 0;
  }
  const unsigned n = pinned_rows(place->sidecar, view, layout->n_rows, labels);
  return n + ranked_rows(place->sidecar, view, ranking, layout->n_rows - n, labels + n);
}

static void
draw_legend(Canvas* canvas, Rect head, const char* figures)
{
  const Rect   change = rect_cut_right(&head, canvas_text_width(canvas, FONT_TEXT, figures), 16.0);
  const Rect   wet    = rect_cut_right(&head, canvas_text_width(canvas, FONT_TEXT, "wet") + 1.0, 5.0);
  const Rect   bar    = rect_cut_right(&head, 16.0, 14.0);
  const Rect   dry    = rect_cut_right(&head, canvas_text_width(canvas, FONT_TEXT, "dry") + 1.0, 5.0);
  const Rect   tick   = rect_cut_right(&head, 2.0, 0.0);
  const double y      = floor(head.y + 0.5 * head.h);

  canvas_fill_rect(canvas, (Rect){ tick.x, y - 8.0, 2.0, 16.0 }, 0.0, COLOUR_DRY);
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, dry, ALIGN_LEFT, "dry");
  canvas_fill_rect(canvas, (Rect){ bar.x, y - 5.0, bar.w, 10.0 }, 3.0, COLOUR_WET);
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, wet, ALIGN_LEFT, "wet");
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, change, ALIGN_RIGHT, figures);
}

/// Row under the pointer or with the focus, -1 for none
static int
row_in_focus(const ViewState* view)
{
  if (view->hover.kind == ITEM_TAG_ROW) {
    return (int)view->hover.index;
  }
  return view->focus_visible && view->focus.kind == ITEM_TAG_ROW ? (int)view->focus.index : -1;
}

/// Say a tag's values exactly, where the legend was
static void
draw_exact(Canvas* canvas, const SnapshotPlace* place, Rect head, uint16_t label)
{
  char text[SIDECAR_MAX_TEXT + 64];
  snprintf(text,
           sizeof(text),
           "dry %.1f\u202F%%   wet %.1f\u202F%%",
           100.0 * (double)place->values[TAP_DRY][label],
           100.0 * (double)place->values[TAP_WET][label]);
  canvas_text(canvas, FONT_TEXT, COLOUR_TEXT, head, ALIGN_RIGHT, text);
}

/// A pin's head and needle, left of the name
static void
draw_pin(const Canvas* canvas, Rect row)
{
  const double x = row.x - 7.0;
  const double y = row.y + 0.5 * row.h;
  canvas_line(canvas, x, y, x, y + 5.5, 1.25, COLOUR_MUTED);
  canvas_disc(canvas, x, y - 2.0, 3.0, COLOUR_MUTED);
}

static void
draw_row(Canvas*          canvas,
         const Snapshot*  snapshot,
         const ViewState* view,
         const Layout*    layout,
         unsigned         i,
         uint16_t         label)
{
  const SnapshotPlace* const place   = snapshot_place(snapshot, MODEL_TAGS);
  const char* const          name    = place->sidecar->labels[label].name;
  const Item                 item    = { ITEM_TAG_ROW, i };
  const Rect                 row     = layout_row(layout, i);
  const Rect                 ground  = rect_inset(row, -12.0, 1.0);
  const bool                 hovered = (view->hover.kind == ITEM_TAG_ROW && view->hover.index == i) ||
                       (view->menu.owner == ITEM_TAG_ROW && view->menu.label == label);

  if (hovered) {
    canvas_fill_rect(canvas, ground, 6.0, COLOUR_RAISED);
  }
  if (view_state_is_pinned(view, name)) {
    draw_pin(canvas, row);
  }
  tag_bar_draw(canvas,
               row,
               layout->tag_name_width,
               &(TagBar){ .name   = name,
                          .dry    = (double)place->values[TAP_DRY][label],
                          .wet    = (double)place->values[TAP_WET][label],
                          .ground = hovered ? COLOUR_RAISED : COLOUR_PANEL });
  if (chip_has_focus(view, item)) {
    chip_draw_focus(canvas, rect_inset(ground, 3.0, 3.0), 3.0);
  }
}

void
tags_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  static const char points[] = "change in points";

  Place    groups[PLACE_COUNT];
  uint16_t labels[LAYOUT_MAX_ROWS];
  char     text[STATUS_TEXT_SIZE];

  canvas_text(canvas, FONT_TITLE, COLOUR_TEXT, layout->tags_head, ALIGN_LEFT, "Tags");
  if (tag_groups_list(snapshot, groups)) {
    draw_legend(canvas, layout->tags_head, "dry \u2192 wet");
    tag_groups_draw(canvas, snapshot, view, layout);
    return;
  }
  if (format_absence(snapshot, MODEL_TAGS, text, sizeof(text))) {
    draw_legend(canvas, layout->tags_head, points);
    canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, layout->rows, ALIGN_CENTRE, text);
    return;
  }
  const unsigned n   = tags_rows(snapshot, view, layout, labels);
  const int      row = row_in_focus(view);
  if (row >= 0 && row < (int)n) {
    draw_exact(canvas, snapshot_place(snapshot, MODEL_TAGS), layout->tags_head, labels[row]);
  } else {
    draw_legend(canvas, layout->tags_head, points);
  }
  for (unsigned i = 0; i < n; ++i) {
    draw_row(canvas, snapshot, view, layout, i, labels[i]);
  }
}
