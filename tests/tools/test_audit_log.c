// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that what an audit writes is read back the same, in one order whatever the order of lines, that a line which
// a killed run left unfinished is dropped, that wrong lines are named, and that each CSV row has a field a column.

#include "tests/tools/sounds.h"
#include "tools/audit_csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LABELS = 4, TAGS = 2 };

static char names[LABELS][SIDECAR_MAX_TEXT] = { "rock", "soft \"rock\"", "valence", "arousal" };

static AuditRun
make_run(void)
{
  AuditRun run = { .version  = "1.2",
                   .date     = "2026-01-02T03:04:05Z",
                   .machine  = "a, b",
                   .plan     = "part",
                   .draws    = 7,
                   .seed     = 11,
                   .start    = (double)NAN,
                   .seconds  = 30.0,
                   .windows  = true,
                   .tie      = 0.05,
                   .border   = 0.05,
                   .n_rules  = 2,
                   .rules    = { "top", "rock>0.5" },
                   .n_models = 2,
                   .n_parts  = 1,
                   .parts    = { { "null", "bypass: nothing is done", 0, 3, false, 0.25, 0.5 } } };
  for (unsigned i = 0; i < 2; ++i) {
    run.models[i] = (AuditModel){ .title    = "Model",
                                  .sha256   = "abc",
                                  .mood     = "m",
                                  .window   = 3.0,
                                  .hop      = 1.5,
                                  .n_labels = LABELS,
                                  .n_tags   = TAGS,
                                  .labels   = names,
                                  .valence  = { 2, 1.0, 5.0, 9.0 },
                                  .arousal  = { i ? -1 : 3, -1.0, 0.0, 1.0 } };
    snprintf(run.models[i].name, SIDECAR_MAX_TEXT, "model%u", i);
  }
  return run;
}

static float       values[LABELS] = { 0.125f, 0.5f, 6.0f, -0.25f };
static AuditWindow windows[2]     = { { 0.5, -0.5, 1, 0.75 }, { 0.25, (double)NAN, 0, 0.5 } };

static AuditReading
make_reading(void)
{
  return (AuditReading){ .n_windows         = 2,
                         .values            = values,
                         .valence           = 0.25,
                         .arousal           = (double)NAN,
                         .valence_deviation = 0.125,
                         .arousal_deviation = 0.0625,
                         .windows           = windows };
}

static void
write_song(FILE* const stream, const AuditRun* const run, const char* const name)
{
  char* const file = strdup(name);
  AuditSong   song = { .file = file, .sha256 = "0f", .rate = 44100.0, .channels = 2, .start = 1.0, .seconds = 2.0 };
  song.dry[0] = song.dry[1] = make_reading();
  audit_write_song(stream, run, &song);
  free(file);
}

static void
write_record(FILE* const stream, const AuditRun* const run, const char* const name, const unsigned n, const bool heard)
{
  AuditVerdict verdicts[2] = { { true, "rock", "soft \"rock\"", TURN_FLIPPED, 1, 2, 3 }, { .applies = false } };
  char         file[64];
  snprintf(file, sizeof(file), "%s", name);
  const AuditSong   song   = { .file = file };
  const AuditRecord record = {
    .model        = n % 2,
    .treatment    = { .index        = n / 2,
                      .part         = "cloud",
                      .kind         = "cloud",
                      .text         = "10 bands, \xc2\xb1"
                                         "3 dB",
                      .hertz        = (double)NAN,
                      .decibels     = 3.0,
                      .rate         = (double)NAN,
                      .bands        = 10,
                      .draw         = 5,
                      .seed         = 1000000000000000U,
                      .n_gains      = 3,
                      .gains        = { 1.5f, -2.25f, 0.0f },
                      .aim          = "top",
                      .outcome      = "found",
                      .predicted    = 0.5,
                      .place        = 12.5,
                      .length       = 3.0,
                      .from         = "rock",
                      .to           = "soft \"rock\"",
                      .window_match = -1.25,
                      .verified     = (double)NAN },
    .strength     = 1.75,
    .loudness     = -20.5,
    .match        = -0.5,
    .heard        = heard,
    .wet          = make_reading(),
    .verdicts     = verdicts,
    .tag_change   = 0.5,
    .plane_change = (double)NAN,
    .passed       = true,
  };
  audit_write_record(stream, run, &song, &record);
}

