// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Positions and texts of every parameter lead back to the value that they came from.

#include "plugin/parameter_scale.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <math.h>

static void
test_ends_and_steps(void** state)
{
  (void)state;
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    const Parameter* const p = parameter(i);
    assert_true(parameter_value(i, 0.0) == p->minimum);
    assert_true(parameter_value(i, 1.0) == p->maximum);
    assert_true(parameter_value(i, -3.0) == p->minimum && parameter_value(i, 7.0) == p->maximum);
    assert_true(parameter_value(i, NAN) == p->minimum);
    assert_true(parameter_position(i, p->minimum) == 0.0 && parameter_position(i, p->maximum) == 1.0);
    const unsigned steps = parameter_steps(i);
    for (unsigned step = 0; step <= steps && steps; ++step) {
      const float value = parameter_value(i, (double)step / steps);
      assert_true(value == parameter_limit(i, value));
      assert_true(fabs(parameter_position(i, value) - (double)step / steps) < 1e-9);
    }
  }
}

static void
test_continuous_positions_lead_back(void** state)
{
  (void)state;
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    for (unsigned k = 0; !parameter_steps(i) && k <= 100; ++k) {
      const double position = k / 100.0;
      assert_true(fabs(parameter_position(i, parameter_value(i, position)) - position) < 1e-6);
    }
  }
  assert_true(fabsf(parameter_value(parameter_of_band(2, BAND_FREQUENCY), 0.5) - sqrtf(20.0f * 20000.0f)) < 0.1f);
}

static void
test_texts_lead_back(void** state)
{
  (void)state;
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    const unsigned steps = parameter_steps(i) ? parameter_steps(i) : 20;
    for (unsigned step = 0; step <= steps; step += steps > 100 ? 97 : 1) {
      const float value = parameter_value(i, (double)step / steps);
      char        text[64];
      float       read = NAN;
      assert_true(parameter_read(i, parameter_format(i, value, text, sizeof(text)), &read));
      char again[64];
      assert_string_equal(parameter_format(i, read, again, sizeof(again)), text);
      assert_true(!parameter_steps(i) || read == value);
    }
  }
}

static void
test_what_people_type(void** state)
{
  (void)state;
  const unsigned frequency = parameter_of_band(2, BAND_FREQUENCY);
  const unsigned gain      = parameter_of_band(2, BAND_GAIN);
  float          value     = 0.0f;
  assert_true(parameter_read(frequency, " 1.9 kHz ", &value) && value == 1900.0f);
  assert_true(parameter_read(frequency, "1900", &value) && value == 1900.0f);
  assert_true(parameter_read(frequency, "2k", &value) && value == 2000.0f);
  assert_true(parameter_read(gain, "-6", &value) && value == -6.0f);
  assert_true(parameter_read(gain, "+6,5 dB", &value) && value == 6.5f);
  assert_true(parameter_read(gain, "400", &value) && value == 24.0f);
  assert_true(parameter_read(PARAM_TAG_MODEL, "OFF", &value) && value == 0.0f);

  value = 5.0f;
  assert_false(parameter_read(gain, "loud", &value));
  assert_false(parameter_read(gain, "6 Hz", &value));
  assert_false(parameter_read(gain, "", &value));
  assert_false(parameter_read(gain, "-", &value));
  assert_true(value == 5.0f);
}

static void
test_no_locale_changes_numbers(void** state)
{
  (void)state;
  float value = 0.0f;
  if (!setlocale(LC_NUMERIC, "de_DE.UTF-8") && !setlocale(LC_NUMERIC, "C.UTF-8")) {
    fail_msg("no locale at all");
  }
  assert_true(parameter_read(parameter_of_band(2, BAND_GAIN), "1.5 dB", &value) && value == 1.5f);
  setlocale(LC_NUMERIC, "C");
}

static void
test_what_is_modulated(void** state)
{
  (void)state;
  assert_true(parameter_is_modulated(parameter_of_band(2, BAND_GAIN)));
  assert_true(parameter_is_modulated(PARAM_OUTPUT_GAIN) && parameter_is_modulated(PARAM_CURVE));
  assert_false(parameter_is_modulated(parameter_of_band(2, BAND_ON)));
  assert_false(parameter_is_modulated(PARAM_TAG_MODEL) || parameter_is_modulated(PARAM_MOOD_HOP));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_ends_and_steps),
    cmocka_unit_test(test_continuous_positions_lead_back),
    cmocka_unit_test(test_texts_lead_back),
    cmocka_unit_test(test_what_people_type),
    cmocka_unit_test(test_no_locale_changes_numbers),
    cmocka_unit_test(test_what_is_modulated),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
