// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/analysis.h"

#include "plugin/lineup.h"

#include <stdlib.h>
#include <string.h>

struct Analysis {
  double         rate;
  Taps*          taps;
  Readings*      readings;
  Lineup         lineup;
  bool           spoken[PLACE_COUNT]; ///< Whether there was a reading since the place started
  Outputs        outputs;
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
  analysis->taps     = taps_new(channels, most);
  analysis->readings = readings_new();
  if (!analysis->taps || !analysis->readings) {
    analysis_free(analysis);
    return NULL;
  }
  outputs_show(&analysis->outputs, (Shown){ PLACE_NONE, PLACE_NONE, -1 });
  return analysis;
}

void
analysis_free(Analysis* analysis)
{
  if (analysis) {
    for (unsigned place = 0; place < PLACE_COUNT; ++place) {
      rig_free(analysis->lineup.rigs[place]);
    }
    readings_free(analysis->readings);
    taps_free(analysis->taps);
    free(analysis);
  }
}

static double
time_of(const Analysis* analysis, uint64_t position)
{
  return (double)position / analysis->rate;
}

void
analysis_restart(Analysis* analysis, uint64_t position, bool forget)
{
  lineup_restart(&analysis->lineup, time_of(analysis, position));
  memset(analysis->spoken, 0, sizeof(analysis->spoken));
  if (forget) {
    readings_clear(analysis->readings);
    outputs_clear(&analysis->outputs);
  }
}

Rig*
analysis_install(Analysis* analysis, Rig* rig, uint64_t position)
{
  Rig* const old = lineup_install(&analysis->lineup, rig, time_of(analysis, position));
  readings_forget(analysis->readings, rig->place);
  outputs_set_model(&analysis->outputs, rig->place, rig_sidecar(rig));
  analysis->spoken[rig->place] = false;
  return old;
}

Rig*
analysis_remove(Analysis* analysis, Place place)
{
  Rig* const rig = lineup_remove(&analysis->lineup, place);
  if (rig) {
    readings_forget(analysis->readings, place);
    outputs_set_model(&analysis->outputs, place, NULL);
  }
  return rig;
}

void
analysis_update_hops(Analysis* analysis, const float* parameters, bool freewheel)
{
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    Rig* const     rig = analysis->lineup.rigs[place];
    const uint32_t hop = rig ? rig_wanted_hop(rig, parameters, freewheel) : 0;
    if (rig && hop != rig->hop) {
      rig_start(rig, hop);
      analysis->spoken[place] = false;
    }
  }
}

Taps*
analysis_taps(Analysis* analysis)
{
  return analysis->taps;
}

static EQUUS_RT void
publish(void* handle, const Rig* rig, Tap tap, const Reading* reading)
{
  Analysis* const       analysis = (Analysis*)handle;
  ReadingMessage* const message  = &analysis->reading;

  message->place    = rig->place;
  message->tap      = tap;
  message->sequence = reading->sequence;
  message->time     = stream_time(rig->stream, rig->ears->start + reading->due);
  message->age      = (double)(reading->now - reading->due) / rig->stream->rate + stream_delay(rig->stream);
  message->n_values = reading->n_values;
  memcpy(message->values, reading->raw, reading->n_values * sizeof(float));

  analysis->spoken[rig->place] = true;
  readings_publish(analysis->readings, message);
  outputs_publish(&analysis->outputs, message);
}

void
analysis_run(Analysis* analysis, uint32_t n)
{
  const LineupListener listener = { analysis, publish };
  lineup_hear(&analysis->lineup, analysis->taps, n, &listener);
}

const Rig*
analysis_rig(const Analysis* analysis, Place place)
{
  return analysis->lineup.rigs[place];
}

double
analysis_settling(const Analysis* analysis, Place place)
{
  const Rig* const rig = analysis->lineup.rigs[place];
  if (!rig || analysis->spoken[place]) {
    return 0.0;
  }
  return (double)predictor_settling(rig->predictors[TAP_DRY]) / rig->stream->rate;
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
