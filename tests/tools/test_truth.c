// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that tables are read however spreadsheets write them, with what they say of each file, that whatever is wrong
// is named with its line, and that a file is found by its path or its name if only one has it.

#include "tests/tools/sounds.h"
#include "tools/sound_files.h"
#include "tools/truth.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char* const tags[] = { "rock", "Hip-Hop", "female vocalists" };

enum { N_TAGS = sizeof(tags) / sizeof(tags[0]) };

static Csv*
load(const char* const text)
{
  EquusError error = { EQUUS_OK, "" };
  sounds_write_text(sounds_path("table.csv"), text);
  Csv* const csv = csv_load(sounds_path("table.csv"), &error);
  if (!csv) {
    fail_msg("%s", error.text);
  }
  return csv;
}

/// Fail unless reading `text` as a table of this kind ends with a message that holds `part`
static void
expect_refusal(const char* const text, const TruthKind kind, const char* const part)
{
  EquusError error = { EQUUS_OK, "" };
  Truth      truth = { .n = 0 };
  sounds_write_text(sounds_path("table.csv"), text);
  Csv* const csv = csv_load(sounds_path("table.csv"), &error);
  if (csv) {
    assert_int_not_equal(truth_read(csv, kind, tags, N_TAGS, &truth, &error), EQUUS_OK);
  }
  if (!strstr(error.text, part)) {
    fail_msg("\"%s\" lacks \"%s\"", error.text, part);
  }
  truth_clear(&truth);
  csv_free(csv);
}

static void
check_mood(const char* const text)
{
  EquusError error = { EQUUS_OK, "" };
  Truth      truth = { .n = 0 };
  Csv* const csv   = load(text);
  assert_int_equal(truth_kind(csv), TRUTH_MOOD);
  assert_int_equal(truth_read(csv, TRUTH_MOOD, NULL, 0, &truth, &error), EQUUS_OK);
  assert_int_equal(truth.n, 2);
  assert_string_equal(truth.rows[0].file, "a, \"b\".wav");
  assert_string_equal(truth.rows[1].file, "c.ogg");
  assert_int_equal(truth.rows[1].line, 3);
  assert_true(fabs(truth.rows[0].valence - 1.5) <= 0.0 && fabs(truth.rows[0].arousal + 2.0) <= 0.0);
  assert_true(fabs(truth.rows[1].valence - 3.0) <= 0.0 && fabs(truth.rows[1].arousal - 40.0) <= 0.0);
  truth_clear(&truth);
  csv_free(csv);
}

static void
test_moods_in_every_spelling(void** state)
{
  (void)state;
  check_mood("file,valence,arousal\n\"a, \"\"b\"\".wav\",1.5,-2\nc.ogg,3,4e1\n");
  check_mood("\xef\xbb\xbf"
             "Arousal;FILE;Valence;who\r\n-2;\"a, \"\"b\"\".wav\";1.5;\r\n40;c.ogg;3;me\r\n\r\n");
  check_mood("valence\tarousal\tfile\n1.5 \t -2\t a, \"b\".wav\n3\t40\tc.ogg");
}

static void
test_lines_are_counted_through_quotes_and_gaps(void** state)
{
  (void)state;
  Csv* const csv = load("file,note\na,\"one\ntwo\"\n\nb,three\n");
  assert_int_equal(csv_rows(csv), 2);
  assert_string_equal(csv_field(csv, 0, 1), "one\ntwo");
  assert_int_equal(csv_line(csv, 0), 2);
  assert_int_equal(csv_line(csv, 1), 5);
  csv_free(csv);
}

static void
test_quadrants_by_number_and_name(void** state)
{
  (void)state;
  EquusError error      = { EQUUS_OK, "" };
  Truth      truth      = { .n = 0 };
  Csv* const csv        = load("file,quadrant\na,1\nb,Q2\nc,sad\nd,content/calm\ne,Tense\n");
  const int  expected[] = { 1, 2, 3, 4, 2 };
  assert_int_equal(truth_kind(csv), TRUTH_QUADRANT);
  assert_int_equal(truth_read(csv, TRUTH_QUADRANT, NULL, 0, &truth, &error), EQUUS_OK);
  for (unsigned i = 0; i < 5; ++i) {
    assert_int_equal(truth.rows[i].quadrant, expected[i]);
  }
  truth_clear(&truth);
  csv_free(csv);
}

/// Both forms of one table of tags
static void
check_tags(const char* const text, const uint32_t strangers)
{
  static const bool expected[2][N_TAGS] = { { true, false, false }, { true, true, false } };
  EquusError        error               = { EQUUS_OK, "" };
  Truth             truth               = { .n = 0 };
  Csv* const        csv                 = load(text);
  assert_int_equal(truth_kind(csv), TRUTH_TAGS);
  assert_int_equal(truth_read(csv, TRUTH_TAGS, tags, N_TAGS, &truth, &error), EQUUS_OK);
  assert_int_equal(truth.n, 2);
  assert_memory_equal(truth.has, expected, sizeof(expected));
  assert_true(truth.known[0] && truth.known[1] && !truth.known[2]);
  assert_int_equal(truth.strangers, strangers);
  truth_clear(&truth);
  csv_free(csv);
}

