// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_SEARCH_BOARD_H
#define EQUUS_PLUGIN_SEARCH_BOARD_H

#include "dsp/rt.h"
#include "plugin/newest.h"
#include "plugin/shared_text.h"
#include "plugin/snapshot.h"

#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { SEARCH_KINDS = MODEL_MOOD + 1, SEARCH_UNKNOWN = INT_MIN };

/// Which flip: by the wish's meter or its target
typedef enum { FLIP_OF_METER, FLIP_OF_TARGET, FLIP_KINDS } FlipKind;

/// What the audio thread and the search tell each other, neither waiting
typedef struct {
  // Written by the audio thread
  SharedText  wish;
  SharedText  model[SEARCH_KINDS]; ///< By ModelKind: side-car's path of the one shown first, "" for none
  SharedText  mood;                ///< Name of the mood shown first
  atomic_uint version;             ///< Counts changes of these
  atomic_bool paused, side_chain;

  atomic_bool stop; ///< What is being computed isn't wanted any more; taken back by the search
  atomic_bool end;  ///< Nothing is wanted any more

  // Written by the search
  Newest     maps;              ///< MapsMessage
  Newest     flips[FLIP_KINDS]; ///< FlipMessage
  atomic_int delay;             ///< Samples by which wet comes later than dry, or SEARCH_UNKNOWN
} SearchBoard;

/// Returns `board`, or NULL if out of memory
SearchBoard* search_board_init(SearchBoard* board);

void search_board_clear(SearchBoard* board);

/// Tell that something was written, and have what is being computed given up
void search_board_change(SearchBoard* board) EQUUS_RT;

/// Search: tell that there are neither maps nor flips
void search_board_tell_nothing(SearchBoard* board);

#endif // EQUUS_PLUGIN_SEARCH_BOARD_H
