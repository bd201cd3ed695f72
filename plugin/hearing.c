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

struct Hearing {
  Model*          model;
  const Sidecar*  sidecar;
  PlanRun*        run;
  Gradient*       gradient;
  SampleGradient* samples;
  size_t          n_input;
  float*          input;    ///< [n_input] A window as the network is shown it
  float*          d_input;  ///< [n_input]
  Frontend*       frontend; ///< Of the music at hand
  uint32_t        spare;    ///< Frames that it keeps beyond one window
  HearingMusic    music;

  const atomic_bool* stop;
};

static bool
allocate(Hearing* const hearing)
{
  hearing->n_input = plan_input_size(model_plan(hearing->model));
  hearing->run     = plan_run_new(model_plan(hearing->model));
  hearing->samples = sample_gradient_new(&hearing->sidecar->frontend);
  hearing->input   = (float*)calloc(hearing->n_input, sizeof(float));
  hearing->d_input = (float*)calloc(hearing->n_input, sizeof(float));
  return hearing->run && hearing->samples && hearing->input && hearing->d_input;
}

Hearing*
hearing_new(const char* const bundled, const char* const name, EquusError* const error)
{
  Hearing* const hearing = (Hearing*)calloc(1, sizeof(Hearing));
  if (!hearing) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  hearing->model    = model_load(bundled, name, error);
  hearing->sidecar  = hearing->model ? model_sidecar(hearing->model) : NULL;
  hearing->gradient = hearing->model ? gradient_load(bundled, model_path(hearing->model), error) : NULL;
  if (hearing->gradient && allocate(hearing)) {
    return hearing;
  }
  if (hearing->gradient) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  hearing_free(hearing);
  return NULL;
}

void
hearing_free(Hearing* const hearing)
{
  if (hearing) {
    frontend_free(hearing->frontend);
    gradient_free(hearing->gradient);
    sample_gradient_free(hearing->samples);
    plan_run_free(hearing->run);
    if (hearing->model) {
      model_release(hearing->model);
    }
    free(hearing->input);
    free(hearing->d_input);
    free(hearing);
  }
}

void
hearing_set_stop(Hearing* const hearing, const atomic_bool* const stop)
{
  hearing->stop = stop;
  gradient_set_stop(hearing->gradient, stop);
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
  plan_run_rewind(hearing->run);
  memcpy(plan_run_input(hearing->run), hearing->input, hearing->n_input * sizeof(float));
  plan_run_finish(hearing->run, hearing->stop);
  return plan_run_output(hearing->run);
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
  gradient_run(hearing->gradient, hearing->input, seed, NULL, hearing->d_input);
  sample_gradient_add(
    hearing->samples, hearing->music.samples, hearing->music.n, first_of(hearing, window), hearing->d_input, d_samples);
}
