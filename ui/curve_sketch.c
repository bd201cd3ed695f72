// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/curve_sketch.h"

#include "ui/format.h"

#include <math.h>
#include <stdio.h>

static void
draw_bars(const Canvas* canvas, Rect plot, const FlipMessage* flip, ColourRole colour)
{
  const double pitch  = plot.w / flip->bands;
  const double width  = fmax(floor(0.62 * pitch), 2.0);
  const double middle = floor(plot.y + 0.5 * plot.h) + 0.5;
  for (uint32_t i = 0; i < flip->bands && i < EXPERIMENT_BANDS; ++i) {
    const double gain   = limit((double)(flip->gains[i] / flip->limit), -1.0, 1.0);
    const double height = fmax(fabs(gain) * 0.5 * plot.h, 1.0);
    const double x      = floor(plot.x + (i + 0.5) * pitch - 0.5 * width);
    canvas_fill_rect(canvas, (Rect){ x, gain > 0.0 ? middle - height : middle, width, height }, 1.5, colour);
  }
}

static void
draw_scale(Canvas* canvas, Rect axis, double decibels)
{
  char text[32];
  canvas_text(canvas,
              FONT_SMALL,
              COLOUR_MUTED,
              (Rect){ axis.x, axis.y - 1.0, axis.w, 14.0 },
              ALIGN_RIGHT,
              format_signed(decibels, 0, text, sizeof(text)));
  canvas_text(canvas,
              FONT_SMALL,
              COLOUR_MUTED,
              (Rect){ axis.x, axis.y + axis.h - 13.0, axis.w, 14.0 },
              ALIGN_RIGHT,
              format_signed(-decibels, 0, text, sizeof(text)));
}

void
curve_sketch_draw(Canvas* canvas, Rect rect, const FlipMessage* flip, double decibels, ColourRole colour)
{
  if (rect.h <= 0.0) {
    return;
  }
  Rect         plot   = rect;
  const Rect   axis   = rect_cut_left(&plot, 22.0, 8.0);
  const double middle = floor(plot.y + 0.5 * plot.h) + 0.5;
  canvas_line(canvas, plot.x, plot.y + 0.5, plot.x + plot.w, plot.y + 0.5, 1.0, COLOUR_GRID);
  canvas_line(canvas, plot.x, plot.y + plot.h - 0.5, plot.x + plot.w, plot.y + plot.h - 0.5, 1.0, COLOUR_GRID);
  canvas_line(canvas, plot.x, middle, plot.x + plot.w, middle, 1.0, COLOUR_LINE);
  const bool there = flip && flip->bands && flip->limit > 0.0f;
  draw_scale(canvas, axis, there ? (double)flip->limit : decibels);
  if (there) {
    draw_bars(canvas, plot, flip, colour);
  }
}
