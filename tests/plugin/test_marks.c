// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: transport, models and equaliser are marked once and where they changed, with the settings of then, and all
// marks come again for a window that opens.

#include "plugin/marks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

enum { RATE = 1000, BLOCK = 100 };

static Marks    marks;
static uint64_t position;

static int
set_up(void** state)
{
  (void)state;
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    marks_set_parameter(&marks, i, parameter(i)->initial, false, 0);
  }
  marks_reset(&marks, RATE);
  position = 0;
  return 0;
}

static void
run(double seconds)
{
  for (const uint64_t end = position + (uint64_t)(seconds * RATE); position < end; position += BLOCK) {
    marks_advance(&marks, position, BLOCK);
  }
}

static const MarkMessage*
expect(MarkKind kind, double time)
{
  const MarkMessage* const mark = marks_next(&marks);
  assert_non_null(mark);
  assert_int_equal(mark->kind, kind);
  assert_true(fabs(mark->time - time) < 1e-9);
  return mark;
}

static void
test_transport(void** state)
{
  (void)state;
  marks_set_transport(&marks, false, 10.0, position);
  run(1.0);
  marks_set_transport(&marks, false, 20.0, position); // Located while stopped
  run(1.0);
  marks_set_transport(&marks, true, 20.0, position);
  run(2.0);
  marks_set_transport(&marks, true, 22.05, position); // As good as on time
  run(2.0);
  marks_set_transport(&marks, true, 5.0, position);
  run(1.0);
  marks_set_transport(&marks, false, (double)NAN, position);
  expect(MARK_BEGIN, 0.0);
  assert_true(expect(MARK_START, 2.0)->transport == 20.0);
  assert_true(expect(MARK_JUMP, 6.0)->transport == 5.0);
  assert_true(isnan(expect(MARK_STOP, 7.0)->transport));
  assert_null(marks_next(&marks));
}

static void
test_hosts_that_tell_every_block(void** state)
{
  (void)state;
  for (unsigned i = 0; i < 1000; ++i) {
    marks_set_transport(&marks, true, 3.0 + 0.1 * i, position);
    run(0.1);
  }
  expect(MARK_BEGIN, 0.0);
  assert_null(marks_next(&marks));
}

static void
test_equaliser_that_rests(void** state)
{
  (void)state;
  const unsigned gain = parameter_of_band(3, BAND_GAIN);
  run(1.0);
  for (unsigned i = 1; i <= 20; ++i) { // Turned for two seconds
    marks_set_parameter(&marks, gain, 0.5f * (float)i, true, position);
    run(0.1);
  }
  run(2.0);
  marks_set_parameter(&marks, gain, 3.0f, true, position);
  marks_set_parameter(&marks, gain, 10.0f, true, position); // And back
  run(2.0);
  assert_true(expect(MARK_BEGIN, 0.0)->parameters[gain] == parameter(gain)->initial);
  assert_true(expect(MARK_EQUALISER, 2.9)->parameters[gain] == 10.0f);
  assert_null(marks_next(&marks));
}

static void
test_models_and_hand(void** state)
{
  (void)state;
  marks_set_model(&marks, MODEL_MOOD, "", position);
  marks_set_model(&marks, MODEL_MOOD, "vibenet", position);
  run(1.0);
  marks_set_model(&marks, MODEL_MOOD, "", position);
  marks_set_model(&marks, MODEL_MOOD, "MSD_musicnn", position);
  run(1.0);
  marks_add(&marks, -1.0, position);
  marks_add(&marks, 0.25, position);
  marks_add(&marks, 9.0, position); // Not heard yet
  expect(MARK_BEGIN, 0.0);
  assert_string_equal(expect(MARK_MODEL, 1.0)->text, "MSD_musicnn");
  expect(MARK_USER, 2.0);
  expect(MARK_USER, 0.25);
  expect(MARK_USER, 2.0);
  assert_null(marks_next(&marks));
}

static void
test_replay_of_the_newest(void** state)
{
  (void)state;
  run(1.0);
  for (unsigned i = 0; i < MARKS_KEPT + 10; ++i) {
    marks_add(&marks, -1.0, position);
  }
  for (unsigned pass = 0; pass < 2; ++pass) {
    for (uint64_t i = 0; i < MARKS_KEPT; ++i) {
      assert_int_equal(expect(MARK_USER, 1.0)->number, 11 + i);
    }
    assert_null(marks_next(&marks));
    marks_replay(&marks);
  }
  marks_reset(&marks, RATE);
  assert_null(marks_next(&marks));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(test_transport, set_up),
    cmocka_unit_test_setup(test_hosts_that_tell_every_block, set_up),
    cmocka_unit_test_setup(test_equaliser_that_rests, set_up),
    cmocka_unit_test_setup(test_models_and_hand, set_up),
    cmocka_unit_test_setup(test_replay_of_the_newest, set_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
