// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/glyph.h"

enum { MAX_CORNERS = 4 };

/// A polygon for radius 1, about the circle's area
typedef struct {
  unsigned n;
  double   corners[MAX_CORNERS][2];
} Shape;

// clang-format off
static const Shape shapes[GLYPH_COUNT] = {
  [GLYPH_CIRCLE]   = { 0, { { 0.0, 0.0 } } },
  [GLYPH_DIAMOND]  = { 4, { { 0.0, -1.25 }, { 1.25, 0.0 }, { 0.0, 1.25 }, { -1.25, 0.0 } } },
  [GLYPH_SQUARE]   = { 4, { { -0.89, -0.89 }, { 0.89, -0.89 }, { 0.89, 0.89 }, { -0.89, 0.89 } } },
  [GLYPH_TRIANGLE] = { 3, { { 0.0, -1.4 }, { 1.3, 0.85 }, { -1.3, 0.85 } } },
};
// clang-format on

static void
add_path(const Canvas* canvas, Glyph glyph, double x, double y, double radius)
{
  const Shape* const shape = &shapes[glyph];
  cairo_new_path(canvas->cr);
  if (!shape->n) {
    cairo_arc(canvas->cr, x, y, radius, 0.0, 6.283185307179586);
    return;
  }
  for (unsigned i = 0; i < shape->n; ++i) {
    cairo_line_to(canvas->cr, x + radius * shape->corners[i][0], y + radius * shape->corners[i][1]);
  }
  cairo_close_path(canvas->cr);
}

void
glyph_fill(const Canvas* canvas, Glyph glyph, double x, double y, double radius, ColourRole colour)
{
  canvas_set_colour(canvas, colour, 1.0);
  add_path(canvas, glyph, x, y, radius);
  cairo_fill(canvas->cr);
}

void
glyph_stroke(const Canvas* canvas, Glyph glyph, double x, double y, double radius, double width, ColourRole colour)
{
  canvas_set_colour(canvas, colour, 1.0);
  cairo_set_line_width(canvas->cr, width);
  add_path(canvas, glyph, x, y, radius);
  cairo_stroke(canvas->cr);
}
