// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that an audit's figures against labels are those reckoned by hand, dry and wet, that a treatment's are means
// over its draws, and that labels find their songs or say why not.

#include "tests/tools/audit_fixture.h"
#include "tests/tools/sounds.h"
#include "tools/audit_metrics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

enum { SONGS = 4, ROCK = 0, POP = 1 };

static const char* const files[SONGS] = { "x/a.wav", "x/b.wav", "y/c.wav", "y/d.ogg" };

static const float rock[SONGS] = { 0.9F, 0.4F, 0.2F, 0.3F };
static const float pop[SONGS]  = { 0.1F, 0.6F, 0.8F, 0.7F };

static const char* const tag_table = "file,tag\na,rock\nx/b.wav,rock\nc.wav,\"pop <&> \"\"soul\"\"\"\n"
                                     "y/d.ogg,\"pop <&> \"\"soul\"\"\"\nelsewhere.wav,rock\n";

/// Four songs and two draws: the first changes nothing, the second changes the tags for each other
static AuditLog*
tagged_log(void)
{
  AuditLog* const log = fixture_new(2, files, SONGS);
  fixture_part(log, "cloud", 2);
  for (uint32_t s = 0; s < SONGS; ++s) {
    log->songs[s].dry[0].values[ROCK] = rock[s];
    log->songs[s].dry[0].values[POP]  = pop[s];
    for (uint32_t d = 0; d < 2; ++d) {
      AuditRecord* const record = fixture_draw(log, s, 0, 0, d, 3.0);
      record->wet.values[ROCK]  = d ? pop[s] : rock[s];
      record->wet.values[POP]   = d ? rock[s] : pop[s];
    }
  }
  return log;
}

/// Judge a log's model by a table; the status of that
static EquusStatus
judge(const AuditLog* const log,
      const uint32_t        model,
      const char* const     table,
      AuditMetrics* const   metrics,
      EquusError* const     error)
{
  AuditSummary summary;
  sounds_write_text(sounds_path("labels.csv"), table);
  Csv* const csv = csv_load(sounds_path("labels.csv"), error);
  assert_non_null(csv);
  assert_int_equal(audit_summary_make(log, &summary, error), EQUUS_OK);
  const EquusStatus status = audit_metrics_make(&summary, model, csv, metrics, error);
  audit_summary_clear(&summary);
  csv_free(csv);
  return status;
}

static void
expect(const double got, const double wanted)
{
  if (!(fabs(got - wanted) < 1e-6)) {
    fail_msg("%g, not %g", got, wanted);
  }
}

static void
test_tags_untouched(void** state)
{
  (void)state;
  AuditLog* const log = tagged_log();
  AuditMetrics    m;
  EquusError      error;
  assert_int_equal(judge(log, 0, tag_table, &m, &error), EQUUS_OK);
  assert_true(m.kind == TRUTH_TAGS && m.songs == 4 && m.n_tags == 2 && m.n_classes == 2);
  assert_true(m.positives[ROCK] == 2 && m.positives[POP] == 2 && m.conditions[0] == 1);
  expect(audit_metrics_tag(&m, 0, ROCK, AUDIT_PRECISION), 1.0);
  expect(audit_metrics_tag(&m, 0, ROCK, AUDIT_RECALL), 0.5);
  expect(audit_metrics_tag(&m, 0, ROCK, AUDIT_F), 2.0 / 3.0);
  expect(audit_metrics_tag(&m, 0, POP, AUDIT_PRECISION), 2.0 / 3.0);
  expect(audit_metrics_tag(&m, 0, POP, AUDIT_F), 0.8);
  expect(audit_metrics_tag(&m, 0, POP, AUDIT_AUC), 1.0);
  expect(audit_metrics_tag(&m, 0, POP, AUDIT_AP), 1.0);
  expect(audit_metrics_figure(&m, 0, AUDIT_F), (2.0 / 3.0 + 0.8) / 2.0);
  expect(audit_metrics_figure(&m, 0, AUDIT_ACCURACY), 0.75);
  expect(audit_metrics_confusion(&m, 0, ROCK, ROCK), 1.0);
  expect(audit_metrics_confusion(&m, 0, ROCK, POP), 1.0);
  expect(audit_metrics_confusion(&m, 0, POP, ROCK), 0.0);
  expect(audit_metrics_confusion(&m, 0, POP, POP), 2.0);
  assert_true(isnan(audit_metrics_figure(&m, 0, AUDIT_R2_VALENCE)));
  audit_metrics_clear(&m);
  fixture_free(log);
}

static void
test_a_treatments_figures_are_means_over_its_draws(void** state)
{
  (void)state;
  AuditLog* const log = tagged_log();
  AuditMetrics    m;
  EquusError      error;
  assert_int_equal(judge(log, 0, tag_table, &m, &error), EQUUS_OK);
  assert_true(m.n_columns == 2 && m.conditions[1] == 2);
  expect(audit_metrics_figure(&m, 1, AUDIT_ACCURACY), (0.75 + 0.25) / 2.0);
  expect(audit_metrics_tag(&m, 1, ROCK, AUDIT_PRECISION), (1.0 + 1.0 / 3.0) / 2.0);
  expect(audit_metrics_tag(&m, 1, ROCK, AUDIT_F), (2.0 / 3.0 + 0.4) / 2.0);
  expect(audit_metrics_tag(&m, 1, ROCK, AUDIT_AUC), 0.5);
  expect(audit_metrics_confusion(&m, 1, POP, ROCK), 1.0);
  expect(audit_metrics_confusion(&m, 1, POP, POP), 1.0);
  audit_metrics_clear(&m);
  fixture_free(log);
}

