// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: the menus of models list the bundle's, then the user's own with what is wrong with broken ones, and last a
// file; each says what it is and what it costs, and choosing one names it before it is switched to.

#include "tests/ui/sample.h"
#include "ui/model_menu.h"

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
  sample.view.menu = (Menu){ .owner = ITEM_TAG_MODEL };
  memset(&actions, 0, sizeof(actions));
  return 0;
}

static const char*
name_of(unsigned entry)
{
  static char text[SIDECAR_MAX_TEXT];
  model_menu_name(&sample.view, entry, text, sizeof(text));
  return text;
}

static const char*
cost_of(unsigned entry)
{
  static char text[SIDECAR_MAX_TEXT];
  model_menu_cost(&sample.snapshot, &sample.view, entry, text, sizeof(text));
  return text;
}

static const char*
about(unsigned entry)
{
  static char text[MODEL_MENU_TEXT];
  model_menu_about(&sample.snapshot, &sample.view, entry, text);
  return text;
}

static unsigned
entry_named(const char* name)
{
  const unsigned n = model_menu_count(&sample.view);
  unsigned       i = 0;
  while (i < n && strcmp(name_of(i), name) != 0) {
    ++i;
  }
  assert_true(i < n);
  return i;
}

static void
own_models_follow_those_of_the_bundle(void** state)
{
  (void)state;
  assert_int_equal(entry_named("off"), 0);
  assert_int_equal(entry_named("MSD musicnn"), 1);
  assert_int_equal(entry_named("Birds of the garden"), 6);
  assert_int_equal(entry_named("broken"), 7);
  assert_int_equal(entry_named("Open a model file\u2026"), 8);
  assert_int_equal(model_menu_count(&sample.view), 9);

  sample.view.menu.owner = ITEM_MOOD_MODEL;
  assert_int_equal(model_menu_count(&sample.view), 6); // Birds are tags
  sample.view.catalogue = NULL;
  assert_int_equal(model_menu_count(&sample.view), parameter(PARAM_MOOD_MODEL)->n_points);
}

static void
entries_say_what_they_are_and_cost(void** state)
{
  (void)state;
  assert_non_null(strstr(about(1), "200,000 songs"));
  assert_non_null(strstr(about(1), "ROC-AUC 0.8802"));
  assert_string_equal(cost_of(1), "1.1 GMAC/s, about 0.5\u202F%"); // 534 of 4 * 534 + 886 times the load of 3.1 %
  assert_non_null(strstr(about(entry_named("broken")), "put broken.json beside it"));
  assert_string_equal(cost_of(entry_named("broken")), "can\u2019t run");

  sample.view.menu.owner = ITEM_MOOD_MODEL;
  assert_string_equal(cost_of(entry_named("steady")), "comes with the tags");
  assert_non_null(strstr(about(entry_named("steady")), "MSD musicnn"));
  sample.snapshot.status.load = 0.0f;
  assert_string_equal(cost_of(entry_named("vibenet")), "1.8 GMAC/s");

  sample.view.menu.owner = ITEM_COMPARE;
  assert_string_equal(cost_of(0), "1.1 GMAC/s");
  assert_string_equal(cost_of(1), "2.8 GMAC/s");
}

static void
an_own_model_is_named_before_it_is_switched_to(void** state)
{
  (void)state;
  assert_true(model_menu_choose(&sample.snapshot, &sample.view, entry_named("Birds of the garden"), &actions));
  assert_int_equal(actions.items[0].kind, ACTION_OWN);
  assert_int_equal(actions.items[0].index, MODEL_TAGS);
  assert_string_equal(actions.items[0].tag, "birds");
  assert_int_equal(actions.items[2].kind, ACTION_SET);
  assert_int_equal(actions.items[2].index, PARAM_TAG_MODEL);
  assert_true(actions.items[2].value == (float)TAG_MODEL_OWN);

  sample.view.own[MODEL_TAGS] = "birds";
  snapshot_set_parameter(&sample.snapshot, PARAM_TAG_MODEL, (float)TAG_MODEL_OWN);
  assert_true(model_menu_is_current(&sample.snapshot, &sample.view, entry_named("Birds of the garden")));
  assert_int_equal(model_menu_count(&sample.view), 9);
}

static void
a_broken_one_cannot_be_chosen(void** state)
{
  (void)state;
  assert_false(model_menu_choose(&sample.snapshot, &sample.view, entry_named("broken"), &actions));
  assert_int_equal(actions.n, 0);
}

static void
a_file_elsewhere_has_an_entry_of_its_own(void** state)
{
  (void)state;
  sample.view.own[MODEL_TAGS] = "/elsewhere/frogs.json";
  snapshot_set_parameter(&sample.snapshot, PARAM_TAG_MODEL, (float)TAG_MODEL_OWN);
  const unsigned entry = entry_named("frogs.json");
  assert_true(model_menu_is_current(&sample.snapshot, &sample.view, entry));
  assert_non_null(strstr(about(entry), "/elsewhere/frogs.json"));
  assert_true(model_menu_choose(&sample.snapshot, &sample.view, entry_named("Open a model file\u2026"), &actions));
  assert_int_equal(actions.items[0].kind, ACTION_OPEN_FILE);
  assert_int_equal(actions.items[0].index, MODEL_TAGS);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(own_models_follow_those_of_the_bundle, set_up),
    cmocka_unit_test_setup(entries_say_what_they_are_and_cost, set_up),
    cmocka_unit_test_setup(an_own_model_is_named_before_it_is_switched_to, set_up),
    cmocka_unit_test_setup(a_broken_one_cannot_be_chosen, set_up),
    cmocka_unit_test_setup(a_file_elsewhere_has_an_entry_of_its_own, set_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
