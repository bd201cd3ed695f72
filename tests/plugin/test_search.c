// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Through the whole plug-in: maps find the band that a model listens to by construction, a flip and a target are found,
// wishes that can't be fulfilled are told, nothing is searched while nobody watches or in a freewheel, audio and
// readings have the same bits with a search or without, and an instance goes at once although a search runs.

#include "dsp/mel.h"
#include "plugin/flip.h"
#include "tests/plugin/rack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RATE = 48000, BLOCK = 960, PATIENCE = 3000 }; ///< Blocks to wait for an answer, 10 ms each

static const char* models;
static const char* fixtures;
static Equus*      equus;
static Rack        rack;
static Rack        other;
static uint32_t    seed;
static bool        freewheel;

static void
wait_ms(long ms)
{
  const struct timespec pause = { 0, ms * 1000000 };
  nanosleep(&pause, NULL);
}

static double
now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/// As a host with a worker does it
static void
work(Equus* instance)
{
  if (equus_needs_work(instance)) {
    equus_work(instance);
  }
}

/// A block of noise whose level moves
static void
run_block(void)
{
  static float left[BLOCK], right[BLOCK];
  float* const buffers[] = { left, right };
  for (unsigned i = 0; i < BLOCK; ++i) {
    seed     = seed * 1664525u + 1013904223u;
    left[i]  = (float)((int32_t)seed / 2147483648.0 * (0.06 + 0.05 * sin(i * 0.01)));
    right[i] = left[i];
  }
  work(equus);
  equus_process(equus, (const float* const*)buffers, NULL, buffers, BLOCK, freewheel);
}

static void
open_equus(const char* model)
{
  const EquusConfig config = { RATE, 2, models };
  char              path[1024];
  snprintf(path, sizeof(path), "%s/%s.json", fixtures, model);
  equus = equus_new(&config, NULL);
  assert_non_null(equus);
  equus_set_parameter(equus, PARAM_MOOD_MODEL, 0.0f);
  equus_set_parameter(equus, PARAM_TAG_MODEL, (float)TAG_MODEL_OWN);
  equus_set_own_model(equus, MODEL_TAGS, path);
  work(equus);
  work(equus);
  equus_activate(equus);
  equus_set_window_open(equus, true);
  seed      = 5;
  freewheel = false;
}

static void
close_equus(void)
{
  equus_free(equus);
  equus = NULL;
}

/// Run until maps come; NULL after half a minute
static const MapsMessage*
wait_for_maps(unsigned patience)
{
  for (unsigned i = 0; i < patience; ++i) {
    run_block();
    const MapsMessage* const maps = equus_next_maps(equus);
    if (maps) {
      return maps;
    }
    wait_ms(10);
  }
  return NULL;
}

static unsigned
largest(const float* values, unsigned n)
{
  unsigned most = 0;
  for (unsigned b = 1; b < n; ++b) {
    most = fabsf(values[b]) > fabsf(values[most]) ? b : most;
  }
  return most;
}

/// Mel band 9 of 16, to which "keen" listens
static void
find_planted(double* low, double* high)
{
  const MelSettings settings = { 16000.0, 256, 16, 0.0, 8000.0, MEL_SLANEY, true, false };
  Mel* const        mel      = mel_new(&settings);
  assert_non_null(mel);
  *low  = mel_centre(mel, 8);
  *high = mel_centre(mel, 10);
  mel_free(mel);
}

