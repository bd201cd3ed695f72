// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that a chart puts its points where their numbers say, tells its series apart without colours, and has a table
// with the same numbers.

#include "tests/tools/markup.h"
#include "tools/chart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Two series of three doses, the second with a gap
static Chart*
chart_new(void)
{
  static const char* const names[] = { "1 dB", "3 dB", "6 dB" };
  Chart* const             chart   = (Chart*)calloc(1, sizeof(Chart));
  assert_non_null(chart);
  chart->id               = "c1";
  chart->title            = "Flips & \"doses\"";
  chart->about            = "They rise <steadily>.";
  chart->x_name           = "limit of a band, dB";
  chart->y_max            = 0.5;
  chart->band             = 0.05;
  chart->band_name        = "null tests";
  chart->n_series         = 2;
  chart->series[0].name   = "10 bands";
  chart->series[1].name   = "31 <bands>";
  const uint32_t counts[] = { 0, 8, 40 };
  for (unsigned i = 0; i < 3; ++i) {
    const Estimate share = statistics_share(counts[i], 200);
    const Estimate other = statistics_share(2 * counts[i], i == 1 ? 0 : 400);
    chart_add(&chart->series[0], i == 0 ? 1.0 : 3.0 * i, names[i], &share, counts[i], 200);
    chart_add(&chart->series[1], i == 0 ? 1.0 : 3.0 * i, names[i], &other, 2 * counts[i], i == 1 ? 0 : 400);
  }
  return chart;
}

static char*
written(const Chart* const chart, void (*const write)(FILE* stream, const Chart* chart))
{
  FILE* const stream = markup_open();
  write(stream, chart);
  return markup_close(stream);
}

static void
test_the_picture_is_well_formed_and_named(void** state)
{
  (void)state;
  Chart* const chart = chart_new();
  char* const  text  = written(chart, chart_write);
  assert_int_equal(markup_count(text, "svg"), 1);
  assert_int_equal(markup_count(text, "title"), 1);
  assert_int_equal(markup_count(text, "desc"), 1);
  assert_non_null(strstr(text, "Flips &amp; &quot;doses&quot;"));
  assert_non_null(strstr(text, "31 &lt;bands&gt;"));
  free(text);
  free(chart);
}

/// Heights of a series' marks, top to bottom of the picture in its own units
static unsigned
mark_heights(const char* const text, const char* const series, double* const heights)
{
  unsigned n = 0;
  for (const char* at = strstr(text, series); at; at = strstr(at + 1, series)) {
    const char* const place = strstr(at, "d=\"M");
    char*             end   = NULL;
    assert_non_null(place);
    strtod(place + 4, &end);
    assert_int_equal(*end, ' ');
    heights[n] = strtod(end, NULL);
    ++n;
  }
  return n;
}

static void
test_marks_stand_where_the_shares_say(void** state)
{
  (void)state;
  Chart* const chart      = chart_new();
  char* const  text       = written(chart, chart_write);
  double       heights[8] = { 0.0 };
  assert_int_equal(mark_heights(text, "class=\"s1 mark\"", heights), 4); // Three and the legend's
  const double unit = (heights[0] - heights[2]) / 0.2;                   // From 0 to 20 %
  assert_true(unit > 100.0);
  assert_true(fabs((heights[0] - heights[1]) / unit - 0.04) < 0.001);
  assert_int_equal(mark_heights(text, "class=\"s2 mark hollow\"", heights), 3); // One is a gap
  free(text);
  free(chart);
}

static void
test_a_gap_breaks_the_line(void** state)
{
  (void)state;
  Chart* const      chart = chart_new();
  char* const       text  = written(chart, chart_write);
  const char* const line  = strstr(text, "class=\"s2 run\" d=\"");
  assert_non_null(line);
  const char* const end   = strchr(line + 18, '"');
  unsigned          moves = 0;
  for (const char* c = line + 18; c < end; ++c) {
    moves += *c == 'M';
    assert_true(*c != 'L');
  }
  assert_int_equal(moves, 2);
  free(text);
  free(chart);
}

static void
test_the_table_has_the_numbers(void** state)
{
  (void)state;
  Chart* const chart = chart_new();
  char* const  text  = written(chart, chart_write_table);
  markup_check(text);
  assert_non_null(strstr(text, "4.0 % <small>[2.0, 7.7]</small><br/><small>8 of 200</small>")); // Wilson's
  assert_non_null(strstr(text, "0.0 % <small>[0.0, 1.9]</small><br/><small>0 of 200</small>"));
  assert_non_null(strstr(text, "20.0 % <small>[16.4, 24.2]</small><br/><small>80 of 400</small>"));
  assert_non_null(strstr(text, "<td class=\"n\">&#8211;</td>"));
  free(text);
  free(chart);
}

static void
test_the_ceiling_holds_every_interval(void** state)
{
  (void)state;
  Chart* const chart = chart_new();
  assert_true(fabs(chart_ceiling(chart) - 0.5) < 1e-12);
  chart->series[0].n = chart->series[1].n = 1;
  assert_true(fabs(chart_ceiling(chart) - 0.1) < 1e-12);
  chart->band = 0.11;
  assert_true(fabs(chart_ceiling(chart) - 0.25) < 1e-12);
  chart->band = 0.51;
  assert_true(fabs(chart_ceiling(chart) - 1.0) < 1e-12);
  chart->band = (double)NAN;
  assert_true(fabs(chart_ceiling(chart) - 0.1) < 1e-12);
  free(chart);
}

static void
test_one_dose_is_drawn(void** state)
{
  (void)state;
  Chart* const chart = chart_new();
  chart->series[0].n = 1;
  chart->n_series    = 1;
  chart->band        = (double)NAN;
  char* one          = written(chart, chart_write);
  markup_check(one);
  assert_null(strstr(one, "nan"));
  assert_null(strstr(one, "class=\"band\""));
  free(one);
  free(chart);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_the_picture_is_well_formed_and_named),
    cmocka_unit_test(test_marks_stand_where_the_shares_say),
    cmocka_unit_test(test_a_gap_breaks_the_line),
    cmocka_unit_test(test_the_table_has_the_numbers),
    cmocka_unit_test(test_the_ceiling_holds_every_interval),
    cmocka_unit_test(test_one_dose_is_drawn),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
