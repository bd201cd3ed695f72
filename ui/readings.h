// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_READINGS_H
#define EQUUS_UI_READINGS_H

#include "ui/canvas.h"
#include "ui/layout.h"

/// Draw what the plane says in words and numbers: verdicts, values, changes, and the model's other attributes
void readings_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

#endif // EQUUS_UI_READINGS_H
