// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: a tag overtakes another only after it has been ahead for two seconds without a break.

#include "ui/tag_order.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
feed(TagOrder* order, double from, double to, float a, float b)
{
  const int n = (int)((to - from) / 0.5 + 0.99);
  for (int i = 0; i < n; ++i) {
    tag_order_update(order, from + 0.5 * i, (const float[]){ a, b, 0.1f }, 3);
  }
}

static void
first_reading_ranks_at_once(void** state)
{
  (void)state;
  TagOrder order;
  tag_order_reset(&order);
  tag_order_update(&order, 3.0, (const float[]){ 0.2f, 0.1f, 0.9f, 0.5f }, 4);
  assert_int_equal(order.order[0], 2);
  assert_int_equal(order.order[1], 3);
  assert_int_equal(order.order[2], 0);
  assert_int_equal(order.order[3], 1);
}

static void
new_order_must_hold_for_two_seconds(void** state)
{
  (void)state;
  TagOrder order;
  tag_order_reset(&order);
  feed(&order, 0.0, 4.0, 0.6f, 0.4f);
  feed(&order, 4.0, 5.6, 0.4f, 0.6f);
  assert_int_equal(order.order[0], 0);
  feed(&order, 5.5, 6.1, 0.4f, 0.6f);
  assert_int_equal(order.order[0], 1);
  assert_int_equal(order.order[1], 0);
}

static void
a_break_begins_the_wait_anew(void** state)
{
  (void)state;
  TagOrder order;
  tag_order_reset(&order);
  feed(&order, 0.0, 4.0, 0.6f, 0.4f);
  feed(&order, 4.0, 5.5, 0.4f, 0.6f);
  feed(&order, 5.5, 6.0, 0.6f, 0.4f);
  feed(&order, 6.0, 7.6, 0.4f, 0.6f);
  assert_int_equal(order.order[0], 0);
}

static void
a_leap_over_many_takes_no_longer(void** state)
{
  (void)state;
  TagOrder order;
  float    values[40];
  tag_order_reset(&order);
  for (unsigned i = 0; i < 40; ++i) {
    values[i] = 1.0f - 0.02f * (float)i;
  }
  for (int i = 0; i < 8; ++i) {
    tag_order_update(&order, 0.5 * i, values, 40);
  }
  assert_int_equal(order.order[39], 39);
  values[39] = 2.0f;
  for (int i = 8; i <= 12; ++i) {
    tag_order_update(&order, 0.5 * i, values, 40);
  }
  assert_int_equal(order.order[0], 39);
  assert_int_equal(order.order[1], 0);
}

static void
time_that_runs_back_starts_anew(void** state)
{
  (void)state;
  TagOrder order;
  tag_order_reset(&order);
  feed(&order, 0.0, 4.0, 0.6f, 0.4f);
  feed(&order, 1.0, 1.5, 0.4f, 0.6f);
  assert_int_equal(order.order[0], 1);
}

static void
many_readings_a_second_stay_within_the_history(void** state)
{
  (void)state;
  TagOrder order;
  tag_order_reset(&order);
  for (unsigned i = 0; i < 2000; ++i) {
    const float a = i < 1000 ? 0.6f : 0.4f;
    tag_order_update(&order, 0.016 * i, (const float[]){ a, 1.0f - a }, 2);
    assert_true(order.n_history <= TAG_ORDER_HISTORY);
  }
  assert_int_equal(order.order[0], 1);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(first_reading_ranks_at_once),     cmocka_unit_test(new_order_must_hold_for_two_seconds),
    cmocka_unit_test(a_break_begins_the_wait_anew),    cmocka_unit_test(a_leap_over_many_takes_no_longer),
    cmocka_unit_test(time_that_runs_back_starts_anew), cmocka_unit_test(many_readings_a_second_stay_within_the_history),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
