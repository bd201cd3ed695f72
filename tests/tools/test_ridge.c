// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that ridge regression finds scikit-learn's weights, its best penalty, and what it predicts in nested folds.

#include "tests/npy.h"
#include "tools/ridge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

enum { ROWS = 45, FEATURES = 30 };

typedef struct {
  double    x[ROWS * FEATURES], y[ROWS];
  RidgeData data;
} Table;

static int
load(void** state)
{
  static Table table;
  Npy* const   x = npy_reference("figures/ridge_x");
  Npy* const   y = npy_reference("figures/ridge_y");
  assert_int_equal(x->size, ROWS * FEATURES);
  for (unsigned i = 0; i < ROWS * FEATURES; ++i) {
    table.x[i] = (double)x->values[i];
  }
  for (unsigned i = 0; i < ROWS; ++i) {
    table.y[i] = (double)y->values[i];
  }
  npy_free(x);
  npy_free(y);
  table.data = (RidgeData){ ROWS, FEATURES, table.x, table.y };
  *state     = &table;
  return 0;
}

static void
expect(const char* const name, const double* const found)
{
  Npy* const expected = npy_reference(name);
  for (size_t i = 0; i < expected->size; ++i) {
    if (fabs(found[i] - (double)expected->values[i]) > 1e-6 * (1.0 + fabs(found[i]))) {
      fail_msg("%s: value %zu is %.9g, not %.9g", name, i, found[i], (double)expected->values[i]);
    }
  }
  npy_free(expected);
}

static void
test_penalty_and_weights(void** state)
{
  const RidgeData* const data  = &((const Table*)*state)->data;
  double                 alpha = 0.0;
  double                 weights[FEATURES + 1];
  assert_int_equal(ridge_choose(data, NULL, &alpha), EQUUS_OK);
  expect("figures/ridge_alpha", &alpha);
  assert_int_equal(ridge_fit(data, NULL, alpha, weights), EQUUS_OK);
  expect("figures/ridge_weights", weights);
}

static void
test_nested_folds(void** state)
{
  const RidgeData* const data = &((const Table*)*state)->data;
  double                 predictions[ROWS];
  assert_int_equal(ridge_predict_folds(data, predictions), EQUUS_OK);
  expect("figures/ridge_nested", predictions);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_penalty_and_weights),
    cmocka_unit_test(test_nested_folds),
  };
  return cmocka_run_group_tests(tests, load, NULL);
}
