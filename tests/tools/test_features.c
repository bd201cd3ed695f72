// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that the command prints a row a span or frame under named columns with units, that both formats say the same,
// that whole-file values are librosa's, and that mistakes are named.

#include "tests/npy.h"
#include "tests/tools/command.h"
#include "tests/tools/sounds.h"

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

#define SAYS(...)       \
  (const char* const[]) \
  {                     \
    __VA_ARGS__, NULL   \
  }

static CommandResult
run_well(const char* const command)
{
  CommandResult result = command_run(command);
  if (result.code) {
    fail_msg("\"%s\" exits with %d: %s", command, result.code, result.err);
  }
  return result;
}

static CommandTable
table_of(const char* const command)
{
  CommandResult      result = run_well(command);
  const CommandTable table  = command_table(result.out);
  command_clear(&result);
  return table;
}

/// Index of a column, which must be there
static unsigned
column_of(const CommandTable* const table, const char* const name)
{
  const size_t length = strlen(name);
  const char*  at     = table->header;
  for (unsigned c = 0; at; ++c) {
    if (!strncmp(at, name, length) && (at[length] == ',' || at[length] == '\n' || !at[length])) {
      return c;
    }
    at = strchr(at, ',');
    at = at ? at + 1 : NULL;
  }
  fail_msg("no column \"%s\" in %s", name, table->header);
  return 0;
}

static void
write_music(const char* const path)
{
  Npy* const     music = npy_reference("features/music");
  SF_INFO        info  = { .samplerate = 22050, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT };
  SNDFILE* const file  = sf_open(path, SFM_WRITE, &info);
  assert_non_null(file);
  assert_int_equal(sf_write_float(file, music->values, (sf_count_t)music->size), music->size);
  sf_close(file);
  npy_free(music);
}

static void
expect_near(const double actual, const double expected, const double tolerance)
{
  if (!(fabs(actual - expected) <= tolerance * fabs(expected))) {
    fail_msg("%.9g instead of %.9g", actual, expected);
  }
}

static void
test_whole_file_as_librosa(void** state)
{
  (void)state;
  static const char* const names[]   = { "rms", "mfcc", "chroma_stft", "spectral_contrast" };
  static const char* const columns[] = {
    "rms_mean", "mfcc1_mean", "chroma_stft_C_mean", "spectral_contrast1_mean [dB]"
  };
  write_music(sounds_path("music.wav"));
  CommandTable table = table_of("equus features music.wav");
  assert_int_equal(table.rows, 1);
  for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    char name[64];
    snprintf(name, sizeof(name), "features/%s_statistics", names[i]);
    Npy* const     expected = npy_reference(name);
    const unsigned c        = column_of(&table, columns[i]);
    for (unsigned k = 0; k < expected->size; ++k) {
      expect_near(table.values[c + k], (double)expected->values[k], 1e-4);
    }
    npy_free(expected);
  }
  Npy* const summaries = npy_reference("features/summaries");
  expect_near(table.values[column_of(&table, "tuning [semitones]")], (double)summaries->values[0], 1e-4);
  expect_near(table.values[column_of(&table, "tempo [BPM]")], (double)summaries->values[1], 1e-4);
  expect_near(table.values[column_of(&table, "end [s]")], 6.0, 1e-9);
  npy_free(summaries);
  command_table_clear(&table);
}

static void
test_rows(void** state)
{
  (void)state;
  sounds_write(sounds_path("chord.wav"), 44100.0, 2, 44100U * 10U);
  CommandTable spans = table_of("equus features chord.wav --span 3 --features mfcc,spectral_centroid,tempo");
  assert_int_equal(spans.rows, 3);
  assert_int_equal(spans.columns, 2 + 2 + 2 * 20 + 1);
  expect_near(spans.values[spans.columns + column_of(&spans, "begin [s]")], 129.0 * 512.0 / 22050.0, 1e-6);
  assert_true(isnan(spans.values[column_of(&spans, "tempo [BPM]")])); // Needs the 4 s after
  assert_false(isnan(spans.values[2U * spans.columns + column_of(&spans, "tempo [BPM]")]));
  command_table_clear(&spans);

  CommandTable frames = table_of("equus features chord.wav --frames --features spectral_centroid,tempogram,tempo");
  assert_int_equal(frames.rows, 220500 / 512 + 1);
  assert_int_equal(frames.columns, 1 + 1 + 384);
  for (unsigned r = 0; r < frames.rows; ++r) {
    expect_near(frames.values[(size_t)r * frames.columns], r * 512.0 / 22050.0, 1e-6);
    assert_false(isnan(frames.values[(size_t)r * frames.columns + frames.columns - 1U]));
  }
  command_table_clear(&frames);
}

static struct json_object*
member(struct json_object* const object, const char* const key)
{
  struct json_object* value = NULL;
  assert_true(json_object_object_get_ex(object, key, &value));
  return value;
}

static void
test_json_says_the_same(void** state)
{
  (void)state;
  sounds_write(sounds_path("chord.wav"), 44100.0, 2, 44100U * 10U);
  CommandTable        table    = table_of("equus features chord.wav");
  CommandResult       result   = run_well("equus features chord.wav chord.wav --format json");
  struct json_object* document = json_tokener_parse(result.out);
  assert_non_null(document);
  struct json_object* const files   = member(document, "files");
  struct json_object* const columns = member(document, "columns");
  assert_int_equal(json_object_array_length(files), 2);
  assert_int_equal(json_object_array_length(columns) + 2, table.columns);
  for (unsigned f = 0; f < 2; ++f) {
    struct json_object* const row = json_object_array_get_idx(member(json_object_array_get_idx(files, f), "rows"), 0);
    struct json_object* const values = member(row, "values");
    for (unsigned c = 2; c < table.columns; ++c) {
      expect_near(json_object_get_double(json_object_array_get_idx(values, c - 2U)), table.values[c], 1e-8);
    }
  }
  const char* const unit = json_object_get_string(member(json_object_array_get_idx(columns, 4), "unit"));
  assert_string_equal(unit, "Hz");
  json_object_put(document);
  command_clear(&result);
  command_table_clear(&table);
}

static void
test_mistakes(void** state)
{
  (void)state;
  sounds_write(sounds_path("chord.wav"), 44100.0, 2, 44100U * 10U);
  sounds_write(sounds_path("empty.wav"), 44100.0, 1, 0U);
  command_expect("equus features", 2, SAYS("no file named"));
  command_expect("equus features chord.wav --features mfccs", 2, SAYS("\"mfccs\"", "mfcc"));
  command_expect("equus features chord.wav --features tempo --frames", 2, SAYS("tempo", "leave out --frames"));
  command_expect("equus features chord.wav --span 30", 1, SAYS("chord.wav: is 10 s long", "30 s"));
  command_expect("equus features empty.wav", 1, SAYS("empty.wav: is empty"));
  command_expect("equus features nowhere.wav chord.wav", 1, SAYS("nowhere.wav"));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_whole_file_as_librosa),
    cmocka_unit_test(test_rows),
    cmocka_unit_test(test_json_says_the_same),
    cmocka_unit_test(test_mistakes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
