// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/report_curve.h"

#include "tools/settings.h"

#include <math.h>
#include <string.h>

enum { WIDTH = 132, HEIGHT = 36, STEPS = 66 };

static const double range = 18.0;    ///< dB from the middle to the edge
static const double rate  = 48000.0; ///< Of the picture; songs may differ

/// The insert's response where a song went well; NULL with presets
static const InsertResponse*
insert_response_of(const Experiment* const experiment)
{
  for (unsigned s = 0; experiment->insert && s < experiment->n_songs; ++s) {
    const Trial* const trial = experiment_any_trial(experiment, &experiment->songs[s]);
    if (trial) {
      return &trial->response;
    }
  }
  return NULL;
}

void
report_write_curve(FILE* const stream, const Experiment* const experiment, const BundlePreset* const preset)
{
  float                       values[PARAM_COUNT];
  EqSettings                  settings;
  CurveSettings               curve;
  const InsertResponse* const insert = insert_response_of(experiment);
  memcpy(values, experiment->parameters, sizeof(values));
  settings_apply(values, preset);
  parameters_to_eq(values, &settings);
  parameters_to_curve(values, &curve);
  fprintf(stream,
          "<svg class=curve viewBox=\"0 0 %d %d\" aria-hidden=true><path class=zero d=\"M0 %d H%d\"/>"
          "<path class=line d=\"",
          WIDTH,
          HEIGHT,
          HEIGHT / 2,
          WIDTH);
  for (unsigned i = 0; i <= STEPS; ++i) {
    const double frequency = 20.0 * pow(1000.0, (double)i / STEPS);
    double       response  = 0.0;
    curve_response(&curve, rate, &frequency, 1, &response);
    response += eq_settings_response(&settings, rate, frequency);
    response             = insert ? insert_response_at(insert, frequency) : response;
    const double limited = fmax(-range, fmin(range, response));
    fprintf(stream, "%s%.1f %.1f", i ? "L" : "M", (double)i * WIDTH / STEPS, HEIGHT * 0.5 * (1.0 - limited / range));
  }
  fputs("\"/></svg>", stream);
}
