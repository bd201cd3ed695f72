// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that the spread of readings is the standard deviation of those of the last ten seconds and of no older one.

#include "tools/recent_spread.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

static void
test_one_reading_has_no_spread(void** state)
{
  (void)state;
  RecentSpread* const spread = recent_spread_new(1.0);
  assert_true(isnan(recent_spread_add(spread, 3.0)));
  assert_true(fabs(recent_spread_add(spread, 5.0) - sqrt(2.0)) < 1e-12);
  recent_spread_reset(spread);
  assert_true(isnan(recent_spread_add(spread, 5.0)));
  recent_spread_free(spread);
}

static void
test_ten_seconds_count(void** state)
{
  (void)state;
  static const double hops[]     = { 1.0, 0.496, 2.5, 0.1 };
  static const int    readings[] = { 10, 21, 4, 100 };
  for (unsigned i = 0; i < sizeof(hops) / sizeof(hops[0]); ++i) {
    RecentSpread* const spread = recent_spread_new(hops[i]);
    recent_spread_add(spread, 1000.0);
    for (int n = 1; n < readings[i]; ++n) {
      assert_true(recent_spread_add(spread, 1.0) > 1.0);
    }
    assert_true(recent_spread_add(spread, 1.0) < 1e-12);
    recent_spread_free(spread);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_one_reading_has_no_spread),
    cmocka_unit_test(test_ten_seconds_count),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
