// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_clip.h"
#include "tools/audit_page.h"
#include "tools/base64.h"
#include "tools/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char* const introduction =
  "<section id=\"flips\">\n<h2>Flips found</h2>\n"
  "<p>A directed search looked in single windows for the smallest curve that turns the verdict. Found means: the "
  "plug-in’s own equaliser filtered the window, the level was matched, and the model, run on that, said something "
  "else, clearly both times. EQ is again dB&#160;RMS after level match.</p>\n";

static const char* const listening =
  "<p>Each clip is the very window that the model heard, untouched and through the curve, as loud as each other. "
  "<b>Did the music change?</b> If it did for you, the model may be right to change its verdict. If it did not, the "
  "verdict rests on something other than what you go by. To judge without knowing which is which, use the blind check "
  "in the plug-in’s window.</p>\n";

/// A flip on its way into the page
typedef struct {
  const AuditRecord* record;
  uint32_t           place; ///< In the log
  uint32_t           rank;  ///< Among those of its model and aim
} Flip;

static int
compare_sizes(const Flip* const a, const Flip* const b)
{
  if (a->record->strength < b->record->strength || a->record->strength > b->record->strength) {
    return a->record->strength < b->record->strength ? -1 : 1;
  }
  return a->place < b->place ? -1 : a->place > b->place;
}

static int
compare_aims(const Flip* const a, const Flip* const b)
{
  const int aims = strcmp(a->record->treatment.aim, b->record->treatment.aim);
  return a->record->model == b->record->model ? aims : a->record->model < b->record->model ? -1 : 1;
}

/// Model by model, aim by aim, the smallest curve first
static int
compare_within(const void* const a, const void* const b)
{
  const int aims = compare_aims((const Flip*)a, (const Flip*)b);
  return aims ? aims : compare_sizes((const Flip*)a, (const Flip*)b);
}

/// The smallest of each model and aim, then the second of each, and so on
static int
compare_ranks(const void* const a, const void* const b)
{
  const Flip* const left  = (const Flip*)a;
  const Flip* const right = (const Flip*)b;
  return left->rank == right->rank ? compare_sizes(left, right) : left->rank < right->rank ? -1 : 1;
}

/// All flips of a log in the order in which they are shown; NULL where memory fails
static Flip*
find_flips(const AuditLog* const log, uint32_t* const n)
{
  Flip* const flips = (Flip*)calloc((size_t)log->n_records + 1, sizeof(Flip));
  *n                = 0;
  for (uint32_t i = 0; flips && i < log->n_records; ++i) {
    if (!strcmp(log->records[i].treatment.outcome, "found")) {
      flips[(*n)++] = (Flip){ &log->records[i], i, 0 };
    }
  }
  if (*n) {
    qsort(flips, *n, sizeof(Flip), compare_within);
    for (uint32_t i = 1; i < *n; ++i) {
      flips[i].rank = compare_aims(&flips[i - 1], &flips[i]) ? 0 : flips[i - 1].rank + 1;
    }
    qsort(flips, *n, sizeof(Flip), compare_ranks);
  }
  return flips;
}

static void
write_clip(FILE* const stream, const char* const name, const Clip* const clip)
{
  Base64 base64 = { .stream = stream };
  fprintf(stream, "<b>%s</b><audio controls=\"controls\" preload=\"metadata\" src=\"data:%s;base64,", name, clip->type);
  base64_write(&base64, clip->bytes, clip->size);
  base64_end(&base64);
  fprintf(stream, "\"></audio>\n");
}

/// Bytes of a clip in the page
static size_t
size_in_page(const Clip* const clip)
{
  return (clip->size + 2) / 3 * 4;
}

static void
write_clips(const AuditPage* const page, const AuditRecord* const record, size_t* const left)
{
  Clip       dry;
  Clip       wet;
  EquusError error = { EQUUS_OK, "" };
  if (audit_clip_make(&page->log->songs[record->song], record, &dry, &wet, &error)) {
    fputs("<p class=\"muted\">No sound: ", page->stream);
    text_write_html(page->stream, error.text);
    fputs("</p>\n", page->stream);
  } else if (size_in_page(&dry) + size_in_page(&wet) > *left) {
    fputs("<p class=\"muted\">No sound: the page has reached its size.</p>\n", page->stream);
  } else {
    *left -= size_in_page(&dry) + size_in_page(&wet);
    fputs("<div class=\"clips\">\n", page->stream);
    write_clip(page->stream, "dry", &dry);
    write_clip(page->stream, "wet", &wet);
    fputs("</div>\n", page->stream);
  }
  clip_clear(&dry);
  clip_clear(&wet);
}

static void
write_words(const AuditPage* const page, const AuditRecord* const record)
{
  const AuditTreatment* const t    = &record->treatment;
  const AuditSong* const      song = &page->log->songs[record->song];
  FILE* const                 s    = page->stream;
  char                        match[TEXT_SIGNED_SIZE];
  fputs("<h3>", s);
  text_write_html(s, t->from);
  fputs(" <span class=\"flip\">⇆ ", s);
  text_write_html(s, t->to);
  fputs("</span></h3>\n<p>", s);
  text_write_html(s, page->log->run.models[record->model].title);
  fputs(", ", s);
  text_write_html(s, audit_page_rule(t->aim));
  fputs("<br/><span class=\"muted\">", s);
  text_write_html(s, audit_page_file(song->file));
  if (isfinite(t->place)) {
    fprintf(s,
            ", %d:%04.1f to %d:%04.1f",
            (int)t->place / 60,
            fmod(t->place, 60.0),
            (int)(t->place + t->length) / 60,
            fmod(t->place + t->length, 60.0));
  }
  fprintf(s,
          "</span><br/><b>%.2f dB</b> RMS in %u bands; level match %s dB</p>\n",
          record->strength,
          t->bands,
          text_signed(match, audit_clip_match(record), 2, true));
}

