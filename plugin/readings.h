// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_READINGS_H
#define EQUUS_PLUGIN_READINGS_H

#include "dsp/rt.h"
#include "plugin/snapshot.h"

#include <stdbool.h>

/**
   Readings on their way out: those that wait to be taken, and the last ones for a window that opens, all of the last
   seconds and, thinned, ten minutes (plugin/past.h).

   Everything belongs to the audio thread once made.
*/
typedef struct Readings Readings;

enum {
  READINGS_WAITING = 256, ///< Most that wait; older ones are dropped
  READINGS_KEPT    = 1280 ///< 30 s of eight models on two taps, two a second each, and the waiting ones
};

/// NULL if out of memory; free with readings_free()
Readings* readings_new(void);

void readings_free(Readings* readings);

/// Forget all
void readings_clear(Readings* readings) EQUUS_RT;

/// Don't replay what this place has said so far: another model takes it
void readings_forget(Readings* readings, Place place) EQUUS_RT;

/// Append; `reading->replay` is ignored
void readings_publish(Readings* readings, const ReadingMessage* reading) EQUUS_RT;

/// Offer again what was taken already: first what is not before `since` or, where not so much is kept in full, the
/// oldest; then, behind all that waits, the thinned past
void readings_replay(Readings* readings, double since) EQUUS_RT;

/// Take the next: replayed ones first, then the oldest that waits, then the past, newest first
bool readings_next(Readings* readings, ReadingMessage* reading) EQUUS_RT;

/// Time has passed: as much more of the past may be taken
void readings_allow(Readings* readings, double seconds) EQUUS_RT;

#endif // EQUUS_PLUGIN_READINGS_H
