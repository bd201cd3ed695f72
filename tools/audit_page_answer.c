// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_page.h"
#include "tools/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// The models whose windows flipped least and most in a group, by the first rule that applies to each
typedef struct {
  uint32_t          n, least, most; ///< Models; how many have a share
  const AuditShare* shares[AUDIT_MAX_MODELS];
} Extremes;

static Extremes
find_extremes(const AuditPage* const page, const uint32_t group)
{
  Extremes found = { .n = 0 };
  for (uint32_t m = 0; m < page->log->run.n_models; ++m) {
    const uint32_t          rule = audit_page_first_rule(page, m);
    const AuditShare* const share =
      rule < page->log->run.n_rules ? &audit_summary_cell(&page->summary, m, group)->windows[rule] : NULL;
    if (share && isfinite(share->share.value)) {
      found.shares[m] = share;
      found.least     = !found.n || share->share.value < found.shares[found.least]->share.value ? m : found.least;
      found.most      = !found.n || share->share.value > found.shares[found.most]->share.value ? m : found.most;
      ++found.n;
    }
  }
  return found;
}

/// "MSD musicnn changed its top tag in under a third of its decided windows (28.0 %, 95 % interval 20.1 to 37.0)"
static void
write_change(const AuditPage* const page, const uint32_t model, const AuditShare* const share)
{
  fputs("<b>", page->stream);
  text_write_html(page->stream, page->log->run.models[model].title);
  fputs("</b> changed its ", page->stream);
  text_write_html(page->stream, audit_page_rule(page->log->run.rules[audit_page_first_rule(page, model)]));
  fprintf(page->stream,
          " in %s of its decided windows (%.1f&#160;%%, 95&#160;%% interval %.1f to %.1f)",
          audit_page_words(share->share.value),
          100.0 * share->share.value,
          100.0 * share->share.low,
          100.0 * share->share.high);
}

static void
write_random(const AuditPage* const page)
{
  const uint32_t group = audit_page_mild_cloud(page);
  FILE* const    s     = page->stream;
  if (group == page->summary.n_groups) {
    fputs("<li>No random equalisers were part of this run, so it doesn’t say how often a flip comes about by "
          "chance.</li>\n",
          s);
    return;
  }
  const AuditTreatment* const t     = page->summary.groups[group].treatment;
  const Extremes              found = find_extremes(page, group);
  fprintf(s, "<li>Under random equalisers of %u bands within ±%g dB, ", t->bands, t->decibels);
  if (!found.n) {
    fputs("nothing was decided, so that nothing could flip.</li>\n", s);
    return;
  }
  write_change(page, found.most, found.shares[found.most]);
  if (found.n > 1 && found.most != found.least) {
    fputs(", the most of all models, ", s);
    write_change(page, found.least, found.shares[found.least]);
    fputs(", the fewest", s);
  }
  fputs(".</li>\n", s);
}

static int
compare_numbers(const void* const a, const void* const b)
{
  const double left  = *(const double*)a;
  const double right = *(const double*)b;
  return left < right ? -1 : left > right;
}

/// Strengths of all flips found, sorted; how many, 0 too where memory fails
static uint32_t
found_strengths(const AuditLog* const log, double** const strengths)
{
  uint32_t n = 0;
  *strengths = (double*)calloc((size_t)log->n_records + 1, sizeof(double));
  for (uint32_t i = 0; *strengths && i < log->n_records; ++i) {
    if (!strcmp(log->records[i].treatment.outcome, "found") && isfinite(log->records[i].strength)) {
      (*strengths)[n++] = log->records[i].strength;
    }
  }
  if (n) {
    qsort(*strengths, n, sizeof(double), compare_numbers);
  }
  return n;
}

static void
write_directed(const AuditPage* const page)
{
  AuditCell sum = { .records = 0 };
  for (uint32_t m = 0; m < page->log->run.n_models; ++m) {
    for (uint32_t g = 0; g < page->summary.n_groups; ++g) {
      const AuditCell* const cell = audit_summary_cell(&page->summary, m, g);
      sum.found += cell->found;
      sum.not_found += cell->not_found;
      sum.undecided += cell->undecided;
    }
  }
  FILE* const s = page->stream;
  if (!(sum.found + sum.not_found + sum.undecided)) {
    fputs("<li>No directed search was part of this run, so it doesn’t say how small a curve can be that turns a "
          "verdict.</li>\n",
          s);
    return;
  }
  fprintf(s,
          "<li>Searching for the smallest equaliser that turns a verdict succeeded in <b>%u of %u</b> decided cases",
          sum.found,
          sum.found + sum.not_found);
  double*        strengths = NULL;
  const uint32_t n         = found_strengths(page->log, &strengths);
  if (n) {
    fprintf(s,
            "; the smallest took %.2f dB RMS, half of them at most %.2f dB",
            strengths[0],
            statistics_quantile(strengths, n, 0.5));
  }
  free(strengths);
  fprintf(s, "%s.</li>\n", sum.undecided ? ", and more verdicts were ties from the start" : "");
}

