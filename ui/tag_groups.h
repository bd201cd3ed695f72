// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_TAG_GROUPS_H
#define EQUUS_UI_TAG_GROUPS_H

#include "ui/actions.h"
#include "ui/canvas.h"
#include "ui/layout.h"

/**
   The room of the tags while tag models are compared: a group for each with its first tags, dry and wet.
*/

/// Places of the models that are compared, in the order of the menu; 0 where tags are shown of one alone
unsigned tag_groups_list(const Snapshot* snapshot, Place places[PLACE_COUNT]);

/// Where the group `index` of `n` lies
Rect tag_groups_rect(const Layout* layout, unsigned index, unsigned n);

void tag_groups_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout);

/// Choose the model of a group as the tag model
void tag_groups_choose(const Snapshot* snapshot, unsigned index, Actions* actions);

#endif // EQUUS_UI_TAG_GROUPS_H
