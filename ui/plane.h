// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_PLANE_H
#define EQUUS_UI_PLANE_H

#include "ui/canvas.h"
#include "ui/layout.h"

/// Draw the valence-arousal plane: map, 30-second trail, dry and wet
void plane_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

#endif // EQUUS_UI_PLANE_H
