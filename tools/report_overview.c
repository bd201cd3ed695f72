// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/snapshot.h"
#include "tools/report_curve.h"
#include "tools/report_parts.h"
#include "tools/text.h"

#include <time.h>

static void
write_figure(FILE* const stream, const TurnCount* const count, const char* const what)
{
  fprintf(stream,
          "<li><b>%u of %u</b>decided trials flipped the %s; %u more were undecided\n",
          count->flipped,
          count->windows - count->undecided,
          what,
          count->undecided);
}

static unsigned
presets_that_flipped(const Experiment* const experiment)
{
  unsigned n = 0;
  for (unsigned p = 0; p < experiment->n_presets; ++p) {
    bool flipped = false;
    for (unsigned s = 0; s < experiment->n_songs; ++s) {
      const Trial* const trial = &experiment->songs[s].trials[p];
      flipped = flipped || (trial->done && (trial->quadrant == TURN_FLIPPED || trial->top == TURN_FLIPPED));
    }
    n += flipped;
  }
  return n;
}

void
report_write_head(FILE* const stream, const Experiment* const experiment)
{
  const ReportSum sum  = report_sum(experiment);
  const time_t    now  = time(NULL);
  struct tm       date = { .tm_year = 0 };
  char            text[32];
  gmtime_r(&now, &date);
  strftime(text, sizeof(text), "%Y-%m-%d", &date);
  fprintf(
    stream,
    "<header>\n<p class=muted>Equus " EQUUS_VERSION ", %s\n"
    "<h1>Is the classifier a horse?</h1>\n"
    "<p class=lead>%u %s%s%s on %u song%s. What do the models hear before the %s (dry), and what after it (wet)?\n"
    "<ul class=figures>\n",
    text,
    experiment->n_presets,
    experiment->insert ? "other plug-in" : "equaliser setting",
    experiment->n_presets == 1 ? "" : "s",
    experiment->insert ? "" : ", meant to leave the music and its mood as people hear them,",
    experiment->n_songs,
    experiment->n_songs == 1 ? "" : "s",
    experiment->insert ? "plug-in" : "equaliser");
  write_figure(stream, &sum.quadrant, "quadrant");
  write_figure(stream, &sum.top, "top tag");
  fprintf(stream,
          "<li><b>%u of %u</b>settings flipped at least one verdict\n</ul>\n</header>\n",
          presets_that_flipped(experiment),
          experiment->n_presets);
}

static void
write_cell(FILE* const stream, const Experiment* const experiment, const Trial* const trial)
{
  if (!trial->done) {
    fputs("<td>failed", stream);
    return;
  }
  const SongMean* const wet = &trial->mean[TAP_WET];
  fputs("<td><small>mood</small> ", stream);
  report_write_turn(stream, trial->quadrant, snapshot_quadrant_name(wet->quadrant.choice));
  fputs("<br><small>tag</small> ", stream);
  report_write_turn(stream, trial->top, report_top_tag(experiment, wet));
}

static void
write_dry_row(FILE* const stream, const Experiment* const experiment)
{
  fputs("<tr><th scope=row>dry<td>", stream);
  for (unsigned s = 0; s < experiment->n_songs; ++s) {
    const Trial* const any = experiment_any_trial(experiment, &experiment->songs[s]);
    if (!any) {
      fputs("<td>failed", stream);
      continue;
    }
    const SongMean* const dry = &any->mean[TAP_DRY];
    fprintf(stream, "<td>%s", snapshot_quadrant_name(dry->quadrant.choice));
    fputs(dry->quadrant.decided ? "<br>" : " <span class=tie>(undecided)</span><br>", stream);
    text_write_html(stream, report_top_tag(experiment, dry));
    fputs(dry->top.decided ? "" : " <span class=tie>(undecided)</span>", stream);
  }
  putc('\n', stream);
}

void
report_write_overview(FILE* const stream, const Experiment* const experiment)
{
  fputs("<section>\n<h2>Every setting, every song</h2>\n<div class=scroll><table>\n"
        "<caption>Verdicts on the means over each song. &#8646; marks a flip and names what the models heard after it."
        "</caption>\n<thead><tr><th scope=col>setting<th scope=col>response",
        stream);
  for (unsigned s = 0; s < experiment->n_songs; ++s) {
    fprintf(stream, "<th scope=col><a href=\"#song-%u\">", s + 1);
    text_write_html(stream, experiment->songs[s].name);
    fputs("</a>", stream);
  }
  fputs("</thead>\n<tbody>\n", stream);
  write_dry_row(stream, experiment);
  for (unsigned p = 0; p < experiment->n_presets; ++p) {
    fputs("<tr><th scope=row>", stream);
    text_write_html(stream, experiment->presets[p]->title);
    fputs("<td>", stream);
    report_write_curve(stream, experiment, experiment->presets[p]);
    for (unsigned s = 0; s < experiment->n_songs; ++s) {
      write_cell(stream, experiment, &experiment->songs[s].trials[p]);
    }
    putc('\n', stream);
  }
  fputs("</tbody></table></div>\n</section>\n", stream);
}
