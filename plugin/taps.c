// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/taps.h"

#include <math.h>
#include <stdlib.h>

static const float most_sensible = 1e12f; ///< Beyond it power spectra overflow; 240 dB above full scale

struct Taps {
  unsigned channels;
  float*   mono[TAP_COUNT];
};

Taps*
taps_new(unsigned channels, uint32_t most)
{
  Taps* const taps = (Taps*)calloc(1, sizeof(Taps));
  if (!taps) {
    return NULL;
  }

  taps->channels      = channels;
  taps->mono[TAP_DRY] = (float*)calloc(most, sizeof(float));
  taps->mono[TAP_WET] = (float*)calloc(most, sizeof(float));
  if (!taps->mono[TAP_DRY] || !taps->mono[TAP_WET]) {
    taps_free(taps);
    return NULL;
  }
  return taps;
}

void
taps_free(Taps* taps)
{
  if (taps) {
    free(taps->mono[TAP_DRY]);
    free(taps->mono[TAP_WET]);
    free(taps);
  }
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
