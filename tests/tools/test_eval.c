// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that a file's reading is the mean of what the other verbs print, that the figures are right where readings
// agree with the table or contradict it, and that whatever is wrong with table or files is named.

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
#include <sys/stat.h>

#define SAYS(...)       \
  (const char* const[]) \
  {                     \
    __VA_ARGS__, NULL   \
  }

enum { SONGS = 5 };

/// What is computed once: the readings of the songs
typedef struct {
  double valence[SONGS], arousal[SONGS];
} Readings;

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

/// Run with JSON as output; fails unless the exit code is `code`
static struct json_object*
evaluate(const char* const options, const int code)
{
  char command[512];
  snprintf(command, sizeof(command), "equus eval set --resamples 200 --format json %s", options);
  CommandResult result = command_run(command);
  if (result.code != code) {
    fail_msg("\"%s\" exits with %d: %s", command, result.code, result.err);
  }
  struct json_object* const document = json_tokener_parse(result.out);
  assert_non_null(document);
  command_clear(&result);
  return document;
}

static struct json_object*
figure(struct json_object* const document, const char* const of, const char* const measure)
{
  struct json_object* const figures = member(document, "figures");
  for (size_t i = 0; i < json_object_array_length(figures); ++i) {
    struct json_object* const one = json_object_array_get_idx(figures, i);
    if (!strcmp(json_object_get_string(member(one, "of")), of) &&
        !strcmp(json_object_get_string(member(one, "measure")), measure)) {
      return one;
    }
  }
  fail_msg("no %s of %s", measure, of);
  return NULL;
}

static void
expect_figure(struct json_object* const document, const char* const of, const char* const measure, const double value)
{
  struct json_object* const found = figure(document, of, measure);
  if (fabs(number(found, "value") - value) > 1e-6) {
    fail_msg("%s of %s is %.9g, not %.9g", measure, of, number(found, "value"), value);
  }
  assert_true(number(found, "low") <= value + 1e-6 && number(found, "high") >= value - 1e-6);
}

/// Write a table of moods: a + b times the readings
static void
write_moods(const char* const name, const Readings* const readings, const double a, const double b)
{
  FILE* const file = fopen(sounds_path(name), "w");
  assert_non_null(file);
  fputs("file,valence,arousal\n", file);
  for (unsigned i = 0; i < SONGS; ++i) {
    fprintf(file, "%u,%.9g,%.9g\n", i, a + b * readings->valence[i], a + b * readings->arousal[i]);
  }
  fclose(file);
}

static int
make_files(void** state)
{
  static Readings readings;
  char            name[32];
  mkdir(sounds_path("set"), 0777);
  for (unsigned i = 0; i < SONGS; ++i) {
    snprintf(name, sizeof(name), "set/%u.wav", i);
    sounds_write(sounds_path(name), 8000.0 + 2000.0 * i, 1 + i % 2, (uint64_t)((8000 + 2000 * i) * (11 + i)));
  }
  write_moods("zeros.csv", &readings, 0.5, 0.0);
  CommandResult result = command_run("equus eval set --model vibenet --truth zeros.csv --format json 2>/dev/null");
  struct json_object* const document = json_tokener_parse(result.out);
  if (!document) {
    print_error("%s\n", result.err);
    return -1;
  }
  for (unsigned i = 0; i < SONGS; ++i) {
    struct json_object* const one = member(json_object_array_get_idx(member(document, "readings"), i), "model");
    readings.valence[i]           = number(one, "valence");
    readings.arousal[i]           = number(one, "arousal");
  }
  json_object_put(document);
  command_clear(&result);
  *state = &readings;
  return 0;
}

static void
test_readings_are_means_of_printed_rows(void** state)
{
  const Readings* const readings = (const Readings*)*state;
  CommandResult         result   = command_run("equus mood --model vibenet --hop 5 set/4.wav");
  CommandTable          table    = command_table(result.out);
  double                sum      = 0.0;
  assert_int_equal(table.rows, 2);
  for (unsigned row = 0; row < table.rows; ++row) {
    sum += table.values[row * table.columns + 1];
  }
  assert_true(fabs(sum / table.rows - readings->valence[4]) < 1e-6);
  command_table_clear(&table);
  command_clear(&result);
}

