// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that the list of models says of each what its side-car says, alike in every format.

#include "tests/tools/command.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
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

static char*
output_of(const char* const command)
{
  CommandResult result = command_run(command);
  if (result.code) {
    fail_msg("\"%s\" exits with %d: %s", command, result.code, result.err);
  }
  free(result.err);
  return result.out;
}

/// Compare an entry's moods with the side-car's: its own axes, or else its heads
static void
check_moods(struct json_object* const moods, struct json_object* const side_car)
{
  struct json_object* const heads = json_object_object_get(side_car, "moods");
  struct json_object* const axes  = json_object_object_get(side_car, "axes");
  assert_int_equal(json_object_array_length(moods), (heads ? json_object_array_length(heads) : 0) + (axes ? 1 : 0));
  for (size_t i = 0; i < json_object_array_length(moods); ++i) {
    struct json_object* const mood    = json_object_array_get_idx(moods, i);
    struct json_object* const said    = axes ? side_car : json_object_array_get_idx(heads, i);
    struct json_object* const valence = member(axes ? axes : said, "valence");
    assert_string_equal(json_object_get_string(member(mood, "name")), json_object_get_string(member(said, "name")));
    assert_string_equal(json_object_get_string(member(mood, "limits")), json_object_get_string(member(said, "limits")));
    assert_string_equal(json_object_get_string(member(member(mood, "valence"), "output")),
                        json_object_get_string(member(valence, "output")));
    assert_true(fabs(json_object_get_double(member(member(mood, "valence"), "centre")) -
                     json_object_get_double(member(valence, "centre"))) < 1e-6);
    assert_int_equal(json_object_object_get_ex(member(mood, "arousal"), "rmse", NULL), heads != NULL);
  }
}

/// Compare a model's entry with its side-car's
static void
check_model(struct json_object* const model)
{
  static const char* const texts[] = { "title", "kind", "source", "licence", "accuracy", "training_data", "limits" };
  char                     command[256];
  snprintf(command,
           sizeof(command),
           "cat \"$(dirname \"$EQUUS_COMMAND\")/equus.lv2/models/%s.json\"",
           json_object_get_string(member(model, "name")));
  CommandResult             result   = command_run(command);
  struct json_object* const side_car = json_tokener_parse(result.out);
  command_clear(&result);
  assert_non_null(side_car);
  for (unsigned i = 0; i < sizeof(texts) / sizeof(texts[0]); ++i) {
    assert_string_equal(json_object_get_string(member(model, texts[i])),
                        json_object_get_string(member(side_car, texts[i])));
  }
  struct json_object* const front_end = member(side_car, "frontend");
  assert_int_equal(json_object_get_int(member(model, "hop")), json_object_get_int(member(front_end, "hop")));
  assert_int_equal(json_object_get_int(member(model, "frames")), json_object_get_int(member(front_end, "frames")));

  struct json_object* const names   = member(model, "outputs");
  struct json_object* const outputs = member(side_car, "outputs");
  assert_int_equal(json_object_array_length(names), json_object_array_length(outputs));
  assert_int_equal(json_object_array_length(names), json_object_get_int(member(model, "n_outputs")));
  for (size_t i = 0; i < json_object_array_length(names); ++i) {
    assert_string_equal(json_object_get_string(json_object_array_get_idx(names, i)),
                        json_object_get_string(member(json_object_array_get_idx(outputs, i), "name")));
  }
  check_moods(member(model, "moods"), side_car);
  const double live = json_object_get_double(member(model, "mmac_per_live_window"));
  assert_true(live > 0.0 && live <= json_object_get_double(member(model, "mmac_per_window")));
  assert_true(json_object_get_double(member(model, "share_of_core_per_tap")) > 0.0);
  const double counted = live / json_object_get_double(member(model, "live_interval_seconds"));
  const double stated  = json_object_get_double(member(side_car, "mmac_per_second"));
  assert_true(fabs(stated / counted - 1.0) < 0.2); // Plans differ a little between processors
  json_object_put(side_car);
}

