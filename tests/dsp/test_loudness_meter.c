// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: short-term loudness is libebur128's at every 100 ms, at any rate, and doesn't depend on the blocks.

#include "dsp/loudness_meter.h"
#include "tests/dsp/signals.h"

#include <ebur128.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MAX_CHANNELS = 2, TENTHS = 45 };

/// Noise that swells and fades, over a tone
static float*
make_signal(const uint32_t n, const double rate, const uint32_t seed)
{
  float* const out = (float*)calloc(n, sizeof(float));
  fill_noise(out, n, seed);
  for (uint32_t i = 0; i < n; ++i) {
    const double swell = 0.3 + 0.29 * sin(2.0 * TEST_PI * 0.4 * i / rate);
    out[i]             = (float)(swell * (double)out[i] + 0.2 * sin(2.0 * TEST_PI * fmod(60.0 * i / rate, 1.0)));
  }
  return out;
}

static void
check_against_libebur128(const unsigned long rate, const unsigned channels)
{
  const uint32_t       tenth      = (uint32_t)rate / 10U;
  const uint32_t       n          = tenth * TENTHS;
  float* const         signals[2] = { make_signal(n, (double)rate, 31U), make_signal(n, (double)rate, 32U) };
  float* const         joined     = (float*)calloc((size_t)tenth * channels, sizeof(float));
  LoudnessMeter* const meter      = loudness_meter_new((double)rate, channels);
  ebur128_state*       oracle     = ebur128_init(channels, rate, EBUR128_MODE_S);
  assert_non_null(meter);
  assert_non_null(oracle);
  for (uint32_t begin = 0; begin < n; begin += tenth) {
    for (uint32_t i = 0; i < tenth * channels; ++i) {
      joined[i] = signals[i % channels][begin + i / channels];
    }
    const float* const in[] = { signals[0] + begin, signals[1] + begin };
    double             expected;
    loudness_meter_push(meter, in, tenth);
    assert_int_equal(ebur128_add_frames_float(oracle, joined, tenth), EBUR128_SUCCESS);
    assert_int_equal(ebur128_loudness_shortterm(oracle, &expected), EBUR128_SUCCESS);
    assert_true(fabs(loudness_meter_short_term(meter) - expected) < 1e-6);
  }
  ebur128_destroy(&oracle);
  loudness_meter_free(meter);
  free(joined);
  free(signals[1]);
  free(signals[0]);
}

static void
test_loudness_is_libebur128s(void** const state)
{
  (void)state;
  check_against_libebur128(8000UL, 2U);
  check_against_libebur128(44100UL, 1U);
  check_against_libebur128(48000UL, 2U);
  check_against_libebur128(192000UL, 2U);
}

static void
test_reset_forgets(void** const state)
{
  (void)state;
  float* const         signal = make_signal(16000U, 8000.0, 33U);
  const float* const   in[]   = { signal, signal };
  LoudnessMeter* const meter  = loudness_meter_new(8000.0, 2U);
  assert_true(isinf(loudness_meter_short_term(meter)));
  loudness_meter_push(meter, in, 16000U);
  const double first = loudness_meter_short_term(meter);
  assert_true(first > -40.0 && first < 0.0);
  loudness_meter_push(meter, in, 123U);
  loudness_meter_reset(meter);
  assert_true(isinf(loudness_meter_short_term(meter)));
  loudness_meter_push(meter, in, 16000U);
  assert_true(loudness_meter_short_term(meter) == first);
  loudness_meter_free(meter);
  free(signal);
}

static void
test_bad_samples_count_as_zero(void** const state)
{
  (void)state;
  float* const         signal = make_signal(16000U, 8000.0, 34U);
  const float* const   in[]   = { signal };
  LoudnessMeter* const meter  = loudness_meter_new(8000.0, 1U);
  signal[50]                  = 0.0f;
  signal[60]                  = 0.0f;
  loudness_meter_push(meter, in, 16000U);
  const double expected = loudness_meter_short_term(meter);
  signal[50]            = (float)NAN;
  signal[60]            = (float)INFINITY;
  loudness_meter_reset(meter);
  loudness_meter_push(meter, in, 16000U);
  assert_true(loudness_meter_short_term(meter) == expected);
  loudness_meter_free(meter);
  free(signal);
}

static void
test_blocks_do_not_matter(void** const state)
{
  (void)state;
  enum { LENGTH = 20000 };
  float* const         signals[2] = { make_signal(LENGTH, 8000.0, 35U), make_signal(LENGTH, 8000.0, 36U) };
  const float* const   all[]      = { signals[0], signals[1] };
  LoudnessMeter* const meter      = loudness_meter_new(8000.0, 2U);
  loudness_meter_push(meter, all, LENGTH);
  const double expected = loudness_meter_short_term(meter);
  for (size_t b = 0; b < TEST_BLOCK_SIZES; ++b) {
    uint32_t seed = 9U;
    loudness_meter_reset(meter);
    for (uint32_t position = 0; position < LENGTH;) {
      const uint32_t     n    = next_block(test_block_sizes[b], &seed, LENGTH - position);
      const float* const in[] = { signals[0] + position, signals[1] + position };
      loudness_meter_push(meter, in, n);
      position += n;
    }
    assert_true(loudness_meter_short_term(meter) == expected);
  }
  loudness_meter_free(meter);
  free(signals[1]);
  free(signals[0]);
}

static void
test_bad_arguments_are_refused(void** const state)
{
  (void)state;
  assert_null(loudness_meter_new(999.0, 2U));
  assert_null(loudness_meter_new((double)NAN, 2U));
  assert_null(loudness_meter_new(48000.0, 0U));
  assert_null(loudness_meter_new(48000.0, MAX_CHANNELS + 1U));
  loudness_meter_free(NULL);
}

/// A sine of this frequency whose weighted power is what BS.1770 calls -0.691 + 10·log10
static void
check_weighting(const double rate, const double hertz)
{
  enum { FRAMES = 192000 };
  static float         sine[FRAMES];
  const float* const   in[]  = { sine };
  LoudnessMeter* const meter = loudness_meter_new(rate, 1);
  for (uint32_t i = 0; i < FRAMES; ++i) {
    sine[i] = (float)(0.5 * sin(6.283185307179586 * hertz * i / rate));
  }
  loudness_meter_push(meter, in, FRAMES);
  const double expected = -0.691 + 10.0 * log10(0.125 * loudness_weighting(rate, hertz));
  assert_true(fabs(loudness_meter_short_term(meter) - expected) < 0.01);
  loudness_meter_free(meter);
}

static void
test_the_weighting_is_the_meters(void** state)
{
  (void)state;
  check_weighting(48000.0, 40.0);
  check_weighting(48000.0, 997.0);
  check_weighting(44100.0, 12000.0);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_loudness_is_libebur128s),   cmocka_unit_test(test_reset_forgets),
    cmocka_unit_test(test_bad_samples_count_as_zero), cmocka_unit_test(test_blocks_do_not_matter),
    cmocka_unit_test(test_bad_arguments_are_refused), cmocka_unit_test(test_the_weighting_is_the_meters),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
