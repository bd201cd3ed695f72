// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: a window that opens late gets ten minutes of thinned readings, newest first and at a bounded pace, and what
// is kept never outgrows its memory.

#include "plugin/readings.h"

#include "plugin/past.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static const double hop = 0.25; ///< Seconds

static Past* past;

static int
set_up(void** state)
{
  (void)state;
  past = past_new();
  return past ? 0 : -1;
}

static int
tear_down(void** state)
{
  (void)state;
  past_free(past);
  return 0;
}

static ReadingMessage
reading(Place place, unsigned tap, uint64_t sequence, uint32_t n)
{
  ReadingMessage message;
  memset(&message, 0, sizeof(message));
  message.place    = place;
  message.tap      = (Tap)tap;
  message.sequence = sequence;
  message.time     = hop * (double)sequence;
  message.n_values = n;
  for (uint32_t i = 0; i < n; ++i) {
    message.values[i] = (float)(sequence + i) + (tap ? 0.5f : 0.0f);
  }
  return message;
}

static void
hear(Place place, double seconds, uint32_t n_values)
{
  for (uint64_t i = 0; hop * (double)i <= seconds; ++i) {
    for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
      const ReadingMessage message = reading(place, tap, i, n_values);
      past_keep(past, &message);
    }
  }
}

/// Take all there is, at the pace of blocks of 10 ms; returns how many, each whole, from both taps, and back in time
static unsigned
take_all(Place place, uint32_t n_values, double* oldest)
{
  ReadingMessage message;
  unsigned       n     = 0;
  double         last  = 1e9;
  unsigned       taken = 1;
  for (unsigned block = 0; block < 3000; ++block) {
    taken = 0;
    past_allow(past, 0.01);
    while (past_next(past, &message)) {
      const ReadingMessage expected = reading(place, message.tap, message.sequence, n_values);
      assert_true(message.replay);
      assert_int_equal(message.n_values, n_values);
      assert_memory_equal(message.values, expected.values, n_values * sizeof(float));
      assert_true(message.time <= last);
      assert_int_equal(message.tap, n % 2 ? TAP_DRY : TAP_WET);
      last = message.time;
      taken += n_values;
      ++n;
    }
    assert_true(taken <= 0.01 * PAST_PACE + SIDECAR_MAX_LABELS + 24);
  }
  *oldest = last;
  return n;
}

static void
test_ten_minutes_come_back(void** state)
{
  (void)state;
  double oldest = 0.0;
  hear(PLACE_MSD_MUSICNN, 900.0, 54);
  past_replay(past, 870.0);
  assert_int_equal(take_all(PLACE_MSD_MUSICNN, 54, &oldest), 2 * 570 * 2); // Two a second, both taps
  assert_true(oldest >= 300.0 && oldest < 301.0);
}

static void
test_memory_bounds_what_is_kept(void** state)
{
  (void)state;
  double oldest = 0.0;
  hear(PLACE_MSD_MUSICNN, 900.0, SIDECAR_MAX_LABELS);
  past_replay(past, 1000.0);
  const unsigned n = take_all(PLACE_MSD_MUSICNN, SIDECAR_MAX_LABELS, &oldest);
  assert_true(n >= PAST_VALUES / SIDECAR_MAX_LABELS - 1 && n <= PAST_VALUES / SIDECAR_MAX_LABELS);
}

static void
test_nothing_without_a_window(void** state)
{
  (void)state;
  ReadingMessage message;
  hear(PLACE_MSD_MUSICNN, 60.0, 4);
  past_allow(past, 1.0);
  assert_false(past_next(past, &message));
}

static void
test_another_model_and_another_run(void** state)
{
  (void)state;
  ReadingMessage message;
  hear(PLACE_MSD_MUSICNN, 60.0, 4);
  past_forget(past, PLACE_MSD_MUSICNN);
  hear(PLACE_VIBENET, 10.0, 7);
  past_replay(past, 1e9);
  past_allow(past, 1.0);
  for (unsigned i = 0; i < 2 * 21; ++i) {
    assert_true(past_next(past, &message));
    assert_int_equal(message.place, PLACE_VIBENET);
  }
  assert_false(past_next(past, &message));
  past_clear(past);
  past_replay(past, 1e9);
  past_allow(past, 1.0);
  assert_false(past_next(past, &message));
}

/// Through plugin/readings.h: the last half minute in full and in order, what waits, then the past
static void
test_behind_live_readings(void** state)
{
  (void)state;
  Readings* const readings = readings_new();
  ReadingMessage  message;
  for (uint64_t i = 0; i <= 480; ++i) { // Two minutes
    const ReadingMessage said = reading(PLACE_VIBENET, TAP_WET, i, 7);
    readings_publish(readings, &said);
    assert_true(readings_next(readings, &message));
  }
  const ReadingMessage waits = reading(PLACE_VIBENET, TAP_WET, 481, 7);
  readings_publish(readings, &waits);
  readings_allow(readings, 10.0);
  readings_replay(readings, 90.0);
  for (uint64_t i = 360; i <= 481; ++i) {
    assert_true(readings_next(readings, &message));
    assert_int_equal(message.sequence, i);
    assert_int_equal(message.replay, i != 481);
  }
  for (uint64_t i = 358; i > 0; i -= 2) {
    assert_true(readings_next(readings, &message));
    assert_true(message.replay);
    assert_int_equal(message.sequence, i);
  }
  assert_true(readings_next(readings, &message));
  assert_false(readings_next(readings, &message));
  readings_free(readings);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(test_ten_minutes_come_back, set_up, tear_down),
    cmocka_unit_test_setup_teardown(test_memory_bounds_what_is_kept, set_up, tear_down),
    cmocka_unit_test_setup_teardown(test_nothing_without_a_window, set_up, tear_down),
    cmocka_unit_test_setup_teardown(test_another_model_and_another_run, set_up, tear_down),
    cmocka_unit_test_setup_teardown(test_behind_live_readings, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
