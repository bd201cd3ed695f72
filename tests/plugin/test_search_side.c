// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Through the whole plug-in with dry from the side-chain: its delay is found, also behind an equaliser or inverted, is
// not guessed from silence, keeps flips from being declared, and is mended by the parameter that delays dry.

#include "dsp/eq.h"
#include "plugin/equus.h"
#include "plugin/flip.h"

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

enum { RATE = 48000, BLOCK = 960, PATIENCE = 3000, LATE = 480, LONGEST = 4096 };

static const char* models;
static const char* fixtures;

/// What the music comes through on its way to the input
typedef struct {
  unsigned late;
  float    gain; ///< 0 for silence on both
  bool     equalised;
} Insert;

static Equus*   equus;
static Insert   insert;
static Eq*      eq;
static float    memory[LONGEST]; ///< The music's newest samples, by position
static uint32_t position;
static uint32_t seed;

static void
open_equus(Insert chosen)
{
  const EquusConfig config = { RATE, 1, models };
  char              path[1024];
  snprintf(path, sizeof(path), "%s/chooser.json", fixtures);
  equus = equus_new(&config, NULL);
  eq    = eq_new(RATE, 1);
  assert_non_null(equus);
  assert_non_null(eq);
  EqSettings settings    = eq_settings_flat();
  settings.bands[3].gain = 6.0f;
  settings.bands[5].gain = -9.0f;
  eq_set(eq, &settings);
  equus_set_parameter(equus, PARAM_MOOD_MODEL, 0.0f);
  equus_set_parameter(equus, PARAM_TAG_MODEL, (float)TAG_MODEL_OWN);
  equus_set_parameter(equus, PARAM_DRY_SOURCE, (float)DRY_SIDE_CHAIN);
  equus_set_own_model(equus, MODEL_TAGS, path);
  for (unsigned i = 0; i < 2; ++i) {
    if (equus_needs_work(equus)) {
      equus_work(equus);
    }
  }
  equus_activate(equus);
  equus_set_window_open(equus, true);
  equus_set_wish(equus, "{\"meter\": true, \"verdict\": \"warm:cold\", \"limit\": 12}");
  insert   = chosen;
  position = 0;
  seed     = 5;
  memset(memory, 0, sizeof(memory));
}

static void
close_equus(void)
{
  equus_free(equus);
  eq_free(eq);
}

/// Noise whose level moves at the side-chain, the same through the insert at the input
static void
run_block(void)
{
  static float dry[BLOCK], wet[BLOCK];
  const float* side[] = { dry };
  float*       main[] = { wet };
  for (unsigned i = 0; i < BLOCK; ++i, ++position) {
    seed                       = seed * 1664525u + 1013904223u;
    dry[i]                     = (float)((int32_t)seed / 2147483648.0 * (0.06 + 0.05 * sin(i * 0.01)));
    dry[i]                     = insert.gain == 0.0f ? 0.0f : dry[i];
    memory[position % LONGEST] = dry[i];
    wet[i]                     = insert.gain * memory[(position + LONGEST - insert.late) % LONGEST];
  }
  if (insert.equalised) {
    eq_process(eq, (const float* const*)main, main, BLOCK);
  }
  if (equus_needs_work(equus)) {
    equus_work(equus);
  }
  equus_process(equus, (const float* const*)main, side, main, BLOCK, false);
  nanosleep(&(struct timespec){ 0, 10000000 }, NULL);
}

/// Run until the delay told is `samples`; false if it never is
static bool
wait_for_delay(int samples)
{
  StatusMessage status = { .delay_known = false };
  for (unsigned i = 0; i < PATIENCE; ++i) {
    run_block();
    equus_status(equus, &status);
    if (status.delay_known && status.delay_samples == (float)samples) {
      assert_true(fabsf(status.delay_ms - 1e3f * (float)samples / RATE) < 1e-3f);
      return true;
    }
  }
  print_message("known %d: %g samples\n", status.delay_known, (double)status.delay_samples);
  return false;
}

/// Run until a search ends, or is refused
static bool
wait_for_flip(FlipMessage* flip)
{
  for (unsigned i = 0; i < PATIENCE; ++i) {
    run_block();
    for (const FlipMessage* told = NULL; (told = equus_next_flip(equus));) {
      *flip = *told;
      if (flip->phase == FLIP_DONE) {
        return true;
      }
    }
  }
  return false;
}

static void
test_a_late_wet_is_found_and_mended(void** state)
{
  (void)state;
  FlipMessage flip = { .phase = FLIP_IDLE };
  open_equus((Insert){ .late = LATE, .gain = 1.0f });
  assert_true(wait_for_delay(LATE));
  assert_true(wait_for_flip(&flip));
  assert_non_null(strstr(flip.trouble, "480 samples apart"));
  assert_int_equal(flip.outcome, FLIP_STOPPED);

  equus_set_parameter(equus, PARAM_DRY_DELAY, LATE);
  assert_true(wait_for_delay(0));
  do {
    assert_true(wait_for_flip(&flip));
  } while (flip.trouble[0]);
  assert_int_equal(flip.outcome, FLIP_FOUND);
  close_equus();
}

static void
test_inverted_and_equalised(void** state)
{
  (void)state;
  open_equus((Insert){ .late = 100, .gain = -0.5f });
  assert_true(wait_for_delay(100));
  close_equus();
  open_equus((Insert){ .late = 0, .gain = 1.0f, .equalised = true });
  assert_true(wait_for_delay(0));
  close_equus();
  open_equus((Insert){ .late = 2000, .gain = -1.0f, .equalised = true });
  assert_true(wait_for_delay(2000));
  close_equus();
}

static void
test_silence_tells_nothing(void** state)
{
  (void)state;
  StatusMessage status;
  FlipMessage   last = { .phase = FLIP_IDLE };
  open_equus((Insert){ .gain = 0.0f });
  for (unsigned i = 0; i < 300; ++i) {
    run_block();
    for (const FlipMessage* told = NULL; (told = equus_next_flip(equus));) {
      last = *told;
    }
  }
  equus_status(equus, &status);
  assert_true(status.side_connected && status.side_silent && !status.delay_known);
  assert_int_equal(last.phase, FLIP_WAITING);
  insert.gain = 1.0f;
  assert_true(wait_for_delay(0));
  assert_true(wait_for_flip(&last));
  assert_string_equal(last.trouble, "");
  close_equus();
}

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_a_late_wet_is_found_and_mended),
    cmocka_unit_test(test_inverted_and_equalised),
    cmocka_unit_test(test_silence_tells_nothing),
  };
  if (argc != 3) {
    return 2;
  }
  models   = argv[1];
  fixtures = argv[2];
  return cmocka_run_group_tests(tests, NULL, NULL);
}
