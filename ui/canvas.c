// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/canvas.h"

#include <pango/pangocairo.h>

#include <math.h>

static const double pi = 3.14159265358979323846;

void
canvas_begin(Canvas* canvas, cairo_t* cr, const Theme* theme, TextCache* texts)
{
  *canvas           = (Canvas){ .cr = cr, .theme = theme };
  canvas->own_texts = texts ? NULL : text_cache_new();
  canvas->texts     = texts ? texts : canvas->own_texts;
  text_cache_begin(canvas->texts, cr);
}

void
canvas_end(Canvas* canvas)
{
  text_cache_end(canvas->texts);
  text_cache_free(canvas->own_texts);
}

void
canvas_set_colour(const Canvas* canvas, ColourRole colour, double alpha)
{
  const Colour c = theme_colour(canvas->theme, colour);
  cairo_set_source_rgba(canvas->cr, c.r, c.g, c.b, alpha);
}

/// Tell an observer of a line that was drawn at (x, y), or upward from there
static void
report_text(const Canvas* canvas, PangoLayout* layout, double x, double y, bool upward, Rect box)
{
  PangoRectangle ink;
  if (!canvas->on_text) {
    return;
  }
  pango_layout_get_pixel_extents(layout, &ink, NULL);
  const CanvasText text = { .text  = pango_layout_get_text(layout),
                            .ink   = upward ? (Rect){ x + ink.y, y - ink.x - ink.width, ink.height, ink.width }
                                            : (Rect){ x + ink.x, y + ink.y, ink.width, ink.height },
                            .box   = box,
                            .cut   = pango_layout_is_ellipsized(layout),
                            .layer = canvas->layer };
  canvas->on_text(canvas->handle, &text);
}

/// A line, cut where it is wider than `room`
static TextLine
fit_line(const Canvas* canvas, FontRole font, const char* text, double room)
{
  const TextLine line = text_cache_line(canvas->texts, font, text, -1.0, -1.0);
  return line.width <= room ? line : text_cache_line(canvas->texts, font, text, fmax(room, 0.0), -1.0);
}

double
canvas_text_width(const Canvas* canvas, FontRole font, const char* text)
{
  return text_cache_line(canvas->texts, font, text, -1.0, -1.0).width;
}

double
canvas_text(Canvas* canvas, FontRole font, ColourRole colour, Rect box, Align align, const char* text)
{
  const TextLine line  = fit_line(canvas, font, text, box.w);
  const double   spare = box.w - line.width;
  const double   x     = box.x + (align == ALIGN_LEFT ? 0.0 : align == ALIGN_RIGHT ? spare : 0.5 * spare);
  const double   y     = box.y + 0.5 * (box.h - line.height);

  canvas_set_colour(canvas, colour, 1.0);
  cairo_move_to(canvas->cr, x, y);
  pango_cairo_show_layout(canvas->cr, line.layout);
  report_text(canvas, line.layout, x, y, false, box);
  return line.width;
}

void
canvas_paragraph(Canvas* canvas, FontRole font, ColourRole colour, Rect box, bool middle, const char* text)
{
  const TextLine lines = text_cache_line(canvas->texts, font, text, fmax(box.w, 0.0), fmax(box.h, 0.0));
  const double   y     = box.y + (middle ? 0.5 * (box.h - lines.height) : 0.0);
  canvas_set_colour(canvas, colour, 1.0);
  cairo_move_to(canvas->cr, box.x, y);
  pango_cairo_show_layout(canvas->cr, lines.layout);
  report_text(canvas, lines.layout, box.x, y, false, box);
}

void
canvas_text_upward(Canvas* canvas, FontRole font, ColourRole colour, Rect box, const char* text)
{
  const TextLine line = fit_line(canvas, font, text, box.h);
  const double   x    = box.x + 0.5 * (box.w - line.height);
  const double   y    = box.y + 0.5 * (box.h + line.width);

  cairo_save(canvas->cr);
  cairo_translate(canvas->cr, x, y);
  cairo_rotate(canvas->cr, -0.5 * pi);
  canvas_set_colour(canvas, colour, 1.0);
  cairo_move_to(canvas->cr, 0.0, 0.0);
  pango_cairo_show_layout(canvas->cr, line.layout);
  cairo_restore(canvas->cr);
  report_text(canvas, line.layout, x, y, true, box);
}

