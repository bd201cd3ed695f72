// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_LEGEND_H
#define EQUUS_UI_LEGEND_H

#include "ui/canvas.h"
#include "ui/layout.h"

/// Over the plane: which shape is which mood, and the switch of the uncertainty

/// Where the name of the mood `index` of `n` stands
Rect legend_mood(const Layout* layout, unsigned index, unsigned n);

void legend_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

/// Whether there is a tooltip: of a mood in the legend, or of the switch
bool legend_has_tooltip(const Snapshot* snapshot, const ViewState* view);

/// What the ellipses mean, in numbers
void legend_draw_tooltip(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

#endif // EQUUS_UI_LEGEND_H
