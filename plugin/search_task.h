// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_SEARCH_TASK_H
#define EQUUS_PLUGIN_SEARCH_TASK_H

#include "dsp/resampler.h"
#include "plugin/recorder.h"
#include "plugin/search_hearings.h"
#include "plugin/shared_text.h"
#include "plugin/snapshot.h"
#include "plugin/wish.h"

#include <stdatomic.h>

/// What a search works on, as the search thread found it when it began: everything is that thread's own or constant
typedef struct {
  const char*        bundled; ///< Folder of the bundled models
  double             rate;    ///< Host rate, Hz
  unsigned           channels;
  const Recorder*    recorder;
  SearchHearings*    hearings;                   ///< What of them is used is shared
  const atomic_bool* stop;                       ///< Give up: it isn't wanted any more
  uint32_t           version;                    ///< Changes with what follows; never 0
  char               model[2][SHARED_TEXT_SIZE]; ///< By ModelKind: side-car of the one that is shown first, "" for none
  char               mood[SIDECAR_MAX_TEXT];     ///< Name of the mood that is shown first, "" for none
  Wish               wish;
} SearchTask;

/// The models' kind that has a value of this name, or reads the plane where it is "valence", "arousal" or NULL
ModelKind search_task_kind(const SearchTask* task, const char* value);

/// The side-car's path of a kind, or NULL with `error` saying that none is chosen
const char* search_task_model(const SearchTask* task, ModelKind kind, EquusError* error);

typedef enum { MUSIC_HEARD, MUSIC_TOO_LITTLE, MUSIC_SILENT } MusicState;

/// The newest frames of dry
typedef struct {
  uint64_t     end; ///< Frames since activate
  uint32_t     n;
  unsigned     channels;
  float*       samples; ///< All channels, one after the other
  const float* channel[2];
} SearchMusic;

/**
   Copy the newest `n` frames; `music` all zero or of another call, to be emptied by search_music_clear().
   @return MUSIC_TOO_LITTLE also where memory is out.
*/
MusicState search_music_take(SearchMusic* music, const SearchTask* task, uint32_t n);

void search_music_clear(SearchMusic* music);

/// Frames at the host's rate of which `n` samples at `rate` can be made by `resampler`, which leads from one to the
/// other
uint32_t search_music_needed(const SearchTask* task, const Resampler* resampler, double rate, uint64_t n);

/// All channels mixed to mono as the models hear them, at the resampler's rate; `n` samples at least, to be freed, or
/// NULL
float* search_music_resample(const SearchMusic* music, Resampler* resampler, uint64_t n);

#endif // EQUUS_PLUGIN_SEARCH_TASK_H
