// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Readings come out once and in order; a window that opens gets the last half minute again.

#include "plugin/readings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static ReadingMessage
reading(Place place, uint64_t sequence, double time)
{
  ReadingMessage message;
  memset(&message, 0, sizeof(message));
  message.place     = place;
  message.tap       = TAP_WET;
  message.sequence  = sequence;
  message.time      = time;
  message.n_values  = 2;
  message.values[1] = (float)sequence;
  return message;
}

static void
publish(Readings* readings, Place place, uint64_t first, uint64_t n)
{
  for (uint64_t i = first; i < first + n; ++i) {
    const ReadingMessage message = reading(place, i, (double)i);
    readings_publish(readings, &message);
  }
}

static void
expect(Readings* readings, uint64_t first, uint64_t n, bool replay)
{
  ReadingMessage message;
  for (uint64_t i = first; i < first + n; ++i) {
    assert_true(readings_next(readings, &message));
    assert_int_equal(message.sequence, i);
    assert_true(message.values[1] == (float)i);
    assert_int_equal(message.replay, replay);
  }
}

static void
expect_none(Readings* readings)
{
  ReadingMessage message;
  assert_false(readings_next(readings, &message));
}

static int
set_up(void** state)
{
  *state = readings_new();
  return *state ? 0 : -1;
}

static int
tear_down(void** state)
{
  readings_free((Readings*)*state);
  return 0;
}

static void
test_once_and_in_order(void** state)
{
  Readings* const readings = (Readings*)*state;
  expect_none(readings);
  publish(readings, PLACE_MSD_MUSICNN, 0, 3);
  expect(readings, 0, 2, false);
  publish(readings, PLACE_MSD_MUSICNN, 3, 1);
  expect(readings, 2, 2, false);
  expect_none(readings);
}

static void
test_oldest_are_dropped(void** state)
{
  Readings* const readings = (Readings*)*state;
  publish(readings, PLACE_MSD_MUSICNN, 0, READINGS_WAITING + 10);
  expect(readings, 10, READINGS_WAITING, false);
  expect_none(readings);
}

static void
test_replay_then_what_waits(void** state)
{
  Readings* const readings = (Readings*)*state;
  publish(readings, PLACE_MSD_MUSICNN, 0, 40);
  expect(readings, 0, 40, false);
  publish(readings, PLACE_MSD_MUSICNN, 40, 2);
  readings_replay(readings, 12.0);
  expect(readings, 12, 28, true);
  expect(readings, 40, 2, false);
  expect_none(readings);
}

static void
test_replay_survives_overwriting(void** state)
{
  Readings* const readings = (Readings*)*state;
  ReadingMessage  message;
  publish(readings, PLACE_MSD_MUSICNN, 0, 200);
  expect(readings, 0, 200, false);
  readings_replay(readings, 0.0);
  for (unsigned i = 0; i < READINGS_KEPT; i += READINGS_WAITING) {
    publish(readings, PLACE_MSD_MUSICNN, 200 + i, READINGS_WAITING);
  }
  uint64_t last = 0;
  while (readings_next(readings, &message)) {
    assert_true(message.sequence > last);
    assert_true(message.values[1] == (float)message.sequence);
    last = message.sequence;
  }
  assert_int_equal(last, 199 + READINGS_KEPT);
}

/// Models of the most labels wrap the store of values at odd places
static void
test_large_readings_stay_whole(void** state)
{
  Readings* const readings = (Readings*)*state;
  ReadingMessage  message;
  for (uint64_t i = 0; i < 5000; ++i) {
    message          = reading(PLACE_MSD_MUSICNN, i, (double)i);
    message.n_values = i % 3 ? SIDECAR_MAX_LABELS : 7;
    for (uint32_t k = 0; k < message.n_values; ++k) {
      message.values[k] = (float)(i + k);
    }
    readings_publish(readings, &message);
  }
  readings_replay(readings, 0.0);
  uint64_t expected = 5000 - READINGS_WAITING;
  while (readings_next(readings, &message)) {
    assert_int_equal(message.n_values, message.sequence % 3 ? SIDECAR_MAX_LABELS : 7);
    for (uint32_t k = 0; k < message.n_values; ++k) {
      assert_true(message.values[k] == (float)(message.sequence + k));
    }
    expected += !message.replay;
  }
  assert_int_equal(expected, 5000);
}

static void
test_other_model_is_not_replayed(void** state)
{
  Readings* const readings = (Readings*)*state;
  publish(readings, PLACE_MSD_MUSICNN, 0, 5);
  publish(readings, PLACE_VIBENET, 5, 1);
  expect(readings, 0, 6, false);
  readings_forget(readings, PLACE_MSD_MUSICNN);
  publish(readings, PLACE_MSD_MUSICNN, 6, 1);
  expect(readings, 6, 1, false);
  readings_replay(readings, 0.0);
  expect(readings, 5, 2, true);
  expect_none(readings);
}

static void
test_clear_forgets_all(void** state)
{
  Readings* const readings = (Readings*)*state;
  publish(readings, PLACE_MSD_MUSICNN, 0, 5);
  readings_clear(readings);
  readings_replay(readings, 0.0);
  expect_none(readings);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(test_once_and_in_order, set_up, tear_down),
    cmocka_unit_test_setup_teardown(test_oldest_are_dropped, set_up, tear_down),
    cmocka_unit_test_setup_teardown(test_replay_then_what_waits, set_up, tear_down),
    cmocka_unit_test_setup_teardown(test_replay_survives_overwriting, set_up, tear_down),
    cmocka_unit_test_setup_teardown(test_large_readings_stay_whole, set_up, tear_down),
    cmocka_unit_test_setup_teardown(test_other_model_is_not_replayed, set_up, tear_down),
    cmocka_unit_test_setup_teardown(test_clear_forgets_all, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
