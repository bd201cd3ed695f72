// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that the experiment's numbers are those that the other verbs print, that its level match holds, and that its
// files are well-formed, alike for any number of jobs, and need nothing else.

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

/// Run once for all tests
static int
run_experiment(void** state)
{
  sounds_write(sounds_path("a <b>.wav"), 44100.0, 2, 44100 * 16);
  CommandResult result = command_run(
    "rm -rf out && equus hans 'a <b>.wav' --mood-model vibenet --preset telephone --preset nudge --out out");
  *state = result.code ? NULL : json_object_from_file(sounds_path("out/results.json"));
  if (!*state) {
    print_error("%s\n", result.err);
  }
  command_clear(&result);
  return *state ? 0 : -1;
}

static int
forget_experiment(void** state)
{
  json_object_put((struct json_object*)*state);
  return 0;
}

static struct json_object*
trial(void** state, const unsigned index)
{
  struct json_object* const song = json_object_array_get_idx(member((struct json_object*)*state, "songs"), 0);
  return json_object_array_get_idx(member(song, "trials"), index);
}

/// Mean of a column of a printed table
static double
mean_of(const CommandTable* const table, const unsigned column)
{
  double sum = 0.0;
  for (unsigned p = 0; p < table->rows; ++p) {
    sum += table->values[p * table->columns + column];
  }
  return sum / table->rows;
}

/// Mean of a column that tag or mood prints of the telephone with this output gain
static double
printed_mean(const char* const verb, const char* const hop, const char* const tap, const double gain)
{
  char command[256];
  snprintf(command,
           sizeof(command),
           "equus %s --hop %s --tap %s --preset telephone --set level_match=0 --set output_gain=%.9g 'a <b>.wav'",
           verb,
           hop,
           tap,
           gain);
  CommandResult result = command_run(command);
  CommandTable  table  = command_table(result.out);
  const double  mean   = mean_of(&table, 1);
  command_table_clear(&table);
  command_clear(&result);
  return mean;
}

/// Compare a tap's mean of the tag "rock", the first, and of valence with those of what tag and mood print
static void
check_tap(struct json_object* const found, const char* const tap, const double gain)
{
  assert_true(fabs(number(member(found, "tags"), "rock") - printed_mean("tag", "187", tap, gain)) < 1e-6);
  assert_true(fabs(number(member(found, "mood"), "valence") - printed_mean("mood --model vibenet", "5", tap, gain)) <
              1e-6);
}

static void
test_means_are_those_of_the_printed_rows(void** state)
{
  struct json_object* const telephone = trial(state, 0);
  const double              gain      = number(member(telephone, "parameters"), "output_gain");
  check_tap(member(telephone, "dry"), "dry", gain);
  check_tap(member(telephone, "wet"), "wet", gain);
}

static void
test_dry_is_dry_whatever_the_preset(void** state)
{
  struct json_object* const a = member(trial(state, 0), "dry");
  struct json_object* const b = member(trial(state, 1), "dry");
  assert_string_equal(json_object_to_json_string(a), json_object_to_json_string(b));
  assert_string_not_equal(json_object_to_json_string(member(trial(state, 0), "wet")),
                          json_object_to_json_string(member(trial(state, 1), "wet")));
}

static void
test_level_match_makes_up_the_loudness(void** state)
{
  for (unsigned i = 0; i < 2; ++i) {
    struct json_object* const found = trial(state, i);
    const double              match = number(found, "level_match_db");
    assert_true(fabs(match - (number(found, "dry_lufs") - number(found, "wet_lufs"))) < 1e-4);
    assert_true(fabs(match - number(member(found, "parameters"), "output_gain")) < 1e-6);
    assert_true(number(member(found, "parameters"), "level_match") == 0.0);
    assert_false(json_object_get_boolean(member(found, "level_match_limited")));
  }
  assert_true(number(trial(state, 0), "eq_db_rms") > 10.0 * number(trial(state, 1), "eq_db_rms"));
}

/// True if `small` stands in `text`
static bool
holds(const char* const text, const char* const small)
{
  return strstr(text, small) != NULL;
}

static void
test_the_report_stands_alone(void** state)
{
  (void)state;
  char* const html = command_read_file(sounds_path("out/index.html"));
  assert_non_null(html);
  assert_false(holds(html, "http:"));
  assert_false(holds(html, "https:"));
  assert_false(holds(html, "<script"));
  assert_false(holds(html, "<link"));
  assert_false(holds(html, "a <b>.wav"));
  assert_true(holds(html, "a &lt;b&gt;.wav"));
  assert_true(holds(html, "data:image/svg+xml;base64,"));
  assert_true(holds(html, "Telephone") && holds(html, "Nudge"));
  for (const char* image = strstr(html, "<img"); image; image = strstr(image + 1, "<img")) {
    const char* const end = strchr(image, '>');
    const char* const alt = strstr(image, " alt=\"");
    assert_true(alt && alt < end && alt[6] != '"');
  }
  free(html);
}

static void
test_csv_has_a_row_a_trial(void** state)
{
  (void)state;
  char* const csv   = command_read_file(sounds_path("out/results.csv"));
  unsigned    lines = 0;
  assert_non_null(csv);
  for (const char* c = csv; *c; ++c) {
    lines += *c == '\n';
  }
  assert_int_equal(lines, 3);
  assert_true(holds(csv, "\na <b>.wav,telephone,44100,16,"));
  free(csv);
}

static void
test_jobs_change_nothing(void** state)
{
  (void)state;
  sounds_write(sounds_path("jobs.wav"), 16000.0, 1, 16000 * 10);
  CommandResult one = command_run("equus hans --format json -j 1 --preset warm --preset bright --preset air jobs.wav");
  CommandResult two = command_run("equus hans --format json -j 3 --preset warm --preset bright --preset air jobs.wav");
  assert_int_equal(one.code, 0);
  assert_string_equal(one.out, two.out);
  command_clear(&one);
  command_clear(&two);
}

static void
test_silence_is_no_trouble(void** state)
{
  (void)state;
  CommandResult result = command_run("head -c 960000 /dev/zero >zero.raw && "
                                     "{ printf 'RIFF\\044\\246\\016\\000WAVEfmt "
                                     "\\020\\000\\000\\000\\001\\000\\001\\000\\200\\076\\000\\000\\000\\175\\000\\000"
                                     "\\002\\000\\020\\000data\\000\\246\\016\\000'; cat zero.raw; } >zero.wav && "
                                     "equus hans --format csv --preset telephone zero.wav");
  assert_int_equal(result.code, 0);
  assert_true(holds(result.out, "zero.wav,telephone,16000,30,"));
  assert_false(holds(result.out, "nan"));
  assert_false(holds(result.out, "inf"));
  command_clear(&result);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_means_are_those_of_the_printed_rows),
    cmocka_unit_test(test_dry_is_dry_whatever_the_preset),
    cmocka_unit_test(test_level_match_makes_up_the_loudness),
    cmocka_unit_test(test_the_report_stands_alone),
    cmocka_unit_test(test_csv_has_a_row_a_trial),
    cmocka_unit_test(test_jobs_change_nothing),
    cmocka_unit_test(test_silence_is_no_trouble),
  };
  return cmocka_run_group_tests(tests, run_experiment, forget_experiment);
}
