// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/header.h"

#include "ui/chip.h"

#include <stdio.h>

static void
draw_preset(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const int         index = view->presets ? preset_list_find(view->presets, snapshot->parameters) : -1;
  const char* const title = index >= 0 ? view->presets->presets[index].title : "own settings";
  char              text[PRESET_TEXT_SIZE + 16];

  snprintf(text, sizeof(text), "Preset: %s", title);
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
           "%s: %s",
           kind == MODEL_TAGS ? "Tags" : "Mood",
           snapshot->parameters[index] == own && sidecar ? sidecar->title : value);
  chip_draw(canvas, view, (Item){ item, 0 }, layout_control(layout, item), &(Chip){ .kind = CHIP_MENU, .text = text });
}

static void
draw_compare(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  static const char* const texts[] = { "Compare: none", "Compare: moods", "Compare: tags", "Compare: all" };
  const unsigned           value   = (unsigned)snapshot->parameters[PARAM_COMPARE];
  chip_draw(
    canvas, view, (Item){ ITEM_COMPARE, 0 }, layout->compare, &(Chip){ .kind = CHIP_MENU, .text = texts[value] });
}

void
header_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  canvas_text(canvas, FONT_NAME, COLOUR_TEXT, layout->name, ALIGN_LEFT, "Equus");
  if (layout->tagline.w > 0.0) {
    const Rect tagline = { layout->tagline.x, layout->tagline.y + 2.0, layout->tagline.w, layout->tagline.h };
    canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, tagline, ALIGN_LEFT, "what the classifier hears");
  }
  if (view->presets) {
    draw_preset(canvas, snapshot, view, layout);
  }
  draw_model(canvas, snapshot, view, layout, ITEM_TAG_MODEL, PARAM_TAG_MODEL);
  draw_model(canvas, snapshot, view, layout, ITEM_MOOD_MODEL, PARAM_MOOD_MODEL);
  draw_compare(canvas, snapshot, view, layout);
}
