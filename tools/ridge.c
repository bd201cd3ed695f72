// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/ridge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ALPHAS = 13 };

static const double rounding = 1e-24; ///< Relative variance that double precision may make up

/// Normal equations of standardised features, to be solved for any penalty
typedef struct {
  uint32_t d;
  double*  mean;      ///< [d]
  double*  deviation; ///< [d], 1 for a feature that never moves
  double*  products;  ///< [d][d], lower triangle
  double*  target;    ///< [d]
  double   mean_y;
  double*  factor;   ///< [d][d], scratch: Cholesky's
  double*  solution; ///< [d], scratch
  double*  row;      ///< [d], scratch
} Equations;

static void
equations_free(Equations* const e)
{
  if (e) {
    free(e->mean);
    free(e->deviation);
    free(e->products);
    free(e->target);
    free(e->factor);
    free(e->solution);
    free(e->row);
    free(e);
  }
}

static Equations*
equations_new(const uint32_t d)
{
  const size_t     square = (size_t)d * d;
  Equations* const e      = (Equations*)calloc(1, sizeof(*e));
  if (!e) {
    return NULL;
  }
  *e = (Equations){ .d         = d,
                    .mean      = (double*)calloc(d, sizeof(double)),
                    .deviation = (double*)calloc(d, sizeof(double)),
                    .products  = (double*)calloc(square, sizeof(double)),
                    .target    = (double*)calloc(d, sizeof(double)),
                    .factor    = (double*)calloc(square, sizeof(double)),
                    .solution  = (double*)calloc(d, sizeof(double)),
                    .row       = (double*)calloc(d, sizeof(double)) };
  if (!(e->mean && e->deviation && e->products && e->target && e->factor && e->solution && e->row)) {
    equations_free(e);
    return NULL;
  }
  return e;
}

static bool
is_used(const bool* const rows, const uint32_t row)
{
  return !rows || rows[row];
}

static void
set_moments(Equations* const e, const RidgeData* const data, const bool* const rows)
{
  double count = 0.0;
  e->mean_y    = 0.0;
  memset(e->mean, 0, e->d * sizeof(double));
  memset(e->deviation, 0, e->d * sizeof(double));
  for (uint32_t i = 0; i < data->n; ++i) {
    for (uint32_t j = 0; is_used(rows, i) && j < e->d; ++j) {
      e->mean[j] += data->x[(size_t)i * e->d + j];
    }
    e->mean_y += is_used(rows, i) ? data->y[i] : 0.0;
    count += is_used(rows, i) ? 1.0 : 0.0;
  }
  e->mean_y /= count;
  for (uint32_t j = 0; j < e->d; ++j) {
    e->mean[j] /= count;
  }
  for (uint32_t i = 0; i < data->n; ++i) {
    for (uint32_t j = 0; is_used(rows, i) && j < e->d; ++j) {
      const double from = data->x[(size_t)i * e->d + j] - e->mean[j];
      e->deviation[j] += from * from / count;
    }
  }
  for (uint32_t j = 0; j < e->d; ++j) {
    const bool moves = e->deviation[j] > rounding * e->mean[j] * e->mean[j];
    e->deviation[j]  = moves ? sqrt(e->deviation[j]) : 1.0;
  }
}

/// Add one row's products with itself and the target
static void
add_row(Equations* const e, const double* const x, const double y)
{
  for (uint32_t j = 0; j < e->d; ++j) {
    e->row[j] = (x[j] - e->mean[j]) / e->deviation[j];
  }
  for (uint32_t j = 0; j < e->d; ++j) {
    double* const products = e->products + (size_t)j * e->d;
    const double  value    = e->row[j];
    for (uint32_t k = 0; k <= j; ++k) {
      products[k] += value * e->row[k];
    }
    e->target[j] += value * (y - e->mean_y);
  }
}

static void
set_up(Equations* const e, const RidgeData* const data, const bool* const rows)
{
  set_moments(e, data, rows);
  memset(e->products, 0, (size_t)e->d * e->d * sizeof(double));
  memset(e->target, 0, e->d * sizeof(double));
  for (uint32_t i = 0; i < data->n; ++i) {
    if (is_used(rows, i)) {
      add_row(e, data->x + (size_t)i * e->d, data->y[i]);
    }
  }
}

/// Sum of a [n] times b [n], in lanes that a compiler can keep side by side
static double
dot(const double* const a, const double* const b, const uint32_t n)
{
  enum { LANES = 8 };
  double   sums[LANES] = { 0.0 };
  double   sum         = 0.0;
  uint32_t i           = 0;
  for (; i + LANES <= n; i += LANES) {
    for (unsigned lane = 0; lane < LANES; ++lane) {
      sums[lane] += a[i + lane] * b[i + lane];
    }
  }
  for (; i < n; ++i) {
    sum += a[i] * b[i];
  }
  for (unsigned lane = 0; lane < LANES; ++lane) {
    sum += sums[lane];
  }
  return sum;
}

/// Cholesky factor L of the products + alpha I
static void
factorise(Equations* const e, const double alpha)
{
  const uint32_t d = e->d;
  for (uint32_t i = 0; i < d; ++i) {
    double* const row = e->factor + (size_t)i * d;
    for (uint32_t j = 0; j <= i; ++j) {
      const double* const other = e->factor + (size_t)j * d;
      const double        sum   = e->products[(size_t)i * d + j] + (i == j ? alpha : 0.0) - dot(row, other, j);
      row[j]                    = i == j ? sqrt(sum) : sum / other[j];
    }
  }
}

