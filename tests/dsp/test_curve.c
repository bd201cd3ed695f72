// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: the curve passes the wished gains at its centres, as measured in its impulse response, which is that of
// a minimum phase without delay; flat it passes every bit; gains change without clicks or zips; and the bits don't
// depend on the blocks.

#include "dsp/curve.h"
#include "dsp/fft.h"
#include "tests/dsp/signals.h"
#include "tests/dsp/splatter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LENGTH = 24000, RESPONSE = 1U << 17U };

static const unsigned all_bands[] = { 8U, 10U, 31U };

static float left[LENGTH];
static float right[LENGTH];
static float out_left[LENGTH];
static float out_right[LENGTH];

/// Gains within ±`limit` dB, at random or, for seed 0, one up one down
static CurveSettings
wild_settings(const unsigned bands, const float limit, uint32_t seed)
{
  CurveSettings settings  = { .bands = bands };
  const bool    alternate = seed == 0U;
  for (unsigned b = 0; b < bands; ++b) {
    const float random = (float)random_next(&seed) * (2.0f / 16777215.0f) - 1.0f;
    settings.gains[b]  = limit * (alternate ? (b % 2U ? 1.0f : -1.0f) : random);
  }
  return settings;
}

static void
process(Curve* const curve, const uint32_t begin, const uint32_t n)
{
  const float* const in[]  = { left + begin, right + begin };
  float* const       out[] = { out_left + begin, out_right + begin };
  curve_process(curve, in, out, n);
}

static void
fill_inputs(void)
{
  fill_noise(left, LENGTH, 21U);
  fill_noise(right, LENGTH, 22U);
}

/// The stage's answer to an impulse at its first sample, [RESPONSE]
static const float*
impulse_response(const CurveSettings* const settings, const double rate)
{
  static float       x[RESPONSE];
  const float* const in[]  = { x };
  float* const       out[] = { x };
  Curve* const       curve = curve_new(rate, 1U);
  memset(x, 0, sizeof(x));
  x[0] = 1.0f;
  curve_set(curve, settings);
  curve_process(curve, in, out, RESPONSE);
  curve_free(curve);
  return x;
}

/// Magnitude of the transform of x [RESPONSE] at one frequency, dB
static double
level_at(const float* const x, const double cycles_per_sample)
{
  const double step_re = cos(2.0 * TEST_PI * cycles_per_sample);
  const double step_im = sin(2.0 * TEST_PI * cycles_per_sample);
  double       re      = 0.0;
  double       im      = 0.0;
  for (uint32_t i = RESPONSE; i-- > 0;) { // By Horner's rule
    const double turned = re * step_re - im * step_im + (double)x[i];
    im                  = re * step_im + im * step_re;
    re                  = turned;
  }
  return decibels(hypot(re, im));
}

static void
test_wished_gains_are_measured(void** const state)
{
  (void)state;
  const double rates[] = { 8000.0, 44100.0, 44123.0, 48000.0 };
  for (size_t r = 0; r < sizeof(rates) / sizeof(rates[0]); ++r) {
    for (size_t i = 0; i < 3U; ++i) {
      const CurveSettings settings = wild_settings(all_bands[i], 12.0f, (uint32_t)(1U + r));
      const float* const  x        = impulse_response(&settings, rates[r]);
      for (unsigned b = 0; b < all_bands[i] && curve_centre(all_bands[i], b) < 0.45 * rates[r]; ++b) {
        const double got = level_at(x, curve_centre(all_bands[i], b) / rates[r]);
        assert_true(fabs(got - (double)settings.gains[b]) < 0.35);
      }
    }
  }
}

/// Largest difference at the centres between what is wished and what curve_response() says, dB
static double
error_at_centres(const CurveSettings* const settings, const double rate)
{
  double   centres[CURVE_MAX_BANDS] = { 0.0 };
  double   responses[CURVE_MAX_BANDS];
  double   worst = 0.0;
  unsigned n     = 0;
  for (; n < settings->bands && curve_centre(settings->bands, n) < 0.45 * rate; ++n) {
    centres[n] = curve_centre(settings->bands, n);
  }
  curve_response(settings, rate, centres, n, responses);
  for (unsigned b = 0; b < n; ++b) {
    worst = fmax(worst, fabs(responses[b] - (double)settings->gains[b]));
  }
  return worst;
}

