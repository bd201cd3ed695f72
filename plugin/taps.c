// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/taps.h"

#include "dsp/resampler.h"
#include "plugin/rig.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const float most_sensible = 1e12f; ///< Beyond it power spectra overflow; 240 dB above full scale

struct Taps {
  double     rate;
  unsigned   channels;
  Resampler* resamplers[TAP_COUNT];
  float*     mono[TAP_COUNT];
  float*     resampled[TAP_COUNT];
};

static bool
allocate(Taps* taps, Tap tap, uint32_t most)
{
  taps->resamplers[tap] = resampler_new(taps->rate, RIG_RATE);
  if (!taps->resamplers[tap]) {
    return false;
  }
  taps->mono[tap]      = (float*)calloc(most, sizeof(float));
  taps->resampled[tap] = (float*)calloc(resampler_max_output(taps->resamplers[tap], most), sizeof(float));
  return taps->mono[tap] && taps->resampled[tap];
}

Taps*
taps_new(double rate, unsigned channels, uint32_t most)
{
  Taps* const taps = (Taps*)calloc(1, sizeof(Taps));
  if (!taps) {
    return NULL;
  }

  taps->rate     = rate;
  taps->channels = channels;
  if (!allocate(taps, TAP_DRY, most) || !allocate(taps, TAP_WET, most)) {
    taps_free(taps);
    return NULL;
  }
  return taps;
}

void
taps_free(Taps* taps)
{
  if (taps) {
    for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
      resampler_free(taps->resamplers[tap]);
      free(taps->mono[tap]);
      free(taps->resampled[tap]);
    }
    free(taps);
  }
}

void
taps_reset(Taps* taps)
{
  resampler_reset(taps->resamplers[TAP_DRY]);
  resampler_reset(taps->resamplers[TAP_WET]);
}

void
taps_mix(Taps* taps, Tap tap, const float* const* in, uint32_t n)
{
  const float* const left  = in[0];
  const float* const right = in[taps->channels - 1];
  float* const       mono  = taps->mono[tap];
  for (uint32_t i = 0; i < n; ++i) {
    const float mix = taps->channels == 1 ? left[i] : 0.5f * (left[i] + right[i]);
    mono[i]         = fabsf(mix) <= most_sensible ? mix : 0.0f; // False for NaN too
  }
}

const float*
taps_mono(const Taps* taps, Tap tap)
{
  return taps->mono[tap];
}

uint32_t
taps_resample(Taps* taps, uint32_t n)
{
  resampler_process(taps->resamplers[TAP_DRY], taps->mono[TAP_DRY], n, taps->resampled[TAP_DRY]);
  return resampler_process(taps->resamplers[TAP_WET], taps->mono[TAP_WET], n, taps->resampled[TAP_WET]);
}

const float*
taps_resampled(const Taps* taps, Tap tap)
{
  return taps->resampled[tap];
}

double
taps_delay(const Taps* taps)
{
  return resampler_lookahead(taps->resamplers[TAP_DRY]) / taps->rate;
}
