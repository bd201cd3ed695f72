// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that an audit's records are counted as their definition says: groups, shares, what is undecided, means, and
// intervals against known ones.

#include "tests/tools/audit_fixture.h"
#include "tools/audit_summary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

static const char* const files[] = { "a.wav", "b.wav", "c.wav", "d.wav" };

static AuditSummary
summarise(const AuditLog* const log)
{
  AuditSummary summary;
  EquusError   error;
  assert_int_equal(audit_summary_make(log, &summary, &error), EQUUS_OK);
  return summary;
}

static void
expect(const Estimate* const estimate, const double value, const double low, const double high)
{
  if (fabs(estimate->value - value) > 5e-4 || fabs(estimate->low - low) > 5e-4 || fabs(estimate->high - high) > 5e-4) {
    fail_msg("%g [%g, %g], not %g [%g, %g]", estimate->value, estimate->low, estimate->high, value, low, high);
  }
}

static void
test_one_song_has_wilsons_interval(void** state)
{
  (void)state;
  AuditLog* const log = fixture_new(1, files, 1);
  fixture_part(log, "cloud", 200);
  for (uint32_t d = 0; d < 200; ++d) {
    fixture_verdict(fixture_draw(log, 0, 0, 0, d, 3.0), FIXTURE_TOP, d < 8 ? TURN_FLIPPED : TURN_HELD, 1, 0, 0);
  }
  AuditSummary           summary = summarise(log);
  const AuditCell* const cell    = audit_summary_cell(&summary, 0, 0);
  assert_int_equal(summary.n_groups, 1);
  assert_string_equal(summary.groups[0].name, "random curves, 10 bands, ±3 dB");
  assert_int_equal(cell->records, 200);
  assert_int_equal(cell->songs, 1);
  assert_int_equal(cell->means[FIXTURE_TOP].flipped, 8);
  expect(&cell->means[FIXTURE_TOP].share, 0.04, 0.0204, 0.0769);
  expect(&cell->windows[FIXTURE_TOP].share, 0.0, 0.0, 0.0188);
  assert_true(isnan(cell->means[FIXTURE_QUADRANT].share.value));
  assert_true(audit_summary_applies(&summary, 0, FIXTURE_TOP) && !audit_summary_applies(&summary, 0, FIXTURE_QUADRANT));
  audit_summary_clear(&summary);
  fixture_free(log);
}

/// Songs whose draws agree are as few as the songs
static void
test_draws_of_one_song_are_not_independent(void** state)
{
  (void)state;
  AuditLog* const log = fixture_new(1, files, 4);
  fixture_part(log, "cloud", 20);
  for (uint32_t s = 0; s < 4; ++s) {
    for (uint32_t d = 0; d < 20; ++d) {
      fixture_verdict(fixture_draw(log, s, 0, 0, d, 3.0), FIXTURE_TOP, s < 2 ? TURN_FLIPPED : TURN_HELD, 0, 0, 0);
    }
  }
  AuditSummary summary = summarise(log);
  expect(&audit_summary_cell(&summary, 0, 0)->means[FIXTURE_TOP].share, 0.5, 0.0, 1.0); // Wilson's: 0.393 to 0.607
  audit_summary_clear(&summary);
  fixture_free(log);
}

static void
test_songs_that_count_once_have_wilsons_interval(void** state)
{
  (void)state;
  AuditLog* const log = fixture_new(1, files, 4);
  fixture_part(log, "low-pass", 1);
  for (uint32_t s = 0; s < 4; ++s) {
    AuditRecord* const record = fixture_record(log, s, 0, 0, "low-pass", "low-pass", "low-pass 4 kHz");
    record->treatment.hertz   = 4000.0;
    fixture_verdict(record, FIXTURE_TOP, s ? TURN_HELD : TURN_FLIPPED, 5, 5, 0);
  }
  AuditSummary           summary = summarise(log);
  const AuditCell* const cell    = audit_summary_cell(&summary, 0, 0);
  expect(&cell->means[FIXTURE_TOP].share, 0.25, 0.0456, 0.6994);
  expect(&cell->windows[FIXTURE_TOP].share, 0.5, 0.3520, 0.6480); // All songs agree: Wilson's on 20 of 40 is wider
  assert_string_equal(summary.groups[0].name, "low-pass, 4 kHz");
  audit_summary_clear(&summary);
  fixture_free(log);
}

static void
test_songs_that_agree_have_wilsons_interval(void** state)
{
  (void)state;
  AuditLog* const log = fixture_new(1, files, 2);
  fixture_part(log, "cloud", 20);
  for (uint32_t i = 0; i < 40; ++i) {
    fixture_verdict(fixture_draw(log, i / 20, 0, 0, i % 20, 3.0), FIXTURE_TOP, TURN_HELD, 10, 0, 0);
  }
  AuditSummary summary = summarise(log);
  expect(&audit_summary_cell(&summary, 0, 0)->means[FIXTURE_TOP].share, 0.0, 0.0, 0.0876); // 0 of 40
  audit_summary_clear(&summary);
  fixture_free(log);
}

