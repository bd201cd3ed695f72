// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/help.h"

#include <math.h>

typedef struct {
  const char* keys;
  const char* meaning;
} Line;

static const Line lines[] = {
  { "Tab, Shift Tab", "next, previous control" },
  { "1 \u2026 8", "select a band" },
  { "\u2190 \u2192", "frequency (Shift: finer)" },
  { "\u2191 \u2193", "gain or slope (Shift: finer)" },
  { "[  ]  Page keys", "Q" },
  { "Space", "press what is selected" },
  { "o", "band on or off" },
  { "Delete", "reset the band (Shift: curve)" },
  { "b   m   w", "bypass, level match, shadow" },
  { "g", "sliders of the curve" },
  { "d", "where dry comes from" },
  { "A B C D   x", "settings A to D, compare" },
  { "e", "copy or swap settings" },
  { "z   y", "undo, redo (also with Ctrl)" },
  { "p   c", "presets, what is compared" },
  { "q", "blind check" },
  { "t   u", "theme, uncertainty" },
  { "+ \u2212 0", "larger, smaller, 100\u202F%" },
  { "f   l", "find a flip, live on or off" },
  { "a   v", "apply the flip, what is flipped" },
  { "n", "map of the sensitivity" },
  { "+ \u2212 on a tag", "find what raises, lowers it" },
  { "Enter  h  Esc", "accept, half, reject a proposal" },
  { "r   k", "last ten minutes, mark now" },
  { "\u2190 \u2192 m e s", "look, mark, save, span" },
  { "?   Esc", "these keys, close" },
  { "drag a node", "change frequency and gain" },
  { "Shift while dragging", "finer" },
  { "wheel on a node", "change Q" },
  { "double click a node", "band on or off" },
  { "right click a node", "band on or off" },
  { "wheel on the plot", "show 12 or 18 dB" },
  { "drag a number", "change it" },
  { "wheel on a number", "change it" },
  { "double click a number", "reset it" },
  { "right click A to D", "copy or swap settings" },
  { "click a tag", "pin it, send it to an output" },
  { "click a mood or model", "choose it" },
  { "drag in the minutes", "look back; wheel: span" },
  { "drag the filled dot", "find what moves it there" },
};

enum { LINES = sizeof(lines) / sizeof(lines[0]), PER_COLUMN = 20 };

static const double line_height = 22.0;

static void
draw_line(Canvas* canvas, Rect row, const Line* line)
{
  const Rect keys = rect_cut_left(&row, 150.0, 6.0);
  const bool bold = canvas_text_width(canvas, FONT_BOLD, line->keys) <= keys.w;
  canvas_text(canvas, bold ? FONT_BOLD : FONT_TEXT, COLOUR_TEXT, keys, ALIGN_LEFT, line->keys);
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, row, ALIGN_LEFT, line->meaning);
}

void
help_draw(Canvas* canvas, const Layout* layout)
{
  const double width  = fmin(layout->window.w - 24.0, 760.0);
  const double height = PER_COLUMN * line_height + 74.0;
  const Rect box = { floor(0.5 * (layout->window.w - width)), floor(0.5 * (layout->window.h - height)), width, height };

  canvas_set_colour(canvas, COLOUR_BACKGROUND, 0.72);
  cairo_rectangle(canvas->cr, 0.0, 0.0, layout->window.w, layout->window.h);
  cairo_fill(canvas->cr);
  canvas_fill_rect(canvas, box, THEME_RADIUS, COLOUR_RAISED);
  canvas_stroke_rect(canvas, box, THEME_RADIUS, 1.0, COLOUR_LINE);

  Rect rest = rect_inset(box, 20.0, 18.0);
  canvas_text(canvas, FONT_TITLE, COLOUR_TEXT, rect_cut_top(&rest, 24.0, 10.0), ALIGN_LEFT, "Keys and gestures");
  Rect columns[2] = { rect_cut_left(&rest, 0.5 * (rest.w - 12.0), 12.0), rest };
  for (unsigned i = 0; i < LINES; ++i) {
    draw_line(canvas, rect_cut_top(&columns[i / PER_COLUMN], line_height, 0.0), &lines[i]);
  }
}
