// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_GHOST_H
#define EQUUS_UI_GHOST_H

#include "ui/canvas.h"
#include "ui/layout.h"

/// Draw the curve that is proposed, dashed, over the plot of the equaliser: what it would be if it were taken over
void ghost_draw(const Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

#endif // EQUUS_UI_GHOST_H
