// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that figures of agreement and their bootstrap intervals are those of NumPy and scikit-learn, that a figure
// which isn't defined is no number, and that Wilson's intervals are those of his paper.

#include "dsp/random.h"
#include "tests/npy.h"
#include "tools/statistics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

enum { FILES = 40, FIGURES = 5 };

typedef struct {
  double truth[FILES], readings[FILES];
  bool   positive[FILES];
  Ranked ranked[FILES];
} Columns;

static void
load(Columns* const columns)
{
  Npy* const npy = npy_reference("figures/columns");
  assert_int_equal(npy->size, 4 * FILES);
  for (uint32_t i = 0; i < FILES; ++i) {
    columns->truth[i]    = (double)npy->values[i];
    columns->readings[i] = (double)npy->values[FILES + i];
    columns->positive[i] = npy->values[2 * FILES + i] > 0.5f;
    columns->ranked[i]   = (Ranked){ (double)npy->values[3 * FILES + i], i };
  }
  statistics_rank(columns->ranked, FILES);
  npy_free(npy);
}

static void
compute(void* const handle, const double* const weights, double* const figures)
{
  const Columns* const c       = (const Columns*)handle;
  const Ranking        ranking = { c->ranked, c->positive, FILES };
  figures[0]                   = statistics_correlation(c->truth, c->readings, weights, FILES);
  figures[1]                   = statistics_r2(c->truth, c->readings, weights, FILES);
  figures[2]                   = statistics_rmse(c->truth, c->readings, weights, FILES);
  figures[3]                   = statistics_auc(&ranking, weights);
  figures[4]                   = statistics_average_precision(&ranking, weights);
}

static void
test_figures_and_intervals_are_those_of_scikit_learn(void** state)
{
  (void)state;
  Columns columns;
  load(&columns);
  const Bootstrap bootstrap = { FILES, 500, 7, FIGURES, compute, &columns };
  Estimate        estimates[FIGURES];
  assert_int_equal(statistics_bootstrap(&bootstrap, estimates), EQUUS_OK);
  Npy* const expected = npy_reference("figures/agreement");
  for (unsigned i = 0; i < FIGURES; ++i) {
    assert_true(fabs(estimates[i].value - (double)expected->values[3 * i]) < 2e-7);
    assert_true(fabs(estimates[i].low - (double)expected->values[3 * i + 1]) < 2e-7);
    assert_true(fabs(estimates[i].high - (double)expected->values[3 * i + 2]) < 2e-7);
  }
  npy_free(expected);
}

static void
test_another_seed_gives_another_interval(void** state)
{
  (void)state;
  Columns columns;
  load(&columns);
  Bootstrap bootstrap = { FILES, 500, 7, FIGURES, compute, &columns };
  Estimate  a[FIGURES];
  Estimate  b[FIGURES];
  assert_int_equal(statistics_bootstrap(&bootstrap, a), EQUUS_OK);
  bootstrap.seed = 8;
  assert_int_equal(statistics_bootstrap(&bootstrap, b), EQUUS_OK);
  assert_true(fabs(a[0].value - b[0].value) <= 0.0);
  assert_true(fabs(a[0].low - b[0].low) > 0.0);
}

static void
test_what_is_not_defined_is_no_number(void** state)
{
  (void)state;
  const double  constant[] = { 3.3, 3.3, 3.3 };
  const double  rising[]   = { 1.0, 2.0, 4.0 };
  const double  weights[]  = { 1.0, 1.0, 1.0 };
  const bool    all[]      = { true, true, true };
  const bool    none[]     = { false, false, false };
  const Ranked  ranked[]   = { { 4.0, 2 }, { 2.0, 1 }, { 1.0, 0 } };
  const Ranking positives  = { ranked, all, 3 };
  const Ranking negatives  = { ranked, none, 3 };
  assert_true(isnan(statistics_correlation(constant, rising, weights, 3)));
  assert_true(isnan(statistics_correlation(rising, constant, weights, 3)));
  assert_true(isnan(statistics_r2(constant, rising, weights, 3)));
  assert_false(isnan(statistics_rmse(constant, rising, weights, 3)));
  assert_true(isnan(statistics_auc(&positives, weights)));
  assert_true(isnan(statistics_auc(&negatives, weights)));
  assert_true(isnan(statistics_average_precision(&negatives, weights)));
  assert_true(isnan(statistics_deviation(rising, 1)));
  assert_true(fabs(statistics_deviation(rising, 3) - sqrt(7.0 / 3.0)) < 1e-12);
}

/// A figure that only draws with file 0 have
static void
only_with_the_first(void* const handle, const double* const weights, double* const figures)
{
  unsigned* const undefined = (unsigned*)handle;
  figures[0]                = weights[0] > 0.0 ? weights[0] : (double)NAN;
  *undefined += weights[0] <= 0.0;
}

static void
test_draws_without_a_figure_do_not_count(void** state)
{
  (void)state;
  unsigned        undefined = 0;
  const Bootstrap bootstrap = { 3, 200, 1, 1, only_with_the_first, &undefined };
  Estimate        estimate  = { 0.0, 0.0, 0.0 };
  assert_int_equal(statistics_bootstrap(&bootstrap, &estimate), EQUUS_OK);
  assert_in_range(undefined, 20, 120); // (2 / 3)^3 of 200 are 59
  assert_true(estimate.low >= 1.0 && estimate.high <= 3.0);
}

static void
test_shares_have_wilsons_interval(void** state)
{
  (void)state;
  const Estimate none = statistics_share(0, 10);
  const Estimate half = statistics_share(50, 100);
  assert_true(fabs(none.value) <= 0.0 && fabs(none.low) <= 0.0 && fabs(none.high - 0.27753) < 1e-5);
  assert_true(fabs(half.low - 0.40383) < 1e-5 && fabs(half.high - 0.59617) < 1e-5);
  assert_true(isnan(statistics_share(0, 0).value));
}

static void
test_random_numbers_are_those_of_splitmix64(void** state)
{
  (void)state;
  Random   random = { 1234567 };
  uint32_t order[50];
  unsigned seen[50] = { 0 };
  assert_true(random_bits(&random) == 6457827717110365317U);
  assert_true(random_bits(&random) == 3203168211198807973U);
  for (unsigned i = 0; i < 1000; ++i) {
    const double number = random_between(&random, -6.0, 6.0);
    assert_true(number >= -6.0 && number < 6.0);
    assert_in_range(random_below(&random, 7), 0, 6);
  }
  random_order(&random, 50, order);
  for (unsigned i = 0; i < 50; ++i) {
    assert_in_range(order[i], 0, 49);
    ++seen[order[i]];
  }
  for (unsigned i = 0; i < 50; ++i) {
    assert_int_equal(seen[i], 1);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_figures_and_intervals_are_those_of_scikit_learn),
    cmocka_unit_test(test_another_seed_gives_another_interval),
    cmocka_unit_test(test_what_is_not_defined_is_no_number),
    cmocka_unit_test(test_draws_without_a_figure_do_not_count),
    cmocka_unit_test(test_shares_have_wilsons_interval),
    cmocka_unit_test(test_random_numbers_are_those_of_splitmix64),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
