// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The table names every parameter once, limits what hosts send and says values as people do.

#include "plugin/parameters.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <math.h>
#include <string.h>

static bool
is_symbol(const char* text)
{
  bool good = isalpha((unsigned char)*text) || *text == '_';
  for (; *text; ++text) {
    good = good && (isalnum((unsigned char)*text) || *text == '_');
  }
  return good;
}

static void
check_row(const Parameter* p)
{
  assert_true(is_symbol(p->symbol));
  assert_in_range(strlen(p->name), 1, 24);
  assert_int_equal(p->help[strlen(p->help) - 1], '.');
  assert_true(p->minimum < p->maximum);
  assert_true(p->initial >= p->minimum && p->initial <= p->maximum);
  assert_true(!(p->flags & PARAMETER_LOGARITHMIC) || p->minimum > 0.0f);
  assert_true(!(p->flags & PARAMETER_ENUMERATION) || p->n_points >= 2);
  for (unsigned i = 0; i < p->n_points; ++i) {
    assert_true(p->points[i].value >= p->minimum && p->points[i].value <= p->maximum);
  }
}

static void
test_rows_are_sound(void** state)
{
  (void)state;
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    check_row(parameter(i));
    assert_int_equal(parameter_find(parameter(i)->symbol), i); // Also: no symbol twice
    assert_true(parameter_limit(i, parameter(i)->initial) == parameter(i)->initial);
  }
  for (unsigned i = 0; i < OUTPUT_COUNT; ++i) {
    check_row(parameter_output(i));
    assert_int_equal(parameter_find(parameter_output(i)->symbol), -1);
    for (unsigned k = 0; k < i; ++k) {
      assert_string_not_equal(parameter_output(i)->symbol, parameter_output(k)->symbol);
    }
  }
}

static void
test_symbols_are_for_ever(void** state)
{
  (void)state;
  assert_int_equal(parameter_find("enabled"), PARAM_ENABLED);
  assert_int_equal(parameter_find("tag_model"), PARAM_TAG_MODEL);
  assert_int_equal(parameter_find("mood_hop"), PARAM_MOOD_HOP);
  assert_int_equal(parameter_find("hp_slope"), parameter_of_band(0, BAND_GAIN));
  assert_int_equal(parameter_find("p2_gain"), parameter_of_band(3, BAND_GAIN));
  assert_int_equal(parameter_find("compare"), PARAM_COMPARE);
  assert_int_equal(parameter_find("shadow"), PARAM_COMPARE + 1);
  assert_int_equal(parameter_find("dry_source"), PARAM_COMPARE + 2);
  assert_int_equal(parameter_find("dry_delay"), PARAM_COMPARE + 3);
  assert_int_equal(parameter_find("curve_bands"), PARAM_COMPARE + 4);
  assert_int_equal(parameter_find("curve_1"), PARAM_CURVE);
  assert_int_equal(parameter_find("curve_31"), PARAM_COUNT - 1);
  assert_int_equal(parameter_find("P2_gain"), -1);
  assert_string_equal(parameter_output(OUTPUT_WET_AROUSAL)->symbol, "wet_arousal");
  assert_string_equal(parameter_output(OUTPUT_WET_TAGS + 7)->symbol, "wet_tag_8");
}

static void
test_values_are_limited(void** state)
{
  (void)state;
  const unsigned gain  = parameter_of_band(2, BAND_GAIN);
  const unsigned slope = parameter_of_band(0, BAND_GAIN);

  assert_true(parameter_limit(gain, 100.0f) == 24.0f);
  assert_true(parameter_limit(gain, -100.0f) == -24.0f);
  assert_true(parameter_limit(gain, NAN) == 0.0f);
  assert_true(parameter_limit(gain, INFINITY) == 0.0f);
  assert_true(parameter_limit(PARAM_TAG_HOP, 30.6f) == 31.0f);
  assert_true(parameter_limit(PARAM_ENABLED, 0.001f) == 1.0f);
  assert_true(parameter_limit(PARAM_ENABLED, -1.0f) == 0.0f);
  assert_true(parameter_limit(slope, 23.0f) == 24.0f);
  assert_true(parameter_limit(slope, -3.0f) == 12.0f);
  assert_true(parameter_limit(PARAM_TAG_MODEL, 1e9f) == parameter(PARAM_TAG_MODEL)->maximum);
}

