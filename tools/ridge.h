// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_RIDGE_H
#define EQUUS_TOOLS_RIDGE_H

#include "dsp/error.h"

#include <stdbool.h>
#include <stdint.h>

/**
   Ridge regression on standardised features (A. Hoerl and R. Kennard, Technometrics 12, 1970).

   Minimises sum (y - b - z w)^2 + alpha |w|^2, where z are the features less their mean, over their standard
   deviation; a feature that never moves stays as it is.  Folds are each tenth row, so put rows into random order.
*/

typedef struct {
  uint32_t      n, d;
  const double* x; ///< [n][d]
  const double* y; ///< [n]
} RidgeData;

enum { RIDGE_FOLDS = 10 };

/**
   Fit the rows that `rows` [n] marks, all for NULL.
   @param weights [d + 1]: of the features as they are in `x`, then the intercept.
   @return EQUUS_ERR_MEMORY
*/
EquusStatus ridge_fit(const RidgeData* data, const bool* rows, double alpha, double* weights);

/**
   Find the penalty, 0.1 to 100,000 in half decades, whose squared error in ten folds of the marked rows is least.
   @return EQUUS_ERR_MEMORY
*/
EquusStatus ridge_choose(const RidgeData* data, const bool* rows, double* alpha);

/**
   Predict each of ten folds of all rows by what is fitted to the other nine, with a penalty chosen on those alone.
   @param predictions [n]
   @return EQUUS_ERR_MEMORY
*/
EquusStatus ridge_predict_folds(const RidgeData* data, double* predictions);

#endif // EQUUS_TOOLS_RIDGE_H
