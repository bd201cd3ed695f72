// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_MENU_H
#define EQUUS_UI_MENU_H

#include "ui/actions.h"
#include "ui/canvas.h"
#include "ui/layout.h"

/// The menu that view->menu says is open

/// How many entries the open menu has, 0 if none is open
unsigned menu_count(const Snapshot* snapshot, const ViewState* view);

/// True if the entry is what is set now
bool menu_is_current(const Snapshot* snapshot, const ViewState* view, unsigned entry);

/// Where an entry of the open menu lies; empty while it is scrolled out of sight
Rect menu_entry_rect(const Snapshot* snapshot, const ViewState* view, const Layout* layout, unsigned entry);

/// Rectangle of the whole menu
Rect menu_rect(const Snapshot* snapshot, const ViewState* view, const Layout* layout);

void menu_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

/// Open the menu of a control, or of the tag `label` in row `row`; the current entry is highlighted
void menu_open(ViewState* view, const Snapshot* snapshot, ItemKind owner, unsigned row, unsigned label);

/// Open the menu of a control if it has one; false if not
bool menu_open_of(ViewState* view, const Snapshot* snapshot, ItemKind owner, Actions* actions);

/// Move the highlight, scrolling if need be
void menu_move(ViewState* view, const Snapshot* snapshot, int steps);

/// Do what the entry says and close the menu
void menu_choose(ViewState* view, const Snapshot* snapshot, unsigned entry, Actions* actions);

#endif // EQUUS_UI_MENU_H
