// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/trial.h"

#include "tools/loudness.h"
#include "tools/settings.h"
#include "tools/treatment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double measure_share = 0.05; ///< Of a trial's time that the first pass takes, for the progress bar

/// Every row of one part and tap
typedef struct {
  float*   values; ///< [n][labels]
  uint64_t n, room;
} RowStore;

typedef struct {
  const Experiment* experiment;
  Trial*            trial;
  RowStore          rows[ANALYSIS_PARTS][TAP_COUNT];
  Sound             sounds[TAP_COUNT]; ///< With an insert alone
  Tap               playing;           ///< Which of them is heard
  TrialProgress     progress;
  void*             handle;
} Listening;

static bool
keep_row(void* const handle, const AnalysisRow* const row)
{
  Listening* const listening = (Listening*)handle;
  const bool       insert    = listening->experiment->insert != NULL;
  RowStore* const  store     = &listening->rows[row->part][insert ? listening->playing : row->tap];
  const uint32_t   labels    = listening->experiment->parts[row->part].sidecar->n_labels;
  if (insert && row->tap != TAP_DRY) {
    return true; // Flat: both taps hear the same
  }
  if (store->n == store->room) {
    const uint64_t room   = store->room ? 2 * store->room : 64;
    float* const   values = (float*)realloc(store->values, room * labels * sizeof(float));
    if (!values) {
      return false;
    }
    store->values = values;
    store->room   = room;
  }
  memcpy(store->values + store->n * labels, row->values, labels * sizeof(float));
  ++store->n;
  return true;
}

static void
pass_progress(void* const handle, const double share)
{
  const Listening* const listening = (const Listening*)handle;
  const double           heard     = fmax(share, 0.0);
  const double           all = listening->experiment->insert ? 0.5 * (heard + (listening->playing == TAP_WET)) : heard;
  listening->progress(listening->handle, measure_share + (1.0 - measure_share) * all);
}

/// Mean over rows [n][labels], summed in double
static void
mean_of(const RowStore* const store, const uint32_t labels, float* const mean)
{
  for (uint32_t i = 0; i < labels; ++i) {
    double sum = 0.0;
    for (uint64_t row = 0; row < store->n; ++row) {
      sum += (double)store->values[row * labels + i];
    }
    mean[i] = (float)(sum / (double)store->n);
  }
}

static void
to_plane(const SidecarMood* const mood, const float* const values, double* const valence, double* const arousal)
{
  *valence = (double)sidecar_axis_to_plane(&mood->valence, values[mood->valence.label]);
  *arousal = (double)sidecar_axis_to_plane(&mood->arousal, values[mood->arousal.label]);
}

static Verdict
window_quadrant(const SidecarMood* const mood, const float* const values)
{
  double valence = 0.0;
  double arousal = 0.0;
  to_plane(mood, values, &valence, &arousal);
  return verdict_quadrant(valence, arousal);
}

static void
judge_means(Listening* const listening)
{
  Trial* const              trial = listening->trial;
  const Sidecar* const      tags  = listening->experiment->parts[MODEL_TAGS].sidecar;
  const AnalysisPart* const part  = &listening->experiment->parts[MODEL_MOOD];
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    SongMean* const mean = &trial->mean[tap];
    mean_of(&listening->rows[MODEL_TAGS][tap], tags->n_labels, mean->tags);
    mean_of(&listening->rows[MODEL_MOOD][tap], part->sidecar->n_labels, mean->mood);
    to_plane(part->mood, mean->mood, &mean->valence, &mean->arousal);
    mean->top      = verdict_top(mean->tags, tags->n_tags);
    mean->quadrant = verdict_quadrant(mean->valence, mean->arousal);
  }
  trial->top      = verdict_turn(trial->mean[TAP_DRY].top, trial->mean[TAP_WET].top);
  trial->quadrant = verdict_turn(trial->mean[TAP_DRY].quadrant, trial->mean[TAP_WET].quadrant);
}

static void
judge_windows(Listening* const listening)
{
  Trial* const              trial    = listening->trial;
  const Sidecar* const      tags     = listening->experiment->parts[MODEL_TAGS].sidecar;
  const AnalysisPart* const part     = &listening->experiment->parts[MODEL_MOOD];
  const RowStore* const     dry      = &listening->rows[MODEL_TAGS][TAP_DRY];
  const RowStore* const     wet      = &listening->rows[MODEL_TAGS][TAP_WET];
  const RowStore* const     mood_dry = &listening->rows[MODEL_MOOD][TAP_DRY];
  const RowStore* const     mood_wet = &listening->rows[MODEL_MOOD][TAP_WET];
  for (uint64_t i = 0; i < dry->n; ++i) {
    const uint64_t at = i * tags->n_labels;
    verdict_count(
      &trial->top_windows,
      verdict_turn(verdict_top(dry->values + at, tags->n_tags), verdict_top(wet->values + at, tags->n_tags)));
  }
  for (uint64_t i = 0; i < mood_dry->n; ++i) {
    const uint64_t at = i * part->sidecar->n_labels;
    verdict_count(&trial->mood_windows,
                  verdict_turn(window_quadrant(part->mood, mood_dry->values + at),
                               window_quadrant(part->mood, mood_wet->values + at)));
  }
}

