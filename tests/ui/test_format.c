// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: numbers read as people write them: a real minus, no negative zero, thousands apart.

#include "tests/ui/sample.h"
#include "ui/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
signed_numbers_have_a_real_minus(void** state)
{
  (void)state;
  char text[32];
  assert_string_equal(format_signed(0.414, 2, text, sizeof(text)), "+0.41");
  assert_string_equal(format_signed(-0.22, 2, text, sizeof(text)), "\u22120.22");
  assert_string_equal(format_signed(-0.001, 2, text, sizeof(text)), "0.00");
  assert_string_equal(format_signed(-0.4, 0, text, sizeof(text)), "0");
}

static void
rates_have_their_thousands_apart(void** state)
{
  (void)state;
  char text[32];
  assert_string_equal(format_rate(48000.0, text, sizeof(text)), "48\u202F000");
  assert_string_equal(format_rate(44100.4, text, sizeof(text)), "44\u202F100");
  assert_string_equal(format_rate(8000.0, text, sizeof(text)), "8\u202F000");
  assert_string_equal(format_rate(384000.0, text, sizeof(text)), "384\u202F000");
}

static void
parameters_keep_their_units(void** state)
{
  (void)state;
  char text[32];
  assert_string_equal(format_parameter(PARAM_OUTPUT_GAIN, -6.0f, text, sizeof(text)), "\u22126.0 dB");
  assert_string_equal(format_parameter(parameter_of_band(3, BAND_FREQUENCY), 1900.0f, text, sizeof(text)), "1.90 kHz");
  assert_string_equal(format_parameter(parameter_of_band(0, BAND_GAIN), 24.0f, text, sizeof(text)), "24 dB/oct");
  assert_string_equal(format_parameter(PARAM_OUTPUT_GAIN, -6.0f, text, 3), ""); // A minus isn't cut in half
}

static void
absences_say_why(void** state)
{
  (void)state;
  static Sample sample;
  char          text[64];
  sample_make(&sample, SAMPLE_PLAYING);
  assert_null(format_absence(&sample.snapshot, MODEL_TAGS, text, sizeof(text)));
  sample_make(&sample, SAMPLE_SETTLING);
  assert_string_equal(format_absence(&sample.snapshot, MODEL_TAGS, text, sizeof(text)), "first reading in 2.4 s");
  sample.snapshot.status.loading[PLACE_MSD_MUSICNN] = true;
  assert_string_equal(format_absence(&sample.snapshot, MODEL_TAGS, text, sizeof(text)), "loading the tag model");
  sample.snapshot.status.loading[PLACE_MSD_MUSICNN] = false;
  sample.snapshot.status.analysing                  = false;
  assert_string_equal(format_absence(&sample.snapshot, MODEL_MOOD, text, sizeof(text)), "analysis is off");
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(signed_numbers_have_a_real_minus),
    cmocka_unit_test(rates_have_their_thousands_apart),
    cmocka_unit_test(parameters_keep_their_units),
    cmocka_unit_test(absences_say_why),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
