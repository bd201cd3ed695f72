// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A state document survives being saved and restored byte for byte, and what it doesn't know it keeps.

#include "plugin/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static State
example(void)
{
  State state = { .version    = STATE_VERSION,
                  .models     = { "MSD_musicnn", "" },
                  .view       = "{\"theme\":\"dark\",\"scale\":1.5}",
                  .experiment = "{\"maps\":true,\"limit\":6.50,\"later\":[1,{\"a\":null}]}" };
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    state.parameters[i] = parameter(i)->initial;
  }
  state.parameters[parameter_of_band(3, BAND_GAIN)] = -1.1f;
  strcpy(state.slots[0], "female vocalists");
  strcpy(state.slots[7], "\"quoted\" / ü");
  return state;
}

static void
test_round_trip_is_byte_identical(void** unused)
{
  (void)unused;
  const State saved    = example();
  State       restored = { 0 };
  char* const first    = state_write(&saved, NULL);

  assert_int_equal(state_read(&restored, first, NULL), EQUUS_OK);
  assert_memory_equal(restored.parameters, saved.parameters, sizeof(saved.parameters));
  assert_string_equal(restored.slots[0], "female vocalists");
  assert_string_equal(restored.slots[7], saved.slots[7]);
  assert_string_equal(restored.view, saved.view);
  assert_string_equal(restored.experiment, saved.experiment);
  assert_string_equal(restored.models[MODEL_TAGS], "MSD_musicnn");

  char* const second = state_write(&restored, first);
  char* const fresh  = state_write(&restored, NULL);
  assert_string_equal(first, second);
  assert_string_equal(first, fresh);
  free(fresh);
  free(second);
  free(first);
}

/// A wish comes back byte for byte whatever it is
static void
test_any_wish_is_kept(void** unused)
{
  (void)unused;
  static const char* const wishes[] = {
    "{}", "{ \"maps\": true, \"limit\": 1e0 }", "{\"of\":\"\\u00fc/\"}", "[1]", "no JSON \"at all", ""
  };
  char* base = NULL;
  for (size_t i = 0; i < sizeof(wishes) / sizeof(wishes[0]); ++i) {
    State saved    = example();
    State restored = example();
    snprintf(saved.experiment, sizeof(saved.experiment), "%s", wishes[i]);
    char* const text = state_write(&saved, base);
    assert_int_equal(state_read(&restored, text, NULL), EQUUS_OK);
    assert_string_equal(restored.experiment, wishes[i]);
    free(base);
    base = text;
  }
  free(base);
}

static void
test_unknown_keys_are_kept(void** unused)
{
  (void)unused;
  static const char* const newer =
    "{\"colour\": [1, 2.50, {\"a\": null}], \"equus\": 7, \"parameters\": {\"p1_gain\": 3, \"warmth\": 0.250},"
    " \"models\": {\"tags\": \"mine\", \"chords\": \"theirs\"}}";
  State       state = example();
  State       again = example();
  char* const saved = (state_read(&state, newer, NULL), state_write(&state, newer));

  assert_int_equal(state.version, 7);
  assert_true(state.parameters[parameter_of_band(2, BAND_GAIN)] == 3.0f);
  assert_true(state.parameters[parameter_of_band(3, BAND_GAIN)] == -1.1f);
  assert_non_null(strstr(saved, "2.50"));
  assert_non_null(strstr(saved, "\"warmth\":0.250"));
  assert_non_null(strstr(saved, "\"chords\":\"theirs\""));
  assert_non_null(strstr(saved, "\"equus\":7"));

  assert_int_equal(state_read(&again, saved, NULL), EQUUS_OK);
  char* const twice = state_write(&again, saved);
  assert_string_equal(saved, twice);
  free(twice);
  free(saved);
}

static void
test_broken_documents_change_nothing(void** unused)
{
  (void)unused;
  static const char* const broken[] = {
    "", "{", "[]", "7", "{}", "{\"equus\": 0}", "{\"equus\": \"1\"}", "{\"equus\": 1"
  };
  const State before = example();
  for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); ++i) {
    State      state = example();
    EquusError error = { EQUUS_OK, "" };
    assert_int_equal(state_read(&state, broken[i], &error), EQUUS_ERR_FORMAT);
    assert_int_equal(error.status, EQUUS_ERR_FORMAT);
    assert_true(strlen(error.text) > 10);
    assert_memory_equal(&state, &before, sizeof(state));
  }
}

static void
test_wrong_members_are_passed_over(void** unused)
{
  (void)unused;
  State       state  = example();
  const State before = example();
  char        json[4096];
  char        longest[2048];
  memset(longest, 'x', sizeof(longest) - 1);
  longest[sizeof(longest) - 1] = '\0';
  snprintf(
    json,
    sizeof(json),
    "{\"equus\": 1, \"parameters\": {\"p1_gain\": \"loud\", \"p2_q\": NaN, \"p3_gain\": 1e30, \"p4_gain\": null},"
    " \"slots\": [1, \"%s\"], \"view\": [], \"models\": {\"tags\": null}}",
    longest);

  assert_int_equal(state_read(&state, json, NULL), EQUUS_OK);
  assert_true(state.parameters[parameter_of_band(4, BAND_GAIN)] == 24.0f);
  state.parameters[parameter_of_band(4, BAND_GAIN)] = before.parameters[parameter_of_band(4, BAND_GAIN)];
  assert_memory_equal(&state, &before, sizeof(state));
}

/// Where a comma separates decimals, a document still has points
static void
test_locale_does_not_matter(void** unused)
{
  (void)unused;
  const State state  = example();
  char* const plain  = state_write(&state, NULL);
  const char* locale = setlocale(LC_NUMERIC, "de_DE.UTF-8");
  if (!locale) {
    free(plain);
    skip();
    return;
  }

  State       restored = { 0 };
  char* const german   = state_write(&state, NULL);
  assert_string_equal(german, plain);
  assert_int_equal(state_read(&restored, german, NULL), EQUUS_OK);
  assert_memory_equal(restored.parameters, state.parameters, sizeof(state.parameters));
  setlocale(LC_NUMERIC, "C");
  free(german);
  free(plain);
}

static void
test_invalid_view_is_left_out(void** unused)
{
  (void)unused;
  State state = example();
  strcpy(state.view, "{\"cut");
  State       again = { 0 };
  char* const json  = state_write(&state, NULL);
  assert_int_equal(state_read(&again, json, NULL), EQUUS_OK);
  assert_string_equal(again.view, "{}");
  free(json);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_round_trip_is_byte_identical),  cmocka_unit_test(test_any_wish_is_kept),
    cmocka_unit_test(test_unknown_keys_are_kept),         cmocka_unit_test(test_broken_documents_change_nothing),
    cmocka_unit_test(test_wrong_members_are_passed_over), cmocka_unit_test(test_locale_does_not_matter),
    cmocka_unit_test(test_invalid_view_is_left_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
