// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves on a model that listens to one band only that an audit finds the flips that must be there and no others, that
// null tests hold and levels match, that a run that was killed, torn or interrupted ends with the bytes of one that
// wasn't, whatever the threads, and that mistakes are named.

#include "tests/tools/command.h"
#include "tests/tools/sounds.h"
#include "tools/audit_log.h"

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

#define SAYS(...) ((const char* const[]){ __VA_ARGS__, NULL })

#define KEEN "--model \"$EQUUS_FIXTURES/keen.json\" --verdict 'warm>0.8'"
#define CLOUDS "--only gain --only cloud --draws 1 "
#define CHOOSER "--model \"$EQUUS_FIXTURES/chooser.json\" "
#define SOME "--only low-pass --only gain "
#define PARTS "--only null --only low-pass --only gain --only noise --only high-pass"

/// Wait until a folder's records have so many lines, 20 s at most
#define UNTIL(folder, lines)                                                                                        \
  "n=0; while test $n -lt 2000 && { ! test -s " folder "/records.jsonl || test $(wc -l <" folder "/records.jsonl) " \
  "-lt " lines "; }; do n=$((n + 1)); sleep 0.01; done; "

enum { TOP, QUADRANT, VALENCE, AROUSAL, WARM };

/// Three seconds of noise each, which the model finds warm
static int
write_songs(void** const state)
{
  (void)state;
  mkdir(sounds_path("songs"), 0777);
  mkdir(sounds_path("empty"), 0777);
  sounds_write_noise(sounds_path("songs/a.wav"), 44100.0, 2, 3 * 44100);
  sounds_write_noise(sounds_path("songs/b.wav"), 24000.0, 1, 4 * 24000);
  return setenv("SOURCE_DATE_EPOCH", "1000000000", 1);
}

static AuditLog
read_log(const char* const folder)
{
  AuditLog   log;
  EquusError error = { EQUUS_OK, "" };
  char       path[1024];
  snprintf(path, sizeof(path), "%s/records.jsonl", sounds_path(folder));
  if (audit_log_read(path, &log, &error)) {
    fail_msg("%s", error.text);
  }
  return log;
}

static void
succeed(const char* const command)
{
  command_expect(command, 0, SAYS(""));
}

/// Fail unless two folders hold the same files
static void
expect_same(const char* const one, const char* const other)
{
  static const char* const names[] = { "records.jsonl", "summary.csv" };
  for (unsigned i = 0; i < 2; ++i) {
    char path[64];
    snprintf(path, sizeof(path), "%s/%s", one, names[i]);
    char* const a = command_read_file(sounds_path(path));
    snprintf(path, sizeof(path), "%s/%s", other, names[i]);
    char* const b = command_read_file(sounds_path(path));
    assert_non_null(a);
    assert_non_null(b);
    assert_string_equal(a, b);
    free(a);
    free(b);
  }
}

static void
the_planted_cause_is_found(void** const state)
{
  (void)state;
  succeed("rm -rf all; equus audit songs --seconds 2 --windows -o all " KEEN " " PARTS);
  AuditLog log   = read_log("all");
  unsigned nulls = 0;
  unsigned lows  = 0;
  assert_int_equal(log.n_songs, 2);
  assert_int_equal(log.n_records, 2 * (7 + 2 + 11 + 8 + 2));
  assert_true(log.songs[0].start == 0.0 && log.songs[1].start == 1.0); // The middle, on whole seconds
  for (uint32_t i = 0; i < log.n_records; ++i) {
    const AuditRecord* const    record = &log.records[i];
    const AuditTreatment* const what   = &record->treatment;
    const AuditVerdict* const   warm   = &record->verdicts[WARM];
    assert_true(warm->applies && record->verdicts[TOP].applies && !record->verdicts[QUADRANT].applies);
    assert_string_equal(warm->dry, "warm > 0.80");
    assert_int_equal(warm->held + warm->flipped + warm->undecided, record->wet.n_windows);
    if (!strcmp(what->part, "null")) {
      assert_true(record->passed && warm->flipped == 0 && isnan(record->match));
      ++nulls;
    } else if (!strcmp(what->part, "low-pass")) {
      // The band lies at 2.2 kHz: a corner of 1 kHz takes it away, one above 5 kHz leaves it
      assert_true(what->hertz > 1500.0 || (warm->turn == TURN_FLIPPED && warm->flipped > warm->held));
      assert_true(what->hertz < 5000.0 || (warm->turn == TURN_HELD && warm->flipped == 0));
      assert_true(isfinite(record->match) && record->strength > 0.0 && !record->match_limited);
      ++lows;
    } else if (!strcmp(what->part, "high-pass")) {
      assert_int_equal(warm->turn, TURN_HELD);
    }
    if (warm->turn != TURN_UNDECIDED) {
      assert_string_equal(warm->wet, warm->turn == TURN_FLIPPED ? "warm < 0.80" : "warm > 0.80");
    }
  }
  assert_true(nulls == 14 && lows == 22);
  audit_log_clear(&log);
}

