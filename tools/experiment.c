// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/experiment.h"

#include "tools/crew.h"
#include "tools/progress.h"
#include "tools/trial.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/// The trials under way, and how far each is
typedef struct {
  Experiment*     experiment;
  double*         shares; ///< [songs · presets]
  pthread_mutex_t lock;
  Progress        progress;
} Campaign;

typedef struct {
  Campaign* campaign;
  unsigned  index;
} CampaignJob;

static const char*
base_name(const char* const path)
{
  const char* const slash = strrchr(path, '/');
  return slash && slash[1] ? slash + 1 : path;
}

EquusStatus
experiment_prepare(Experiment* const        experiment,
                   const char* const* const paths,
                   const unsigned           n,
                   EquusError* const        error)
{
  experiment->songs = (Song*)calloc(n, sizeof(Song));
  bool fine         = experiment->songs != NULL;
  for (unsigned i = 0; fine && i < n; ++i) {
    Song* const song = &experiment->songs[experiment->n_songs++];
    song->path       = paths[i];
    song->name       = base_name(paths[i]);
    song->trials     = (Trial*)calloc(experiment->n_presets, sizeof(Trial));
    fine             = song->trials != NULL;
    for (unsigned p = 0; fine && p < experiment->n_presets; ++p) {
      song->trials[p].preset = experiment->presets[p];
    }
  }
  return fine ? EQUUS_OK : equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
}

static void
show(void* const handle, const double share)
{
  const CampaignJob* const job        = (const CampaignJob*)handle;
  Campaign* const          campaign   = job->campaign;
  const Experiment* const  experiment = campaign->experiment;
  const unsigned           n          = experiment->n_songs * experiment->n_presets;
  pthread_mutex_lock(&campaign->lock);
  campaign->shares[job->index] = share;
  double sum                   = 0.0;
  for (unsigned i = 0; i < n; ++i) {
    sum += campaign->shares[i];
  }
  progress_show(&campaign->progress, experiment->songs[job->index / experiment->n_presets].name, sum / n);
  pthread_mutex_unlock(&campaign->lock);
}

static void
run_trial(void* const handle, const unsigned index)
{
  Campaign* const         campaign   = (Campaign*)handle;
  const Experiment* const experiment = campaign->experiment;
  Song* const             song       = &experiment->songs[index / experiment->n_presets];
  CampaignJob             job        = { campaign, index };
  trial_run(experiment, song, &song->trials[index % experiment->n_presets], show, &job);
}

const Trial*
experiment_any_trial(const Experiment* const experiment, const Song* const song)
{
  for (unsigned p = 0; p < experiment->n_presets; ++p) {
    if (song->trials[p].done) {
      return &song->trials[p];
    }
  }
  return NULL;
}

void
experiment_top_tags(const float* const tags, const uint32_t labels, const unsigned n, uint32_t* const indices)
{
  unsigned taken = 0;
  for (uint32_t i = 0; i < labels; ++i) {
    unsigned place = taken < n ? taken++ : n;
    while (place > 0 && tags[i] > tags[indices[place - 1]]) {
      if (place < n) {
        indices[place] = indices[place - 1];
      }
      --place;
    }
    if (place < n) {
      indices[place] = i;
    }
  }
}

EquusStatus
experiment_run(Experiment* const experiment, EquusError* const error)
{
  const unsigned n        = experiment->n_songs * experiment->n_presets;
  Campaign       campaign = { .experiment = experiment, .progress = progress_begin() };
  campaign.shares         = (double*)calloc(n, sizeof(double));
  if (!campaign.shares) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  pthread_mutex_init(&campaign.lock, NULL);
  crew_run(experiment->workers, n, run_trial, &campaign);
  pthread_mutex_destroy(&campaign.lock);
  progress_clear(&campaign.progress);
  free(campaign.shares);
  return EQUUS_OK;
}

void
experiment_clear(Experiment* const experiment)
{
  for (unsigned i = 0; i < experiment->n_songs; ++i) {
    free(experiment->songs[i].trials);
  }
  free(experiment->songs);
  experiment->songs   = NULL;
  experiment->n_songs = 0;
}
