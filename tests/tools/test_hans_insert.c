// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that the experiment hears another plug-in: what an insert does is what the models hear and the report names,
// dry is heard as without it, and mistakes are named.

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

/// Run hans with these options; frees nothing of what it returns but by json_object_put()
static struct json_object*
hans(const char* const options)
{
  char command[512];
  snprintf(command, sizeof(command), "equus hans music.wav --format json --jobs 1 %s", options);
  CommandResult result = command_run(command);
  if (result.code) {
    fail_msg("%s", result.err);
  }
  struct json_object* const document = json_tokener_parse(result.out);
  assert_non_null(document);
  command_clear(&result);
  return document;
}

static struct json_object*
first_trial(struct json_object* const document)
{
  struct json_object* const song = json_object_array_get_idx(member(document, "songs"), 0);
  return json_object_array_get_idx(member(song, "trials"), 0);
}

/// Largest difference of two trials' probabilities
static double
furthest_tag(struct json_object* const a, struct json_object* const b)
{
  double furthest = 0.0;
  json_object_object_foreach(member(a, "tags"), tag, value)
  {
    furthest = fmax(furthest, fabs(json_object_get_double(value) - number(member(b, "tags"), tag)));
  }
  return furthest;
}

static int
write_music(void** state)
{
  (void)state;
  sounds_write_noise(sounds_path("music.wav"), 44100.0, 2, 44100 * 8);
  return 0;
}

/// Half as loud, made as loud again: nothing changes
static void
test_gain(void** state)
{
  (void)state;
  struct json_object* const document = hans("--insert urn:equus:test:gain --set gain=-6");
  struct json_object* const insert   = member(document, "insert");
  struct json_object* const trial    = first_trial(document);
  struct json_object* const response = member(trial, "insert_response");
  assert_string_equal(json_object_get_string(member(insert, "uri")), "urn:equus:test:gain");
  assert_string_equal(json_object_get_string(member(insert, "settings")), "gain=-6");
  assert_true(json_object_get_boolean(member(response, "linear")));
  assert_true(fabs(number(trial, "level_match_db") - 6.0) < 1e-3);
  assert_true(number(trial, "eq_db_rms") < 1e-3);
  assert_true(furthest_tag(member(trial, "dry"), member(trial, "wet")) < 1e-4);
  json_object_put(document);
}

/// Dry is what it is without an insert, wet is not dry, and how linear it is stands in the report
static void
test_clipper(void** state)
{
  (void)state;
  struct json_object* const document = hans("--insert urn:equus:test:clip --out out");
  struct json_object* const flat     = hans("--preset nudge");
  struct json_object* const trial    = first_trial(document);
  struct json_object* const dry      = member(trial, "dry");
  assert_false(json_object_get_boolean(member(member(trial, "insert_response"), "linear")));
  assert_true(json_object_is_type(member(trial, "eq_db_rms"), json_type_null));
  assert_true(furthest_tag(dry, member(first_trial(flat), "dry")) < 1e-6);
  assert_true(furthest_tag(dry, member(trial, "wet")) > 1e-3);
  char* const page = command_read_file(sounds_path("out/index.html"));
  assert_non_null(page);
  assert_non_null(strstr(page, "Test clipper"));
  assert_non_null(strstr(page, "urn:equus:test:clip: as it comes; not linear"));
  assert_null(strstr(page, ">nan"));
  free(page);
  json_object_put(document);
  json_object_put(flat);
}

static void
test_table(void** state)
{
  (void)state;
  CommandResult result = command_run("equus hans music.wav --insert urn:equus:test:late");
  assert_int_equal(result.code, 0);
  assert_non_null(strstr(result.out, "Insert: Test delay (urn:equus:test:late), as it comes;\nlinear as measured"));
  assert_non_null(strstr(result.out, "100 samples of latency taken off.\nResponse: 31.25 Hz 0.0 dB"));
  command_clear(&result);
}

static void
test_mistakes(void** state)
{
  (void)state;
  command_expect("equus hans music.wav --insert urn:nobody", 2, (const char*[]){ "urn:nobody", "lv2ls", NULL });
  command_expect("equus hans music.wav --insert urn:equus:test:gain --set gian=1",
                 2,
                 (const char*[]){ "no control \"gian\"", "gain (-20 to 20)", NULL });
  command_expect(
    "equus hans music.wav --insert urn:equus:test:gain --preset telephone", 2, (const char*[]){ "--preset", NULL });
  command_expect("equus hans music.wav --insert-preset x", 2, (const char*[]){ "--insert-preset needs", NULL });
  command_expect("equus hans music.wav --insert urn:equus:test:broken",
                 1,
                 (const char*[]){ "urn:equus:test:broken: puts out what is no number", NULL });
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_gain),
    cmocka_unit_test(test_clipper),
    cmocka_unit_test(test_table),
    cmocka_unit_test(test_mistakes),
  };
  return cmocka_run_group_tests(tests, write_music, NULL);
}
