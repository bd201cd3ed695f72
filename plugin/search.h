// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_SEARCH_H
#define EQUUS_PLUGIN_SEARCH_H

#include "dsp/rt.h"
#include "plugin/snapshot.h"

#include <stdbool.h>
#include <stdint.h>

/**
   What is found out in the background: maps, flips and the delay between dry and wet.

   One thread of low priority, which runs only while somebody watches and
   something is wished; with it comes a recorder, which the audio thread fills.
   The audio thread tells what changed by lock-free stores and never wakes the
   search; docs/experiment.md tells the life of a wish.
*/
typedef struct Search Search;

typedef struct {
  const char* bundled; ///< Folder of the bundled models; copied
  double      rate;    ///< Host rate, Hz
  unsigned    channels;
} SearchConfig;

/// What the audio thread tells with each block
typedef struct {
  bool watched;    ///< A window is open
  bool paused;     ///< Freewheeling, or nobody listens
  bool side_chain; ///< Dry comes from the side-chain, so that its delay is to be known
} SearchState;

/// Costs next to nothing until something is wished.  NULL if out of memory; free with search_free()
Search* search_new(const SearchConfig* config);

/// Ends the thread within a tenth of a second; no other function may run meanwhile
void search_free(Search* search);

/// Audio thread: what is wished, as plugin/wish.h reads it
void search_set_wish(Search* search, const char* json) EQUUS_RT;

/// Audio thread: the side-car's path of the model that is shown first, and the mood; "" for none
void search_set_model(Search* search, ModelKind kind, const char* path, const char* mood) EQUUS_RT;

/// Audio thread: at the beginning of each block
void search_update(Search* search, SearchState state) EQUUS_RT;

/// Audio thread: `n` frames of dry and wet [channels] from `position` on, since activate
void search_hear(Search*             search,
                 uint64_t            position,
                 const float* const* dry,
                 const float* const* wet,
                 uint32_t            n) EQUUS_RT;

/// Audio thread: true once after something came up that search_work() should do
bool search_needs_work(Search* search) EQUUS_RT;

/// Start or end the thread, give or free the recorder.  Any thread but the audio thread; one at a time gets in.
void search_work(Search* search);

/// Audio thread: what was found since the last call, valid until the next; NULL for nothing
const MapsMessage* search_next_maps(Search* search) EQUUS_RT;
const FlipMessage* search_next_flip(Search* search) EQUUS_RT;

/// Audio thread: tell once more what was found last, for a window that has just opened
void search_replay(Search* search) EQUUS_RT;

/// Audio thread: samples by which wet comes later than dry; false while not known
bool search_delay(const Search* search, int* samples) EQUUS_RT;

#endif // EQUUS_PLUGIN_SEARCH_H
