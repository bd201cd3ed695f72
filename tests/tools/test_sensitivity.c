// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that a slope is what half a decibel of the plug-in's equaliser does to the reading, through resampler, front
// end and network, that every format says the same, and that what is wrong is named.

#include "tests/tools/command.h"
#include "tests/tools/sounds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAYS(...)       \
  (const char* const[]) \
  {                     \
    __VA_ARGS__, NULL   \
  }

static int
make_files(void** state)
{
  (void)state;
  sounds_write_noise(sounds_path("song.wav"), 44100.0, 2, 44100 * 10);
  sounds_write(sounds_path("brief.wav"), 16000.0, 1, 16000 * 3);
  sounds_write(sounds_path("narrow.wav"), 8000.0, 1, 8000 * 5);
  return 0;
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

static double
number(struct json_object* const object, const char* const key)
{
  return json_object_get_double(member(object, key));
}

static char*
output_of(const char* const options)
{
  char command[512];
  snprintf(command, sizeof(command), "equus sensitivity %s", options);
  CommandResult result = command_run(command);
  if (result.code) {
    fail_msg("\"%s\" exits with %d: %s", command, result.code, result.err);
  }
  free(result.err);
  return result.out;
}

static struct json_object*
document_of(const char* const options)
{
  char all[256];
  snprintf(all, sizeof(all), "%s --format json", options);
  char* const               text     = output_of(all);
  struct json_object* const document = json_tokener_parse(text);
  assert_non_null(document);
  free(text);
  return document;
}

static void
expect_agreement(const char* const options, const unsigned least)
{
  struct json_object* const document = document_of(options);
  print_message("%s: %.0f of %.0f, sign %.3f, correlation %.4f, of all %.4f\n",
                options,
                number(document, "qualified_bands"),
                number(document, "sounding_bands"),
                number(document, "same_sign"),
                number(document, "correlation"),
                number(document, "correlation_of_sounding_bands"));
  assert_true(number(document, "qualified_bands") >= least);
  assert_true(number(document, "same_sign") >= 0.95);
  assert_true(number(document, "correlation") >= 0.98 || number(document, "qualified_bands") < 3);
  assert_true(number(document, "correlation_of_sounding_bands") >= 0.98);
  json_object_put(document);
}

static void
slopes_are_what_the_equaliser_does(void** const state)
{
  (void)state;
  expect_agreement("song.wav --of arousal --check", 4);
  expect_agreement("song.wav --of rock --logit --check", 4);
  expect_agreement("song.wav --of 0.5,0.5 --mood steady --check", 2);
  expect_agreement("song.wav --of classical --model MTT_vgg --bands 10 --check", 4);
}

static void
formats_say_the_same(void** const state)
{
  (void)state;
  struct json_object* const document = document_of("song.wav --of happy --bands 10 --seconds 4");
  struct json_object* const bands    = member(document, "bands");
  char* const               csv      = output_of("song.wav --of happy --bands 10 --seconds 4 --format csv");
  CommandTable              table    = command_table(csv);
  assert_string_equal(table.header, "frequency_hz,energy_db,slope_per_db,occlusion");
  assert_int_equal(table.rows, 10);
  assert_int_equal(json_object_array_length(bands), 10);
  static const char* const keys[] = { "frequency_hz", "energy_db", "slope_per_db", "occlusion" };
  for (unsigned b = 0; b < 10; ++b) {
    for (unsigned c = 0; c < 4; ++c) {
      assert_true(table.values[b * 4 + c] == number(json_object_array_get_idx(bands, b), keys[c]));
    }
  }
  assert_true(number(document, "value") > 0.0 && number(document, "value") < 1.0);
  assert_true(number(document, "windows") == 1.0);
  char* const people = output_of("song.wav --of happy --bands 10 --seconds 4");
  assert_non_null(strstr(people, "happy of song.wav"));
  free(people);
  command_table_clear(&table);
  free(csv);
  json_object_put(document);
}

static void
narrow_files_have_fewer_bands(void** const state)
{
  (void)state;
  struct json_object* const document = document_of("narrow.wav --of valence");
  struct json_object* const bands    = member(document, "bands");
  const size_t              n        = json_object_array_length(bands);
  assert_int_equal(n, 23); // Those below 0.45 of 8 kHz
  json_object_put(document);
}

static void
what_is_wrong_is_named(void** const state)
{
  (void)state;
  command_expect("equus sensitivity song.wav", 2, SAYS("--of is missing"));
  command_expect("equus sensitivity --of happy", 2, SAYS("no file named"));
  command_expect("equus sensitivity --of happy song.wav brief.wav", 2, SAYS("takes one file"));
  command_expect("equus sensitivity --of glad song.wav", 2, SAYS("\"glad\"", "valence"));
  command_expect("equus sensitivity --of valence --mood joy song.wav", 2, SAYS("\"joy\"", "\"listeners\""));
  command_expect("equus sensitivity --of happy --model nobody song.wav", 2, SAYS("nobody"));
  command_expect("equus sensitivity --of happy brief.wav", 2, SAYS("brief.wav", "3.00 s"));
  command_expect("equus sensitivity --of happy missing.wav", 1, SAYS("missing.wav"));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(slopes_are_what_the_equaliser_does),
    cmocka_unit_test(formats_say_the_same),
    cmocka_unit_test(narrow_files_have_fewer_bands),
    cmocka_unit_test(what_is_wrong_is_named),
  };
  return cmocka_run_group_tests(tests, make_files, NULL);
}
