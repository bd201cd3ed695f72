// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that rules are read or refused in words, that each judges by its margin, and that a verdict flips only where
// dry and wet are both clear and differ.

#include "plugin/verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char* fixtures;

static Sidecar*
open_sidecar(const char* const name)
{
  char       path[4096];
  EquusError error = { EQUUS_OK, "" };
  snprintf(path, sizeof(path), "%s/%s.json", fixtures, name);
  Sidecar* const sidecar = sidecar_load(path, &error);
  assert_string_equal(error.text, "");
  return sidecar;
}

static Verdict
judge(const Sidecar* const sidecar, const char* const text, const float* const raw, const char* const name)
{
  VerdictRule rule;
  EquusError  error = { EQUUS_OK, "" };
  assert_int_equal(verdict_parse(sidecar, text, &rule, &error), EQUUS_OK);
  const Verdict verdict = verdict_of(&rule, sidecar, raw);
  assert_string_equal(verdict_name(&rule, sidecar, verdict), name);
  assert_int_equal(verdict.decided, verdict.margin > verdict_least_margin(&rule));
  return verdict;
}

static void
test_each_rule_judges_by_its_margin(void** state)
{
  (void)state;
  Sidecar* const tags      = open_sidecar("tiny");
  Sidecar* const mood      = open_sidecar("headed");
  const float    raw[]     = { 1.0f, -1.0f, 1.1f }; // 0.731, 0.269, 0.750
  const float    reading[] = { 2.0f, 3.08f };       // Scale 1 to 5: -0.5, 0.04
  assert_float_equal(judge(tags, "top", raw, "Loud").margin, 0.0192, 1e-4);
  assert_false(judge(tags, "top", raw, "Loud").decided);
  assert_float_equal(judge(tags, "cold:warm", raw, "warm").margin, 0.4621, 1e-4);
  assert_true(judge(tags, "cold:warm", raw, "warm").decided);
  assert_float_equal(judge(tags, "warm>0.5", raw, "warm > 0.50").margin, 0.2311, 1e-4);
  assert_float_equal(judge(tags, "cold>0.30", raw, "cold < 0.30").margin, 0.0311, 1e-4);
  assert_false(judge(tags, "cold>0.30", raw, "cold < 0.30").decided);
  assert_float_equal(judge(mood, "quadrant", reading, "tense/angry").margin, 0.04, 1e-5);
  assert_false(judge(mood, "quadrant:headed", reading, "tense/angry").decided);
  sidecar_free(mood);
  sidecar_free(tags);
}

static void
refuse(const Sidecar* const sidecar, const char* const text, const char* const why)
{
  VerdictRule rule;
  EquusError  error = { EQUUS_OK, "" };
  assert_int_not_equal(verdict_parse(sidecar, text, &rule, &error), EQUUS_OK);
  if (!strstr(error.text, why)) {
    fail_msg("\"%s\" gave: %s", text, error.text);
  }
}

static void
test_bad_rules_are_refused_in_words(void** state)
{
  (void)state;
  char           endless[400];
  Sidecar* const tags = open_sidecar("tiny");
  Sidecar* const mood = open_sidecar("headed");
  memset(endless, 'x', sizeof(endless));
  endless[200]                 = ':';
  endless[sizeof(endless) - 1] = 0;
  refuse(tags, "", "happy:sad");
  refuse(tags, "warm", "is no verdict");
  refuse(tags, "warm:", "no tag \"\"");
  refuse(tags, "warm:tepid", "no tag \"tepid\"; its first is \"warm\"");
  refuse(tags, "tepid:warm", "no tag \"tepid\"");
  refuse(tags, "warm:WARM", "into itself");
  refuse(tags, endless, "no tag");
  refuse(tags, "tepid>0.5", "no tag \"tepid\"");
  refuse(tags, "warm>", "between 0.05 and 0.95, such as warm>0.5");
  refuse(tags, "warm>0.5x", "between");
  refuse(tags, "warm>nan", "between");
  refuse(tags, "warm>0.05", "between");
  refuse(tags, "warm>95", "between");
  refuse(tags, "quadrant", "hears no mood");
  refuse(mood, "quadrant:steady", "no mood \"steady\"; its first is \"headed\"");
  refuse(mood, "top", "hears no tags");
  sidecar_free(mood);
  sidecar_free(tags);
}

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
  const Verdict a     = { 1, true, 0.2 };
  const Verdict b     = { 2, true, 0.2 };
  const Verdict vague = { 2, false, 0.02 };
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
main(const int argc, char** const argv)
{
  if (argc != 2) {
    return 2;
  }
  fixtures                        = argv[1];
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_each_rule_judges_by_its_margin),
    cmocka_unit_test(test_bad_rules_are_refused_in_words),
    cmocka_unit_test(test_the_top_tag_needs_five_points),
    cmocka_unit_test(test_the_quadrant_needs_distance_from_both_borders),
    cmocka_unit_test(test_only_clear_differences_are_flips),
    cmocka_unit_test(test_windows_are_counted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
