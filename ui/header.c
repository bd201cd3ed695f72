// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/header.h"

#include "ui/chip.h"

#include <math.h>
#include <stdio.h>

static void
draw_preset(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const int         index = view->presets ? preset_list_find(view->presets, snapshot->parameters) : -1;
  const char* const title = index >= 0 ? view->presets->presets[index].title : "own settings";
  char              text[PRESET_TEXT_SIZE + 16];

  snprintf(text, sizeof(text), "%s%s", layout_is_brief(layout) ? "" : "Preset: ", title);
  chip_draw(canvas, view, (Item){ ITEM_PRESET, 0 }, layout->preset, &(Chip){ .kind = CHIP_MENU, .text = text });
}

static void
draw_model(Canvas*          canvas,
           const Snapshot*  snapshot,
           const ViewState* view,
           const Layout*    layout,
           ItemKind         item,
           unsigned         index)
{
  const ModelKind      kind    = item == ITEM_TAG_MODEL ? MODEL_TAGS : MODEL_MOOD;
  const float          own     = kind == MODEL_TAGS ? (float)TAG_MODEL_OWN : (float)MOOD_MODEL_OWN;
  const Sidecar* const sidecar = snapshot->places[place_own(kind)].sidecar;
  char                 value[SIDECAR_MAX_TEXT];
  char                 text[SIDECAR_MAX_TEXT + 16];

  parameter_format(index, snapshot->parameters[index], value, sizeof(value));
  snprintf(text,
           sizeof(text),
           "%s%s",
           layout_is_brief(layout) ? ""
           : kind == MODEL_TAGS    ? "Tags: "
                                   : "Mood: ",
           snapshot->parameters[index] == own && sidecar ? sidecar->title : value);
  chip_draw(canvas, view, (Item){ item, 0 }, layout_control(layout, item), &(Chip){ .kind = CHIP_MENU, .text = text });
}

static void
draw_compare(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  static const char* const texts[] = { "Compare: none", "Compare: moods", "Compare: tags", "Compare: all" };
  const unsigned           value   = (unsigned)snapshot->parameters[PARAM_COMPARE];
  const char* const        text    = layout_is_brief(layout) ? "Compare" : texts[value];
  chip_draw(canvas, view, (Item){ ITEM_COMPARE, 0 }, layout->compare, &(Chip){ .kind = CHIP_MENU, .text = text });
}

/// A slot: filled if it is the current one, its letter muted while it is flat
static void
draw_slot(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout, unsigned slot)
{
  const Item   item    = { ITEM_SLOT, slot };
  const Rect   rect    = layout->slots[slot];
  const double radius  = 0.5 * rect.h;
  const bool   current = slot == view->slots.current;
  const bool   flat    = slots_is_flat(&view->slots, snapshot->parameters, slot);
  const bool   hovered = (view->hover.kind == ITEM_SLOT && view->hover.index == slot) ||
                       (view->menu.owner == ITEM_SLOT && view->menu.row == slot);

  if (current || hovered) {
    canvas_fill_rect(canvas, rect, radius, current ? COLOUR_WET : COLOUR_RAISED);
  }
  if (!current) {
    canvas_stroke_rect(canvas, rect, radius, 1.0, COLOUR_LINE);
  }
  const ColourRole colour = current ? COLOUR_ON_WET : flat && !hovered ? COLOUR_MUTED : COLOUR_TEXT;
  canvas_text(canvas, current || !flat ? FONT_BOLD : FONT_TEXT, colour, rect, ALIGN_CENTRE, slots_name(slot));
  if (chip_has_focus(view, item)) {
    chip_draw_focus(canvas, rect, radius);
  }
}

/// An arrow that turns back, or forth if `mirror` is -1
static void
draw_turn(const Canvas* canvas, Rect rect, double mirror, ColourRole colour)
{
  const double x = floor(rect.x + 0.5 * rect.w);
  const double y = floor(rect.y + 0.5 * rect.h) + 1.0;
  cairo_save(canvas->cr);
  cairo_translate(canvas->cr, x, y);
  cairo_scale(canvas->cr, mirror, 1.0);
  canvas_set_colour(canvas, colour, 1.0);
  cairo_set_line_width(canvas->cr, 1.5);
  cairo_new_path(canvas->cr);
  cairo_move_to(canvas->cr, -2.0, 5.0);
  cairo_line_to(canvas->cr, 2.0, 5.0);
  cairo_arc_negative(canvas->cr, 2.0, 1.25, 3.75, 1.5707963, -1.5707963);
  cairo_line_to(canvas->cr, -5.0, -2.5);
  cairo_stroke(canvas->cr);
  cairo_restore(canvas->cr);
  canvas_arrow_head(canvas, x - 7.0 * mirror, y - 2.5, -mirror, 0.0, 6.0, colour);
}

static void
draw_undo(Canvas* canvas, const ViewState* view, const Layout* layout, ItemKind item)
{
  const bool possible = item == ITEM_UNDO ? undo_has_past(view->undo) : undo_has_future(view->undo);
  const Rect rect     = layout_control(layout, item);
  chip_draw(canvas, view, (Item){ item, 0 }, rect, &(Chip){ .kind = CHIP_PLAIN, .quiet = true, .text = "" });
  draw_turn(canvas, rect, item == ITEM_UNDO ? 1.0 : -1.0, possible ? COLOUR_TEXT : COLOUR_LINE);
}

void
header_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  canvas_text(canvas, FONT_NAME, COLOUR_TEXT, layout->name, ALIGN_LEFT, "Equus");
  if (layout->tagline.w > 0.0) {
    const Rect tagline = { layout->tagline.x, layout->tagline.y + 2.0, layout->tagline.w, layout->tagline.h };
    canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, tagline, ALIGN_LEFT, "what the classifier hears");
  }
  draw_undo(canvas, view, layout, ITEM_UNDO);
  draw_undo(canvas, view, layout, ITEM_REDO);
  for (unsigned i = 0; i < SLOTS; ++i) {
    draw_slot(canvas, snapshot, view, layout, i);
  }
  if (view->presets) {
    draw_preset(canvas, snapshot, view, layout);
  }
  draw_model(canvas, snapshot, view, layout, ITEM_TAG_MODEL, PARAM_TAG_MODEL);
  draw_model(canvas, snapshot, view, layout, ITEM_MOOD_MODEL, PARAM_MOOD_MODEL);
  draw_compare(canvas, snapshot, view, layout);
}
