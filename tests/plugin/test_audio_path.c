// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What is played and what the models hear: shadow passes every bit, the side-chain takes the place of the input for
// them alone, listening changes nothing that they hear, switching does not click, and blocks change no bit.

#include "plugin/audio_path.h"
#include "tests/dsp/signals.h"
#include "tests/dsp/splatter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RATE = 48000, LENGTH = 12 * RATE, CHANNELS = 2 };

/// A signal and all that a path makes of it
typedef struct {
  AudioPath* path;
  float      values[PARAM_COUNT];
  uint32_t   position;
  float      in[CHANNELS][LENGTH], side[CHANNELS][LENGTH], out[CHANNELS][LENGTH];
  float      dry[CHANNELS][LENGTH], wet[CHANNELS][LENGTH]; ///< What the models hear
  bool       connected[CHANNELS];                          ///< The side-chain
} Run;

static Run a;
static Run b;

static void
begin(Run* run)
{
  run->path     = audio_path_new(RATE, CHANNELS);
  run->position = 0;
  assert_non_null(run->path);
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    run->values[i] = parameter(i)->initial;
  }
  for (unsigned c = 0; c < CHANNELS; ++c) {
    fill_noise(run->in[c], LENGTH, 31U + c);
    fill_noise(run->side[c], LENGTH, 41U + c);
    for (uint32_t i = 0; i < LENGTH; ++i) {
      run->in[c][i] *= 0.1f;
      run->side[c][i] *= 0.1f;
    }
    run->connected[c] = false;
  }
  audio_path_set(run->path, run->values);
}

static void
set(Run* run, unsigned index, float value)
{
  run->values[index] = value;
  audio_path_set(run->path, run->values);
}

/// An equaliser that makes noise louder by several dB
static void
set_loud_equaliser(Run* run)
{
  set(run, parameter_of_band(6, BAND_GAIN), 9.0f);
  set(run, PARAM_CURVE + 8, 6.0f);
}

/// Process `n` frames at most, to the next multiple of AUDIO_PATH_ROUND at most
static void
process(Run* run, uint32_t n)
{
  const uint32_t at    = run->position;
  const uint32_t left  = AUDIO_PATH_ROUND - at % AUDIO_PATH_ROUND;
  const uint32_t round = n < left ? n : left;

  const float* const in[]   = { run->in[0] + at, run->in[1] + at };
  const float* const side[] = { run->connected[0] ? run->side[0] + at : NULL,
                                run->connected[1] ? run->side[1] + at : NULL };
  float* const out[] = { run->out[0] + at, run->out[1] + at };
  audio_path_process(run->path, in, side, out, round);
  for (unsigned c = 0; c < CHANNELS; ++c) {
    memcpy(run->dry[c] + at, audio_path_heard(run->path, TAP_DRY)[c], round * sizeof(float));
    memcpy(run->wet[c] + at, audio_path_heard(run->path, TAP_WET)[c], round * sizeof(float));
  }
  run->position += round;
}

static void
run_to(Run* run, uint32_t end)
{
  while (run->position < end) {
    process(run, end - run->position);
  }
}

static void
end(Run* run)
{
  audio_path_free(run->path);
}

static void
assert_same(float (*x)[LENGTH], float (*y)[LENGTH], uint32_t from, uint32_t to)
{
  for (unsigned c = 0; c < CHANNELS; ++c) {
    assert_memory_equal(x[c] + from, y[c] + from, (to - from) * sizeof(float));
  }
}

static double
level(float (*x)[LENGTH], uint32_t from, uint32_t to)
{
  double power = 0.0;
  for (uint32_t i = from; i < to; ++i) {
    power += (double)x[0][i] * (double)x[0][i] + (double)x[1][i] * (double)x[1][i];
  }
  return 10.0 * log10(power / (to - from));
}

