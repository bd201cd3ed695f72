// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_MOODS_H
#define EQUUS_UI_MOODS_H

#include "plugin/snapshot.h"
#include "ui/glyph.h"
#include "ui/view_state.h"

#include <stdbool.h>

/**
   The moods that the plane shows: the one that is shown first, and when moods are compared all others that are read.
*/

enum { MOODS_MAX = 8 };

/// One mood as the plane shows it; everything is borrowed from the snapshot
typedef struct {
  float                value;   ///< Of PARAM_MOOD_MODEL, which chooses it
  const char*          name;    ///< Short, as the menu says
  Glyph                glyph;   ///< The same for a mood whatever else is shown
  const SnapshotPlace* place;   ///< Whose readings it is part of
  const SidecarMood*   sidecar; ///< What it is
  const SnapshotMood*  reading; ///< Where it is
} Mood;

/// List them, the one that is shown first at the head; 0 while there is no reading at all
unsigned moods_list(const Snapshot* snapshot, Mood list[MOODS_MAX]);

/// Index into the list of the mood under the pointer or with the focus, else 0
unsigned moods_in_focus(const ViewState* view, unsigned n);

/// True if another network reads the mood than the one whose tags are shown
bool moods_is_foreign(const Snapshot* snapshot, const Mood* mood);

/// Root mean square error of one axis on the plane, where it spans 2; 0 where the side-car doesn't say
double moods_error(const SidecarAxis* axis);

#endif // EQUUS_UI_MOODS_H
