// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_TAG_BAR_H
#define EQUUS_UI_TAG_BAR_H

#include "ui/canvas.h"

/// What one row of dry against wet tells; NaN where a tap has no reading
typedef struct {
  const char* name;
  double      dry, wet; ///< 0 to 1
  ColourRole  ground;   ///< Colour under the row
} TagBar;

/**
   Draw a row: name, bar for wet with a tick for dry that overhangs it, wet in %, change in points with a triangle.

   Changes of ten points and more are bold.
   @param name_width Room for the name.
*/
void tag_bar_draw(Canvas* canvas, Rect row, double name_width, const TagBar* bar);

/// Draw only the bar with its tick
void tag_bar_draw_bar(const Canvas* canvas, Rect track, ColourRole ground, double dry, double wet);

/// Draw a change in points, right-aligned in its box: triangle, sign, number; nothing when it rounds to 0
void tag_bar_draw_change(Canvas* canvas, Rect box, double points);

#endif // EQUUS_UI_TAG_BAR_H
