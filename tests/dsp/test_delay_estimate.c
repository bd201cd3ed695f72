// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The delay of music through an equaliser, a compressor, an inverter and noise is found to the sample, and none in
// silence or between two pieces of music.

#include "dsp/delay_estimate.h"
#include "dsp/eq.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = DELAY_ESTIMATE_FRAMES, MOST = DELAY_ESTIMATE_MOST, LENGTH = N + 2 * MOST, RATE = 48000 };

static DelayEstimate* estimate;
static float          music[LENGTH], treated[LENGTH];

static float
noise(uint32_t* seed)
{
  *seed = *seed * 1664525u + 1013904223u;
  return (float)(int32_t)*seed / 2147483648.0f;
}

/// Loops that repeat every half second: chords of decaying harmonics and drums, with nothing above 16 kHz to speak of
static void
make_music(float* to, uint32_t seed)
{
  static float drum[RATE / 2];
  float        low = 0.0f;
  for (int i = 0; i < RATE / 2; ++i) {
    low += 0.8f * (noise(&seed) - low);
    drum[i] = low * expf(-20.0f * (float)i / RATE);
  }
  const double base = 90.0 + seed % 40;
  for (int i = 0; i < LENGTH; ++i) {
    const double t    = (double)(i % (RATE / 2)) / RATE;
    double       tone = 0.0;
    for (int k = 1; k <= 20; ++k) {
      tone += sin(6.283185307 * base * k * t) * exp(-3.0 * t * k) / k;
    }
    to[i] = (float)(0.3 * tone) + 0.5f * drum[i % (RATE / 2)] + 0.001f * noise(&seed);
  }
}

static int
set_up(void** state)
{
  (void)state;
  estimate = delay_estimate_new();
  make_music(music, 3);
  return estimate ? 0 : 1;
}

static int
tear_down(void** state)
{
  (void)state;
  delay_estimate_free(estimate);
  return 0;
}

/// What comes out if `treated` is late by `delay`
static Delay
run(int delay)
{
  return delay_estimate_run(estimate, music + MOST, treated + MOST - delay);
}

static void
expect_delays(double least_confidence)
{
  static const int delays[] = { 0, 1, -1, 12, 480, -4097, MOST, -MOST };
  for (unsigned i = 0; i < sizeof(delays) / sizeof(delays[0]); ++i) {
    const Delay delay = run(delays[i]);
    if (!delay.known || delay.samples != delays[i] || delay.confidence < least_confidence) {
      fail_msg("%d: %d, known %d, confidence %g", delays[i], delay.samples, delay.known, delay.confidence);
    }
  }
}

static void
test_untouched_and_inverted(void** state)
{
  (void)state;
  memcpy(treated, music, sizeof(music));
  expect_delays(3.0);
  for (int i = 0; i < LENGTH; ++i) {
    treated[i] = -0.1f * music[i];
  }
  expect_delays(3.0);
}

static void
test_equalised(void** state)
{
  (void)state;
  Eq* const          eq       = eq_new(RATE, 1);
  const float* const in[]     = { music };
  float* const       out[]    = { treated };
  EqSettings         settings = eq_settings_flat();
  for (unsigned band = 0; band < EQ_BANDS; ++band) {
    settings.bands[band].on   = eq_band_kind(band) != EQ_HIGH_PASS && eq_band_kind(band) != EQ_LOW_PASS;
    settings.bands[band].gain = band % 2 ? -12.0f : 12.0f;
  }
  assert_non_null(eq);
  eq_set(eq, &settings);
  eq_process(eq, in, out, LENGTH);
  eq_free(eq);
  expect_delays(2.0);
}

/// Gain that follows the level within 5 ms, soft clipping, and noise 30 dB below
static void
test_compressed_and_noisy(void** state)
{
  (void)state;
  uint32_t seed  = 77;
  float    level = 0.0f;
  for (int i = 0; i < LENGTH; ++i) {
    level += 0.004f * (fabsf(music[i]) - level);
    treated[i] = tanhf(music[i] * 0.5f / (0.05f + level)) + 0.005f * noise(&seed);
  }
  expect_delays(2.0);
}

static void
test_unknown(void** state)
{
  (void)state;
  memset(treated, 0, sizeof(treated));
  assert_false(run(0).known);
  uint32_t seed = 5;
  for (int i = 0; i < LENGTH; ++i) {
    treated[i] = noise(&seed);
  }
  assert_false(run(0).known);
  make_music(treated, 12345);
  assert_false(run(100).known);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_untouched_and_inverted),
    cmocka_unit_test(test_equalised),
    cmocka_unit_test(test_compressed_and_noisy),
    cmocka_unit_test(test_unknown),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
