// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_page.h"
#include "tools/text.h"

#include <math.h>
#include <string.h>

static const char* const introduction =
  "<section id=\"nulls\">\n<h2>Null tests</h2>\n"
  "<p>Changes that should not matter at all must leave the readings where they were; else the audit would measure "
  "itself. The "
  "largest change of any window of any song is set against a tolerance that was fixed before the run. Tags in points "
  "of probability, valence and arousal on a plane from −1 to 1.</p>\n";

/// The largest changes of a model in a group
typedef struct {
  double tag, plane;
} Largest;

static double
larger(const double a, const double b)
{
  return isfinite(b) && !(a >= b) ? b : a;
}

static Largest
find_largest(const AuditPage* const page, const uint32_t model, const AuditGroup* const group)
{
  Largest largest = { (double)NAN, (double)NAN };
  for (uint32_t i = 0; i < page->log->n_records; ++i) {
    const AuditRecord* const record = &page->log->records[i];
    if (record->model == model && record->treatment.index == group->treatment->index) {
      largest.tag   = larger(largest.tag, record->tag_change);
      largest.plane = larger(largest.plane, record->plane_change);
    }
  }
  return largest;
}

static void
write_against(FILE* const stream, const double change, const double tolerance, const double unit, const int digits)
{
  if (!isfinite(change)) {
    fputs("<td class=\"n\">–</td>", stream);
    return;
  }
  fprintf(stream, "<td class=\"n\">%.*f", digits, unit * change);
  if (isfinite(tolerance)) {
    const double limit = unit * tolerance;
    fprintf(stream, limit > 0.0 && limit < 1e-4 ? " <small>of&#160;%.6f</small>" : " <small>of&#160;%g</small>", limit);
  }
  fputs("</td>", stream);
}

static void
write_row(const AuditPage* const page, const uint32_t model, const uint32_t g)
{
  const AuditGroup* const group   = &page->summary.groups[g];
  const AuditCell* const  cell    = audit_summary_cell(&page->summary, model, g);
  const Largest           largest = find_largest(page, model, group);
  const double            tag     = group->part ? group->part->tag_tolerance : (double)NAN;
  const double            plane   = group->part ? group->part->plane_tolerance : (double)NAN;
  const AuditModel* const about   = &page->log->run.models[model];
  const bool              moods   = about->valence.label >= 0 || about->arousal.label >= 0;
  const bool              passed  = cell->passed == cell->records;
  fputs("<tr><th scope=\"row\">", page->stream);
  text_write_html(page->stream, group->name);
  fputs("</th>", page->stream);
  write_against(page->stream, largest.tag, tag, 100.0, 4);
  write_against(page->stream, moods ? largest.plane : (double)NAN, plane, 1.0, 6);
  fprintf(page->stream,
          "<td class=\"n\">%u of %u</td><td>%s</td></tr>\n",
          cell->passed,
          cell->records,
          passed ? "✓ passed" : "<strong class=\"flip\">✗ failed</strong>");
}

static bool
write_model(const AuditPage* const page, const uint32_t model)
{
  bool any = false;
  for (uint32_t g = 0; g < page->summary.n_groups; ++g) {
    if (strcmp(page->summary.groups[g].treatment->part, AUDIT_PART_NULL) != 0 ||
        !audit_summary_cell(&page->summary, model, g)->records) {
      continue;
    }
    if (!any) {
      fputs("<div class=\"scroll\"><table>\n<caption>", page->stream);
      text_write_html(page->stream, page->log->run.models[model].title);
      fputs("</caption>\n<thead><tr><th scope=\"col\">test</th><th scope=\"col\" class=\"n\">largest change of a "
            "tag,<br/>points</th><th scope=\"col\" class=\"n\">of valence<br/>or arousal</th><th scope=\"col\" "
            "class=\"n\">songs<br/>passed</th><th scope=\"col\">outcome</th></tr></thead>\n<tbody>\n",
            page->stream);
      any = true;
    }
    write_row(page, model, g);
  }
  if (any) {
    fputs("</tbody></table></div>\n", page->stream);
  }
  return any;
}

void
audit_page_write_nulls(const AuditPage* const page)
{
  bool any = false;
  fputs(introduction, page->stream);
  for (uint32_t m = 0; m < page->log->run.n_models; ++m) {
    any = write_model(page, m) || any;
  }
  if (!any) {
    fputs("<p>No null tests were part of this run.</p>\n", page->stream);
  }
  fputs("</section>\n", page->stream);
}