static void
test_maps_find_the_planted_band(void** state)
{
  (void)state;
  double low = 0.0, high = 0.0;
  find_planted(&low, &high);
  for (unsigned bands = 10; bands <= 31; bands += 21) {
    char wish[128];
    snprintf(wish, sizeof(wish), "{\"maps\": true, \"of\": \"warm\", \"map_bands\": %u, \"request\": 7}", bands);
    open_equus("keen");
    equus_set_wish(equus, wish);
    const MapsMessage* const maps = wait_for_maps(PATIENCE);
    assert_non_null(maps);
    assert_string_equal(maps->trouble, "");
    assert_string_equal(maps->of, "warm");
    assert_int_equal(maps->request, 7);
    assert_true(maps->published_is_probability && maps->value > 0.0f && maps->value < 1.0f);
    assert_in_range(maps->bands, bands == 10 ? 8 : 25, bands);
    const float  slope = maps->centre[largest(maps->slope, maps->bands)];
    const double first = maps->time;
    assert_true((double)slope > low && (double)slope < high);
    assert_true(first > 0.1 && first < 60.0);
    assert_true(maps->occlusion_time == 0.0); // Slopes don't wait for it

    const MapsMessage* next = wait_for_maps(PATIENCE);
    assert_non_null(next);
    while (next->occlusion_time == 0.0) {
      next = wait_for_maps(PATIENCE);
      assert_non_null(next);
    }
    assert_true(next->occlusion_time >= first && next->occlusion_time <= next->time);
    const float held = next->centre[largest(next->occlusion, next->bands)];
    assert_true((double)held > low && (double)held < high);
    while (next->time == first) {
      next = wait_for_maps(PATIENCE);
      assert_non_null(next);
    }
    assert_true(next->time >= first + 1.0);  // Once a second of music has passed
    assert_true(next->occlusion_time > 0.0); // Stays until it is made anew
    close_equus();
  }
}

static void
expect_trouble(const char* wish, const char* part)
{
  equus_set_wish(equus, wish);
  const MapsMessage* const maps = wait_for_maps(PATIENCE);
  assert_non_null(maps);
  assert_int_equal(maps->bands, 0);
  if (!strstr(maps->trouble, part)) {
    fail_msg("%s: %s", wish, maps->trouble);
  }
}

static void
test_troubles_are_told(void** state)
{
  (void)state;
  open_equus("keen");
  expect_trouble("{\"maps\": true, \"of\": \"sad\"}", "\"sad\"");
  expect_trouble("{\"maps\": true, \"of\": \"valence\"}", "No mood model runs");
  expect_trouble("{\"maps\": 3}", "\"maps\"");
  equus_set_wish(equus, "{\"maps\": true, \"of\": \"cold\"}");
  const MapsMessage* maps = wait_for_maps(PATIENCE);
  assert_true(maps && !maps->trouble[0]);
  maps = maps->bands ? maps : wait_for_maps(PATIENCE); // First that the trouble is over
  assert_true(maps && maps->bands);
  close_equus();
}

/// Run until a search for a flip has ended; false after as long as for maps
static bool
wait_for_flip(bool target, FlipMessage* flip)
{
  for (unsigned i = 0; i < PATIENCE; ++i) {
    run_block();
    for (const FlipMessage* told = NULL; (told = equus_next_flip(equus));) {
      assert_true(told->progress >= 0.0f && told->progress <= 1.0f && told->phase != FLIP_IDLE);
      if (told->target == target && told->phase == FLIP_DONE) {
        *flip = *told;
        return true;
      }
    }
    wait_ms(10);
  }
  return false;
}

static void
test_the_meter_finds_a_flip(void** state)
{
  (void)state;
  FlipMessage flip, next;
  open_equus("chooser");
  equus_set_wish(equus, "{\"meter\": true, \"verdict\": \"warm:cold\", \"limit\": 12, \"request\": 3}");
  assert_true(wait_for_flip(false, &flip));
  assert_string_equal(flip.trouble, "");
  assert_int_equal(flip.outcome, FLIP_FOUND);
  assert_int_equal(flip.request, 3);
  assert_string_equal(flip.rule, "warm:cold");
  assert_string_not_equal(flip.from, flip.to);
  assert_int_equal(flip.bands, 10);
  assert_true(flip.limit == 12.0f && flip.strength > 0.0f && flip.verified > 0.0f && flip.time > 0.1);
  assert_true(isnan(flip.valence[TAP_DRY]) && isnan(flip.value[TAP_DRY]));
  for (unsigned b = 0; b < flip.bands; ++b) {
    assert_true(fabsf(flip.gains[b]) <= 12.0f);
  }
  assert_true(wait_for_flip(false, &next));
  assert_true(next.time >= flip.time + 2.0); // With newer music, again and again
  equus_set_wish(equus, "{\"meter\": true, \"verdict\": \"warm:sad\"}");
  assert_true(wait_for_flip(false, &flip));
  assert_non_null(strstr(flip.trouble, "\"sad\""));
  equus_set_wish(equus, "{\"meter\": 1}");
  while (!strstr(flip.trouble, "\"meter\"")) {
    assert_true(wait_for_flip(false, &flip));
  }
  close_equus();
}

