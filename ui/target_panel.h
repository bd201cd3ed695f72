// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_TARGET_PANEL_H
#define EQUUS_UI_TARGET_PANEL_H

#include "ui/canvas.h"
#include "ui/layout.h"

/// The way toward a target: what was asked for, what the proposed curve does, and the buttons that decide on it
void target_panel_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

#endif // EQUUS_UI_TARGET_PANEL_H