static void
test_tags_long_and_wide(void** state)
{
  (void)state;
  check_tags("file,tag\na,rock\nb,hip hop\nb,Rock\na,polka\n", 1);
  check_tags("file,rock,hip_hop\na,1,0\nb,1,1\n", 0);
}

static void
test_what_is_wrong_is_named(void** state)
{
  (void)state;
  expect_refusal("file,valence,arousal\n", TRUTH_MOOD, "holds no rows");
  expect_refusal("", TRUTH_MOOD, "holds no rows");
  expect_refusal("name,valence,arousal\na,1,1\n", TRUTH_MOOD, "has no column \"file\"");
  expect_refusal("file,valence\na,1\n", TRUTH_MOOD, "has no column \"arousal\"");
  expect_refusal("file,valence,arousal\na,1,1\nb,2\n", TRUTH_MOOD, "table.csv:3: has 2 fields; the first line has 3");
  expect_refusal("file,valence,arousal\na,1,high\n", TRUTH_MOOD, "table.csv:2: arousal is \"high\"");
  expect_refusal("file,valence,arousal\na,nan,1\n", TRUTH_MOOD, "valence is \"nan\"");
  expect_refusal("file,valence,arousal\na,1,1\nb,1,1\na,2,2\n", TRUTH_MOOD, ":4: names \"a\" again, of which line 2");
  expect_refusal("file,valence,arousal\n\"a,1,1\n", TRUTH_MOOD, "table.csv:2: a field isn't ended");
  expect_refusal("file,valence,arousal\n\"a\"b,1,1\n", TRUTH_MOOD, "a field isn't ended");
  expect_refusal("file,quadrant\na,5\n", TRUTH_QUADRANT, ":2: quadrant is \"5\"");
  expect_refusal("file,rock\na,yes\n", TRUTH_TAGS, ":2: \"rock\" is \"yes\"; it must be 1 or 0");
  expect_refusal("file,tag\na,polka\n", TRUTH_TAGS, "speaks of no tag that the model knows, such as \"rock\"");
}

static void
test_bytes_are_no_table(void** state)
{
  (void)state;
  EquusError  error = { EQUUS_OK, "" };
  FILE* const file  = fopen(sounds_path("bytes.csv"), "wb");
  assert_non_null(file);
  assert_int_equal(fwrite("file\0,tag", 1, 9, file), 9);
  fclose(file);
  assert_null(csv_load(sounds_path("bytes.csv"), &error));
  assert_non_null(strstr(error.text, "bytes.csv: isn't a table"));
  assert_null(csv_load(sounds_path("absent.csv"), &error));
  assert_non_null(strstr(error.text, "absent.csv"));
}

static int
make_folder(void** state)
{
  (void)state;
  static const char* const names[] = { "set/a.wav",       "set/one/b.ogg", "set/two/b.flac", "set/two/c.WAV",
                                       "set/.hidden.wav", "set/notes.txt", "beside/d.wav" };
  mkdir(sounds_path("set"), 0777);
  mkdir(sounds_path("set/one"), 0777);
  mkdir(sounds_path("set/two"), 0777);
  mkdir(sounds_path("beside"), 0777);
  for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    sounds_write_text(sounds_path(names[i]), "");
  }
  return 0;
}

static void
test_files_are_found(void** state)
{
  (void)state;
  EquusError error = { EQUUS_OK, "" };
  SoundFiles files = { .n = 0 };
  char       set[4096];
  char       beside[4096];
  snprintf(set, sizeof(set), "%s", sounds_path("set"));
  snprintf(beside, sizeof(beside), "%s", sounds_path("beside"));
  assert_int_equal(sound_files_add(&files, set, &error), EQUUS_OK);
  assert_int_equal(files.n, 4);
  assert_string_equal(files.files[1].name, "one/b.ogg");
  assert_int_equal(sound_files_find(&files, set, beside, "a.wav", &error), 0);
  assert_int_equal(sound_files_find(&files, set, beside, "a", &error), 0);
  assert_int_equal(sound_files_find(&files, set, beside, "two/../one/b.ogg", &error), 1);
  assert_int_equal(sound_files_find(&files, set, beside, "two/b", &error), 2);
  assert_int_equal(sound_files_find(&files, set, beside, "c.WAV", &error), 3);
  assert_int_equal(sound_files_find(&files, set, beside, "d.wav", &error), 4);
  assert_int_equal(sound_files_find(&files, set, beside, "b", &error), -1);
  assert_non_null(strstr(error.text, "\"b\" may be"));
  assert_int_equal(sound_files_find(&files, set, beside, "e.wav", &error), -1);
  assert_non_null(strstr(error.text, "no sound file \"e.wav\""));
  sound_files_clear(&files);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_moods_in_every_spelling),
    cmocka_unit_test(test_lines_are_counted_through_quotes_and_gaps),
    cmocka_unit_test(test_quadrants_by_number_and_name),
    cmocka_unit_test(test_tags_long_and_wide),
    cmocka_unit_test(test_what_is_wrong_is_named),
    cmocka_unit_test(test_bytes_are_no_table),
    cmocka_unit_test(test_files_are_found),
  };
  return cmocka_run_group_tests(tests, make_folder, NULL);
}