static void
test_wished_gains_are_met(void** const state)
{
  (void)state;
  const double rates[] = { 8000.0, 44100.0, 44123.0, 48000.0, 96000.0, 384000.0 };
  for (size_t r = 0; r < sizeof(rates) / sizeof(rates[0]); ++r) {
    for (size_t i = 0; i < 3U; ++i) {
      for (uint32_t seed = 0; seed < 50U; ++seed) {
        const CurveSettings wild = wild_settings(all_bands[i], 12.0f, seed);
        const CurveSettings most = wild_settings(all_bands[i], 24.0f, seed);
        assert_true(error_at_centres(&wild, rates[r]) < 0.35);
        assert_true(error_at_centres(&most, rates[r]) < 1.5);
      }
    }
  }
}

static void
test_all_up_is_level(void** const state)
{
  (void)state;
  for (size_t i = 0; i < 3U; ++i) {
    double        hertz[200];
    double        responses[200];
    CurveSettings settings = { .bands = all_bands[i] };
    for (unsigned b = 0; b < settings.bands; ++b) {
      settings.gains[b] = 6.0f;
    }
    for (unsigned k = 0; k < 200U; ++k) {
      hertz[k] = 31.25 * pow(12800.0 / 31.25, k / 199.0);
    }
    curve_response(&settings, 48000.0, hertz, 200U, responses);
    for (unsigned k = 0; k < 200U; ++k) {
      assert_true(fabs(responses[k] - 6.0) < 0.6);
    }
  }
}

static void
test_drawn_curve_is_applied(void** const state)
{
  (void)state;
  const double rates[] = { 8000.0, 44123.0, 48000.0 };
  Fft* const   fft     = fft_new(RESPONSE);
  for (size_t r = 0; r < sizeof(rates) / sizeof(rates[0]); ++r) {
    for (size_t i = 0; i < 3U; ++i) {
      enum { FIRST = 64, STEP = 97, COUNT = (RESPONSE / 2 - FIRST) / STEP };
      static double       hertz[COUNT];
      static double       drawn[COUNT];
      const CurveSettings settings = wild_settings(all_bands[i], 12.0f, 7U);
      memcpy(fft_input(fft), impulse_response(&settings, rates[r]), RESPONSE * sizeof(float));
      const float* const bins = fft_forward(fft);
      for (uint32_t k = 0; k < COUNT; ++k) {
        hertz[k] = rates[r] * (FIRST + STEP * k) / RESPONSE;
      }
      curve_response(&settings, rates[r], hertz, COUNT, drawn);
      for (uint32_t k = 0; k < COUNT; ++k) {
        const float* const bin = bins + 2U * (FIRST + STEP * k);
        assert_true(fabs(decibels(hypot((double)bin[0], (double)bin[1])) - drawn[k]) < 0.02);
      }
    }
  }
  fft_free(fft);
}

/**
   A filter has minimum phase where its cepstrum is zero at negative times: that
   of its magnitude, which is symmetric, then gives its impulse response.  Here
   the first sample is enough, exp(c[0]) of the mean log magnitude: any delay or
   all-pass would make it smaller.
*/
static void
test_is_minimum_phase(void** const state)
{
  (void)state;
  Fft* const fft = fft_new(RESPONSE);
  for (size_t i = 0; i < 3U; ++i) {
    const CurveSettings settings = wild_settings(all_bands[i], 12.0f, 9U);
    const float* const  x        = impulse_response(&settings, 48000.0);
    memcpy(fft_input(fft), x, RESPONSE * sizeof(float));
    const float* const bins = fft_forward(fft);
    double             mean = 0.0;
    for (uint32_t k = 0; k <= RESPONSE / 2U; ++k) {
      const double share = k == 0U || k == RESPONSE / 2U ? 1.0 : 2.0;
      mean += share / RESPONSE * log(hypot((double)bins[2U * k], (double)bins[2U * k + 1U]));
    }
    assert_true(fabs((double)x[0] / exp(mean) - 1.0) < 1e-4);
  }
  fft_free(fft);
}