static void
test_agreement_is_perfect_where_people_say_what_the_model_reads(void** state)
{
  write_moods("same.csv", (const Readings*)*state, 0.0, 1.0);
  struct json_object* const document = evaluate("--model vibenet --truth same.csv", 0);
  expect_figure(document, "valence", "r", 1.0);
  expect_figure(document, "arousal", "r2", 1.0);
  expect_figure(document, "arousal", "rmse", 0.0);
  json_object_put(document);
}

static void
test_a_stated_scale_is_mapped(void** state)
{
  write_moods("nine.csv", (const Readings*)*state, 1.0, 8.0);
  struct json_object* const document = evaluate("--model vibenet --truth nine.csv --scale 1:5:9", 0);
  expect_figure(document, "valence", "rmse", 0.0);
  expect_figure(document, "arousal", "r", 1.0);
  json_object_put(document);
}

static void
test_a_scale_that_cannot_be_the_models_gives_r_alone(void** state)
{
  write_moods("wide.csv", (const Readings*)*state, 9.0, -8.0);
  struct json_object* const document = evaluate("--model vibenet --truth wide.csv", 0);
  expect_figure(document, "valence", "r", -1.0);
  assert_null(member(figure(document, "valence", "r2"), "value"));
  json_object_put(document);
  command_expect("equus eval set --model vibenet --truth wide.csv", 0, SAYS("state the ratings' scale with --scale"));
}

static unsigned
quadrant_of(const Readings* const readings, const unsigned i)
{
  const bool pleasant = readings->valence[i] >= 0.5;
  const bool lively   = readings->arousal[i] >= 0.5;
  return lively ? (pleasant ? 1 : 2) : (pleasant ? 4 : 3);
}

static void
test_quadrants_are_counted(void** state)
{
  const Readings* const readings = (const Readings*)*state;
  FILE* const           file     = fopen(sounds_path("quadrants.csv"), "w");
  unsigned              right    = 0;
  assert_non_null(file);
  fputs("file;quadrant\n", file);
  for (unsigned i = 0; i < SONGS; ++i) {
    const unsigned truth = i ? quadrant_of(readings, i) : 1 + quadrant_of(readings, i) % 4;
    fprintf(file, "%u.wav;%u\n", i, truth);
  }
  fclose(file);
  struct json_object* const document = evaluate("--model vibenet --truth quadrants.csv", 0);
  for (unsigned q = 0; q < 4; ++q) {
    struct json_object* const row = json_object_array_get_idx(member(document, "confusion"), q);
    right += (unsigned)json_object_get_int(json_object_array_get_idx(row, q));
  }
  assert_int_equal(right, SONGS - 1);
  expect_figure(document, "quadrant", "accuracy", (double)(SONGS - 1) / SONGS);
  json_object_put(document);
}

static void
test_tags_are_ranked(void** state)
{
  (void)state;
  sounds_write_text(sounds_path("tags.csv"), "file,tag\n0,rock\n1,rock\n2,jazz\n3,\n4,polka\n");
  struct json_object* const document = evaluate("--truth tags.csv", 0);
  struct json_object* const files    = member(document, "readings");
  double                    rock[SONGS];
  double                    wins = 0.0;
  for (unsigned i = 0; i < SONGS; ++i) {
    rock[i] = number(member(json_object_array_get_idx(files, i), "model"), "rock");
  }
  for (unsigned i = 2; i < SONGS; ++i) {
    wins += (rock[0] > rock[i]) + (rock[1] > rock[i]);
  }
  expect_figure(document, "rock", "auc", wins / 6.0);
  assert_int_equal((int)number(figure(document, "rock", "auc"), "positives"), 2);
  json_object_put(document);
  command_expect("equus eval set --truth tags.csv", 0, SAYS("doesn't know \"polka\""));
}

