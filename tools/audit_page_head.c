// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_page.h"
#include "tools/report_parts.h"
#include "tools/text.h"

#include <math.h>
#include <string.h>

static const char* const meaning =
  "<section id=\"meaning\">\n<h2>What a flip proves, and what not</h2>\n"
  "<p>Clever Hans was a horse that seemed to do sums and in truth watched the man who asked. Bob Sturm asks the same "
  "of machines that listen to music: does the system use what makes this music rock, or sad, or is it led by a trace "
  "that merely goes along with it? His test changes what should not matter and looks whether the answer changes.</p>\n"
  "<ul>\n"
  "<li><b>A flip proves</b> that the verdict depends on something which this change touches.</li>\n"
  "<li><b>It is evidence of a horse only where people don’t change their minds too.</b> No listener was asked here: "
  "hear the clips below and judge. A strong low-pass, noise or a large equaliser may well change what the music "
  "is.</li>\n"
  "<li><b>A directed flip is the worst case.</b> It was searched for, with knowledge of the model. Random curves say "
  "how often a flip comes about by itself.</li>\n"
  "<li><b>No flip proves little.</b> Other music, or another search, may still find one.</li>\n"
  "<li>A verdict that was nearly a tie is called undecided, not flipped.</li>\n"
  "</ul>\n<p>To read:</p>\n";

static void
write_names(const AuditPage* const page)
{
  const AuditRun* const run = &page->log->run;
  for (uint32_t m = 0; m < run->n_models; ++m) {
    fputs(m == 0 ? "" : m + 1 == run->n_models ? " and " : ", ", page->stream);
    text_write_html(page->stream, run->models[m].title);
  }
}

static void
write_warning(FILE* const stream, const char* const text)
{
  fprintf(stream, "<p class=\"warning\">%s</p>\n", text);
}

static void
warn_of_progress(const AuditPage* const page)
{
  const AuditProgress progress = audit_summary_progress(&page->summary);
  const uint32_t      ahead    = page->report->ahead;
  if (progress.there < progress.expected || page->log->torn || ahead) {
    fprintf(page->stream,
            "<p class=\"warning\"><b>The run isn’t finished.</b> %llu of %llu records of the songs that it began are "
            "there, %u of %u songs are complete, and %u were to follow. All figures are of what is there. The same "
            "command goes on where "
            "it was.</p>\n",
            (unsigned long long)progress.there,
            (unsigned long long)progress.expected,
            progress.whole_songs,
            page->log->n_songs,
            ahead);
  }
}

static void
warn_of_moods(const AuditPage* const page)
{
  const AuditRun* const run = &page->log->run;
  for (uint32_t m = 0; m < run->n_models; ++m) {
    if (run->models[m].valence.label < 0 && run->models[m].arousal.label < 0) {
      fputs("<p class=\"warning\">No mood is read from ", page->stream);
      text_write_html(page->stream, run->models[m].title);
      fputs(", so that it has no valence, arousal or quadrant here.</p>\n", page->stream);
    }
  }
}

static void
warn_of_troubles(const AuditPage* const page)
{
  const AuditLog* const log = page->log;
  if (!log->n_troubles) {
    return;
  }
  fputs("<div class=\"warning\"><b>", page->stream);
  audit_page_write_count(page->stream, log->n_troubles, "file", "files");
  fputs(" couldn’t be heard</b> and count for nothing:\n<ul>", page->stream);
  for (uint32_t i = 0; i < log->n_troubles; ++i) {
    fputs("<li>", page->stream);
    text_write_html(page->stream, log->troubles[i].text);
    fputs("</li>\n", page->stream);
  }
  fputs("</ul></div>\n", page->stream);
}

static void
warn(const AuditPage* const page)
{
  warn_of_progress(page);
  if (page->log->n_songs == 0) {
    write_warning(page->stream, "<b>No song was heard</b>, so there is nothing to report yet.");
  } else if (page->log->n_songs == 1) {
    write_warning(page->stream,
                  "<b>One song was heard.</b> Its intervals say what other curves or windows of this song would give, "
                  "nothing of other music.");
  }
  warn_of_moods(page);
  warn_of_troubles(page);
}

void
audit_page_write_head(const AuditPage* const page)
{
  const AuditRun* const run        = &page->log->run;
  const AuditProgress   progress   = audit_summary_progress(&page->summary);
  const uint32_t        treatments = progress.treatments;
  FILE* const           stream     = page->stream;
  fputs("<header>\n<p class=\"muted\">Audit by Equus ", stream);
  text_write_html(stream, run->version);
  fprintf(stream, " · %.10s · %s protocol · seed %llu</p>\n", run->date, run->plan, (unsigned long long)run->seed);
  fputs("<h1>Is the classifier a horse?</h1>\n<p class=\"lead\">Asked: do ", stream);
  write_names(page);
  fputs(" keep to what they say of a song when its sound is changed a little and the music isn’t? ", stream);
  audit_page_write_count(stream, page->log->n_songs, "song", "songs");
  fputs(" went through ", stream);
  audit_page_write_count(stream, treatments, "treatment", "treatments");
  fputs(".</p>\n", stream);
  if (page->log->n_records) {
    audit_page_write_answer(page);
  }
  warn(page);
  if (page->log->n_records) {
    audit_page_write_glance(page);
  }
  fputs("<nav><a href=\"#meaning\">What a flip proves</a><a href=\"#robustness\">Robustness</a>"
        "<a href=\"#curves\">Dose and response</a><a href=\"#flips\">Flips found</a><a href=\"#nulls\">Null tests</a>"
        "<a href=\"#labels\">Against people</a>"
        "<a href=\"#method\">Method</a></nav>\n</header>\n",
        stream);
}

void
audit_page_write_meaning(const AuditPage* const page)
{
  fputs(meaning, page->stream);
  report_write_sources(page->stream);
  fputs("</section>\n", page->stream);
}