static void
test_the_meter_may_search_once(void** state)
{
  (void)state;
  FlipMessage flip;
  open_equus("chooser");
  equus_set_wish(equus, "{\"meter\": true, \"once\": true, \"verdict\": \"warm:cold\", \"limit\": 12, \"request\": 1}");
  assert_true(wait_for_flip(false, &flip));
  assert_int_equal(flip.outcome, FLIP_FOUND);
  for (unsigned i = 0; i < 200; ++i) {
    run_block();
    assert_null(equus_next_flip(equus));
    wait_ms(5);
  }
  equus_set_wish(equus, "{\"meter\": true, \"once\": true, \"verdict\": \"warm:cold\", \"limit\": 12, \"request\": 2}");
  assert_true(wait_for_flip(false, &flip));
  assert_int_equal(flip.request, 2);
  close_equus();
}

static void
test_a_target_is_reached_once(void** state)
{
  (void)state;
  FlipMessage flip;
  open_equus("chooser");
  equus_set_wish(equus, "{\"target\": \"-cold\", \"amount\": 0.05, \"limit\": 12, \"request\": 1}");
  assert_true(wait_for_flip(true, &flip));
  assert_string_equal(flip.trouble, "");
  assert_int_equal(flip.outcome, FLIP_FOUND);
  assert_true(flip.value[TAP_WET] <= flip.value[TAP_DRY] - 0.045f);
  for (unsigned i = 0; i < 200; ++i) {
    run_block();
    assert_null(equus_next_flip(equus));
    wait_ms(5);
  }
  equus_set_wish(equus, "{\"target\": \"-cold\", \"amount\": 0.05, \"limit\": 12, \"request\": 2}");
  assert_true(wait_for_flip(true, &flip));
  assert_int_equal(flip.request, 2);
  close_equus();
}

static void
test_maps_end_with_the_wish(void** state)
{
  (void)state;
  open_equus("keen");
  equus_set_wish(equus, "{\"maps\": true, \"of\": \"warm\"}");
  assert_non_null(wait_for_maps(PATIENCE));
  equus_set_wish(equus, "");
  const MapsMessage* maps = wait_for_maps(PATIENCE);
  while (maps && maps->bands) { // One may have been on its way
    maps = wait_for_maps(PATIENCE);
  }
  assert_true(maps && !maps->trouble[0]);
  assert_null(wait_for_maps(30));
  close_equus();
}

/// A window that opens anew is told what was found
static void
test_windows_are_told_again(void** state)
{
  (void)state;
  open_equus("keen");
  equus_set_wish(equus, "{\"maps\": true, \"of\": \"warm\"}");
  assert_non_null(wait_for_maps(PATIENCE));
  equus_set_window_open(equus, true);
  const MapsMessage* const again = equus_next_maps(equus);
  assert_true(again && again->bands);
  equus_set_window_open(equus, false);
  assert_null(wait_for_maps(30));
  equus_set_window_open(equus, true);
  const MapsMessage* maps = wait_for_maps(PATIENCE);
  while (maps && !maps->bands) {
    maps = wait_for_maps(PATIENCE);
  }
  assert_non_null(maps);
  close_equus();
}

static void
test_freewheel_pauses(void** state)
{
  (void)state;
  open_equus("keen");
  freewheel = true;
  equus_set_wish(equus, "{\"maps\": true, \"of\": \"warm\"}");
  assert_null(wait_for_maps(100));
  freewheel = false;
  assert_non_null(wait_for_maps(PATIENCE));
  equus_set_parameter(equus, PARAM_ANALYSIS, (float)ANALYSIS_WITH_WINDOW);
  freewheel = true;
  run_block();
  wait_ms(50);
  equus_next_maps(equus); // What was on its way
  assert_null(wait_for_maps(100));
  close_equus();
}

