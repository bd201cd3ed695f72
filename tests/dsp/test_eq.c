// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: a flat or bypassed equaliser passes every bit, the curve that is drawn is the one that is applied,
// settings change without clicks or zips, and the bits don't depend on the blocks.

#include "dsp/eq.h"
#include "tests/dsp/signals.h"
#include "tests/dsp/splatter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LENGTH = 24000 };

static float left[LENGTH];
static float right[LENGTH];
static float out_left[LENGTH];
static float out_right[LENGTH];

static EqSettings
busy_settings(void)
{
  EqSettings settings  = eq_settings_flat();
  settings.output_gain = -3.0f;
  for (unsigned b = 0; b < EQ_BANDS; ++b) {
    settings.bands[b].on    = true;
    settings.bands[b].gain  = b % 2U ? 7.0f : -9.0f;
    settings.bands[b].q     = 0.5f + 0.3f * (float)b;
    settings.bands[b].steep = b == 0U;
  }
  return settings;
}

static void
process(Eq* const eq, const uint32_t begin, const uint32_t n)
{
  const float* const in[]  = { left + begin, right + begin };
  float* const       out[] = { out_left + begin, out_right + begin };
  eq_process(eq, in, out, n);
}

static void
fill_inputs(void)
{
  fill_noise(left, LENGTH, 11U);
  fill_noise(right, LENGTH, 12U);
}

static void
fill_sine(const double frequency, const double rate, const float amplitude)
{
  for (uint32_t i = 0; i < LENGTH; ++i) {
    left[i] = amplitude * (float)sin(2.0 * TEST_PI * fmod(frequency * i / rate, 1.0));
  }
}

static void
test_flat_passes_every_bit(void** const state)
{
  (void)state;
  fill_inputs();
  left[5]             = (float)NAN;
  right[6]            = (float)-INFINITY;
  left[100]           = 1e-42f;
  EqSettings settings = eq_settings_flat();
  assert_true(eq_settings_are_flat(&settings));
  settings.bands[3].on = true; // A peak of 0 dB changes nothing either
  assert_true(eq_settings_are_flat(&settings));
  Eq* const eq = eq_new(48000.0, 2U);
  eq_set(eq, &settings);
  assert_true(eq_is_transparent(eq)); // The first sample will be passed as it is
  process(eq, 0U, LENGTH);
  assert_memory_equal(out_left, left, sizeof(left));
  assert_memory_equal(out_right, right, sizeof(right));
  assert_true(eq_is_transparent(eq));
  eq_free(eq);
}

static void
test_gain_alone_is_a_factor(void** const state)
{
  (void)state;
  fill_inputs();
  EqSettings settings  = eq_settings_flat();
  settings.output_gain = 6.0f;
  assert_false(eq_settings_are_flat(&settings));
  Eq* const eq = eq_new(48000.0, 2U);
  eq_set(eq, &settings);
  process(eq, 0U, LENGTH);
  assert_false(eq_is_transparent(eq));
  for (uint32_t i = 0; i < LENGTH; ++i) {
    assert_float_equal(out_left[i], left[i] * 1.9952623f, 1e-6f);
  }
  eq_free(eq);
}

static void
test_bypass_settles_to_every_bit(void** const state)
{
  (void)state;
  fill_inputs();
  Eq* const  eq       = eq_new(48000.0, 2U);
  EqSettings settings = busy_settings();
  eq_set(eq, &settings);
  assert_false(eq_is_transparent(eq));
  process(eq, 0U, 1000U);
  assert_false(eq_is_transparent(eq));
  assert_memory_not_equal(out_left, left, 1000U * sizeof(float));

  settings.enabled = false;
  eq_set(eq, &settings);
  process(eq, 1000U, 512U); // 10 ms and the rest of a sub-block
  assert_true(eq_is_transparent(eq));
  process(eq, 1512U, LENGTH - 1512U);
  assert_memory_equal(out_left + 1512, left + 1512, (LENGTH - 1512U) * sizeof(float));
  eq_free(eq);
}

