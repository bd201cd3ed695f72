// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/sensitivity_check.h"

#include "dsp/eq.h"
#include "dsp/resampler.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 4096, BELL = 3 };

static const double step         = 0.5; // dB
static const double shift_factor = 10.0;
static const double energy_range = 60.0; // dB

float*
sensitivity_resample(const SensitivitySound* const sound, const double rate, size_t* const n)
{
  Resampler* const resampler = resampler_new(sound->rate, rate);
  const size_t     most      = resampler ? resampler_max_output(resampler, BLOCK) : 0U;
  const size_t     blocks    = sound->n / BLOCK + 1U;
  float* const     samples   = resampler ? (float*)calloc(most * blocks + 1U, sizeof(float)) : NULL;
  *n                         = 0U;
  for (size_t at = 0; samples && at < sound->n; at += BLOCK) {
    const size_t part = sound->n - at < BLOCK ? sound->n - at : BLOCK;
    *n += resampler_process(resampler, sound->samples + at, (uint32_t)part, samples + *n);
  }
  resampler_free(resampler);
  return samples;
}

/// The objective for the sound through an equaliser, or `delay` samples later
static EquusStatus
hear(Sensitivity* const            s,
     const Objective* const        objective,
     const SensitivitySound* const sound,
     const SensitivityMusic* const music,
     const EqSettings* const       settings,
     const size_t                  delay,
     double* const                 value,
     EquusError* const             error)
{
  Eq* const         eq     = eq_new(sound->rate, 1U);
  float* const      wet    = (float*)calloc(sound->n + 1U, sizeof(float));
  float*            model  = NULL;
  SensitivityMusic  heard  = *music;
  const EquusStatus memory = equus_error_set(NULL, EQUUS_ERR_MEMORY, "out of memory");
  EquusStatus       status = eq && wet ? EQUUS_OK : memory;
  if (!status) {
    const float* const in[]  = { sound->samples };
    float* const       out[] = { wet + delay };
    eq_set(eq, settings);
    eq_process(eq, in, out, (uint32_t)(sound->n - delay));
    const SensitivitySound through = { wet, sound->n, sound->rate };
    model                          = sensitivity_resample(&through, sensitivity_sidecar(s)->frontend.rate, &heard.n);
    heard.samples                  = model;
    status                         = model ? sensitivity_value(s, objective, &heard, value, error) : memory;
  }
  free(model);
  free(wet);
  eq_free(eq);
  return status == EQUUS_ERR_MEMORY ? equus_error_set(error, status, "out of memory") : status;
}

EquusStatus
sensitivity_measure(Sensitivity* const            s,
                    const Objective* const        objective,
                    const SensitivityAxis* const  axis,
                    const SensitivitySound* const sound,
                    const SensitivityMusic* const music,
                    double* const                 slopes,
                    double* const                 shift,
                    EquusError* const             error)
{
  EqSettings  settings = eq_settings_flat();
  double      flat = 0.0, later = 0.0;
  EquusStatus status = hear(s, objective, sound, music, &settings, 0U, &flat, error);
  if (!status) {
    status = hear(s, objective, sound, music, &settings, 1U, &later, error);
  }
  *shift = fabs(later - flat) / (2.0 * step);
  for (unsigned b = 0; !status && b < axis->n; ++b) {
    double values[2] = { 0.0, 0.0 };
    settings.bands[BELL] =
      (EqBand){ .on = true, .frequency = (float)sensitivity_centre(axis, b), .q = (float)sensitivity_q(axis) };
    for (unsigned up = 0; !status && up < 2U; ++up) {
      settings.bands[BELL].gain = (float)(up ? step : -step);
      status                    = hear(s, objective, sound, music, &settings, 0U, &values[up], error);
    }
    slopes[b] = (values[1] - values[0]) / (2.0 * step);
  }
  return status;
}

/// Sums for a correlation
typedef struct {
  unsigned n;
  double   x, y, xx, yy, xy;
} Moments;

static void
add_pair(Moments* const m, const double x, const double y)
{
  *m = (Moments){ m->n + 1U, m->x + x, m->y + y, m->xx + x * x, m->yy + y * y, m->xy + x * y };
}

/// Not a number for fewer than three pairs
static double
correlation(const Moments* const m)
{
  const double xx = m->xx - m->x * m->x / m->n;
  const double yy = m->yy - m->y * m->y / m->n;
  return m->n < 3U ? (double)NAN : (m->xy - m->x * m->y / m->n) / sqrt(xx * yy);
}

SensitivityAgreement
sensitivity_agreement(const unsigned      n,
                      const double* const slopes,
                      const double* const measured,
                      const double* const energy,
                      const double        shift)
{
  Moments  all = { 0 }, qualified = { 0 };
  double   most = -HUGE_VAL;
  unsigned same = 0U;
  for (unsigned b = 0; b < n; ++b) {
    most = fmax(most, energy[b]);
  }
  for (unsigned b = 0; b < n; ++b) {
    if (energy[b] < most - energy_range) {
      continue;
    }
    add_pair(&all, slopes[b], measured[b]);
    if (fabs(measured[b]) > shift_factor * shift) {
      add_pair(&qualified, slopes[b], measured[b]);
      same += (slopes[b] > 0.0) == (measured[b] > 0.0);
    }
  }
  return (SensitivityAgreement){ .sounding    = all.n,
                                 .qualified   = qualified.n,
                                 .same_sign   = qualified.n ? (double)same / qualified.n : (double)NAN,
                                 .correlation = correlation(&qualified),
                                 .of_all      = correlation(&all) };
}
