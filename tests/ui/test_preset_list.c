// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: the bundled presets are all read, recognised again by their values, and bad files do no harm.

#include "ui/preset_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char* folder; ///< Of the bundled presets

static void
bundled_presets_are_read_and_found_again(void** state)
{
  (void)state;
  PresetList* const list = preset_list_load(folder);
  assert_non_null(list);
  assert_true(list->n >= 9);
  assert_string_equal(list->presets[0].title, "Flat");
  for (unsigned i = 0; i < list->n; ++i) {
    assert_true(strlen(list->presets[i].about) > 10);
    assert_int_equal(preset_list_find(list, list->presets[i].values), i);
    assert_true(i < 2 || strcmp(list->presets[i - 1].title, list->presets[i].title) < 0);
  }
  preset_list_free(list);
}

static void
own_settings_are_no_preset(void** state)
{
  (void)state;
  PresetList* const list = preset_list_load(folder);
  float             values[PARAM_COUNT];
  memcpy(values, list->presets[0].values, sizeof(values));
  values[PARAM_LEVEL_MATCH] = 0.0f;
  assert_int_equal(preset_list_find(list, values), 0);
  values[parameter_of_band(0, BAND_FREQUENCY)] = 777.0f; // Off: nobody hears it
  assert_int_equal(preset_list_find(list, values), 0);
  values[parameter_of_band(3, BAND_GAIN)] = 2.34f;
  assert_int_equal(preset_list_find(list, values), -1);
  preset_list_free(list);
}

static void
write_file(const char* directory, const char* name, const char* text)
{
  char path[512];
  snprintf(path, sizeof(path), "%s/%s", directory, name);
  FILE* const file = fopen(path, "w");
  assert_non_null(file);
  fputs(text, file);
  fclose(file);
}

static void
bad_files_are_left_out(void** state)
{
  (void)state;
  static const char* const files[][2] = {
    { "a.json", "{\"title\":\"Good\",\"about\":\"Fine\",\"parameters\":{\"p1_gain\":3}}" },
    { "b.json", "{" },
    { "c.json", "[]" },
    { "d.json", "{\"parameters\":[]}" },
    { "e.json", "{\"title\":\"Wrong\",\"parameters\":{\"no_such\":1}}" },
    { "f.json", "{\"title\":\"Model\",\"parameters\":{\"tag_model\":0}}" },
    { "g.txt", "{\"title\":\"Text\",\"parameters\":{}}" },
    { "h.json", "{\"title\":\"Far\",\"parameters\":{\"p1_gain\":1e9}}" },
  };
  char directory[] = "/tmp/equus-presets-XXXXXX";
  char path[512];
  assert_non_null(mkdtemp(directory));
  for (unsigned i = 0; i < sizeof(files) / sizeof(files[0]); ++i) {
    write_file(directory, files[i][0], files[i][1]);
  }

  PresetList* const list = preset_list_load(directory);
  assert_int_equal(list->n, 3);
  assert_string_equal(list->presets[1].title, "Far");
  assert_true(list->presets[1].values[parameter_of_band(2, BAND_GAIN)] == 24.0f);
  assert_string_equal(list->presets[2].title, "Good");
  preset_list_free(list);
  for (unsigned i = 0; i < sizeof(files) / sizeof(files[0]); ++i) {
    snprintf(path, sizeof(path), "%s/%s", directory, files[i][0]);
    unlink(path);
  }
  rmdir(directory);
}

static void
without_a_folder_there_is_flat(void** state)
{
  (void)state;
  PresetList* const list = preset_list_load("/nonexistent/folder");
  assert_non_null(list);
  assert_int_equal(list->n, 1);
  preset_list_free(list);
  preset_list_free(NULL);
}

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(bundled_presets_are_read_and_found_again),
    cmocka_unit_test(own_settings_are_no_preset),
    cmocka_unit_test(bad_files_are_left_out),
    cmocka_unit_test(without_a_folder_there_is_flat),
  };
  if (argc != 2) {
    return 2;
  }
  folder = argv[1];
  return cmocka_run_group_tests(tests, NULL, NULL);
}