/// Two songs in an order, three records each, the last without a reading
static const char*
write_log(const char* const name, const bool backwards)
{
  const AuditRun    run    = make_run();
  const char* const path   = sounds_path(name);
  FILE* const       stream = fopen(path, "w");
  assert_non_null(stream);
  audit_write_run(stream, &run);
  for (unsigned s = 0; s < 2; ++s) {
    const char* const file = (s == 0) == backwards ? "b.wav" : "a, \"1\".wav";
    write_song(stream, &run, file);
    for (unsigned i = 0; i < 3; ++i) {
      const unsigned n = backwards ? 2 - i : i;
      write_record(stream, &run, file, n, n != 2);
    }
  }
  audit_write_trouble(stream, "z.wav", "z.wav: is \"empty\"");
  assert_int_equal(fclose(stream), 0);
  return path;
}

static AuditLog
read_log(const char* const path)
{
  AuditLog   log;
  EquusError error = { EQUUS_OK, "" };
  if (audit_log_read(path, &log, &error)) {
    fail_msg("%s", error.text);
  }
  assert_int_equal(audit_log_sort(&log, &error), EQUUS_OK);
  return log;
}

static void
what_is_written_is_read(void** const state)
{
  (void)state;
  AuditLog log = read_log(write_log("there.jsonl", false));
  assert_int_equal(log.n_songs, 2);
  assert_int_equal(log.n_records, 6);
  assert_int_equal(log.n_troubles, 1);
  assert_string_equal(log.troubles[0].text, "z.wav: is \"empty\"");
  assert_true(!log.torn && isnan(log.run.start) && log.run.windows && log.run.seed == 11);
  assert_string_equal(log.run.machine, "a, b");
  assert_string_equal(log.run.parts[0].text, "bypass: nothing is done");
  assert_true(log.run.parts[0].n == 3 && log.run.parts[0].plane_tolerance == 0.5);
  assert_string_equal(log.run.models[1].labels[1], "soft \"rock\"");
  assert_true(log.run.models[0].arousal.label == 3 && log.run.models[1].arousal.label == -1);
  assert_true(log.run.models[0].valence.centre == 5.0);
  const AuditRecord* const record = &log.records[1];
  assert_string_equal(log.songs[record->song].file, "a, \"1\".wav");
  assert_int_equal(record->model, 1);
  assert_string_equal(record->treatment.text,
                      "10 bands, \xc2\xb1"
                      "3 dB");
  assert_true(record->treatment.seed == 1000000000000000U && record->treatment.draw == 5);
  assert_true(record->treatment.n_gains == 3 && record->treatment.gains[1] == -2.25f);
  assert_true(isnan(record->treatment.hertz) && record->treatment.decibels == 3.0);
  assert_string_equal(record->treatment.outcome, "found");
  assert_true(record->treatment.place == 12.5 && record->treatment.length == 3.0);
  assert_true(record->treatment.window_match == -1.25);
  assert_string_equal(record->treatment.from, "rock");
  assert_string_equal(record->treatment.to, "soft \"rock\"");
  assert_true(record->strength == 1.75 && record->match == -0.5 && record->passed && isnan(record->plane_change));
  assert_true(record->heard && record->wet.n_windows == 2 && isnan(record->wet.arousal));
  assert_memory_equal(record->wet.values, values, sizeof(values));
  assert_true(record->wet.windows[0].top == 1 && isnan(record->wet.windows[1].arousal));
  assert_true(record->verdicts[0].applies && !record->verdicts[1].applies);
  assert_int_equal(record->verdicts[0].turn, TURN_FLIPPED);
  assert_string_equal(record->verdicts[0].wet, "soft \"rock\"");
  assert_true(record->verdicts[0].held == 1 && record->verdicts[0].flipped == 2 && record->verdicts[0].undecided == 3);
  assert_memory_equal(audit_log_dry(&log, record)->values, values, sizeof(values));
  assert_true(!log.records[2].heard && !log.records[2].verdicts);
  audit_log_clear(&log);
}

