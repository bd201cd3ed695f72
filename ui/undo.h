// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_UNDO_H
#define EQUUS_UI_UNDO_H

#include "plugin/snapshot.h"
#include "ui/actions.h"
#include "ui/slots.h"

#include <stdbool.h>

/**
   What the user did to the equaliser in this window, step by step.

   A step is what one gesture changed: a drag from press to release, a preset,
   another slot; turns of the wheel and arrow keys in quick succession count as
   one.  What the host changes (automation) is no step and stays as it is.
   Belongs to the window's thread.
*/
typedef struct Undo Undo;

enum { UNDO_STEPS = 128 }; ///< Older ones are forgotten

/// NULL if out of memory.  Free with undo_free().
Undo* undo_new(void);

void undo_free(Undo* undo);

/// Forget everything
void undo_clear(Undo* undo);

/// True if this parameter's changes are steps: those of the equaliser that presets or slots set
bool undo_covers(unsigned index);

/**
   Take note of what one event did, before its actions are carried out.

   @param before, after The slots before and after the event.
   @param time Of the event in seconds, any origin.
   @param quick True for an event that joins others like it, soon after each other.
*/
void undo_watch(Undo*           undo,
                const Snapshot* snapshot,
                const Slots*    before,
                const Slots*    after,
                const Actions*  actions,
                double          time,
                bool            quick);

bool undo_has_past(const Undo* undo);
bool undo_has_future(const Undo* undo);

/// Take the newest step back; nothing while a gesture goes on.  What this does isn't a step itself.
void undo_back(Undo* undo, const Snapshot* snapshot, Slots* slots, Actions* actions);

/// Do again what was taken back last
void undo_forth(Undo* undo, const Snapshot* snapshot, Slots* slots, Actions* actions);

#endif // EQUUS_UI_UNDO_H
