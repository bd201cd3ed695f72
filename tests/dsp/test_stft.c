// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: frames equal a plain discrete Fourier transform of the windowed signal, come at the promised
// sample, and are the same bits however the signal is cut.

#include "dsp/stft.h"
#include "tests/dsp/signals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LENGTH = 6000, MAX_FRAMES = 400 };

static const StftSettings musicnn  = { 512U, 512U, 256U, true, true, false };
static const StftSettings vibenet  = { 1024U, 640U, 320U, false, true, false };
static const StftSettings others[] = {
  { 512U, 300U, 100U, true, false, false }, { 64U, 64U, 150U, false, true, false },
  { 100U, 33U, 1U, true, true, false },     { 256U, 255U, 1000U, true, false, false },
  { 512U, 400U, 160U, true, false, true },
};

static float
sample(const float* const signal, const int64_t position)
{
  return position >= 0 && position < LENGTH ? signal[position] : 0.0f;
}

/// Bin k of frame t by the definition
static double
naive_bin(const StftSettings* const s, const float* const signal, const uint32_t t, const uint32_t k)
{
  const int64_t  begin = (int64_t)t * s->hop - (s->centred ? s->fft_size / 2U : 0U);
  const uint32_t lead  = s->centred ? (s->fft_size - s->window_length) / 2U : 0U;
  double         re    = 0.0;
  double         im    = 0.0;
  for (uint32_t i = 0; i < s->window_length; ++i) {
    const double hann = 0.5 - 0.5 * cos(2.0 * TEST_PI * i / (s->window_length - (s->symmetric ? 1U : 0U)));
    const double x    = hann * (double)sample(signal, begin + lead + i);
    re += x * cos(2.0 * TEST_PI * k * (lead + i) / s->fft_size);
    im -= x * sin(2.0 * TEST_PI * k * (lead + i) / s->fft_size);
  }
  return s->power ? re * re + im * im : sqrt(re * re + im * im);
}

/// First sample count at which frame t is complete
static uint64_t
due(const StftSettings* const s, const uint32_t t)
{
  return (uint64_t)t * s->hop + (s->centred ? s->fft_size / 2U : s->window_length);
}

static void
check_frames(const StftSettings* const settings)
{
  float signal[LENGTH];
  fill_noise(signal, LENGTH, 1U);
  Stft* const stft = stft_new(settings);
  assert_non_null(stft);

  uint32_t position = 0;
  for (uint32_t t = 0; position + stft_needed(stft) <= LENGTH; ++t) {
    assert_int_equal(position + stft_needed(stft), due(settings, t));
    const uint32_t     n     = stft_needed(stft);
    const float* const frame = stft_push(stft, signal + position, n);
    position += n;
    assert_non_null(frame);
    for (uint32_t k = 0; t % 7U == 0U && k < stft_bins(stft); k += 5U) {
      const double expected = naive_bin(settings, signal, t, k);
      assert_true(fabs((double)frame[k] - expected) <= 1e-5 * (1.0 + expected));
    }
  }
  assert_true(position > LENGTH / 2U);
  stft_free(stft);
}

static void
test_frames_are_the_transform(void** const state)
{
  (void)state;
  check_frames(&musicnn);
  check_frames(&vibenet);
  for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); ++i) {
    check_frames(&others[i]);
  }
}

/// out [MAX_FRAMES][bins]; returns the number of frames
static uint32_t
run(Stft* const stft, const float* const signal, const uint32_t block_size, float* const out)
{
  uint32_t frames = 0;
  uint32_t seed   = 7U;
  for (uint32_t position = 0; position < LENGTH;) {
    uint32_t n = next_block(block_size, &seed, LENGTH - position);
    n          = n < stft_needed(stft) ? n : stft_needed(stft);

    const float* const frame = stft_push(stft, signal + position, n);
    if (frame && frames < MAX_FRAMES) {
      memcpy(out + frames++ * stft_bins(stft), frame, stft_bins(stft) * sizeof(float));
    }
    position += n;
  }
  return frames;
}

static void
test_blocks_do_not_matter(void** const state)
{
  (void)state;
  float signal[LENGTH];
  fill_noise(signal, LENGTH, 2U);
  const StftSettings settings[] = { musicnn, vibenet, others[1], others[3] };
  for (size_t s = 0; s < sizeof(settings) / sizeof(settings[0]); ++s) {
    Stft* const    stft     = stft_new(&settings[s]);
    const size_t   size     = (size_t)MAX_FRAMES * stft_bins(stft);
    float* const   expected = (float*)calloc(size, sizeof(float));
    float* const   actual   = (float*)calloc(size, sizeof(float));
    const uint32_t frames   = run(stft, signal, LENGTH, expected);
    assert_true(frames > 3U);
    for (size_t b = 0; b < TEST_BLOCK_SIZES; ++b) {
      stft_reset(stft);
      assert_int_equal(run(stft, signal, test_block_sizes[b], actual), frames);
      assert_memory_equal(actual, expected, size * sizeof(float));
    }
    free(actual);
    free(expected);
    stft_free(stft);
  }
}

static void
test_bad_settings_are_refused(void** const state)
{
  (void)state;
  const StftSettings bad[] = {
    { 0U, 0U, 1U, true, true, false },         { 16U, 16U, 1U, true, true, false },
    { 513U, 512U, 1U, true, true, false },     { 512U, 513U, 1U, true, true, false },
    { 512U, 1U, 256U, true, true, false },     { 512U, 512U, 0U, true, true, false },
    { 65536U, 512U, 256U, true, true, false },
  };
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    assert_null(stft_new(&bad[i]));
  }
  stft_free(NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_frames_are_the_transform),
    cmocka_unit_test(test_blocks_do_not_matter),
    cmocka_unit_test(test_bad_settings_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