static void
test_flat_passes_every_bit(void** const state)
{
  (void)state;
  fill_inputs();
  left[5]   = (float)NAN;
  right[6]  = (float)-INFINITY;
  left[100] = 1e-42f;
  for (size_t i = 0; i < 3U; ++i) {
    CurveSettings settings = { .bands = all_bands[i] };
    assert_true(curve_settings_are_flat(&settings));
    if (settings.bands < CURVE_MAX_BANDS) {
      settings.gains[CURVE_MAX_BANDS - 1] = 12.0f; // Beyond its bands
      assert_true(curve_settings_are_flat(&settings));
    }
    Curve* const curve = curve_new(48000.0, 2U);
    curve_set(curve, &settings);
    assert_true(curve_is_transparent(curve)); // The first sample will be passed as it is
    process(curve, 0U, LENGTH);
    assert_memory_equal(out_left, left, sizeof(left));
    assert_memory_equal(out_right, right, sizeof(right));
    assert_true(curve_is_transparent(curve));
    curve_free(curve);
  }
}

static void
test_flattening_settles_to_every_bit(void** const state)
{
  (void)state;
  fill_inputs();
  Curve* const  curve    = curve_new(44100.0, 2U);
  CurveSettings settings = wild_settings(31U, 24.0f, 1U);
  curve_set(curve, &settings);
  assert_false(curve_is_transparent(curve));
  process(curve, 0U, 1000U);
  assert_false(curve_is_transparent(curve));
  assert_memory_not_equal(out_left, left, 1000U * sizeof(float));
  settings = curve_settings_flat();
  curve_set(curve, &settings);
  process(curve, 1000U, 5000U);
  assert_true(curve_is_transparent(curve));
  process(curve, 6000U, LENGTH - 6000U);
  assert_memory_equal(out_right + 6000, right + 6000, (LENGTH - 6000U) * sizeof(float));
  curve_free(curve);
}

/// Process all of the input, changing settings at fixed positions
static void
run(Curve* const curve, const uint32_t block_size)
{
  CurveSettings settings = wild_settings(31U, 12.0f, 5U);
  uint32_t      seed     = 3U;
  curve_set(curve, &settings);
  curve_reset(curve);
  for (uint32_t position = 0; position < LENGTH;) {
    const uint32_t to_change = 1003U - position % 1003U;
    const uint32_t block = next_block(block_size, &seed, LENGTH - position < to_change ? LENGTH - position : to_change);
    process(curve, position, block);
    position += block;
    if (position % 1003U == 0U) {
      const uint32_t turn = position / 1003U;
      settings            = turn % 4U == 3U ? curve_settings_flat() : wild_settings(all_bands[turn % 3U], 12.0f, turn);
      curve_set(curve, &settings);
    }
  }
}

static void
test_blocks_do_not_matter(void** const state)
{
  (void)state;
  static float expected_left[LENGTH];
  static float expected_right[LENGTH];
  const double rates[] = { 8000.0, 44123.0, 384000.0 };
  fill_inputs();
  left[3333]   = (float)NAN;
  right[12345] = (float)INFINITY;
  for (size_t r = 0; r < sizeof(rates) / sizeof(rates[0]); ++r) {
    Curve* const curve = curve_new(rates[r], 2U);
    run(curve, LENGTH);
    memcpy(expected_left, out_left, sizeof(out_left));
    memcpy(expected_right, out_right, sizeof(out_right));
    for (size_t b = 0; b < TEST_BLOCK_SIZES; ++b) {
      run(curve, test_block_sizes[b]);
      assert_memory_equal(out_left, expected_left, sizeof(out_left));
      assert_memory_equal(out_right, expected_right, sizeof(out_right));
    }
    curve_free(curve);
  }
}