/// Ratings 7, 3, 5, 9 against readings 6, 4, 5, 7
static AuditLog*
rated_log(void)
{
  static const float  readings[SONGS] = { 6.0F, 4.0F, 5.0F, 7.0F };
  static const double places[SONGS]   = { 0.25, -0.25, 0.1, 0.5 };
  AuditLog* const     log             = fixture_new(2, files, SONGS);
  for (uint32_t s = 0; s < SONGS; ++s) {
    log->songs[s].dry[0].values[2] = readings[s];
    log->songs[s].dry[0].values[3] = readings[s];
    log->songs[s].dry[0].valence = log->songs[s].dry[0].arousal = places[s];
  }
  return log;
}

static void
test_moods(void** state)
{
  (void)state;
  AuditLog* const log = rated_log();
  AuditMetrics    m;
  EquusError      error;
  assert_int_equal(judge(log, 0, "file,valence,arousal\na,7,7\nb,3,3\nc,5,4.5\nd,9,9\n", &m, &error), EQUUS_OK);
  assert_true(m.kind == TRUTH_MOOD && m.songs == 4 && m.scale_fits && m.n_classes == 4);
  expect(audit_metrics_figure(&m, 0, AUDIT_RMSE_VALENCE), sqrt(1.5));
  expect(audit_metrics_figure(&m, 0, AUDIT_R2_VALENCE), 0.7);
  expect(audit_metrics_figure(&m, 0, AUDIT_R_VALENCE), 1.0);
  expect(audit_metrics_figure(&m, 0, AUDIT_ACCURACY), 0.75); // c: people low in arousal, the model high
  expect(audit_metrics_confusion(&m, 0, 0, 0), 2.0);
  expect(audit_metrics_confusion(&m, 0, 2, 2), 1.0);
  expect(audit_metrics_confusion(&m, 0, 3, 0), 1.0);
  audit_metrics_clear(&m);
  fixture_free(log);
}

static void
test_ratings_beyond_the_scale_have_no_r2(void** state)
{
  (void)state;
  AuditLog* const log = rated_log();
  AuditMetrics    m;
  EquusError      error;
  assert_int_equal(judge(log, 0, "file,valence,arousal\na,70,70\nb,30,30\nc,50,45\nd,90,90\n", &m, &error), EQUUS_OK);
  assert_true(!m.scale_fits && m.n_classes == 0);
  assert_true(isnan(audit_metrics_figure(&m, 0, AUDIT_R2_VALENCE)));
  expect(audit_metrics_figure(&m, 0, AUDIT_R_VALENCE), 1.0);
  audit_metrics_clear(&m);
  fixture_free(log);
}

static void
expect_error(const uint32_t model, const char* const table, const EquusStatus status, const char* const text)
{
  AuditLog* const log = tagged_log();
  AuditMetrics    m;
  EquusError      error;
  assert_int_equal(judge(log, model, table, &m, &error), status);
  if (!strstr(error.text, text)) {
    fail_msg("\"%s\" doesn't say \"%s\"", error.text, text);
  }
  audit_metrics_clear(&m);
  fixture_free(log);
}

static void
test_labels_that_do_not_help_are_named(void** state)
{
  (void)state;
  expect_error(1, "file,valence,arousal\na,5,5\n", EQUUS_ERR_NOT_FOUND, "nothing that Model B hears");
  expect_error(0, "file,tag\nz.wav,rock\n", EQUUS_ERR_NOT_FOUND, "none of the songs");
  expect_error(0, "file,valence,arousal\na,much,5\n", EQUUS_ERR_FORMAT, "much");
}

static void
test_a_name_of_two_songs_is_refused(void** state)
{
  (void)state;
  static const char* const twins[] = { "x/song.ogg", "y/song.ogg" };
  AuditLog* const          log     = fixture_new(1, twins, 2);
  AuditMetrics             m;
  EquusError               error;
  assert_int_equal(judge(log, 0, "file,tag\nsong.ogg,rock\n", &m, &error), EQUUS_ERR_RANGE);
  assert_non_null(strstr(error.text, "line 2 of the labels: \"song.ogg\""));
  audit_metrics_clear(&m);
  assert_int_equal(judge(log, 0, "file,tag\ny/song.ogg,rock\n", &m, &error), EQUUS_OK);
  assert_int_equal(m.songs, 1);
  audit_metrics_clear(&m);
  fixture_free(log);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_tags_untouched),
    cmocka_unit_test(test_a_treatments_figures_are_means_over_its_draws),
    cmocka_unit_test(test_moods),
    cmocka_unit_test(test_ratings_beyond_the_scale_have_no_r2),
    cmocka_unit_test(test_labels_that_do_not_help_are_named),
    cmocka_unit_test(test_a_name_of_two_songs_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
