// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_CANVAS_H
#define EQUUS_UI_CANVAS_H

#include "ui/geometry.h"
#include "ui/text_cache.h"
#include "ui/theme.h"

#include <cairo.h>

/**
   What a view draws with: a cairo context, a theme, and text by Pango.

   Lives for one drawing.  Every text is one line in a box of its own, so that
   nothing can run over; what doesn't fit ends in an ellipsis.
*/

typedef enum { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT } Align;

/// A text as it was drawn, for tests of the layout
typedef struct {
  const char* text;
  Rect        ink;   ///< Pixels touched
  Rect        box;   ///< The box it was given
  bool        cut;   ///< Ellipsised
  unsigned    layer; ///< 0 for the window, 1 and up for what lies over it (menus, tooltips, help)
} CanvasText;

typedef void (*CanvasTextFunc)(void* handle, const CanvasText* text);

typedef struct {
  cairo_t*       cr;
  const Theme*   theme;
  TextCache*     texts;
  TextCache*     own_texts; ///< Those of this drawing alone, NULL if they were lent
  CanvasTextFunc on_text;   ///< Called for every text if not NULL
  void*          handle;
  unsigned       layer;
} Canvas;

/// Begin to draw, with texts of earlier drawings or NULL; end with canvas_end()
void canvas_begin(Canvas* canvas, cairo_t* cr, const Theme* theme, TextCache* texts);
void canvas_end(Canvas* canvas);

/// Width of a text in logical pixels
double canvas_text_width(const Canvas* canvas, FontRole font, const char* text);

/**
   Draw one line of text in the middle of the box's height.
   @return Width drawn.
*/
double canvas_text(Canvas* canvas, FontRole font, ColourRole colour, Rect box, Align align, const char* text);

/// Draw text in as many lines as the box's height holds, at its top or in the middle of its height
void canvas_paragraph(Canvas* canvas, FontRole font, ColourRole colour, Rect box, bool middle, const char* text);

/// Draw one line that reads upward, centred in the box
void canvas_text_upward(Canvas* canvas, FontRole font, ColourRole colour, Rect box, const char* text);

void canvas_set_colour(const Canvas* canvas, ColourRole colour, double alpha);

/// Add a rectangle with round corners to the path
void canvas_round_rect(const Canvas* canvas, Rect rect, double radius);

void canvas_fill_rect(const Canvas* canvas, Rect rect, double radius, ColourRole colour);
void canvas_stroke_rect(const Canvas* canvas, Rect rect, double radius, double width, ColourRole colour);
void canvas_line(const Canvas* canvas, double x0, double y0, double x1, double y1, double width, ColourRole colour);
void canvas_disc(const Canvas* canvas, double x, double y, double radius, ColourRole colour);
void canvas_ring(const Canvas* canvas, double x, double y, double radius, double width, ColourRole colour);

/// Filled triangle of this width around a centre, pointing up or down
void canvas_triangle(const Canvas* canvas, double x, double y, double width, bool up, ColourRole colour);

/// Filled arrow head whose tip is at (x, y), pointing along (dx, dy)
void canvas_arrow_head(const Canvas* canvas, double x, double y, double dx, double dy, double size, ColourRole colour);

#endif // EQUUS_UI_CANVAS_H