/// L L' solution = target
static void
substitute(Equations* const e)
{
  const uint32_t d = e->d;
  double* const  s = e->solution;
  for (uint32_t i = 0; i < d; ++i) {
    s[i] = e->target[i];
    for (uint32_t k = 0; k < i; ++k) {
      s[i] -= e->factor[(size_t)i * d + k] * s[k];
    }
    s[i] /= e->factor[(size_t)i * d + i];
  }
  for (uint32_t i = d; i-- > 0;) {
    for (uint32_t k = i + 1; k < d; ++k) {
      s[i] -= e->factor[(size_t)k * d + i] * s[k];
    }
    s[i] /= e->factor[(size_t)i * d + i];
  }
}

/// Weights [d + 1] of the features as they are
static void
solve(Equations* const e, const double alpha, double* const weights)
{
  factorise(e, alpha);
  substitute(e);
  weights[e->d] = e->mean_y;
  for (uint32_t j = 0; j < e->d; ++j) {
    weights[j] = e->solution[j] / e->deviation[j];
    weights[e->d] -= weights[j] * e->mean[j];
  }
}

static double
predict(const double* const x, const double* const weights, const uint32_t d)
{
  double sum = weights[d];
  for (uint32_t j = 0; j < d; ++j) {
    sum += weights[j] * x[j];
  }
  return sum;
}

static double
alpha_of(const unsigned index)
{
  return pow(10.0, 0.5 * index - 1.0);
}

/// Split the marked rows: every tenth, from number `fold` on, into `test` [n], the others into `train` [n]
static void
split(const bool* const rows, const uint32_t n, const unsigned fold, bool* const train, bool* const test)
{
  uint32_t number = 0;
  for (uint32_t i = 0; i < n; ++i) {
    const bool used = is_used(rows, i);
    test[i]         = used && number % RIDGE_FOLDS == fold;
    train[i]        = used && !test[i];
    number += used;
  }
}

static double
squared_error(const RidgeData* const data, const bool* const test, const double* const weights)
{
  double sum = 0.0;
  for (uint32_t i = 0; i < data->n; ++i) {
    if (test[i]) {
      const double error = predict(data->x + (size_t)i * data->d, weights, data->d) - data->y[i];
      sum += error * error;
    }
  }
  return sum;
}

EquusStatus
ridge_fit(const RidgeData* const data, const bool* const rows, const double alpha, double* const weights)
{
  Equations* const e = equations_new(data->d);
  if (!e) {
    return EQUUS_ERR_MEMORY;
  }
  set_up(e, data, rows);
  solve(e, alpha, weights);
  equations_free(e);
  return EQUUS_OK;
}

/// Squared error of each penalty in ten folds
static void
try_alphas(Equations* const       e,
           const RidgeData* const data,
           const bool* const      rows,
           bool* const            train,
           bool* const            test,
           double* const          weights,
           double* const          errors)
{
  for (unsigned fold = 0; fold < RIDGE_FOLDS; ++fold) {
    split(rows, data->n, fold, train, test);
    set_up(e, data, train);
    for (unsigned i = 0; i < ALPHAS; ++i) {
      solve(e, alpha_of(i), weights);
      errors[i] += squared_error(data, test, weights);
    }
  }
}

EquusStatus
ridge_choose(const RidgeData* const data, const bool* const rows, double* const alpha)
{
  double           errors[ALPHAS] = { 0.0 };
  bool* const      train          = (bool*)calloc(data->n, sizeof(bool));
  bool* const      test           = (bool*)calloc(data->n, sizeof(bool));
  double* const    weights        = (double*)calloc(data->d + 1, sizeof(double));
  Equations* const e              = equations_new(data->d);
  const bool       fine           = train && test && weights && e;
  if (fine) {
    unsigned best = 0;
    try_alphas(e, data, rows, train, test, weights, errors);
    for (unsigned i = 1; i < ALPHAS; ++i) {
      best = errors[i] < errors[best] ? i : best;
    }
    *alpha = alpha_of(best);
  }
  equations_free(e);
  free(weights);
  free(test);
  free(train);
  return fine ? EQUUS_OK : EQUUS_ERR_MEMORY;
}

/// Predict the fold's rows from the others
static EquusStatus
predict_fold(const RidgeData* const data,
             const bool* const      train,
             const bool* const      test,
             double* const          weights,
             double* const          predictions)
{
  double      alpha  = 0.0;
  EquusStatus status = ridge_choose(data, train, &alpha);
  status             = status ? status : ridge_fit(data, train, alpha, weights);
  for (uint32_t i = 0; !status && i < data->n; ++i) {
    if (test[i]) {
      predictions[i] = predict(data->x + (size_t)i * data->d, weights, data->d);
    }
  }
  return status;
}

EquusStatus
ridge_predict_folds(const RidgeData* const data, double* const predictions)
{
  bool* const   train   = (bool*)calloc(data->n, sizeof(bool));
  bool* const   test    = (bool*)calloc(data->n, sizeof(bool));
  double* const weights = (double*)calloc(data->d + 1, sizeof(double));
  EquusStatus   status  = train && test && weights ? EQUUS_OK : EQUUS_ERR_MEMORY;
  for (unsigned fold = 0; !status && fold < RIDGE_FOLDS; ++fold) {
    split(NULL, data->n, fold, train, test);
    status = predict_fold(data, train, test, weights, predictions);
  }
  free(weights);
  free(test);
  free(train);
  return status;
}
