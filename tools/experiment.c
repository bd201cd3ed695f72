// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/experiment.h"

#include "tools/campaign.h"
#include "tools/model_choice.h"
#include "tools/rows.h"
#include "tools/settings.h"
#include "tools/trial.h"

#include <stdlib.h>
#include <string.h>

/// A trial under way
typedef struct {
  const CampaignReport* report;
  const char*           song;
} Listener;

static const char*
base_name(const char* const path)
{
  const char* const slash = strrchr(path, '/');
  return slash && slash[1] ? slash + 1 : path;
}

EquusStatus
experiment_choose(Experiment* const experiment,
                  const ModelKind   kind,
                  const char* const name,
                  Sidecar** const   sidecar,
                  EquusError* const error)
{
  AnalysisPart* const part = &experiment->parts[kind];
  const EquusStatus status = model_choose(experiment->bundle, kind, name, experiment->parameters, sidecar, part, error);
  if (status) {
    return status;
  }
  if (!part->sidecar) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "both models take part; neither can be turned off");
  }
  const FrontendSettings* const frontend = &part->sidecar->frontend;
  const bool                    halves   = part->sidecar->kind == MODEL_MOOD;
  part->hop                              = halves ? rows_hop(frontend, 0.5 * rows_needed(frontend)) : frontend->frames;
  settings_hop(experiment->parameters, part->sidecar, part->hop);
  return EQUUS_OK;
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
  const Listener* const listener = (const Listener*)handle;
  campaign_show(listener->report, listener->song, share);
}

static void
run_trial(void* const handle, const unsigned index, const CampaignReport* const report)
{
  const Experiment* const experiment = (const Experiment*)handle;
  const Song* const       song       = &experiment->songs[index / experiment->n_presets];
  Listener                listener   = { report, song->name };
  trial_run(experiment, song, &song->trials[index % experiment->n_presets], show, &listener);
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

unsigned
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
  return taken;
}

EquusStatus
experiment_run(Experiment* const experiment, EquusError* const error)
{
  return campaign_run(experiment->workers, experiment->n_songs * experiment->n_presets, run_trial, experiment, error);
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
