// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/ghost.h"

#include "dsp/curve.h"
#include "ui/equaliser_map.h"
#include "ui/experiment.h"

#include <math.h>
#include <string.h>

enum { POINTS = 192 };

static const double fallback_rate = 48000.0; ///< Until the plug-in has told its own

/// The response from the plot's left to its right
static void
respond(const Snapshot* snapshot, const FlipMessage* flip, const Layout* layout, double* decibels)
{
  const double  rate     = snapshot->status.host_rate > 0.0 ? snapshot->status.host_rate : fallback_rate;
  CurveSettings settings = { .bands = flip->bands };
  double        hertz[POINTS];
  memcpy(settings.gains, flip->gains, sizeof(settings.gains));
  for (unsigned i = 0; i < POINTS; ++i) {
    const double x = layout->plot.x + layout->plot.w * i / (POINTS - 1);
    hertz[i]       = fmin(equaliser_map_frequency(layout, x), 0.49 * rate);
  }
  curve_response(&settings, rate, hertz, POINTS, decibels);
}

void
ghost_draw(const Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  static const double dashes[] = { 7.0, 5.0 };

  const FlipMessage* const flip = experiment_ghost(snapshot, view);
  double                   decibels[POINTS];
  if (!flip) {
    return;
  }
  respond(snapshot, flip, layout, decibels);
  cairo_new_path(canvas->cr);
  for (unsigned i = 0; i < POINTS; ++i) {
    const double x = layout->plot.x + layout->plot.w * i / (POINTS - 1);
    cairo_line_to(canvas->cr, x, equaliser_map_y(layout, view, limit(decibels[i], -200.0, 200.0)));
  }
  cairo_save(canvas->cr);
  cairo_set_line_join(canvas->cr, CAIRO_LINE_JOIN_BEVEL);
  canvas_set_colour(canvas, COLOUR_PANEL, 1.0);
  cairo_set_line_width(canvas->cr, 4.5);
  cairo_stroke_preserve(canvas->cr);
  cairo_set_dash(canvas->cr, dashes, 2, 0.0);
  canvas_set_colour(canvas, COLOUR_WET, 1.0);
  cairo_set_line_width(canvas->cr, 2.0);
  cairo_stroke(canvas->cr);
  cairo_restore(canvas->cr);
}
