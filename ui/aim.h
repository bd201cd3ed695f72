// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_AIM_H
#define EQUUS_UI_AIM_H

#include "ui/actions.h"
#include "ui/canvas.h"
#include "ui/layout.h"

/// Choosing on the plane where the filled dot should go

/// The dot that is dragged: of the mood that is shown first; false if there is none
bool aim_dot(const Snapshot* snapshot, const Layout* layout, double* x, double* y);

/// True if the dot is at this point of the window
bool aim_hit(const Snapshot* snapshot, const Layout* layout, double x, double y);

/// Begin at the dot
void aim_begin(ViewState* view, const Snapshot* snapshot);

/// Move the target by so many pixels of the plane, or in axis values
void aim_drag(ViewState* view, const Layout* layout, double dx, double dy);
void aim_step(ViewState* view, const Snapshot* snapshot, double valence, double arousal);

/// Ask for a curve to where the target is
void aim_end(ViewState* view, const Snapshot* snapshot, Actions* actions);

/// Draw the target, the way to it, and where the proposed curve leads
void aim_draw(const Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

#endif // EQUUS_UI_AIM_H
