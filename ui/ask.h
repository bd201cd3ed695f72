// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_ASK_H
#define EQUUS_UI_ASK_H

#include "ui/actions.h"
#include "ui/view_state.h"

/// What the user asks of the experiment: changes of the wish, and of the equaliser where a curve is taken over

/// Search the least curve that turns the verdict, once, or anew where the meter runs
void ask_find(const Snapshot* snapshot, Actions* actions);

/// Let the meter run on and on, or stop it
void ask_live(const Snapshot* snapshot, Actions* actions);

/// Other settings of the meter; a search that runs begins anew
void ask_verdict(const Snapshot* snapshot, const char* rule, Actions* actions);
void ask_limit(const Snapshot* snapshot, double decibels, Actions* actions);
void ask_bands(const Snapshot* snapshot, unsigned bands, Actions* actions);

/// Show the map or not; of something else
void ask_map(const Snapshot* snapshot, bool on, Actions* actions);
void ask_map_of(const Snapshot* snapshot, const char* what, Actions* actions);

/// Search a curve that moves the dot there, -1 to 1
void ask_point(const Snapshot* snapshot, double valence, double arousal, Actions* actions);

/// Search a curve that raises or lowers a tag
void ask_tag(const Snapshot* snapshot, const char* tag, bool up, Actions* actions);

/// Forget the target and what is proposed
void ask_no_target(const Snapshot* snapshot, Actions* actions);

/// Put the curve that turns the verdict into the equaliser, in one gesture: bands and output gain become flat
void ask_apply(const Snapshot* snapshot, Actions* actions);

/// Take this share of the proposed curve, 0 to 1, and forget the target
void ask_accept(const Snapshot* snapshot, double share, Actions* actions);

/// Do what a button or switch of the experiment says; false if `item` is none
bool ask_press(const Snapshot* snapshot, ItemKind item, Actions* actions);

#endif // EQUUS_UI_ASK_H
