// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that what the command measures is complete and well-formed JSON, with every bundled model, every block size
// and sums that agree; says nothing about how fast it is.

#include "tests/tools/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-c/json.h>
#include <math.h>
#include <string.h>

static struct json_object*
member(struct json_object* const object, const char* const key)
{
  struct json_object* value = NULL;
  if (!json_object_object_get_ex(object, key, &value)) {
    fail_msg("no member \"%s\"", key);
  }
  return value;
}

/// A number that must be above 0
static double
positive(struct json_object* const object, const char* const key)
{
  const double value = json_object_get_double(member(object, key));
  if (!(value > 0.0) || isinf(value)) {
    fail_msg("\"%s\" is %g", key, value);
  }
  return value;
}

static struct json_object*
document(const char* const command)
{
  CommandResult result = command_run(command);
  if (result.code) {
    fail_msg("\"%s\" exits with %d: %s", command, result.code, result.err);
  }
  struct json_object* const root = json_tokener_parse(result.out);
  assert_non_null(root);
  command_clear(&result);
  return root;
}

static void
check_pace(struct json_object* const pace, const double hop)
{
  assert_true(positive(pace, "hop_frames") == hop);
  const double gigamacs = positive(pace, "mmac_per_window") / positive(pace, "seconds_per_window") / 1000.0;
  assert_true(fabs(gigamacs / positive(pace, "gmac_per_second") - 1.0) < 1e-6);
  positive(pace, "share_of_sgemm");
  positive(pace, "seconds_per_audio_second");
}

static void
check_model(struct json_object* const model, const char* const name, const double direct, const double live)
{
  assert_string_equal(json_object_get_string(member(model, "name")), name);
  positive(model, "load_seconds");
  positive(model, "front_end_seconds_per_audio_second");
  positive(model, "gradient_seconds_per_window");
  check_pace(member(model, "direct"), direct);
  check_pace(member(model, "live"), live);
}

static void
test_one_model_alone(void** state)
{
  (void)state;
  struct json_object* const root   = document("equus bench --model MSD_musicnn --windows 3 --json -");
  struct json_object* const models = member(root, "models");
  assert_int_equal(json_object_array_length(models), 1);
  struct json_object* const model = json_object_array_get_idx(models, 0);
  check_model(model, "MSD_musicnn", 187.0, 31.0);
  assert_false(json_object_object_get_ex(root, "plugin", NULL));

  // What neighbouring windows share isn't computed again
  const double direct = positive(member(model, "direct"), "mmac_per_window");
  const double live   = positive(member(model, "live"), "mmac_per_window");
  assert_true(live < 0.8 * direct);
  json_object_put(root);
}

static void
check_blocks(struct json_object* const plugin, const double seconds)
{
  static const int          sizes[] = { 16, 64, 256, 1024, 4096, 8192 };
  struct json_object* const blocks  = member(plugin, "blocks");
  assert_int_equal(json_object_array_length(blocks), 6);
  for (unsigned i = 0; i < 6; ++i) {
    struct json_object* const block  = json_object_array_get_idx(blocks, i);
    const double              frames = positive(block, "frames");
    const double              mean   = positive(block, "mean_seconds");
    assert_int_equal((int)frames, sizes[i]);
    assert_int_equal((int)positive(block, "blocks"), (int)(seconds * 48000.0 / frames));
    assert_true(fabs(positive(block, "deadline_seconds") - frames / 48000.0) < 1e-9);
    assert_true(fabs(mean * 48000.0 / frames / positive(block, "seconds_per_audio_second") - 1.0) < 1e-6);
    assert_true(positive(block, "p999_seconds") <= positive(block, "worst_seconds"));
    positive(block, "outlier_seconds");
    assert_true(mean <= positive(block, "worst_seconds") * 1.000001);
  }
}

/// Seconds of all models' live windows for each second of audio
static double
sum_of_live(struct json_object* const models)
{
  double sum = 0.0;
  for (size_t i = 0; i < json_object_array_length(models); ++i) {
    sum += positive(member(json_object_array_get_idx(models, i), "live"), "seconds_per_audio_second");
  }
  return sum;
}

static void
test_everything(void** state)
{
  (void)state;
  CommandResult result =
    command_run("equus bench --seconds 0.2 --passes 1 --windows 3 --json all.json && cat all.json >&2");
  assert_int_equal(result.code, 0);
  assert_non_null(strstr(result.out, "GMAC/s"));
  struct json_object* const root = json_tokener_parse(result.err);
  assert_non_null(root);
  command_clear(&result);

  struct json_object* const machine = member(root, "machine");
  positive(machine, "sgemm_gmac_per_second");
  assert_true(strlen(json_object_get_string(member(machine, "sgemm"))) > 0);
  assert_true(strlen(json_object_get_string(member(machine, "kernels"))) > 0);

  struct json_object* const models = member(root, "models");
  const size_t              n      = json_object_array_length(models);
  assert_int_equal(n, 6);
  check_model(json_object_array_get_idx(models, 0), "MSD_musicnn", 187.0, 31.0);
  check_model(json_object_array_get_idx(models, 4), "MTT_vgg", 187.0, 32.0);
  check_model(json_object_array_get_idx(models, n - 1), "vibenet", 499.0, 50.0);

  struct json_object* const plugins = member(root, "plugin");
  assert_int_equal(json_object_array_length(plugins), 3);
  double alone = 0.0;
  for (size_t i = 0; i < 3; ++i) {
    struct json_object* const plugin = json_object_array_get_idx(plugins, i);
    check_blocks(plugin, 0.2);
    const double more = positive(plugin, "windows_alone_seconds_per_audio_second");
    assert_true(more > alone);
    alone = more;
  }
  assert_true(fabs(alone / sum_of_live(models) - 2.0) < 1e-6); // All models on two taps
  json_object_put(root);
}

static void
test_mistakes(void** state)
{
  (void)state;
  const char* const unknown[]   = { "nothing.json", NULL };
  const char* const file[]      = { "takes no file", NULL };
  const char* const unwritten[] = { "no-such-folder/bench.json", NULL };
  command_expect("equus bench --model nothing", 2, unknown);
  command_expect("equus bench song.wav", 2, file);
  command_expect("equus bench --model MSD_musicnn --windows 3 --json no-such-folder/bench.json", 1, unwritten);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_one_model_alone),
    cmocka_unit_test(test_everything),
    cmocka_unit_test(test_mistakes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