static void
wet_is_as_loud_as_dry(void** const state)
{
  (void)state;
  AuditLog log = read_log("all");
  for (uint32_t i = 0; i < log.n_records; ++i) {
    const AuditRecord* const record = &log.records[i];
    const double             dry    = log.songs[record->song].loudness;
    if (isfinite(record->match)) {
      assert_true(fabs(record->loudness + record->match - dry) < 1e-6);
    } else if (!strcmp(record->treatment.part, "gain")) {
      assert_true(fabs(record->loudness - dry - record->treatment.decibels) < 0.02);
    }
  }
  audit_log_clear(&log);
}

static void
readings_are_those_of_the_plug_in(void** const state)
{
  (void)state;
  AuditLog            log   = read_log("all");
  const AuditReading* dry   = &log.songs[0].dry[0];
  CommandResult       rows  = command_run("equus tag --model-file \"$EQUUS_FIXTURES/keen.json\" --hop 12 --tap dry "
                                          "--start 0 --seconds 2 songs/a.wav");
  CommandTable        table = command_table(rows.out);
  double              sum   = 0.0;
  assert_int_equal(table.rows, dry->n_windows);
  assert_non_null(dry->windows);
  for (unsigned w = 0; w < table.rows; ++w) {
    sum += table.values[w * table.columns + 1];
    assert_true(dry->windows[w].top || fabs(dry->windows[w].probability - table.values[w * table.columns + 1]) < 1e-6);
  }
  assert_true(fabs(sum / table.rows - (double)dry->values[0]) < 1e-6);
  command_table_clear(&table);
  command_clear(&rows);
  audit_log_clear(&log);
}

static void
threads_do_not_matter(void** const state)
{
  (void)state;
  succeed("rm -rf one; equus audit songs --seconds 2 --windows -j 1 -o one " KEEN " " PARTS);
  succeed("rm -rf many; equus audit songs/b.wav songs/a.wav songs --seconds 2 --windows -j 3 -o many " KEEN " " PARTS);
  expect_same("all", "one");
  expect_same("all", "many");
}

static void
a_killed_run_goes_on(void** const state)
{
  (void)state;
  succeed("rm -rf whole killed; equus audit songs -o whole " CLOUDS KEEN);
  succeed("\"$EQUUS_COMMAND\" audit songs -o killed " CLOUDS KEEN
          " & " UNTIL("killed", "12") "kill -9 $!; wait; test ! -e killed/summary.csv");
  AuditLog log = read_log("killed");
  assert_true(log.n_records >= 8 && log.n_records < 2 * (8 + 12));
  audit_log_clear(&log);
  command_expect("equus audit songs -o killed " CLOUDS KEEN, 0, SAYS("going on: "));
  expect_same("whole", "killed");
}

static void
a_torn_line_is_made_again(void** const state)
{
  (void)state;
  succeed("rm -rf torn; cp -r whole torn; truncate -s -99 torn/records.jsonl");
  command_expect("equus audit songs -o torn " CLOUDS KEEN, 0, SAYS("was cut off"));
  expect_same("whole", "torn");
}

