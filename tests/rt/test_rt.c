// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// On the audio thread the plug-in allocates nothing, locks nothing, opens nothing and never enters the kernel, while
// models are switched, a window watches, wishes are searched and the equaliser moves.
//
// Run with the interposer preloaded: test_rt BUNDLE PLANTED.  Where the system
// allows it, the audio thread also runs under a filter that traps system calls.

#include "plugin/lv2/properties.h"
#include "tests/plugin/lv2_host.h"
#include "tests/rt/interposer.h"
#include "tests/rt/trap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <lv2/core/lv2.h>

#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { RATE = 48000, BLOCK = 256, SECONDS = 40, BLOCKS = SECONDS * RATE / BLOCK, MOST_BLOCKS = 100 * BLOCKS };

static const char* bundle;
static const char* planted;
static Lv2Host     host;
static float       buffers[2][BLOCK];
static float       side[2][BLOCK];
static atomic_bool finished;
static unsigned    switches; ///< Of models
static long        trapped;  ///< System calls on the audio thread, -1 where they can't be trapped

static void
test_the_guard_sees_faults(void** state)
{
  (void)state;
  void* const library = dlopen(planted, RTLD_NOW | RTLD_LOCAL);
  assert_non_null(library);
  LV2_Descriptor_Function describe;
  *(void**)&describe = dlsym(library, "lv2_descriptor");
  assert_non_null(describe);

  const unsigned long runs      = equus_rt_runs();
  const unsigned long forbidden = equus_rt_forbidden();
  describe(0)->run(NULL, 16);
  assert_int_equal(equus_rt_runs() - runs, 1);
  assert_int_equal(equus_rt_forbidden() - forbidden, 5);
  dlclose(library);
}

static void
fill(uint32_t block)
{
  static uint32_t seed = 1;
  for (unsigned c = 0; c < 2; ++c) {
    for (unsigned i = 0; i < BLOCK; ++i) {
      seed          = seed * 1664525u + 1013904223u;
      buffers[c][i] = block % 500 < 400 ? (float)(int32_t)seed / 4294967296.0f : 0.0f;
      side[c][i]    = 0.5f * buffers[c][i];
    }
  }
}

/// Choose any models and comparisons at random moments in the first half, then settle
static void
switch_models(uint32_t block)
{
  static const unsigned choices[] = { PARAM_TAG_MODEL, PARAM_MOOD_MODEL, PARAM_COMPARE };
  static uint32_t       seed      = 11;
  seed                            = seed * 1664525u + 1013904223u;
  if (block < BLOCKS / 2 && (seed >> 8u) % 25 == 0) {
    const unsigned index = choices[(seed >> 16u) % 3];
    const unsigned n     = (unsigned)parameter(index)->maximum + 1;
    lv2_host_set(&host, index, (float)((seed >> 20u) % n));
    ++switches;
  }
  if (block == BLOCKS / 2) {
    lv2_host_set(&host, PARAM_TAG_MODEL, 1.0f);
    lv2_host_set(&host, PARAM_MOOD_MODEL, 1.0f);
    lv2_host_set(&host, PARAM_COMPARE, (float)COMPARE_NOTHING);
  }
}

/// Have anything searched, or nothing, at random moments
static void
wish(void)
{
  static const char* const wishes[] = {
    "",
    "{\"maps\": true}",
    "{\"maps\": true, \"of\": \"happy\", \"map_bands\": 10, \"meter\": true}",
    "{\"meter\": true, \"verdict\": \"quadrant\", \"limit\": 12}",
    "{\"target\": \"0.5,-0.5\", \"request\": 2}",
    "{\"maps\": maybe}",
  };
  static uint32_t seed = 23;
  seed                 = seed * 1664525u + 1013904223u;
  if ((seed >> 8u) % 60 == 0) {
    lv2_host_begin_messages(&host);
    lv2_atom_forge_frame_time(&host.forge, 0);
    messages_write_wish(&host.forge, &host.equus_uris, wishes[(seed >> 16u) % 6]);
    lv2_host_end_messages(&host);
  }
}

