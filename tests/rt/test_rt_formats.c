// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The VST3 and CLAP modules allocate nothing, lock nothing and never enter the kernel on the audio thread, while
// models are switched, parameters move and a state is saved and restored beside it.
//
// Run with the interposer preloaded: test_rt_formats FORMAT MODULE.

#include "tests/formats/any_host.h"
#include "tests/rt/interposer.h"
#include "tests/rt/trap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RATE = 48000, BLOCK = ANY_HOST_BLOCK, BLOCKS = 30 * RATE / BLOCK, MOST_BLOCKS = 100 * BLOCKS };

static Format      format;
static const char* module;
static AnyHost*    host;
static atomic_bool finished;
static long        trapped; ///< System calls on the audio thread, -1 where they can't be trapped

static void
play(unsigned block)
{
  static const unsigned choices[] = { PARAM_TAG_MODEL, PARAM_MOOD_MODEL, PARAM_COMPARE };
  any_host_fill_noise(host, block);
  if (block % 40 == 0 && block < BLOCKS / 2) {
    const unsigned index = choices[block / 40 % 3];
    any_host_set(host, index, 0, (float)(block / 120 % 4));
  }
  if (block == BLOCKS / 2) {
    for (unsigned i = 0; i < 3; ++i) {
      any_host_set(host, choices[i], 0, parameter(choices[i])->initial);
    }
  }
  if (block % 3 == 0) {
    any_host_slide(host, parameter_of_band(block % 4 + 2, BAND_GAIN), BLOCK, (float)(block % 7), (float)(block % 5));
  }
  any_host_run(host, block % 5 ? BLOCK : block % BLOCK, block / 200 % 2);
}

static bool
has_spoken(void)
{
  return any_host_output(host, OUTPUT_WET_TAGS) != 0.0;
}

static void*
audio_thread(void* unused)
{
  (void)unused;
  const bool trapping = trap_system_calls();
  for (unsigned block = 0; block < BLOCKS || (!has_spoken() && block < MOST_BLOCKS); ++block) {
    play(block);
  }
  trapped = trapping ? trap_count() : -1;
  atomic_store(&finished, true);
  return NULL;
}

static void
test_nothing_forbidden_while_processing(void** state)
{
  (void)state;
  pthread_t           audio;
  const unsigned long runs      = equus_rt_runs();
  const unsigned long forbidden = equus_rt_forbidden();
  host                          = any_host_new(format, RATE, false);
  any_host_watch(host, equus_rt_watch);
  assert_int_equal(pthread_create(&audio, NULL, audio_thread, NULL), 0);
  while (!atomic_load(&finished)) {
    const struct timespec pause = { 0, 20000000 };
    nanosleep(&pause, NULL);
    any_host_keep(host);
  }
  pthread_join(audio, NULL);
  assert_true(equus_rt_runs() - runs >= BLOCKS);
  assert_int_equal(equus_rt_forbidden() - forbidden, 0);
  if (trapped < 0) {
    print_message("System calls can't be trapped here\n");
  } else {
    assert_int_equal(trapped, 0);
  }
  assert_true(has_spoken());
  any_host_free(host);
}

static void
test_the_guard_sees_faults(void** state)
{
  (void)state;
  const unsigned long forbidden = equus_rt_forbidden();
  equus_rt_watch(true);
  void* volatile memory = malloc(16);
  free(memory);
  equus_rt_watch(false);
  memory = malloc(16);
  free(memory);
  assert_int_equal(equus_rt_forbidden() - forbidden, 2);
}

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_the_guard_sees_faults),
    cmocka_unit_test(test_nothing_forbidden_while_processing),
  };
  while (argc == 3 && format < FORMATS && strcmp(argv[1], format_name(format)) != 0) {
    ++format;
  }
  if (argc != 3 || format == FORMATS) {
    return 2;
  }
  module = argv[2];
  any_host_load(format, module);
  const int failed = cmocka_run_group_tests(tests, NULL, NULL);
  any_host_unload(format);
  return failed;
}
