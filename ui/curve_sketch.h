// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_CURVE_SKETCH_H
#define EQUUS_UI_CURVE_SKETCH_H

#include "plugin/snapshot.h"
#include "ui/canvas.h"

/// A small picture of a curve that was found: a bar a band, up or down from a middle line
/// @param flip NULL for the scale alone.
/// @param decibels Limit of the scale, where the curve doesn't say its own.
void curve_sketch_draw(Canvas* canvas, Rect rect, const FlipMessage* flip, double decibels, ColourRole colour);

#endif // EQUUS_UI_CURVE_SKETCH_H
