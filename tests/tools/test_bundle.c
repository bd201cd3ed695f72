// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that the presets which the command applies are those that presets/ describes, and that names find them.

#include "tools/bundle.h"
#include "tools/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

static int
open_bundle(void** state)
{
  EquusError error = { EQUUS_OK, "" };
  *state           = bundle_open(&error);
  if (!*state) {
    print_error("%s\n", error.text);
  }
  return *state ? 0 : -1;
}

static int
close_bundle(void** state)
{
  bundle_close((Bundle*)*state);
  return 0;
}

/// Values of the preset's own file over the defaults
static void
read_file(const char* const name, float* const values)
{
  char path[1024];
  snprintf(path, sizeof(path), "%s/%s.json", EQUUS_PRESETS, name);
  struct json_object* const root       = json_object_from_file(path);
  struct json_object*       parameters = NULL;
  assert_non_null(root);
  assert_true(json_object_object_get_ex(root, "parameters", &parameters));
  settings_init(values);
  json_object_object_foreach(parameters, symbol, value)
  {
    values[parameter_find(symbol)] = (float)json_object_get_double(value);
  }
  json_object_put(root);
}

static void
test_presets_have_their_files_values(void** state)
{
  const Bundle* const bundle = (const Bundle*)*state;
  assert_true(bundle_n_presets(bundle) >= 9);
  for (unsigned i = 0; i < bundle_n_presets(bundle); ++i) {
    const BundlePreset* const preset = bundle_preset(bundle, i);
    float                     expected[PARAM_COUNT];
    float                     actual[PARAM_COUNT];
    read_file(preset->name, expected);
    settings_init(actual);
    actual[PARAM_BANDS + BAND_FREQUENCY] = 77.0f; // What a preset doesn't name goes back to its default
    settings_apply(actual, preset);
    for (unsigned p = 0; p < PARAM_COUNT; ++p) {
      if (actual[p] != expected[p]) {
        fail_msg("%s: %s is %g, not %g", preset->name, parameter(p)->symbol, (double)actual[p], (double)expected[p]);
      }
    }
    assert_true(strlen(preset->title) > 0 && strlen(preset->about) > 0);
  }
}

static void
test_presets_leave_models_alone(void** state)
{
  float values[PARAM_COUNT];
  settings_init(values);
  values[PARAM_TAG_HOP]    = 5.0f;
  values[PARAM_MOOD_MODEL] = 0.0f;
  assert_int_equal(settings_apply_named(values, (const Bundle*)*state, "telephone", NULL), EQUUS_OK);
  assert_true(values[PARAM_TAG_HOP] == 5.0f);
  assert_true(values[PARAM_MOOD_MODEL] == 0.0f);
}

static void
test_names_and_titles_find_presets(void** state)
{
  const Bundle* const bundle  = (const Bundle*)*state;
  const BundlePreset* speaker = bundle_find_preset(bundle, "laptop-speaker", NULL);
  assert_non_null(speaker);
  assert_ptr_equal(bundle_find_preset(bundle, "Laptop Speaker", NULL), speaker);
  assert_ptr_equal(bundle_find_preset(bundle, "LAPTOPSPEAKER", NULL), speaker);
  assert_null(bundle_find_preset(bundle, "laptop", NULL));
}

static void
test_assignments_come_last(void** state)
{
  (void)state;
  TextList assignments = { 0 };
  float    values[PARAM_COUNT];
  settings_init(values);
  assert_true(text_list_add(&assignments, "p1_gain=3.5") && text_list_add(&assignments, "level_match=0"));
  assert_int_equal(settings_assign(values, &assignments, NULL), EQUUS_OK);
  assert_true(values[parameter_find("p1_gain")] == 3.5f);
  assert_true(values[PARAM_LEVEL_MATCH] == 0.0f);
  text_list_free(&assignments);
}

static void
test_models_are_found_by_name(void** state)
{
  const Bundle* const bundle = (const Bundle*)*state;
  float               value  = 0.0f;
  assert_int_equal(bundle_find_model(MODEL_TAGS, "msd_musicnn", &value, NULL), EQUUS_OK);
  assert_true(value == 1.0f);
  assert_int_equal(bundle_find_model(MODEL_MOOD, "msd_musicnn", &value, NULL), EQUUS_ERR_NOT_FOUND);
  Sidecar* const sidecar = bundle_sidecar(bundle, "MSD_musicnn", NULL);
  assert_non_null(sidecar);
  assert_int_equal(sidecar->n_tags, 50);
  sidecar_free(sidecar);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_presets_have_their_files_values), cmocka_unit_test(test_presets_leave_models_alone),
    cmocka_unit_test(test_names_and_titles_find_presets),   cmocka_unit_test(test_assignments_come_last),
    cmocka_unit_test(test_models_are_found_by_name),
  };
  return cmocka_run_group_tests(tests, open_bundle, close_bundle);
}
