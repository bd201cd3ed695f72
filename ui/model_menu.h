// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_MODEL_MENU_H
#define EQUUS_UI_MODEL_MENU_H

#include "ui/actions.h"
#include "ui/view_state.h"

/**
   The entries of the menus that choose tag model, mood and what is compared.

   After the bundle's models come those in the user's folder, also such as can't
   run, with why; at last a file is asked for.  `view->menu.owner` says which menu.
*/

enum { MODEL_MENU_TEXT = 1024 };

/// True for the three menus
bool model_menu_owns(ItemKind owner);

/// Parameter that one of these menus sets
unsigned model_menu_parameter(ItemKind owner);

unsigned model_menu_count(const ViewState* view);

bool model_menu_is_current(const Snapshot* snapshot, const ViewState* view, unsigned entry);

/// Name of an entry
void model_menu_name(const ViewState* view, unsigned entry, char* text, unsigned size);

/// What it costs to run in few words, "" where that isn't known
void model_menu_cost(const Snapshot* snapshot, const ViewState* view, unsigned entry, char* text, unsigned size);

/// What it is: title, training data, accuracy, limits; of a broken one what is wrong.  [MODEL_MENU_TEXT]
void model_menu_about(const Snapshot* snapshot, const ViewState* view, unsigned entry, char* text);

/// Choose an entry; false if it can't be chosen
bool model_menu_choose(const Snapshot* snapshot, const ViewState* view, unsigned entry, Actions* actions);

#endif // EQUUS_UI_MODEL_MENU_H
