// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_LOUDNESS_METER_H
#define EQUUS_DSP_LOUDNESS_METER_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   Short-term loudness after ITU-R BS.1770-4 and EBU Tech 3341: K-weighted, over
   the last 3 s, read every 100 ms counted since reset.

   libebur128 measures the same, but sums all 3 s again for each reading (a
   spike of 0.2 ms at 48 kHz, 3 ms at 384 kHz) and has to allocate to start
   afresh; this meter keeps thirty sums and costs the same at every sample.
*/
typedef struct LoudnessMeter LoudnessMeter;

/// For 1,000 to 1,000,000 Hz and 1 or 2 channels; NULL if out of memory or range.  Free with loudness_meter_free().
LoudnessMeter* loudness_meter_new(double rate, unsigned channels);

void loudness_meter_free(LoudnessMeter* meter);

/// Forget everything: silence from now on back
void loudness_meter_reset(LoudnessMeter* meter) EQUUS_RT;

/// Feed `n` frames; samples that aren't finite count as 0
void loudness_meter_push(LoudnessMeter* meter, const float* const* in, uint32_t n) EQUUS_RT;

/// Loudness at the last full 100 ms, LUFS; -HUGE_VAL for silence
double loudness_meter_short_term(const LoudnessMeter* meter) EQUUS_RT;

/// The K-weighting at a frequency below half of the rate, as a factor of power; any thread
double loudness_weighting(double rate, double hertz);

#endif // EQUUS_DSP_LOUDNESS_METER_H
