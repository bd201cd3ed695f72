// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/curve_view.h"

#include "ui/chip.h"
#include "ui/equaliser_map.h"
#include "ui/response.h"

#include <math.h>
#include <stdio.h>

static const double knob_width  = 14.0;
static const double knob_height = 8.0;

unsigned
curve_view_bands(const Snapshot* snapshot)
{
  CurveSettings curve;
  parameters_to_curve(snapshot->parameters, &curve);
  return curve.bands;
}

unsigned
curve_view_parameter(unsigned band)
{
  return (unsigned)PARAM_CURVE + band;
}

static double
column_x(const Layout* layout, const Snapshot* snapshot, unsigned band)
{
  const double x    = equaliser_map_x(layout, curve_centre(curve_view_bands(snapshot), band));
  const double edge = 0.5 * knob_width + 1.0;
  return limit(x, layout->plot.x + edge, layout->plot.x + layout->plot.w - edge);
}

void
curve_view_handle(const Layout*    layout,
                  const Snapshot*  snapshot,
                  const ViewState* view,
                  unsigned         band,
                  double*          x,
                  double*          y)
{
  const double gain = (double)snapshot->parameters[curve_view_parameter(band)];
  const double edge = 0.5 * knob_height + 2.0;
  *x                = column_x(layout, snapshot, band);
  *y = limit(equaliser_map_y(layout, view, gain), layout->plot.y + edge, layout->plot.y + layout->plot.h - edge);
}

int
curve_view_hit(const Layout* layout, const Snapshot* snapshot, const ViewState* view, double x, double y)
{
  const unsigned n    = curve_view_bands(snapshot);
  double         best = 24.0;
  int            band = -1;
  for (unsigned i = 0; view->graphic && rect_contains(layout->plot, x, y) && i < n; ++i) {
    const double distance = fabs(x - column_x(layout, snapshot, i));
    if (distance < best) {
      best = distance;
      band = (int)i;
    }
  }
  return band;
}

void
curve_view_select(ViewState* view, const Snapshot* snapshot, int steps)
{
  const int last   = (int)curve_view_bands(snapshot) - 1;
  view->curve_band = (unsigned)limit((int)view->curve_band + steps, 0, last);
}

static void
change(const Snapshot* snapshot, unsigned index, double value, Actions* actions)
{
  const float limited = parameter_limit(index, (float)value);
  if (limited != snapshot->parameters[index]) {
    actions_change(actions, index, limited);
    actions->redraw = true;
  }
}

void
curve_view_reset(const Snapshot* snapshot, Actions* actions)
{
  for (unsigned i = 0; i < CURVE_MAX_BANDS; ++i) {
    change(snapshot, curve_view_parameter(i), 0.0, actions);
  }
}

void
curve_view_set_bands(const Snapshot* snapshot, unsigned bands, Actions* actions)
{
  const double  rate = response_rate(snapshot);
  CurveSettings curve;
  double        hertz[CURVE_MAX_BANDS];
  double        gains[CURVE_MAX_BANDS] = { 0.0 };
  parameters_to_curve(snapshot->parameters, &curve);
  if (curve.bands == bands) {
    return;
  }
  for (unsigned i = 0; i < bands; ++i) {
    hertz[i] = fmin(curve_centre(bands, i), 0.49 * rate);
  }
  if (!curve_settings_are_flat(&curve)) {
    curve_response(&curve, rate, hertz, bands, gains);
  }
  change(snapshot, PARAM_CURVE_BANDS, bands, actions);
  for (unsigned i = 0; i < CURVE_MAX_BANDS; ++i) {
    change(snapshot, curve_view_parameter(i), 0.1 * round(10.0 * gains[i]), actions);
  }
}

void
curve_view_toggle(ViewState* view, Actions* actions)
{
  view->graphic = !view->graphic;
  view->hover   = (Item){ ITEM_NONE, 0 };
  view->focus   = (Item){ ITEM_NONE, 0 };
  actions->keep = actions->redraw = true;
}

char*
curve_view_name(const Snapshot* snapshot, unsigned band, char* text, unsigned size)
{
  const double hertz = curve_centre(curve_view_bands(snapshot), band);
  if (hertz < 999.5) {
    snprintf(text, size, "%.0f Hz", hertz);
  } else {
    snprintf(text, size, "%.3g kHz", hertz / 1000.0);
  }
  return text;
}

static void
draw_stem(const Canvas* canvas, const Layout* layout, const ViewState* view, double x, double y)
{
  const double zero = equaliser_map_y(layout, view, 0.0);
  canvas_set_colour(canvas, COLOUR_TEXT, view->graphic ? 0.55 : 0.3);
  cairo_set_line_width(canvas->cr, 2.0);
  cairo_move_to(canvas->cr, x, zero);
  cairo_line_to(canvas->cr, x, y);
  cairo_stroke(canvas->cr);
}

/// A slider's knob; hollow where the rate is too low for the band
static void
draw_knob(const Canvas* canvas, const Snapshot* snapshot, const ViewState* view, unsigned band, double x, double y)
{
  const Item   item     = { ITEM_CURVE_BAND, band };
  const bool   selected = band == view->curve_band;
  const bool   hovered  = view->hover.kind == item.kind && view->hover.index == band;
  const bool   left_out = curve_centre(curve_view_bands(snapshot), band) >= 0.45 * response_rate(snapshot);
  const Rect   knob     = { x - 0.5 * knob_width, y - 0.5 * knob_height, knob_width, knob_height };
  const double radius   = 3.0;
  if (selected || hovered) {
    canvas_fill_rect(canvas, rect_inset(knob, -4.0, -4.0), radius + 4.0, selected ? COLOUR_TEXT : COLOUR_MUTED);
    canvas_fill_rect(canvas, rect_inset(knob, -2.5, -2.5), radius + 2.5, COLOUR_PANEL);
  } else {
    canvas_fill_rect(canvas, rect_inset(knob, -1.5, -1.5), radius + 1.5, COLOUR_PANEL);
  }
  canvas_fill_rect(canvas, knob, radius, left_out ? COLOUR_MUTED : COLOUR_TEXT);
  if (left_out) {
    canvas_fill_rect(canvas, rect_inset(knob, 1.5, 1.5), radius - 1.5, COLOUR_PANEL);
  }
  if (chip_has_focus(view, item)) {
    chip_draw_focus(canvas, rect_inset(knob, -4.0, -4.0), radius + 4.0);
  }
}

void
curve_view_draw(const Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const unsigned n = curve_view_bands(snapshot);
  for (unsigned i = 0; i < n; ++i) {
    double x = 0.0;
    double y = 0.0;
    curve_view_handle(layout, snapshot, view, i, &x, &y);
    if (view->graphic || snapshot->parameters[curve_view_parameter(i)] != 0.0f) {
      draw_stem(canvas, layout, view, x, y);
    }
  }
  for (unsigned i = 0; view->graphic && i < n; ++i) {
    double x = 0.0;
    double y = 0.0;
    curve_view_handle(layout, snapshot, view, i, &x, &y);
    draw_knob(canvas, snapshot, view, i, x, y);
  }
}
