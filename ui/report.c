// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/report.h"

#include "ui/canvas.h"
#include "ui/plane_map.h"
#include "ui/tag_bar.h"

#include <math.h>
#include <stdio.h>

static const double badge_radius = 9.0;
static const double row_height   = 24.0;

static bool
is_repeated_dry(const ReportMove* moves, unsigned i)
{
  for (unsigned j = 0; j < i; ++j) {
    if (moves[j].dry_valence == moves[i].dry_valence && moves[j].dry_arousal == moves[i].dry_arousal) {
      return true;
    }
  }
  return false;
}

static void
draw_ways(const Canvas* canvas, Rect square, Placer* placer, const ReportMove* moves, unsigned n)
{
  for (unsigned i = 0; i < n; ++i) {
    const PlanePoint dry = plane_map_point(square, moves[i].dry_valence, moves[i].dry_arousal);
    const PlanePoint wet = plane_map_point(square, moves[i].wet_valence, moves[i].wet_arousal);
    canvas_line(canvas, dry.x, dry.y, wet.x, wet.y, moves[i].flipped ? 2.0 : 1.0, COLOUR_MUTED);
    placer_take(placer, (Rect){ dry.x - 10.0, dry.y - 10.0, 20.0, 20.0 });
    placer_take(placer, (Rect){ wet.x - 6.0, wet.y - 6.0, 12.0, 12.0 });
  }
}

static void
draw_ends(const Canvas* canvas, Rect square, const ReportMove* moves, unsigned n)
{
  for (unsigned i = 0; i < n; ++i) {
    if (!is_repeated_dry(moves, i)) {
      plane_map_dry(canvas, plane_map_point(square, moves[i].dry_valence, moves[i].dry_arousal), GLYPH_CIRCLE, 1.0);
    }
  }
  for (unsigned i = 0; i < n; ++i) {
    const PlanePoint wet = plane_map_point(square, moves[i].wet_valence, moves[i].wet_arousal);
    canvas_disc(canvas, wet.x, wet.y, 5.0, COLOUR_PANEL);
    canvas_disc(canvas, wet.x, wet.y, 4.0, COLOUR_WET);
    if (wet.beyond) {
      plane_map_beyond(canvas, square, wet, COLOUR_WET);
    }
  }
}

static void
draw_badge(Canvas* canvas, Rect square, Placer* placer, const ReportMove* move, unsigned number)
{
  const PlanePoint dry = plane_map_point(square, move->dry_valence, move->dry_arousal);
  const PlanePoint wet = plane_map_point(square, move->wet_valence, move->wet_arousal);
  const double     d   = 2.0 * badge_radius;
  const Rect       box = placer_place(placer, wet.x, wet.y, 6.0, d, d, wet.x - dry.x, wet.y - dry.y);
  const double     x   = box.x + badge_radius;
  const double     y   = box.y + badge_radius;
  char             text[16];

  snprintf(text, sizeof(text), "%u", number);
  if (hypot(x - wet.x, y - wet.y) > badge_radius + 8.0) {
    canvas_line(canvas, wet.x, wet.y, x, y, 1.0, COLOUR_WET);
  }
  canvas_disc(canvas, x, y, badge_radius, move->flipped ? COLOUR_WET : COLOUR_PANEL);
  canvas_ring(canvas, x, y, badge_radius - 0.75, 1.5, COLOUR_WET);
  canvas_text(canvas, FONT_BOLD, move->flipped ? COLOUR_ON_WET : COLOUR_TEXT, box, ALIGN_CENTRE, text);
}

static Rect
draw_frame(Canvas* canvas, double size, const char* valence, const char* arousal)
{
  Rect rest = { 0.0, 0.0, size, size };
  canvas_fill_rect(canvas, rest, THEME_RADIUS, COLOUR_PANEL);
  rest              = rect_inset(rest, THEME_GAP, THEME_GAP);
  const Rect bottom = rect_cut_bottom(&rest, THEME_LINE_HEIGHT, 2.0);
  Rect       left   = rect_cut_left(&rest, THEME_LINE_HEIGHT, 2.0);
  char       text[160];

  snprintf(text, sizeof(text), "%s \u2192", valence);
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, (Rect){ rest.x, bottom.y, rest.w, bottom.h }, ALIGN_CENTRE, text);
  left.h = rest.h;
  snprintf(text, sizeof(text), "%s \u2192", arousal);
  canvas_text_upward(canvas, FONT_TEXT, COLOUR_MUTED, left, text);
  return rest;
}

void
report_plane_draw(cairo_t*          cr,
                  const Theme*      theme,
                  double            size,
                  const char*       valence,
                  const char*       arousal,
                  const ReportMove* moves,
                  unsigned          n)
{
  Canvas canvas;
  Placer placer;

  canvas_begin(&canvas, cr, theme, NULL);
  const Rect square = draw_frame(&canvas, size, valence, arousal);
  plane_map_draw(&canvas, square, &placer);
  draw_ways(&canvas, square, &placer, moves, n);
  draw_ends(&canvas, square, moves, n);
  for (unsigned i = 0; i < n; ++i) {
    draw_badge(&canvas, square, &placer, &moves[i], i + 1);
  }
  canvas_end(&canvas);
}

double
report_tags_height(unsigned n)
{
  return 2.0 * THEME_GAP + n * row_height;
}

void
report_tags_draw(cairo_t* cr, const Theme* theme, double width, const ReportTag* tags, unsigned n)
{
  Canvas canvas;
  Rect   rest = { 0.0, 0.0, width, report_tags_height(n) };

  canvas_begin(&canvas, cr, theme, NULL);
  canvas_fill_rect(&canvas, rest, THEME_RADIUS, COLOUR_PANEL);
  rest = rect_inset(rest, THEME_MARGIN, THEME_GAP);
  for (unsigned i = 0; i < n; ++i) {
    const TagBar bar = { tags[i].name, tags[i].dry, tags[i].wet, COLOUR_PANEL };
    tag_bar_draw(&canvas, rect_cut_top(&rest, row_height, 0.0), limit(0.28 * width, 80.0, 140.0), &bar);
  }
  canvas_end(&canvas);
}
