// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/steadiness.h"

#include "dsp/random.h"
#include "tools/audio_file.h"
#include "tools/campaign.h"
#include "tools/trial.h"

#include <math.h>
#include <stdlib.h>

enum { RESAMPLES = 2000 };

/// Lengths of the songs in seconds, 0 where not known
static double
length_of(const char* const path)
{
  AudioFile* const file = audio_file_open(path, 0.0, 0.0, NULL);
  if (!file) {
    return 0.0;
  }
  const double seconds = (double)audio_file_frames(file) / audio_file_rate(file);
  audio_file_close(file);
  return seconds;
}

/// Gains of all bells, from -limit to limit
static void
draw_equaliser(const double limit, Random* const random, BundlePreset* const preset)
{
  for (unsigned band = 0; band < EQ_BANDS; ++band) {
    if (eq_band_kind(band) == EQ_PEAK) {
      const unsigned index  = parameter_of_band(band, BAND_GAIN);
      preset->sets[index]   = true;
      preset->values[index] = (float)(limit * random_between(random, -1.0, 1.0));
    }
  }
}

/// Draw number `index` of a limit: its seed doesn't depend on limit or model
static void
make_draw(const Steadiness* const steadiness,
          const double* const     lengths,
          const unsigned          index,
          const double            limit,
          SteadinessDraw* const   draw)
{
  Random       random = { steadiness->seed };
  const double spare  = lengths[index % steadiness->n_songs] - steadiness->experiment.seconds;
  random.state        = random_bits(&random) + index;
  random.state        = random_bits(&random);
  *draw               = (SteadinessDraw){ .song = index % steadiness->n_songs, .experiment = steadiness->experiment };
  draw->experiment.start = random_between(&random, 0.0, spare > 0.0 ? spare : 0.0);
  draw_equaliser(limit, &random, &draw->equaliser);
}

static EquusStatus
make_draws(Steadiness* const steadiness)
{
  double* const lengths = (double*)calloc(steadiness->n_songs, sizeof(double));
  steadiness->draws =
    (SteadinessDraw*)calloc((size_t)steadiness->n_limits * steadiness->n_draws, sizeof(SteadinessDraw));
  const bool fine = lengths && steadiness->draws;
  for (unsigned i = 0; fine && i < steadiness->n_songs; ++i) {
    lengths[i] = length_of(steadiness->songs[i]);
  }
  for (unsigned limit = 0; fine && limit < steadiness->n_limits; ++limit) {
    for (unsigned i = 0; i < steadiness->n_draws; ++i) {
      SteadinessDraw* const draw = &steadiness->draws[limit * steadiness->n_draws + i];
      make_draw(steadiness, lengths, i, steadiness->limits[limit], draw);
      draw->trial.preset = &draw->equaliser;
    }
  }
  free(lengths);
  return fine ? EQUUS_OK : EQUUS_ERR_MEMORY;
}

/// A draw under way
typedef struct {
  const CampaignReport* report;
  const char*           song;
} Listener;

static void
show(void* const handle, const double share)
{
  const Listener* const listener = (const Listener*)handle;
  campaign_show(listener->report, listener->song, share);
}

static void
hear_draw(void* const handle, const unsigned index, const CampaignReport* const report)
{
  const Steadiness* const steadiness = (const Steadiness*)handle;
  SteadinessDraw* const   draw       = &steadiness->draws[index];
  const Song              song       = { .path = steadiness->songs[draw->song] };
  Listener                listener   = { report, song.path };
  trial_run(&draw->experiment, &song, &draw->trial, show, &listener);
}

/// Spread over songs of the means over their draws at the first limit
static double
spread_of(const Steadiness* const steadiness, const bool arousal, double* const means)
{
  uint32_t n = 0;
  for (unsigned song = 0; song < steadiness->n_songs; ++song) {
    double   sum   = 0.0;
    unsigned count = 0;
    for (unsigned i = song; i < steadiness->n_draws; i += steadiness->n_songs) {
      const Trial* const trial = &steadiness->draws[i].trial;
      if (trial->done) {
        sum += arousal ? trial->mean[TAP_DRY].arousal : trial->mean[TAP_DRY].valence;
        ++count;
      }
    }
    if (count) {
      means[n++] = sum / count;
    }
  }
  return statistics_deviation(means, n);
}

