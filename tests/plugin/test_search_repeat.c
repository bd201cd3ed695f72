// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The same music is answered with the same bits, whenever it is searched; and a search ends at once, counted in
// processor time, where the wish changes, the window is closed or the instance is freed.

#include "plugin/flip.h"
#include "tests/plugin/rack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { RATE = 48000, PATIENCE = 6000 }; ///< Looks for an answer, 10 ms apart

static const char* models;
static Rack        rack;

/// Processor time of all threads, seconds
static double
clock_now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void
wait_a_little(void)
{
  nanosleep(&(struct timespec){ 0, 10000000 }, NULL);
}

static void
work(void)
{
  if (equus_needs_work(rack.equus)) {
    equus_work(rack.equus);
  }
}

/// An instance that has recorded four seconds, and is given no more music
static void
open_rack(void)
{
  assert_true(rack_open(&rack, models, RATE, 2, 4.0));
  equus_set_window_open(rack.equus, true);
  equus_set_wish(rack.equus, "{\"maps\":true,\"of\":\"nothing\"}"); // Has a recorder made, and nothing searched
  while (rack.position < rack.length) {
    work();
    rack_run(&rack, 4800, false);
  }
}

static bool
wait_for_maps(bool occlusion, MapsMessage* maps)
{
  for (unsigned i = 0; i < PATIENCE; ++i) {
    const MapsMessage* const told = equus_next_maps(rack.equus);
    if (told && told->bands && (told->occlusion_time > 0.0) == occlusion) {
      *maps = *told;
      return true;
    }
    wait_a_little();
  }
  return false;
}

/// Wait until a search is under way by so much, or has ended; false if it isn't by then
static bool
wait_for_flip(float progress, FlipMessage* flip)
{
  for (unsigned i = 0; i < PATIENCE; ++i) {
    for (const FlipMessage* told = NULL; (told = equus_next_flip(rack.equus));) {
      *flip = *told;
      if (told->phase == FLIP_DONE || (told->phase == FLIP_SEARCHING && told->progress >= progress)) {
        return true;
      }
    }
    wait_a_little();
  }
  return false;
}

/// Wish nothing, and wait until that is told of the target
static void
wish_nothing(void)
{
  FlipMessage last = { .phase = FLIP_SEARCHING };
  equus_set_wish(rack.equus, "");
  for (unsigned i = 0; i < PATIENCE && !(last.target && last.phase == FLIP_IDLE); ++i) {
    const FlipMessage* const told = equus_next_flip(rack.equus);
    last                          = told ? *told : last;
    wait_a_little();
  }
  assert_true(last.target && last.phase == FLIP_IDLE);
}

static void
search_target(FlipMessage* flip)
{
  equus_set_wish(rack.equus, "{\"target\":\"+happy\",\"amount\":0.05,\"seed\":3,\"request\":4}");
  assert_true(wait_for_flip(2.0f, flip));
  assert_int_equal(flip->phase, FLIP_DONE);
  assert_string_equal(flip->trouble, "");
}

static void
test_same_music_same_bits(void** state)
{
  (void)state;
  MapsMessage maps[2];
  FlipMessage flips[3];
  for (unsigned i = 0; i < 2; ++i) {
    open_rack();
    equus_set_wish(rack.equus, "{\"maps\":true,\"of\":\"happy\",\"map_bands\":10}");
    assert_true(wait_for_maps(true, &maps[i]));
    search_target(&flips[i]);
    if (i) {
      wish_nothing();
      search_target(&flips[2]); // With a network that was loaded anew
    }
    rack_close(&rack);
  }
  assert_memory_equal(&maps[0], &maps[1], sizeof(MapsMessage));
  assert_true(flips[0].strength > 0.0f);
  for (unsigned i = 1; i < 3; ++i) {
    assert_int_equal(flips[i].outcome, flips[0].outcome);
    assert_memory_equal(flips[i].gains, flips[0].gains, sizeof(flips[0].gains));
    assert_memory_equal(&flips[i].verified, &flips[0].verified, sizeof(float));
    assert_memory_equal(flips[i].value, flips[0].value, sizeof(flips[0].value));
  }
}

typedef enum { BY_WISH, BY_WINDOW, BY_FREEING, ENDS } End;

/// End a search under way; processor time from there until nothing is done any more
static double
end_search(End end)
{
  const double began = clock_now();
  switch (end) {
  case BY_WISH:
    wish_nothing();
    break;
  case BY_WINDOW:
    equus_set_window_open(rack.equus, false);
    rack.position = 0;
    rack_run(&rack, 64, false); // The next block tells it
    work();
    break;
  case BY_FREEING:
  case ENDS:
    rack_close(&rack);
    break;
  }
  return clock_now() - began;
}

static void
test_a_search_ends_at_once(void** state)
{
  (void)state;
  FlipMessage flip;
  open_rack();
  const double began = clock_now();
  equus_set_wish(rack.equus, "{\"target\":\"+happy\",\"amount\":2,\"bands\":31}"); // Out of reach: all is tried
  assert_true(wait_for_flip(2.0f, &flip));
  const double whole = clock_now() - began;
  rack_close(&rack);
  for (End end = BY_WISH; end < ENDS; ++end) {
    open_rack();
    equus_set_wish(rack.equus, "{\"target\":\"+happy\",\"amount\":2,\"bands\":31}");
    assert_true(wait_for_flip(0.1f + 0.05f * (float)end, &flip));
    assert_int_equal(flip.phase, FLIP_SEARCHING);
    const double rest = end_search(end);
    print_message("%.0f ms of processor time after the end of a search that takes %.1f s\n", 1e3 * rest, whole);
    assert_true(rest < whole / 30.0);
    if (end != BY_FREEING) {
      rack_close(&rack);
    }
  }
}

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_same_music_same_bits),
    cmocka_unit_test(test_a_search_ends_at_once),
  };
  if (argc != 3) {
    return 2;
  }
  models = argv[1];
  return cmocka_run_group_tests(tests, NULL, NULL);
}