static void
an_interrupted_run_keeps_what_is_done(void** const state)
{
  (void)state;
  command_expect("rm -rf stopped; \"$EQUUS_COMMAND\" audit songs -o stopped " CLOUDS KEEN
                 " & " UNTIL("stopped", "12") "kill -TERM $!; wait $!",
                 1,
                 SAYS("stopped; the same command goes on from here"));
  AuditLog    log     = read_log("stopped");
  char* const summary = command_read_file(sounds_path("stopped/summary.csv"));
  char* const page    = command_read_file(sounds_path("stopped/index.html"));
  unsigned    rows    = 0;
  for (const char* at = summary; at && (at = strchr(at, '\n')); ++at) {
    ++rows;
  }
  assert_true(log.n_records > 0 && log.n_records < 2 * (8 + 12));
  assert_int_equal(rows, log.n_records + 1);
  assert_non_null(page);
  assert_non_null(strstr(page, "The run isn’t finished."));
  audit_log_clear(&log);
  free(summary);
  free(page);
  succeed("equus audit songs -o stopped " CLOUDS KEEN);
  expect_same("whole", "stopped");
}

static void
one_run_at_a_time_has_the_folder(void** const state)
{
  (void)state;
  command_expect("rm -rf busy; \"$EQUUS_COMMAND\" audit songs -o busy " CLOUDS KEEN
                 " & " UNTIL("busy", "2") "equus audit songs -o busy " CLOUDS  KEEN "; code=$?; kill -9 $!; exit $code",
                 1,
                 SAYS("busy: another audit is running in this folder"));
}

static void
songs_can_be_added(void** const state)
{
  (void)state;
  succeed("rm -rf added; equus audit songs/b.wav -o added " CLOUDS KEEN);
  succeed("equus audit songs -o added " CLOUDS KEEN);
  expect_same("whole", "added");
}

static void
searched_flips_are_verified_and_go_on(void** const state)
{
  (void)state;
  unsigned found = 0;
  succeed("rm -rf aimed again; equus audit songs --only flip -o aimed " KEEN);
  AuditLog log = read_log("aimed");
  assert_int_equal(log.n_records, 2 * 2); // For the top tag and the threshold; there is no mood
  for (uint32_t i = 0; i < log.n_records; ++i) {
    const AuditTreatment* const what = &log.records[i].treatment;
    assert_int_equal(log.records[i].heard, !strcmp(what->outcome, "found"));
    assert_true(what->n_gains == (log.records[i].heard ? 10U : 0U) && what->place >= 0.0 && what->length > 0.0);
    for (uint32_t band = 0; band < what->n_gains; ++band) {
      assert_true(fabsf(what->gains[band]) <= 6.0f);
    }
    if (log.records[i].heard) {
      assert_string_not_equal(what->from, what->to);
      assert_true(what->verified > 0.05 && log.records[i].strength > 0.0);
      ++found;
    }
  }
  assert_true(found > 0);
  audit_log_clear(&log);
  succeed("mkdir again; head -n 3 aimed/records.jsonl >again/records.jsonl; "
          "equus audit songs --only flip -o again " KEEN);
  expect_same("aimed", "again");
}

static void
searches_take_bands_and_a_limit(void** const state)
{
  (void)state;
  succeed("rm -rf wide; equus audit songs/a.wav --only flip --bands 31 --limit 9 -o wide " KEEN);
  AuditLog log = read_log("wide");
  assert_int_equal(log.n_records, 2);
  for (uint32_t i = 0; i < log.n_records; ++i) {
    assert_true(log.records[i].treatment.bands == 31 && log.records[i].treatment.decibels == 9.0);
    assert_true(log.records[i].treatment.n_gains == (log.records[i].heard ? 31U : 0U));
  }
  assert_non_null(strstr(log.run.parts[0].text, "31 bands within ±9 dB"));
  audit_log_clear(&log);
  command_expect("equus audit songs/a.wav --only flip -o wide " KEEN, 2, SAYS("the protocol"));
}

