// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_EXPERIMENT_H
#define EQUUS_TOOLS_EXPERIMENT_H

#include "plugin/verdict.h"
#include "tools/analysis.h"
#include "tools/insert_response.h"

/**
   The experiment of the clever horse: songs through equaliser settings, dry against wet.

   A trial is one song through one preset, played twice: once without models, to
   measure how loud it gets, once with them and with the one gain that makes it
   as loud as dry (level match by integrated loudness, ITU-R BS.1770).

   Any LV2 plug-in may stand in the presets' place: an insert.  Then a trial is one song dry, and as the insert makes
   it, both heard by the flat plug-in.
*/

/// Means over all windows of a tap, and the verdicts on them
typedef struct {
  float   tags[SIDECAR_MAX_LABELS]; ///< Probabilities
  float   mood[SIDECAR_MAX_LABELS]; ///< Published scale
  double  valence, arousal;         ///< On the plane
  Verdict top, quadrant;
} SongMean;

typedef struct {
  const BundlePreset* preset;
  bool                done;                       ///< It went well
  EquusError          error;                      ///< Status not EQUUS_OK where the trial failed
  float               parameters[PARAM_COUNT];    ///< With which the models listened
  double              dry_loudness, wet_loudness; ///< LUFS before level match, -HUGE_VAL for silence
  double              match;                      ///< Gain of the level match, dB
  bool                match_limited;              ///< It would have needed more than the output gain gives
  double              strength;                   ///< dB of the equaliser, RMS over log frequency from 20 Hz to 8 kHz;
                                                  ///< NAN for an insert that isn't linear
  InsertResponse response;                        ///< Of the insert, at the song's rate
  double         rate;                            ///< Hz
  unsigned       channels;
  double         seconds; ///< Length of what was heard
  SongMean       mean[TAP_COUNT];
  Turn           top, quadrant;             ///< Of the means
  TurnCount      top_windows, mood_windows; ///< Window by window
} Trial;

typedef struct {
  const char* path;
  const char* name;   ///< Last part of the path
  Trial*      trials; ///< [n_presets]
} Song;

typedef struct {
  Bundle*                    bundle;
  AnalysisPart               parts[ANALYSIS_PARTS];
  float                      parameters[PARAM_COUNT]; ///< Models, hops and what the user set
  const BundlePreset* const* presets;                 ///< With an insert a single one that names it and says nothing
  Insert*                    insert;                  ///< Makes the wet; NULL for presets
  unsigned                   n_presets;
  double                     start, seconds; ///< Part of each file; 0 seconds for all
  uint32_t                   block;
  unsigned                   workers;
  Song*                      songs;
  unsigned                   n_songs;
} Experiment;

/**
   Choose the model of a kind by its name, or what `parameters` say for NULL, with its hop: windows of tags, and of
   moods read with them, stand back to back, those of other moods overlap by half.

   Choose tags first; `bundle` and `parameters` are set before.
   @param sidecar To be freed with sidecar_free(), also after a failure.
   @return EQUUS_ERR_NOT_FOUND or EQUUS_ERR_RANGE with `error`
*/
EquusStatus experiment_choose(Experiment* experiment,
                              ModelKind   kind,
                              const char* name,
                              Sidecar**   sidecar,
                              EquusError* error);

/**
   Allocate the songs' trials.
   @param paths Borrowed [n]
   @return EQUUS_ERR_MEMORY
*/
EquusStatus experiment_prepare(Experiment* experiment, const char* const* paths, unsigned n, EquusError* error);

/**
   Run all trials in parallel and show progress on a terminal.
   @return EQUUS_ERR_MEMORY if none could be started; errors of single trials are in the trials.
*/
EquusStatus experiment_run(Experiment* experiment, EquusError* error);

/// Free what experiment_prepare() allocated
void experiment_clear(Experiment* experiment);

/// The first trial of a song that went well, or NULL
const Trial* experiment_any_trial(const Experiment* experiment, const Song* song);

/// Indices of the most probable tags of probabilities [labels], most probable first; returns how many, at most `n`
unsigned experiment_top_tags(const float* tags, uint32_t labels, unsigned n, uint32_t* indices);

#endif // EQUUS_TOOLS_EXPERIMENT_H
