// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: wet comes out as loud as dry within ±12 dB, slowly and without steps, the gain is held in silence,
// matching off passes every bit, and the bits don't depend on the blocks.

#include "dsp/level_match.h"
#include "tests/dsp/signals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { RATE = 8000, SECOND = RATE };

static float dry[2][SECOND];
static float wet[2][SECOND];

/// Match `wet` in place
static void
process(LevelMatch* const         match,
        const float* const* const dries,
        float* const* const       wets,
        const uint32_t            n,
        const bool                active)
{
  const float* const  in[]                   = { wets[0], wets[1] };
  const LevelMatchUse uses[LEVEL_MATCH_USES] = { { wets, active }, { NULL, false } };
  level_match_process(match, dries, in, uses, n);
}

static void
run_second(LevelMatch* const match, const float dry_level, const float wet_level, const bool active)
{
  const float* const dries[] = { dry[0], dry[1] };
  float* const       wets[]  = { wet[0], wet[1] };
  for (uint32_t c = 0; c < 2U; ++c) {
    fill_noise(dry[c], SECOND, 41U + c);
    for (uint32_t i = 0; i < SECOND; ++i) {
      wet[c][i] = wet_level * dry[c][i];
      dry[c][i] *= dry_level;
    }
  }
  process(match, dries, wets, SECOND, active);
}

static void
run_seconds(LevelMatch* const match, const int n, const float dry_level, const float wet_level, const bool active)
{
  for (int i = 0; i < n; ++i) {
    run_second(match, dry_level, wet_level, active);
  }
}

static void
test_wet_becomes_as_loud_as_dry(void** const state)
{
  (void)state;
  LevelMatch* const match = level_match_new(RATE, 2U);
  run_seconds(match, 3, 0.1f, 0.2f, true);
  const float third = level_match_gain(match, 0U);
  assert_true(third < -3.0f && third > -4.5f); // A time constant of 3 s: 63 %
  run_seconds(match, 27, 0.1f, 0.2f, true);
  assert_float_equal(level_match_gain(match, 0U), -6.0206f, 0.01f);
  for (uint32_t i = SECOND - 100U; i < SECOND; ++i) {
    assert_float_equal(wet[0][i], dry[0][i], 2e-4f);
    assert_float_equal(wet[1][i], dry[1][i], 2e-4f);
  }
  level_match_free(match);
}

static void
test_gain_stays_in_range(void** const state)
{
  (void)state;
  LevelMatch* const match = level_match_new(RATE, 2U);
  run_seconds(match, 40, 0.9f, 0.01f, true);
  assert_float_equal(level_match_gain(match, 0U), 12.0f, 0.01f);
  run_seconds(match, 40, 0.01f, 0.9f, true);
  assert_float_equal(level_match_gain(match, 0U), -12.0f, 0.01f);
  level_match_free(match);
}

static void
test_gain_is_held_in_silence(void** const state)
{
  (void)state;
  LevelMatch* const match = level_match_new(RATE, 2U);
  run_seconds(match, 20, 0.1f, 0.2f, true);
  run_seconds(match, 4, 0.0f, 0.0f, true);
  float held = level_match_gain(match, 0U);
  assert_float_equal(held, -6.0206f, 0.05f);
  run_seconds(match, 20, 0.0f, 0.0f, true);
  assert_float_equal(level_match_gain(match, 0U), held, 0.0f);

  run_seconds(match, 4, 3e-5f, 1e-5f, true); // About -90 and -100 LUFS
  held = level_match_gain(match, 0U);
  run_seconds(match, 20, 3e-5f, 1e-5f, true);
  assert_float_equal(level_match_gain(match, 0U), held, 0.0f);
  level_match_free(match);
}

static void
test_off_passes_every_bit(void** const state)
{
  (void)state;
  static float      expected[SECOND];
  LevelMatch* const match = level_match_new(RATE, 2U);
  run_seconds(match, 20, 0.1f, 0.2f, true);
  run_second(match, 0.1f, 0.2f, false);
  assert_float_equal(level_match_gain(match, 0U), 0.0f, 0.0f);
  fill_noise(expected, SECOND, 41U);
  for (uint32_t i = 0; i < SECOND; ++i) {
    expected[i] *= 0.2f;
  }
  const uint32_t faded = RATE * 6U / 100U;
  assert_memory_equal(wet[0] + faded, expected + faded, (SECOND - faded) * sizeof(float));

  run_second(match, 0.1f, 0.2f, true); // Comes back at once
  assert_float_equal(level_match_gain(match, 0U), -6.0206f, 0.05f);
  level_match_free(match);
}