static void
write_nulls(const AuditPage* const page)
{
  uint32_t passed = 0;
  uint32_t all    = 0;
  for (uint32_t m = 0; m < page->log->run.n_models; ++m) {
    passed += page->summary.nulls[m].passed;
    all += page->summary.nulls[m].records;
  }
  if (!all) {
    fputs("<li>No null tests were part of this run, so it doesn’t show that the measurement itself changes "
          "nothing.</li>\n",
          page->stream);
  } else if (passed == all) {
    fprintf(page->stream,
            "<li>Changes that should not matter at all changed nothing beyond the tolerance: <b>all %u null tests "
            "passed</b>, so the flips are not of the measurement’s making.</li>\n",
            all);
  } else {
    fprintf(
      page->stream,
      "<li><b>%u of %u null tests failed</b>: changes that should not matter at all moved the readings beyond the "
      "tolerance, so take small shares with a grain of salt.</li>\n",
      all - passed,
      all);
  }
}

void
audit_page_write_answer(const AuditPage* const page)
{
  fputs("<ol class=\"answer\">\n", page->stream);
  write_random(page);
  write_directed(page);
  write_nulls(page);
  fputs("</ol>\n", page->stream);
}

/// "3 of 5", or a dash for none
static void
write_parts(FILE* const stream, const uint32_t n, const uint32_t of)
{
  if (of) {
    fprintf(stream, "<td class=\"n\">%u of %u</td>", n, of);
  } else {
    fputs("<td class=\"n\">–</td>", stream);
  }
}

static void
write_model_row(const AuditPage* const page, const uint32_t model, const uint32_t group)
{
  const uint32_t          rule  = audit_page_first_rule(page, model);
  const AuditCell* const  nulls = &page->summary.nulls[model];
  static const AuditShare none  = { 0, 0, 0, { (double)NAN, (double)NAN, (double)NAN } };
  const bool              cloud = group < page->summary.n_groups && rule < page->log->run.n_rules;
  const AuditCell* const  cell  = cloud ? audit_summary_cell(&page->summary, model, group) : NULL;
  AuditCell               sum   = { .records = 0 };
  for (uint32_t g = 0; g < page->summary.n_groups; ++g) {
    sum.found += audit_summary_cell(&page->summary, model, g)->found;
    sum.not_found += audit_summary_cell(&page->summary, model, g)->not_found;
  }
  fputs("<tr><th scope=\"row\">", page->stream);
  text_write_html(page->stream, page->log->run.models[model].title);
  fputs("</th><td>", page->stream);
  text_write_html(page->stream, rule < page->log->run.n_rules ? audit_page_rule(page->log->run.rules[rule]) : "–");
  fputs("</td>", page->stream);
  audit_page_write_share(page->stream, cell ? &cell->means[rule] : &none);
  audit_page_write_share(page->stream, cell ? &cell->windows[rule] : &none);
  write_parts(page->stream, sum.found, sum.found + sum.not_found);
  write_parts(page->stream, nulls->passed, nulls->records);
  fputs("</tr>\n", page->stream);
}

void
audit_page_write_glance(const AuditPage* const page)
{
  const uint32_t group = audit_page_mild_cloud(page);
  fputs("<div class=\"scroll\"><table>\n<caption>The models side by side. ", page->stream);
  if (group < page->summary.n_groups) {
    const AuditTreatment* const t = page->summary.groups[group].treatment;
    fprintf(page->stream, "Random: %u bands within ±%g dB. ", t->bands, t->decibels);
  }
  fputs("In brackets 95&#160;% intervals.</caption>\n<thead><tr><th scope=\"col\">model</th>"
        "<th scope=\"col\">verdict</th><th scope=\"col\" class=\"n\">random curves:<br/>song means flipped</th>"
        "<th scope=\"col\" class=\"n\">random curves:<br/>windows flipped</th><th scope=\"col\" class=\"n\">directed:"
        "<br/>flips found</th><th scope=\"col\" class=\"n\">null tests<br/>passed</th></tr></thead>\n<tbody>\n",
        page->stream);
  for (uint32_t m = 0; m < page->log->run.n_models; ++m) {
    write_model_row(page, m, group);
  }
  fputs("</tbody></table></div>\n", page->stream);
}