static void
test_shared_and_crossed_buffers(void** const state)
{
  (void)state;
  static float        a[LENGTH];
  static float        b[LENGTH];
  const CurveSettings settings[] = { wild_settings(31U, 12.0f, 1U), curve_settings_flat() };
  fill_inputs();
  for (size_t i = 0; i < 2U; ++i) {
    Curve* const curve = curve_new(48000.0, 2U);
    curve_set(curve, &settings[i]);
    process(curve, 0U, LENGTH);
    for (int crossed = 0; crossed < 2; ++crossed) {
      memcpy(a, left, sizeof(a));
      memcpy(b, right, sizeof(b));
      const float* const in[]  = { a, b };
      float* const       out[] = { crossed ? b : a, crossed ? a : b };
      curve_reset(curve);
      curve_process(curve, in, out, LENGTH);
      assert_memory_equal(out[0], out_left, sizeof(a));
      assert_memory_equal(out[1], out_right, sizeof(b));
    }
    curve_free(curve);
  }
}

static void
test_bad_samples_do_no_lasting_harm(void** const state)
{
  (void)state;
  enum { BAD = 5003 };
  static float        expected_left[LENGTH];
  static float        expected_right[LENGTH];
  const float         bad[]    = { (float)NAN, (float)INFINITY, (float)-INFINITY };
  const CurveSettings settings = wild_settings(10U, 24.0f, 1U);
  Curve* const        curve    = curve_new(48000.0, 2U);
  fill_inputs();
  curve_set(curve, &settings);
  process(curve, 0U, LENGTH);
  memcpy(expected_right, out_right, sizeof(expected_right));
  left[BAD] = 0.0f;
  curve_reset(curve);
  process(curve, BAD, LENGTH - BAD);
  memcpy(expected_left, out_left, sizeof(expected_left));
  for (size_t i = 0; i < 3U; ++i) {
    left[BAD] = bad[i];
    curve_reset(curve);
    process(curve, 0U, LENGTH);
    assert_memory_equal(out_left + BAD, expected_left + BAD, (LENGTH - BAD) * sizeof(float));
    assert_memory_equal(out_right, expected_right, sizeof(expected_right));
  }
  left[BAD] = 3e38f;
  curve_reset(curve);
  process(curve, 0U, LENGTH);
  for (uint32_t i = 0; i < LENGTH; ++i) {
    assert_true(isfinite(out_left[i]));
  }
  curve_free(curve);
}

static void
fill_sine(const double frequency)
{
  for (uint32_t i = 0; i < LENGTH; ++i) {
    left[i] = 0.05f * (float)sin(2.0 * TEST_PI * fmod(frequency * i / 48000.0, 1.0));
  }
}

static void
test_sweeps_do_not_zip(void** const state)
{
  (void)state;
  CurveSettings settings = { .bands = 31U };
  Curve* const  curve    = curve_new(48000.0, 1U);
  fill_sine(1001.0);
  for (uint32_t position = 0; position < LENGTH; position += 64U) {
    settings.gains[17] = -12.0f + 24.0f * (float)position / LENGTH;
    settings.gains[18] = 12.0f - 24.0f * (float)position / LENGTH;
    curve_set(curve, &settings);
    process(curve, position, 64U);
  }
  assert_true(splatter(out_left + 12000) < -100.0);
  curve_free(curve);
}

static void
test_switches_do_not_click(void** const state)
{
  (void)state;
  fill_sine(400.0);
  for (size_t i = 0; i < 3U; ++i) {
    CurveSettings settings = wild_settings(all_bands[i], 18.0f, 1U);
    Curve* const  curve    = curve_new(48000.0, 1U);
    process(curve, 0U, 6000U);
    curve_set(curve, &settings);
    process(curve, 6000U, 6000U);
    settings = wild_settings(all_bands[(i + 1U) % 3U], 18.0f, 2U);
    curve_set(curve, &settings);
    process(curve, 12000U, 6000U);
    settings = curve_settings_flat();
    curve_set(curve, &settings);
    process(curve, 18000U, LENGTH - 18000U);
    assert_true(splatter(out_left + 4500) < -70.0);
    assert_true(splatter(out_left + 10500) < -70.0);
    assert_true(splatter(out_left + 16500) < -70.0);
    curve_free(curve);
  }
}

