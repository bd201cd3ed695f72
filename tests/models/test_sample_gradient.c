// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that the slope of what a network is shown, led back to the samples, is what the front end shows when these
// samples change.

#include "models/frontend.h"
#include "models/sample_gradient.h"

#include <math.h>
#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LENGTH = 2600, FRAMES = 9, BANDS = 12, FIRST = 3 };

static uint32_t seed;

static float
noise(void)
{
  seed = seed * 1664525U + 1013904223U;
  return (float)(int32_t)seed / 2147483648.0f;
}

static const FrontendSettings plain = {
  .rate           = 16000.0,
  .stft           = { .fft_size = 256, .window_length = 256, .hop = 128, .centred = true, .power = true },
  .mel            = { .rate = 16000.0, .fft_size = 256, .bands = BANDS, .low = 0.0, .high = 8000.0, .area_norm = true },
  .log            = LOG10_ONE_PLUS,
  .log_scale      = 50.0f,
  .log_floor      = 1e-10f,
  .log_offset     = 0.01f,
  .frames         = FRAMES,
  .window_samples = FRAMES * 128,
};

/// Sum of weights times the window that begins with frame FIRST
static double
weighted(const FrontendSettings* const settings, const float* const samples, const float* const weights)
{
  float           input[FRAMES * BANDS];
  Frontend* const frontend = frontend_new(settings, FRAMES);
  double          sum      = 0.0;
  for (uint32_t at = 0; frontend_frames(frontend) < FIRST + FRAMES;) {
    const uint32_t n = frontend_needed(frontend);
    assert_true(at + n <= LENGTH);
    frontend_push(frontend, samples + at, n);
    at += n;
  }
  frontend_gather(frontend, FIRST, 0, FRAMES, input);
  for (unsigned i = 0; i < FRAMES * BANDS; ++i) {
    sum += (double)weights[i] * (double)input[i];
  }
  frontend_free(frontend);
  return sum;
}

/// Slopes along random directions, each of which lasts for a part of the window
static void
check(const FrontendSettings* const settings)
{
  float  samples[LENGTH], moved[LENGTH], weights[FRAMES * BANDS];
  double slopes[LENGTH] = { 0.0 };
  seed                  = 7U;
  for (unsigned i = 0; i < LENGTH; ++i) {
    samples[i] = noise();
  }
  for (unsigned i = 0; i < FRAMES * BANDS; ++i) {
    weights[i] = noise();
  }
  SampleGradient* const gradient = sample_gradient_new(settings);
  assert_non_null(gradient);
  sample_gradient_add(gradient, samples, LENGTH, FIRST, weights, slopes);
  sample_gradient_free(gradient);
  for (unsigned part = 0; part < 13; ++part) {
    float  direction[LENGTH] = { 0.0f };
    double expected          = 0.0, values[2];
    for (unsigned i = part * 200; i < (part + 1) * 200; ++i) {
      direction[i] = noise();
      expected += slopes[i] * (double)direction[i];
    }
    for (int side = 0; side < 2; ++side) {
      for (unsigned i = 0; i < LENGTH; ++i) {
        moved[i] = samples[i] + (side ? 0.004f : -0.004f) * direction[i];
      }
      values[side] = weighted(settings, moved, weights);
    }
    const double measured = (values[1] - values[0]) / 0.008;
    if (!(fabs(measured - expected) <= 0.003 + 0.003 * fabs(measured))) {
      fail_msg("samples %u and on: %g, measured %g", part * 200, expected, measured);
    }
  }
}

static void
slopes_are_what_the_front_end_does(void** const state)
{
  (void)state;
  check(&plain);
  FrontendSettings s   = plain;
  s.stft.power         = false;
  s.stft.window_length = 200;
  s.stft.symmetric     = true;
  check(&s);
  s.stft.centred  = false;
  s.stft.hop      = 160;
  s.log           = LOG_NATURAL;
  s.mel_major     = true;
  s.stft.fft_size = s.mel.fft_size = 512;
  check(&s);
  s            = plain;
  s.log        = LOG_DECIBEL;
  s.log_top_db = 6.0f;
  check(&s);
}

static void
windows_add_up_and_zeros_surround_the_stream(void** const state)
{
  (void)state;
  float  samples[LENGTH], weights[FRAMES * BANDS];
  double once[LENGTH] = { 0.0 }, twice[LENGTH] = { 0.0 };
  seed = 9U;
  for (unsigned i = 0; i < LENGTH; ++i) {
    samples[i]                    = noise();
    weights[i % (FRAMES * BANDS)] = noise();
  }
  SampleGradient* const gradient = sample_gradient_new(&plain);
  sample_gradient_add(gradient, samples, LENGTH, 0, weights, once);
  sample_gradient_add(gradient, samples, LENGTH, 0, weights, twice);
  sample_gradient_add(gradient, samples, LENGTH, 0, weights, twice);
  for (unsigned i = 0; i < LENGTH; ++i) {
    assert_true(fabs(twice[i] - 2.0 * once[i]) < 1e-9);
    assert_true(i < (FRAMES + 1) * 128 || once[i] == 0.0); // Behind the window's last frame
  }
  assert_true(once[1] != 0.0); // Frame 0 is centred on sample 0
  sample_gradient_free(gradient);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(slopes_are_what_the_front_end_does),
    cmocka_unit_test(windows_add_up_and_zeros_surround_the_stream),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