static void
test_shadow_passes_every_bit(void** state)
{
  (void)state;
  begin(&a);
  begin(&b);
  a.in[0][777]  = NAN;
  a.in[1][778]  = -INFINITY;
  b.in[0][777]  = NAN;
  b.in[1][778]  = -INFINITY;
  a.in[0][1000] = 1e-42f;
  set_loud_equaliser(&a);
  set_loud_equaliser(&b);
  set(&a, PARAM_SHADOW, 1.0f);
  b.in[0][1000] = 1e-42f;
  run_to(&a, 3 * RATE);
  run_to(&b, 3 * RATE);
  assert_same(a.out, a.in, 0, 3 * RATE);
  assert_same(a.wet, b.wet, 0, 3 * RATE); // The models hear what they would without
  assert_same(b.out, b.wet, 0, 3 * RATE);
  assert_memory_not_equal(b.out[0], b.in[0], RATE * sizeof(float));
  end(&b);
  end(&a);
}

static void
fill_sines(Run* run, double hertz)
{
  for (unsigned c = 0; c < CHANNELS; ++c) {
    for (uint32_t i = 0; i < LENGTH; ++i) {
      run->in[c][i]   = 0.1f * (float)sin(2.0 * TEST_PI * fmod(hertz * i / RATE, 1.0));
      run->side[c][i] = -0.07f * (float)cos(2.0 * TEST_PI * fmod(hertz * i / RATE, 1.0));
    }
  }
}

/// Whatever is switched on the way, nothing rings above the tone
static void
test_switches_do_not_click(void** state)
{
  (void)state;
  enum { APART = 6000, PLACES = 9 };
  begin(&a);
  fill_sines(&a, 400.0);
  a.connected[0] = true;
  a.connected[1] = true;
  set(&a, parameter_of_band(4, BAND_GAIN), 12.0f);
  set(&a, PARAM_CURVE + 4, -15.0f);
  for (unsigned place = 1; place <= PLACES; ++place) {
    run_to(&a, place * APART + 3); // Amid a round
    set(&a, PARAM_SHADOW, place % 2 ? 1.0f : 0.0f);
    set(&a, PARAM_DRY_SOURCE, place > 3 ? 1.0f : 0.0f);
    set(&a, PARAM_LEVEL_MATCH, place % 3 ? 1.0f : 0.0f);
    audio_path_listen(a.path, (Listen)(place / 2 % LISTEN_COUNT));
  }
  run_to(&a, (PLACES + 1) * APART);
  for (unsigned place = 1; place <= PLACES; ++place) {
    assert_true(splatter(a.out[0] + place * APART - SPLATTER_SIZE / 2) < -70.0);
  }
  end(&a);
}

static void
test_listening_is_a_matched_comparison(void** state)
{
  (void)state;
  begin(&a);
  begin(&b);
  set_loud_equaliser(&a);
  set_loud_equaliser(&b);
  set(&a, PARAM_LEVEL_MATCH, 0.0f);
  set(&b, PARAM_LEVEL_MATCH, 0.0f);
  run_to(&a, 7 * RATE);
  run_to(&b, LENGTH);
  audio_path_listen(a.path, LISTEN_DRY);
  run_to(&a, 8 * RATE);
  assert_same(a.out, a.in, 7 * RATE + RATE / 100, 8 * RATE);
  audio_path_listen(a.path, LISTEN_WET);
  run_to(&a, 10 * RATE);
  audio_path_listen(a.path, LISTEN_AS_SET);
  run_to(&a, LENGTH);

  const double dry = level(a.in, 9 * RATE, 10 * RATE);
  assert_true(level(b.out, 9 * RATE, 10 * RATE) > dry + 4.0); // As set it is louder ...
  assert_true(fabs(level(a.out, 9 * RATE, 10 * RATE) - dry) < 2.0);
  assert_true(level(a.out, 11 * RATE, LENGTH) > dry + 4.0);
  assert_same(a.wet, b.wet, 0, LENGTH); // ... and the models never hear another
  assert_same(a.out, b.out, 11 * RATE, LENGTH);
  end(&b);
  end(&a);
}

