// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/equaliser.h"

#include "ui/chip.h"
#include "ui/curve_view.h"
#include "ui/equaliser_map.h"
#include "ui/equaliser_strip.h"
#include "ui/format.h"
#include "ui/ghost.h"
#include "ui/response.h"
#include "ui/slope_map.h"

#include <math.h>
#include <stdio.h>

static const double gain_step     = 6.0; ///< dB between two lines of the grid
static const double response_step = 4.0; ///< Pixels between two points of a response

static const struct {
  double      frequency;
  const char* text;
} ticks[] = { { 20, "20" },  { 50, "50" },  { 100, "100" }, { 200, "200" }, { 500, "500" },
              { 1e3, "1k" }, { 2e3, "2k" }, { 5e3, "5k" },  { 1e4, "10k" }, { 2e4, "20k" } };

enum { TICKS = sizeof(ticks) / sizeof(ticks[0]) };

static void
draw_grid(const Canvas* canvas, const ViewState* view, const Layout* layout)
{
  const Rect plot = layout->plot;
  const int  n    = (int)(view->range / gain_step);
  for (unsigned i = 0; i < TICKS; ++i) {
    const double x = floor(equaliser_map_x(layout, ticks[i].frequency)) + 0.5;
    canvas_line(canvas, x, plot.y, x, plot.y + plot.h, 1.0, COLOUR_GRID);
  }
  for (int i = -n; i <= n; ++i) {
    const double y = floor(equaliser_map_y(layout, view, i * gain_step)) + 0.5;
    canvas_line(canvas, plot.x, y, plot.x + plot.w, y, 1.0, i == 0 ? COLOUR_LINE : COLOUR_GRID);
  }
}

static void
draw_frequency_axis(Canvas* canvas, const Layout* layout)
{
  for (unsigned i = 0; i < TICKS; ++i) {
    const double x   = floor(equaliser_map_x(layout, ticks[i].frequency)) + 0.5;
    const Rect   box = { x - 18.0, layout->frequency_axis.y, 36.0, layout->frequency_axis.h };
    canvas_text(canvas, FONT_SMALL, COLOUR_MUTED, box, ALIGN_CENTRE, ticks[i].text);
  }
}

static void
draw_gain_axis(Canvas* canvas, const ViewState* view, const Layout* layout)
{
  const int n = (int)(view->range / gain_step);
  for (int i = 1 - n; i < n; ++i) {
    char         text[16];
    const double y   = floor(equaliser_map_y(layout, view, i * gain_step)) + 0.5;
    const Rect   box = { layout->gain_axis.x, y - 7.0, layout->gain_axis.w, 14.0 };
    format_signed(i * gain_step, 0, text, sizeof(text));
    canvas_text(canvas, FONT_SMALL, COLOUR_MUTED, box, ALIGN_RIGHT, i == 0 ? "0 dB" : text);
  }
}

static void
draw_level_axis(Canvas* canvas, const Layout* layout)
{
  static const double levels[] = { -24.0, -48.0, -72.0 };
  for (unsigned i = 0; i < sizeof(levels) / sizeof(levels[0]); ++i) {
    char       text[16];
    const Rect box = {
      layout->level_axis.x, equaliser_map_level_y(layout, levels[i]) - 7.0, layout->level_axis.w, 14.0
    };
    canvas_text(canvas, FONT_SMALL, COLOUR_MUTED, box, ALIGN_LEFT, format_signed(levels[i], 0, text, sizeof(text)));
  }
  const Rect unit = { layout->level_axis.x, layout->plot.y, layout->level_axis.w, 14.0 };
  canvas_text(canvas, FONT_SMALL, COLOUR_MUTED, unit, ALIGN_LEFT, "dBFS");
}

/// Show where the models stop hearing
static void
draw_model_limit(Canvas* canvas, const Snapshot* snapshot, const Layout* layout)
{
  static const double dashes[] = { 2.0, 4.0 };

  const double limit_frequency = 0.5 * snapshot_model_rate(snapshot);
  const double x               = floor(equaliser_map_x(layout, limit_frequency)) + 0.5;
  const double right           = layout->plot.x + layout->plot.w;
  if (limit_frequency <= EQUALISER_LOWEST || x >= right - 60.0) {
    return;
  }
  cairo_save(canvas->cr);
  cairo_set_dash(canvas->cr, dashes, 2, 0.0);
  canvas_line(canvas, x, layout->plot.y, x, layout->plot.y + layout->plot.h, 1.0, COLOUR_MUTED);
  cairo_restore(canvas->cr);

  const char* const text = "unheard by the models";
  const Rect        box  = { x + 6.0, layout->plot.y + 3.0, right - x - 10.0, 14.0 };
  const bool        fits = canvas_text_width(canvas, FONT_SMALL, text) <= box.w;
  canvas_text(canvas, FONT_SMALL, COLOUR_MUTED, box, ALIGN_LEFT, fits ? text : "unheard");
}

