// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_SLOPE_MAP_H
#define EQUUS_UI_SLOPE_MAP_H

#include "ui/canvas.h"
#include "ui/layout.h"

/**
   Behind the equaliser's curve: what a decibel more at each frequency does to a reading, up where it raises it, and
   as bars what the bands hold.
*/

/// Draw the map within the plot
void slope_map_draw(const Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

/// Draw its switch, what it is of and the legend, in the plot's upper left
void slope_map_draw_head(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

/// True if there is a map to read
bool slope_map_is_shown(const Snapshot* snapshot);

/// "boost here: sad −0.8 pt/dB"; returns `text`
char* slope_map_describe(const Snapshot* snapshot, double frequency, char* text, unsigned size);

/// True if the pointer is on the map
bool slope_map_has_tooltip(const Snapshot* snapshot, const ViewState* view);

/// Tell what is under the pointer, over everything else
void slope_map_draw_tooltip(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

#endif // EQUUS_UI_SLOPE_MAP_H
