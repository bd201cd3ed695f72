// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/equaliser_map.h"

#include <math.h>

static const double lowest_level = -96.0;

double
equaliser_map_x(const Layout* layout, double frequency)
{
  const double t = log(frequency / EQUALISER_LOWEST) / log(EQUALISER_HIGHEST / EQUALISER_LOWEST);
  return layout->plot.x + t * layout->plot.w;
}

double
equaliser_map_frequency(const Layout* layout, double x)
{
  const double t = (x - layout->plot.x) / layout->plot.w;
  return EQUALISER_LOWEST * pow(EQUALISER_HIGHEST / EQUALISER_LOWEST, t);
}

double
equaliser_map_y(const Layout* layout, const ViewState* view, double gain)
{
  return layout->plot.y + 0.5 * layout->plot.h * (1.0 - gain / view->range);
}

double
equaliser_map_gain(const Layout* layout, const ViewState* view, double y)
{
  return view->range * (1.0 - 2.0 * (y - layout->plot.y) / layout->plot.h);
}

double
equaliser_map_level_y(const Layout* layout, double level)
{
  return layout->plot.y + layout->plot.h * limit(level / lowest_level, 0.0, 1.0);
}

bool
equaliser_map_is_pass(unsigned band)
{
  const EqKind kind = eq_band_kind(band);
  return kind == EQ_HIGH_PASS || kind == EQ_LOW_PASS;
}

void
equaliser_map_node(const Layout*    layout,
                   const Snapshot*  snapshot,
                   const ViewState* view,
                   unsigned         band,
                   double*          x,
                   double*          y)
{
  const double frequency = (double)snapshot->parameters[parameter_of_band(band, BAND_FREQUENCY)];
  const double gain =
    equaliser_map_is_pass(band) ? 0.0 : (double)snapshot->parameters[parameter_of_band(band, BAND_GAIN)];
  const Rect   plot = layout->plot;
  const double edge = EQUALISER_NODE_RADIUS + 3.0;

  *x = limit(equaliser_map_x(layout, frequency), plot.x + edge, plot.x + plot.w - edge);
  *y = limit(equaliser_map_y(layout, view, gain), plot.y + edge, plot.y + plot.h - edge);
}

int
equaliser_map_hit(const Layout* layout, const Snapshot* snapshot, const ViewState* view, double x, double y)
{
  double best = EQUALISER_NODE_RADIUS + 3.0;
  int    band = -1;
  for (unsigned i = 0; i < EQ_BANDS; ++i) {
    double nx = 0.0;
    double ny = 0.0;
    equaliser_map_node(layout, snapshot, view, i, &nx, &ny);
    const double distance = hypot(x - nx, y - ny) - (i == view->band ? 4.0 : 0.0);
    if (distance < best) {
      best = distance;
      band = (int)i;
    }
  }
  return band;
}
