// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_page.h"
#include "tools/text.h"

#include <math.h>

enum { MOST_SONGS = 200 };

#define LISTENING                                                                                                    \
  "<li><b>Hearing.</b> Each model listened in the Equus plug-in, loaded as a DAW loads it, its equaliser flat. "     \
  "Treatments were applied to the song at its own rate; the plug-in heard the untouched song (dry) and the treated " \
  "one "                                                                                                             \
  "(wet) through taps that compute alike.</li>\n"                                                                    \
  "<li><b>Level match.</b> Where the table below says so, one constant gain made wet as loud as dry: integrated "    \
  "loudness, ITU-R BS.1770, at most %g&#160;dB. The plug-in’s live level match was off.</li>\n"                    \
  "<li><b>Readings.</b> A reading of a song is the mean over its windows: of probabilities for tags, of published "  \
  "values for valence and arousal, which are then put on a plane from −1 to 1 with the scale’s centre at 0.</li>\n"

#define VERDICTS                                                                                                        \
  "<li><b>Verdicts</b>, all fixed before the run. <em>Top tag</em>: the most probable of all. <em>Quadrant</em>: "      \
  "where "                                                                                                              \
  "on the plane the dot lies. <em>a:b</em>: the more probable of two tags. <em>tag&gt;threshold</em>: whether its "     \
  "probability lies above. <em>Valence</em> and <em>arousal</em>: a move of more than %g times the untouched song’s " \
  "own "                                                                                                                \
  "deviation from window to window counts as a flip.</li>\n"                                                            \
  "<li><b>Undecided</b> is a reading whose two candidates are within %g points of probability, or whose dot lies "      \
  "within "                                                                                                             \
  "%g of a border. A verdict has flipped only if it was decided dry and wet and differs.</li>\n"

#define INTERVALS                                                                                                          \
  "<li><b>Intervals</b> hold 95&#160;%%: Wilson’s (JASA 22, 1927) on flips of decided verdicts, stretched to Efron’s " \
  "percentile bootstrap over songs (%d draws, seed %llu) where that reaches further. With few songs they are "             \
  "rough.</li>\n"                                                                                                          \
  "<li><b>Random curves</b>: each band’s gain in dB is drawn uniformly within the limit and independently of its "       \
  "neighbours; %u draws of each kind a song, the same for every song and model.</li>\n"

static void
write_rules(const AuditPage* const page)
{
  const AuditRun* const run        = &page->log->run;
  char                  list[1024] = "";
  int                   length     = 0;
  for (uint32_t r = 0; r < run->n_rules && length < (int)sizeof(list); ++r) {
    length += snprintf(list + length, sizeof(list) - (size_t)length, "%s%s", r ? ", " : "", run->rules[r]);
  }
  fputs("<li><b>Asked for</b> were the verdicts ", page->stream);
  text_write_html(page->stream, list);
  fputs(".</li>\n", page->stream);
}

static void
write_protocol(const AuditPage* const page)
{
  const AuditRun* const run = &page->log->run;
  fputs("<h3>Protocol</h3>\n<div class=\"scroll\"><table>\n<caption>Every treatment with its parameters.</caption>\n"
        "<thead><tr><th scope=\"col\">part</th><th scope=\"col\">what was done</th><th scope=\"col\" class=\"n\">"
        "treatments</th><th scope=\"col\">level match</th></tr></thead>\n<tbody>\n",
        page->stream);
  for (uint32_t i = 0; i < run->n_parts; ++i) {
    const AuditPart* const part = &run->parts[i];
    fputs("<tr><th scope=\"row\">", page->stream);
    text_write_html(page->stream, part->part);
    fputs("</th><td>", page->stream);
    text_write_html(page->stream, part->text);
    fprintf(page->stream, "</td><td class=\"n\">%u</td><td>%s</td></tr>\n", part->n, part->matched ? "yes" : "no");
  }
  fputs("</tbody></table></div>\n", page->stream);
}

static void
write_axis(const AuditPage* const  page,
           const char* const       name,
           const AuditModel* const model,
           const AuditAxis* const  axis)
{
  if (axis->label >= 0 && (uint32_t)axis->label < model->n_labels) {
    fprintf(page->stream, "<dt>%s</dt><dd>“", name);
    text_write_html(page->stream, model->labels[axis->label]);
    fprintf(page->stream, "”, %g to %g, centre %g</dd>\n", axis->minimum, axis->maximum, axis->centre);
  }
}

