// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: each slot keeps what was set in it, through switching, copies, exchanges and the window's document.

#include "plugin/equus.h"
#include "tests/ui/sample.h"
#include "ui/layout.h"
#include "ui/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static Sample  sample;
static Actions actions;

static int
set_up(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_PLAYING);
  return 0;
}

static void
send(const SceneEvent* event)
{
  memset(&actions, 0, sizeof(actions));
  scene_input(&sample.view, &sample.snapshot, event, &actions);
  for (unsigned i = 0; i < actions.n; ++i) {
    if (actions.items[i].kind == ACTION_SET) {
      snapshot_set_parameter(&sample.snapshot, actions.items[i].index, actions.items[i].value);
    }
  }
}

static void
key(unsigned code)
{
  send(&(SceneEvent){ .kind = EVENT_KEY, .key = code });
}

static float
gain(void)
{
  return sample.snapshot.parameters[PARAM_OUTPUT_GAIN];
}

static void
set_gain(float value)
{
  snapshot_set_parameter(&sample.snapshot, PARAM_OUTPUT_GAIN, value);
}

static void
what_was_edited_stays_in_its_slot(void** state)
{
  (void)state;
  float before[PARAM_COUNT];
  memcpy(before, sample.snapshot.parameters, sizeof(before));
  key('B');
  assert_int_equal(sample.view.slots.current, 1);
  assert_true(actions.keep);
  assert_true(slots_is_flat(&sample.view.slots, sample.snapshot.parameters, 1));
  assert_false(slots_is_flat(&sample.view.slots, sample.snapshot.parameters, 0));
  set_gain(-3.0f);
  key('D');
  set_gain(5.0f);
  key('A');
  assert_memory_equal(before, sample.snapshot.parameters, sizeof(before));
  key('B');
  assert_true(gain() == -3.0f);
  key('D');
  assert_true(gain() == 5.0f);
}

static void
models_and_switches_belong_to_no_slot(void** state)
{
  (void)state;
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    const bool expected = parameter_is_of_band(i) || parameter_is_of_curve(i) || i == PARAM_OUTPUT_GAIN;
    assert_int_equal(slots_hold(i), expected);
    assert_false(slots_hold(i) && (parameter(i)->flags & PARAMETER_EXPENSIVE));
  }
  assert_false(slots_hold(PARAM_ENABLED) || slots_hold(PARAM_LEVEL_MATCH) || slots_hold(PARAM_COMPARE));
}

static void
one_key_compares_with_the_slot_before(void** state)
{
  (void)state;
  key('C');
  key('x');
  assert_int_equal(sample.view.slots.current, 0);
  key('x');
  assert_int_equal(sample.view.slots.current, 2);
  key('C'); // The current one: nothing
  assert_int_equal(actions.n, 0);
  assert_int_equal(sample.view.slots.last, 0);
}

static void
a_slot_is_chosen_by_pointer(void** state)
{
  (void)state;
  const Layout layout = layout_make(&sample.view, &sample.snapshot);
  const Rect   c      = layout.slots[2];
  send(&(SceneEvent){ .kind = EVENT_PRESS, .x = c.x + 9.0, .y = c.y + 9.0 });
  assert_int_equal(sample.view.slots.current, 2);
  send(&(SceneEvent){ .kind = EVENT_PRESS, .x = c.x + 9.0, .y = c.y + 9.0, .button = 1 });
  assert_int_equal(sample.view.menu.owner, ITEM_SLOT);
  assert_int_equal(sample.view.menu.row, 2);
}

/// Choose an entry of the menu of a slot that is reached by Tab
static void
choose(unsigned slot, unsigned entry)
{
  sample.view.focus = (Item){ ITEM_SLOT, slot };
  key('e');
  assert_int_equal(sample.view.menu.owner, ITEM_SLOT);
  for (unsigned i = 0; i < entry; ++i) {
    key(KEY_DOWN);
  }
  key(KEY_RETURN);
  assert_int_equal(sample.view.menu.owner, ITEM_NONE);
}

