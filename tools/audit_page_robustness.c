// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_page.h"
#include "tools/text.h"

#include <math.h>
#include <string.h>

enum { RULES_A_TABLE = 2 };

static const char* const introduction =
  "<section id=\"robustness\">\n<h2>Robustness</h2>\n"
  "<p>How often a verdict flipped, of those that were clear both untouched and treated; verdicts that were not are "
  "undecided and counted apart. The verdict on a song’s mean and those on its single windows are told apart: a mean is "
  "steadier. EQ is the equaliser’s root mean square over log frequency, 20 Hz to 8 kHz, after level match; |ΔV| and "
  "|ΔA| are the mean moves of valence and arousal on a plane from −1 to 1.</p>\n"
  "<p>In brackets 95&#160;% intervals: Wilson’s, and where songs count many times, by draws or windows that are alike, "
  "stretched to those of a bootstrap over songs. With one song they are Wilson’s and speak of that song alone.</p>\n";

/// What a part of the protocol is called
static const char*
part_title(const AuditGroup* const group)
{
  static const char* const titles[][2] = {
    { AUDIT_PART_NULL, "Null tests: these must change nothing" },
    { "high-pass", "High-pass at 20 Hz" },
    { "low-pass", "Low-pass, 4th-order Butterworth" },
    { AUDIT_PART_CLOUD, "Random equalisers" },
    { "gain", "Gain alone" },
    { "noise", "White noise" },
  };
  for (unsigned i = 0; i < sizeof(titles) / sizeof(titles[0]); ++i) {
    if (!strcmp(group->treatment->part, titles[i][0])) {
      return titles[i][1];
    }
  }
  return group->treatment->part;
}

/// One table: a model and the rules that it tells of
typedef struct {
  uint32_t model;
  bool     moods; ///< The model has a mood
  uint32_t n, rules[RULES_A_TABLE];
} Table;

static void
write_head(const AuditPage* const page, const Table* const table)
{
  FILE* const s = page->stream;
  fputs("<thead><tr><th scope=\"col\">treatment</th><th scope=\"col\" class=\"n\">EQ<br/>dB</th>", s);
  if (table->moods) {
    fputs("<th scope=\"col\" class=\"n\">|ΔV|</th><th scope=\"col\" class=\"n\">|ΔA|</th>", s);
  }
  for (uint32_t r = 0; r < table->n; ++r) {
    const char* const name = audit_page_rule(page->log->run.rules[table->rules[r]]);
    fputs("<th scope=\"col\" class=\"n\">", s);
    text_write_html(s, name);
    fputs(":<br/>song means flipped</th><th scope=\"col\" class=\"n\">", s);
    text_write_html(s, name);
    fputs(":<br/>windows flipped</th>", s);
  }
  fputs("</tr></thead>\n", s);
}

static void
write_row(const AuditPage* const page, const Table* const table, const uint32_t group)
{
  const AuditCell* const cell = audit_summary_cell(&page->summary, table->model, group);
  fputs("<tr><th scope=\"row\">", page->stream);
  text_write_html(page->stream, page->summary.groups[group].name);
  fputs("</th>", page->stream);
  audit_page_write_number(page->stream, cell->strength, 1);
  if (table->moods) {
    audit_page_write_number(page->stream, cell->valence, 3);
    audit_page_write_number(page->stream, cell->arousal, 3);
  }
  for (uint32_t r = 0; r < table->n; ++r) {
    audit_page_write_share(page->stream, &cell->means[table->rules[r]]);
    audit_page_write_share(page->stream, &cell->windows[table->rules[r]]);
  }
  fputs("</tr>\n", page->stream);
}

static void
write_rows(const AuditPage* const page, const Table* const table)
{
  const char* part = NULL;
  for (uint32_t g = 0; g < page->summary.n_groups; ++g) {
    const AuditGroup* const group = &page->summary.groups[g];
    if (!audit_summary_cell(&page->summary, table->model, g)->heard ||
        !strcmp(group->treatment->part, AUDIT_PART_FLIP)) {
      continue;
    }
    if (!part || strcmp(part, group->treatment->part) != 0) {
      fprintf(page->stream,
              "%s<tbody><tr><th class=\"part\" colspan=\"%u\">",
              part ? "</tbody>\n" : "",
              2 + 2 * table->moods + 2 * table->n);
      text_write_html(page->stream, part_title(group));
      fputs("</th></tr>\n", page->stream);
      part = group->treatment->part;
    }
    write_row(page, table, g);
  }
  fputs(part ? "</tbody>\n" : "<tbody></tbody>\n", page->stream);
}

static void
write_table(const AuditPage* const page, const Table* const table)
{
  fputs("<div class=\"scroll\"><table class=\"robust\">\n<caption>", page->stream);
  text_write_html(page->stream, page->log->run.models[table->model].title);
  for (uint32_t r = 0; r < table->n; ++r) {
    fputs(r ? " and " : ": ", page->stream);
    text_write_html(page->stream, audit_page_rule(page->log->run.rules[table->rules[r]]));
  }
  fputs("</caption>\n", page->stream);
  write_head(page, table);
  write_rows(page, table);
  fputs("</table></div>\n", page->stream);
}

static void
write_model(const AuditPage* const page, const uint32_t model)
{
  const AuditModel* const about = &page->log->run.models[model];
  Table                   table = { model, about->valence.label >= 0 || about->arousal.label >= 0, 0, { 0 } };
  bool                    any   = false;
  fputs("<h3>", page->stream);
  text_write_html(page->stream, about->title);
  fputs("</h3>\n", page->stream);
  for (uint32_t r = 0; r < page->log->run.n_rules; ++r) {
    if (audit_summary_applies(&page->summary, model, r)) {
      table.rules[table.n++] = r;
      any                    = true;
    }
    if (table.n == RULES_A_TABLE) {
      write_table(page, &table);
      table.n = 0;
    }
  }
  if (table.n) {
    write_table(page, &table);
  } else if (!any) {
    fputs("<p>None of the verdicts asked for applies to this model, or nothing was heard yet.</p>\n", page->stream);
  }
}

void
audit_page_write_robustness(const AuditPage* const page)
{
  fputs(introduction, page->stream);
  for (uint32_t m = 0; m < page->log->run.n_models; ++m) {
    write_model(page, m);
  }
  fputs("<p class=\"muted\">Directed searches are told with the flips that they found, below.</p>\n</section>\n",
        page->stream);
}
