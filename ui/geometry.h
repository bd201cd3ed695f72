// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_GEOMETRY_H
#define EQUUS_UI_GEOMETRY_H

#include <stdbool.h>

/// A rectangle in logical pixels; y grows downward
typedef struct {
  double x, y, w, h;
} Rect;

static inline Rect
rect_inset(Rect r, double dx, double dy)
{
  return (Rect){ r.x + dx, r.y + dy, r.w - 2.0 * dx, r.h - 2.0 * dy };
}

static inline bool
rect_contains(Rect r, double x, double y)
{
  return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
}

/// True if `inner` lies within `outer`, give or take `slack`
static inline bool
rect_encloses(Rect outer, Rect inner, double slack)
{
  return inner.x >= outer.x - slack && inner.y >= outer.y - slack && inner.x + inner.w <= outer.x + outer.w + slack &&
         inner.y + inner.h <= outer.y + outer.h + slack;
}

/// Area that two rectangles share, 0 if they don't touch
static inline double
rect_overlap(Rect a, Rect b)
{
  const double left   = a.x > b.x ? a.x : b.x;
  const double top    = a.y > b.y ? a.y : b.y;
  const double right  = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
  const double bottom = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
  return right > left && bottom > top ? (right - left) * (bottom - top) : 0.0;
}

/// Cut a strip off a side of `rest` and return it; the strip and `gap` are taken from `rest`
static inline Rect
rect_cut_left(Rect* rest, double w, double gap)
{
  const Rect cut = { rest->x, rest->y, w, rest->h };
  rest->x += w + gap;
  rest->w -= w + gap;
  return cut;
}

static inline Rect
rect_cut_right(Rect* rest, double w, double gap)
{
  const Rect cut = { rest->x + rest->w - w, rest->y, w, rest->h };
  rest->w -= w + gap;
  return cut;
}

static inline Rect
rect_cut_top(Rect* rest, double h, double gap)
{
  const Rect cut = { rest->x, rest->y, rest->w, h };
  rest->y += h + gap;
  rest->h -= h + gap;
  return cut;
}

static inline Rect
rect_cut_bottom(Rect* rest, double h, double gap)
{
  const Rect cut = { rest->x, rest->y + rest->h - h, rest->w, h };
  rest->h -= h + gap;
  return cut;
}

/// `value` limited to `low` ... `high`
static inline double
limit(double value, double low, double high)
{
  return value < low ? low : value > high ? high : value;
}

#endif // EQUUS_UI_GEOMETRY_H