/// A song that has a window, but not the tenth of a second before it, is no trouble, and isn't tried again
static void
a_song_too_short_for_a_search_is_recorded(void** const state)
{
  (void)state;
  sounds_write_noise(sounds_path("brief.wav"), 16000.0, 1, 2300);
  command_expect("rm -rf brief; equus audit brief.wav --only flip --only gain -o brief " KEEN, 0, SAYS(""));
  AuditLog log   = read_log("brief");
  unsigned brief = 0;
  for (uint32_t i = 0; i < log.n_records; ++i) {
    brief += !strcmp(log.records[i].treatment.outcome, AUDIT_TOO_SHORT) && !log.records[i].heard;
  }
  assert_true(brief == 2 && log.n_records == 2 + 8 && !log.n_troubles);
  audit_log_clear(&log);
  succeed(
    "rm -rf brief-before; cp -r brief brief-before; equus audit brief.wav --only flip --only gain -o brief " KEEN);
  expect_same("brief", "brief-before");
}

/// Beside another one, each model hears what it hears alone
static void
models_stand_side_by_side(void** const state)
{
  (void)state;
  succeed("rm -rf both first second; equus audit songs -o both " SOME CHOOSER KEEN);
  succeed("equus audit songs -o first " SOME CHOOSER "; equus audit songs -o second " SOME KEEN);
  AuditLog both    = read_log("both");
  AuditLog alone[] = { read_log("first"), read_log("second") };
  assert_int_equal(both.run.n_models, 2);
  assert_string_equal(both.run.models[0].name, "chooser");
  assert_string_equal(both.run.models[1].name, "keen");
  assert_int_equal(both.n_records, alone[0].n_records + alone[1].n_records);
  for (uint32_t i = 0; i < both.n_records; ++i) {
    const AuditRecord* const record = &both.records[i];
    const AuditRecord* const single = &alone[record->model].records[i / 2];
    assert_int_equal(record->model, i % 2);
    assert_int_equal(record->treatment.index, single->treatment.index);
    assert_memory_equal(record->wet.values, single->wet.values, both.run.models[i % 2].n_labels * sizeof(float));
    assert_int_equal(record->verdicts[TOP].turn, single->verdicts[TOP].turn);
    assert_true(record->verdicts[TOP].applies && record->loudness == single->loudness);
  }
  audit_log_clear(&both);
  audit_log_clear(&alone[0]);
  audit_log_clear(&alone[1]);
}

static void
other_settings_are_refused(void** const state)
{
  (void)state;
  command_expect("equus audit songs -o whole --only gain --only cloud --draws 2 " KEEN,
                 2,
                 SAYS("whole holds an audit of other settings", "the number of draws", "--again"));
  command_expect("equus audit songs -o whole --only gain --draws 1 " KEEN, 2, SAYS("the protocol"));
  command_expect("equus audit songs -o whole --only gain --only cloud --draws 1 --seed 2 " KEEN, 2, SAYS("the seed"));
  command_expect("equus audit songs -o whole --only gain --only cloud --draws 1 "
                 "--model \"$EQUUS_FIXTURES/tiny.json\"",
                 2,
                 SAYS("the models"));
  succeed("rm -rf anew; cp -r whole anew; equus audit songs -o anew --again --only gain " KEEN);
  AuditLog log = read_log("anew");
  assert_int_equal(log.n_records, 2 * 8);
  audit_log_clear(&log);
}

static void
a_file_that_fails_does_not_stop_the_others(void** const state)
{
  (void)state;
  sounds_write_text(sounds_path("broken.wav"), "no sound");
  sounds_write(sounds_path("short.wav"), 24000.0, 1, 500);
  command_expect("rm -rf some; equus audit broken.wav songs absent.wav short.wav -o some --only gain " KEEN,
                 1,
                 SAYS("broken.wav: ", "absent.wav: No such file", "short.wav: is 0.02083 s long"));
  AuditLog log = read_log("some");
  assert_int_equal(log.n_records, 2 * 8);
  assert_int_equal(log.n_troubles, 2);
  audit_log_clear(&log);
  sounds_write_noise(sounds_path("short.wav"), 24000.0, 1, 50000);
  command_expect("equus audit broken.wav songs short.wav -o some --only gain " KEEN, 1, SAYS("broken.wav: "));
  log = read_log("some");
  assert_int_equal(log.n_records, 3 * 8);
  assert_int_equal(log.n_troubles, 1);
  audit_log_clear(&log);
}

