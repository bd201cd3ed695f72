// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_page.h"
#include "tools/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RULES_A_BLOCK = 2, NAME_SIZE = 64, TITLE_SIZE = 256, ABOUT_SIZE = 512 };

/// A chart with the texts that it borrows
typedef struct {
  Chart chart;
  char  id[NAME_SIZE], title[TITLE_SIZE], about[ABOUT_SIZE], band[NAME_SIZE];
  char  names[CHART_MAX_SERIES][NAME_SIZE];
  char  doses[CHART_MAX_SERIES][CHART_MAX_POINTS][NAME_SIZE];
} Drawing;

/// Verdicts of a model that are drawn together
typedef struct {
  uint32_t model, n, rules[RULES_A_BLOCK];
} Block;

/// What is drawn against what
typedef struct {
  const char* part;  ///< Of the protocol
  const char* title; ///< Of a chart
  const char* x_name;
} Sweep;

static const Sweep cloud = { AUDIT_PART_CLOUD, "Random equalisers", "limit of each band, ± dB" };

static const Sweep sweeps[] = {
  { "low-pass", "Low-pass", "cut-off, kHz" },
  { "gain", "Gain alone", "gain, dB" },
  { "noise", "White noise", "signal-to-noise ratio, dB" },
};

static const AuditShare*
share_of(const AuditCell* const cell, const uint32_t rule, const bool windows)
{
  return windows ? &cell->windows[rule] : &cell->means[rule];
}

static double
dose_of(const AuditTreatment* const treatment)
{
  return isfinite(treatment->hertz) && treatment->hertz > 0.0 ? treatment->hertz / 1000.0 : treatment->decibels;
}

static void
name_dose(char* const text, const AuditTreatment* const treatment)
{
  const double dose  = dose_of(treatment);
  const bool   whole = dose - floor(dose) <= 0.0;
  char         number[TEXT_SIGNED_SIZE];
  snprintf(text, NAME_SIZE, "%s", text_signed(number, dose, whole ? 0 : 1, false));
}

static int
compare_points(const void* const a, const void* const b)
{
  const double left  = ((const ChartPoint*)a)->x;
  const double right = ((const ChartPoint*)b)->x;
  return left < right ? -1 : left > right;
}

/// Add to a series what a model's verdict does in the groups of a part, of so many bands alone unless `bands` is 0
static void
add_points(const AuditPage* const page,
           Drawing* const         drawing,
           const Sweep* const     sweep,
           const uint32_t         model,
           const uint32_t         rule,
           const bool             windows,
           const uint32_t         bands)
{
  const unsigned     s      = drawing->chart.n_series;
  ChartSeries* const series = &drawing->chart.series[s];
  for (uint32_t g = 0; g < page->summary.n_groups && series->n < CHART_MAX_POINTS; ++g) {
    const AuditTreatment* const t     = page->summary.groups[g].treatment;
    const AuditShare* const     share = share_of(audit_summary_cell(&page->summary, model, g), rule, windows);
    if (!strcmp(t->part, sweep->part) && (!bands || bands == t->bands) && isfinite(dose_of(t))) {
      char* const name = drawing->doses[s][series->n];
      name_dose(name, t);
      chart_add(series, dose_of(t), name, &share->share, share->flipped, share->flipped + share->held);
    }
  }
  if (series->n) {
    qsort(series->points, series->n, sizeof(ChartPoint), compare_points);
    series->name = drawing->names[s];
    ++drawing->chart.n_series;
  }
}

/// Highest share of any series, for who can't see the picture
static void
describe(Drawing* const drawing)
{
  const Chart* const chart = &drawing->chart;
  double             most  = 0.0;
  for (unsigned s = 0; s < chart->n_series; ++s) {
    for (unsigned i = 0; i < chart->series[s].n; ++i) {
      most = fmax(most, chart->series[s].points[i].share.value);
    }
  }
  snprintf(
    drawing->about,
    ABOUT_SIZE,
    "Share of flips against %s, %u line%s with 95 %% intervals. The highest share is %.1f %%. The table below has "
    "the numbers.",
    chart->x_name,
    chart->n_series,
    chart->n_series == 1 ? "" : "s",
    100.0 * most);
}

static void
set_band(Drawing* const drawing, const AuditShare* const null)
{
  if (isfinite(null->share.high) && !(drawing->chart.band >= null->share.high)) {
    drawing->chart.band = null->share.high;
    snprintf(drawing->band, NAME_SIZE, "chance band, up to %.1f %%", 100.0 * null->share.high);
  }
}

static void
write_drawing(const AuditPage* const page, Drawing* const drawing, const double y_max)
{
  Chart* const chart = &drawing->chart;
  if (!chart->n_series) {
    return;
  }
  chart->y_max     = y_max;
  chart->id        = drawing->id;
  chart->title     = drawing->title;
  chart->about     = drawing->about;
  chart->band_name = drawing->band;
  describe(drawing);
  fputs("<figure><figcaption>", page->stream);
  text_write_html(page->stream, drawing->title);
  fputs("</figcaption>\n", page->stream);
  chart_write(page->stream, chart);
  fputs("<details><summary>The numbers</summary>\n", page->stream);
  chart_write_table(page->stream, chart);
  fputs("</details></figure>\n", page->stream);
}

static void
begin_drawing(Drawing* const drawing, const Sweep* const sweep)
{
  memset(drawing, 0, sizeof(*drawing));
  drawing->chart.band   = (double)NAN;
  drawing->chart.x_name = sweep->x_name;
}

static const char*
unit_name(const bool windows)
{
  return windows ? "windows" : "song means";
}

