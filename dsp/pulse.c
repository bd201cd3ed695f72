// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/pulse.h"

#include "dsp/running_statistics.h"
#include "dsp/tempogram.h"

#include <stdlib.h>

struct Pulse {
  double             frames_per_second;
  uint32_t           window;
  Tempogram*         tempogram;
  RunningStatistics* means;
};

Pulse*
pulse_new(const double frames_per_second, const uint32_t window, const uint32_t* const lengths, const unsigned n)
{
  Pulse* const pulse = (Pulse*)calloc(1, sizeof(Pulse));
  if (!pulse) {
    return NULL;
  }
  pulse->frames_per_second = frames_per_second;
  pulse->window            = window;
  pulse->tempogram         = tempogram_new(window);
  pulse->means             = running_statistics_new(window, lengths, n);
  if (!pulse->tempogram || !pulse->means) {
    pulse_free(pulse);
    return NULL;
  }
  return pulse;
}

void
pulse_free(Pulse* const pulse)
{
  if (pulse) {
    running_statistics_free(pulse->means);
    tempogram_free(pulse->tempogram);
    free(pulse);
  }
}

void
pulse_reset(Pulse* const pulse)
{
  tempogram_reset(pulse->tempogram);
  running_statistics_reset(pulse->means);
}

static bool
count(Pulse* const pulse, const float* const frame)
{
  if (frame) {
    running_statistics_push(pulse->means, frame);
  }
  return frame;
}

void
pulse_push(Pulse* const pulse, const float onset)
{
  count(pulse, tempogram_push(pulse->tempogram, onset));
}

bool
pulse_pad(Pulse* const pulse)
{
  return count(pulse, tempogram_pad(pulse->tempogram));
}

bool
pulse_tempo(const Pulse* const pulse, const unsigned span, double* const tempo)
{
  TempogramPeak best = tempogram_no_peak();
  for (uint32_t l = 1; l < pulse->window; ++l) {
    const Statistics lag = running_statistics_get(pulse->means, span, l);
    if (!lag.frames) {
      return false;
    }
    tempogram_consider(&best, pulse->frames_per_second, l, lag.mean);
  }
  *tempo = best.tempo;
  return true;
}