static void
trace_spectrum(const Canvas* canvas, const float* levels, const Layout* layout)
{
  for (uint32_t i = 0; i < SPECTRUM_BINS; ++i) {
    const double t = (i + 0.5) / SPECTRUM_BINS;
    cairo_line_to(canvas->cr, layout->plot.x + t * layout->plot.w, equaliser_map_level_y(layout, (double)levels[i]));
  }
}

static void
draw_spectrum(const Canvas* canvas, const Snapshot* snapshot, const Layout* layout, Tap tap)
{
  if (!snapshot->has_spectrum[tap]) {
    return;
  }
  const Rect       plot   = layout->plot;
  const double     bottom = plot.y + plot.h;
  const ColourRole colour = tap == TAP_DRY ? COLOUR_DRY : COLOUR_WET;

  cairo_new_path(canvas->cr);
  cairo_move_to(canvas->cr, plot.x, bottom);
  cairo_line_to(canvas->cr, plot.x, equaliser_map_level_y(layout, (double)snapshot->spectrum[tap][0]));
  trace_spectrum(canvas, snapshot->spectrum[tap], layout);
  cairo_line_to(
    canvas->cr, plot.x + plot.w, equaliser_map_level_y(layout, (double)snapshot->spectrum[tap][SPECTRUM_BINS - 1]));
  cairo_line_to(canvas->cr, plot.x + plot.w, bottom);
  canvas_set_colour(canvas, colour, 0.16);
  cairo_set_antialias(canvas->cr, CAIRO_ANTIALIAS_NONE); // The line covers the edge
  cairo_fill(canvas->cr);
  cairo_set_antialias(canvas->cr, CAIRO_ANTIALIAS_FAST);

  cairo_new_path(canvas->cr);
  trace_spectrum(canvas, snapshot->spectrum[tap], layout);
  canvas_set_colour(canvas, colour, 0.65);
  cairo_set_line_width(canvas->cr, 1.0);
  cairo_stroke(canvas->cr);
}

/// Trace a response from the plot's left to its right
static void
trace_response(const Canvas* canvas, const Layout* layout, const ViewState* view, const double* decibels, unsigned n)
{
  const Rect plot = layout->plot;
  for (unsigned i = 0; i < n; ++i) {
    const double gain = limit(decibels[i], -200.0, 200.0);
    cairo_line_to(canvas->cr, plot.x + plot.w * i / (n - 1), equaliser_map_y(layout, view, gain));
  }
}

static void
draw_band_area(const Canvas*    canvas,
               const Snapshot*  snapshot,
               const ViewState* view,
               const Layout*    layout,
               const Response*  response)
{
  const double zero = equaliser_map_y(layout, view, 0.0);
  if (view->graphic || snapshot->parameters[parameter_of_band(view->band, BAND_ON)] <= 0.0f) {
    return;
  }
  cairo_new_path(canvas->cr);
  cairo_move_to(canvas->cr, layout->plot.x, zero);
  trace_response(canvas, layout, view, response->bands + (size_t)view->band * response->n, response->n);
  cairo_line_to(canvas->cr, layout->plot.x + layout->plot.w, zero);
  cairo_close_path(canvas->cr);
  canvas_set_colour(canvas, COLOUR_TEXT, 0.09);
  cairo_fill(canvas->cr);
}

/// What bands and curve do together
static void
draw_response(const Canvas*    canvas,
              const Snapshot*  snapshot,
              const ViewState* view,
              const Layout*    layout,
              const Response*  response)
{
  const bool bypassed = snapshot->parameters[PARAM_ENABLED] <= 0.0f;
  draw_band_area(canvas, snapshot, view, layout, response);
  cairo_new_path(canvas->cr);
  trace_response(canvas, layout, view, response->total, response->n);
  canvas_set_colour(canvas, bypassed ? COLOUR_MUTED : COLOUR_TEXT, 1.0);
  cairo_set_line_width(canvas->cr, bypassed ? 1.5 : 2.5);
  cairo_set_line_join(canvas->cr, CAIRO_LINE_JOIN_BEVEL);
  if (bypassed) {
    cairo_set_dash(canvas->cr, (const double[]){ 6.0, 5.0 }, 2, 0.0);
  }
  cairo_stroke(canvas->cr);
  cairo_set_dash(canvas->cr, NULL, 0, 0.0);
}

