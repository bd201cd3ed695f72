// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_BEAT_HISTOGRAM_H
#define EQUUS_DSP_BEAT_HISTOGRAM_H

#include "dsp/rt.h"

#include <stdbool.h>
#include <stdint.h>

/**
   Tzanetakis and Cook's beat histogram ("Musical genre classification of audio signals", IEEE TSAP 10, 2002).

   Octave bands by a wavelet transform (Daubechies, four coefficients, four levels); each band's
   envelope by full-wave rectification and a one-pole low-pass (0.99) and one value each 16 samples; their sum less its
   mean in windows of 65,536 samples each 32,768; the autocorrelation, enhanced (what is below 0 cut,
   its stretch by two subtracted, cut again: Tolonen and Karjalainen 2000); the three largest peaks from 40 to 200
   beats per minute, each added to the histogram with its height.

   Where the paper is silent: the autocorrelation is divided by that of no lag, so that a gain changes nothing, and
   the histogram by the number of windows, so that spans compare.
*/
typedef struct BeatHistogram BeatHistogram;

enum {
  BEAT_HISTOGRAM_HOP     = 32768, ///< Samples from window to window
  BEAT_HISTOGRAM_LOWEST  = 40,    ///< Beats per minute of the first bin
  BEAT_HISTOGRAM_BINS    = 161,   ///< One beat per minute each
  BEAT_HISTOGRAM_WINDOWS = 64     ///< Most that a span short of all may hold
};

/// The paper's six values
typedef struct {
  double a0;  ///< Largest bin by the sum of all
  double a1;  ///< The largest that is 5 or more beats per minute away from it, by the sum
  double ra;  ///< a1 / a0
  double p1;  ///< Beats per minute of the largest
  double p2;  ///< And of the second; 0 where there is none
  double sum; ///< Of all bins: the strength of the beat
} BeatHistogramSummary;

/// For 22,050 Hz, as the paper; NULL if out of memory; free with beat_histogram_free().  Takes the FFT planner's mutex.
BeatHistogram* beat_histogram_new(void);

void beat_histogram_free(BeatHistogram* histogram);

void beat_histogram_reset(BeatHistogram* histogram) EQUUS_RT;

/// Feed samples; each 32,768 of them take two transforms of 8,192
void beat_histogram_push(BeatHistogram* histogram, const float* in, uint32_t n) EQUUS_RT;

/**
   @param windows The newest so many, at most BEAT_HISTOGRAM_WINDOWS; 0 for all since reset.
   @param bins [BEAT_HISTOGRAM_BINS]
   @return False before the first window: then all is 0.
*/
bool beat_histogram_get(const BeatHistogram* histogram, uint32_t windows, double* bins) EQUUS_RT;

/// bins [BEAT_HISTOGRAM_BINS]
BeatHistogramSummary beat_histogram_summarise(const double* bins) EQUUS_RT;

#endif // EQUUS_DSP_BEAT_HISTOGRAM_H
