// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/predictor.h"

#include "models/frontend.h"

#include <stdlib.h>
#include <string.h>

enum {
  GATHER_FRAMES = 16,  ///< Frames that one step of gathering copies
  GATHER_COST   = 20,  ///< Of copying a value, in multiply-accumulate equivalents
  TURN_COST     = 140, ///< The same where the network's input has another order of axes
  LONGEST_STEP  = 64   ///< Samples after which the work must have caught up
};

typedef enum {
  WINDOW_FILLING,   ///< The window isn't due yet
  WINDOW_GATHERING, ///< Its frames are being copied to the network's input
  WINDOW_RUNNING,   ///< The network's tiles are being played
  WINDOW_DONE       ///< Its reading waits for its time
} WindowState;

struct Predictor {
  const Model*            model;
  const FrontendSettings* settings;
  Frontend*               frontend;
  PlanRun*                run;
  float*                  values;  ///< [n_labels] of the last reading
  uint32_t                max_hop; ///< Frames for which there is room in the history
  uint32_t                hop;     ///< Frames
  uint64_t                position;
  uint64_t                window; ///< Index of the window that is filling or being computed
  uint64_t                ran;    ///< Index of the window that the network was last played for, to its end
  WindowState             state;
  bool                    silent;   ///< The window's samples were all 0
  uint32_t                gathered; ///< Frames of the window in the network's input
};

Predictor*
predictor_new(const Model* const model, const uint32_t hop)
{
  const Sidecar* const          sidecar   = model_sidecar(model);
  const FrontendSettings* const settings  = &sidecar->frontend;
  Predictor* const              predictor = calloc(1, sizeof(Predictor));
  if (!predictor || hop < 1 || hop > (1u << 16)) {
    free(predictor);
    return NULL;
  }

  // While a window is gathered, frames of the next hop come in; more may be complete when it falls due
  const uint64_t early = settings->window_samples / settings->stft.hop + 2 - settings->frames;
  predictor->model     = model;
  predictor->settings  = settings;
  predictor->max_hop   = hop > settings->frames ? hop : settings->frames;
  predictor->hop       = hop;
  predictor->frontend  = frontend_new(settings, (uint32_t)early + predictor->max_hop);
  predictor->run       = plan_run_new(model_plan(model));
  predictor->values    = calloc(sidecar->n_labels, sizeof(float));
  if (!predictor->frontend || !predictor->run || !predictor->values) {
    predictor_free(predictor);
    return NULL;
  }
  predictor_reset(predictor);
  return predictor;
}

void
predictor_free(Predictor* const predictor)
{
  if (predictor) {
    frontend_free(predictor->frontend);
    plan_run_free(predictor->run);
    free(predictor->values);
    free(predictor);
  }
}

void
predictor_reset(Predictor* const predictor)
{
  frontend_reset(predictor->frontend);
  predictor->position = 0;
  predictor->window   = 0;
  predictor->ran      = 0;
  predictor->state    = WINDOW_FILLING;
  plan_run_rewind(predictor->run);
}

void
predictor_set_hop(Predictor* const predictor, const uint32_t hop)
{
  predictor->hop = hop < 1 ? 1 : hop > predictor->max_hop ? predictor->max_hop : hop;
  predictor_reset(predictor);
}

/// Samples between windows
static uint64_t
period(const Predictor* const predictor)
{
  return (uint64_t)predictor->hop * predictor->settings->stft.hop;
}

/// Where the window that is filling or being computed is due
static uint64_t
due(const Predictor* const predictor)
{
  return frontend_window_due(predictor->settings, predictor->window * predictor->hop);
}

uint32_t
predictor_needed(const Predictor* const predictor)
{
  return (uint32_t)(due(predictor) + period(predictor) - predictor->position);
}

uint64_t
predictor_settling(const Predictor* const predictor)
{
  const uint64_t first = frontend_window_due(predictor->settings, 0);
  return predictor->position < first ? first - predictor->position : 0;
}

const Model*
predictor_model(const Predictor* const predictor)
{
  return predictor->model;
}

static bool
is_silent(const Predictor* const predictor)
{
  const uint64_t start = predictor->window * predictor->hop;
  for (uint32_t f = 0; f < predictor->settings->frames; ++f) {
    if (!frontend_frame_is_silent(predictor->frontend, start + f)) {
      return false;
    }
  }
  return true;
}

