// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that a time that is left reads as one expects it.

#include "tools/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
times_are_seconds_then_hours_and_minutes(void** const state)
{
  (void)state;
  static const struct {
    double      seconds;
    const char* text;
  } cases[] = { { 0.2, "0 s" },       { 42.4, "42 s" },     { 59.6, "0:01 h" },   { 61.0, "0:02 h" },
                { 3541.0, "1:00 h" }, { 3600.0, "1:00 h" }, { 3900.0, "1:05 h" }, { 36000.0, "10:00 h" } };
  for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    char text[24];
    progress_time(cases[i].seconds, text, sizeof(text));
    assert_string_equal(text, cases[i].text);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(times_are_seconds_then_hours_and_minutes) };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
