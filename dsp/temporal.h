// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_TEMPORAL_H
#define EQUUS_DSP_TEMPORAL_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   RMS and zero-crossing rate of frames of 4 hops, centred on each hop·t.

   As librosa.feature.rms (zeros outside the signal) and zero_crossing_rate (its
   first and last sample repeated outside; samples of at most 1e-10 count as 0,
   and 0 as positive; the step onto a frame's first sample isn't counted).
   Frame t is complete after hop·(t + 2) samples.
*/
typedef struct Temporal Temporal;

typedef struct {
  double rms;                ///< Full scale is 1
  double zero_crossing_rate; ///< Crossings per sample, 0 to 1
} TemporalFrame;

/// For a hop of 1 to 65,536 samples; NULL if out of memory or range; free with temporal_free()
Temporal* temporal_new(uint32_t hop);

void temporal_free(Temporal* temporal);

void temporal_reset(Temporal* temporal) EQUUS_RT;

/**
   Feed `n` samples, at most as many as complete the hop.
   @return What a frame that this completed holds, valid until the next call, or NULL.
*/
const TemporalFrame* temporal_push(Temporal* temporal, const float* in, uint32_t n) EQUUS_RT;

/// Samples that the hop still lacks, 1 or more
uint32_t temporal_needed(const Temporal* temporal) EQUUS_RT;

/// As temporal_push() of `n` samples after the signal's end: zeros for the RMS, no crossings
const TemporalFrame* temporal_pad(Temporal* temporal, uint32_t n) EQUUS_RT;

#endif // EQUUS_DSP_TEMPORAL_H
