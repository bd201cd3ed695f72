// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/status.h"

#include "ui/chip.h"
#include "ui/dry.h"
#include "ui/format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FACTS = 5, FACT_SIZE = 512 };

/// What the footer tells, in the order of importance
typedef struct {
  char text[FACTS][FACT_SIZE];
} Facts;

static void
describe_rates(const Snapshot* snapshot, char* text)
{
  const double rate = snapshot_model_rate(snapshot);
  char         host[32];
  char         model[32];
  text[0] = '\0';
  if (snapshot->has_status && snapshot->status.host_rate > 0.0 && rate > 0.0) {
    snprintf(text,
             FACT_SIZE,
             "%s \u2192 %s Hz",
             format_rate(snapshot->status.host_rate, host, sizeof(host)),
             format_rate(rate, model, sizeof(model)));
  }
}

static void
describe_model(const Snapshot* snapshot, ModelKind kind, char* text)
{
  const SnapshotPlace* const place = snapshot_place(snapshot, kind);
  char                       absence[STATUS_TEXT_SIZE];
  if (!format_absence(snapshot, kind, absence, sizeof(absence))) {
    snprintf(text, FACT_SIZE, "%s, %.1f\u202Fs old", place->sidecar->title, place->age[TAP_WET]);
  } else if (place && place->sidecar && snapshot->status.settling[place - snapshot->places] > 0.0f) {
    snprintf(text, FACT_SIZE, "%s: %s", place->sidecar->title, absence);
  } else {
    snprintf(text, FACT_SIZE, "%s", absence);
  }
}

static void
describe_load(const ViewState* view, char* text)
{
  text[0] = '\0';
  if (view->has_load) {
    snprintf(text,
             FACT_SIZE,
             "load %.1f\u202F%%, peak %.1f\u202F%%",
             100.0 * (double)view->load,
             100.0 * (double)view->load_peak);
  }
}

static void
describe_level_match(const Snapshot* snapshot, char* text)
{
  char gain[32];
  text[0] = '\0';
  if (snapshot->parameters[PARAM_SHADOW] > 0.0f) {
    snprintf(text, FACT_SIZE, "shadow: only the models hear it");
  } else if (snapshot->parameters[PARAM_LEVEL_MATCH] <= 0.0f) {
    snprintf(text, FACT_SIZE, "level match off");
  } else if (snapshot->has_status) {
    const double decibels = (double)snapshot->status.level_match_gain;
    snprintf(text,
             FACT_SIZE,
             "level-matched %s dB%s",
             format_signed(decibels, 1, gain, sizeof(gain)),
             format_level_match_is_limited(snapshot) ? ", the most it may" : "");
  }
}

static void
draw_facts(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, Rect rest)
{
  const double gap = rest.w < 700.0 ? 16.0 : 24.0;
  Facts        facts;
  describe_rates(snapshot, facts.text[0]);
  describe_model(snapshot, MODEL_TAGS, facts.text[1]);
  describe_model(snapshot, MODEL_MOOD, facts.text[2]);
  if (!strcmp(facts.text[1], facts.text[2])) {
    facts.text[2][0] = '\0';
  }
  describe_load(view, facts.text[3]);
  describe_level_match(snapshot, facts.text[4]);

  for (unsigned i = 0; i < FACTS; ++i) {
    const double width = ceil(canvas_text_width(canvas, FONT_TEXT, facts.text[i])) + 1.0;
    if (facts.text[i][0] && width <= rest.w) {
      canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, rect_cut_left(&rest, width, gap), ALIGN_LEFT, facts.text[i]);
    }
  }
}

void
status_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  char zoom[16];
  snprintf(zoom, sizeof(zoom), "%.0f\u202F%%", 100.0 * view->zoom);
  draw_facts(canvas, snapshot, view, layout->status);
  dry_draw(canvas, snapshot, view, layout);
  if (layout->history_show.w > 0.0) {
    const Chip chip = { CHIP_PLAIN, false, true, layout->history.panel.h > 0.0 ? "tags" : "history" };
    chip_draw(canvas, view, (Item){ ITEM_HISTORY_SHOW, 0 }, layout->history_show, &chip);
  }
  chip_draw(canvas, view, (Item){ ITEM_BLIND, 0 }, layout->blind, &(Chip){ CHIP_PLAIN, false, true, "blind check" });
  chip_draw(canvas, view, (Item){ ITEM_HELP, 0 }, layout->help, &(Chip){ CHIP_PLAIN, false, true, "keys ?" });
  chip_draw(canvas, view, (Item){ ITEM_THEME, 0 }, layout->theme, &(Chip){ CHIP_PLAIN, false, true, "theme" });
  chip_draw(canvas, view, (Item){ ITEM_ZOOM, 0 }, layout->zoom, &(Chip){ CHIP_PLAIN, false, true, zoom });
}

/// Warning sign: a triangle with an exclamation mark
static void
draw_sign(const Canvas* canvas, double x, double y)
{
  canvas_set_colour(canvas, COLOUR_DOWN, 1.0);
  cairo_set_line_join(canvas->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width(canvas->cr, 2.0);
  cairo_move_to(canvas->cr, x - 8.0, y + 7.0);
  cairo_line_to(canvas->cr, x + 8.0, y + 7.0);
  cairo_line_to(canvas->cr, x, y - 7.5);
  cairo_close_path(canvas->cr);
  cairo_stroke(canvas->cr);
  canvas_line(canvas, x, y - 2.0, x, y + 2.5, 1.75, COLOUR_DOWN);
  canvas_disc(canvas, x, y + 4.75, 1.0, COLOUR_DOWN);
}

void
status_draw_trouble(Canvas* canvas, const Snapshot* snapshot, const Layout* layout)
{
  if (layout->trouble.h <= 0.0) {
    return;
  }
  Rect rest = layout->trouble;
  canvas_fill_rect(canvas, rest, THEME_RADIUS, COLOUR_PANEL);
  const Rect sign = rect_cut_left(&rest, 44.0, 0.0);
  draw_sign(canvas, sign.x + 22.0, sign.y + 0.5 * sign.h);
  rest.w -= 12.0;
  canvas_paragraph(canvas, FONT_TEXT, COLOUR_TEXT, rect_inset(rest, 0.0, 5.0), true, snapshot->status.trouble);
}
