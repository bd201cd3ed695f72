// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/statistics.h"

#include "dsp/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double normal_975 = 1.959963984540054; ///< 97.5 % quantile of the normal distribution
static const double rounding   = 1e-24;             ///< Relative variance that double precision may make up

static double
weighted_mean(const double* const x, const double* const weights, const uint32_t n)
{
  double sum   = 0.0;
  double total = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    sum += weights[i] * x[i];
    total += weights[i];
  }
  return sum / total;
}

/// Weighted sum of squares around the mean; 0 where nothing but rounding makes values differ
static double
weighted_spread(const double* const x, const double* const weights, const uint32_t n, const double mean)
{
  double sum   = 0.0;
  double total = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    sum += weights[i] * (x[i] - mean) * (x[i] - mean);
    total += weights[i];
  }
  return sum > rounding * total * mean * mean ? sum : 0.0;
}

double
statistics_correlation(const double* const x, const double* const y, const double* const weights, const uint32_t n)
{
  const double mean_x = weighted_mean(x, weights, n);
  const double mean_y = weighted_mean(y, weights, n);
  const double spread = sqrt(weighted_spread(x, weights, n, mean_x)) * sqrt(weighted_spread(y, weights, n, mean_y));
  double       common = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    common += weights[i] * (x[i] - mean_x) * (y[i] - mean_y);
  }
  return spread > 0.0 ? fmin(fmax(common / spread, -1.0), 1.0) : (double)NAN;
}

static double
squared_error(const double* const truth, const double* const readings, const double* const weights, const uint32_t n)
{
  double sum = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    sum += weights[i] * (truth[i] - readings[i]) * (truth[i] - readings[i]);
  }
  return sum;
}

double
statistics_r2(const double* const truth, const double* const readings, const double* const weights, const uint32_t n)
{
  const double spread = weighted_spread(truth, weights, n, weighted_mean(truth, weights, n));
  return spread > 0.0 ? 1.0 - squared_error(truth, readings, weights, n) / spread : (double)NAN;
}

double
statistics_rmse(const double* const truth, const double* const readings, const double* const weights, const uint32_t n)
{
  double total = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    total += weights[i];
  }
  return total > 0.0 ? sqrt(squared_error(truth, readings, weights, n) / total) : (double)NAN;
}

double
statistics_deviation(const double* const x, const uint32_t n)
{
  double mean = 0.0;
  double sum  = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    mean += x[i] / n;
  }
  for (uint32_t i = 0; i < n; ++i) {
    sum += (x[i] - mean) * (x[i] - mean);
  }
  return n > 1 ? sqrt(sum / (n - 1)) : (double)NAN;
}

static int
compare_ranked(const void* const a, const void* const b)
{
  const Ranked* const left  = (const Ranked*)a;
  const Ranked* const right = (const Ranked*)b;
  if (left->score > right->score || left->score < right->score) {
    return left->score > right->score ? -1 : 1;
  }
  return left->file < right->file ? -1 : left->file > right->file;
}

void
statistics_rank(Ranked* const ranked, const uint32_t n)
{
  qsort(ranked, n, sizeof(*ranked), compare_ranked);
}

/// Weights of the positives and negatives that share a score
typedef struct {
  double positives, negatives;
} Group;

/// Sum files of equal score from `*next` on, which is moved behind them
static Group
take_group(const Ranking* const ranking, const double* const weights, uint32_t* const next)
{
  Group          group = { 0.0, 0.0 };
  const double   score = ranking->ranked[*next].score;
  const uint32_t n     = ranking->n;
  for (; *next < n && ranking->ranked[*next].score >= score; ++*next) {
    const uint32_t file = ranking->ranked[*next].file;
    if (ranking->positive[file]) {
      group.positives += weights[file];
    } else {
      group.negatives += weights[file];
    }
  }
  return group;
}

double
statistics_auc(const Ranking* const ranking, const double* const weights)
{
  Group    above = { 0.0, 0.0 };
  double   wins  = 0.0;
  uint32_t next  = 0;
  while (next < ranking->n) {
    const Group group = take_group(ranking, weights, &next);
    wins += group.negatives * (above.positives + 0.5 * group.positives);
    above.positives += group.positives;
    above.negatives += group.negatives;
  }
  const double pairs = above.positives * above.negatives;
  return pairs > 0.0 ? wins / pairs : (double)NAN;
}

