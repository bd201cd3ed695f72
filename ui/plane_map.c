// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/plane_map.h"

#include <math.h>
#include <stdint.h>

enum { TINT_SIZE = 48 };

/// A word of the map: those of the upper and lower edge are centred in their half, the others lean on their side
typedef struct {
  const char* text;
  Align       align;
  double      valence; ///< Only the sign counts
  double      arousal; ///< Height of its middle
} Word;

static const Word words[] = {
  { "tense", ALIGN_CENTRE, -1.0, 0.86 },  { "excited", ALIGN_CENTRE, 1.0, 0.86 },
  { "angry", ALIGN_LEFT, -1.0, 0.62 },    { "happy", ALIGN_RIGHT, 1.0, 0.62 },
  { "sad", ALIGN_LEFT, -1.0, -0.38 },     { "content", ALIGN_RIGHT, 1.0, -0.38 },
  { "tired", ALIGN_CENTRE, -1.0, -0.86 }, { "calm", ALIGN_CENTRE, 1.0, -0.86 },
};

PlanePoint
plane_map_point(Rect square, double valence, double arousal)
{
  const double v = limit(valence, -1.0, 1.0);
  const double a = limit(arousal, -1.0, 1.0);
  return (PlanePoint){ square.x + 0.5 * (v + 1.0) * square.w,
                       square.y + 0.5 * (1.0 - a) * square.h,
                       v != valence || a != arousal };
}

/// Strongest in its corner, gone at the axes
Colour
plane_map_ground(const Theme* theme, double valence, double arousal)
{
  static const ColourRole corners[2][2] = { { COLOUR_QUADRANT_3, COLOUR_QUADRANT_4 },
                                            { COLOUR_QUADRANT_2, COLOUR_QUADRANT_1 } };

  const Colour panel    = theme_colour(theme, COLOUR_PANEL);
  const Colour corner   = theme_colour(theme, corners[arousal >= 0.0][valence >= 0.0]);
  const double distance = hypot(1.0 - fabs(valence), 1.0 - fabs(arousal));
  const double t        = limit(0.92 - distance, 0.0, 1.0);
  return (Colour){ panel.r + t * (corner.r - panel.r),
                   panel.g + t * (corner.g - panel.g),
                   panel.b + t * (corner.b - panel.b) };
}

static uint32_t
pack(Colour colour)
{
  const uint32_t r = (uint32_t)lround(255.0 * colour.r);
  const uint32_t g = (uint32_t)lround(255.0 * colour.g);
  const uint32_t b = (uint32_t)lround(255.0 * colour.b);
  return r << 16u | g << 8u | b;
}

static void
draw_tint(const Canvas* canvas, Rect square)
{
  cairo_surface_t* const surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, TINT_SIZE, TINT_SIZE);
  unsigned char* const   data    = cairo_image_surface_get_data(surface);
  if (!data) {
    cairo_surface_destroy(surface);
    return;
  }
  for (int y = 0; y < TINT_SIZE; ++y) {
    uint32_t* const row = (uint32_t*)(void*)(data + (ptrdiff_t)y * cairo_image_surface_get_stride(surface));
    for (int x = 0; x < TINT_SIZE; ++x) {
      row[x] =
        pack(plane_map_ground(canvas->theme, 2.0 * (x + 0.5) / TINT_SIZE - 1.0, 1.0 - 2.0 * (y + 0.5) / TINT_SIZE));
    }
  }
  cairo_surface_mark_dirty(surface);

  cairo_save(canvas->cr);
  cairo_rectangle(canvas->cr, square.x, square.y, square.w, square.h);
  cairo_translate(canvas->cr, square.x, square.y);
  cairo_scale(canvas->cr, square.w / TINT_SIZE, square.h / TINT_SIZE);
  cairo_set_source_surface(canvas->cr, surface, 0.0, 0.0);
  cairo_pattern_set_extend(cairo_get_source(canvas->cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter(cairo_get_source(canvas->cr), CAIRO_FILTER_BILINEAR);
  cairo_fill(canvas->cr);
  cairo_restore(canvas->cr);
  cairo_surface_destroy(surface);
}

static void
draw_grid(const Canvas* canvas, Rect square)
{
  const double right  = square.x + square.w;
  const double bottom = square.y + square.h;
  const int    step   = square.w < 260.0 ? 2 : 1; // A small map has no room for more lines beside its words
  for (int i = 0; i <= 4; i += step) {
    const bool       axis   = i == 2;
    const ColourRole colour = axis ? COLOUR_MUTED : COLOUR_LINE;
    const double     x      = floor(square.x + 0.25 * i * square.w) + 0.5;
    const double     y      = floor(square.y + 0.25 * i * square.h) + 0.5;
    canvas_line(canvas, x, square.y, x, bottom, 1.0, colour);
    canvas_line(canvas, square.x, y, right, y, 1.0, colour);
  }
}

/// Room for a word; off the middle of its half, where a line of the grid is
static Rect
place_word(const Word* word, Rect square, double height)
{
  const double side = word->align == ALIGN_CENTRE ? 0.16 * square.w : 0.055 * square.w;
  const double half = 0.5 * square.w - side - 1.0;
  return (Rect){ word->valence < 0.0 ? square.x + side : square.x + square.w - side - half,
                 square.y + 0.5 * (1.0 - word->arousal) * square.h - 0.5 * height,
                 half,
                 height };
}

static void
draw_words(Canvas* canvas, Rect square, Placer* placer)
{
  const FontRole font   = square.w < 240.0 ? FONT_SMALL : FONT_TEXT;
  const double   height = theme_font(font)->size + 4.0;
  for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); ++i) {
    const Align  align = words[i].align;
    const Rect   box   = place_word(&words[i], square, height);
    const double width = canvas_text(canvas, font, COLOUR_MUTED, box, align, words[i].text);
    const double spare = box.w - width;
    const double x     = box.x + (align == ALIGN_LEFT ? 0.0 : align == ALIGN_RIGHT ? spare : 0.5 * spare);
    placer_take(placer, (Rect){ x - 4.0, box.y - 1.0, width + 8.0, height + 2.0 });
  }
}

