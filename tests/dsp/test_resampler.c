// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: output k is the signal at exactly k / out_rate to -110 dB over the pass band, the stop band is
// 120 dB down, positions never drift, and the bits don't depend on the blocks.

#include "dsp/resampler.h"
#include "tests/dsp/signals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct {
  double in;
  double out;
} Rates;

static const Rates test_rates[] = {
  { 8000.0, 16000.0 },   { 11025.0, 16000.0 },  { 16000.5, 16000.0 }, { 22050.0, 16000.0 }, { 44100.0, 16000.0 },
  { 44123.45, 16000.0 }, { 48000.0, 16000.0 },  { 88200.0, 16000.0 }, { 96000.0, 16000.0 }, { 192000.0, 16000.0 },
  { 384000.0, 16000.0 }, { 48001.0, 44100.0 },  { 44100.0, 48000.0 }, { 1000.0, 1234.567 }, { 96000.0, 1000.0 },
  { 3000.0, 3000.001 },  { 16000.0, 384000.0 },
};

enum { TEST_RATES = sizeof(test_rates) / sizeof(test_rates[0]) };

static const double amplitude = 0.9;

static double
sine(const double frequency, const double rate, const uint64_t index)
{
  const double turns = frequency * (double)index / rate;
  return amplitude * sin(2.0 * TEST_PI * (turns - floor(turns)) + 0.3);
}

/// Largest deviation from the sine at the output's times (from silence where `stopped`), dB below the sine
static double
sine_error(Resampler* const resampler, const Rates* const rates, const double frequency, const int stopped)
{
  const uint32_t settle = 2U * resampler_lookahead(resampler);
  const uint32_t n      = settle * 2U + (uint32_t)(rates->in / 20.0);
  float* const   in     = (float*)calloc(n, sizeof(float));
  float* const   out    = (float*)calloc(resampler_max_output(resampler, n), sizeof(float));
  for (uint32_t i = 0; i < n; ++i) {
    in[i] = (float)sine(frequency, rates->in, i);
  }
  resampler_reset(resampler);
  const uint32_t written = resampler_process(resampler, in, n, out);
  const uint32_t begin   = (uint32_t)(settle * rates->out / rates->in) + 1U;
  assert_true(written > begin + 10U);

  double error = 0.0;
  for (uint32_t k = begin; k < written; ++k) {
    error = fmax(error, fabs((double)out[k] - (stopped ? 0.0 : sine(frequency, rates->out, k))));
  }
  free(out);
  free(in);
  return decibels(error / amplitude);
}

static void
test_pass_band_is_exact(void** const state)
{
  (void)state;
  const double fractions[] = { 0.0, 0.01, 0.3, 0.7, 0.85, 0.91 };
  for (size_t r = 0; r < TEST_RATES; ++r) {
    Resampler* const resampler = resampler_new(test_rates[r].in, test_rates[r].out);
    assert_non_null(resampler);
    const double nyquist = fmin(test_rates[r].in, test_rates[r].out) / 2.0;
    for (size_t f = 0; f < sizeof(fractions) / sizeof(fractions[0]); ++f) {
      assert_true(sine_error(resampler, &test_rates[r], fractions[f] * nyquist, 0) < -110.0);
    }
    resampler_free(resampler);
  }
}

static void
test_stop_band_is_stopped(void** const state)
{
  (void)state;
  const double fractions[] = { 1.0, 1.01, 1.1, 1.5, 1.99, 2.5 };
  for (size_t r = 0; r < TEST_RATES; ++r) {
    Resampler* const resampler = resampler_new(test_rates[r].in, test_rates[r].out);
    const double     nyquist   = fmin(test_rates[r].in, test_rates[r].out) / 2.0;
    for (size_t f = 0; f < sizeof(fractions) / sizeof(fractions[0]); ++f) {
      if (fractions[f] * nyquist <= test_rates[r].in / 2.0) {
        assert_true(sine_error(resampler, &test_rates[r], fractions[f] * nyquist, 1) < -120.0);
      }
    }
    resampler_free(resampler);
  }
}

static void
test_positions_do_not_drift(void** const state)
{
  (void)state;
  enum { BLOCK = 1000, BLOCKS = 3000 };
  const Rates      rates     = { 1000.0, 1001.7 };
  const double     frequency = 440.0;
  Resampler* const resampler = resampler_new(rates.in, rates.out);
  float            in[BLOCK];
  float            out[BLOCK + 10];
  uint64_t         first   = 0;
  uint32_t         written = 0;
  for (uint32_t b = 0; b < BLOCKS; ++b) {
    for (uint32_t i = 0; i < BLOCK; ++i) {
      in[i] = (float)sine(frequency, rates.in, (uint64_t)b * BLOCK + i);
    }
    first += written;
    written = resampler_process(resampler, in, BLOCK, out);
  }
  for (uint32_t k = 0; k < written; ++k) {
    assert_true(fabs((double)out[k] - sine(frequency, rates.out, first + k)) < 3e-6);
  }
  resampler_free(resampler);
}