/// With an insert its own, else that of the settings, which hold the level match's gain
static double
strength_of(const Experiment* const experiment, const Trial* const trial, const double rate)
{
  const Treatment insert = { .kind = TREATMENT_INSERT, .response = &trial->response };
  const Treatment preset = { .kind = TREATMENT_PRESET, .parameters = trial->parameters };
  return experiment->insert ? treatment_strength(&insert, rate, trial->match) : treatment_strength(&preset, rate, 0.0);
}

/// First pass: the gain that makes wet as loud as dry goes into the output gain
static EquusStatus
match_level(const Experiment* const experiment, const Song* const song, Trial* const trial)
{
  const PlayerSettings settings = { song->path,        experiment->start, experiment->seconds,
                                    experiment->block, trial->parameters, NULL };
  Loudness             loudness = { 0.0, 0.0 };
  const EquusStatus    status   = loudness_measure(experiment->bundle, &settings, &loudness, &trial->error);
  if (status) {
    return status;
  }
  const double wanted = isfinite(loudness.dry) && isfinite(loudness.wet) ? loudness.dry - loudness.wet : 0.0;
  const double before = (double)trial->parameters[PARAM_OUTPUT_GAIN];
  const double after  = (double)parameter_limit(PARAM_OUTPUT_GAIN, (float)(before + wanted));

  trial->dry_loudness                  = loudness.dry;
  trial->wet_loudness                  = loudness.wet;
  trial->match                         = after - before;
  trial->match_limited                 = fabs(trial->match - wanted) > 1e-3;
  trial->parameters[PARAM_OUTPUT_GAIN] = (float)after;
  trial->parameters[PARAM_LEVEL_MATCH] = 0.0f;
  return EQUUS_OK;
}

/// The insert makes wet, which becomes as loud as dry
static EquusStatus
make_wet(Listening* const listening, const Song* const song)
{
  const Experiment* const experiment = listening->experiment;
  Trial* const            trial      = listening->trial;
  Sound* const            dry        = &listening->sounds[TAP_DRY];
  Sound* const            wet        = &listening->sounds[TAP_WET];
  EquusError* const       error      = &trial->error;
  EquusStatus             status     = sound_read(song->path, experiment->start, experiment->seconds, dry, error);
  status = status ? status : insert_response_measure(experiment->insert, dry->rate, &trial->response, error);
  status = status ? status : insert_apply(experiment->insert, dry, wet, NULL, error);
  status = status ? status : loudness_of_sound(dry, &trial->dry_loudness, error);
  status = status ? status : loudness_of_sound(wet, &trial->wet_loudness, error);
  if (!status) {
    const bool heard                     = isfinite(trial->dry_loudness) && isfinite(trial->wet_loudness);
    trial->match                         = heard ? trial->dry_loudness - trial->wet_loudness : 0.0;
    trial->parameters[PARAM_LEVEL_MATCH] = 0.0f;
    sound_amplify(wet, trial->match);
  }
  return status;
}

/// One pass with presets, one for each of dry and wet with an insert
static EquusStatus
play(Listening* const listening, const Song* const song, AnalysisSummary* const summary)
{
  const Experiment* const experiment = listening->experiment;
  Trial* const            trial      = listening->trial;
  const AnalysisHandler   handler    = { listening, keep_row, pass_progress };
  const unsigned          passes     = experiment->insert ? TAP_COUNT : 1U;
  EquusStatus             status     = EQUUS_OK;
  for (unsigned pass = 0; !status && pass < passes; ++pass) {
    const PlayerSettings settings = { .path       = song->path,
                                      .start      = experiment->start,
                                      .seconds    = experiment->seconds,
                                      .block      = experiment->block,
                                      .parameters = trial->parameters,
                                      .sound      = experiment->insert ? &listening->sounds[pass] : NULL };
    listening->playing            = (Tap)pass;
    status = analysis_of_file(experiment->bundle, &settings, experiment->parts, &handler, summary, &trial->error);
  }
  return status;
}

static EquusStatus
listen(Listening* const listening, const Song* const song)
{
  Trial* const      trial   = listening->trial;
  AnalysisSummary   summary = { .rate = 0.0 };
  const EquusStatus status  = play(listening, song, &summary);
  if (!status) {
    judge_means(listening);
    judge_windows(listening);
    trial->strength = strength_of(listening->experiment, trial, summary.rate);
    trial->rate     = summary.rate;
    trial->channels = summary.channels;
    trial->seconds  = (double)summary.frames / summary.rate;
  }
  return status;
}

void
trial_run(const Experiment* const experiment,
          const Song* const       song,
          Trial* const            trial,
          const TrialProgress     progress,
          void* const             handle)
{
  Listening listening = { .experiment = experiment, .trial = trial, .progress = progress, .handle = handle };
  memcpy(trial->parameters, experiment->parameters, sizeof(trial->parameters));
  settings_apply(trial->parameters, trial->preset);
  progress(handle, 0.0);
  const EquusStatus status = experiment->insert ? make_wet(&listening, song) : match_level(experiment, song, trial);
  trial->done              = !status && !listen(&listening, song);
  for (unsigned part = 0; part < ANALYSIS_PARTS; ++part) {
    for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
      free(listening.rows[part][tap].values);
    }
  }
  sound_clear(&listening.sounds[TAP_DRY]);
  sound_clear(&listening.sounds[TAP_WET]);
  progress(handle, 1.0);
}
