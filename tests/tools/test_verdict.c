// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that a verdict flips only where dry and wet are both clear and differ.

#include "tools/verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
test_the_top_tag_needs_five_points(void** state)
{
  (void)state;
  const float clear[] = { 0.1f, 0.5f, 0.44f };
  const float tie[]   = { 0.46f, 0.1f, 0.5f };
  const float last[]  = { 0.2f, 0.1f, 0.9f };
  assert_int_equal(verdict_top(clear, 3).choice, 1);
  assert_true(verdict_top(clear, 3).decided);
  assert_int_equal(verdict_top(tie, 3).choice, 2);
  assert_false(verdict_top(tie, 3).decided);
  assert_int_equal(verdict_top(last, 3).choice, 2);
  assert_true(verdict_top(last, 3).decided);
  assert_true(verdict_top(last, 1).decided);
}

static void
test_the_quadrant_needs_distance_from_both_borders(void** state)
{
  (void)state;
  assert_int_equal(verdict_quadrant(0.3, 0.3).choice, 1);
  assert_int_equal(verdict_quadrant(-0.3, 0.3).choice, 2);
  assert_int_equal(verdict_quadrant(-0.3, -0.3).choice, 3);
  assert_int_equal(verdict_quadrant(0.3, -0.3).choice, 4);
  assert_true(verdict_quadrant(0.051, -0.051).decided);
  assert_false(verdict_quadrant(0.05, -0.9).decided);
  assert_false(verdict_quadrant(0.9, 0.0).decided);
}

static void
test_only_clear_differences_are_flips(void** state)
{
  (void)state;
  const Verdict a     = { 1, true };
  const Verdict b     = { 2, true };
  const Verdict vague = { 2, false };
  assert_int_equal(verdict_turn(a, a), TURN_HELD);
  assert_int_equal(verdict_turn(a, b), TURN_FLIPPED);
  assert_int_equal(verdict_turn(a, vague), TURN_UNDECIDED);
  assert_int_equal(verdict_turn(vague, a), TURN_UNDECIDED);
}

static void
test_windows_are_counted(void** state)
{
  (void)state;
  TurnCount count = { 0, 0, 0 };
  verdict_count(&count, TURN_HELD);
  verdict_count(&count, TURN_FLIPPED);
  verdict_count(&count, TURN_FLIPPED);
  verdict_count(&count, TURN_UNDECIDED);
  assert_int_equal(count.windows, 4);
  assert_int_equal(count.flipped, 2);
  assert_int_equal(count.undecided, 1);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_the_top_tag_needs_five_points),
    cmocka_unit_test(test_the_quadrant_needs_distance_from_both_borders),
    cmocka_unit_test(test_only_clear_differences_are_flips),
    cmocka_unit_test(test_windows_are_counted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