/// Returns the number of outputs
static uint32_t
run(Resampler* const resampler, const float* const in, const uint32_t n, const uint32_t block_size, float* const out)
{
  uint32_t written = 0;
  uint32_t seed    = 5U;
  resampler_reset(resampler);
  for (uint32_t position = 0; position < n;) {
    const uint32_t block = next_block(block_size, &seed, n - position);
    const uint32_t count = resampler_process(resampler, in + position, block, out + written);
    assert_true(count <= resampler_max_output(resampler, block));
    written += count;
    position += block;
  }
  return written;
}

static void
test_blocks_do_not_matter(void** const state)
{
  (void)state;
  for (size_t r = 0; r < TEST_RATES; ++r) {
    Resampler* const resampler = resampler_new(test_rates[r].in, test_rates[r].out);
    const uint32_t   n         = 4U * resampler_lookahead(resampler) + 4000U;
    const uint32_t   size      = resampler_max_output(resampler, n) + 1000U;
    float* const     in        = (float*)calloc(n, sizeof(float));
    float* const     expected  = (float*)calloc(size, sizeof(float));
    float* const     actual    = (float*)calloc(size, sizeof(float));
    fill_noise(in, n, 4U);
    const uint32_t written = run(resampler, in, n, n, expected);
    assert_true(written > 0U);
    for (size_t b = 0; b < TEST_BLOCK_SIZES; ++b) {
      assert_int_equal(run(resampler, in, n, test_block_sizes[b], actual), written);
      assert_memory_equal(actual, expected, written * sizeof(float));
    }
    free(actual);
    free(expected);
    free(in);
    resampler_free(resampler);
  }
}

static void
test_lookahead_is_exact(void** const state)
{
  (void)state;
  for (size_t r = 0; r < TEST_RATES; ++r) {
    Resampler* const resampler = resampler_new(test_rates[r].in, test_rates[r].out);
    const uint32_t   lookahead = resampler_lookahead(resampler);
    float* const     in        = (float*)calloc(lookahead + 1U, sizeof(float));
    float* const     out       = (float*)calloc(resampler_max_output(resampler, lookahead + 1U), sizeof(float));
    assert_int_equal(resampler_process(resampler, in, lookahead, out), 0);
    assert_true(resampler_process(resampler, in, 1U, out) >= 1U);
    free(out);
    free(in);
    resampler_free(resampler);
  }
}

static void
test_equal_rates_copy(void** const state)
{
  (void)state;
  enum { LENGTH = 1000 };
  float in[LENGTH];
  float out[LENGTH];
  fill_noise(in, LENGTH, 6U);
  in[10]                     = (float)NAN;
  Resampler* const resampler = resampler_new(16000.0, 16000.0);
  assert_int_equal(resampler_lookahead(resampler), 0);
  assert_int_equal(run(resampler, in, LENGTH, 0U, out), LENGTH);
  assert_memory_equal(out, in, sizeof(in));
  resampler_free(resampler);
}

static void
test_bad_samples_pass_by(void** const state)
{
  (void)state;
  enum { LENGTH = 6000, BAD = 1000 };
  float in[LENGTH];
  float clean[LENGTH];
  float spoilt[LENGTH];
  fill_noise(in, LENGTH, 8U);
  Resampler* const resampler = resampler_new(44100.0, 16000.0);
  in[BAD]                    = 0.0f;
  const uint32_t written     = run(resampler, in, LENGTH, 64U, clean);
  in[BAD]                    = (float)INFINITY;
  assert_int_equal(run(resampler, in, LENGTH, 64U, spoilt), written);

  const uint32_t reach = resampler_lookahead(resampler) + 1U;
  const uint32_t begin = (BAD - reach) * 160U / 441U;
  const uint32_t end   = (BAD + reach) * 160U / 441U + 1U;
  assert_memory_equal(spoilt, clean, begin * sizeof(float));
  assert_memory_equal(spoilt + end, clean + end, (written - end) * sizeof(float));
  assert_false(isfinite(spoilt[BAD * 160U / 441U]));
  resampler_free(resampler);
}

static void
test_bad_rates_are_refused(void** const state)
{
  (void)state;
  assert_null(resampler_new(999.0, 16000.0));
  assert_null(resampler_new(48000.0, 1000001.0));
  assert_null(resampler_new((double)NAN, 16000.0));
  assert_null(resampler_new(48000.0, (double)INFINITY));
  resampler_free(NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_pass_band_is_exact),     cmocka_unit_test(test_stop_band_is_stopped),
    cmocka_unit_test(test_positions_do_not_drift), cmocka_unit_test(test_blocks_do_not_matter),
    cmocka_unit_test(test_lookahead_is_exact),     cmocka_unit_test(test_equal_rates_copy),
    cmocka_unit_test(test_bad_samples_pass_by),    cmocka_unit_test(test_bad_rates_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
