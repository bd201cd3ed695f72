// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/hearing.h"

#include "models/frontend.h"
#include "models/gradient.h"
#include "models/model.h"
#include "models/sample_gradient.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_SAMPLES = 1000000 };

/// What is heavy, shared by those of one thread
typedef struct {
  unsigned  users;
  Model*    model;
  PlanRun*  run;
  Gradient* gradient;
} Network;

struct Hearing {
  Network*        network;
  const Sidecar*  sidecar;
  SampleGradient* samples;
  size_t          n_input;
  float*          input;    ///< [n_input] A window as the network is shown it
  float*          d_input;  ///< [n_input]
  Frontend*       frontend; ///< Of the music at hand
  uint32_t        spare;    ///< Frames that it keeps beyond one window
  HearingMusic    music;

  const atomic_bool* stop;
};

static void
release_network(Network* const network)
{
  if (network && !--network->users) {
    gradient_free(network->gradient);
    plan_run_free(network->run);
    if (network->model) {
      model_release(network->model);
    }
    free(network);
  }
}

static Network*
load_network(const char* const bundled, const char* const name, EquusError* const error)
{
  Network* const network = (Network*)calloc(1, sizeof(Network));
  if (!network) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  network->users    = 1U;
  network->model    = model_load(bundled, name, error);
  network->gradient = network->model ? gradient_load(bundled, model_path(network->model), error) : NULL;
  network->run      = network->gradient ? plan_run_new(model_plan(network->model)) : NULL;
  if (network->run) {
    return network;
  }
  if (network->gradient) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  release_network(network);
  return NULL;
}

/// A user more of a network, for which it stands already; NULL, and one less, if out of memory
static Hearing*
use(Network* const network)
{
  Hearing* const hearing = (Hearing*)calloc(1, sizeof(Hearing));
  if (!hearing) {
    release_network(network);
    return NULL;
  }
  hearing->network = network;
  hearing->sidecar = model_sidecar(network->model);
  hearing->n_input = plan_input_size(model_plan(network->model));
  hearing->samples = sample_gradient_new(&hearing->sidecar->frontend);
  hearing->input   = (float*)calloc(hearing->n_input, sizeof(float));
  hearing->d_input = (float*)calloc(hearing->n_input, sizeof(float));
  if (hearing->samples && hearing->input && hearing->d_input) {
    return hearing;
  }
  hearing_free(hearing);
  return NULL;
}

Hearing*
hearing_new(const char* const bundled, const char* const name, EquusError* const error)
{
  Network* const network = load_network(bundled, name, error);
  Hearing* const hearing = network ? use(network) : NULL;
  if (network && !hearing) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  return hearing;
}

Hearing*
hearing_share(const Hearing* const hearing)
{
  ++hearing->network->users;
  return use(hearing->network);
}

bool
hearing_is_shared(const Hearing* const hearing)
{
  return hearing->network->users > 1U;
}

void
hearing_free(Hearing* const hearing)
{
  if (hearing) {
    frontend_free(hearing->frontend);
    sample_gradient_free(hearing->samples);
    release_network(hearing->network);
    free(hearing->input);
    free(hearing->d_input);
    free(hearing);
  }
}

void
hearing_set_stop(Hearing* const hearing, const atomic_bool* const stop)
{
  hearing->stop = stop;
}

const Sidecar*
hearing_sidecar(const Hearing* const hearing)
{
  return hearing->sidecar;
}

uint32_t
hearing_windows(const Hearing* const hearing, const size_t n, const uint64_t first, const uint32_t hop)
{
  const FrontendSettings* const f   = &hearing->sidecar->frontend;
  const uint64_t                due = frontend_window_due(f, first);
  return due > n ? 0U : (uint32_t)((n - due) / ((uint64_t)hop * f->stft.hop)) + 1U;
}

/// A front end that begins anew and keeps `spare` frames beyond a window
static bool
renew_frontend(Hearing* const hearing, const uint32_t spare)
{
  const FrontendSettings* const settings = &hearing->sidecar->frontend;
  if (hearing->frontend && hearing->spare == spare) {
    frontend_reset(hearing->frontend);
    return true;
  }
  frontend_free(hearing->frontend);
  hearing->frontend = frontend_new(settings, spare + settings->frames);
  hearing->spare    = spare;
  return hearing->frontend;
}

EquusStatus
hearing_listen(Hearing* const hearing, const HearingMusic* const music, EquusError* const error)
{
  if (music->n > MAX_SAMPLES || !music->windows || !music->hop ||
      hearing_windows(hearing, music->n, music->first, music->hop) < music->windows) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "there is too little music for a window, or too much");
  }
  const uint32_t spare = (music->windows - 1U) * music->hop;
  const uint64_t end   = frontend_window_due(&hearing->sidecar->frontend, music->first + spare);
  if (!renew_frontend(hearing, spare)) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  for (uint64_t at = 0; at < end;) {
    const uint64_t needed = frontend_needed(hearing->frontend);
    const uint32_t part   = (uint32_t)(needed < end - at ? needed : end - at);
    frontend_push(hearing->frontend, music->samples + at, part);
    at += part;
  }
  hearing->music = *music;
  return EQUUS_OK;
}

static uint64_t
first_of(const Hearing* const hearing, const uint32_t window)
{
  return hearing->music.first + (uint64_t)window * hearing->music.hop;
}

float*
hearing_show(Hearing* const hearing, const uint32_t window)
{
  frontend_gather(hearing->frontend, first_of(hearing, window), 0, hearing->sidecar->frontend.frames, hearing->input);
  return hearing->input;
}

const float*
hearing_read(Hearing* const hearing)
{
  PlanRun* const run = hearing->network->run;
  plan_run_rewind(run);
  memcpy(plan_run_input(run), hearing->input, hearing->n_input * sizeof(float));
  plan_run_finish(run, hearing->stop);
  return plan_run_output(run);
}

void
hearing_read_all(Hearing* const hearing, float* const raw)
{
  const uint32_t n = hearing->sidecar->n_labels;
  memset(raw, 0, n * sizeof(float));
  for (uint32_t w = 0; w < hearing->music.windows; ++w) {
    hearing_show(hearing, w);
    const float* const values = hearing_read(hearing);
    for (uint32_t i = 0; i < n; ++i) {
      raw[i] += values[i] / (float)hearing->music.windows;
    }
  }
}

void
hearing_add_slopes(Hearing* const hearing, const uint32_t window, const float* const seed, double* const d_samples)
{
  hearing_show(hearing, window);
  gradient_set_stop(hearing->network->gradient, hearing->stop);
  gradient_run(hearing->network->gradient, hearing->input, seed, NULL, hearing->d_input);
  sample_gradient_add(
    hearing->samples, hearing->music.samples, hearing->music.n, first_of(hearing, window), hearing->d_input, d_samples);
}
