// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_HELP_H
#define EQUUS_UI_HELP_H

#include "ui/canvas.h"
#include "ui/layout.h"

/// Draw the list of keys and gestures over the window
void help_draw(Canvas* canvas, const Layout* layout);

#endif // EQUUS_UI_HELP_H