static void
draw_curve(const Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  Response        fresh;
  Response* const response = view->response ? view->response : &fresh;
  fresh.valid              = false;
  response_update(response, snapshot, (unsigned)ceil(layout->plot.w / response_step) + 1);
  draw_response(canvas, snapshot, view, layout, response);
}

/// Outline of a node: a circle; for passes a house whose gable points to what is cut
static void
trace_node(const Canvas* canvas, double x, double y, double r, unsigned band)
{
  cairo_new_path(canvas->cr);
  if (!equaliser_map_is_pass(band)) {
    cairo_arc(canvas->cr, x, y, r, 0.0, 6.283185307179586);
    return;
  }
  const double s = eq_band_kind(band) == EQ_HIGH_PASS ? -1.0 : 1.0;
  cairo_move_to(canvas->cr, x - s * 0.8 * r, y - 0.9 * r);
  cairo_line_to(canvas->cr, x + s * 0.6 * r, y - 0.9 * r);
  cairo_line_to(canvas->cr, x + s * 1.35 * r, y);
  cairo_line_to(canvas->cr, x + s * 0.6 * r, y + 0.9 * r);
  cairo_line_to(canvas->cr, x - s * 0.8 * r, y + 0.9 * r);
  cairo_close_path(canvas->cr);
}

static void
fill_node(const Canvas* canvas, double x, double y, double r, unsigned band, ColourRole colour)
{
  canvas_set_colour(canvas, colour, 1.0);
  trace_node(canvas, x, y, r, band);
  cairo_fill(canvas->cr);
}

static void
draw_node(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout, unsigned band)
{
  const bool   on       = snapshot->parameters[parameter_of_band(band, BAND_ON)] > 0.0f;
  const bool   selected = band == view->band;
  const double r        = EQUALISER_NODE_RADIUS - 0.5;
  double       x        = 0.0;
  double       y        = 0.0;
  char         number[4];

  equaliser_map_node(layout, snapshot, view, band, &x, &y);
  if (selected) {
    fill_node(canvas, x, y, r + 4.5, band, on ? COLOUR_TEXT : COLOUR_MUTED);
    fill_node(canvas, x, y, r + 3.0, band, COLOUR_PANEL);
  } else {
    fill_node(canvas, x, y, r + 2.0, band, COLOUR_PANEL);
  }
  fill_node(canvas, x, y, r, band, on ? COLOUR_TEXT : COLOUR_MUTED);
  if (!on) {
    fill_node(canvas, x, y, r - 1.5, band, COLOUR_PANEL);
  }
  snprintf(number, sizeof(number), "%u", (band + 1u) % 10u);
  canvas_text(
    canvas, FONT_BOLD, on ? COLOUR_PANEL : COLOUR_MUTED, (Rect){ x - 8.0, y - 8.0, 16.0, 16.0 }, ALIGN_CENTRE, number);
  if (chip_has_focus(view, (Item){ ITEM_BAND, band })) {
    canvas_ring(canvas, x, y, r + 9.0, 2.0, COLOUR_TEXT);
  }
}

Rect
equaliser_reach(const Layout* layout)
{
  const Rect plot = layout->plot; // The last line of the grid lies on its edge
  return rect_inset((Rect){ plot.x, plot.y, plot.w + 1.0, plot.h + 1.0 }, -22.0, -2.0);
}

/// The nodes of the bands, or the sliders of the curve
static void
draw_handles(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  curve_view_draw(canvas, snapshot, view, layout);
  if (view->graphic) {
    return;
  }
  for (unsigned i = 0; i < EQ_BANDS; ++i) {
    if (i != view->band) {
      draw_node(canvas, snapshot, view, layout, i);
    }
  }
  draw_node(canvas, snapshot, view, layout, view->band);
}

