// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/analysis.h"

#include <stdlib.h>
#include <string.h>

struct Analysis {
  double         rate;
  Taps*          taps;
  Readings*      readings;
  Rig*           rigs[ROLE_COUNT];
  bool           spoken[ROLE_COUNT]; ///< Whether there was a reading since the role started
  Outputs        outputs;
  double         origin; ///< Seconds since activate at which the taps started
  uint64_t       heard;  ///< Samples at RIG_RATE since then
  ReadingMessage reading;
};

Analysis*
analysis_new(double rate, unsigned channels, uint32_t most)
{
  Analysis* const analysis = (Analysis*)calloc(1, sizeof(Analysis));
  if (!analysis) {
    return NULL;
  }

  analysis->rate     = rate;
  analysis->taps     = taps_new(rate, channels, most);
  analysis->readings = readings_new();
  if (!analysis->taps || !analysis->readings) {
    analysis_free(analysis);
    return NULL;
  }
  return analysis;
}

void
analysis_free(Analysis* analysis)
{
  if (analysis) {
    for (unsigned role = 0; role < ROLE_COUNT; ++role) {
      rig_free(analysis->rigs[role]);
    }
    readings_free(analysis->readings);
    taps_free(analysis->taps);
    free(analysis);
  }
}

static void
start_rig(Analysis* analysis, Role role, uint32_t hop)
{
  rig_start(analysis->rigs[role], hop, analysis->heard);
  analysis->spoken[role] = false;
}

void
analysis_restart(Analysis* analysis, uint64_t position, bool forget)
{
  analysis->origin = (double)position / analysis->rate;
  analysis->heard  = 0;
  taps_reset(analysis->taps);
  for (unsigned role = 0; role < ROLE_COUNT; ++role) {
    if (analysis->rigs[role]) {
      start_rig(analysis, (Role)role, analysis->rigs[role]->hop);
    }
  }
  if (forget) {
    readings_clear(analysis->readings);
    outputs_clear(&analysis->outputs);
  }
}

Rig*
analysis_install(Analysis* analysis, Rig* rig)
{
  const Role role = rig->role;
  Rig* const old  = analysis->rigs[role];

  analysis->rigs[role] = rig->model ? rig : NULL;
  readings_forget(analysis->readings, role);
  outputs_set_model(&analysis->outputs, role, rig->model ? model_sidecar(rig->model) : NULL);
  if (rig->model) {
    start_rig(analysis, role, model_sidecar(rig->model)->live_hop);
  }
  return old;
}

void
analysis_update_hops(Analysis* analysis, const float* parameters, bool freewheel)
{
  for (unsigned role = 0; role < ROLE_COUNT; ++role) {
    const Rig* const rig = analysis->rigs[role];
    const uint32_t   hop = rig ? rig_wanted_hop(rig, parameters, freewheel) : 0;
    if (rig && hop != rig->hop) {
      start_rig(analysis, (Role)role, hop);
    }
  }
}

Taps*
analysis_taps(Analysis* analysis)
{
  return analysis->taps;
}

static void
publish(Analysis* analysis, const Rig* rig, Tap tap, const Reading* reading)
{
  const double          rate    = RIG_RATE;
  ReadingMessage* const message = &analysis->reading;

  message->role     = rig->role;
  message->tap      = tap;
  message->sequence = reading->sequence;
  message->time     = analysis->origin + (double)(rig->start + reading->due) / rate;
  message->age      = (double)(reading->now - reading->due) / rate + taps_delay(analysis->taps);
  message->n_values = reading->n_values;
  memcpy(message->values, reading->raw, reading->n_values * sizeof(float));

  analysis->spoken[rig->role] = true;
  readings_publish(analysis->readings, message);
  outputs_publish(&analysis->outputs, model_sidecar(rig->model), message);
}

/// Samples until any model publishes next, at most `n`
static uint32_t
step_size(const Analysis* analysis, uint32_t n)
{
  uint32_t step = n;
  for (unsigned role = 0; role < ROLE_COUNT; ++role) {
    const Rig* const rig = analysis->rigs[role];
    for (unsigned tap = 0; rig && tap < TAP_COUNT; ++tap) {
      const uint32_t needed = predictor_needed(rig->predictors[tap]);
      step                  = needed < step ? needed : step;
    }
  }
  return step;
}

static void
push(Analysis* analysis, uint32_t from, uint32_t n)
{
  for (unsigned role = 0; role < ROLE_COUNT; ++role) {
    const Rig* const rig = analysis->rigs[role];
    for (unsigned tap = 0; rig && tap < TAP_COUNT; ++tap) {
      const float* const in = taps_resampled(analysis->taps, (Tap)tap) + from;
      Reading            reading;
      if (predictor_push(rig->predictors[tap], in, n, &reading)) {
        publish(analysis, rig, (Tap)tap, &reading);
      }
    }
  }
  analysis->heard += n;
}

void
analysis_run(Analysis* analysis, uint32_t n)
{
  const uint32_t n_out = taps_resample(analysis->taps, n);
  for (uint32_t done = 0; done < n_out;) {
    const uint32_t step = step_size(analysis, n_out - done);
    push(analysis, done, step);
    done += step;
  }
}

const Rig*
analysis_rig(const Analysis* analysis, Role role)
{
  return analysis->rigs[role];
}

double
analysis_settling(const Analysis* analysis, Role role)
{
  const Rig* const rig = analysis->rigs[role];
  if (!rig || analysis->spoken[role]) {
    return 0.0;
  }
  return (double)predictor_needed(rig->predictors[TAP_DRY]) / RIG_RATE;
}

Readings*
analysis_readings(Analysis* analysis)
{
  return analysis->readings;
}

Outputs*
analysis_outputs(Analysis* analysis)
{
  return &analysis->outputs;
}
