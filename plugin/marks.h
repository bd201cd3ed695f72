// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_MARKS_H
#define EQUUS_PLUGIN_MARKS_H

#include "dsp/rt.h"
#include "plugin/snapshot.h"

#include <stdbool.h>
#include <stdint.h>

/**
   What happened beside the readings: the transport, other models, another equaliser, and what the user marks.

   Everything belongs to the audio thread.  The newest are kept for a window that opens.
*/
enum { MARKS_KEPT = 256 };

typedef struct {
  double      rate;
  uint64_t    made;     ///< Count since cleared; also the number of the next
  uint64_t    taken;    ///< Number of the next to take
  bool        heard;    ///< A transport spoke
  bool        rolling;  ///< As it said last
  double      expected; ///< Where it should be now, seconds on the host's timeline; NaN if unknown
  bool        begun;
  bool        turned;                    ///< The equaliser was changed and has not settled
  uint64_t    turned_at;                 ///< Frame of the last change
  float       settings[PARAM_COUNT];     ///< As marked last
  char        models[2][MARK_TEXT_SIZE]; ///< By ModelKind, as marked last
  float       parameters[PARAM_COUNT];   ///< As they are
  MarkMessage message;                   ///< The one taken last
  MarkMessage ring[MARKS_KEPT];          ///< Position is number modulo size
} Marks;

/// Forget all, for a rate in Hz
void marks_reset(Marks* marks, double rate) EQUUS_RT;

/// A parameter is set at this frame; those of the equaliser are marked once they rest for a second
void marks_set_parameter(Marks* marks, unsigned index, float value, bool of_equaliser, uint64_t position) EQUUS_RT;

/**
   The host tells of its transport at this frame.
   @param seconds Where it is on the host's timeline; NaN if unknown.
*/
void marks_set_transport(Marks* marks, bool rolling, double seconds, uint64_t position) EQUUS_RT;

/// Name the model of a kind that is shown, "" for none
void marks_set_model(Marks* marks, ModelKind kind, const char* name, uint64_t position) EQUUS_RT;

/// The user marks a time, in seconds since activate
void marks_add(Marks* marks, double time, uint64_t position) EQUUS_RT;

/// A block of `n` frames begins at this frame
void marks_advance(Marks* marks, uint64_t position, uint32_t n) EQUUS_RT;

/// Offer all that are kept again
void marks_replay(Marks* marks) EQUUS_RT;

/// The oldest not taken yet, valid until the next call; NULL for none
const MarkMessage* marks_next(Marks* marks) EQUUS_RT;

#endif // EQUUS_PLUGIN_MARKS_H
