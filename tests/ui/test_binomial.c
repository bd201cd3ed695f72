// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: tails of the binomial distribution are those of tables and of counting.

#include "ui/binomial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

/// Numerators over 2^n, by exact integers
static void
known_values_are_met(void** state)
{
  (void)state;
  static const struct {
    unsigned trials, right;
    double   numerator;
  } known[] = { { 0, 0, 1.0 },
                { 1, 1, 1.0 },
                { 4, 3, 5.0 },
                { 8, 7, 9.0 },
                { 10, 8, 56.0 },
                { 16, 9, 26333.0 },
                { 16, 12, 2517.0 },
                { 16, 11, 6885.0 },
                { 16, 16, 1.0 },
                { 16, 0, 65536.0 },
                { 20, 15, 21700.0 },
                { 30, 20, 53009102.0 },
                { 50, 32, 36540319845976.0 } };
  for (unsigned i = 0; i < sizeof(known) / sizeof(known[0]); ++i) {
    const double expected = ldexp(known[i].numerator, -(int)known[i].trials);
    const double p        = binomial_at_least(known[i].trials, known[i].right);
    assert_true(fabs(p - expected) <= 1e-13 * expected);
  }
}

static void
every_outcome_of_few_throws_is_counted(void** state)
{
  (void)state;
  const unsigned n = 12;
  for (unsigned right = 0; right <= n; ++right) {
    unsigned count = 0;
    for (unsigned outcome = 0; outcome < 1u << n; ++outcome) {
      unsigned heads = 0;
      for (unsigned i = 0; i < n; ++i) {
        heads += outcome >> i & 1u;
      }
      count += heads >= right;
    }
    assert_true(fabs(binomial_at_least(n, right) - ldexp(count, -(int)n)) < 1e-15);
  }
}

static void
tails_are_complementary_up_to_the_largest(void** state)
{
  (void)state;
  for (unsigned right = 1; right <= BINOMIAL_MAX; right += 37) {
    const double here  = binomial_at_least(BINOMIAL_MAX, right);
    const double there = binomial_at_least(BINOMIAL_MAX, BINOMIAL_MAX - right + 1); // By symmetry P(X < right)
    assert_true(fabs(here + there - 1.0) < 1e-12);
  }
  assert_true(binomial_at_least(5, 6) == 0.0);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(known_values_are_met),
    cmocka_unit_test(every_outcome_of_few_throws_is_counted),
    cmocka_unit_test(tails_are_complementary_up_to_the_largest),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