static void
test_json_says_what_side_cars_say(void** state)
{
  (void)state;
  char* const               out  = output_of("equus models --format json");
  struct json_object* const root = json_tokener_parse(out);
  assert_non_null(root);
  struct json_object* const models = member(root, "models");
  assert_true(json_object_array_length(models) >= 2);
  for (size_t i = 0; i < json_object_array_length(models); ++i) {
    check_model(json_object_array_get_idx(models, i));
  }
  json_object_put(root);
  free(out);
}

static void
test_csv_and_table_name_every_model(void** state)
{
  (void)state;
  char* const csv   = output_of("equus models --format csv");
  char* const table = output_of("equus models");
  assert_ptr_equal(strstr(csv, "name,title,kind,source,licence,"), csv);
  assert_non_null(strstr(csv, "\nMSD_musicnn,MSD musicnn,tags,"));
  assert_non_null(strstr(csv, "\nvibenet,vibenet EfficientNet-B0,mood,"));
  assert_non_null(strstr(table, "MSD_musicnn: MSD musicnn (tags)"));
  assert_non_null(strstr(table, "ROC-AUC 0.8802, PR-AUC 0.2891"));
  assert_non_null(strstr(table, "  mood head   steady: Steady\n"));
  assert_non_null(strstr(table, "    accuracy  valence r 0."));
  assert_non_null(strstr(table, "    axes      valence is \"steady valence\", "));
  assert_non_null(
    strstr(table, "  axes        valence is \"valence\", 0 to 1 around 0.5; arousal is \"energy\", 0 to 1 around "));
  assert_non_null(strstr(table, "FFT 1024, Hann 640, hop 320, power; 128 mel bands 0 to 8000 Hz (Slaney)"));
  free(csv);
  free(table);
}

/// The entry of this name in a JSON list of models
static struct json_object*
entry(struct json_object* const models, const char* const name)
{
  for (size_t i = 0; i < json_object_array_length(models); ++i) {
    struct json_object* const model = json_object_array_get_idx(models, i);
    if (!strcmp(json_object_get_string(member(model, "name")), name)) {
      return model;
    }
  }
  fail_msg("%s isn't listed", name);
  return NULL;
}

static void
test_own_models_are_listed_and_broken_ones_say_why(void** state)
{
  static const char put[] =
    "mkdir -p data/equus/models; cp \"$EQUUS_ESSENTIA\"/toy-vggish-1.* \"$EQUUS_ESSENTIA\"/deam-toy-vggish-1.* "
    "\"$EQUUS_ESSENTIA\"/toy-effnet-bs64-1.* \"$EQUUS_ESSENTIA\"/frozen.* data/equus/models; equus models";
  (void)state;
  char* const table = output_of(put);
  assert_non_null(strstr(table, "deam-toy-vggish-1: deam-toy-vggish-1 (mood, user)\n  file        /"));
  assert_non_null(strstr(table, "  stands on   toy-vggish-1\n"));
  assert_non_null(strstr(table, "toy-vggish-1: toy-vggish-1 (embedding, user)\n"));
  assert_non_null(strstr(table, "toy-effnet-bs64-1: can't run (user)\n"));
  assert_non_null(strstr(table, "takes 64 windows at once"));
  free(table);
  char* const               out    = output_of("equus models --format json; rm -r data");
  struct json_object* const root   = json_tokener_parse(out);
  struct json_object* const models = member(root, "models");
  struct json_object* const frozen = entry(models, "frozen");
  assert_string_equal(json_object_get_string(member(frozen, "origin")), "user");
  assert_non_null(strstr(json_object_get_string(member(frozen, "trouble")), "tf2onnx"));
  assert_string_equal(json_object_get_string(member(entry(models, "vibenet"), "origin")), "bundled");
  assert_string_equal(json_object_get_string(member(entry(models, "deam-toy-vggish-1"), "stands_on")), "toy-vggish-1");
  assert_string_equal(json_object_get_string(member(entry(models, "deam-toy-vggish-1"), "trouble")), "");
  json_object_put(root);
  free(out);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_own_models_are_listed_and_broken_ones_say_why),
    cmocka_unit_test(test_json_says_what_side_cars_say),
    cmocka_unit_test(test_csv_and_table_name_every_model),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