static void
a_song_that_changed_is_refused(void** const state)
{
  (void)state;
  succeed("rm -rf moved c.wav; cp songs/a.wav c.wav; equus audit c.wav -o moved --only gain " KEEN);
  command_expect("cp songs/b.wav c.wav; head -n 5 moved/records.jsonl >x; mv x moved/records.jsonl; "
                 "equus audit c.wav -o moved --only gain " KEEN,
                 1,
                 SAYS("c.wav: has changed since"));
}

static void
the_report_knows_labels_and_its_command(void** const state)
{
  (void)state;
  sounds_write_text(sounds_path("truth.csv"), "file,tag\na,loud\n");
  succeed("rm -rf told; equus audit songs -o told --truth truth.csv --only gain " KEEN);
  char* const page = command_read_file(sounds_path("told/index.html"));
  assert_non_null(page);
  assert_non_null(strstr(page, "<code>equus audit songs -o told --truth truth.csv --only gain "));
  assert_non_null(strstr(page, "1 song has a label."));
  free(page);
}

static void
mistakes_are_named(void** const state)
{
  (void)state;
  command_expect("equus audit", 2, SAYS("no file named"));
  command_expect("equus audit empty -o x", 2, SAYS("empty: holds no sound files"));
  command_expect("equus audit songs -o x --only clouds", 2, SAYS("unknown part of the protocol", "cloud"));
  command_expect("equus audit songs -o x --model MSD_musicn", 2, SAYS("MSD_musicnn"));
  command_expect("equus audit songs -o x --model listeners", 2, SAYS("--mood"));
  command_expect("equus audit songs -o x --mood merry", 2, SAYS("merry", "listeners"));
  command_expect("equus audit songs -o x --verdict 'hapy:sad'", 2, SAYS("hapy"));
  command_expect("equus audit songs -o x --verdict 'happy>2'", 2, SAYS("happy>2"));
  command_expect("equus audit songs -o x --truth absent.csv", 1, SAYS("absent.csv"));
  command_expect("equus audit songs -o songs/a.wav --only gain " KEEN, 1, SAYS("songs/a.wav: can't make this folder"));
  command_expect(
    "rm -rf other; mkdir other; echo text >other/records.jsonl; equus audit songs -o other --only gain " KEEN,
    1,
    SAYS("other/records.jsonl:1: is no record of an audit"));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_planted_cause_is_found),
    cmocka_unit_test(wet_is_as_loud_as_dry),
    cmocka_unit_test(readings_are_those_of_the_plug_in),
    cmocka_unit_test(threads_do_not_matter),
    cmocka_unit_test(a_killed_run_goes_on),
    cmocka_unit_test(a_torn_line_is_made_again),
    cmocka_unit_test(an_interrupted_run_keeps_what_is_done),
    cmocka_unit_test(one_run_at_a_time_has_the_folder),
    cmocka_unit_test(songs_can_be_added),
    cmocka_unit_test(searched_flips_are_verified_and_go_on),
    cmocka_unit_test(searches_take_bands_and_a_limit),
    cmocka_unit_test(a_song_too_short_for_a_search_is_recorded),
    cmocka_unit_test(models_stand_side_by_side),
    cmocka_unit_test(other_settings_are_refused),
    cmocka_unit_test(a_file_that_fails_does_not_stop_the_others),
    cmocka_unit_test(a_song_that_changed_is_refused),
    cmocka_unit_test(the_report_knows_labels_and_its_command),
    cmocka_unit_test(mistakes_are_named),
  };
  return cmocka_run_group_tests(tests, write_songs, NULL);
}
