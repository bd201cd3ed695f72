// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A model is loaded once a process and shared; a head runs with what it stands on; one that is damaged in any part
// is refused with the status of its kind and a message that names the thing.

#include "models/model.h"
#include "tests/models/networks.h"
#include "tests/npy.h"

#include <dirent.h>
#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void
each_fault_has_its_status_and_message(void** const state)
{
  (void)state;
  static const struct {
    const char* name;
    EquusStatus status;
    const char *thing, *why;
  } cases[] = {
    { "no_such_model", EQUUS_ERR_NOT_FOUND, "no_such_model.json", "is installed" },
    { "not_json", EQUUS_ERR_FORMAT, "not_json.json", "line 4" },
    { "missing", EQUUS_ERR_IO, "missing.onnx", "can't be read" },
    { "misnamed", EQUUS_ERR_FORMAT, "misnamed.json", "\"name\" must be \"misnamed\"" },
    { "altered", EQUUS_ERR_HASH, "altered.onnx", "SHA-256" },
    { "empty", EQUUS_ERR_FORMAT, "empty.onnx", "it is empty" },
    { "not_onnx", EQUUS_ERR_FORMAT, "not_onnx.onnx", "it is" },
    { "truncated", EQUUS_ERR_FORMAT, "truncated.onnx", "cut short" },
    { "nested", EQUUS_ERR_FORMAT, "nested.onnx", "nested deeper than 32" },
    { "unsupported", EQUUS_ERR_UNSUPPORTED, "unsupported.onnx", "Hardmax of node \"the hard one\"" },
    { "external", EQUUS_ERR_UNSUPPORTED, "external.onnx", "\"w1\" lies in another file" },
    { "wrong_size", EQUUS_ERR_FORMAT, "wrong_size.onnx", "\"w1\" has a size" },
    { "loop_back", EQUUS_ERR_FORMAT, "loop_back.onnx", "Add node \"early\" reads \"later\"" },
    { "wrong_frames", EQUUS_ERR_FORMAT, "wrong_frames.onnx", "12 values along axis 1, where 13" },
    { "wrong_input", EQUUS_ERR_NOT_FOUND, "wrong_input.onnx", "no input \"spectrogram\"; its input is \"mel\"" },
    { "wrong_output", EQUUS_ERR_NOT_FOUND, "wrong_output.onnx", "\"probabilities\"; its output is \"logits\"" },
    { "heavy",
      EQUUS_ERR_UNSUPPORTED,
      "heavy.json",
      "MMAC of work a second, with a reading every 0.008 s, where Equus" },
    { "bulky", EQUUS_ERR_UNSUPPORTED, "bulky.json", "MB of memory, where Equus gives a model 500" },
    { "on_nothing", EQUUS_ERR_NOT_FOUND, "tiny.onnx", "no tensor \"no such tensor\"" },
    { "on_no_features", EQUUS_ERR_UNSUPPORTED, "on_no_features.json", "names no features; name the tensor" },
    { "on_nobody", EQUUS_ERR_NOT_FOUND, "\"nobody\", which isn't installed", "put nobody.onnx and nobody.json beside" },
    { "too_narrow", EQUUS_ERR_FORMAT, "too_narrow.onnx", "8 values along axis 1, where 3 are to come" },
    { "wrong_outputs", EQUUS_ERR_FORMAT, "wrong_outputs.onnx", "yields 3 values, but its side-car names 2" },
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); ++i) {
    EquusError error = { EQUUS_OK, "" };
    assert_null(model_load(networks_fixtures(), cases[i].name, &error));
    if (error.status != cases[i].status || !strstr(error.text, cases[i].thing) || !strstr(error.text, cases[i].why)) {
      fail_msg("%s: status %d: %s", cases[i].name, error.status, error.text);
    }
    assert_null(model_load(networks_fixtures(), cases[i].name, NULL));
  }
}

static void
instances_share_one_model(void** const state)
{
  (void)state;
  Model* const first  = model_load(networks_fixtures(), "tiny", NULL);
  Model* const second = model_load(networks_fixtures(), "tiny", NULL);
  assert_non_null(first);
  assert_ptr_equal(first, second);
  model_release(first);
  assert_string_equal(model_sidecar(second)->name, "tiny");
  assert_int_equal(plan_output_size(model_plan(second)), model_sidecar(second)->n_labels);
  Model* const third = model_load(networks_fixtures(), "tiny", NULL);
  assert_ptr_equal(third, second);
  model_release(second);
  model_release(third);
  model_release(NULL);
}

static void
check_head(const char* const name, const uint32_t live_hop)
{
  EquusError   error     = { EQUUS_OK, "" };
  char         path[512] = "";
  Model* const model     = model_load(networks_fixtures(), name, &error);
  if (!model) {
    fail_msg("%s", error.text);
  }
  snprintf(path, sizeof(path), "%s/forms_input.npy", networks_fixtures());
  Npy* const input = npy_load(path, NULL);
  snprintf(path, sizeof(path), "%s/headed_output.npy", networks_fixtures());
  Npy* const     expected = npy_load(path, NULL);
  PlanRun* const run      = plan_run_new(model_plan(model));
  plan_run_rewind(run);
  memcpy(plan_run_input(run), input->values, input->size * sizeof(float));
  plan_run_advance(run, UINT64_MAX);
  assert_true(npy_difference(expected, plan_run_output(run), 1) < 1e-6);
  assert_int_equal(model_sidecar(model)->frontend.frames, 12);
  assert_int_equal(model_sidecar(model)->live_hop, live_hop);
  plan_run_free(run);
  npy_free(expected);
  npy_free(input);
  model_release(model);
}

static void
a_head_runs_behind_its_embedding(void** const state)
{
  (void)state;
  check_head("headed", 4);
  check_head("headed_by_default", 12); // By the embedding's features, at most a window apart
}

static int
count_open_files(void)
{
  DIR* const folder = opendir("/proc/self/fd");
  if (!folder) {
    return 0;
  }
  int count = 0;
  while (readdir(folder)) {
    ++count;
  }
  closedir(folder);
  return count;
}

static void
no_file_stays_open(void** const state)
{
  static const char* const names[] = { "tiny", "altered", "truncated", "nested", "not_json", "wrong_outputs" };
  (void)state;
  const int before = count_open_files();
  for (size_t i = 0; i < sizeof(names) / sizeof(*names); ++i) {
    model_release(model_load(networks_fixtures(), names[i], NULL));
  }
  assert_int_equal(count_open_files(), before);
}

static void
a_path_that_is_too_long_is_refused(void** const state)
{
  static char folder[5000];
  (void)state;
  memset(folder, 'a', sizeof(folder) - 1);
  EquusError error = { EQUUS_OK, "" };
  assert_null(model_load(folder, "tiny", &error));
  assert_int_equal(error.status, EQUUS_ERR_RANGE);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_fault_has_its_status_and_message), cmocka_unit_test(instances_share_one_model),
    cmocka_unit_test(a_head_runs_behind_its_embedding),      cmocka_unit_test(no_file_stays_open),
    cmocka_unit_test(a_path_that_is_too_long_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
