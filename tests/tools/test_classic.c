// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that the command hears stretches each by itself with every classic model, says what has no ground, that random
// equalisers turn verdicts the more the stronger they are and repeat, and that mistakes are named.

#include "tests/tools/command.h"
#include "tests/tools/sounds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-c/json.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RATE = 44100 };

/// Rows of the JSON of one file
typedef struct {
  struct json_object *document, *rows;
  unsigned            n;
} Rows;

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

static struct json_object*
member(struct json_object* const object, const char* const key)
{
  struct json_object* value = NULL;
  if (!json_object_object_get_ex(object, key, &value)) {
    fail_msg("no member \"%s\"", key);
  }
  return value;
}

static Rows
rows_of(const char* const options)
{
  char command[512];
  snprintf(command, sizeof(command), "equus classic -f json %s", options);
  char* const text = output_of(command);
  Rows        rows = { json_tokener_parse(text), NULL, 0 };
  rows.rows        = member(json_object_array_get_idx(member(rows.document, "files"), 0), "rows");
  rows.n           = (unsigned)json_object_array_length(rows.rows);
  free(text);
  return rows;
}

static struct json_object*
row_of(const Rows* const rows, const unsigned index)
{
  assert_true(index < rows->n);
  return json_object_array_get_idx(rows->rows, index);
}

static double
number_of(const Rows* const rows, const unsigned index, const char* const key)
{
  return json_object_get_double(member(row_of(rows, index), key));
}

static void
write_silence(const char* const path)
{
  static const float zeros[7 * RATE];
  SF_INFO            info = { .samplerate = RATE, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT };
  SNDFILE* const     file = sf_open(path, SFM_WRITE, &info);
  assert_non_null(file);
  assert_int_equal(sf_writef_float(file, zeros, 7 * RATE), 7 * RATE);
  sf_close(file);
}

static int
make_sounds(void** const state)
{
  (void)state;
  sounds_write_noise(sounds_path("noise.wav"), RATE, 2, 7 * RATE);
  return 0;
}

static void
test_stretches_stand_by_themselves(void** const state)
{
  (void)state;
  const Rows whole = rows_of("--span 3 --hop 1 noise.wav");
  const Rows part  = rows_of("--span 3 --start 2 --seconds 3 noise.wav");
  assert_int_equal(whole.n, 5);
  assert_int_equal(part.n, 1);
  for (unsigned i = 0; i < whole.n; ++i) {
    assert_true(number_of(&whole, i, "begin") == i && number_of(&whole, i, "end") == i + 3.0);
  }
  assert_string_equal(json_object_to_json_string(member(row_of(&whole, 2), "values")),
                      json_object_to_json_string(member(row_of(&part, 0), "values")));
  assert_true(number_of(&whole, 2, "distance") == number_of(&part, 0, "distance"));
  assert_true(number_of(&whole, 1, "distance") != number_of(&whole, 2, "distance"));
  json_object_put(whole.document);
  json_object_put(part.document);
}

static void
test_every_model_reads(void** const state)
{
  (void)state;
  static const struct {
    const char *model, *span, *header;
  } models[] = {
    { "gtzan_svm", "--span 7", "begin,end,verdict,ground,distance,blues,classical,country,disco,hiphop" },
    { "gtzan_knn", "--span 7", "begin,end,verdict,ground,distance,blues,classical" },
    { "gtzan_gmm", "--span 7", "begin,end,verdict,ground,distance,blues,classical" },
    { "irmas_svm", "", "begin,end,verdict,ground,distance,cello,clarinet,flute,acoustic guitar,electric guitar" },
    { "deam_svr", "--span 7", "begin,end,verdict,ground,distance,valence,arousal\n" },
  };
  for (unsigned i = 0; i < sizeof(models) / sizeof(*models); ++i) {
    char command[512];
    snprintf(command, sizeof(command), "equus classic -m %s %s noise.wav", models[i].model, models[i].span);
    char* const  text  = output_of(command);
    unsigned     lines = 0;
    const size_t n     = strlen(models[i].header);
    for (const char* c = text; *c; ++c) {
      lines += *c == '\n';
    }
    assert_memory_equal(text, models[i].header, n);
    assert_int_equal(lines, *models[i].span ? 2 : 3);
    free(text);
  }
}

static void
test_silence_has_no_ground(void** const state)
{
  (void)state;
  write_silence(sounds_path("silence.wav"));
  static const char* const models[] = { "gtzan_svm", "gtzan_gmm", "irmas_svm", "deam_svr" };
  for (unsigned i = 0; i < sizeof(models) / sizeof(*models); ++i) {
    char options[128];
    snprintf(options, sizeof(options), "-m %s --span 7 silence.wav", models[i]);
    const Rows rows = rows_of(options);
    assert_false(json_object_get_boolean(member(row_of(&rows, 0), "ground")));
    json_object_put(rows.document);
  }
}

static void
test_draws_repeat_and_grow(void** const state)
{
  (void)state;
  static const char weak[]   = "equus classic -m irmas_svm --hop 4 --draws 6 --limit 0.1 noise.wav";
  static const char strong[] = "equus classic -m irmas_svm --hop 4 --draws 6 --limit 24 noise.wav";
  char* const       first    = output_of(strong);
  char* const       second   = output_of(strong);
  assert_string_equal(first, second);
  free(first);
  free(second);

  const Rows little = rows_of(weak + strlen("equus classic"));
  const Rows much   = rows_of(strong + strlen("equus classic"));
  double     turned = 0.0;
  assert_int_equal(little.n, 2);
  for (unsigned i = 0; i < little.n; ++i) {
    assert_true(number_of(&little, i, "turned") == 0.0);
    turned += number_of(&much, i, "turned");
    assert_string_equal(json_object_to_json_string(member(row_of(&little, i), "values")),
                        json_object_to_json_string(member(row_of(&much, i), "values")));
  }
  assert_true(turned > 0.0);
  json_object_put(little.document);
  json_object_put(much.document);
}

#define SAYS(...)       \
  (const char* const[]) \
  {                     \
    __VA_ARGS__, NULL   \
  }

static void
test_mistakes_are_named(void** const state)
{
  (void)state;
  command_expect("equus classic -m gtzan_sv noise.wav", 2, SAYS("gtzan_sv", "gtzan_svm", "irmas_svm"));
  command_expect("equus classic noise.wav", 1, SAYS("noise.wav", "too short", "30 s", "--span"));
  command_expect("equus classic -m ./noise.wav noise.wav", 1, SAYS("noise.wav", "JSON"));
  command_expect("equus classic -m irmas_svm nowhere.wav", 1, SAYS("nowhere.wav"));
  command_expect("equus classic --bands 12 noise.wav", 2, SAYS("bands"));
  command_expect("equus classic", 2, SAYS("no file named"));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_stretches_stand_by_themselves),
    cmocka_unit_test(test_every_model_reads),
    cmocka_unit_test(test_silence_has_no_ground),
    cmocka_unit_test(test_draws_repeat_and_grow),
    cmocka_unit_test(test_mistakes_are_named),
  };
  return cmocka_run_group_tests(tests, make_sounds, NULL);
}
