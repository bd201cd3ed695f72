// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_TAPS_H
#define EQUUS_PLUGIN_TAPS_H

#include "dsp/rt.h"
#include "plugin/snapshot.h"

#include <stdint.h>

/**
   What the models hear: dry and wet as mono, at the host's rate and at RIG_RATE.

   Both taps get the same number of samples in every round: taps_mix() each,
   then taps_resample() once.
*/
typedef struct Taps Taps;

/// @param most Frames of the largest round.  NULL if out of memory or range; free with taps_free()
Taps* taps_new(double rate, unsigned channels, uint32_t most);

void taps_free(Taps* taps);

void taps_reset(Taps* taps) EQUUS_RT;

/// Mix `n` frames to mono; samples that are not finite, or beyond any sense, count as 0
void taps_mix(Taps* taps, Tap tap, const float* const* in, uint32_t n) EQUUS_RT;

/// The mix of this round, at the host's rate
const float* taps_mono(const Taps* taps, Tap tap) EQUUS_RT;

/// Resample the `n` mixed frames; returns how many samples came out at each tap
uint32_t taps_resample(Taps* taps, uint32_t n) EQUUS_RT;

/// What came out
const float* taps_resampled(const Taps* taps, Tap tap) EQUUS_RT;

/// Seconds that a sample waits for those which the resampler must see first
double taps_delay(const Taps* taps) EQUUS_RT;

#endif // EQUUS_PLUGIN_TAPS_H
