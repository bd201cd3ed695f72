// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that an audit's page is well-formed and stands alone whatever the records hold, that its numbers are those of
// hand-made records, that it says what is missing, and that its clips decode to the very window.

#include "tests/tools/audit_fixture.h"
#include "tests/tools/markup.h"
#include "tests/tools/sounds.h"
#include "tools/audit_report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <math.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>

static const char* const odd_files[] = { "songs/a <b> & \"c\" 'd'.wav", "songs/\xff\x01.wav" };

static char*
page_of(const AuditReport* const report)
{
  EquusError  error;
  FILE* const stream = markup_open();
  assert_int_equal(audit_report_write(stream, report, &error), EQUUS_OK);
  char* const page = markup_close(stream);
  markup_check(page);
  return page;
}

static char*
default_page(const AuditLog* const log)
{
  const AuditReport report = audit_report_default(log);
  return page_of(&report);
}

static void
expect_in(const char* const page, const char* const text)
{
  if (!strstr(page, text)) {
    fail_msg("the page doesn't say \"%s\"", text);
  }
}

/// A small whole audit: null tests, a cloud, a sweep, a search
static AuditLog*
whole_log(void)
{
  AuditLog* const log = fixture_new(2, odd_files, 2);
  fixture_part(log, "null", 1);
  fixture_part(log, "low-pass", 2);
  fixture_part(log, "cloud", 25);
  fixture_part(log, "flip", 1);
  for (uint32_t s = 0; s < 2; ++s) {
    for (uint32_t m = 0; m < 2; ++m) {
      AuditRecord* const null = fixture_record(log, s, m, 0, "null", "delay", "one sample later");
      null->passed            = true;
      null->tag_change        = s ? 0.001234 : 0.0005;
      fixture_verdict(null, FIXTURE_TOP, TURN_HELD, 10, 0, 0);
      for (uint32_t k = 1; k < 3; ++k) {
        AuditRecord* const low = fixture_record(log, s, m, k, "low-pass", "low-pass", "low-pass");
        low->treatment.hertz   = 1000.0 * k;
        fixture_verdict(low, FIXTURE_TOP, k == 1 ? TURN_FLIPPED : TURN_HELD, 9, 1, 0);
      }
      for (uint32_t d = 0; d < 25; ++d) {
        AuditRecord* const draw = fixture_draw(log, s, m, 3, d, 3.0);
        fixture_verdict(draw, FIXTURE_TOP, d < 5 ? TURN_FLIPPED : TURN_HELD, 8, 2 - m, m);
      }
      fixture_flip(log, s, m, 28, 1.0 + s + 0.25 * m);
    }
  }
  return log;
}

static void
test_a_whole_audit_is_told(void** state)
{
  (void)state;
  AuditLog* const log  = whole_log();
  char* const     page = default_page(log);
  expect_in(page, "songs/a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;.wav");
  expect_in(page, "songs/\xef\xbf\xbd\xef\xbf\xbd.wav");
  expect_in(page, "pop &lt;&amp;&gt; &quot;soul&quot;");
  expect_in(page, "No mood is read from Model B");
  expect_in(page, "Sturm");
  expect_in(page, "10.1109/TMM.2014.2330697");
  assert_null(strstr(page, "isn’t finished"));
  assert_null(strstr(page, "nan"));
  free(page);
  fixture_free(log);
}

static void
test_numbers_are_those_of_the_records(void** state)
{
  (void)state;
  AuditLog* const log  = whole_log();
  char* const     page = default_page(log);
  // Song means: 10 of 50, songs alike; Wilson's
  expect_in(page, "20.0&#160;% <small>[11.2,&#160;33.0]</small><br/><small>10 of 50</small>");
  // Windows of model B: 1 flipped, 8 held, 1 undecided, 50 times
  expect_in(page, "11.1&#160;% <small>[8.5,&#160;14.4]</small><br/><small>50 of 450; 50 undecided</small>");
  // Low-pass at 1 kHz: both songs once
  expect_in(page, "100.0&#160;% <small>[34.2,&#160;100.0]</small><br/><small>2 of 2</small>");
  expect_in(page, "Model A</b> changed its top tag in under a quarter of its decided windows (20.0&#160;%");
  expect_in(page,
            "succeeded in <b>4 of 4</b> decided cases; the smallest took 1.00 dB RMS, half of them at most 1.62 dB");
  expect_in(page, "all 4 null tests passed");
  expect_in(page, "0.1234 <small>of&#160;2</small>");
  expect_in(page, "chance band, up to 16.1 %"); // Windows: 0 of 20
  free(page);
  fixture_free(log);
}