double
statistics_average_precision(const Ranking* const ranking, const double* const weights)
{
  Group    above = { 0.0, 0.0 };
  double   sum   = 0.0;
  uint32_t next  = 0;
  while (next < ranking->n) {
    const Group group = take_group(ranking, weights, &next);
    above.positives += group.positives;
    above.negatives += group.negatives;
    if (group.positives > 0.0) {
      sum += group.positives * above.positives / (above.positives + above.negatives);
    }
  }
  return above.positives > 0.0 ? sum / above.positives : (double)NAN;
}

double
statistics_quantile(const double* const sorted, const uint32_t n, const double share)
{
  const double   place = share * (n - 1);
  const uint32_t below = (uint32_t)place;
  const uint32_t above = below + 1 < n ? below + 1 : below;
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

Estimate
statistics_share(const uint32_t count, const uint32_t n)
{
  if (!n) {
    return (Estimate){ (double)NAN, (double)NAN, (double)NAN };
  }
  const double share  = (double)count / n;
  const double z2     = normal_975 * normal_975 / n;
  const double centre = (share + 0.5 * z2) / (1.0 + z2);
  const double reach  = normal_975 * sqrt(share * (1.0 - share) / n + 0.25 * z2 / n) / (1.0 + z2);
  return (Estimate){ share, count ? centre - reach : 0.0, count < n ? centre + reach : 1.0 };
}

static int
compare_numbers(const void* const a, const void* const b)
{
  const double left  = *(const double*)a;
  const double right = *(const double*)b;
  return left < right ? -1 : left > right;
}

/// Interval of `draws` [n], which are sorted; those that aren't finite are left out
static void
set_interval(Estimate* const estimate, double* const draws, const uint32_t n)
{
  uint32_t defined = 0;
  for (uint32_t i = 0; i < n; ++i) {
    if (isfinite(draws[i])) {
      draws[defined++] = draws[i];
    }
  }
  estimate->low = estimate->high = (double)NAN;
  if (defined && isfinite(estimate->value)) {
    qsort(draws, defined, sizeof(*draws), compare_numbers);
    estimate->low  = statistics_quantile(draws, defined, 0.025);
    estimate->high = statistics_quantile(draws, defined, 0.975);
  }
}

/// Weights of one draw of n files with replacement
static void
draw(Random* const random, double* const weights, const uint32_t n)
{
  memset(weights, 0, n * sizeof(*weights));
  for (uint32_t i = 0; i < n; ++i) {
    weights[random_below(random, n)] += 1.0;
  }
}

EquusStatus
statistics_bootstrap(const Bootstrap* const bootstrap, Estimate* const estimates)
{
  const uint32_t n       = bootstrap->n;
  const uint32_t rounds  = bootstrap->resamples;
  Random         random  = { bootstrap->seed };
  double* const  weights = (double*)calloc(n, sizeof(double));
  double* const  figures = (double*)calloc(bootstrap->n_figures, sizeof(double));
  double* const  draws   = (double*)calloc((size_t)bootstrap->n_figures * rounds, sizeof(double));
  const bool     fine    = weights && figures && draws;
  for (uint32_t i = 0; fine && i < n; ++i) {
    weights[i] = 1.0;
  }
  for (uint32_t round = 0; fine && round <= rounds; ++round) {
    bootstrap->figures(bootstrap->handle, weights, figures);
    for (uint32_t f = 0; f < bootstrap->n_figures; ++f) {
      if (round) {
        draws[(size_t)f * rounds + round - 1] = figures[f];
      } else {
        estimates[f].value = figures[f];
      }
    }
    draw(&random, weights, n);
  }
  for (uint32_t f = 0; fine && f < bootstrap->n_figures; ++f) {
    set_interval(&estimates[f], draws + (size_t)f * rounds, rounds);
  }
  free(draws);
  free(figures);
  free(weights);
  return fine ? EQUUS_OK : EQUUS_ERR_MEMORY;
}
