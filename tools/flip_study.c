// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/flip_study.h"

#include "tools/campaign.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double lead = 0.1; // Seconds of music before a window, as flip_needed() counts them

/// A search under way, for its progress
typedef struct {
  const CampaignReport* report;
  const char*           song;
  double                begin, share; ///< Of the job
} Watcher;

EquusStatus
flip_study_aim(FlipStudy* const study, const unsigned mood, EquusError* const error)
{
  const char* const text    = study->text;
  const bool        is_tag  = *text == '+' || *text == '-';
  const int         label   = is_tag ? sidecar_label(study->sidecar, text + 1) : -1;
  const char* const of_mood = mood < study->sidecar->n_moods ? study->sidecar->moods[mood].name : NULL;
  study->has_target         = true;
  if (label >= 0) {
    study->objective = (Objective){ .kind = OBJECTIVE_VALUE, .label = (uint32_t)label };
    study->amount    = *text == '-' ? -study->amount : study->amount;
    return EQUUS_OK;
  }
  EquusError        why    = { EQUUS_OK, "" };
  const EquusStatus status = objective_parse(study->sidecar, text, of_mood, false, &study->objective, &why);
  if (!status && study->objective.kind == OBJECTIVE_NEARNESS) {
    return EQUUS_OK;
  }
  return equus_error_set(
    error,
    EQUUS_ERR_RANGE,
    "--toward takes a target such as 0.5,-0.2, or one of %s's tags such as +%s or -%s, not \"%.100s\"",
    study->sidecar->title,
    study->sidecar->labels[0].name,
    study->sidecar->labels[0].name,
    text);
}

static void
show(void* const handle, const double share)
{
  const Watcher* const watcher = (const Watcher*)handle;
  campaign_show(watcher->report, watcher->song, watcher->begin + watcher->share * share);
}

static void
search_window(const FlipStudy* const study,
              Flip* const            flip,
              const FlipMusic* const music,
              Watcher* const         watcher,
              FlipWindow* const      window)
{
  const FlipWatch watch = { NULL, show, watcher };
  EquusStatus     status =
    study->has_target
          ? flip_toward(flip, &study->objective, study->amount, music, &watch, &window->directed, &window->error)
          : flip_search(flip, &study->rule, music, &watch, &window->directed, &window->error);
  if (!status && study->draws && !study->has_target) {
    status = flip_random(flip, &study->rule, music, study->draws, NULL, &window->random, &window->error);
  }
  window->done = !status;
}

/// Every workers-th window of a song, the first being `slice`
static void
search_slice(const FlipStudy* const      study,
             FlipSong* const             song,
             const unsigned              slice,
             const CampaignReport* const report)
{
  Sound* const   sound = &song->sound;
  EquusError     error = { EQUUS_OK, "" };
  Flip* const    flip  = flip_new(study->models, study->model, &study->settings, sound->rate, sound->channels, &error);
  const unsigned mine  = (song->n + study->workers - 1U - slice) / study->workers;
  Watcher        watcher = { report, song->name, 0.0, 1.0 / (mine ? mine : 1U) };
  for (unsigned w = slice; w < song->n; w += study->workers) {
    FlipWindow* const  window     = &song->windows[w];
    const size_t       at         = (size_t)(w * study->hop * sound->rate + 0.5);
    const float* const channels[] = { sound->channel[0] + at, sound->channel[sound->channels - 1U] + at };
    if (flip) {
      const FlipMusic music = { channels, sound->channels, flip_needed(flip, 1U), sound->rate };
      search_window(study, flip, &music, &watcher, window);
    } else {
      window->error = error;
    }
    watcher.begin += watcher.share;
  }
  flip_free(flip);
}

static void
run_job(void* const handle, const unsigned index, const CampaignReport* const report)
{
  FlipStudy* const study = (FlipStudy*)handle;
  FlipSong* const  song  = &study->songs[index / study->workers];
  campaign_show(report, song->name, 0.0);
  if (!song->error.status) {
    search_slice(study, song, index % study->workers, report);
  }
  campaign_show(report, song->name, 1.0);
}