static void
write_cards(const AuditPage* const page, const Flip* const flips, const uint32_t n)
{
  size_t left = page->report->most_bytes;
  fputs("<div class=\"flips\">\n", page->stream);
  for (uint32_t i = 0; i < n; ++i) {
    fputs("<article class=\"flip-card\">\n", page->stream);
    write_words(page, flips[i].record);
    audit_page_write_response(page, flips[i].record);
    write_clips(page, flips[i].record, &left);
    fputs("</article>\n", page->stream);
  }
  fputs("</div>\n", page->stream);
}

/// Strengths of the flips of a model and group: smallest, median, largest
static void
write_strengths(FILE* const             stream,
                const uint32_t          model,
                const AuditGroup* const group,
                const Flip* const       flips,
                const uint32_t          n)
{
  const AuditTreatment* const wanted = group->treatment;
  double                      low    = HUGE_VAL;
  double                      high   = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    const AuditTreatment* const t = &flips[i].record->treatment;
    if (flips[i].record->model == model && !strcmp(t->aim, wanted->aim) && t->bands == wanted->bands) {
      low  = fmin(low, flips[i].record->strength);
      high = fmax(high, flips[i].record->strength);
    }
  }
  if (low < high) {
    fprintf(stream, "<td class=\"n\">%.2f to %.2f</td>", low, high);
  } else {
    audit_page_write_number(stream, low > high ? (double)NAN : low, 2);
  }
}

static void
write_search(const AuditPage* const page,
             const uint32_t         model,
             const uint32_t         g,
             const Flip* const      flips,
             const uint32_t         n)
{
  const AuditCell* const cell  = audit_summary_cell(&page->summary, model, g);
  const Estimate         share = statistics_share(cell->found, cell->found + cell->not_found);
  FILE* const            s     = page->stream;
  fputs("<tr><th scope=\"row\">", s);
  text_write_html(s, page->log->run.models[model].title);
  fputs("</th><td>", s);
  text_write_html(s, page->summary.groups[g].name);
  fprintf(s, "</td><td class=\"n\">%u</td><td class=\"n\">%u<br/>", cell->records, cell->found);
  audit_page_write_estimate(s, &share);
  fprintf(s, "</td><td class=\"n\">%u</td><td class=\"n\">%u</td>", cell->not_found, cell->undecided);
  write_strengths(s, model, &page->summary.groups[g], flips, n);
  fputs("</tr>\n", s);
}

static bool
write_searches(const AuditPage* const page, const Flip* const flips, const uint32_t n)
{
  bool any = false;
  for (uint32_t m = 0; m < page->log->run.n_models; ++m) {
    for (uint32_t g = 0; g < page->summary.n_groups; ++g) {
      const AuditCell* const cell = audit_summary_cell(&page->summary, m, g);
      if (!cell->records || strcmp(page->summary.groups[g].treatment->part, AUDIT_PART_FLIP) != 0) {
        continue;
      }
      if (!any) {
        fputs(
          "<div class=\"scroll\"><table>\n<caption>Directed searches. The share is that of decided windows, with "
          "Wilson’s 95&#160;% interval.</caption>\n<thead><tr><th scope=\"col\">model</th><th scope=\"col\">search</th>"
          "<th scope=\"col\" class=\"n\">windows<br/>searched</th><th scope=\"col\" class=\"n\">found</th>"
          "<th scope=\"col\" class=\"n\">not found</th><th scope=\"col\" class=\"n\">undecided<br/>untouched</th>"
          "<th scope=\"col\" class=\"n\">EQ, dB</th></tr></thead>\n<tbody>\n",
          page->stream);
        any = true;
      }
      write_search(page, m, g, flips, n);
    }
  }
  if (any) {
    fputs("</tbody></table></div>\n", page->stream);
  }
  return any;
}

static void
write_found(const AuditPage* const page, const Flip* const flips, const uint32_t n)
{
  const uint32_t shown = n < page->report->most_flips ? n : page->report->most_flips;
  if (!n) {
    fputs("<p>No flip was found.</p>\n", page->stream);
    return;
  }
  fputs(listening, page->stream);
  if (shown < n) {
    fprintf(page->stream,
            "<p class=\"muted\">%u of %u flips are shown: the smallest of each model and verdict, then the second of "
            "each, and so on. The other %u stand in the records.</p>\n",
            shown,
            n,
            n - shown);
  }
  write_cards(page, flips, shown);
}

EquusStatus
audit_page_write_flips(const AuditPage* const page, EquusError* const error)
{
  uint32_t    n     = 0;
  Flip* const flips = find_flips(page->log, &n);
  if (!flips) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  fputs(introduction, page->stream);
  if (write_searches(page, flips, n)) {
    write_found(page, flips, n);
  } else {
    fputs("<p>No directed search was part of this run.</p>\n", page->stream);
  }
  fputs("</section>\n", page->stream);
  free(flips);
  return EQUUS_OK;
}
