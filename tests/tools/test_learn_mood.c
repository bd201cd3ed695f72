// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that a mood model learnt from ratings that follow a rule of what the network hears reads files that it never
// saw by that rule, and that whatever is wrong with ratings, files or names is said.

#include "dsp/random.h"
#include "tests/tools/command.h"
#include "tests/tools/sounds.h"
#include "tools/embedding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-c/json.h>
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

/// Log odds of a tag in the only row of a file
static double
log_odds(struct json_object* const file, const char* const tag)
{
  struct json_object* const columns = json_object_object_get(file, "columns");
  struct json_object* const row     = json_object_array_get_idx(json_object_object_get(file, "rows"), 0);
  size_t                    at      = 0;
  while (strcmp(json_object_get_string(json_object_array_get_idx(columns, at)), tag) != 0) {
    assert_true(++at < json_object_array_length(columns));
  }
  const double p = json_object_get_double(json_object_array_get_idx(row, at));
  return log(p / (1.0 - p));
}

/// Read the rule of all songs from what `tag` prints as JSON, one row a song
static void
read_rule(Rule* const rule)
{
  CommandResult result = command_run("equus tag --format json $(seq -f rated/%g.wav 0 59) $(seq -f held/%g.wav 60 71)");
  assert_int_equal(result.code, 0);
  struct json_object* const document = json_tokener_parse(result.out);
  struct json_object* const files    = json_object_object_get(document, "files");
  assert_int_equal(json_object_array_length(files), SONGS);
  for (unsigned i = 0; i < SONGS; ++i) {
    struct json_object* const file = json_object_array_get_idx(files, i);
    struct json_object* const rows = json_object_object_get(file, "rows");
    assert_int_equal(json_object_array_length(rows), 1);
    rule->valence[i] = log_odds(file, tags[0]);
    rule->arousal[i] = log_odds(file, tags[1]);
  }
  json_object_put(document);
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
  }
  read_rule(&rule);
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
ignore_progress(void* const handle, const double share)
{
  (void)handle;
  (void)share;
}

/// Mean log odds of a column that tag prints, windows back to back
static double
mean_log_odds(const CommandTable* const table, const unsigned column)
{
  double sum = 0.0;
  for (unsigned row = 0; row < table->rows; ++row) {
    const double p = table->values[row * table->columns + column];
    sum += log(p / (1.0 - p)) / table->rows;
  }
  return sum;
}

static void
test_a_file_is_heard_as_the_plug_in_hears_it(void** state)
{
  (void)state;
  enum { TAGS = 50 };
  double              mean[TAGS];
  char                models[4096];
  EquusError          error = { EQUUS_OK, "" };
  const EmbeddingPart part  = { sounds_path("stereo.wav"), 0.25, 6.5 };
  sounds_write(part.path, 44100.0, 2, 44100 * 7);
  snprintf(models, sizeof(models), "%s.lv2/models", getenv("EQUUS_COMMAND"));
  Embedding* const logits = embedding_new(models, "MSD_musicnn", "logits", &error);
  assert_non_null(logits);
  assert_int_equal(embedding_size(logits), TAGS);
  assert_int_equal(embedding_of_file(logits, &part, ignore_progress, NULL, mean, &error), EQUUS_OK);
  CommandResult result = command_run("equus tag --hop 187 --start 0.25 --seconds 6.5 stereo.wav");
  CommandTable  table  = command_table(result.out);
  assert_int_equal(table.rows, 2);
  for (unsigned i = 0; i < TAGS; ++i) {
    assert_true(fabs(mean[i] - mean_log_odds(&table, i + 1)) < 1e-3);
  }
  command_table_clear(&table);
  command_clear(&result);
  embedding_free(logits);
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
  command_expect("equus learn-mood rated --ratings ratings.csv -o x --scale 1:2:3", 2, SAYS("beyond --scale 1:2:3"));
  command_expect("equus learn-mood rated --ratings ratings.csv -o x --start 3", 1, SAYS("needs at least 2.976 s"));
  command_expect("equus learn-mood rated --ratings ratings.csv -o no/such/x", 1, SAYS("no/such/x.onnx: No such file"));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_it_reads_songs_that_it_never_saw),
    cmocka_unit_test(test_a_file_is_heard_as_the_plug_in_hears_it),
    cmocka_unit_test(test_the_sidecar_says_what_it_is),
    cmocka_unit_test(test_the_same_seed_writes_the_same_bytes),
    cmocka_unit_test(test_a_stated_scale_is_written),
    cmocka_unit_test(test_mistakes_are_named),
  };
  return cmocka_run_group_tests(tests, make_songs, NULL);
}
