// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_PAST_H
#define EQUUS_PLUGIN_PAST_H

#include "dsp/rt.h"
#include "plugin/snapshot.h"

#include <stdbool.h>

/**
   The readings of the last ten minutes, at most two a second of each model, for a window that opens.

   The size is fixed: with more than about two hundred labels in all models
   together the oldest go earlier.  A window gets them newest first and a few at a
   time, so that live readings aren't held up.

   Everything belongs to the audio thread once made.
*/
typedef struct Past Past;

#define PAST_SECONDS 600.0

enum {
  PAST_RECORDS = 12288,   ///< Readings kept
  PAST_VALUES  = 1 << 19, ///< Values of all of them
  PAST_PACE    = 1 << 16  ///< Values that go to a window a second
};

/// NULL if out of memory; free with past_free()
Past* past_new(void);

void past_free(Past* past);

/// Forget all
void past_clear(Past* past) EQUUS_RT;

/// Don't replay what this place has said so far: another model takes it
void past_forget(Past* past, Place place) EQUUS_RT;

/// Keep a reading, if it is half a second later than the one before of its place, or the same window's other tap
void past_keep(Past* past, const ReadingMessage* reading) EQUUS_RT;

/// Offer what is older than `before`, from now on
void past_replay(Past* past, double before) EQUUS_RT;

/// Time has passed: as much more may go to a window
void past_allow(Past* past, double seconds) EQUUS_RT;

/// Take the next, which is the newest not taken since past_replay(); false for none or none yet
bool past_next(Past* past, ReadingMessage* reading) EQUUS_RT;

#endif // EQUUS_PLUGIN_PAST_H