/// Sizes of the changes of valence, then of arousal
typedef struct {
  double*  sizes; ///< [2][room]
  uint32_t room, n;
} Changes;

static void
mean_sizes(void* const handle, const double* const weights, double* const figures)
{
  const Changes* const changes = (const Changes*)handle;
  for (unsigned axis = 0; axis < 2; ++axis) {
    const double* const sizes = changes->sizes + (size_t)axis * changes->room;
    figures[axis]             = 0.0;
    for (uint32_t i = 0; i < changes->n; ++i) {
      figures[axis] += weights[i] * sizes[i] / changes->n;
    }
  }
}

static Estimate
in_units(const Estimate estimate, const double unit)
{
  return (Estimate){ estimate.value / unit, estimate.low / unit, estimate.high / unit };
}

/// Shares of draws that turned in each way, of one verdict
static void
count_turns(const SteadinessDraw* const draws, const unsigned n, SteadinessRow* const row)
{
  TurnCount quadrant = { 0, 0, 0 };
  TurnCount top      = { 0, 0, 0 };
  for (unsigned i = 0; i < n; ++i) {
    if (draws[i].trial.done) {
      verdict_count(&quadrant, draws[i].trial.quadrant);
      verdict_count(&top, draws[i].trial.top);
    }
  }
  row->done               = quadrant.windows;
  row->quadrant           = statistics_share(quadrant.flipped, quadrant.windows);
  row->quadrant_undecided = statistics_share(quadrant.undecided, quadrant.windows);
  row->top                = statistics_share(top.flipped, top.windows);
  row->top_undecided      = statistics_share(top.undecided, top.windows);
}

static EquusStatus
judge(Steadiness* const steadiness, const unsigned limit, Changes* const changes)
{
  const SteadinessDraw* const draws = steadiness->draws + (size_t)limit * steadiness->n_draws;
  SteadinessRow* const        row   = &steadiness->rows[limit];
  Estimate                    estimates[2];
  row->limit = steadiness->limits[limit];
  count_turns(draws, steadiness->n_draws, row);
  changes->n = 0;
  for (unsigned i = 0; i < steadiness->n_draws; ++i) {
    const SongMean* const mean = draws[i].trial.mean;
    if (draws[i].trial.done) {
      changes->sizes[changes->n]                   = fabs(mean[TAP_WET].valence - mean[TAP_DRY].valence);
      changes->sizes[changes->room + changes->n++] = fabs(mean[TAP_WET].arousal - mean[TAP_DRY].arousal);
    }
  }
  if (!changes->n) {
    return EQUUS_OK;
  }
  const Bootstrap   bootstrap = { changes->n, RESAMPLES, steadiness->seed, 2, mean_sizes, changes };
  const EquusStatus status    = statistics_bootstrap(&bootstrap, estimates);
  row->valence                = in_units(estimates[0], steadiness->spread_valence);
  row->arousal                = in_units(estimates[1], steadiness->spread_arousal);
  return status;
}

EquusStatus
steadiness_run(Steadiness* const steadiness, EquusError* const error)
{
  const unsigned n       = steadiness->n_draws;
  Changes        changes = { .room = n };
  double* const  means   = (double*)calloc(steadiness->n_songs, sizeof(double));
  changes.sizes          = (double*)calloc(2 * (size_t)n, sizeof(double));
  EquusStatus status     = means && changes.sizes ? make_draws(steadiness) : EQUUS_ERR_MEMORY;
  if (!status) {
    status = campaign_run(steadiness->experiment.workers, steadiness->n_limits * n, hear_draw, steadiness, error);
  }
  if (!status) {
    steadiness->spread_valence = spread_of(steadiness, false, means);
    steadiness->spread_arousal = spread_of(steadiness, true, means);
  }
  for (unsigned limit = 0; !status && limit < steadiness->n_limits; ++limit) {
    status = judge(steadiness, limit, &changes);
  }
  free(changes.sizes);
  free(means);
  return status ? equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory") : EQUUS_OK;
}

void
steadiness_clear(Steadiness* const steadiness)
{
  free(steadiness->draws);
  steadiness->draws = NULL;
}