static void
test_side_chain_is_dry(void** state)
{
  (void)state;
  begin(&a);
  begin(&b);
  a.connected[0] = true;
  a.connected[1] = true;
  set(&a, PARAM_DRY_SOURCE, (float)DRY_SIDE_CHAIN);
  set(&a, PARAM_DRY_DELAY, 1234.0f);
  for (uint32_t i = 0; i < LENGTH; ++i) {
    a.in[0][i] *= 0.5f; // Wet of 6 dB less
    a.in[1][i] *= 0.5f;
  }
  run_to(&a, LENGTH);
  assert_same(a.out, a.in, 0, LENGTH); // The audio is left alone, though level match is on
  for (unsigned c = 0; c < CHANNELS; ++c) {
    for (uint32_t i = 0; i < 1234; ++i) {
      assert_true(a.dry[c][i] == 0.0f);
    }
    assert_memory_equal(a.dry[c] + 1234, a.side[c], (LENGTH - 1234) * sizeof(float));
  }
  assert_true(fabs(level(a.wet, 11 * RATE, LENGTH) - level(a.side, 11 * RATE, LENGTH)) < 0.5);
  assert_true(fabs((double)audio_path_match(a.path) - 6.0) < 0.5);
  assert_true(audio_path_side_connected(a.path) && !audio_path_lacks_side(a.path));

  run_to(&b, RATE); // Connected or not, dry is the input where it should be
  b.connected[0] = true;
  run_to(&b, 2 * RATE);
  assert_same(b.dry, b.in, 0, 2 * RATE);
  end(&b);
  end(&a);
}

static void
test_a_lone_channel_stands_in(void** state)
{
  (void)state;
  for (unsigned lone = 0; lone < CHANNELS; ++lone) {
    begin(&a);
    a.connected[lone] = true;
    set(&a, PARAM_DRY_SOURCE, (float)DRY_SIDE_CHAIN);
    run_to(&a, RATE);
    assert_memory_equal(a.dry[0], a.side[lone], RATE * sizeof(float));
    assert_memory_equal(a.dry[1], a.side[lone], RATE * sizeof(float));
    end(&a);
  }
}

static void
test_without_a_side_chain_dry_is_the_input(void** state)
{
  (void)state;
  begin(&a);
  set(&a, PARAM_DRY_SOURCE, (float)DRY_SIDE_CHAIN);
  run_to(&a, RATE);
  assert_true(audio_path_lacks_side(a.path) && !audio_path_side_connected(a.path));
  assert_same(a.dry, a.in, 0, RATE);
  a.connected[0] = true;
  a.connected[1] = true;
  set(&a, PARAM_DRY_DELAY, (float)DRY_DELAY_MOST);
  run_to(&a, 2 * RATE);
  assert_false(audio_path_lacks_side(a.path));
  for (uint32_t i = RATE; i < RATE + DRY_DELAY_MOST; ++i) {
    assert_true(a.dry[0][i] == 0.0f);
  }
  const uint32_t delayed = RATE - DRY_DELAY_MOST;
  assert_memory_equal(a.dry[1] + RATE + DRY_DELAY_MOST, a.side[1] + RATE, delayed * sizeof(float));
  end(&a);
}

static void
test_silence_is_noticed(void** state)
{
  (void)state;
  begin(&a);
  a.connected[0] = true;
  a.connected[1] = true;
  for (uint32_t i = 0; i < 3 * RATE; ++i) {
    a.side[0][i] = i < RATE ? 0.1f : 3.1e-5f; // Just below -90 dBFS
    a.side[1][i] = i == 5 * RATE / 2 ? NAN : 0.0f;
  }
  run_to(&a, 2 * RATE - 1000);
  assert_false(audio_path_side_silent(a.path));
  run_to(&a, 2 * RATE + 1000);
  assert_true(audio_path_side_silent(a.path));
  run_to(&a, 5 * RATE / 2 + 1);
  assert_false(audio_path_side_silent(a.path));
  audio_path_reset(a.path);
  assert_false(audio_path_side_connected(a.path));
  end(&a);
}

