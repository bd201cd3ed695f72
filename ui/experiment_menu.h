// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_EXPERIMENT_MENU_H
#define EQUUS_UI_EXPERIMENT_MENU_H

#include "ui/actions.h"
#include "ui/view_state.h"

/**
   The entries of the menus that set the experiment: verdict, limit and bands of the flip meter, and what the map is of.

   A verdict of two tags, or of a tag and a threshold, is asked for in steps, each a list of its own.
*/

/// True for these menus
bool experiment_menu_owns(ItemKind owner);

unsigned experiment_menu_count(const Snapshot* snapshot, const ViewState* view);

bool experiment_menu_is_current(const Snapshot* snapshot, const ViewState* view, unsigned entry);

/// Name of an entry
void experiment_menu_name(const Snapshot* snapshot, const ViewState* view, unsigned entry, char* text, unsigned size);

/// Choose an entry; false if another step follows, for which the menu stays open
bool experiment_menu_choose(const Snapshot* snapshot, ViewState* view, unsigned entry, Actions* actions);

#endif // EQUUS_UI_EXPERIMENT_MENU_H
