// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_LINEUP_H
#define EQUUS_PLUGIN_LINEUP_H

#include "dsp/rt.h"
#include "models/predictor.h"
#include "plugin/rig.h"
#include "plugin/taps.h"

#include <stdint.h>

/**
   The rigs that run, each in its place, with streams and ears shared where they agree.

   Every stream and ears in use belong to exactly one rig of those that use them;
   when that one goes, it swaps its own for those of one that stays, so that no
   history is lost and nothing is allocated.  All zero is empty; everything
   belongs to the audio thread.
*/
typedef struct {
  Rig* rigs[PLACE_COUNT]; ///< NULL where none runs
} Lineup;

/// What happens to a reading when it is due
typedef struct {
  void* handle;
  void (*publish)(void* handle, const Rig* rig, Tap tap, const Reading* reading) EQUUS_RT;
} LineupListener;

/**
   Let a rig with a model take its place at a time (seconds since activate); returns the one that it replaced, or NULL.

   Where others hear the same already it goes on with their history, and may speak at once.
*/
Rig* lineup_install(Lineup* lineup, Rig* rig, double time) EQUUS_RT;

/// Take the rig of a place out, now the caller's; NULL if there is none
Rig* lineup_remove(Lineup* lineup, Place place) EQUUS_RT;

/// Start all anew at a time, with silence before it
void lineup_restart(Lineup* lineup, double time) EQUUS_RT;

/// Let all hear the `n` frames that were mixed into both taps; readings come in the order of time within a rate
void lineup_hear(Lineup* lineup, const Taps* taps, uint32_t n, const LineupListener* listener) EQUUS_RT;

#endif // EQUUS_PLUGIN_LINEUP_H