static void
test_uses_are_matched_by_themselves(void** const state)
{
  (void)state;
  static float      played[2][SECOND];
  static float      expected[2][SECOND];
  LevelMatch* const match = level_match_new(RATE, 2U);
  LevelMatch* const one   = level_match_new(RATE, 2U);
  run_seconds(match, 10, 0.1f, 0.2f, true);
  run_seconds(one, 11, 0.1f, 0.2f, true);
  memcpy(expected, wet, sizeof(wet));

  fill_noise(wet[0], SECOND, 41U);
  fill_noise(wet[1], SECOND, 42U);
  for (uint32_t i = 0; i < SECOND; ++i) {
    wet[0][i] *= 0.2f;
    wet[1][i] *= 0.2f;
  }
  static float before[2][SECOND];
  memcpy(before, wet, sizeof(wet));
  float* const        outs[]                 = { played[0], played[1] };
  float* const        wets[]                 = { wet[0], wet[1] };
  const float* const  in[]                   = { wet[0], wet[1] };
  const float* const  dries[]                = { dry[0], dry[1] };
  const LevelMatchUse uses[LEVEL_MATCH_USES] = { { outs, true }, { wets, false } };
  level_match_process(match, dries, in, uses, SECOND);
  assert_memory_equal(played, expected, sizeof(expected));
  assert_memory_equal(wet, before, sizeof(before));
  assert_float_equal(level_match_gain(match, 0U), level_match_gain(one, 0U), 0.0f);
  assert_float_equal(level_match_gain(match, 1U), 0.0f, 0.0f);
  level_match_free(one);
  level_match_free(match);
}

static void
test_gain_moves_without_steps(void** const state)
{
  (void)state;
  LevelMatch* const match = level_match_new(RATE, 1U);
  run_seconds(match, 20, 0.05f, 0.2f, true);
  float last = 1.0f;
  for (int s = 0; s < 4; ++s) {
    for (uint32_t i = 0; i < SECOND; ++i) {
      dry[0][i] = 0.05f;
      wet[0][i] = 1.0f;
    }
    const float* const dries[] = { dry[0], dry[0] };
    float* const       wets[]  = { wet[0], wet[0] };
    process(match, dries, wets, SECOND, s % 2 == 0);
    for (uint32_t i = 0; i < SECOND; ++i) {
      assert_true(fabsf(wet[0][i] - last) < 0.005f || (s == 0 && i == 0U));
      last = wet[0][i];
    }
  }
  level_match_free(match);
}

static void
test_bad_samples_do_no_lasting_harm(void** const state)
{
  (void)state;
  LevelMatch* const match = level_match_new(RATE, 2U);
  run_seconds(match, 10, 0.1f, 0.2f, true);
  float              bad[]   = { (float)NAN, (float)INFINITY, (float)-INFINITY };
  const float* const dries[] = { bad, bad };
  float              copy[]  = { bad[1], bad[0], bad[2] };
  float* const       wets[]  = { copy, copy };
  process(match, dries, wets, 3U, true);
  run_seconds(match, 20, 0.1f, 0.2f, true);
  assert_float_equal(level_match_gain(match, 0U), -6.0206f, 0.01f);
  level_match_free(match);
}

static void
run_blocks(LevelMatch* const match, const uint32_t block_size, float* const out)
{
  level_match_reset(match);
  uint32_t seed = 7U;
  for (uint32_t position = 0; position < SECOND;) {
    // Switches at fixed positions
    const uint32_t     to_switch = 1111U - position % 1111U;
    const uint32_t     left      = SECOND - position < to_switch ? SECOND - position : to_switch;
    const uint32_t     n         = next_block(block_size, &seed, left);
    const float* const dries[]   = { dry[0] + position, dry[1] + position };
    float* const       wets[]    = { out + position, out + SECOND + position };
    process(match, dries, wets, n, position / 1111U % 3U != 2U);
    position += n;
  }
}

static void
test_blocks_do_not_matter(void** const state)
{
  (void)state;
  static float      source[2U * SECOND];
  static float      expected[2U * SECOND];
  static float      actual[2U * SECOND];
  LevelMatch* const match = level_match_new(RATE, 2U);
  fill_noise(dry[0], SECOND, 43U);
  fill_noise(dry[1], SECOND, 44U);
  fill_noise(source, 2U * SECOND, 45U);
  for (uint32_t i = 0; i < 2U * SECOND; ++i) {
    source[i] *= 0.3f;
  }
  memcpy(expected, source, sizeof(source));
  run_blocks(match, SECOND, expected);
  assert_memory_not_equal(expected, source, sizeof(source));
  for (size_t b = 0; b < TEST_BLOCK_SIZES; ++b) {
    memcpy(actual, source, sizeof(source));
    run_blocks(match, test_block_sizes[b], actual);
    assert_memory_equal(actual, expected, sizeof(expected));
  }
  level_match_free(match);
}

static void
test_bad_arguments_are_refused(void** const state)
{
  (void)state;
  assert_null(level_match_new(999.0, 2U));
  assert_null(level_match_new(48000.0, 0U));
  assert_null(level_match_new(48000.0, 3U));
  level_match_free(NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_wet_becomes_as_loud_as_dry),     cmocka_unit_test(test_gain_stays_in_range),
    cmocka_unit_test(test_gain_is_held_in_silence),        cmocka_unit_test(test_off_passes_every_bit),
    cmocka_unit_test(test_gain_moves_without_steps),       cmocka_unit_test(test_bad_samples_do_no_lasting_harm),
    cmocka_unit_test(test_uses_are_matched_by_themselves), cmocka_unit_test(test_blocks_do_not_matter),
    cmocka_unit_test(test_bad_arguments_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