static void
test_undecided_is_counted_apart(void** state)
{
  (void)state;
  AuditLog* const log = fixture_new(1, files, 1);
  fixture_part(log, "cloud", 4);
  static const Turn turns[] = { TURN_FLIPPED, TURN_UNDECIDED, TURN_HELD, TURN_UNDECIDED };
  for (uint32_t d = 0; d < 4; ++d) {
    fixture_verdict(fixture_draw(log, 0, 0, 0, d, 3.0), FIXTURE_TOP, turns[d], 6, 3, 1);
  }
  AuditSummary            summary = summarise(log);
  const AuditShare* const means   = &audit_summary_cell(&summary, 0, 0)->means[FIXTURE_TOP];
  const AuditShare* const windows = &audit_summary_cell(&summary, 0, 0)->windows[FIXTURE_TOP];
  assert_true(means->flipped == 1 && means->held == 1 && means->undecided == 2);
  assert_true(fabs(means->share.value - 0.5) < 1e-12);
  assert_true(windows->flipped == 12 && windows->held == 24 && windows->undecided == 4);
  expect(&windows->share, 1.0 / 3.0, 0.2021, 0.4966);
  audit_summary_clear(&summary);
  fixture_free(log);
}

static void
test_strength_and_moves_are_means(void** state)
{
  (void)state;
  AuditLog* const log = fixture_new(2, files, 1);
  fixture_part(log, "cloud", 2);
  for (uint32_t m = 0; m < 2; ++m) {
    for (uint32_t d = 0; d < 2; ++d) {
      AuditRecord* const record = fixture_draw(log, 0, m, 0, d, 3.0);
      record->strength          = d ? 2.0 : 1.0;
      record->wet.valence += d ? 0.1 : -0.3; // NAN stays NAN
      record->wet.arousal += d ? -0.5 : 0.0;
    }
  }
  AuditSummary           summary = summarise(log);
  const AuditCell* const cell    = audit_summary_cell(&summary, 0, 0);
  assert_true(fabs(cell->strength - 1.5) < 1e-12);
  assert_true(fabs(cell->valence - 0.2) < 1e-12 && fabs(cell->arousal - 0.25) < 1e-12);
  assert_true(isnan(audit_summary_cell(&summary, 1, 0)->valence));
  audit_summary_clear(&summary);
  fixture_free(log);
}

static void
test_groups_follow_the_protocol_and_chance_alone_joins(void** state)
{
  (void)state;
  AuditLog* const log = fixture_new(1, files, 2);
  fixture_part(log, "null", 2);
  fixture_part(log, "cloud", 4);
  for (uint32_t s = 0; s < 2; ++s) {
    for (uint32_t d = 0; d < 4; ++d) { // Out of order, as a resumed run's
      fixture_verdict(fixture_draw(log, s, 0, 2, d, d < 2 ? 1.0 : 3.0), FIXTURE_TOP, TURN_HELD, 0, 0, 0);
    }
    fixture_verdict(fixture_record(log, s, 0, 1, "null", "delay", "one sample later"), FIXTURE_TOP, TURN_HELD, 0, 1, 0);
    fixture_verdict(fixture_record(log, s, 0, 0, "null", "bypass", "bypass"), FIXTURE_TOP, TURN_HELD, 1, 0, 0);
    log->records[log->n_records - 1].passed = true;
  }
  AuditSummary summary = summarise(log);
  assert_int_equal(summary.n_groups, 4);
  assert_string_equal(summary.groups[0].name, "bypass");
  assert_string_equal(summary.groups[1].name, "one sample later");
  assert_string_equal(summary.groups[2].name, "random curves, 10 bands, ±1 dB");
  assert_string_equal(summary.groups[3].name, "random curves, 10 bands, ±3 dB");
  assert_ptr_equal(summary.groups[3].part, &log->run.parts[1]);
  assert_int_equal(audit_summary_cell(&summary, 0, 3)->records, 4);
  assert_true(summary.nulls[0].records == 4 && summary.nulls[0].passed == 2);
  assert_true(summary.nulls[0].windows[FIXTURE_TOP].flipped == 2 && summary.nulls[0].windows[FIXTURE_TOP].held == 2);
  audit_summary_clear(&summary);
  fixture_free(log);
}

static void
test_progress_counts_what_is_missing(void** state)
{
  (void)state;
  AuditLog* const log = fixture_new(2, files, 2);
  fixture_part(log, "cloud", 2);
  for (uint32_t i = 0; i < 4; ++i) {
    fixture_draw(log, 0, i / 2, 0, i % 2, 3.0);
  }
  fixture_draw(log, 1, 0, 0, 0, 3.0);
  AuditSummary        summary  = summarise(log);
  const AuditProgress progress = audit_summary_progress(&summary);
  assert_true(progress.treatments == 2 && progress.expected == 8 && progress.there == 5 && progress.whole_songs == 1);
  audit_summary_clear(&summary);
  fixture_free(log);
}

static void
test_an_empty_log_has_nothing(void** state)
{
  (void)state;
  AuditLog* const     log      = fixture_new(2, files, 0);
  AuditSummary        summary  = summarise(log);
  const AuditProgress progress = audit_summary_progress(&summary);
  assert_true(summary.n_groups == 0 && progress.expected == 0 && summary.nulls[1].records == 0);
  audit_summary_clear(&summary);
  fixture_free(log);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_one_song_has_wilsons_interval),
    cmocka_unit_test(test_draws_of_one_song_are_not_independent),
    cmocka_unit_test(test_songs_that_count_once_have_wilsons_interval),
    cmocka_unit_test(test_songs_that_agree_have_wilsons_interval),
    cmocka_unit_test(test_undecided_is_counted_apart),
    cmocka_unit_test(test_strength_and_moves_are_means),
    cmocka_unit_test(test_groups_follow_the_protocol_and_chance_alone_joins),
    cmocka_unit_test(test_progress_counts_what_is_missing),
    cmocka_unit_test(test_an_empty_log_has_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
