// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_PLANE_MAP_H
#define EQUUS_UI_PLANE_MAP_H

#include "ui/canvas.h"
#include "ui/glyph.h"
#include "ui/placer.h"

/**
   The map under every reading: a square of valence (right) and arousal (up),
   its corners tinted, its grid, and the eight words that tell what lies where.
*/

/// A point of the plane on the screen
typedef struct {
  double x, y;
  bool   beyond; ///< Lies outside the plane; (x, y) is the nearest point of its edge
} PlanePoint;

PlanePoint plane_map_point(Rect square, double valence, double arousal);

/// Colour of the map's ground at a point
Colour plane_map_ground(const Theme* theme, double valence, double arousal);

/// Draw ground, grid and words; the words' places are taken in `placer`, which is initialised to the square
void plane_map_draw(Canvas* canvas, Rect square, Placer* placer);

/// Dry: hollow shape; large enough to show around a wet one on the same spot.  `size` is 1 for the mood that matters.
void plane_map_dry(const Canvas* canvas, PlanePoint point, Glyph glyph, double size);

/// Wet: filled shape
void plane_map_wet(const Canvas* canvas, PlanePoint point, Glyph glyph, double size);

/// Mark at the edge of the square behind which a reading lies
void plane_map_beyond(const Canvas* canvas, Rect square, PlanePoint point, ColourRole colour);

/// Dashed arrow from dry to wet, as far as there is room between the circles
void plane_map_arrow(const Canvas* canvas, PlanePoint dry, PlanePoint wet, ColourRole colour);

#define PLANE_DOT_RADIUS 10.0

#endif // EQUUS_UI_PLANE_MAP_H
