// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_RESAMPLER_H
#define EQUUS_DSP_RESAMPLER_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   Mono polyphase resampler between any two real rates, as clean as soxr's HQ.

   Kaiser-windowed sinc: flat to 0.91 and stopped (>= 120 dB) from 1.0 of the
   lower rate's Nyquist frequency.  Rates whose ratio is a fraction with at most
   512 phases, in a table of at most 4 MiB, use their exact phases; others
   interpolate outputs between at most 256 with an error below -110 dB; equal
   rates copy.  Positions are counted in integers and never drift, whatever the
   rates.

   The filter's delay is removed: output k is the signal at time k / out_rate,
   with zeros before the first and after the last input.  Output k depends on
   k and the input alone, not on how the input was cut into blocks.
*/
typedef struct Resampler Resampler;

/// Rates of 1,000 to 1,000,000 Hz; NULL if out of memory or range; free with resampler_free()
Resampler* resampler_new(double in_rate, double out_rate);

void resampler_free(Resampler* resampler);

void resampler_reset(Resampler* resampler) EQUUS_RT;

/// Most outputs that `n` more inputs can yield
uint32_t resampler_max_output(const Resampler* resampler, uint32_t n) EQUUS_RT;

/// Inputs after a sample's own before its output comes: the look-ahead, in input samples
uint32_t resampler_lookahead(const Resampler* resampler) EQUUS_RT;

/**
   Feed `n` inputs, write the outputs that are ready to `out`.
   @param out Room for resampler_max_output(resampler, n) samples.
   @return How many were written.
*/
uint32_t resampler_process(Resampler* resampler, const float* in, uint32_t n, float* out) EQUUS_RT;

#endif // EQUUS_DSP_RESAMPLER_H