static void
test_flattening_settles_to_every_bit(void** const state)
{
  (void)state;
  fill_inputs();
  Eq* const  eq       = eq_new(44100.0, 2U);
  EqSettings settings = busy_settings();
  eq_set(eq, &settings);
  process(eq, 0U, 1000U);
  settings = eq_settings_flat();
  eq_set(eq, &settings);
  process(eq, 1000U, 5000U);
  assert_true(eq_is_transparent(eq));
  process(eq, 6000U, LENGTH - 6000U);
  assert_memory_equal(out_right + 6000, right + 6000, (LENGTH - 6000U) * sizeof(float));
  eq_free(eq);
}

/// Level of the output against the input for a sine, dB
static double
measured_response(const EqSettings* const settings, const double rate, const double frequency)
{
  Eq* const eq = eq_new(rate, 1U);
  eq_set(eq, settings);
  fill_sine(frequency, rate, 0.01f);
  process(eq, 0U, LENGTH);
  double re = 0.0;
  double im = 0.0;
  // Whole periods, as rate / frequency divides half the length
  for (uint32_t i = LENGTH / 2U; i < LENGTH; ++i) {
    re += (double)out_left[i] * cos(2.0 * TEST_PI * fmod(frequency * i / rate, 1.0));
    im += (double)out_left[i] * sin(2.0 * TEST_PI * fmod(frequency * i / rate, 1.0));
  }
  eq_free(eq);
  return decibels(sqrt(re * re + im * im) / (LENGTH / 4.0) / 0.01);
}

static void
check_response(const EqSettings* const settings, const double rate)
{
  const double periods[] = { 1200.0, 400.0, 100.0, 40.0, 16.0, 6.0, 3.0, 2.5 };
  for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); ++i) {
    const double frequency = rate / periods[i];
    const double expected  = eq_settings_response(settings, rate, frequency);
    if (expected > -60.0) {
      assert_true(fabs(measured_response(settings, rate, frequency) - expected) < 0.01);
    }
  }
}

static void
test_drawn_curve_is_applied(void** const state)
{
  (void)state;
  const double rates[] = { 8000.0, 44100.0, 48000.0, 192000.0 };
  for (size_t r = 0; r < sizeof(rates) / sizeof(rates[0]); ++r) {
    const EqSettings busy = busy_settings();
    check_response(&busy, rates[r]);
    for (unsigned b = 0; b < EQ_BANDS; ++b) {
      EqSettings one     = eq_settings_flat();
      one.bands[b].on    = true;
      one.bands[b].gain  = -11.0f;
      one.bands[b].steep = b == 7U;
      check_response(&one, rates[r]);
    }
  }
}

/// Response of one band in the flat settings, at 48 kHz
static double
response(const unsigned band, const EqBand settings, const double frequency)
{
  EqSettings all  = eq_settings_flat();
  all.bands[band] = settings;
  assert_float_equal((float)eq_band_response(&all, band, 48000.0, frequency),
                     (float)eq_settings_response(&all, 48000.0, frequency),
                     1e-6f);
  return eq_band_response(&all, band, 48000.0, frequency);
}