void
equaliser_draw_plot(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  draw_gain_axis(canvas, view, layout);
  draw_level_axis(canvas, layout);

  cairo_save(canvas->cr);
  cairo_rectangle(canvas->cr, layout->plot.x, layout->plot.y, layout->plot.w + 1.0, layout->plot.h + 1.0);
  cairo_clip(canvas->cr);
  draw_grid(canvas, view, layout);
  cairo_set_antialias(canvas->cr, CAIRO_ANTIALIAS_FAST);
  draw_spectrum(canvas, snapshot, layout, TAP_DRY);
  draw_spectrum(canvas, snapshot, layout, TAP_WET);
  slope_map_draw(canvas, snapshot, view, layout);
  draw_model_limit(canvas, snapshot, layout);
  draw_curve(canvas, snapshot, view, layout);
  ghost_draw(canvas, snapshot, view, layout);
  cairo_restore(canvas->cr);

  slope_map_draw_head(canvas, snapshot, view, layout);
  draw_handles(canvas, snapshot, view, layout);
}

void
equaliser_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  equaliser_strip_draw(canvas, snapshot, view, layout);
  draw_frequency_axis(canvas, layout);
  equaliser_draw_plot(canvas, snapshot, view, layout);
}

/// The node or slider that has a tooltip; one with the focus has its values in the strip above
static Item
item_with_tooltip(const ViewState* view)
{
  const Item item = view->drag.item.kind != ITEM_NONE ? view->drag.item : view->hover;
  return item.kind == ITEM_BAND || item.kind == ITEM_CURVE_BAND ? item : (Item){ ITEM_NONE, 0 };
}

bool
equaliser_has_tooltip(const ViewState* view)
{
  return item_with_tooltip(view).kind != ITEM_NONE;
}

static void
describe_band(const Snapshot* snapshot, unsigned band, char* text, unsigned size)
{
  const unsigned first = parameter_of_band(band, 0);
  char           frequency[32];
  char           gain[32];
  char           q[32];

  snprintf(text,
           size,
           "%s%s   %s   %s   Q %s",
           parameter(first)->name,
           snapshot->parameters[first + BAND_ON] > 0.0f ? "" : " (off)",
           format_parameter(first + BAND_FREQUENCY, snapshot->parameters[first + BAND_FREQUENCY], frequency, 32),
           format_parameter(first + BAND_GAIN, snapshot->parameters[first + BAND_GAIN], gain, 32),
           format_parameter(first + BAND_Q, snapshot->parameters[first + BAND_Q], q, 32));
}

static void
describe_slider(const Snapshot* snapshot, unsigned band, char* text, unsigned size)
{
  const unsigned index = curve_view_parameter(band);
  char           name[32];
  char           gain[32];
  snprintf(text,
           size,
           "%s   %s",
           curve_view_name(snapshot, band, name, sizeof(name)),
           format_parameter(index, snapshot->parameters[index], gain, sizeof(gain)));
}

void
equaliser_draw_tooltip(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const Item item = item_with_tooltip(view);
  if (item.kind == ITEM_NONE) {
    return;
  }

  const bool   mapped = item.kind == ITEM_BAND && slope_map_is_shown(snapshot);
  const double height = mapped ? 44.0 : 26.0;
  char         text[160];
  char         boost[SIDECAR_MAX_TEXT + 48];
  double       x = 0.0;
  double       y = 0.0;
  if (item.kind == ITEM_BAND) {
    describe_band(snapshot, item.index, text, sizeof(text));
    equaliser_map_node(layout, snapshot, view, item.index, &x, &y);
  } else {
    describe_slider(snapshot, item.index, text, sizeof(text));
    curve_view_handle(layout, snapshot, view, item.index, &x, &y);
  }

  const double width = canvas_text_width(canvas, FONT_TEXT, text) + 22.0;
  const double left  = limit(x - 0.5 * width, layout->plot.x, layout->plot.x + layout->plot.w - width);
  const double above = y - EQUALISER_NODE_RADIUS - 12.0 - height;
  const Rect   box = { left, above >= layout->plot.y - 2.0 ? above : y + EQUALISER_NODE_RADIUS + 12.0, width, height };
  canvas_fill_rect(canvas, box, 6.0, COLOUR_RAISED);
  canvas_stroke_rect(canvas, box, 6.0, 1.0, COLOUR_LINE);
  Rect rest = rect_inset(box, 4.0, mapped ? 4.0 : 0.0);
  canvas_text(canvas, FONT_TEXT, COLOUR_TEXT, mapped ? rect_cut_top(&rest, 18.0, 0.0) : rest, ALIGN_CENTRE, text);
  if (mapped) {
    const unsigned frequency = parameter_of_band(item.index, BAND_FREQUENCY);
    slope_map_describe(snapshot, (double)snapshot->parameters[frequency], boost, sizeof(boost));
    canvas_text(canvas, FONT_TEXT, COLOUR_TEXT, rest, ALIGN_CENTRE, boost);
  }
}
