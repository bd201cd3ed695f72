// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_TAGS_H
#define EQUUS_UI_TAGS_H

#include "ui/canvas.h"
#include "ui/layout.h"

/**
   Labels that have rows, from the top: pinned ones, then the strongest in the order of wet.
   @param labels Room for LAYOUT_MAX_ROWS.
   @return How many; 0 while there is no reading.
*/
unsigned tags_rows(const Snapshot* snapshot, const ViewState* view, const Layout* layout, uint16_t* labels);

/// Draw the tag list
void tags_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

#endif // EQUUS_UI_TAGS_H