static void
test_failed_null_tests_are_said(void** state)
{
  (void)state;
  AuditLog* const log    = whole_log();
  log->records[0].passed = false;
  char* const page       = default_page(log);
  expect_in(page, "<b>1 of 4 null tests failed</b>");
  expect_in(page, "✗ failed");
  free(page);
  fixture_free(log);
}

static void
test_what_is_missing_is_said(void** state)
{
  (void)state;
  AuditLog* const log = fixture_new(1, odd_files, 1);
  fixture_part(log, "low-pass", 2);
  AuditRecord* const record = fixture_record(log, 0, 0, 0, "low-pass", "low-pass", "low-pass");
  record->treatment.hertz   = 1000.0;
  fixture_verdict(record, FIXTURE_TOP, TURN_FLIPPED, 0, 1, 0);
  log->n_troubles       = 1;
  log->troubles         = (AuditTrouble*)calloc(1, sizeof(AuditTrouble));
  log->troubles[0].file = strdup("<x>.wav");
  log->troubles[0].text = strdup("<x>.wav: is no sound");
  char* const page      = default_page(log);
  expect_in(page, "1 of 2 records");
  expect_in(page, "0 of 1 songs are complete");
  expect_in(page, "<b>One song was heard.</b>");
  expect_in(page, "&lt;x&gt;.wav: is no sound");
  expect_in(page, "No random equalisers were part of this run");
  expect_in(page, "No directed search was part of this run");
  expect_in(page, "No null tests were part of this run");
  expect_in(page, "<strong class=\"flip\">flipped</strong>"); // One song, once: no percentage
  free(page);
  fixture_free(log);
}

static void
test_an_empty_run_is_a_page(void** state)
{
  (void)state;
  AuditLog* const log  = fixture_new(1, odd_files, 0);
  char* const     page = default_page(log);
  expect_in(page, "No song was heard");
  free(page);
  fixture_free(log);
}

static void
test_the_smallest_flips_of_each_model_are_shown(void** state)
{
  (void)state;
  AuditLog* const log    = whole_log();
  AuditReport     report = audit_report_default(log);
  report.most_flips      = 2;
  char* const page       = page_of(&report);
  assert_int_equal(markup_count(page, "article"), 2);
  expect_in(page, "2 of 4 flips are shown");
  const char* const first = strstr(page, "<b>1.00 dB</b>");
  assert_non_null(first);
  assert_non_null(strstr(first, "<b>1.25 dB</b>")); // Model B's smallest, before model A's second
  assert_null(strstr(page, "<b>2.00 dB</b>"));
  free(page);
  fixture_free(log);
}

static void
test_a_file_that_is_gone_is_said(void** state)
{
  (void)state;
  AuditLog* const log  = whole_log();
  char* const     page = default_page(log);
  assert_int_equal(markup_count(page, "audio"), 0);
  expect_in(page, "No sound: songs/a &lt;b&gt;");
  free(page);
  fixture_free(log);
}

/// A log of one song that is there, with one flip
static AuditLog*
audible_log(void)
{
  const char* const path = sounds_path("song.wav");
  sounds_write(path, 44100.0, 2, 44100 * 4);
  AuditLog* const log = fixture_new(1, &path, 1);
  fixture_part(log, "flip", 1);
  fixture_flip(log, 0, 0, 0, 1.0);
  return log;
}