static void
test_bands_have_textbook_shapes(void** const state)
{
  (void)state;
  const double nearly = 0.01;
  // Peak: its gain at its centre, cut mirrors boost
  assert_true(fabs(response(3U, (EqBand){ true, 1000.0f, 12.0f, 2.0f, false }, 1000.0) - 12.0) < nearly);
  assert_true(fabs(response(3U, (EqBand){ true, 1000.0f, 12.0f, 2.0f, false }, 700.0) +
                   response(3U, (EqBand){ true, 1000.0f, -12.0f, 2.0f, false }, 700.0)) < 1e-9);
  // Shelves: half the gain at the corner, all of it far off
  assert_true(fabs(response(1U, (EqBand){ true, 200.0f, 8.0f, 0.707f, false }, 200.0) - 4.0) < nearly);
  assert_true(fabs(response(1U, (EqBand){ true, 200.0f, 8.0f, 0.707f, false }, 5.0) - 8.0) < nearly);
  assert_true(fabs(response(1U, (EqBand){ true, 200.0f, 8.0f, 0.707f, false }, 20000.0)) < nearly);
  assert_true(fabs(response(6U, (EqBand){ true, 5000.0f, -8.0f, 0.707f, false }, 5000.0) + 4.0) < nearly);
  assert_true(fabs(response(6U, (EqBand){ true, 5000.0f, -8.0f, 0.707f, false }, 24000.0) + 8.0) < nearly);
  // Butterworth passes: 3 dB down at the corner in both slopes, then 12 or 24 dB per octave
  assert_true(fabs(response(0U, (EqBand){ true, 1000.0f, 0.0f, 0.7071f, false }, 1000.0) + 3.01) < nearly);
  assert_true(fabs(response(0U, (EqBand){ true, 1000.0f, 0.0f, 0.7071f, true }, 1000.0) + 3.01) < nearly);
  assert_true(fabs(response(0U, (EqBand){ true, 1000.0f, 0.0f, 0.7071f, false }, 10.0) + 80.0) < 0.1);
  assert_true(fabs(response(0U, (EqBand){ true, 1000.0f, 0.0f, 0.7071f, true }, 10.0) + 160.0) < 0.1);
  assert_true(fabs(response(7U, (EqBand){ true, 500.0f, 0.0f, 0.7071f, true }, 500.0) + 3.01) < nearly);
  // Off
  assert_true(response(3U, (EqBand){ false, 1000.0f, 12.0f, 2.0f, false }, 1000.0) == 0.0);
}

/// Process all of the input, changing settings at fixed positions
static void
run(Eq* const eq, const uint32_t block_size)
{
  EqSettings settings = busy_settings();
  uint32_t   seed     = 3U;
  eq_set(eq, &settings);
  eq_reset(eq);
  for (uint32_t position = 0; position < LENGTH;) {
    const uint32_t to_change = 1003U - position % 1003U;
    const uint32_t block = next_block(block_size, &seed, LENGTH - position < to_change ? LENGTH - position : to_change);
    process(eq, position, block);
    position += block;
    if (position % 1003U == 0U) {
      const uint32_t turn                 = position / 1003U;
      settings.enabled                    = turn % 5U != 4U;
      settings.output_gain                = turn % 3U == 0U ? -6.0f : 0.0f;
      settings.bands[turn % 8U].on        = turn % 4U != 0U;
      settings.bands[turn % 7U].frequency = 100.0f * (float)(turn + 1U);
      settings.bands[0].steep             = turn % 2U == 0U;
      eq_set(eq, &settings);
    }
  }
}

static void
test_blocks_do_not_matter(void** const state)
{
  (void)state;
  static float expected_left[LENGTH];
  static float expected_right[LENGTH];
  fill_inputs();
  left[3333]   = (float)NAN;
  right[12345] = (float)INFINITY;
  Eq* const eq = eq_new(48000.0, 2U);
  run(eq, LENGTH);
  memcpy(expected_left, out_left, sizeof(out_left));
  memcpy(expected_right, out_right, sizeof(out_right));
  for (size_t b = 0; b < TEST_BLOCK_SIZES; ++b) {
    run(eq, test_block_sizes[b]);
    assert_memory_equal(out_left, expected_left, sizeof(out_left));
    assert_memory_equal(out_right, expected_right, sizeof(out_right));
  }
  eq_free(eq);
}