/// Run a rack with wishes that change all the time
static void
run_with_wishes(Rack* run)
{
  static const char* const wishes[] = { "{\"maps\":true}",
                                        "{\"maps\":true,\"of\":\"happy\",\"map_bands\":10}",
                                        "{\"maps\":true,\"of\":\"arousal\"}",
                                        "{\"meter\":true}",
                                        "{\"target\":\"+sad\"}",
                                        "{",
                                        "" };
  equus_set_window_open(run->equus, true);
  for (unsigned i = 0; run->position < run->length; ++i) {
    const uint32_t left = run->length - run->position;
    equus_set_wish(run->equus, wishes[(i / 7) % 7]);
    work(run->equus);
    rack_run(run, left < 4800 ? left : 4800, false);
    wait_ms(i % 7 == 6 ? 5 : 1);
  }
}

static void
test_same_bits_with_a_search(void** state)
{
  (void)state;
  assert_true(rack_open(&rack, models, RATE, 2, 8.0) && rack_open(&other, models, RATE, 2, 8.0));
  equus_set_parameter(rack.equus, parameter_of_band(3, BAND_GAIN), 9.0f);
  equus_set_parameter(other.equus, parameter_of_band(3, BAND_GAIN), 9.0f);
  rack_run_to(&other, other.length, 4800, false);
  run_with_wishes(&rack);
  for (unsigned c = 0; c < 2; ++c) {
    assert_memory_equal(rack.out[c], other.out[c], rack.length * sizeof(float));
  }
  assert_in_range(rack.n_readings, 20, RACK_READINGS - 1);
  assert_int_equal(rack.n_readings, other.n_readings);
  for (unsigned i = 0; i < rack.n_readings; ++i) {
    assert_memory_equal(rack.readings[i].values, other.readings[i].values, rack.readings[i].n_values * sizeof(float));
  }
  rack_close(&rack);
  rack_close(&other);
}

/// Run a while, then free at different moments of the search
static void
test_ends_at_once(void** state)
{
  (void)state;
  double worst = 0.0;
  for (unsigned round = 0; round < 4; ++round) {
    assert_true(rack_open(&rack, models, RATE, 2, 4.0));
    equus_set_window_open(rack.equus, true);
    equus_set_wish(rack.equus, "{\"maps\":true,\"of\":\"happy\"}");
    while (rack.position < rack.length) {
      work(rack.equus);
      rack_run(&rack, 4800, false);
    }
    for (unsigned i = 0; i < 500 && !equus_next_maps(rack.equus); ++i) {
      wait_ms(10);
    }
    equus_set_wish(rack.equus, "{\"maps\":true,\"of\":\"sad\"}"); // Begin anew
    wait_ms(10 + (long)round * 40);
    const double before = now();
    rack_close(&rack);
    worst = fmax(worst, now() - before);
  }
  print_message("worst end after %.0f ms\n", 1e3 * worst);
  assert_true(worst < 1.0); // A tenth of a second where the machine has nothing else to do
}

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_maps_find_the_planted_band), cmocka_unit_test(test_troubles_are_told),
    cmocka_unit_test(test_the_meter_finds_a_flip),     cmocka_unit_test(test_the_meter_may_search_once),
    cmocka_unit_test(test_a_target_is_reached_once),   cmocka_unit_test(test_maps_end_with_the_wish),
    cmocka_unit_test(test_windows_are_told_again),     cmocka_unit_test(test_freewheel_pauses),
    cmocka_unit_test(test_same_bits_with_a_search),    cmocka_unit_test(test_ends_at_once),
  };
  if (argc != 3) {
    return 2;
  }
  models   = argv[1];
  fixtures = argv[2];
  return cmocka_run_group_tests(tests, NULL, NULL);
}