/// Bands up and down, bypass, windows, and in the first half models and hops, as a restless user would
static void
play_with(uint32_t block)
{
  switch_models(block);
  wish();
  if (block % 37 == 0) {
    lv2_host_set(&host, parameter_of_band(block % 8, BAND_GAIN), (float)(block % 25) - 12.0f);
  }
  if (block % 41 == 0) {
    lv2_host_set(&host, PARAM_CURVE + block % CURVE_MAX_BANDS, (float)(block % 49) - 24.0f);
  }
  if (block % 300 == 0) {
    lv2_host_set(&host, PARAM_CURVE_BANDS, (float)(8 + block / 300 % 3 * 11)); // Any of the three
  }
  if (block % 110 == 3) {
    lv2_host_set(&host, PARAM_SHADOW, (float)(block / 110 % 2));
    lv2_host_set(&host, PARAM_DRY_SOURCE, (float)(block / 220 % 2));
    lv2_host_set(&host, PARAM_DRY_DELAY, (float)(block % 8193));
    host.side[0] = block / 330 % 3 ? side[0] : NULL;
    host.side[1] = block / 440 % 3 ? side[1] : NULL;
  }
  if (block % 411 == 0) {
    lv2_host_set(&host, PARAM_ENABLED, (float)(block / 411 % 3 > 0));
  }
  if (block % 50 == 0 && block < BLOCKS / 2) {
    lv2_host_set(&host, PARAM_TAG_HOP, (float)(10 + block % 40));
  }
  if (block % 90 == 45) {
    static const char* const names[] = { "MTT_musicnn", "vibenet", "nothing", "" };
    lv2_host_begin_messages(&host);
    lv2_atom_forge_frame_time(&host.forge, 0);
    properties_write_set(&host.forge, &host.equus_uris, (ModelKind)(block / 90 % 2), names[block / 180 % 4]);
    lv2_host_end_messages(&host);
  }
  if (block % 700 == 50) {
    lv2_host_begin_messages(&host);
    lv2_atom_forge_frame_time(&host.forge, 0);
    messages_write_window(&host.forge, &host.equus_uris, block / 700 % 3 != 1);
    lv2_atom_forge_frame_time(&host.forge, 0);
    messages_write_slot(&host.forge, &host.equus_uris, 1, "happy");
    lv2_atom_forge_frame_time(&host.forge, 0);
    messages_write_view(&host.forge, &host.equus_uris, "{}");
    lv2_atom_forge_frame_time(&host.forge, 0);
    messages_write_listen(&host.forge, &host.equus_uris, (Listen)(block / 700 % LISTEN_COUNT));
    lv2_host_end_messages(&host);
  }
}

static bool
both_have_spoken(void)
{
  return lv2_host_output(&host, OUTPUT_WET_TAGS) != 0.0f && lv2_host_output(&host, OUTPUT_WET_VALENCE) != 0.0f;
}

/// As fast as it can, so that the worker may lag many seconds of sound behind
static void*
audio_thread(void* unused)
{
  float* const channels[2] = { buffers[0], buffers[1] };
  (void)unused;
  const bool trapping = trap_system_calls();

  for (uint32_t block = 0; block < BLOCKS || (!both_have_spoken() && block < MOST_BLOCKS); ++block) {
    fill(block);
    play_with(block);
    lv2_host_run(&host, channels, channels, BLOCK);
  }
  trapped = trapping ? trap_count() : -1;
  atomic_store(&finished, true);
  return NULL;
}

static void
test_nothing_forbidden_while_running(void** state)
{
  (void)state;
  pthread_t audio;
  assert_true(lv2_host_open(&host, bundle, EQUUS_URN_STEREO_SIDE, RATE, LV2_HOST_LATER));
  const unsigned long runs      = equus_rt_runs();
  const unsigned long forbidden = equus_rt_forbidden();
  assert_int_equal(pthread_create(&audio, NULL, audio_thread, NULL), 0);
  while (!atomic_load(&finished)) {
    lv2_host_work(&host);
    sched_yield();
  }
  pthread_join(audio, NULL);
  assert_true(equus_rt_runs() - runs >= BLOCKS);
  assert_int_equal(equus_rt_forbidden() - forbidden, 0);
  if (trapped < 0) {
    print_message("System calls can't be trapped here\n");
  } else {
    assert_int_equal(trapped, 0);
  }
  assert_true(both_have_spoken());
  assert_true(switches >= 100);
  lv2_host_close(&host);
}

static void*
one_call(void* unused)
{
  (void)unused;
  if (trap_system_calls()) {
    sched_yield();
    trapped = trap_count();
  } else {
    trapped = 1;
  }
  return NULL;
}

static void
test_the_trap_sees_system_calls(void** state)
{
  (void)state;
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, one_call, NULL), 0);
  pthread_join(thread, NULL);
  assert_int_equal(trapped, 1);
}

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_the_guard_sees_faults),
    cmocka_unit_test(test_the_trap_sees_system_calls),
    cmocka_unit_test(test_nothing_forbidden_while_running),
  };
  if (argc != 3) {
    return 2;
  }
  bundle  = argv[1];
  planted = argv[2];
  return cmocka_run_group_tests(tests, NULL, NULL);
}