static void
test_shared_and_crossed_buffers(void** const state)
{
  (void)state;
  static float a[LENGTH];
  static float b[LENGTH];
  fill_inputs();
  const EqSettings settings[] = { busy_settings(), eq_settings_flat() };
  for (size_t i = 0; i < 2U; ++i) {
    Eq* const eq = eq_new(48000.0, 2U);
    eq_set(eq, &settings[i]);
    process(eq, 0U, LENGTH);
    for (int crossed = 0; crossed < 2; ++crossed) {
      memcpy(a, left, sizeof(a));
      memcpy(b, right, sizeof(b));
      const float* const in[]  = { a, b };
      float* const       out[] = { crossed ? b : a, crossed ? a : b };
      eq_reset(eq);
      eq_process(eq, in, out, LENGTH);
      assert_memory_equal(out[0], out_left, sizeof(a));
      assert_memory_equal(out[1], out_right, sizeof(b));
    }
    eq_free(eq);
  }
}

static void
test_bad_samples_do_no_lasting_harm(void** const state)
{
  (void)state;
  static float expected_right[LENGTH];
  fill_inputs();
  const EqSettings settings = busy_settings();
  Eq* const        eq       = eq_new(48000.0, 2U);
  eq_set(eq, &settings);
  process(eq, 0U, LENGTH);
  memcpy(expected_right, out_right, sizeof(expected_right));

  const float bad[] = { (float)NAN, (float)INFINITY, (float)-INFINITY };
  for (size_t i = 0; i < 3U; ++i) {
    left[5000 + 777 * i] = bad[i];
  }
  eq_reset(eq);
  process(eq, 0U, LENGTH);
  for (uint32_t i = 0; i < LENGTH; ++i) {
    assert_true(isfinite(out_left[i]));
  }
  assert_memory_equal(out_right, expected_right, sizeof(expected_right));

  left[1] = 3e38f;
  left[2] = -3e38f;
  eq_reset(eq);
  process(eq, 0U, LENGTH);
  for (uint32_t i = 0; i < LENGTH; ++i) {
    assert_true(isfinite(out_left[i]));
  }
  eq_free(eq);
}

static void
test_bad_samples_reset_their_channel(void** const state)
{
  (void)state;
  enum { BAD = 5003 };
  static float expected[LENGTH];
  fill_inputs();
  left[BAD]                 = 0.0f;
  const EqSettings settings = busy_settings();
  Eq* const        eq       = eq_new(48000.0, 1U);
  eq_set(eq, &settings);
  process(eq, BAD, LENGTH - BAD);
  memcpy(expected, out_left, sizeof(expected));

  left[BAD] = (float)NAN;
  eq_reset(eq);
  process(eq, 0U, LENGTH);
  assert_memory_equal(out_left + BAD, expected + BAD, (LENGTH - BAD) * sizeof(float));
  eq_free(eq);
}

static void
test_sweeps_do_not_zip(void** const state)
{
  (void)state;
  EqSettings settings = eq_settings_flat();
  settings.bands[4]   = (EqBand){ true, 1000.0f, -12.0f, 1.0f, false };
  Eq* const eq        = eq_new(48000.0, 1U);
  fill_sine(1001.0, 48000.0, 0.25f);
  for (uint32_t position = 0; position < LENGTH; position += 64U) {
    settings.bands[4].gain      = -12.0f + 24.0f * (float)position / LENGTH;
    settings.bands[4].frequency = 1000.0f + 500.0f * (float)position / LENGTH;
    eq_set(eq, &settings);
    process(eq, position, 64U);
  }
  assert_true(splatter(out_left + 12000) < -100.0);
  eq_free(eq);
}

static void
test_switches_do_not_click(void** const state)
{
  (void)state;
  const EqSettings flat  = eq_settings_flat();
  EqSettings       on[5] = { flat, flat, flat, flat, busy_settings() };
  on[0].bands[0]         = (EqBand){ true, 300.0f, 0.0f, 0.707f, true };
  on[1].bands[4]         = (EqBand){ true, 900.0f, 24.0f, 1.0f, false };
  on[2].bands[7]         = (EqBand){ true, 500.0f, 0.0f, 0.707f, false };
  on[3].output_gain      = 24.0f;
  for (size_t i = 0; i < 5U; ++i) {
    Eq* const eq = eq_new(48000.0, 1U);
    fill_sine(400.0, 48000.0, 0.05f);
    process(eq, 0U, 6000U);
    eq_set(eq, &on[i]);
    process(eq, 6000U, 6000U);
    EqSettings bypassed = on[i];
    bypassed.enabled    = false;
    eq_set(eq, i == 4U ? &bypassed : &flat);
    process(eq, 12000U, LENGTH - 12000U);
    assert_true(splatter(out_left + 4500) < -70.0);
    assert_true(splatter(out_left + 10500) < -70.0);
    eq_free(eq);
  }
}