/// Lay windows over a song that was read
static void
lay_windows(const FlipStudy* const study, FlipSong* const song)
{
  const Sound* const sound = &song->sound;
  Flip* const        flip =
    flip_new(study->models, study->model, &study->settings, sound->rate, sound->channels, &song->error);
  if (!flip) {
    return;
  }
  const size_t needed = flip_needed(flip, 1U);
  flip_free(flip);
  if (sound->n < needed) {
    equus_error_set(&song->error,
                    EQUUS_ERR_RANGE,
                    "%s: %s needs %.2f s of music, here are %.2f s",
                    song->path,
                    study->sidecar->title,
                    (double)needed / sound->rate,
                    (double)sound->n / sound->rate);
    return;
  }
  song->n       = (unsigned)((double)(sound->n - needed) / (study->hop * sound->rate)) + 1U;
  song->windows = (FlipWindow*)calloc(song->n, sizeof(FlipWindow));
  if (!song->windows) {
    song->n = 0;
    equus_error_set(&song->error, EQUUS_ERR_MEMORY, "out of memory");
  }
  for (unsigned w = 0; w < song->n; ++w) {
    song->windows[w].start = study->start + w * study->hop + lead;
  }
}

EquusStatus
flip_study_run(FlipStudy* const study, const char* const* const paths, const unsigned n, EquusError* const error)
{
  study->songs = (FlipSong*)calloc(n, sizeof(FlipSong));
  if (!study->songs) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  study->n = n;
  for (unsigned i = 0; i < n; ++i) {
    FlipSong* const   song  = &study->songs[i];
    const char* const slash = strrchr(paths[i], '/');
    song->path              = paths[i];
    song->name              = slash && slash[1] ? slash + 1 : paths[i];
    if (!sound_read(paths[i], study->start, study->length, &song->sound, &song->error)) {
      lay_windows(study, song);
    }
  }
  return campaign_run(study->workers, n * study->workers, run_job, study, error);
}

void
flip_study_clear(FlipStudy* const study)
{
  for (unsigned i = 0; i < study->n; ++i) {
    sound_clear(&study->songs[i].sound);
    free(study->songs[i].windows);
  }
  free(study->songs);
  study->songs = NULL;
  study->n     = 0;
}

double
flip_study_value(const FlipStudy* const study, const float* const raw)
{
  const double value = objective_value(&study->objective, study->sidecar, raw);
  return study->objective.kind == OBJECTIVE_NEARNESS ? -value : value;
}

static int
compare(const void* const a, const void* const b)
{
  const double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

/// Of numbers [n], which are put in order; not a number for none
static double
median(double* const numbers, const unsigned n)
{
  qsort(numbers, n, sizeof(double), compare);
  return n ? 0.5 * (numbers[(n - 1U) / 2U] + numbers[n / 2U]) : (double)NAN;
}

static bool
is_found(const FlipResult* const result)
{
  return result->outcome == FLIP_FOUND;
}

/// Strengths of what was found, of a song's windows and one kind of search
static unsigned
gather(const FlipStudy* const study, const bool random, double* const strengths)
{
  unsigned n = 0;
  for (unsigned s = 0; s < study->n; ++s) {
    for (unsigned w = 0; w < study->songs[s].n; ++w) {
      const FlipWindow* const window = &study->songs[s].windows[w];
      const FlipResult* const result = random ? &window->random : &window->directed;
      if (window->done && (!random || study->draws) && is_found(result)) {
        strengths[n++] = result->strength;
      }
    }
  }
  return n;
}

static void
count_window(const FlipStudy* const study, const FlipWindow* const window, FlipSum* const sum)
{
  const FlipResult* const directed = &window->directed;
  const FlipResult* const random   = &window->random;
  const bool              decided  = directed->outcome != FLIP_UNDECIDED;
  ++sum->windows;
  if (!decided) {
    return;
  }
  ++sum->decided;
  sum->found += is_found(directed);
  sum->seconds += directed->seconds;
  sum->most = fmax(sum->most, directed->seconds);
  if (study->draws && !study->has_target) {
    const bool beaten = is_found(random) && (!is_found(directed) || directed->strength > random->strength);
    sum->random_found += is_found(random);
    sum->not_beaten += !beaten;
    sum->flipped_draws += (double)random->flipped / study->draws;
  }
}

FlipSum
flip_study_sum(const FlipStudy* const study)
{
  FlipSum  sum = { .median = (double)NAN, .random_median = (double)NAN };
  unsigned n   = 0;
  for (unsigned s = 0; s < study->n; ++s) {
    n += study->songs[s].n;
    for (unsigned w = 0; w < study->songs[s].n; ++w) {
      if (study->songs[s].windows[w].done) {
        count_window(study, &study->songs[s].windows[w], &sum);
      }
    }
  }
  double* const strengths = (double*)calloc(n + 1U, sizeof(double));
  if (strengths) {
    sum.median        = median(strengths, gather(study, false, strengths));
    sum.random_median = median(strengths, gather(study, true, strengths));
  }
  free(strengths);
  if (sum.decided) {
    sum.seconds /= sum.decided;
    sum.flipped_draws /= sum.decided;
  }
  return sum;
}
