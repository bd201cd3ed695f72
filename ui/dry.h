// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_DRY_H
#define EQUUS_UI_DRY_H

#include "ui/actions.h"
#include "ui/canvas.h"
#include "ui/layout.h"

/**
   Where dry comes from, in the footer: the plug-in's input or its side-chain, and how much that is delayed.
*/

/// True if dry is the side-chain
bool dry_is_side_chain(const Snapshot* snapshot);

/// True if a delay was estimated that the side-chain could have and hasn't
bool dry_can_align(const Snapshot* snapshot);

/// Delay the side-chain so that it meets wet, as far as that was estimated
void dry_align(const Snapshot* snapshot, Actions* actions);

/// What to say of a source in the menu: "Input", "Side-chain"
const char* dry_source_name(unsigned source);

void dry_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

#endif // EQUUS_UI_DRY_H
