// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_FLIP_PANEL_H
#define EQUUS_UI_FLIP_PANEL_H

#include "ui/canvas.h"
#include "ui/layout.h"

/// The flip meter: how little equalising turns what the model says

void flip_panel_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

/// True if the pointer asks what the scale means
bool flip_panel_has_tooltip(const ViewState* view);

void flip_panel_draw_tooltip(Canvas* canvas, const ViewState* view, const Layout* layout);

#endif // EQUUS_UI_FLIP_PANEL_H
