// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_GLYPH_H
#define EQUUS_UI_GLYPH_H

#include "ui/canvas.h"

/// Shapes that tell moods apart, alike in area; hollow is dry, filled is wet
typedef enum { GLYPH_CIRCLE, GLYPH_DIAMOND, GLYPH_SQUARE, GLYPH_TRIANGLE, GLYPH_COUNT } Glyph;

/// Fill a shape that is about as large as a circle of this radius
void glyph_fill(const Canvas* canvas, Glyph glyph, double x, double y, double radius, ColourRole colour);

/// Outline of that shape, its line centred on the edge
void
glyph_stroke(const Canvas* canvas, Glyph glyph, double x, double y, double radius, double width, ColourRole colour);

#endif // EQUUS_UI_GLYPH_H