/// What a function writes, to be freed
static char*
written(void (*const write)(FILE*, const AuditLog*), const AuditLog* const log)
{
  char*       out    = NULL;
  size_t      size   = 0;
  FILE* const stream = open_memstream(&out, &size);
  write(stream, log);
  fclose(stream);
  return out;
}

static unsigned
fields_of(const char** const line)
{
  unsigned n      = 1;
  bool     quoted = false;
  for (; **line && (quoted || **line != '\n'); ++*line) {
    quoted ^= **line == '"';
    n += !quoted && **line == ',';
  }
  *line += **line == '\n';
  return n;
}

static void
check_rows(const char* text, const unsigned rows)
{
  const unsigned columns = fields_of(&text);
  unsigned       n       = 0;
  assert_true(columns > 20);
  for (; *text; ++n) {
    assert_int_equal(fields_of(&text), columns);
  }
  assert_int_equal(n, rows);
}

static void
tables_do_not_depend_on_the_order_of_lines(void** const state)
{
  (void)state;
  AuditLog    there = read_log(write_log("there.jsonl", false));
  AuditLog    back  = read_log(write_log("back.jsonl", true));
  char* const one   = written(audit_csv_write_summary, &there);
  char* const other = written(audit_csv_write_summary, &back);
  char* const each  = written(audit_csv_write_windows, &there);
  assert_string_equal(one, other);
  assert_non_null(strstr(one, "rock>0.5_windows_flipped"));
  assert_non_null(strstr(one, "1.5 -2.25 0"));
  check_rows(one, 6);
  check_rows(each, 8); // Four records have readings, of two windows
  free(one);
  free(other);
  free(each);
  audit_log_clear(&there);
  audit_log_clear(&back);
}

static void
a_torn_line_is_left_out(void** const state)
{
  (void)state;
  const char* const path   = write_log("torn.jsonl", false);
  AuditLog          before = read_log(path);
  FILE* const       stream = fopen(path, "a");
  const AuditRun    run    = make_run();
  write_record(stream, &run, "b.wav", 7, true);
  assert_int_equal(fclose(stream), 0);
  AuditLog more = read_log(path);
  assert_int_equal(more.n_records, before.n_records + 1);
  audit_log_clear(&more);
  FILE* const cut = fopen(path, "r+");
  assert_int_equal(fseek(cut, -9, SEEK_END), 0);
  assert_int_equal(ftruncate(fileno(cut), ftell(cut)), 0);
  assert_int_equal(fclose(cut), 0);
  AuditLog torn = read_log(path);
  assert_true(torn.torn);
  assert_int_equal(torn.whole, before.whole);
  assert_int_equal(torn.n_records, before.n_records);
  audit_log_clear(&torn);
  audit_log_clear(&before);
}

static void
expect_refusal(const char* const text, const char* const part)
{
  AuditLog   log;
  EquusError error = { EQUUS_OK, "" };
  sounds_write_text(sounds_path("bad.jsonl"), text);
  assert_int_not_equal(audit_log_read(sounds_path("bad.jsonl"), &log, &error), EQUUS_OK);
  if (!strstr(error.text, part)) {
    fail_msg("\"%s\" lacks \"%s\"", error.text, part);
  }
  audit_log_clear(&log);
}

static void
wrong_lines_are_named(void** const state)
{
  (void)state;
  char*          text   = NULL;
  size_t         size   = 0;
  FILE* const    stream = open_memstream(&text, &size);
  const AuditRun run    = make_run();
  audit_write_run(stream, &run);
  fflush(stream);
  const size_t head = size;
  write_record(stream, &run, "nowhere.wav", 0, true);
  fclose(stream);
  expect_refusal(text, "bad.jsonl:2: is no record of an audit: its song or model");
  expect_refusal(text + head, "bad.jsonl:1: is no record of an audit: the first line");
  expect_refusal("{\"type\":\"run\",\"format\":\"equus-audit\",\"format_version\":2}\n", "another version");
  expect_refusal("rock\n", "no JSON object");
  expect_refusal("{\"type\":\"run\",\"format\":\"equus-audit\",\"format_version\":1}\n", "version");
  free(text);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_is_written_is_read),
    cmocka_unit_test(tables_do_not_depend_on_the_order_of_lines),
    cmocka_unit_test(a_torn_line_is_left_out),
    cmocka_unit_test(wrong_lines_are_named),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
