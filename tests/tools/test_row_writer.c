// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that tables are well-formed whatever names and values they hold, and that a full disk is noticed.

#include "tools/row_writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char* const columns[] = { "rock", "hip, hop", "the \"80s\"" };
static const Sidecar     model     = { .name = "M", .title = "Model M", .sha256 = "ab" };
static const float       first[]   = { 0.123456789f, 1e-9f, 1.0f };
static const float       second[]  = { 0.5f, 0.25f, 0.125f };

/// Two files through a writer; the text to be freed
static char*
write_all(const RowFormat format, const bool several, const float* const last, const char* const trouble)
{
  char*            text    = NULL;
  size_t           size    = 0;
  FILE* const      stream  = open_memstream(&text, &size);
  RowWriter* const writer  = row_writer_new(stream, format, &model, columns, 3, several);
  const RowFile    files[] = { { "a,b.wav", "dry", NULL, 0.5, NULL }, { "c\"d\n.wav", "wet", "warm", 0.5, "calm" } };
  for (unsigned i = 0; i < (several ? 2u : 1u); ++i) {
    const RowFileEnd end = { 44100.0, 2, 3.5, i ? trouble : NULL };
    row_writer_file(writer, &files[i]);
    row_writer_row(writer, 2.992, first);
    row_writer_row(writer, 3.488, last);
    row_writer_file_end(writer, &end);
  }
  assert_int_equal(row_writer_finish(writer, NULL), EQUUS_OK);
  row_writer_free(writer);
  fclose(stream);
  return text;
}

static void
test_csv_of_one_file_has_time_and_labels(void** state)
{
  (void)state;
  char* const text = write_all(ROWS_CSV, false, second, NULL);
  assert_string_equal(text,
                      "time,rock,\"hip, hop\",\"the \"\"80s\"\"\"\n"
                      "2.992,0.123456791,9.99999972e-10,1\n"
                      "3.488,0.5,0.25,0.125\n");
  free(text);
}

static void
test_csv_of_several_files_names_them(void** state)
{
  (void)state;
  char* const text = write_all(ROWS_CSV, true, second, NULL);
  assert_non_null(strstr(text, "file,time,rock,"));
  assert_non_null(strstr(text, "\n\"a,b.wav\",2.992,0.123456791,"));
  assert_non_null(strstr(text, "\n\"c\"\"d\n.wav\",3.488,0.5,0.25,0.125\n"));
  assert_null(strstr(strstr(text, "\n"), "time"));
  free(text);
}

static struct json_object*
member(struct json_object* const object, const char* const key)
{
  struct json_object* value = NULL;
  assert_true(json_object_object_get_ex(object, key, &value));
  return value;
}

static void
test_json_is_valid_whatever_happens(void** state)
{
  (void)state;
  const float               odd[] = { NAN, INFINITY, 0.125f };
  char* const               text  = write_all(ROWS_JSON, true, odd, "broke \"off\"");
  struct json_object* const root  = json_tokener_parse(text);
  assert_non_null(root);
  struct json_object* const files = member(root, "files");
  assert_int_equal(json_object_array_length(files), 2);
  struct json_object* const file = json_object_array_get_idx(files, 1);
  assert_string_equal(json_object_get_string(member(file, "file")), "c\"d\n.wav");
  assert_string_equal(json_object_get_string(member(file, "error")), "broke \"off\"");
  assert_string_equal(json_object_get_string(member(file, "mood")), "calm");
  assert_int_equal(json_object_array_length(member(file, "columns")), 4);
  assert_int_equal(json_object_array_length(member(file, "rows")), 2);
  struct json_object* const row = json_object_array_get_idx(member(file, "rows"), 1);
  assert_null(json_object_array_get_idx(row, 1));
  assert_true(json_object_get_double(json_object_array_get_idx(row, 3)) == 0.125);
  json_object_put(root);
  free(text);
}

static void
test_table_has_a_dash_for_what_is_unknown(void** state)
{
  (void)state;
  const float odd[] = { NAN, 0.5f, 0.125f };
  char* const text  = write_all(ROWS_TABLE, true, odd, NULL);
  assert_non_null(strstr(text, "a,b.wav  (Model M, dry)\n"));
  assert_non_null(strstr(text, "c\"d\n.wav  (calm: Model M, wet)\n"));
  assert_non_null(strstr(text, "    3.49 s         -    0.5000     0.1250\n"));
  free(text);
}

static void
test_json_without_files_is_valid(void** state)
{
  (void)state;
  char*            text   = NULL;
  size_t           size   = 0;
  FILE* const      stream = open_memstream(&text, &size);
  RowWriter* const writer = row_writer_new(stream, ROWS_JSON, &model, columns, 3, false);
  assert_int_equal(row_writer_finish(writer, NULL), EQUUS_OK);
  row_writer_free(writer);
  fclose(stream);
  struct json_object* const root = json_tokener_parse(text);
  assert_int_equal(json_object_array_length(member(root, "files")), 0);
  json_object_put(root);
  free(text);
}

static void
test_a_full_disk_is_noticed(void** state)
{
  (void)state;
  FILE* const stream = fopen("/dev/full", "w");
  if (!stream) {
    skip();
  }
  EquusError       error  = { EQUUS_OK, "" };
  RowWriter* const writer = row_writer_new(stream, ROWS_CSV, &model, columns, 3, false);
  const RowFile    file   = { "a.wav", "dry", NULL, 0.5, NULL };
  row_writer_file(writer, &file);
  for (unsigned i = 0; i < 10000 && !row_writer_failed(writer); ++i) {
    row_writer_row(writer, i, first);
  }
  assert_true(row_writer_failed(writer));
  assert_int_equal(row_writer_finish(writer, &error), EQUUS_ERR_IO);
  assert_non_null(strstr(error.text, "can't write"));
  row_writer_free(writer);
  fclose(stream);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_csv_of_one_file_has_time_and_labels),
    cmocka_unit_test(test_csv_of_several_files_names_them),
    cmocka_unit_test(test_json_is_valid_whatever_happens),
    cmocka_unit_test(test_table_has_a_dash_for_what_is_unknown),
    cmocka_unit_test(test_json_without_files_is_valid),
    cmocka_unit_test(test_a_full_disk_is_noticed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
