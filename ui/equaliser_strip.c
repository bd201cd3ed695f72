// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/equaliser_strip.h"

#include "ui/chip.h"
#include "ui/curve_view.h"
#include "ui/format.h"

#include <math.h>
#include <stdio.h>

static void
draw_field(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout, unsigned offset)
{
  const unsigned index = parameter_of_band(view->band, offset);
  const float    value = snapshot->parameters[index];
  char           number[64];
  char           text[80];

  format_parameter(index, value, number, sizeof(number));
  snprintf(text, sizeof(text), "%s%s", offset == BAND_Q ? "Q " : "", number);
  const Chip chip = { .kind = offset == BAND_ON ? CHIP_SWITCH : CHIP_PLAIN, .on = value > 0.0f, .text = text };
  chip_draw(canvas, view, (Item){ (ItemKind)(ITEM_BAND_ON + offset), 0 }, layout->band_fields[offset], &chip);
}

/// The selected band: its name and numbers
static void
draw_band(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const char* const name = parameter(parameter_of_band(view->band, BAND_ON))->name;
  char              text[80];
  if (layout->strip_is_brief) {
    snprintf(text, sizeof(text), "%u", view->band + 1);
  } else {
    snprintf(text, sizeof(text), "%u  %s", view->band + 1, name);
  }
  canvas_text(canvas, FONT_BOLD, COLOUR_TEXT, layout->band_name, ALIGN_LEFT, text);
  for (unsigned i = 0; i < PARAMS_PER_BAND; ++i) {
    draw_field(canvas, snapshot, view, layout, i);
  }
}

/// The curve: how many bands, the selected one and its gain, and the way back to flat
static void
draw_curve(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const unsigned index = curve_view_parameter(view->curve_band);
  char           text[80];
  snprintf(text, sizeof(text), "%u bands", curve_view_bands(snapshot));
  chip_draw(
    canvas, view, (Item){ ITEM_CURVE_COUNT, 0 }, layout->curve_count, &(Chip){ .kind = CHIP_MENU, .text = text });
  curve_view_name(snapshot, view->curve_band, text, sizeof(text));
  canvas_text(canvas, FONT_BOLD, COLOUR_TEXT, layout->curve_name, ALIGN_RIGHT, text);
  format_parameter(index, snapshot->parameters[index], text, sizeof(text));
  chip_draw(canvas, view, (Item){ ITEM_CURVE_GAIN, 0 }, layout->curve_gain, &(Chip){ .text = text });
  chip_draw(canvas, view, (Item){ ITEM_CURVE_RESET, 0 }, layout->curve_reset, &(Chip){ .text = "Reset" });
}

static void
draw_switch(Canvas* canvas, const ViewState* view, ItemKind item, Rect rect, bool on, const char* text)
{
  chip_draw(canvas, view, (Item){ item, 0 }, rect, &(Chip){ CHIP_SWITCH, on, false, text });
}

static void
draw_level_match(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const double gain = (double)snapshot->status.level_match_gain;
  char         number[64];
  char         text[80];
  format_signed(gain, 1, number, sizeof(number));
  if (layout->strip_is_brief) {
    snprintf(text, sizeof(text), "Match");
  } else if (format_level_match_is_limited(snapshot)) {
    snprintf(text, sizeof(text), "Match %s dB, limit", number);
  } else {
    snprintf(text, sizeof(text), "Level match %s dB", number);
  }
  draw_switch(
    canvas, view, ITEM_LEVEL_MATCH, layout->level_match, snapshot->parameters[PARAM_LEVEL_MATCH] > 0.0f, text);
}

static void
draw_output(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  char number[64];
  char text[80];
  format_parameter(PARAM_OUTPUT_GAIN, snapshot->parameters[PARAM_OUTPUT_GAIN], number, sizeof(number));
  snprintf(text, sizeof(text), "%s %s", layout->strip_is_brief ? "Out" : "Output", number);
  chip_draw(canvas, view, (Item){ ITEM_OUTPUT_GAIN, 0 }, layout->output_gain, &(Chip){ .text = text });
}

void
equaliser_strip_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const float* const values = snapshot->parameters;
  if (layout->equaliser_title.w > 0.0) {
    canvas_text(canvas, FONT_TITLE, COLOUR_TEXT, layout->equaliser_title, ALIGN_LEFT, "Equaliser");
  }
  if (view->graphic) {
    draw_curve(canvas, snapshot, view, layout);
  } else {
    draw_band(canvas, snapshot, view, layout);
  }
  draw_switch(canvas, view, ITEM_GRAPHIC, layout->graphic, view->graphic, "Graphic");
  draw_switch(canvas, view, ITEM_SHADOW, layout->shadow, values[PARAM_SHADOW] > 0.0f, "Shadow");
  draw_switch(canvas, view, ITEM_BYPASS, layout->bypass, values[PARAM_ENABLED] <= 0.0f, "Bypass");
  draw_level_match(canvas, snapshot, view, layout);
  draw_output(canvas, snapshot, view, layout);
}