void
plane_map_draw(Canvas* canvas, Rect square, Placer* placer)
{
  placer_init(placer, square);
  draw_tint(canvas, square);
  draw_grid(canvas, square);
  draw_words(canvas, square, placer);
}

void
plane_map_dry(const Canvas* canvas, PlanePoint point, Glyph glyph, double size)
{
  const double width = 0.5 + 2.0 * size;
  glyph_fill(canvas, glyph, point.x, point.y, size * PLANE_DOT_RADIUS + 1.0, COLOUR_PANEL);
  glyph_stroke(canvas, glyph, point.x, point.y, size * PLANE_DOT_RADIUS - 0.5 * width, width, COLOUR_DRY);
}

void
plane_map_wet(const Canvas* canvas, PlanePoint point, Glyph glyph, double size)
{
  glyph_fill(canvas, glyph, point.x, point.y, size * (PLANE_DOT_RADIUS - 2.5), COLOUR_PANEL);
  glyph_fill(canvas, glyph, point.x, point.y, size * (PLANE_DOT_RADIUS - 2.5) - 1.25, COLOUR_WET);
}

void
plane_map_beyond(const Canvas* canvas, Rect square, PlanePoint point, ColourRole colour)
{
  const double dx    = (point.x <= square.x ? -1.0 : 0.0) + (point.x >= square.x + square.w ? 1.0 : 0.0);
  const double dy    = (point.y <= square.y ? -1.0 : 0.0) + (point.y >= square.y + square.h ? 1.0 : 0.0);
  const double reach = (PLANE_DOT_RADIUS + 9.0) / fmax(1.0, hypot(dx, dy));
  canvas_arrow_head(canvas, point.x + dx * reach, point.y + dy * reach, dx, dy, 7.0, colour);
}

void
plane_map_arrow(const Canvas* canvas, PlanePoint dry, PlanePoint wet, ColourRole colour)
{
  static const double dashes[] = { 5.0, 4.0 };

  const double dx     = wet.x - dry.x;
  const double dy     = wet.y - dry.y;
  const double length = hypot(dx, dy);
  const double skip   = PLANE_DOT_RADIUS + 4.0;
  if (length < 2.0 * skip + 8.0) {
    return;
  }
  const double ux = dx / length;
  const double uy = dy / length;

  cairo_save(canvas->cr);
  cairo_set_dash(canvas->cr, dashes, 2, 0.0);
  canvas_line(
    canvas, dry.x + ux * skip, dry.y + uy * skip, wet.x - ux * (skip + 7.0), wet.y - uy * (skip + 7.0), 1.5, colour);
  cairo_restore(canvas->cr);
  canvas_arrow_head(canvas, wet.x - ux * skip, wet.y - uy * skip, ux, uy, 8.0, colour);
}
