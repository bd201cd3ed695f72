// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: what is compared can be chosen by pointer and by keys alone, and the uncertainty be shown or hidden.

#include "tests/ui/sample.h"
#include "ui/layout.h"
#include "ui/legend.h"
#include "ui/scene.h"
#include "ui/tag_groups.h"

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
  sample_make(&sample, SAMPLE_COMPARE);
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
click(double x, double y)
{
  send(&(SceneEvent){ .kind = EVENT_PRESS, .x = x, .y = y });
}

static void
key(unsigned code)
{
  send(&(SceneEvent){ .kind = EVENT_KEY, .key = code });
}

static Layout
layout(void)
{
  return layout_make(&sample.view, &sample.snapshot);
}

static void
a_mood_of_the_legend_is_chosen_by_pointer_and_keys(void** state)
{
  (void)state;
  const Layout l    = layout();
  const Rect   cell = legend_mood(&l, 1, 3);
  click(cell.x + 4.0, cell.y + 4.0);
  assert_true(sample.snapshot.parameters[PARAM_MOOD_MODEL] == 3.0f);
  sample.view.focus = (Item){ ITEM_MOOD, 2 };
  key(KEY_SPACE);
  assert_true(sample.snapshot.parameters[PARAM_MOOD_MODEL] == 1.0f);
}

static void
a_model_that_is_compared_is_chosen_by_pointer_and_keys(void** state)
{
  (void)state;
  Place          places[PLACE_COUNT];
  const unsigned n    = tag_groups_list(&sample.snapshot, places);
  const Layout   l    = layout();
  const Rect     rect = tag_groups_rect(&l, 2, n);
  assert_int_equal(n, 5);
  click(rect.x + 4.0, rect.y + 4.0);
  assert_true(sample.snapshot.parameters[PARAM_TAG_MODEL] == 3.0f);

  unsigned groups   = 0;
  sample.view.focus = (Item){ ITEM_BAND, 0 };
  for (unsigned i = 0; i < 40; ++i) {
    key(KEY_TAB);
    groups += sample.view.focus.kind == ITEM_TAG_GROUP;
    if (sample.view.focus.kind == ITEM_TAG_GROUP && sample.view.focus.index == 1) {
      key(KEY_RETURN);
      break;
    }
  }
  assert_int_equal(groups, 2);
  assert_true(sample.snapshot.parameters[PARAM_TAG_MODEL] == 2.0f);
}

static void
uncertainty_is_shown_or_hidden_by_pointer_and_keys(void** state)
{
  (void)state;
  const Layout l = layout();
  assert_true(sample.view.uncertainty);
  key('u');
  assert_true(!sample.view.uncertainty && actions.keep);
  click(l.uncertainty.x + 4.0, l.uncertainty.y + 4.0);
  assert_true(sample.view.uncertainty && actions.keep);
}

static void
the_menu_of_comparisons_is_opened_by_a_key(void** state)
{
  (void)state;
  key('c');
  assert_int_equal(sample.view.menu.owner, ITEM_COMPARE);
  assert_true(actions.look);
  key(KEY_UP);
  key(KEY_RETURN);
  assert_true(sample.snapshot.parameters[PARAM_COMPARE] == (float)COMPARE_TAGS);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(a_mood_of_the_legend_is_chosen_by_pointer_and_keys, set_up),
    cmocka_unit_test_setup(a_model_that_is_compared_is_chosen_by_pointer_and_keys, set_up),
    cmocka_unit_test_setup(uncertainty_is_shown_or_hidden_by_pointer_and_keys, set_up),
    cmocka_unit_test_setup(the_menu_of_comparisons_is_opened_by_a_key, set_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
