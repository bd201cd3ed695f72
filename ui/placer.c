// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/placer.h"

#include <math.h>

enum { DIRECTIONS = 16, DISTANCES = 4 };

static const double step = 2.0 * 3.14159265358979323846 / DIRECTIONS;

void
placer_init(Placer* placer, Rect bounds)
{
  placer->bounds = bounds;
  placer->n      = 0;
}

void
placer_take(Placer* placer, Rect rect)
{
  if (placer->n < PLACER_MAX) {
    placer->taken[placer->n++] = rect;
  }
}

void
placer_take_line(Placer* placer, double x0, double y0, double x1, double y1)
{
  const unsigned n = 1u + (unsigned)(hypot(x1 - x0, y1 - y0) / 8.0);
  for (unsigned i = 0; i <= n; ++i) {
    const double t = (double)i / n;
    placer_take(placer, (Rect){ x0 + t * (x1 - x0) - 2.0, y0 + t * (y1 - y0) - 2.0, 4.0, 4.0 });
  }
}

static double
cost_of(const Placer* placer, Rect box)
{
  const double area = box.w * box.h;
  double       cost = 4.0 * (area - rect_overlap(placer->bounds, box));
  for (unsigned i = 0; i < placer->n; ++i) {
    const double overlap = rect_overlap(placer->taken[i], box);
    cost += overlap + (overlap > 0.0 ? 0.1 * area : 0.0);
  }
  return cost / area;
}

static Rect
candidate(double x, double y, double gap, double w, double h, double angle)
{
  const double c = cos(angle);
  const double s = sin(angle);
  return (Rect){ x + c * (gap + 0.5 * w) - 0.5 * w, y + s * (gap + 0.5 * h) - 0.5 * h, w, h };
}

Rect
placer_place(Placer* placer, double x, double y, double gap, double w, double h, double dx, double dy)
{
  const double liked     = dx == 0.0 && dy == 0.0 ? 0.0 : round(atan2(dy, dx) / step) * step;
  double       best_cost = INFINITY;
  Rect         best      = { x, y, w, h };

  for (int i = 0; i < DIRECTIONS * DISTANCES; ++i) {
    const int    distance    = i / DIRECTIONS;
    const int    turn        = i % DIRECTIONS;
    const int    signed_turn = turn % 2 ? -(turn + 1) / 2 : turn / 2;
    const Rect   box         = candidate(x, y, gap * (1.0 + 0.8 * distance), w, h, liked + signed_turn * step);
    const double cost        = cost_of(placer, box) + 0.01 * turn + 0.05 * distance;
    if (cost < best_cost) {
      best_cost = cost;
      best      = box;
    }
  }
  placer_take(placer, best);
  return best;
}