static void
start_window(Predictor* const predictor)
{
  predictor->silent   = is_silent(predictor);
  predictor->state    = predictor->silent ? WINDOW_DONE : WINDOW_GATHERING;
  predictor->gathered = 0;
  if (!predictor->silent) {
    const uint64_t moved = (predictor->window - predictor->ran) * predictor->hop;
    plan_run_slide(predictor->run, moved < UINT32_MAX ? (uint32_t)moved : 0);
    predictor->ran = predictor->window;
  }
}

static uint64_t
gather_cost(const Predictor* const predictor, const uint32_t frames)
{
  const uint64_t each = predictor->settings->mel_major ? TURN_COST : GATHER_COST;
  return each * frames * predictor->settings->mel.bands;
}

/// Copy frames until all work up to `target` is done or the window is complete
static void
gather(Predictor* const predictor, const uint64_t target)
{
  const uint32_t frames = predictor->settings->frames;
  while (predictor->gathered < frames && gather_cost(predictor, predictor->gathered) < target) {
    const uint32_t left = frames - predictor->gathered;
    const uint32_t n    = left < GATHER_FRAMES ? left : GATHER_FRAMES;
    frontend_gather(
      predictor->frontend, predictor->window * predictor->hop, predictor->gathered, n, plan_run_input(predictor->run));
    predictor->gathered += n;
  }
  if (predictor->gathered == frames) {
    predictor->state = WINDOW_RUNNING;
  }
}

/// Do the window's work until `target` of its cost is done
static void
work(Predictor* const predictor, const uint64_t target)
{
  if (predictor->state == WINDOW_GATHERING) {
    gather(predictor, target);
  }
  if (predictor->state == WINDOW_RUNNING) {
    const uint64_t spent = gather_cost(predictor, predictor->settings->frames) + plan_run_spent(predictor->run);
    if (spent < target && plan_run_advance(predictor->run, target - spent)) {
      predictor->state = WINDOW_DONE;
    }
  }
}

static uint64_t
total_cost(const Predictor* const predictor)
{
  return gather_cost(predictor, predictor->settings->frames) + plan_run_cost(predictor->run);
}

double
predictor_progress(const Predictor* const predictor)
{
  switch (predictor->state) {
  case WINDOW_FILLING:
    return 0;
  case WINDOW_DONE:
    return 1;
  case WINDOW_GATHERING:
  case WINDOW_RUNNING:
    break;
  }
  const uint64_t spent = gather_cost(predictor, predictor->gathered) + plan_run_spent(predictor->run);
  return (double)spent / (double)total_cost(predictor);
}

/// Do what the pace asks for at the present position
static void
keep_pace(Predictor* const predictor)
{
  const uint64_t start = due(predictor);
  if (predictor->state == WINDOW_FILLING && predictor->position == start) {
    start_window(predictor);
  }

  const uint64_t n     = predictor->position - start;
  const uint64_t total = total_cost(predictor);
  if (n == period(predictor)) {
    work(predictor, UINT64_MAX);
  } else {
    work(predictor, (uint64_t)((double)total * ((double)n / (double)period(predictor))));
  }
}

static void
publish(Predictor* const predictor, Reading* const reading)
{
  const uint32_t     n      = model_sidecar(predictor->model)->n_labels;
  const float* const values = predictor->silent ? model_silence(predictor->model) : plan_run_output(predictor->run);
  memcpy(predictor->values, values, n * sizeof(float));

  reading->sequence = predictor->window;
  reading->due      = due(predictor);
  reading->now      = predictor->position;
  reading->n_values = n;
  reading->raw      = predictor->values;

  ++predictor->window;
  predictor->state = WINDOW_FILLING;
}

static uint32_t
least(const uint64_t a, const uint64_t b)
{
  return (uint32_t)(a < b ? a : b);
}

bool
predictor_push(Predictor* const predictor, const float* const in, const uint32_t n, Reading* const reading)
{
  for (uint32_t at = 0; at < n;) {
    const uint64_t start = due(predictor);
    const uint64_t event = predictor->position < start ? start : start + period(predictor);
    uint32_t       step  = least(n - at, event - predictor->position);
    step                 = least(step, LONGEST_STEP);
    step                 = least(step, frontend_needed(predictor->frontend));
    frontend_push(predictor->frontend, in + at, step);
    at += step;
    predictor->position += step;
    if (predictor->position >= start) {
      keep_pace(predictor);
    }
    if (predictor->position == start + period(predictor)) {
      publish(predictor, reading);
      keep_pace(predictor); // The next window falls due here
      return true;
    }
  }
  return false;
}