/// Samples of the n-th clip in a page, interleaved; to be freed
static float*
clip_in(const char* const page, const unsigned n, SF_INFO* const info)
{
  const char* at = page;
  for (unsigned i = 0; i <= n; ++i) {
    at = strstr(at + 1, ";base64,");
    assert_non_null(at);
  }
  gsize         size  = 0;
  char* const   text  = g_strndup(at + 8, strcspn(at + 8, "\""));
  guchar* const bytes = g_base64_decode(text, &size);
  FILE* const   file  = fopen(sounds_path("clip"), "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, size, file), size);
  assert_int_equal(fclose(file), 0);
  g_free(bytes);
  g_free(text);
  *info               = (SF_INFO){ .format = 0 };
  SNDFILE* const read = sf_open(sounds_path("clip"), SFM_READ, info);
  assert_non_null(read);
  float* const samples = (float*)calloc((size_t)info->frames * (size_t)info->channels, sizeof(float));
  assert_non_null(samples);
  assert_int_equal(sf_readf_float(read, samples, info->frames), info->frames);
  assert_int_equal(sf_close(read), 0);
  return samples;
}

/// How well the first channel of a clip agrees with the sound one second later: correlation
static double
agreement(const float* const samples, const SF_INFO* const info)
{
  double both  = 0.0;
  double clip  = 0.0;
  double sound = 0.0;
  for (sf_count_t i = 4800; i < info->frames - 4800; ++i) {
    const double got    = (double)samples[i * info->channels];
    const double wanted = (double)sounds_sample(48000.0, 0, (uint64_t)i + 48000);
    both += got * wanted;
    clip += got * got;
    sound += wanted * wanted;
  }
  return both / sqrt(clip * sound);
}

static double
power(const float* const samples, const SF_INFO* const info)
{
  double sum = 0.0;
  for (sf_count_t i = 0; i < info->frames * info->channels; ++i) {
    sum += (double)samples[i] * (double)samples[i];
  }
  return sum;
}

static void
test_clips_are_the_very_window(void** state)
{
  (void)state;
  AuditLog* const log  = audible_log();
  char* const     page = default_page(log);
  SF_INFO         dry_info;
  SF_INFO         wet_info;
  assert_int_equal(markup_count(page, "audio"), 2);
  float* const dry = clip_in(page, 0, &dry_info);
  float* const wet = clip_in(page, 1, &wet_info);
  assert_true(dry_info.frames == 2 * 48000 && wet_info.frames == 2 * 48000 && dry_info.channels == 2);
  assert_true(agreement(dry, &dry_info) > 0.99);
  // 6 dB of level match down; the curve adds a little
  const double down = 10.0 * log10(power(wet, &wet_info) / power(dry, &dry_info));
  assert_true(down > -6.5 && down < -2.5);
  free(dry);
  free(wet);
  free(page);
  fixture_free(log);
}

static void
test_clips_stay_within_the_bound(void** state)
{
  (void)state;
  AuditLog* const log    = audible_log();
  AuditReport     report = audit_report_default(log);
  char* const     all    = page_of(&report);
  report.most_bytes      = 1000;
  char* const few        = page_of(&report);
  assert_int_equal(markup_count(few, "audio"), 0);
  expect_in(few, "the page has reached its size");
  assert_true(strlen(all) > strlen(few) + 10000 && strlen(few) < 60000);
  free(all);
  free(few);
  fixture_free(log);
}

static void
test_labels_are_held_against_it(void** state)
{
  (void)state;
  AuditLog* const log    = whole_log();
  AuditReport     report = audit_report_default(log);
  char* const     none   = page_of(&report);
  expect_in(none, "No labels were given");
  sounds_write_text(sounds_path("labels.csv"), "file,tag\n\"a <b> & \"\"c\"\" 'd'.wav\",rock\n");
  Csv* const truth = csv_load(sounds_path("labels.csv"), &(EquusError){ EQUUS_OK, "" });
  assert_non_null(truth);
  report.truth     = truth;
  char* const page = page_of(&report);
  expect_in(page, "1 song has a label.");
  expect_in(page, "Songs by what people (rows) and the model (columns) say: random curves, 10 bands, ±3 dB");
  assert_null(strstr(page, "nan"));
  free(none);
  free(page);
  csv_free(truth);
  fixture_free(log);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_a_whole_audit_is_told),
    cmocka_unit_test(test_numbers_are_those_of_the_records),
    cmocka_unit_test(test_failed_null_tests_are_said),
    cmocka_unit_test(test_what_is_missing_is_said),
    cmocka_unit_test(test_an_empty_run_is_a_page),
    cmocka_unit_test(test_the_smallest_flips_of_each_model_are_shown),
    cmocka_unit_test(test_a_file_that_is_gone_is_said),
    cmocka_unit_test(test_labels_are_held_against_it),
    cmocka_unit_test(test_clips_are_the_very_window),
    cmocka_unit_test(test_clips_stay_within_the_bound),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
