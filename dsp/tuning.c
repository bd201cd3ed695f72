// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/tuning.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MIN_FFT = 32, MAX_FFT = 32768, DEVIATIONS = 100, STRENGTHS = 1280 };

static const double lowest               = 150.0;  // Hz
static const double highest              = 4000.0; // Hz
static const float  threshold            = 0.1f;   // Of the frame's largest power
static const double steps_per_octave     = 20.0;   // Of power
static const double weakest              = -40.0;  // Octaves of power: the first step
static const double semitones_per_octave = 12.0;
static const double a0                   = 27.5; // Hz

struct Tuning {
  double   bin_hertz;
  uint32_t bins;
  uint32_t first; // Bins between the lowest and the highest frequency
  uint32_t end;
  uint64_t peaks;
  uint32_t of_strength[STRENGTHS];
  uint32_t counts[STRENGTHS][DEVIATIONS];
};

Tuning*
tuning_new(const double rate, const uint32_t fft_size)
{
  if (!(rate >= 1e3 && rate <= 1e6) || fft_size < MIN_FFT || fft_size > MAX_FFT) {
    return NULL;
  }
  Tuning* const tuning = (Tuning*)calloc(1, sizeof(Tuning));
  if (tuning) {
    tuning->bin_hertz = rate / fft_size;
    tuning->bins      = fft_size / 2U + 1U;
    tuning->first     = (uint32_t)fmax(ceil(lowest / tuning->bin_hertz), 1.0);
    tuning->end       = (uint32_t)fmin(ceil(highest / tuning->bin_hertz), tuning->bins - 1.0);
  }
  return tuning;
}

void
tuning_free(Tuning* const tuning)
{
  free(tuning);
}

void
tuning_reset(Tuning* const tuning)
{
  tuning->peaks = 0U;
  memset(tuning->of_strength, 0, sizeof(tuning->of_strength));
  memset(tuning->counts, 0, sizeof(tuning->counts));
}

static void
count_peak(Tuning* const tuning, const float* const power, const uint32_t k)
{
  const double before  = (double)power[k - 1U];
  const double at      = (double)power[k];
  const double after   = (double)power[k + 1U];
  const double bend    = after + before - 2.0 * at;
  const double slope   = 0.5 * (after - before);
  const double shift   = fabs(slope) >= fabs(bend) ? 0.0 : -slope / bend;
  const double height  = at + 0.5 * slope * shift;
  const double pitch   = semitones_per_octave * log2((k + shift) * tuning->bin_hertz / a0);
  const double rest    = pitch - floor(pitch);
  const double residue = rest >= 0.5 ? rest - 1.0 : rest;

  const double   step      = (log2(height) - weakest) * steps_per_octave;
  const uint32_t strength  = (uint32_t)fmin(fmax(step, 0.0), STRENGTHS - 1.0);
  const uint32_t deviation = (uint32_t)fmin(fmax((residue + 0.5) * DEVIATIONS, 0.0), DEVIATIONS - 1.0);
  ++tuning->peaks;
  ++tuning->of_strength[strength];
  ++tuning->counts[strength][deviation];
}

void
tuning_process(Tuning* const tuning, const float* const power)
{
  float largest = 0.0f;
  for (uint32_t k = 0; k < tuning->bins; ++k) {
    largest = power[k] > largest ? power[k] : largest;
  }
  const float least = threshold * largest;
  for (uint32_t k = tuning->first; k < tuning->end; ++k) {
    const float before = power[k - 1U] > least ? power[k - 1U] : 0.0f;
    const float after  = power[k + 1U] > least ? power[k + 1U] : 0.0f;
    if (power[k] > least && power[k] > before && power[k] >= after) {
      count_peak(tuning, power, k);
    }
  }
}

/// Add a step's deviations, weighted, to counts [DEVIATIONS]
static void
add_step(const Tuning* const tuning, const uint32_t strength, const double weight, double* const counts)
{
  for (uint32_t d = 0; d < DEVIATIONS && tuning->of_strength[strength]; ++d) {
    counts[d] += weight * tuning->counts[strength][d];
  }
}

/// Count the deviations of the stronger half; of the step that holds the median, the share above it
static void
count_stronger_half(const Tuning* const tuning, double* const counts)
{
  double left = 0.5 * (double)tuning->peaks;
  for (uint32_t s = STRENGTHS; s > 0U && left > 0.0; --s) {
    const double step = (double)tuning->of_strength[s - 1U];
    add_step(tuning, s - 1U, step > left ? left / step : 1.0, counts);
    left -= step;
  }
}

double
tuning_estimate(const Tuning* const tuning)
{
  if (tuning->peaks == 0U) {
    return 0.0;
  }
  double counts[DEVIATIONS] = { 0.0 };
  count_stronger_half(tuning, counts);
  uint32_t commonest = 0U;
  for (uint32_t d = 1; d < DEVIATIONS; ++d) {
    commonest = counts[d] > counts[commonest] ? d : commonest;
  }
  return (double)commonest / DEVIATIONS - 0.5;
}