/// Bands of the random curves, fewest first; how many
static unsigned
find_bands(const AuditPage* const page, uint32_t* const bands)
{
  unsigned n = 0;
  for (uint32_t g = 0; g < page->summary.n_groups; ++g) {
    const AuditTreatment* const t = page->summary.groups[g].treatment;
    unsigned                    i = 0;
    while (i < n && bands[i] != t->bands) {
      ++i;
    }
    if (i == n && n < CHART_MAX_SERIES && !strcmp(t->part, AUDIT_PART_CLOUD)) {
      bands[n++] = t->bands;
    }
  }
  return n;
}

/// Random curves: a line each number of bands
static void
draw_cloud(const AuditPage* const page,
           Drawing* const         drawing,
           const uint32_t         model,
           const uint32_t         rule,
           const bool             windows)
{
  uint32_t       bands[CHART_MAX_SERIES];
  const unsigned n = find_bands(page, bands);
  begin_drawing(drawing, &cloud);
  for (unsigned i = 0; i < n; ++i) {
    snprintf(drawing->names[drawing->chart.n_series], NAME_SIZE, "%u bands", bands[i]);
    add_points(page, drawing, &cloud, model, rule, windows, bands[i]);
  }
  const char* const name = audit_page_rule(page->log->run.rules[rule]);
  snprintf(drawing->id, NAME_SIZE, "cloud-%u-%u-%u", model, rule, windows);
  snprintf(drawing->title, TITLE_SIZE, "%s: %s, %s", cloud.title, name, unit_name(windows));
  set_band(drawing, share_of(&page->summary.nulls[model], rule, windows));
}

/// A sweep: a line each verdict
static void
draw_sweep(const AuditPage* const page,
           Drawing* const         drawing,
           const Sweep* const     sweep,
           const Block* const     block,
           const bool             windows)
{
  begin_drawing(drawing, sweep);
  for (uint32_t i = 0; i < block->n; ++i) {
    const uint32_t rule = block->rules[i];
    snprintf(drawing->names[drawing->chart.n_series], NAME_SIZE, "%s", audit_page_rule(page->log->run.rules[rule]));
    add_points(page, drawing, sweep, block->model, rule, windows, 0);
    set_band(drawing, share_of(&page->summary.nulls[block->model], rule, windows));
  }
  snprintf(drawing->id, NAME_SIZE, "%s-%u-%u-%u", sweep->part, block->model, block->rules[0], windows);
  snprintf(drawing->title, TITLE_SIZE, "%s: %s", sweep->title, unit_name(windows));
}

/// Song means and windows side by side, to the same scale
static void
write_pair(const AuditPage* const page, Drawing* const pair)
{
  const double y_max = fmax(chart_ceiling(&pair[0].chart), chart_ceiling(&pair[1].chart));
  write_drawing(page, &pair[0], y_max);
  write_drawing(page, &pair[1], y_max);
}

static void
write_block(const AuditPage* const page, Drawing* const pair, const Block* const block, const bool first)
{
  if (!first) {
    fputs("<details><summary>More: ", page->stream);
    for (uint32_t i = 0; i < block->n; ++i) {
      fputs(i ? " and " : "", page->stream);
      text_write_html(page->stream, audit_page_rule(page->log->run.rules[block->rules[i]]));
    }
    fputs("</summary>\n", page->stream);
  }
  fputs("<div class=\"charts\">\n", page->stream);
  for (uint32_t i = 0; i < block->n; ++i) {
    draw_cloud(page, &pair[0], block->model, block->rules[i], false);
    draw_cloud(page, &pair[1], block->model, block->rules[i], true);
    write_pair(page, pair);
  }
  for (unsigned i = 0; i < sizeof(sweeps) / sizeof(sweeps[0]); ++i) {
    draw_sweep(page, &pair[0], &sweeps[i], block, false);
    draw_sweep(page, &pair[1], &sweeps[i], block, true);
    write_pair(page, pair);
  }
  fputs(first ? "</div>\n" : "</div></details>\n", page->stream);
}

static void
write_model(const AuditPage* const page, Drawing* const pair, const uint32_t model)
{
  Block block = { model, 0, { 0 } };
  bool  first = true;
  fputs("<h3>", page->stream);
  text_write_html(page->stream, page->log->run.models[model].title);
  fputs("</h3>\n", page->stream);
  for (uint32_t r = 0; r < page->log->run.n_rules; ++r) {
    if (audit_summary_applies(&page->summary, model, r)) {
      block.rules[block.n++] = r;
    }
    if (block.n == RULES_A_BLOCK || (block.n && r + 1 == page->log->run.n_rules)) {
      write_block(page, pair, &block, first);
      block.n = 0;
      first   = false;
    }
  }
  if (first) {
    fputs("<p>Nothing to draw: no verdict applies, or nothing was heard yet.</p>\n", page->stream);
  }
}

void
audit_page_write_curves(const AuditPage* const page)
{
  Drawing pair[2];
  fputs("<section id=\"curves\">\n<h2>Dose and response</h2>\n"
        "<p>Share of decided verdicts that flipped, with 95&#160;% intervals, against how strong the treatment is. The "
        "grey chance band is what changes do that should not matter at all: it reaches up to the upper end of the "
        "95&#160;% interval of all null tests together (bypass, polarity, one sample of delay, swapped channels, "
        "resampling). A share within it can’t be told from no change at all; the band is wide where songs are few. "
        "Both pictures of a pair have the same scale.</p>\n",
        page->stream);
  for (uint32_t m = 0; m < page->log->run.n_models; ++m) {
    write_model(page, pair, m);
  }
  fputs("</section>\n", page->stream);
}
