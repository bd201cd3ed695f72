// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_EQUALISER_H
#define EQUUS_UI_EQUALISER_H

#include "ui/canvas.h"
#include "ui/layout.h"

/// Draw the equaliser: numbers and switches, axes, plot
void equaliser_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

/// Rectangle that what changes with the spectra keeps to: the plot and how far nodes stand out of it
Rect equaliser_reach(const Layout* layout);

/// Draw the plot alone: grid and its two upright axes, spectra of dry and wet, curve, nodes
void equaliser_draw_plot(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

/// True if equaliser_draw_tooltip() has something to say
bool equaliser_has_tooltip(const ViewState* view);

/// Draw the values of the node under the pointer, being dragged, or focused, over everything else
void equaliser_draw_tooltip(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

#endif // EQUUS_UI_EQUALISER_H
