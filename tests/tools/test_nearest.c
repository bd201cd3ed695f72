// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that a mistyped name finds the one that was meant and that a foreign word finds none.

#include "tools/nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static const char* const presets[] = { "air", "bass-lift", "bright", "laptop-speaker", "telephone", "warm" };

enum { N = sizeof(presets) / sizeof(presets[0]) };

static void
test_typing_errors_are_near(void** state)
{
  (void)state;
  assert_int_equal(nearest_name("telefone", presets, N), 4);
  assert_int_equal(nearest_name("wram", presets, N), 5);
  assert_int_equal(nearest_name("Birght", presets, N), 2);
  assert_int_equal(nearest_name("lap", presets, N), 3);
  assert_int_equal(nearest_name("basslift", presets, N), 1);
}

static void
test_other_words_are_far(void** state)
{
  (void)state;
  assert_int_equal(nearest_name("cathedral", presets, N), -1);
  assert_int_equal(nearest_name("", presets, N), -1);
  assert_int_equal(nearest_name("xyz", presets, N), -1);
  assert_int_equal(nearest_name("a word that is longer than any name that was ever given to anything here", presets, N),
                   -1);
  assert_int_equal(nearest_name("air", presets, 0), -1);
}

static void
test_names_match_however_they_are_spelt(void** state)
{
  (void)state;
  assert_true(names_match("Laptop speaker", "laptop-speaker"));
  assert_true(names_match("LAPTOP_SPEAKER", "laptopspeaker"));
  assert_false(names_match("laptop", "laptop speaker"));
  assert_false(names_match("air", "fair"));
}

static void
test_explanations_are_cut_to_their_room(void** state)
{
  (void)state;
  char text[80];
  nearest_explain("preset", "wram", presets, N, text, sizeof(text));
  assert_non_null(strstr(text, "unknown preset \"wram\"; did you mean \"warm\"? Choose from: air"));
  assert_true(strlen(text) < sizeof(text));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_typing_errors_are_near),
    cmocka_unit_test(test_other_words_are_far),
    cmocka_unit_test(test_names_match_however_they_are_spelt),
    cmocka_unit_test(test_explanations_are_cut_to_their_room),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
