// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_STATUS_H
#define EQUUS_UI_STATUS_H

#include "ui/canvas.h"
#include "ui/layout.h"

/// Draw the footer: what is true right now, and the window's few commands
void status_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

/// Draw the banner that says what is wrong and what to do, if something is
void status_draw_trouble(Canvas* canvas, const Snapshot* snapshot, const Layout* layout);

#endif // EQUUS_UI_STATUS_H