static void
settings_are_copied_swapped_and_cleared_by_menu(void** state)
{
  (void)state;
  const Slots* const slots = &sample.view.slots;
  const float* const now   = sample.snapshot.parameters;
  set_gain(7.0f);
  choose(0, 1); // Copy A to C
  assert_true(slots_values(slots, now, 2)[PARAM_OUTPUT_GAIN] == 7.0f && actions.keep && !actions.n);
  assert_true(slots_is_flat(slots, now, 1) && slots_is_flat(slots, now, 3));
  choose(0, 3); // Swap A and B
  assert_int_equal(slots->current, 0);
  assert_true(gain() == 0.0f && slots_is_flat(slots, now, 0));
  assert_true(slots_values(slots, now, 1)[PARAM_OUTPUT_GAIN] == 7.0f);
  choose(1, 0); // Copy B to A, which is heard
  assert_true(gain() == 7.0f);
  choose(2, 5); // Swap C and D, neither of which is
  assert_true(slots_is_flat(slots, now, 2) && slots_values(slots, now, 3)[PARAM_OUTPUT_GAIN] == 7.0f);
  assert_int_equal(actions.n, 0);
  choose(0, 6); // Make A flat
  assert_true(slots_is_flat(slots, now, 0) && gain() == 0.0f);
}

static float
odd_value(unsigned index, unsigned slot)
{
  const Parameter* const p = parameter(index);
  const float            t = 0.37f + 0.123456f * (float)slot + 0.0012345f * (float)index;
  return parameter_limit(index, p->minimum + t * (p->maximum - p->minimum));
}

static void
four_full_slots_fit_into_what_is_kept(void** state)
{
  (void)state;
  char        text[EQUUS_VIEW_SIZE];
  static char name[SIDECAR_MAX_TEXT];
  for (unsigned i = 0; i < VIEW_MAX_PINS; ++i) {
    memset(name, 'a' + (int)i, sizeof(name) - 1);
    view_state_toggle_pin(&sample.view, name);
  }
  for (unsigned slot = 0; slot < SLOTS; ++slot) {
    for (unsigned i = 0; i < PARAM_COUNT; ++i) {
      sample.view.slots.values[slot][i] = slots_hold(i) ? odd_value(i, slot) : parameter(i)->initial;
    }
  }
  sample.view.slots.current = 3;
  sample.view.slots.last    = 1;
  assert_true(view_state_save(&sample.view, text, sizeof(text)));

  ViewState after;
  view_state_init(&after);
  assert_true(view_state_load(&after, text));
  assert_int_equal(after.n_pins, VIEW_MAX_PINS);
  assert_int_equal(after.slots.current, 3);
  assert_int_equal(after.slots.last, 1);
  for (unsigned slot = 0; slot < 3; ++slot) {
    for (unsigned i = 0; i < PARAM_COUNT; ++i) {
      assert_true(after.slots.values[slot][i] == sample.view.slots.values[slot][i]); // To the last bit
    }
  }
}

static void
odd_documents_leave_slots_in_range(void** state)
{
  (void)state;
  ViewState view;
  view_state_init(&view);
  assert_true(view_state_load(&view,
                              "{\"settings\":{\"A\":{\"output_gain\":1e9,\"tag_model\":3,\"hat\":1},\"B\":[],\"C\":{"
                              "\"output_gain\":\"loud\"},\"E\":{\"output_gain\":3}},\"slot\":\"Q\",\"last_slot\":7}"));
  assert_int_equal(view.slots.current, 0);
  assert_int_equal(view.slots.last, 1);
  assert_true(view.slots.values[0][PARAM_OUTPUT_GAIN] == 24.0f);
  assert_true(view.slots.values[0][PARAM_TAG_MODEL] == parameter(PARAM_TAG_MODEL)->initial);
  assert_true(view.slots.values[2][PARAM_OUTPUT_GAIN] == 0.0f);
  assert_true(view_state_load(&view, "{\"settings\":{},\"slot\":\"C\",\"last_slot\":\"C\"}"));
  assert_int_equal(view.slots.current, 2);
  assert_int_equal(view.slots.last, 0);
}

#define CASE(test) cmocka_unit_test_setup(test, set_up)

int
main(void)
{
  const struct CMUnitTest tests[] = {
    CASE(what_was_edited_stays_in_its_slot),
    CASE(models_and_switches_belong_to_no_slot),
    CASE(one_key_compares_with_the_slot_before),
    CASE(a_slot_is_chosen_by_pointer),
    CASE(settings_are_copied_swapped_and_cleared_by_menu),
    CASE(four_full_slots_fit_into_what_is_kept),
    CASE(odd_documents_leave_slots_in_range),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
