// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that the command finds, compares and reports the least equaliser in every format, alike for any number of
// jobs, and says what is wrong with a question.

#include "dsp/curve.h"
#include "tests/tools/command.h"
#include "tests/tools/sounds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CHOOSER "equus hans noise.wav --model-file \"$EQUUS_FIXTURES/chooser.json\" --hop 0.5 "

static int
write_sound(void** state)
{
  (void)state;
  sounds_write_noise(sounds_path("noise.wav"), 48000.0, 2, 96000);
  sounds_write(sounds_path("brief.wav"), 48000.0, 1, 4800);
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

static struct json_object*
ask(const char* const command)
{
  CommandResult result = command_run(command);
  if (result.code) {
    fail_msg("%s: %s", command, result.err);
  }
  struct json_object* const document = json_tokener_parse(result.out);
  assert_non_null(document);
  command_clear(&result);
  return document;
}

static struct json_object*
windows_of(struct json_object* const document)
{
  return member(json_object_array_get_idx(member(document, "songs"), 0), "windows");
}

/// RMS over log frequency of a curve with its match
static double
strength_of(struct json_object* const result)
{
  enum { POINTS = 400 };
  CurveSettings             curve = { .bands = 10 };
  double                    hertz[POINTS], decibels[POINTS], sum = 0.0;
  struct json_object* const gains = member(result, "gains_db");
  assert_int_equal(json_object_array_length(gains), 10);
  for (unsigned b = 0; b < 10; ++b) {
    curve.gains[b] = (float)json_object_get_double(json_object_array_get_idx(gains, b));
    assert_true(fabsf(curve.gains[b]) <= 4.0f);
  }
  for (unsigned i = 0; i < POINTS; ++i) {
    hertz[i] = 20.0 * pow(400.0, (i + 0.5) / POINTS);
  }
  curve_response(&curve, 48000.0, hertz, POINTS, decibels);
  for (unsigned i = 0; i < POINTS; ++i) {
    sum += pow(decibels[i] + number(result, "level_match_db"), 2.0) / POINTS;
  }
  return sqrt(sum);
}

static void
test_every_window_is_searched_and_compared(void** state)
{
  (void)state;
  struct json_object* const document = ask(CHOOSER "--flip warm:cold --limit 4 --random 100 --format json");
  struct json_object* const windows  = windows_of(document);
  const size_t              n        = json_object_array_length(windows);
  unsigned                  found    = 0;
  assert_int_equal(n, 4);
  for (size_t w = 0; w < n; ++w) {
    struct json_object* const window   = json_object_array_get_idx(windows, w);
    struct json_object* const directed = member(window, "directed");
    struct json_object* const random   = member(window, "random");
    const char* const         outcome  = json_object_get_string(member(directed, "outcome"));
    assert_true(fabs(number(window, "start_s") - 0.5 * (double)w - 0.1) < 1e-9);
    assert_string_not_equal(outcome, "stopped");
    if (strcmp(outcome, "found") != 0) {
      assert_true(strcmp(outcome, "undecided") != 0 || number(directed, "dry_margin") <= 0.05);
      continue;
    }
    ++found;
    assert_true(number(directed, "dry_margin") > 0.05 && number(directed, "wet_margin") > 0.05);
    assert_string_not_equal(json_object_get_string(member(directed, "dry")),
                            json_object_get_string(member(directed, "wet")));
    assert_true(fabs(strength_of(directed) - number(directed, "eq_db_rms")) < 0.01);
    if (!strcmp(json_object_get_string(member(random, "outcome")), "found")) {
      assert_true(number(random, "eq_db_rms") >= number(directed, "eq_db_rms"));
    }
  }
  assert_true(found > 0);
  json_object_put(document);
}

static void
test_jobs_and_seed_change_no_digit(void** state)
{
  (void)state;
  CommandResult one = command_run(CHOOSER "--flip top --random 20 --jobs 1 --format csv | cut -d, -f1-16,18-");
  CommandResult two = command_run(CHOOSER "--flip top --random 20 --jobs 2 --format csv | cut -d, -f1-16,18-");
  CommandResult new = command_run(CHOOSER "--flip top --random 20 --seed 2 --format csv | cut -d, -f1-16,18-");
  assert_int_equal(one.code, 0);
  assert_non_null(strstr(one.out, "\nnoise.wav,0.1,"));
  assert_string_equal(one.out, two.out);
  assert_string_not_equal(one.out, new.out); // The draws are others
  command_clear(&one);
  command_clear(&two);
  command_clear(&new);
}

static void
test_a_tag_is_moved_by_the_amount(void** state)
{
  (void)state;
  struct json_object* const document = ask(CHOOSER "--toward +warm --amount 0.1 --format json");
  struct json_object* const windows  = windows_of(document);
  for (size_t w = 0; w < json_object_array_length(windows); ++w) {
    struct json_object* const directed = member(json_object_array_get_idx(windows, w), "directed");
    const double              change   = number(directed, "wet_value") - number(directed, "dry_value");
    assert_string_equal(json_object_get_string(member(directed, "outcome")), "found");
    assert_true(change >= 0.1 - 1e-6 && change < 0.12);
  }
  json_object_put(document);
}

static void
test_the_report_stands_alone(void** state)
{
  (void)state;
  static const char* const table[] = { "noise.wav  (48000 Hz, stereo, 4 windows 0.5 s apart)",
                                       "top by Tiny, 10 bands within ±6 dB, seed 1: 4 windows, ",
                                       "Best of 20 random curves a window",
                                       "Report: out/flips.html",
                                       NULL };
  CommandResult            result  = command_run("rm -rf out && " CHOOSER "--flip top --random 20 --out out");
  assert_int_equal(result.code, 0);
  for (unsigned i = 0; table[i]; ++i) {
    if (!strstr(result.out, table[i])) {
      fail_msg("no \"%s\" in: %s", table[i], result.out);
    }
  }
  command_clear(&result);
  char* const page = command_read_file(sounds_path("out/flips.html"));
  char* const csv  = command_read_file(sounds_path("out/flips.csv"));
  assert_non_null(strstr(page, "<svg class=curve"));
  assert_non_null(strstr(page, "best random"));
  assert_null(strstr(page, "http"));
  assert_null(strstr(page, "nan"));
  assert_non_null(strstr(csv, "gain_db_31_hz"));
  struct json_object* const document = json_object_from_file(sounds_path("out/flips.json"));
  assert_non_null(document);
  json_object_put(document);
  free(page);
  free(csv);
}

static void
test_wrong_questions_are_answered(void** state)
{
  (void)state;
  static const char* const rule[]    = { "happy:sad", NULL };
  static const char* const tag[]     = { "no tag \"tepid\"", NULL };
  static const char* const target[]  = { "--toward takes a target such as 0.5,-0.2", "+warm", NULL };
  static const char* const both[]    = { "ask one", NULL };
  static const char* const draws[]   = { "it goes with --flip", NULL };
  static const char* const presets[] = { "leave out the presets", NULL };
  static const char* const brief[]   = { "brief.wav: Tiny needs 0.2", "here are 0.10 s", NULL };
  command_expect(CHOOSER "--flip warm", 2, rule);
  command_expect(CHOOSER "--flip 'tepid>0.5'", 2, tag);
  command_expect(CHOOSER "--toward +tepid", 2, target);
  command_expect(CHOOSER "--toward +warm --flip top", 2, both);
  command_expect(CHOOSER "--toward +warm --random 5", 2, draws);
  command_expect(CHOOSER "--flip top --preset telephone", 2, presets);
  command_expect("equus hans brief.wav --flip top --model-file \"$EQUUS_FIXTURES/chooser.json\"", 1, brief);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_every_window_is_searched_and_compared), cmocka_unit_test(test_jobs_and_seed_change_no_digit),
    cmocka_unit_test(test_a_tag_is_moved_by_the_amount),          cmocka_unit_test(test_the_report_stands_alone),
    cmocka_unit_test(test_wrong_questions_are_answered),
  };
  return cmocka_run_group_tests(tests, write_sound, NULL);
}
