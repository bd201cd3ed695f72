// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_RUNNING_STATISTICS_H
#define EQUUS_DSP_RUNNING_STATISTICS_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   Means and variances of vectors over the last so many, and over all since reset.

   Sums are exact but for rounding, whatever went before: a sliding sum is replaced each
   time as many new vectors have come as it holds.
*/
typedef struct RunningStatistics RunningStatistics;

enum { RUNNING_STATISTICS_MAX_SPANS = 4 };

typedef struct {
  uint64_t frames; ///< Vectors that it stands on; the others are 0 where this is
  double   mean;
  double   variance;  ///< Of the population: mean square of the distance from the mean
  double   deviation; ///< Its square root
} Statistics;

/**
   @param width Values of a vector, 1 to 65,536.
   @param lengths [n] Vectors that each span holds; 0 for all since reset.
   @param n 1 to RUNNING_STATISTICS_MAX_SPANS
   @return NULL if out of memory or range; free with running_statistics_free()
*/
RunningStatistics* running_statistics_new(uint32_t width, const uint32_t* lengths, unsigned n);

void running_statistics_free(RunningStatistics* running);

void running_statistics_reset(RunningStatistics* running) EQUUS_RT;

/// values [width], finite
void running_statistics_push(RunningStatistics* running, const float* values) EQUUS_RT;

/// Statistics of one value of the vectors over span `span`, index into `lengths`
Statistics running_statistics_get(const RunningStatistics* running, unsigned span, uint32_t element) EQUUS_RT;

/// Statistics of all values of the vectors together
Statistics running_statistics_pooled(const RunningStatistics* running, unsigned span) EQUUS_RT;

#endif // EQUUS_DSP_RUNNING_STATISTICS_H