static void
write_model(const AuditPage* const page, const AuditModel* const model)
{
  fputs("<h3>", page->stream);
  text_write_html(page->stream, model->title);
  fputs("</h3>\n<dl>\n<dt>name</dt><dd>", page->stream);
  text_write_html(page->stream, model->name);
  fputs("</dd>\n<dt>SHA-256</dt><dd><code>", page->stream);
  text_write_html(page->stream, *model->sha256 ? model->sha256 : "not known");
  fprintf(page->stream,
          "</code></dd>\n<dt>window</dt><dd>%.4g s, one every %.4g s</dd>\n<dt>tags</dt><dd>",
          model->window,
          model->hop);
  if (model->n_tags) {
    fprintf(page->stream, "%u", model->n_tags);
  } else {
    fputs("none", page->stream);
  }
  fputs("</dd>\n<dt>mood</dt><dd>", page->stream);
  text_write_html(page->stream, *model->mood ? model->mood : "none");
  fputs("</dd>\n", page->stream);
  write_axis(page, "valence", model, &model->valence);
  write_axis(page, "arousal", model, &model->arousal);
  fputs("</dl>\n", page->stream);
}

static void
write_song(const AuditPage* const page, const AuditSong* const song)
{
  fputs("<tr><th scope=\"row\" style=\"white-space:normal;overflow-wrap:anywhere\">", page->stream);
  text_write_html(page->stream, song->file);
  fprintf(page->stream,
          "</th><td class=\"n\">%d:%02d</td><td class=\"n\">%g to %g</td><td class=\"n\">%g</td><td>%s</td>",
          (int)song->length / 60,
          (int)song->length % 60,
          round(10.0 * song->start) / 10.0,
          round(10.0 * (song->start + song->seconds)) / 10.0,
          song->rate,
          song->channels == 1 ? "mono" : "stereo");
  audit_page_write_number(page->stream, song->loudness, 1);
  fprintf(page->stream, "<td><code>%.12s…</code></td></tr>\n", song->sha256);
}

static void
write_songs(const AuditPage* const page)
{
  const uint32_t n = page->log->n_songs < MOST_SONGS ? page->log->n_songs : MOST_SONGS;
  if (!n) {
    return;
  }
  fputs(
    "<h3>Songs</h3>\n<div class=\"scroll\"><table>\n<caption>What was heard. The files’ whole SHA-256 stand in the "
    "records.</caption>\n<thead><tr><th scope=\"col\">file</th><th scope=\"col\" class=\"n\">length</th>"
    "<th scope=\"col\" class=\"n\">heard, s</th><th scope=\"col\" class=\"n\">Hz</th><th scope=\"col\">channels</th>"
    "<th scope=\"col\" class=\"n\">LUFS</th><th scope=\"col\">SHA-256</th></tr></thead>\n<tbody>\n",
    page->stream);
  for (uint32_t s = 0; s < n; ++s) {
    write_song(page, &page->log->songs[s]);
  }
  fputs("</tbody></table></div>\n", page->stream);
  if (n < page->log->n_songs) {
    fprintf(page->stream, "<p class=\"muted\">%u more songs stand in the records.</p>\n", page->log->n_songs - n);
  }
}

static void
write_run(const AuditPage* const page)
{
  const AuditRun* const run = &page->log->run;
  FILE* const           s   = page->stream;
  fputs("<h3>The run, and how to repeat it</h3>\n<dl>\n<dt>Equus</dt><dd>", s);
  text_write_html(s, run->version);
  fputs("</dd>\n<dt>begun</dt><dd>", s);
  text_write_html(s, run->date);
  fputs("</dd>\n<dt>machine</dt><dd>", s);
  text_write_html(s, run->machine);
  fprintf(
    s,
    "</dd>\n<dt>protocol</dt><dd>%s, %u draws of each cloud</dd>\n<dt>seed</dt><dd>%llu: the same files, version and "
    "kind of processor give the same numbers again</dd>\n<dt>part of each file</dt><dd>",
    run->plan,
    run->draws,
    (unsigned long long)run->seed);
  if (run->seconds > 0.0 && isfinite(run->start)) {
    fprintf(s, "%g s from %g s on</dd>\n", run->seconds, run->start);
  } else if (run->seconds > 0.0) {
    fprintf(s, "%g s from its middle</dd>\n", run->seconds);
  } else {
    fputs("all of it</dd>\n", s);
  }
  if (page->report->command) {
    fputs("<dt>command</dt><dd><code>", s);
    text_write_html(s, page->report->command);
    fputs("</code></dd>\n", s);
  }
  fputs("</dl>\n", s);
}

void
audit_page_write_method(const AuditPage* const page)
{
  const AuditRun* const run = &page->log->run;
  fputs("<section id=\"method\">\n<h2>How it was done</h2>\n<ol>\n", page->stream);
  fprintf(page->stream, LISTENING, run->match_limit);
  write_rules(page);
  fprintf(page->stream, VERDICTS, run->deviations, 100.0 * run->tie, run->border);
  fprintf(page->stream, INTERVALS, AUDIT_RESAMPLES, (unsigned long long)run->seed, run->draws);
  fputs("</ol>\n", page->stream);
  write_protocol(page);
  for (uint32_t m = 0; m < run->n_models; ++m) {
    write_model(page, &run->models[m]);
  }
  write_songs(page);
  write_run(page);
  fputs(
    "</section>\n<footer>All readings of every record stand in the run’s JSON Lines beside this page, the main ones "
    "in its CSV.</footer>\n",
    page->stream);
}
