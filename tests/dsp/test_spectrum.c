// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: a full-scale sine reads 0 dB at its frequency whatever that and the rate are, levels fall by 20 dB
// per second, frames come every 40 ms, and the bits don't depend on the blocks.

#include "dsp/spectrum.h"
#include "tests/dsp/signals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static const float nothing = -120.0f;

static void
push_sine(Spectrum* const spectrum, const double rate, const double frequency, const uint32_t n)
{
  float* const in = (float*)calloc(n, sizeof(float));
  for (uint32_t i = 0; i < n; ++i) {
    in[i] = (float)sin(2.0 * TEST_PI * fmod(frequency * i / rate, 1.0) + 0.2);
  }
  spectrum_push(spectrum, in, n);
  free(in);
}

static uint32_t
strongest_bin(const Spectrum* const spectrum)
{
  const float* const levels = spectrum_levels(spectrum);
  uint32_t           best   = 0;
  for (uint32_t b = 1; b < SPECTRUM_BINS; ++b) {
    best = levels[b] > levels[best] ? b : best;
  }
  return best;
}

static void
check_sine(const double rate, const double frequency)
{
  Spectrum* const spectrum = spectrum_new(rate);
  assert_non_null(spectrum);
  push_sine(spectrum, rate, frequency, (uint32_t)(rate * 0.2));
  const uint32_t bin = strongest_bin(spectrum);
  assert_true(fabsf(spectrum_levels(spectrum)[bin]) <= 0.3f);

  // Off by half a bin of the display and half one of the FFT, of 12 Hz, at most
  const double distance = fabs(spectrum_frequency(bin) - frequency);
  assert_true(distance < 0.0195 * frequency + 6.0);
  spectrum_free(spectrum);
}

static void
test_full_scale_sine_reads_zero(void** const state)
{
  (void)state;
  const double rates[] = { 8000.0, 44100.0, 44123.45, 48000.0, 96000.0, 384000.0 };
  for (size_t r = 0; r < sizeof(rates) / sizeof(rates[0]); ++r) {
    for (unsigned i = 0; i < 42U; ++i) {
      const double frequency = 25.0 * pow(1.171, i);
      if (frequency < fmin(19900.0, 0.47 * rates[r])) {
        check_sine(rates[r], frequency);
      }
    }
  }
}

static void
test_bins_are_logarithmic(void** const state)
{
  (void)state;
  assert_float_equal((float)spectrum_frequency(0U), 20.388f, 0.01f);
  assert_float_equal((float)spectrum_frequency(SPECTRUM_BINS - 1U), 19619.8f, 1.0f);
  const double ratio = spectrum_frequency(1U) / spectrum_frequency(0U);
  for (uint32_t b = 1; b < SPECTRUM_BINS; ++b) {
    assert_true(fabs(spectrum_frequency(b) / spectrum_frequency(b - 1U) - ratio) < 1e-9);
  }
}

static void
test_levels_fall_slowly(void** const state)
{
  (void)state;
  static float    silence[48000];
  Spectrum* const spectrum = spectrum_new(48000.0);
  push_sine(spectrum, 48000.0, 1000.0, 12000U);
  const uint32_t bin   = strongest_bin(spectrum);
  const float    begin = spectrum_levels(spectrum)[bin];
  spectrum_push(spectrum, silence, 4800U); // The sine leaves the window
  const float later = spectrum_levels(spectrum)[bin];
  spectrum_push(spectrum, silence, 48000U);
  assert_true(later <= begin);
  assert_float_equal(spectrum_levels(spectrum)[bin], later - 20.0f, 0.01f);
  for (int i = 0; i < 6; ++i) {
    spectrum_push(spectrum, silence, 48000U);
  }
  assert_float_equal(spectrum_levels(spectrum)[bin], nothing, 0.0f);
  spectrum_free(spectrum);
}

static void
test_nothing_above_nyquist(void** const state)
{
  (void)state;
  float           noise[8000];
  Spectrum* const spectrum = spectrum_new(8000.0);
  fill_noise(noise, 8000U, 21U);
  spectrum_push(spectrum, noise, 8000U);
  for (uint32_t b = 0; b < SPECTRUM_BINS; ++b) {
    const double edge = 20.0 * pow(1000.0, (b + 1.0) / SPECTRUM_BINS);
    assert_true(edge < 4000.0 ? spectrum_levels(spectrum)[b] > -60.0f : spectrum_levels(spectrum)[b] == nothing);
  }
  spectrum_free(spectrum);
}

static void
test_bad_samples_leave(void** const state)
{
  (void)state;
  float           noise[8000];
  Spectrum* const spectrum = spectrum_new(48000.0);
  fill_noise(noise, 8000U, 22U);
  noise[100] = (float)NAN;
  noise[200] = (float)INFINITY;
  spectrum_push(spectrum, noise, 8000U);
  noise[100] = 3e38f; // Its power overflows
  noise[200] = 0.0f;
  spectrum_push(spectrum, noise, 8000U);
  noise[100] = 0.0f;
  noise[200] = 0.0f;
  spectrum_push(spectrum, noise, 8000U);
  for (uint32_t b = 0; b < SPECTRUM_BINS; ++b) {
    assert_true(isfinite(spectrum_levels(spectrum)[b]));
    assert_true(spectrum_levels(spectrum)[b] > -100.0f && spectrum_levels(spectrum)[b] < 0.0f);
  }
  spectrum_free(spectrum);
}

static void
test_blocks_do_not_matter(void** const state)
{
  (void)state;
  enum { LENGTH = 30000 };
  static float in[LENGTH];
  float        expected[SPECTRUM_BINS];
  fill_noise(in, LENGTH, 23U);
  Spectrum* const spectrum = spectrum_new(48000.0);
  assert_int_equal(spectrum_push(spectrum, in, 4095U), 0);
  assert_int_equal(spectrum_push(spectrum, in + 4095, 1U), 1);
  assert_int_equal(spectrum_push(spectrum, in + 4096, 1919U), 1);
  assert_int_equal(spectrum_push(spectrum, in + 6015, 1U), 2);
  spectrum_reset(spectrum);
  const uint64_t frames = spectrum_push(spectrum, in, LENGTH);
  memcpy(expected, spectrum_levels(spectrum), sizeof(expected));
  for (size_t b = 0; b < TEST_BLOCK_SIZES; ++b) {
    uint32_t seed = 9U;
    spectrum_reset(spectrum);
    for (uint32_t position = 0; position < LENGTH;) {
      const uint32_t n = next_block(test_block_sizes[b], &seed, LENGTH - position);
      spectrum_push(spectrum, in + position, n);
      position += n;
    }
    assert_int_equal(spectrum_push(spectrum, NULL, 0U), frames);
    assert_memory_equal(spectrum_levels(spectrum), expected, sizeof(expected));
  }
  spectrum_free(spectrum);
}

static void
test_bad_rates_are_refused(void** const state)
{
  (void)state;
  assert_null(spectrum_new(999.0));
  assert_null(spectrum_new(1.1e6));
  assert_null(spectrum_new((double)NAN));
  spectrum_free(NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_full_scale_sine_reads_zero), cmocka_unit_test(test_bins_are_logarithmic),
    cmocka_unit_test(test_levels_fall_slowly),         cmocka_unit_test(test_nothing_above_nyquist),
    cmocka_unit_test(test_bad_samples_leave),          cmocka_unit_test(test_blocks_do_not_matter),
    cmocka_unit_test(test_bad_rates_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