static void
test_silence_ends_the_tail(void** const state)
{
  (void)state;
  const CurveSettings settings = wild_settings(31U, 6.0f, 1U);
  Curve* const        curve    = curve_new(8000.0, 2U);
  fill_inputs();
  curve_set(curve, &settings);
  process(curve, 0U, LENGTH);
  memset(left, 0, sizeof(left));
  memset(right, 0, sizeof(right));
  for (int i = 0; i < 20; ++i) {
    process(curve, 0U, LENGTH);
  }
  for (uint32_t i = 0; i < LENGTH; ++i) {
    assert_true(out_left[i] == 0.0f && out_right[i] == 0.0f);
  }
  curve_free(curve);
}

static void
test_settings_are_limited(void** const state)
{
  (void)state;
  CurveSettings wild   = wild_settings(10U, 12.0f, 1U);
  wild.bands           = 9U;
  wild.gains[0]        = (float)NAN;
  wild.gains[1]        = (float)INFINITY;
  wild.gains[2]        = 1000.0f;
  wild.gains[3]        = -1000.0f;
  wild.gains[10]       = 3.0f;
  CurveSettings limits = curve_settings_limited(&wild);
  assert_int_equal(limits.bands, 10);
  assert_true(limits.gains[0] == 0.0f && limits.gains[1] == 0.0f && limits.gains[10] == 0.0f);
  assert_true(limits.gains[2] == 24.0f && limits.gains[3] == -24.0f && limits.gains[4] == wild.gains[4]);

  const double rates[] = { 1000.0, 8000.0, 44123.45, 384000.0, 1000000.0 };
  for (size_t r = 0; r < 5U; ++r) {
    fill_inputs();
    Curve* const curve = curve_new(rates[r], 2U);
    assert_non_null(curve);
    curve_set(curve, &wild);
    process(curve, 0U, LENGTH);
    for (uint32_t i = 0; i < LENGTH; ++i) {
      assert_true(isfinite(out_left[i]) && isfinite(out_right[i]));
    }
    curve_free(curve);
  }
  assert_null(curve_new(999.0, 2U));
  assert_null(curve_new(48000.0, 0U));
  assert_null(curve_new(48000.0, 3U));
  assert_null(curve_new((double)NAN, 2U));
  curve_free(NULL);
}

static void
test_centres(void** const state)
{
  (void)state;
  const double nearly = 1e-9;
  assert_true(fabs(curve_centre(8U, 0U) - 31.25) < nearly && fabs(curve_centre(8U, 4U) - 1000.0) < nearly);
  assert_true(fabs(curve_centre(10U, 0U) - 31.25) < nearly && fabs(curve_centre(10U, 9U) - 16000.0) < nearly);
  assert_true(fabs(curve_centre(31U, 17U) - 1000.0) < nearly && fabs(curve_centre(31U, 20U) - 2000.0) < nearly);
  assert_true(fabs(curve_centre(31U, 0U) - 19.686) < 1e-3 && fabs(curve_centre(31U, 30U) - 20158.7) < 0.1);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_centres),
    cmocka_unit_test(test_wished_gains_are_measured),
    cmocka_unit_test(test_wished_gains_are_met),
    cmocka_unit_test(test_all_up_is_level),
    cmocka_unit_test(test_drawn_curve_is_applied),
    cmocka_unit_test(test_is_minimum_phase),
    cmocka_unit_test(test_flat_passes_every_bit),
    cmocka_unit_test(test_flattening_settles_to_every_bit),
    cmocka_unit_test(test_blocks_do_not_matter),
    cmocka_unit_test(test_shared_and_crossed_buffers),
    cmocka_unit_test(test_bad_samples_do_no_lasting_harm),
    cmocka_unit_test(test_sweeps_do_not_zip),
    cmocka_unit_test(test_switches_do_not_click),
    cmocka_unit_test(test_silence_ends_the_tail),
    cmocka_unit_test(test_settings_are_limited),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
