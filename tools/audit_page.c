// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_page.h"

#include "tools/text.h"

#include <math.h>
#include <string.h>

const char*
audit_page_rule(const char* const rule)
{
  return strcmp(rule, "top") ? rule : "top tag";
}

uint32_t
audit_page_first_rule(const AuditPage* const page, const uint32_t model)
{
  uint32_t rule = 0;
  while (rule < page->log->run.n_rules && !audit_summary_applies(&page->summary, model, rule)) {
    ++rule;
  }
  return rule;
}

const char*
audit_page_words(const double share)
{
  static const struct {
    double      below;
    const char* words;
  } steps[] = { { 0.01, "fewer than one in a hundred" },
                { 0.05, "fewer than one in twenty" },
                { 0.10, "fewer than one in ten" },
                { 0.20, "fewer than one in five" },
                { 0.25, "under a quarter" },
                { 1.0 / 3.0, "under a third" },
                { 0.50, "under half" },
                { 2.0 / 3.0, "half or more" },
                { 0.90, "two thirds or more" },
                { 1.00, "nine in ten or more" } };
  if (!(share > 0.0)) {
    return "none";
  }
  for (unsigned i = 0; i < sizeof(steps) / sizeof(steps[0]); ++i) {
    if (share < steps[i].below) {
      return steps[i].words;
    }
  }
  return "all";
}

void
audit_page_write_estimate(FILE* const stream, const Estimate* const estimate)
{
  if (!isfinite(estimate->value)) {
    fputs("–", stream);
    return;
  }
  fprintf(stream,
          "%.1f&#160;%% <small>[%.1f,&#160;%.1f]</small>",
          100.0 * estimate->value,
          100.0 * estimate->low,
          100.0 * estimate->high);
}

void
audit_page_write_share(FILE* const stream, const AuditShare* const share)
{
  const uint32_t decided = share->flipped + share->held;
  fputs("<td class=\"n\">", stream);
  if (decided + share->undecided == 1) {
    fputs(share->flipped ? "<strong class=\"flip\">flipped</strong>" : share->held ? "held" : "undecided", stream);
  } else if (decided + share->undecided) {
    audit_page_write_estimate(stream, &share->share);
    fprintf(stream, "<br/><small>%u of %u", share->flipped, decided);
    if (share->undecided) {
      fprintf(stream, "; %u undecided", share->undecided);
    }
    fputs("</small>", stream);
  } else {
    fputs("–", stream);
  }
  fputs("</td>", stream);
}

void
audit_page_write_number(FILE* const stream, const double number, const int digits)
{
  char text[TEXT_SIGNED_SIZE];
  fprintf(stream, "<td class=\"n\">%s</td>", isfinite(number) ? text_signed(text, number, digits, false) : "–");
}

const char*
audit_page_file(const char* const path)
{
  const char* last[2] = { path, path };
  for (const char* c = path; *c; ++c) {
    if (*c == '/' && c[1]) {
      last[0] = last[1];
      last[1] = c + 1;
    }
  }
  return last[0];
}

void
audit_page_write_count(FILE* const stream, const uint32_t n, const char* const one, const char* const several)
{
  fprintf(stream, "%u %s", n, n == 1 ? one : several);
}

uint32_t
audit_page_mild_cloud(const AuditPage* const page)
{
  uint32_t best     = page->summary.n_groups;
  double   distance = HUGE_VAL;
  for (uint32_t g = 0; g < page->summary.n_groups; ++g) {
    const AuditTreatment* const t = page->summary.groups[g].treatment;
    if (!strcmp(t->kind, "cloud")) {
      const double away = fabs(t->decibels - 3.0) + 1e-3 * fabs(t->bands - 10.0);
      best              = away < distance ? g : best;
      distance          = fmin(away, distance);
    }
  }
  return best;
}
