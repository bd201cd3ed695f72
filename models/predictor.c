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
  const Frontend*         frontend; ///< Which is followed
  PlanRun*                run;
  float*                  values;      ///< [n_labels] of the last reading
  uint32_t                longest_hop; ///< Frames
  uint64_t                lead;        ///< Cost by which the work is ahead of its pace
  uint32_t                hop;         ///< Frames
  uint64_t                start;       ///< Frame with which window 0 begins
  uint64_t                window;      ///< Index of the window that is filling or being computed
  uint64_t                ran;         ///< Index of the window that the network was last played for, to its end
  WindowState             state;
  bool                    silent;   ///< The window's samples were all 0
  uint32_t                gathered; ///< Frames of the window in the network's input
};

/// Longest hop for which there must be room, whatever was asked for; 0 if out of range
static uint32_t
room_for_hop(const FrontendSettings* const settings, const uint32_t longest_hop)
{
  if (longest_hop < 1 || longest_hop > (1u << 16)) {
    return 0;
  }
  return longest_hop > settings->frames ? longest_hop : settings->frames;
}

Predictor*
predictor_new(const Model* const model, const uint32_t longest_hop, const double lead)
{
  const Sidecar* const sidecar   = model_sidecar(model);
  const uint32_t       hop       = room_for_hop(&sidecar->frontend, longest_hop);
  Predictor* const     predictor = hop ? calloc(1, sizeof(Predictor)) : NULL;
  if (!predictor) {
    return NULL;
  }

  predictor->model       = model;
  predictor->settings    = &sidecar->frontend;
  predictor->longest_hop = hop;
  predictor->lead        = (uint64_t)(lead * (double)plan_largest_tile(model_plan(model)));
  predictor->run         = plan_run_new(model_plan(model));
  predictor->values      = calloc(sidecar->n_labels, sizeof(float));
  if (!predictor->run || !predictor->values) {
    predictor_free(predictor);
    return NULL;
  }
  return predictor;
}

void
predictor_free(Predictor* const predictor)
{
  if (predictor) {
    plan_run_free(predictor->run);
    free(predictor->values);
    free(predictor);
  }
}

Frontend*
predictor_frontend(const Model* const model, const uint32_t longest_hop)
{
  const FrontendSettings* const settings = &model_sidecar(model)->frontend;
  const uint32_t                hop      = room_for_hop(settings, longest_hop);

  // While a window is gathered, frames of the next hop come in; more may be complete when it falls due
  const uint64_t early = settings->window_samples / settings->stft.hop + 2 - settings->frames;
  return hop ? frontend_new(settings, (uint32_t)early + hop) : NULL;
}

/// First frame whose window is due at `position` or later
static uint64_t
first_frame(const FrontendSettings* const settings, const uint64_t position)
{
  const uint64_t late = position > settings->window_samples ? position - settings->window_samples : 0;
  return (late + settings->stft.hop - 1) / settings->stft.hop;
}

void
predictor_start(Predictor* const predictor, const Frontend* const frontend, const uint32_t hop)
{
  predictor->frontend = frontend;
  predictor->hop      = hop < 1 ? 1 : hop > predictor->longest_hop ? predictor->longest_hop : hop;
  predictor->start    = first_frame(predictor->settings, frontend_position(frontend));
  predictor->window   = 0;
  predictor->ran      = 0;
  predictor->state    = WINDOW_FILLING;
  plan_run_rewind(predictor->run);
}

/// Samples between windows
static uint64_t
period(const Predictor* const predictor)
{
  return (uint64_t)predictor->hop * predictor->settings->stft.hop;
}

/// First frame of the window that is filling or being computed
static uint64_t
first_of_window(const Predictor* const predictor)
{
  return predictor->start + predictor->window * predictor->hop;
}

/// Where that window is due
static uint64_t
due(const Predictor* const predictor)
{
  return frontend_window_due(predictor->settings, first_of_window(predictor));
}

static uint32_t
least(const uint64_t a, const uint64_t b)
{
  return (uint32_t)(a < b ? a : b);
}

uint64_t
predictor_settling(const Predictor* const predictor)
{
  return due(predictor) + period(predictor) - frontend_position(predictor->frontend);
}

uint32_t
predictor_needed(const Predictor* const predictor)
{
  const uint64_t position = frontend_position(predictor->frontend);
  const uint64_t start    = due(predictor);
  const uint64_t event    = position < start ? start : start + period(predictor);
  const uint32_t step     = least(event - position, LONGEST_STEP);
  return least(step, frontend_needed(predictor->frontend));
}

static bool
is_silent(const Predictor* const predictor)
{
  const uint64_t start = first_of_window(predictor);
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
      predictor->frontend, first_of_window(predictor), predictor->gathered, n, plan_run_input(predictor->run));
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

/// Do what the pace asks for at a position not before the window is due
static void
keep_pace(Predictor* const predictor, const uint64_t position)
{
  if (predictor->state == WINDOW_FILLING) {
    start_window(predictor);
  }

  const uint64_t n     = position - due(predictor);
  const uint64_t total = total_cost(predictor);
  if (n == period(predictor)) {
    work(predictor, UINT64_MAX);
  } else {
    work(predictor, predictor->lead + (uint64_t)((double)total * ((double)n / (double)period(predictor))));
  }
}

static void
publish(Predictor* const predictor, const uint64_t position, Reading* const reading)
{
  const uint32_t     n      = model_sidecar(predictor->model)->n_labels;
  const float* const values = predictor->silent ? model_silence(predictor->model) : plan_run_output(predictor->run);
  memcpy(predictor->values, values, n * sizeof(float));

  reading->sequence = predictor->window;
  reading->due      = due(predictor);
  reading->now      = position;
  reading->n_values = n;
  reading->raw      = predictor->values;

  ++predictor->window;
  predictor->state = WINDOW_FILLING;
}

bool
predictor_follow(Predictor* const predictor, Reading* const reading)
{
  const uint64_t position = frontend_position(predictor->frontend);
  const uint64_t start    = due(predictor);
  if (position < start) {
    return false;
  }

  keep_pace(predictor, position);
  if (position < start + period(predictor)) {
    return false;
  }
  publish(predictor, position, reading);
  keep_pace(predictor, position); // The next window falls due here
  return true;
}