static void
test_silence_ends_the_tail(void** const state)
{
  (void)state;
  const EqSettings settings = busy_settings();
  Eq* const        eq       = eq_new(48000.0, 2U);
  fill_inputs();
  eq_set(eq, &settings);
  process(eq, 0U, LENGTH);
  memset(left, 0, sizeof(left));
  memset(right, 0, sizeof(right));
  uint32_t tiny = 0;
  for (int i = 0; i < 20; ++i) {
    process(eq, 0U, LENGTH);
    for (uint32_t k = 0; k < LENGTH; ++k) {
      tiny += out_left[k] != 0.0f && fabsf(out_left[k]) < 1e-34f;
    }
  }
  assert_true(tiny < 100U);
  for (uint32_t i = 0; i < LENGTH; ++i) {
    assert_true(out_left[i] == 0.0f && out_right[i] == 0.0f);
  }
  eq_free(eq);
}

static void
test_settings_are_limited(void** const state)
{
  (void)state;
  EqSettings wild         = busy_settings();
  wild.output_gain        = 1000.0f;
  wild.bands[2].frequency = (float)NAN;
  wild.bands[3].q         = 0.0f;
  wild.bands[4].gain      = (float)-INFINITY;
  wild.bands[7].frequency = 1e9f;
  const EqSettings limits = eq_settings_limited(&wild);
  assert_float_equal(limits.output_gain, 24.0f, 0.0f);
  assert_float_equal(limits.bands[2].frequency, 200.0f, 0.0f);
  assert_float_equal(limits.bands[3].q, 0.1f, 0.0f);
  assert_float_equal(limits.bands[4].gain, 0.0f, 0.0f);
  assert_float_equal(limits.bands[7].frequency, 20000.0f, 0.0f);

  const double rates[] = { 1000.0, 8000.0, 44123.45, 384000.0, 1000000.0 };
  for (size_t r = 0; r < 5U; ++r) {
    fill_inputs();
    Eq* const eq = eq_new(rates[r], 2U);
    assert_non_null(eq);
    eq_set(eq, &wild);
    process(eq, 0U, LENGTH);
    for (uint32_t i = 0; i < LENGTH; ++i) {
      assert_true(isfinite(out_left[i]) && isfinite(out_right[i]));
    }
    eq_free(eq);
  }
  assert_null(eq_new(999.0, 2U));
  assert_null(eq_new(48000.0, 0U));
  assert_null(eq_new(48000.0, 3U));
  assert_null(eq_new((double)NAN, 2U));
  eq_free(NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_flat_passes_every_bit),
    cmocka_unit_test(test_gain_alone_is_a_factor),
    cmocka_unit_test(test_bypass_settles_to_every_bit),
    cmocka_unit_test(test_flattening_settles_to_every_bit),
    cmocka_unit_test(test_drawn_curve_is_applied),
    cmocka_unit_test(test_bands_have_textbook_shapes),
    cmocka_unit_test(test_blocks_do_not_matter),
    cmocka_unit_test(test_shared_and_crossed_buffers),
    cmocka_unit_test(test_bad_samples_do_no_lasting_harm),
    cmocka_unit_test(test_bad_samples_reset_their_channel),
    cmocka_unit_test(test_sweeps_do_not_zip),
    cmocka_unit_test(test_switches_do_not_click),
    cmocka_unit_test(test_silence_ends_the_tail),
    cmocka_unit_test(test_settings_are_limited),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
