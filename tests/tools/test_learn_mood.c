// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that a mood model learnt from ratings that follow a rule of what the network hears reads files that it never
// saw by that rule, and that whatever is wrong with ratings, files or names is said.

#include "tests/tools/command.h"
#include "tests/tools/sounds.h"
#include "tools/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SAYS(...)       \
  (const char* const[]) \
  {                     \
    __VA_ARGS__, NULL   \
  }

/// Songs that are rated, and others that the model must read by the same rule
enum { RATED = 60, HELD = 12, SONGS = RATED + HELD, RATE = 16000, FRAMES = 3 * RATE + 800 };

/// The rule: valence and arousal are the log odds of two tags, which are weighted sums of the embedding
typedef struct {
  double valence[SONGS], arousal[SONGS];
} Rule;

static const char* const tags[] = { "rock", "ambient" };

/// Tones, noise and beats in proportions of its own
static void
write_song(const char* const path, const unsigned seed)
{
  static float samples[FRAMES];
  Random       random = { seed };
  const double pitch  = 60.0 * exp2(random_between(&random, 0.0, 4.0));
  const double noise  = pow(10.0, random_between(&random, -2.5, -0.7));
  const double beat   = random_between(&random, 0.1, 1.5);
  const double decay  = random_between(&random, 0.0, 6.0);
  const double bright = random_between(&random, 0.1, 0.9);
  const double level  = pow(10.0, random_between(&random, -1.0, -0.3));
  for (unsigned i = 0; i < FRAMES; ++i) {
    const double time = (double)i / RATE;
    double       sum  = noise * random_between(&random, -1.0, 1.0);
    double       part = 1.0;
    for (unsigned harmonic = 1; harmonic <= 6 && pitch * harmonic < 7000.0; ++harmonic) {
      sum += part * sin(6.283185307179586 * pitch * harmonic * time);
      part *= bright;
    }
    samples[i] = (float)(0.2 * level * sum * exp(-decay * fmod(time, beat)));
  }
  SF_INFO        info = { .samplerate = RATE, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT };
  SNDFILE* const file = sf_open(path, SFM_WRITE, &info);
  assert_non_null(file);
  assert_int_equal(sf_writef_float(file, samples, FRAMES), FRAMES);
  assert_int_equal(sf_close(file), 0);
}

/// Index of a column in a line of names
static unsigned
column_of(const char* const header, const char* const name)
{
  const char* const at = strstr(header, name);
  unsigned          n  = 0;
  assert_non_null(at);
  for (const char* c = header; c < at; ++c) {
    n += *c == ',';
  }
  return n;
}

static double
log_odds(const CommandTable* const table, const char* const tag)
{
  const double p = table->values[column_of(table->header, tag)];
  return log(p / (1.0 - p));
}

static void
read_rule(Rule* const rule, const unsigned song)
{
  char command[128];
  snprintf(command, sizeof(command), "equus tag %s/%u.wav", song < RATED ? "rated" : "held", song);
  CommandResult result = command_run(command);
  assert_int_equal(result.code, 0);
  CommandTable table = command_table(result.out);
  assert_int_equal(table.rows, 1);
  rule->valence[song] = log_odds(&table, tags[0]);
  rule->arousal[song] = log_odds(&table, tags[1]);
  command_table_clear(&table);
  command_clear(&result);
}

/// Write ratings of songs `first` on
static void
write_ratings(const char* const name, const Rule* const rule, const unsigned first, const unsigned n)
{
  FILE* const file = fopen(sounds_path(name), "w");
  assert_non_null(file);
  fputs("file,valence,arousal\n", file);
  for (unsigned i = first; i < first + n; ++i) {
    fprintf(file, "%u,%.9g,%.9g\n", i, rule->valence[i], rule->arousal[i]);
  }
  fclose(file);
}

static int
make_songs(void** state)
{
  static Rule rule;
  char        name[32];
  mkdir(sounds_path("rated"), 0777);
  mkdir(sounds_path("held"), 0777);
  for (unsigned i = 0; i < SONGS; ++i) {
    snprintf(name, sizeof(name), "%s/%u.wav", i < RATED ? "rated" : "held", i);
    write_song(sounds_path(name), i + 1);
    read_rule(&rule, i);
  }
  write_ratings("ratings.csv", &rule, 0, RATED);
  write_ratings("truth.csv", &rule, RATED, HELD);
  *state               = &rule;
  CommandResult result = command_run("equus learn-mood rated --ratings ratings.csv -o learnt --title 'Made up'");
  if (result.code) {
    print_error("%s\n", result.err);
  }
  const int code = result.code;
  command_clear(&result);
  return code;
}

/// The number behind `name` in a text
static double
figure(const char* const text, const char* const name)
{
  const char* const at = strstr(text, name);
  assert_non_null(at);
  return strtod(at + strlen(name), NULL);
}