static void
test_defaults_are_flat(void** state)
{
  (void)state;
  float      values[PARAM_COUNT];
  EqSettings settings;
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    values[i] = parameter(i)->initial;
  }

  parameters_to_eq(values, &settings);
  assert_true(settings.enabled);
  assert_true(eq_settings_are_flat(&settings));

  values[parameter_of_band(4, BAND_GAIN)] = -3.0f; // Moving a node alone must be heard
  parameters_to_eq(values, &settings);
  assert_false(eq_settings_are_flat(&settings));
  assert_true(settings.bands[4].gain == -3.0f);
}

static void
test_bands_are_carried_over(void** state)
{
  (void)state;
  float      values[PARAM_COUNT];
  EqSettings settings;
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    values[i] = parameter(i)->initial;
  }
  values[PARAM_ENABLED]                        = 0.0f;
  values[PARAM_OUTPUT_GAIN]                    = 2.5f;
  values[parameter_of_band(0, BAND_ON)]        = 1.0f;
  values[parameter_of_band(0, BAND_FREQUENCY)] = 20.0f;
  values[parameter_of_band(0, BAND_GAIN)]      = 24.0f;
  values[parameter_of_band(7, BAND_Q)]         = 4.0f;

  parameters_to_eq(values, &settings);
  assert_false(settings.enabled);
  assert_true(settings.output_gain == 2.5f);
  assert_true(settings.bands[0].on && settings.bands[0].steep);
  assert_true(settings.bands[0].frequency == 20.0f && settings.bands[0].gain == 0.0f);
  assert_false(settings.bands[7].steep);
  assert_true(settings.bands[7].q == 4.0f);
}

static void
test_curve_is_carried_over(void** state)
{
  (void)state;
  float         values[PARAM_COUNT];
  CurveSettings settings;
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    values[i] = parameter(i)->initial;
    assert_int_equal(parameter_is_of_curve(i), !strncmp(parameter(i)->symbol, "curve_", 6));
  }
  parameters_to_curve(values, &settings);
  assert_int_equal(settings.bands, 10);
  assert_true(curve_settings_are_flat(&settings));

  values[PARAM_ENABLED]     = 0.0f;
  values[PARAM_CURVE_BANDS] = parameter_limit(PARAM_CURVE_BANDS, 25.0f);
  values[PARAM_CURVE]       = 4.5f;
  values[PARAM_CURVE + 30]  = -2.0f;
  parameters_to_curve(values, &settings);
  assert_int_equal(settings.bands, 31);
  assert_true(settings.gains[0] == 4.5f && settings.gains[15] == 0.0f && settings.gains[30] == -2.0f);
}

static void
check_text(unsigned index, float value, const char* expected)
{
  char text[32];
  assert_string_equal(parameter_format(index, value, text, sizeof(text)), expected);
}

static void
test_values_read_well(void** state)
{
  (void)state;
  const unsigned frequency = parameter_of_band(3, BAND_FREQUENCY);
  const unsigned gain      = parameter_of_band(3, BAND_GAIN);
  char           tiny[4];

  check_text(frequency, 1900.0f, "1.90 kHz");
  check_text(frequency, 999.7f, "1.00 kHz");
  check_text(frequency, 20.0f, "20.0 Hz");
  check_text(frequency, 440.2f, "440 Hz");
  check_text(frequency, 12345.0f, "12.3 kHz");
  check_text(gain, 6.0f, "+6.0 dB");
  check_text(gain, -0.01f, "+0.0 dB");
  check_text(PARAM_ENABLED, 1.0f, "on");
  check_text(parameter_of_band(0, BAND_GAIN), 24.0f, "24 dB/oct");
  check_text(PARAM_TAG_HOP, 31.0f, "31 frames");
  check_text(PARAM_MOOD_HOP, 0.5f, "0.50 s");
  check_text(PARAM_MOOD_MODEL, 0.0f, "off");
  check_text(PARAM_DRY_DELAY, 480.0f, "480 samples");
  check_text(PARAM_CURVE_BANDS, 31.0f, "31");
  assert_string_equal(parameter_format(frequency, 1900.0f, tiny, sizeof(tiny)), "1.9");
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_rows_are_sound),         cmocka_unit_test(test_symbols_are_for_ever),
    cmocka_unit_test(test_values_are_limited),     cmocka_unit_test(test_defaults_are_flat),
    cmocka_unit_test(test_bands_are_carried_over), cmocka_unit_test(test_curve_is_carried_over),
    cmocka_unit_test(test_values_read_well),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
