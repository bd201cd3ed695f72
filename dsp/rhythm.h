// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_RHYTHM_H
#define EQUUS_DSP_RHYTHM_H

#include "dsp/feature_tracks.h"
#include "dsp/rt.h"

#include <stdbool.h>
#include <stdint.h>

/// Onset strength and what follows from it, its tempogram and tempi; the beat histogram
typedef struct Rhythm Rhythm;

/**
   @param features Mask of feature_bit(), of which at least one is rhythm_features()'
   @param lengths [n] Spans in frames; without any there are no summaries
   @return NULL if out of memory; free with rhythm_free().  Takes the FFT planner's mutex.
*/
Rhythm* rhythm_new(uint64_t features, const uint32_t* lengths, unsigned n);

void rhythm_free(Rhythm* rhythm);

void rhythm_reset(Rhythm* rhythm) EQUUS_RT;

/// Mask of the features that this computes
uint64_t rhythm_features(void) EQUUS_RT;

/// Mask of those that rest on onset strength
uint64_t rhythm_of_onset(void) EQUUS_RT;

/// Feed samples at FEATURE_RATE: the beat histogram, where it was asked for
void rhythm_hear(Rhythm* rhythm, const float* in, uint32_t n) EQUUS_RT;

/// Mel bands [FEATURE_MEL_BANDS] in dB, of which none counts for less than `least`; what follows goes to `tracks`
void rhythm_process(Rhythm* rhythm, const float* decibels, float least, FeatureTracks* tracks) EQUUS_RT;

/// The signal has ended: the next frame of those that come half a window late; false after the last
bool rhythm_pad(Rhythm* rhythm, FeatureTracks* tracks) EQUUS_RT;

/// Value of a summary over a span, index into `lengths`; false where it isn't known, or wasn't asked for
bool rhythm_summary(const Rhythm* rhythm, FeatureId feature, unsigned span, uint32_t element, double* value) EQUUS_RT;

#endif // EQUUS_DSP_RHYTHM_H