/// Switch everything at fixed places, in blocks of any size
static void
run_with_switches(Run* run, uint32_t block_size)
{
  uint32_t seed = 5;
  begin(run);
  run->connected[0] = true;
  set_loud_equaliser(run);
  while (run->position < 6 * RATE) {
    const uint32_t to_switch = 5003 - run->position % 5003;
    process(run, next_block(block_size, &seed, to_switch));
    const uint32_t turn = run->position / 5003;
    if (run->position % 5003 == 0) {
      set(run, PARAM_SHADOW, turn % 3 == 1 ? 1.0f : 0.0f);
      set(run, PARAM_DRY_SOURCE, turn % 5 > 2 ? 1.0f : 0.0f);
      set(run, PARAM_DRY_DELAY, (float)(turn * 37));
      set(run, PARAM_LEVEL_MATCH, turn % 7 > 1 ? 1.0f : 0.0f);
      set(run, PARAM_ENABLED, turn % 11 > 2 ? 1.0f : 0.0f);
      audio_path_listen(run->path, (Listen)(turn / 2 % LISTEN_COUNT));
      run->connected[1] = turn % 13 > 5;
    }
  }
  end(run);
}

static void
test_blocks_do_not_matter(void** state)
{
  (void)state;
  run_with_switches(&a, 256);
  for (size_t i = 0; i < TEST_BLOCK_SIZES; ++i) {
    run_with_switches(&b, test_block_sizes[i]);
    assert_same(a.out, b.out, 0, 6 * RATE);
    assert_same(a.dry, b.dry, 0, 6 * RATE);
    assert_same(a.wet, b.wet, 0, 6 * RATE);
  }
}

/// Hosts may put any output where any input was
static void
test_side_chain_shares_memory_with_the_output(void** state)
{
  (void)state;
  static float shared[CHANNELS][RATE];
  begin(&a);
  begin(&b);
  a.connected[0] = true;
  a.connected[1] = true;
  set(&a, PARAM_DRY_SOURCE, (float)DRY_SIDE_CHAIN);
  set(&b, PARAM_DRY_SOURCE, (float)DRY_SIDE_CHAIN);
  set_loud_equaliser(&a);
  set_loud_equaliser(&b);
  run_to(&a, RATE);
  memcpy(shared[0], b.side[0], sizeof(shared[0]));
  memcpy(shared[1], b.side[1], sizeof(shared[1]));
  for (uint32_t at = 0; at < RATE; at += 64) {
    const float* const in[]   = { b.in[0] + at, b.in[1] + at };
    const float* const side[] = { shared[0] + at, shared[1] + at };
    float* const       out[]  = { shared[1] + at, shared[0] + at };
    audio_path_process(b.path, in, side, out, 64);
    assert_memory_equal(audio_path_heard(b.path, TAP_DRY)[0], a.dry[0] + at, 64 * sizeof(float));
  }
  assert_memory_equal(shared[1], a.out[0], sizeof(shared[0]));
  assert_memory_equal(shared[0], a.out[1], sizeof(shared[0]));
  end(&b);
  end(&a);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_shadow_passes_every_bit),
    cmocka_unit_test(test_switches_do_not_click),
    cmocka_unit_test(test_listening_is_a_matched_comparison),
    cmocka_unit_test(test_side_chain_is_dry),
    cmocka_unit_test(test_a_lone_channel_stands_in),
    cmocka_unit_test(test_without_a_side_chain_dry_is_the_input),
    cmocka_unit_test(test_silence_is_noticed),
    cmocka_unit_test(test_blocks_do_not_matter),
    cmocka_unit_test(test_side_chain_shares_memory_with_the_output),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