void
canvas_round_rect(const Canvas* canvas, Rect rect, double radius)
{
  const double r = fmax(0.0, fmin(radius, 0.5 * fmin(rect.w, rect.h)));

  cairo_new_sub_path(canvas->cr);
  cairo_arc(canvas->cr, rect.x + rect.w - r, rect.y + r, r, -0.5 * pi, 0.0);
  cairo_arc(canvas->cr, rect.x + rect.w - r, rect.y + rect.h - r, r, 0.0, 0.5 * pi);
  cairo_arc(canvas->cr, rect.x + r, rect.y + rect.h - r, r, 0.5 * pi, pi);
  cairo_arc(canvas->cr, rect.x + r, rect.y + r, r, pi, 1.5 * pi);
  cairo_close_path(canvas->cr);
}

void
canvas_fill_rect(const Canvas* canvas, Rect rect, double radius, ColourRole colour)
{
  if (rect.w <= 0.0 || rect.h <= 0.0) {
    return;
  }
  canvas_set_colour(canvas, colour, 1.0);
  if (radius > 0.0) {
    canvas_round_rect(canvas, rect, radius);
  } else {
    cairo_rectangle(canvas->cr, rect.x, rect.y, rect.w, rect.h);
  }
  cairo_fill(canvas->cr);
}

void
canvas_stroke_rect(const Canvas* canvas, Rect rect, double radius, double width, ColourRole colour)
{
  canvas_set_colour(canvas, colour, 1.0);
  cairo_set_line_width(canvas->cr, width);
  canvas_round_rect(canvas, rect_inset(rect, 0.5 * width, 0.5 * width), radius);
  cairo_stroke(canvas->cr);
}

void
canvas_line(const Canvas* canvas, double x0, double y0, double x1, double y1, double width, ColourRole colour)
{
  canvas_set_colour(canvas, colour, 1.0);
  cairo_set_line_width(canvas->cr, width);
  cairo_move_to(canvas->cr, x0, y0);
  cairo_line_to(canvas->cr, x1, y1);
  cairo_stroke(canvas->cr);
}

void
canvas_disc(const Canvas* canvas, double x, double y, double radius, ColourRole colour)
{
  canvas_set_colour(canvas, colour, 1.0);
  cairo_new_path(canvas->cr);
  cairo_arc(canvas->cr, x, y, radius, 0.0, 2.0 * pi);
  cairo_fill(canvas->cr);
}

void
canvas_ring(const Canvas* canvas, double x, double y, double radius, double width, ColourRole colour)
{
  canvas_set_colour(canvas, colour, 1.0);
  cairo_set_line_width(canvas->cr, width);
  cairo_new_path(canvas->cr);
  cairo_arc(canvas->cr, x, y, radius, 0.0, 2.0 * pi);
  cairo_stroke(canvas->cr);
}

void
canvas_triangle(const Canvas* canvas, double x, double y, double width, bool up, ColourRole colour)
{
  const double half   = 0.5 * width;
  const double height = up ? 0.42 * width : -0.42 * width;

  canvas_set_colour(canvas, colour, 1.0);
  cairo_move_to(canvas->cr, x - half, y + height);
  cairo_line_to(canvas->cr, x + half, y + height);
  cairo_line_to(canvas->cr, x, y - height);
  cairo_close_path(canvas->cr);
  cairo_fill(canvas->cr);
}

void
canvas_arrow_head(const Canvas* canvas, double x, double y, double dx, double dy, double size, ColourRole colour)
{
  const double length = hypot(dx, dy);
  if (length <= 0.0) {
    return;
  }
  const double ux = dx / length * size;
  const double uy = dy / length * size;

  canvas_set_colour(canvas, colour, 1.0);
  cairo_move_to(canvas->cr, x, y);
  cairo_line_to(canvas->cr, x - ux - 0.45 * uy, y - uy + 0.45 * ux);
  cairo_line_to(canvas->cr, x - ux + 0.45 * uy, y - uy - 0.45 * ux);
  cairo_close_path(canvas->cr);
  cairo_fill(canvas->cr);
}