static void
test_it_reads_songs_that_it_never_saw(void** state)
{
  (void)state;
  CommandResult result = command_run("equus eval held --truth truth.csv --model-file learnt.json --format csv");
  if (result.code) {
    fail_msg("%s", result.err);
  }
  assert_true(figure(result.out, "valence,r,") > 0.95);
  assert_true(figure(result.out, "valence,r2,") > 0.9);
  assert_true(figure(result.out, "arousal,r,") > 0.95);
  assert_true(figure(result.out, "arousal,r2,") > 0.9);
  command_clear(&result);
}

static void
test_its_reading_is_the_weighted_sum_that_was_fitted(void** state)
{
  const Rule* const rule   = (const Rule*)*state;
  CommandResult     result = command_run("equus mood --model-file learnt.onnx rated/7.wav");
  assert_int_equal(result.code, 0);
  CommandTable table = command_table(result.out);
  assert_string_equal(table.header, "time,valence,arousal");
  assert_true(fabs(table.values[1] - rule->valence[7]) < 1.0);
  assert_true(fabs(table.values[2] - rule->arousal[7]) < 1.0);
  command_table_clear(&table);
  command_clear(&result);
}

static void
test_the_sidecar_says_what_it_is(void** state)
{
  (void)state;
  char* const text = command_read_file(sounds_path("learnt.json"));
  assert_non_null(text);
  assert_non_null(strstr(text, "\"title\": \"Made up\""));
  assert_non_null(strstr(text, "Ratings in ratings.csv of 60 files in rated"));
  assert_non_null(strstr(text, "\"embedding\": {\"model\": \"MSD_musicnn\", \"tensor\": \"embedding\"}"));
  assert_true(figure(text, "\"accuracy\": \"valence r ") > 0.95);
  free(text);
}

static void
test_the_same_seed_writes_the_same_bytes(void** state)
{
  (void)state;
  CommandResult result =
    command_run("cp learnt.onnx first.onnx && cp learnt.json first.json && equus learn-mood rated/ "
                "--ratings ratings.csv -o learnt.json --title 'Made up' --jobs 1 && cmp first.onnx "
                "learnt.onnx && cmp first.json learnt.json");
  if (result.code) {
    fail_msg("%s%s", result.out, result.err);
  }
  command_clear(&result);
}

static void
test_a_stated_scale_is_written(void** state)
{
  (void)state;
  command_expect("equus learn-mood rated --ratings ratings.csv -o scaled --scale -100:0:50", 0, SAYS(""));
  char* const text = command_read_file(sounds_path("scaled.json"));
  assert_non_null(text);
  assert_non_null(strstr(text, "\"minimum\": -100, \"centre\": 0, \"maximum\": 50, \"rmse\": "));
  free(text);
}

static void
test_mistakes_are_named(void** state)
{
  write_ratings("few.csv", (const Rule*)*state, 0, 19);
  FILE* const file = fopen(sounds_path("flat.csv"), "w");
  assert_non_null(file);
  fputs("file,valence,arousal\n", file);
  for (unsigned i = 0; i < 25; ++i) {
    fprintf(file, "%u,3.3,%u\n", i, i);
  }
  fclose(file);
  command_expect("equus learn-mood", 2, SAYS("no file named"));
  command_expect("equus learn-mood rated -o x", 2, SAYS("--ratings is missing"));
  command_expect("equus learn-mood rated --ratings few.csv", 2, SAYS("-o is missing"));
  command_expect("equus learn-mood rated --ratings few.csv -o sub/.x", 2, SAYS("doesn't begin with a dot"));
  command_expect("equus learn-mood rated --ratings few.csv -o vibenet", 2, SAYS("comes with Equus; choose another"));
  command_expect("equus learn-mood rated --ratings absent.csv -o x", 1, SAYS("absent.csv"));
  command_expect(
    "equus learn-mood rated --ratings few.csv -o x", 1, SAYS("only 19 of the 19 files", "20 are the least"));
  command_expect("equus learn-mood rated --ratings flat.csv -o x", 1, SAYS("valence is 3.3 for every file"));
  command_expect("equus learn-mood rated --ratings ratings.csv -o x --scale 1:2:3", 1, SAYS("beyond --scale 1:2:3"));
  command_expect("equus learn-mood rated --ratings ratings.csv -o x --start 3", 1, SAYS("needs at least 2.976 s"));
  command_expect("equus learn-mood rated --ratings ratings.csv -o no/such/x", 1, SAYS("no/such/x.onnx: No such file"));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_it_reads_songs_that_it_never_saw),
    cmocka_unit_test(test_its_reading_is_the_weighted_sum_that_was_fitted),
    cmocka_unit_test(test_the_sidecar_says_what_it_is),
    cmocka_unit_test(test_the_same_seed_writes_the_same_bytes),
    cmocka_unit_test(test_a_stated_scale_is_written),
    cmocka_unit_test(test_mistakes_are_named),
  };
  return cmocka_run_group_tests(tests, make_songs, NULL);
}
