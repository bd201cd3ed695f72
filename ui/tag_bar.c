// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/tag_bar.h"

#include <math.h>
#include <stdio.h>

static const double value_width  = 44.0;
static const double change_width = 50.0;
static const double bar_height   = 12.0;

static void
draw_dry_tick(const Canvas* canvas, Rect track, ColourRole ground, double dry)
{
  const double x    = limit(track.x + dry * track.w, track.x + 1.0, track.x + track.w - 1.0);
  const Rect   tick = { x - 1.0, track.y - 4.0, 2.0, track.h + 8.0 };
  canvas_fill_rect(canvas, rect_inset(tick, -2.0, -1.0), 1.0, ground);
  canvas_fill_rect(canvas, tick, 0.0, COLOUR_DRY);
}

void
tag_bar_draw_bar(const Canvas* canvas, Rect track, ColourRole ground, double dry, double wet)
{
  canvas_fill_rect(canvas, track, 3.0, COLOUR_TRACK);
  if (!isnan(wet)) {
    const double width = fmax(limit(wet, 0.0, 1.0) * track.w, 2.0);
    canvas_fill_rect(canvas, (Rect){ track.x, track.y, width, track.h }, 3.0, COLOUR_WET);
  }
  if (!isnan(dry)) {
    draw_dry_tick(canvas, track, ground, limit(dry, 0.0, 1.0));
  }
}

void
tag_bar_draw_change(Canvas* canvas, Rect box, double points)
{
  const double rounded = round(points);
  if (isnan(points) || rounded == 0.0) {
    return;
  }

  const bool       up     = rounded > 0.0;
  const bool       large  = fabs(rounded) >= 10.0;
  const ColourRole colour = up ? COLOUR_UP : COLOUR_DOWN;
  char             text[32];
  snprintf(text, sizeof(text), "%s%.0f", up ? "+" : "\u2212", fabs(rounded));
  const double width = canvas_text(canvas, large ? FONT_BOLD : FONT_TEXT, colour, box, ALIGN_RIGHT, text);
  canvas_triangle(canvas, box.x + box.w - fmax(width, 22.0) - 10.0, box.y + 0.5 * box.h, 9.0, up, colour);
}

static void
draw_value(Canvas* canvas, Rect box, double value)
{
  char text[32];
  if (isnan(value)) {
    snprintf(text, sizeof(text), "\u2013");
  } else {
    snprintf(text, sizeof(text), "%.0f\u202F%%", 100.0 * value);
  }
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, box, ALIGN_RIGHT, text);
}

void
tag_bar_draw(Canvas* canvas, Rect row, double name_width, const TagBar* bar)
{
  Rect       rest   = row;
  const Rect change = rect_cut_right(&rest, change_width, 0.0);
  const Rect value  = rect_cut_right(&rest, value_width, 8.0);
  const Rect name   = rect_cut_left(&rest, name_width, 10.0);
  const Rect track  = { rest.x, rest.y + 0.5 * (rest.h - bar_height), rest.w, bar_height };

  canvas_text(canvas, FONT_TEXT, COLOUR_TEXT, name, ALIGN_LEFT, bar->name);
  tag_bar_draw_bar(canvas, track, bar->ground, bar->dry, bar->wet);
  draw_value(canvas, value, isnan(bar->wet) ? bar->dry : bar->wet);
  tag_bar_draw_change(canvas, change, 100.0 * (bar->wet - bar->dry));
}
