// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_PLACER_H
#define EQUUS_UI_PLACER_H

#include "ui/geometry.h"

enum { PLACER_MAX = 256 };

/// Finds room for labels beside points, so that they collide with nothing
typedef struct {
  Rect     bounds;
  Rect     taken[PLACER_MAX];
  unsigned n;
} Placer;

void placer_init(Placer* placer, Rect bounds);

/// Mark a rectangle as taken
void placer_take(Placer* placer, Rect rect);

/// Mark the line between two points as taken
void placer_take_line(Placer* placer, double x0, double y0, double x1, double y1);

/**
   Find the best place for a box beside a point and take it.
   @param gap Least distance between the point and the box.
   @param dx, dy Direction in which the label is liked best.
*/
Rect placer_place(Placer* placer, double x, double y, double gap, double w, double h, double dx, double dy);

#endif // EQUUS_UI_PLACER_H
