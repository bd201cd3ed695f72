// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: every status has its own words, and an error's text is formatted, cut where it is full, and optional.

#include "dsp/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
test_every_status_has_its_own_words(void** const state)
{
  (void)state;
  for (int a = EQUUS_OK; a <= EQUUS_ERR_HOST + 1; ++a) {
    assert_true(strlen(equus_strerror((EquusStatus)a)) > 0U);
    for (int b = EQUUS_OK; b < a; ++b) {
      assert_string_not_equal(equus_strerror((EquusStatus)a), equus_strerror((EquusStatus)b));
    }
  }
}

static void
test_text_is_formatted(void** const state)
{
  (void)state;
  EquusError error = { EQUUS_OK, "" };
  assert_int_equal(equus_error_set(&error, EQUUS_ERR_IO, "%s: %d", "song.ogg", 7), EQUUS_ERR_IO);
  assert_int_equal(error.status, EQUUS_ERR_IO);
  assert_string_equal(error.text, "song.ogg: 7");
  assert_int_equal(equus_error_set(NULL, EQUUS_ERR_HASH, "%d", 1), EQUUS_ERR_HASH);
}

static void
test_long_text_is_cut(void** const state)
{
  (void)state;
  EquusError error;
  equus_error_set(&error, EQUUS_ERR_RANGE, "%*d", 10000, 1);
  assert_int_equal(strlen(error.text), EQUUS_ERROR_TEXT_SIZE - 1);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_every_status_has_its_own_words),
    cmocka_unit_test(test_text_is_formatted),
    cmocka_unit_test(test_long_text_is_cut),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
