// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: each gesture on the equaliser is one step that can be taken back and done again; nothing else is a step.

#include "tests/ui/sample.h"
#include "ui/equaliser_map.h"
#include "ui/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static Sample  sample;
static Actions actions;
static double  now;

static int
set_up(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_PLAYING);
  sample.view.undo = undo_new();
  now              = 100.0;
  return !sample.view.undo;
}

static int
tear_down(void** state)
{
  (void)state;
  undo_free(sample.view.undo);
  return 0;
}

static void
send(SceneEvent event)
{
  event.time = now;
  memset(&actions, 0, sizeof(actions));
  scene_input(&sample.view, &sample.snapshot, &event, &actions);
  for (unsigned i = 0; i < actions.n; ++i) {
    if (actions.items[i].kind == ACTION_SET) {
      snapshot_set_parameter(&sample.snapshot, actions.items[i].index, actions.items[i].value);
    }
  }
}

static void
key(unsigned code, unsigned modifiers)
{
  now += 2.0;
  send((SceneEvent){ .kind = EVENT_KEY, .key = code, .modifiers = modifiers });
}

static float
gain(unsigned band)
{
  return sample.snapshot.parameters[parameter_of_band(band, BAND_GAIN)];
}

static unsigned
steps_back(void)
{
  unsigned n = 0;
  while (undo_has_past(sample.view.undo)) {
    key('z', 0);
    ++n;
  }
  return n;
}

static void
a_drag_is_one_step_and_comes_back(void** state)
{
  (void)state;
  float  before[PARAM_COUNT];
  float  dragged[PARAM_COUNT];
  double x = 0.0;
  double y = 0.0;
  memcpy(before, sample.snapshot.parameters, sizeof(before));
  const Layout layout = layout_make(&sample.view, &sample.snapshot);
  equaliser_map_node(&layout, &sample.snapshot, &sample.view, 7, &x, &y); // Is off: the drag puts it on
  send((SceneEvent){ .kind = EVENT_PRESS, .x = x, .y = y });
  for (unsigned i = 1; i < 30; ++i) {
    send((SceneEvent){ .kind = EVENT_MOVE, .x = x - 4.0 * i, .y = y - 1.0 * i });
  }
  key('z', MODIFIER_CONTROL); // Not while something is held
  send((SceneEvent){ .kind = EVENT_RELEASE, .x = x, .y = y });
  memcpy(dragged, sample.snapshot.parameters, sizeof(dragged));
  assert_memory_not_equal(before, dragged, sizeof(before));

  key('z', MODIFIER_CONTROL);
  assert_memory_equal(before, sample.snapshot.parameters, sizeof(before));
  assert_false(undo_has_past(sample.view.undo));
  key('z', MODIFIER_CONTROL | MODIFIER_SHIFT);
  assert_memory_equal(dragged, sample.snapshot.parameters, sizeof(before));
  key('z', 0);
  key('y', MODIFIER_CONTROL);
  assert_memory_equal(dragged, sample.snapshot.parameters, sizeof(before));
  assert_false(undo_has_future(sample.view.undo));
}

static void
a_preset_is_one_step(void** state)
{
  (void)state;
  float before[PARAM_COUNT];
  memcpy(before, sample.snapshot.parameters, sizeof(before));
  key('p', 0);
  key(KEY_DOWN, 0);
  key(KEY_RETURN, 0);
  assert_memory_not_equal(before, sample.snapshot.parameters, sizeof(before));
  assert_int_equal(steps_back(), 1);
  assert_memory_equal(before, sample.snapshot.parameters, sizeof(before));
}

static void
slots_come_back_with_their_settings(void** state)
{
  (void)state;
  float before[PARAM_COUNT];
  memcpy(before, sample.snapshot.parameters, sizeof(before));
  const Slots slots = sample.view.slots;
  key('B', 0);
  key('4', 0);
  key(KEY_UP, 0);
  assert_true(gain(3) == 0.5f);
  key('A', 0);
  key('z', 0);
  assert_int_equal(sample.view.slots.current, 1);
  assert_true(gain(3) == 0.5f && actions.keep);
  key('z', 0);
  assert_true(gain(3) == 0.0f);
  key('z', 0);
  assert_memory_equal(before, sample.snapshot.parameters, sizeof(before));
  assert_memory_equal(&slots, &sample.view.slots, sizeof(slots));
  key('y', 0);
  key('y', 0);
  key('y', 0);
  assert_int_equal(sample.view.slots.current, 0);
  assert_true(sample.view.slots.values[1][parameter_of_band(3, BAND_GAIN)] == 0.5f);
}

static void
quick_turns_join_and_slow_ones_do_not(void** state)
{
  (void)state;
  key('4', 0);
  for (unsigned i = 0; i < 10; ++i) {
    now += 0.1;
    send((SceneEvent){ .kind = EVENT_KEY, .key = KEY_UP });
  }
  assert_true(gain(3) == 5.0f);
  key(KEY_UP, 0); // Two seconds later
  key('z', 0);
  assert_true(gain(3) == 5.0f);
  key('z', 0);
  assert_true(gain(3) == 0.0f);
  assert_false(undo_has_past(sample.view.undo));
}

static void
what_the_host_changes_is_no_step_and_stays(void** state)
{
  (void)state;
  const unsigned other = parameter_of_band(5, BAND_GAIN);
  key('4', 0);
  key(KEY_UP, 0);
  snapshot_set_parameter(&sample.snapshot, other, -9.0f);
  key('z', 0);
  assert_true(gain(3) == 0.0f && sample.snapshot.parameters[other] == -9.0f);
  assert_false(undo_has_past(sample.view.undo));
}

static void
models_theme_and_bypass_are_no_steps(void** state)
{
  (void)state;
  key('t', 0);
  key('b', 0);
  key('+', 0);
  key('c', 0);
  key(KEY_DOWN, 0);
  key(KEY_RETURN, 0);
  assert_false(undo_has_past(sample.view.undo));
}

static void
a_new_step_forgets_what_was_taken_back(void** state)
{
  (void)state;
  key('4', 0);
  key(KEY_UP, 0);
  key(KEY_UP, 0);
  key('z', 0);
  assert_true(undo_has_future(sample.view.undo));
  key(KEY_DOWN, 0);
  assert_false(undo_has_future(sample.view.undo));
  key('y', 0);
  assert_true(gain(3) == 0.0f);
  assert_int_equal(steps_back(), 2);
}

static void
at_least_a_hundred_steps_are_kept(void** state)
{
  (void)state;
  key('4', 0);
  for (unsigned i = 0; i < 300; ++i) {
    key(i % 2 ? KEY_DOWN : KEY_UP, 0);
  }
  const unsigned n = steps_back();
  assert_int_equal(n, UNDO_STEPS);
  for (unsigned i = 0; i < n; ++i) {
    assert_true(undo_has_future(sample.view.undo));
    key('y', 0);
  }
  assert_true(gain(3) == 0.0f);
  undo_clear(sample.view.undo);
  assert_false(undo_has_past(sample.view.undo) || undo_has_future(sample.view.undo));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
  const struct CMUnitTest tests[] = {
    CASE(a_drag_is_one_step_and_comes_back),          CASE(a_preset_is_one_step),
    CASE(slots_come_back_with_their_settings),        CASE(quick_turns_join_and_slow_ones_do_not),
    CASE(what_the_host_changes_is_no_step_and_stays), CASE(models_theme_and_bypass_are_no_steps),
    CASE(a_new_step_forgets_what_was_taken_back),     CASE(at_least_a_hundred_steps_are_kept),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
