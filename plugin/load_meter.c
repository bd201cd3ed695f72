// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/load_meter.h"

#include <math.h>
#include <string.h>
#include <time.h>

/// Monotonic seconds; answered without entering the kernel
static double
now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void
load_meter_reset(LoadMeter* meter, double rate)
{
  memset(meter, 0, sizeof(*meter));
  meter->rate = rate;
}

void
load_meter_begin(LoadMeter* meter)
{
  meter->started = now();
}

void
load_meter_end(LoadMeter* meter, uint32_t n)
{
  if (!n) {
    return;
  }

  LoadMeterStep* step = &meter->steps[meter->current];
  if (step->granted >= 1.0 / LOAD_METER_STEPS) {
    meter->current = (meter->current + 1) % LOAD_METER_STEPS;
    step           = &meter->steps[meter->current];
    memset(step, 0, sizeof(*step));
  }

  const double used    = now() - meter->started;
  const double granted = n / meter->rate;
  step->used += used;
  step->granted += granted;
  step->worst = fmax(step->worst, used / granted);
}

float
load_meter_mean(const LoadMeter* meter)
{
  double used    = 0.0;
  double granted = 0.0;
  for (unsigned i = 0; i < LOAD_METER_STEPS; ++i) {
    used += meter->steps[i].used;
    granted += meter->steps[i].granted;
  }
  return granted > 0.0 ? (float)(used / granted) : 0.0f;
}

float
load_meter_peak(const LoadMeter* meter)
{
  double worst = 0.0;
  for (unsigned i = 0; i < LOAD_METER_STEPS; ++i) {
    worst = fmax(worst, meter->steps[i].worst);
  }
  return (float)worst;
}
