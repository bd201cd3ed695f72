// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_CURVE_VIEW_H
#define EQUUS_UI_CURVE_VIEW_H

#include "ui/actions.h"
#include "ui/canvas.h"
#include "ui/layout.h"

/**
   The bands of the graphic curve in the equaliser's plot: a slider each.

   They can be moved while the view says `graphic`; else they are only marked, where the curve isn't flat.
*/

/// How many bands the curve has now: 8, 10 or 31
unsigned curve_view_bands(const Snapshot* snapshot);

/// Parameter of a band's gain
unsigned curve_view_parameter(unsigned band);

/// Centre of a band's slider, kept inside the plot
void curve_view_handle(const Layout*    layout,
                       const Snapshot*  snapshot,
                       const ViewState* view,
                       unsigned         band,
                       double*          x,
                       double*          y);

/// Band in whose column a point of the plot lies, -1 for none or if they can't be moved
int curve_view_hit(const Layout* layout, const Snapshot* snapshot, const ViewState* view, double x, double y);

/// Select a band by steps to the left or right
void curve_view_select(ViewState* view, const Snapshot* snapshot, int steps);

/// All bands back to 0 dB
void curve_view_reset(const Snapshot* snapshot, Actions* actions);

/// Another number of bands that follows the shape of the curve as it is
void curve_view_set_bands(const Snapshot* snapshot, unsigned bands, Actions* actions);

/// Show the sliders, or the nodes of the bands
void curve_view_toggle(ViewState* view, Actions* actions);

/// "1 kHz", "31 Hz"
char* curve_view_name(const Snapshot* snapshot, unsigned band, char* text, unsigned size);

void curve_view_draw(const Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

#endif // EQUUS_UI_CURVE_VIEW_H
