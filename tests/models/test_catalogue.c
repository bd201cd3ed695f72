// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Models are found by id in the bundle and then in the user's own folder, or by a path; all are listed, broken ones
// with the reason.

#include "models/catalogue.h"
#include "models/model.h"
#include "tests/models/networks.h"

#include <errno.h>
#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char home[64];  ///< A folder that stands for the user's data
static char users[96]; ///< The user's folder of models in it

/// FOLDER/NAME, until the fourth call after this
static const char*
path_of(const char* const folder, const char* const name)
{
  static char path[4][1024];
  static int  next;
  assert_true(strlen(folder) + strlen(name) + 2 <= sizeof(path[0]));
  next            = (next + 1) % 4;
  char* const end = stpcpy(path[next], folder);
  *end            = '/';
  stpcpy(end + 1, name);
  return path[next];
}

static const char*
user_folder(void)
{
  return users;
}

/// Copy a fixture's file into the user's folder under a name
static void
put(const char* const source, const char* const name)
{
  size_t      size  = 0;
  void* const bytes = networks_read(source, &size);
  FILE* const file  = fopen(path_of(user_folder(), name), "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, size, file), size);
  fclose(file);
  free(bytes);
}

static void
remove_files(void)
{
  static const char* const names[] = { "toy-musicnn-1.json", "toy-musicnn-1.onnx", "tiny.json", "vibenet.json",
                                       "orphan.onnx",        "twin.json",          "notes.txt", "frozen.pb" };
  for (size_t i = 0; i < sizeof(names) / sizeof(*names); ++i) {
    unlink(path_of(user_folder(), names[i]));
  }
}

static int
set_up(void** const state)
{
  (void)state;
  snprintf(home, sizeof(home), "/tmp/equus-catalogue-XXXXXX");
  if (!mkdtemp(home)) {
    return -1;
  }
  snprintf(users, sizeof(users), "%s/equus/models", home);
  if (mkdir(path_of(home, "equus"), 0700) || mkdir(user_folder(), 0700)) {
    return -1;
  }
  return setenv("XDG_DATA_HOME", home, 1);
}

static int
tear_down(void** const state)
{
  (void)state;
  remove_files();
  rmdir(user_folder());
  rmdir(path_of(home, "equus"));
  return rmdir(home);
}

static void
the_users_folder_is_where_xdg_says(void** const state)
{
  (void)state;
  char path[256] = "";
  assert_true(catalogue_user_folder(path, sizeof(path)));
  assert_string_equal(path, user_folder());
  assert_false(catalogue_user_folder(path, 10));

  const char* const old       = getenv("HOME");
  char              kept[512] = "";
  snprintf(kept, sizeof(kept), "%s", old ? old : "");
  setenv("HOME", "/home/somebody", 1);
  setenv("XDG_DATA_HOME", "relative", 1); // Which the specification says to ignore
  assert_true(catalogue_user_folder(path, sizeof(path)));
  assert_string_equal(path, "/home/somebody/.local/share/equus/models");
  unsetenv("HOME");
  assert_false(catalogue_user_folder(path, sizeof(path)));
  setenv("HOME", kept, 1);
  setenv("XDG_DATA_HOME", home, 1);
}

static void
check_found(const char* const model, const char* const expected)
{
  char       path[CATALOGUE_MAX_PATH] = "";
  EquusError error                    = { EQUUS_OK, "" };
  if (catalogue_find(networks_fixtures(), model, path, &error)) {
    fail_msg("%s: %s", model, error.text);
  }
  assert_string_equal(path, expected);
}

static void
a_model_is_found_by_id_or_path(void** const state)
{
  (void)state;
  char tiny[1024] = "";
  snprintf(tiny, sizeof(tiny), "%s/tiny.json", networks_fixtures());
  put(path_of(networks_essentia(), "toy-musicnn-1.json"), "toy-musicnn-1.json");
  put(path_of(networks_essentia(), "toy-musicnn-1.onnx"), "toy-musicnn-1.onnx");
  put(tiny, "tiny.json");
  check_found("tiny", tiny); // The bundle's comes first
  check_found(tiny, tiny);
  check_found(path_of(networks_fixtures(), "tiny.onnx"), tiny);
  check_found(path_of(networks_fixtures(), "../fixtures/./tiny.json"), tiny);
  check_found("toy-musicnn-1", path_of(user_folder(), "toy-musicnn-1.json"));

  Model* const by_id   = model_load(networks_fixtures(), "toy-musicnn-1", NULL);
  Model* const by_path = model_load("/nowhere", path_of(user_folder(), "toy-musicnn-1.onnx"), NULL);
  assert_non_null(by_id);
  assert_ptr_equal(by_id, by_path);
  assert_string_equal(model_path(by_id), path_of(user_folder(), "toy-musicnn-1.json"));
  model_release(by_path);
  model_release(by_id);
  remove_files();
}

static void
check_missing(const char* const model, const char* const why)
{
  char       path[CATALOGUE_MAX_PATH] = "";
  EquusError error                    = { EQUUS_OK, "" };
  assert_int_not_equal(catalogue_find(networks_fixtures(), model, path, &error), EQUUS_OK);
  if (!strstr(error.text, why)) {
    fail_msg("%s: %s", model, error.text);
  }
}

static void
what_is_not_there_is_named(void** const state)
{
  (void)state;
  put(path_of(networks_essentia(), "toy-musicnn-1.onnx"), "orphan.onnx");
  check_missing("nobody", "/nobody.json and none in ");
  check_missing("nobody", user_folder());
  check_missing("/nowhere/at/all.json", "/nowhere/at/all.json can't be read");
  check_missing("/nowhere/at/all.onnx", "/nowhere/at/all.onnx can't be read");
  check_missing(path_of(user_folder(), "orphan.onnx"), "orphan.onnx has no side-car ");
  check_missing("some/where/model.pb", "tf2onnx.convert --graphdef model.pb");
  static char far[5000];
  memset(far, 'a', sizeof(far) - 1);
  check_missing(far, "too long");
  far[100] = '/';
  check_missing(far, "too long");
  remove_files();
}

static const CatalogueEntry*
entry(const Catalogue* const catalogue, const char* const id, const ModelOrigin origin)
{
  for (unsigned i = 0; i < catalogue->n; ++i) {
    if (!strcmp(catalogue->entries[i].id, id) && catalogue->entries[i].origin == origin) {
      return &catalogue->entries[i];
    }
  }
  fail_msg("%s isn't listed", id);
  return NULL;
}

static void
all_are_listed_and_broken_ones_say_why(void** const state)
{
  (void)state;
  put(path_of(networks_essentia(), "toy-musicnn-1.json"), "toy-musicnn-1.json");
  put(path_of(networks_essentia(), "toy-musicnn-1.onnx"), "toy-musicnn-1.onnx");
  put(path_of(networks_essentia(), "toy-musicnn-1.onnx"), "orphan.onnx");
  put(path_of(networks_fixtures(), "tiny.json"), "vibenet.json");
  put(path_of(networks_fixtures(), "tiny.json"), "twin.json");
  put(path_of(networks_essentia(), "frozen.pb"), "frozen.pb");
  put(path_of(networks_essentia(), "frozen.pb"), "notes.txt");

  Catalogue* const catalogue = catalogue_new(networks_bundled(), NULL);
  assert_non_null(catalogue);
  assert_non_null(entry(catalogue, "MSD_musicnn", ORIGIN_BUNDLED)->sidecar);
  assert_non_null(entry(catalogue, "vibenet", ORIGIN_BUNDLED)->sidecar);
  assert_int_equal(entry(catalogue, "toy-musicnn-1", ORIGIN_USER)->sidecar->n_labels, 3);
  assert_non_null(strstr(entry(catalogue, "orphan", ORIGIN_USER)->error.text, "has no side-car"));
  assert_non_null(
    strstr(entry(catalogue, "vibenet", ORIGIN_USER)->error.text, "another installed model is called vibenet"));
  assert_non_null(strstr(entry(catalogue, "twin", ORIGIN_USER)->error.text, "\"name\" must be \"twin\""));
  assert_non_null(strstr(entry(catalogue, "frozen", ORIGIN_USER)->error.text, "tf2onnx"));
  unsigned own = 0;
  for (unsigned i = 0; i < catalogue->n; ++i) {
    const CatalogueEntry* const e = &catalogue->entries[i];
    assert_true(!e->sidecar == (e->error.status != EQUUS_OK));
    own += e->origin == ORIGIN_USER;
    assert_true(!own || e->origin == ORIGIN_USER);
  }
  assert_int_equal(own, 5);
  catalogue_free(catalogue);
  remove_files();
}

static void
a_user_without_a_folder_has_the_bundle(void** const state)
{
  (void)state;
  setenv("XDG_DATA_HOME", "/dev/null", 1);
  Catalogue* const under_a_file = catalogue_new(networks_bundled(), NULL);
  assert_non_null(under_a_file);
  catalogue_free(under_a_file);
  setenv("XDG_DATA_HOME", "/nonexistent", 1);
  Catalogue* const catalogue = catalogue_new(networks_bundled(), NULL);
  assert_non_null(catalogue);
  for (unsigned i = 0; i < catalogue->n; ++i) {
    assert_int_equal(catalogue->entries[i].origin, ORIGIN_BUNDLED);
    assert_string_equal(model_origin_name(catalogue->entries[i].origin), "bundled");
  }
  catalogue_free(catalogue);
  EquusError error = { EQUUS_OK, "" };
  assert_null(catalogue_new("/nonexistent", &error));
  assert_int_equal(error.status, EQUUS_ERR_IO);
  setenv("XDG_DATA_HOME", home, 1);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_users_folder_is_where_xdg_says),
    cmocka_unit_test(a_model_is_found_by_id_or_path),
    cmocka_unit_test(what_is_not_there_is_named),
    cmocka_unit_test(all_are_listed_and_broken_ones_say_why),
    cmocka_unit_test(a_user_without_a_folder_has_the_bundle),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
