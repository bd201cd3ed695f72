// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/onset.h"

#include "dsp/selection.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_BANDS = 1024, DELAY = 2 };

struct Onset {
  uint32_t   bands;
  bool       begun;
  float*     before;         // [bands] dB
  float*     rises;          // [bands]
  OnsetFrame delayed[DELAY]; // Oldest first
};

Onset*
onset_new(const uint32_t bands)
{
  if (bands < 1U || bands > MAX_BANDS) {
    return NULL;
  }
  Onset* const onset = (Onset*)calloc(1, sizeof(Onset));
  if (!onset) {
    return NULL;
  }
  onset->bands  = bands;
  onset->before = (float*)calloc(bands, sizeof(float));
  onset->rises  = (float*)calloc(bands, sizeof(float));
  if (!onset->before || !onset->rises) {
    onset_free(onset);
    return NULL;
  }
  return onset;
}

void
onset_free(Onset* const onset)
{
  if (onset) {
    free(onset->rises);
    free(onset->before);
    free(onset);
  }
}

void
onset_reset(Onset* const onset)
{
  onset->begun = false;
  memset(onset->delayed, 0, sizeof(onset->delayed));
}

static float
median_of(float* const x, const uint32_t n)
{
  selection_place(x, n, n / 2U);
  if (n % 2U == 1U) {
    return x[n / 2U];
  }
  float below = x[0];
  for (uint32_t i = 1; i < n / 2U; ++i) {
    below = x[i] > below ? x[i] : below;
  }
  return 0.5f * (below + x[n / 2U]);
}

static OnsetFrame
measure_rise(Onset* const onset, const float* const decibels, const float least)
{
  double sum = 0.0;
  for (uint32_t b = 0; b < onset->bands; ++b) {
    const float rise = fmaxf(decibels[b], least) - fmaxf(onset->before[b], least);
    onset->rises[b]  = fmaxf(rise, 0.0f);
    sum += (double)onset->rises[b];
  }
  return (OnsetFrame){ (float)(sum / onset->bands), median_of(onset->rises, onset->bands) };
}

OnsetFrame
onset_process(Onset* const onset, const float* const decibels, const float least)
{
  const OnsetFrame none   = { 0.0f, 0.0f };
  const OnsetFrame rise   = onset->begun ? measure_rise(onset, decibels, least) : none;
  const OnsetFrame oldest = onset->delayed[0];
  onset->begun            = true;
  memcpy(onset->before, decibels, onset->bands * sizeof(float));
  memmove(onset->delayed, onset->delayed + 1, (DELAY - 1U) * sizeof(OnsetFrame));
  onset->delayed[DELAY - 1] = rise;
  return oldest;
}
