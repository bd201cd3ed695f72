// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_LOAD_METER_H
#define EQUUS_PLUGIN_LOAD_METER_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   Share of the time that the host grants which processing takes: mean and worst of the last second.

   The second is counted in samples.  All zero with a rate is a meter that has seen nothing.
*/

enum { LOAD_METER_STEPS = 10 }; ///< Parts of the second

typedef struct {
  double used;    ///< Seconds of processing
  double granted; ///< Seconds of audio
  double worst;   ///< Largest ratio of a block
} LoadMeterStep;

typedef struct {
  double        rate;
  double        started; ///< Clock at load_meter_begin()
  uint32_t      current;
  LoadMeterStep steps[LOAD_METER_STEPS];
} LoadMeter;

/// Forget what was seen
void load_meter_reset(LoadMeter* meter, double rate) EQUUS_RT;

/// Call when a block begins
void load_meter_begin(LoadMeter* meter) EQUUS_RT;

/// Call when the block of `n` samples is done; blocks of none don't count
void load_meter_end(LoadMeter* meter, uint32_t n) EQUUS_RT;

float load_meter_mean(const LoadMeter* meter) EQUUS_RT;
float load_meter_peak(const LoadMeter* meter) EQUUS_RT;

#endif // EQUUS_PLUGIN_LOAD_METER_H
