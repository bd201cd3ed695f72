// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_HISTORY_PANEL_H
#define EQUUS_UI_HISTORY_PANEL_H

#include "ui/canvas.h"
#include "ui/layout.h"

/// Draw the last ten minutes: lanes of valence, arousal and tags, dry and wet, and the marks
void history_panel_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

/// Say on the plane that it shows another time, and what came of an export
void history_panel_draw_notes(Canvas* canvas, const ViewState* view, const Layout* layout);

#endif // EQUUS_UI_HISTORY_PANEL_H
