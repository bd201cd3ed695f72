// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_STATISTICS_H
#define EQUUS_TOOLS_STATISTICS_H

#include "dsp/error.h"

#include <stdbool.h>
#include <stdint.h>

/**
   How well readings agree with the truth, and how sure that is.

   Each figure takes a weight for each of `n` files: 1 for all, or how often a bootstrap drew it.
   All weigh 0 or more.  A figure that isn't defined, such as the correlation with a constant, is NAN.
   No state, any thread.
*/

/// Pearson's r of x [n] and y [n]
double statistics_correlation(const double* x, const double* y, const double* weights, uint32_t n);

/// Share of the truth's variance that the readings explain: 1 - sum (t - y)^2 / sum (t - mean t)^2; below 0 if worse
/// than the mean
double statistics_r2(const double* truth, const double* readings, const double* weights, uint32_t n);

/// Root mean square error
double statistics_rmse(const double* truth, const double* readings, const double* weights, uint32_t n);

/// Standard deviation of x [n] without weights, over n - 1; NAN for fewer than two
double statistics_deviation(const double* x, uint32_t n);

/// A file's score
typedef struct {
  double   score;
  uint32_t file; ///< Index
} Ranked;

/// Sort files by their score, the highest first
void statistics_rank(Ranked* ranked, uint32_t n);

/// Who is positive among files that statistics_rank() sorted
typedef struct {
  const Ranked* ranked;   ///< [n]
  const bool*   positive; ///< [n], by file
  uint32_t      n;
} Ranking;

/// Area under the ROC curve: how often a positive scores above a negative, ties counting half
double statistics_auc(const Ranking* ranking, const double* weights);

/// Average precision: sum of precision times gain in recall over all thresholds, without interpolation
double statistics_average_precision(const Ranking* ranking, const double* weights);

/// Quantile of values [n] in rising order, linear between them
double statistics_quantile(const double* sorted, uint32_t n, double share);

/// A figure with its 95 % interval
typedef struct {
  double value, low, high;
} Estimate;

/// The share count / n with Wilson's interval (E. B. Wilson, JASA 22, 1927); NAN for n = 0
Estimate statistics_share(uint32_t count, uint32_t n);

/// Computes figures [n_figures] from weights [n]
typedef void (*StatisticsFigures)(void* handle, const double* weights, double* figures);

/// A bootstrap over `n` files (B. Efron's percentile interval)
typedef struct {
  uint32_t          n;
  uint32_t          resamples; ///< 1 or more
  uint64_t          seed;
  uint32_t          n_figures;
  StatisticsFigures figures;
  void*             handle;
} Bootstrap;

/**
   Figures of all files, and where 95 % of those of random draws with replacement lie.

   Draws in which a figure isn't defined don't count towards its interval.
   @param estimates [n_figures]
   @return EQUUS_ERR_MEMORY
*/
EquusStatus statistics_bootstrap(const Bootstrap* bootstrap, Estimate* estimates);

#endif // EQUUS_TOOLS_STATISTICS_H
