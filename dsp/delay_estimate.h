// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_DELAY_ESTIMATE_H
#define EQUUS_DSP_DELAY_ESTIMATE_H

#include <stdbool.h>

/**
   How much later one signal comes than another that was made of it.

   Generalised cross-correlation with the phase transform (Knapp & Carter,
   IEEE Trans. ASSP 24(4), 1976): every frequency counts alike, so that neither
   an equaliser nor music that repeats itself moves or doubles the peak; what is
   60 dB below the spectrum's mean counts less.  Whole samples; an inverted
   signal is found too.  For background threads.
*/
typedef struct DelayEstimate DelayEstimate;

enum {
  DELAY_ESTIMATE_MOST   = 8192, ///< Longest delay found, either way, samples
  DELAY_ESTIMATE_FRAMES = 98304 ///< Of both signals, 2 s at 48 kHz
};

typedef struct {
  bool   known;      ///< False for silence or signals that have nothing to do with each other
  int    samples;    ///< Positive where wet comes later; what there is even if not known
  double confidence; ///< Height of the peak above the largest value farther than 64 samples away; known from 2 on
} Delay;

/// Takes the planner's mutex.  NULL if out of memory; free with delay_estimate_free()
DelayEstimate* delay_estimate_new(void);

void delay_estimate_free(DelayEstimate* estimate);

/// The delay from `dry` to `wet` [DELAY_ESTIMATE_FRAMES] of the same time
Delay delay_estimate_run(DelayEstimate* estimate, const float* dry, const float* wet);

#endif // EQUUS_DSP_DELAY_ESTIMATE_H
