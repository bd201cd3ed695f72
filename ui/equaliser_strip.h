// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_EQUALISER_STRIP_H
#define EQUUS_UI_EQUALISER_STRIP_H

#include "ui/canvas.h"
#include "ui/layout.h"

/// Draw the numbers and switches over the equaliser's plot
void equaliser_strip_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

#endif // EQUUS_UI_EQUALISER_STRIP_H
