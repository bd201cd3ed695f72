// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/canvas.h"

#include <pango/pangocairo.h>

#include <math.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

static PangoFontDescription*
describe_font(const ThemeFont* font)
{
  PangoFontDescription* const description = pango_font_description_from_string(THEME_FONT_FAMILY);
  pango_font_description_set_absolute_size(description, font->size * PANGO_SCALE);
  pango_font_description_set_weight(description, font->bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
  return description;
}

static PangoLayout*
new_layout(PangoContext* context, const ThemeFont* font)
{
  PangoLayout* const          layout      = pango_layout_new(context);
  PangoFontDescription* const description = describe_font(font);
  PangoAttrList* const        attributes  = pango_attr_list_new();

  pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
  pango_layout_set_attributes(layout, attributes);
  pango_layout_set_font_description(layout, description);
  pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
  pango_attr_list_unref(attributes);
  pango_font_description_free(description);
  return layout;
}

void
canvas_begin(Canvas* canvas, cairo_t* cr, const Theme* theme)
{
  PangoContext* const         context = pango_cairo_create_context(cr);
  cairo_font_options_t* const options = cairo_font_options_create();

  // Text takes the same room at every scale
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context, options);
  pango_cairo_context_set_resolution(context, 96.0);
  pango_context_set_round_glyph_positions(context, FALSE);
  cairo_font_options_destroy(options);

  *canvas = (Canvas){ .cr = cr, .theme = theme };
  for (unsigned i = 0; i < FONT_COUNT; ++i) {
    canvas->fonts[i] = new_layout(context, theme_font((FontRole)i));
  }
  g_object_unref(context);
}

void
canvas_end(Canvas* canvas)
{
  for (unsigned i = 0; i < FONT_COUNT; ++i) {
    g_object_unref(canvas->fonts[i]);
  }
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

static double
layout_width(PangoLayout* layout, double* height)
{
  PangoRectangle logical;
  pango_layout_get_extents(layout, NULL, &logical);
  *height = (double)logical.height / PANGO_SCALE;
  return (double)logical.width / PANGO_SCALE;
}

/// Set one line of text, unlimited in width
static PangoLayout*
set_line(const Canvas* canvas, FontRole font, const char* text)
{
  PangoLayout* const layout = canvas->fonts[font];
  if (strcmp(pango_layout_get_text(layout), text) != 0) { // What was measured is drawn as it stands
    pango_layout_set_text(layout, text, -1);
  }
  pango_layout_set_height(layout, -1);
  pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT);
  pango_layout_set_width(layout, -1);
  return layout;
}

/// Width of a line after cutting it where it is wider than `room`: asking Pango to do so takes twice as long
static double
fit_line(PangoLayout* layout, double room, double* height)
{
  const double width = layout_width(layout, height);
  if (width <= room) {
    return width;
  }
  pango_layout_set_width(layout, (int)(fmax(room, 0.0) * PANGO_SCALE));
  return layout_width(layout, height);
}

double
canvas_text_width(const Canvas* canvas, FontRole font, const char* text)
{
  double height = 0.0;
  return layout_width(set_line(canvas, font, text), &height);
}

double
canvas_text(Canvas* canvas, FontRole font, ColourRole colour, Rect box, Align align, const char* text)
{
  PangoLayout* const layout = set_line(canvas, font, text);
  double             height = 0.0;
  const double       width  = fit_line(layout, box.w, &height);
  const double       spare  = box.w - width;
  const double       x      = box.x + (align == ALIGN_LEFT ? 0.0 : align == ALIGN_RIGHT ? spare : 0.5 * spare);
  const double       y      = box.y + 0.5 * (box.h - height);

  canvas_set_colour(canvas, colour, 1.0);
  cairo_move_to(canvas->cr, x, y);
  pango_cairo_show_layout(canvas->cr, layout);
  report_text(canvas, layout, x, y, false, box);
  return width;
}

void
canvas_paragraph(Canvas* canvas, FontRole font, ColourRole colour, Rect box, bool middle, const char* text)
{
  PangoLayout* const layout = set_line(canvas, font, text);
  double             height = 0.0;

  pango_layout_set_width(layout, (int)(fmax(box.w, 0.0) * PANGO_SCALE));
  pango_layout_set_height(layout, (int)(box.h * PANGO_SCALE));
  layout_width(layout, &height);
  const double y = box.y + (middle ? 0.5 * (box.h - height) : 0.0);
  canvas_set_colour(canvas, colour, 1.0);
  cairo_move_to(canvas->cr, box.x, y);
  pango_cairo_show_layout(canvas->cr, layout);
  report_text(canvas, layout, box.x, y, false, box);
}

void
canvas_text_upward(Canvas* canvas, FontRole font, ColourRole colour, Rect box, const char* text)
{
  PangoLayout* const layout = set_line(canvas, font, text);
  double             height = 0.0;
  const double       width  = fit_line(layout, box.h, &height);
  const double       x      = box.x + 0.5 * (box.w - height);
  const double       y      = box.y + 0.5 * (box.h + width);

  cairo_save(canvas->cr);
  cairo_translate(canvas->cr, x, y);
  cairo_rotate(canvas->cr, -0.5 * pi);
  canvas_set_colour(canvas, colour, 1.0);
  cairo_move_to(canvas->cr, 0.0, 0.0);
  pango_cairo_show_layout(canvas->cr, layout);
  cairo_restore(canvas->cr);
  report_text(canvas, layout, x, y, true, box);
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