static void
test_formats_agree_and_jobs_do_not_matter(void** state)
{
  write_moods("near.csv", (const Readings*)*state, 0.3, 0.2);
  CommandResult csv  = command_run("equus eval set --model vibenet --truth near.csv --format csv --jobs 1");
  CommandResult many = command_run("equus eval set --model vibenet --truth near.csv --format csv --jobs 3 --block 77");
  CommandResult text = command_run("equus eval set --model vibenet --truth near.csv");
  assert_string_equal(csv.out, many.out);
  assert_memory_equal(csv.out, "of,measure,value,low,high,files,positives\nvalence,r,1,1,1,5,\n", 60);
  assert_non_null(strstr(text.out, "1.000 [1.000, 1.000]"));
  command_clear(&csv);
  command_clear(&many);
  command_clear(&text);
}

static void
test_a_file_that_fails_does_not_stop_the_others(void** state)
{
  (void)state;
  sounds_write(sounds_path("short.wav"), 8000.0, 1, 8000);
  sounds_write_text(sounds_path("some.csv"),
                    "file,valence,arousal\n0,0.1,0.2\n1,0.3,0.1\n2,0.9,0.4\nshort.wav,0.5,0.5\nabsent.wav,0.5,0.5\n");
  command_expect("equus eval set --model vibenet --truth some.csv",
                 1,
                 SAYS("some.csv:6: there is no sound file \"absent.wav\"",
                      "short.wav: is 1 s long",
                      "left out 2 sound files without a row in some.csv, such as set/3.wav"));
}

static void
test_mistakes_are_named(void** state)
{
  (void)state;
  sounds_write_text(sounds_path("few.csv"), "file,valence,arousal\n0,0.1,0.2\n1,0.3,0.1\n");
  sounds_write_text(sounds_path("flat.csv"), "file,valence,arousal\n0,0.5,0.2\n1,0.5,0.1\n2,0.5,0.3\n");
  sounds_write_text(sounds_path("twice.csv"), "file,valence,arousal\n0,0.1,0.2\n0.wav,0.3,0.1\n");
  mkdir(sounds_path("empty"), 0777);
  command_expect("equus eval", 2, SAYS("no file named"));
  command_expect("equus eval set", 2, SAYS("--truth is missing"));
  command_expect("equus eval set set --truth few.csv", 2, SAYS("takes one folder"));
  command_expect("equus eval set --truth none.csv", 1, SAYS("none.csv"));
  command_expect("equus eval nowhere --truth few.csv", 1, SAYS("nowhere: No such file"));
  command_expect("equus eval empty --truth few.csv", 2, SAYS("empty: holds no sound files"));
  command_expect("equus eval set --model vibenet --truth few.csv", 1, SAYS("only 2 of the 2 files", "3 are the least"));
  command_expect("equus eval set --truth few.csv --of tags", 1, SAYS("speaks of no tag"));
  command_expect("equus eval set --truth few.csv --of quadrant", 1, SAYS("no column \"quadrant\""));
  command_expect("equus eval set --truth few.csv --scale 5:1:9", 2, SAYS("three rising numbers"));
  command_expect("equus eval set --truth few.csv --model rock", 2, SAYS("unknown mood model", "vibenet"));
  command_expect("equus eval set --truth twice.csv", 1, SAYS("twice.csv:3: \"0.wav\" is set/0.wav, of which line 2"));
  command_expect("equus eval set --model vibenet --truth flat.csv", 0, SAYS("valence is 0.5 for every file"));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_readings_are_means_of_printed_rows),
    cmocka_unit_test(test_agreement_is_perfect_where_people_say_what_the_model_reads),
    cmocka_unit_test(test_a_stated_scale_is_mapped),
    cmocka_unit_test(test_a_scale_that_cannot_be_the_models_gives_r_alone),
    cmocka_unit_test(test_quadrants_are_counted),
    cmocka_unit_test(test_tags_are_ranked),
    cmocka_unit_test(test_formats_agree_and_jobs_do_not_matter),
    cmocka_unit_test(test_a_file_that_fails_does_not_stop_the_others),
    cmocka_unit_test(test_mistakes_are_named),
  };
  return cmocka_run_group_tests(tests, make_files, NULL);
}
