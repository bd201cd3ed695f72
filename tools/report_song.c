// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/snapshot.h"
#include "tools/picture.h"
#include "tools/report_parts.h"
#include "tools/text.h"
#include "ui/report.h"

#include <math.h>

enum { MAX_MOVES = 64, TAG_ROWS = 10, PLANE_SIZE = 380, TAGS_WIDTH = 560, MOST_PICTURES = 4 };

typedef struct {
  ReportMove moves[MAX_MOVES];
  unsigned   n;
} Moves;

typedef struct {
  ReportTag tags[TAG_ROWS];
  unsigned  n;
} TagRows;

static void
draw_plane(cairo_t* const cr, const Theme* const theme, const void* const data)
{
  const Moves* const moves = (const Moves*)data;
  report_plane_draw(cr, theme, PLANE_SIZE, "valence", "arousal", moves->moves, moves->n);
}

static void
draw_tags(cairo_t* const cr, const Theme* const theme, const void* const data)
{
  const TagRows* const rows = (const TagRows*)data;
  report_tags_draw(cr, theme, TAGS_WIDTH, rows->tags, rows->n);
}

static void
write_plane(FILE* const stream, const Experiment* const experiment, const Song* const song)
{
  Moves moves = { .n = 0 };
  for (unsigned p = 0; p < experiment->n_presets && moves.n < MAX_MOVES; ++p) {
    const Trial* const trial = &song->trials[p];
    if (trial->done) {
      const SongMean* const dry = &trial->mean[TAP_DRY];
      const SongMean* const wet = &trial->mean[TAP_WET];
      moves.moves[moves.n++] =
        (ReportMove){ dry->valence, dry->arousal, wet->valence, wet->arousal, trial->quadrant == TURN_FLIPPED };
    }
  }
  fputs("<figure>", stream);
  picture_write(
    stream,
    "Plane of valence and arousal: the dry reading, and where each setting moves it. The table has the numbers.",
    PLANE_SIZE,
    PLANE_SIZE,
    draw_plane,
    &moves);
  fputs("<figcaption>Hollow: dry. Filled: wet, with the setting's number; a full badge is a flip.</figcaption>"
        "</figure>\n",
        stream);
}

/// "dry → wet" of a value on the plane
static void
write_move(FILE* const stream, const double dry, const double wet)
{
  char value[TEXT_SIGNED_SIZE];
  char change[TEXT_SIGNED_SIZE];
  fprintf(stream,
          "<td class=n>%s <small>(%s)</small>",
          text_signed(value, wet, 2, true),
          text_signed(change, wet - dry, 2, true));
}

static void
write_verdict(FILE* const stream, const Turn turn, const char* const wet, const TurnCount* const windows)
{
  fputs("<td>", stream);
  report_write_turn(stream, turn, wet);
  fprintf(stream,
          "<br><small class=windows>%u of %u windows</small>",
          windows->flipped,
          windows->windows - windows->undecided);
}

static void
write_row(FILE* const stream, const Experiment* const experiment, const Trial* const trial, const unsigned number)
{
  const SongMean* const dry     = &trial->mean[TAP_DRY];
  const SongMean* const wet     = &trial->mean[TAP_WET];
  const bool            flipped = trial->quadrant == TURN_FLIPPED;
  char                  match[TEXT_SIGNED_SIZE];
  fprintf(stream, "<tr><th scope=row><span class=\"badge%s\">%u</span>", flipped ? " full" : "", number);
  text_write_html(stream, trial->preset->title);
  fputs("<td class=n>", stream);
  if (isnan(trial->strength)) {
    fputs("&ndash;", stream);
  } else {
    fprintf(stream, "%.1f", trial->strength);
  }
  fprintf(stream, "<td class=n>%s%s", text_signed(match, trial->match, 1, true), trial->match_limited ? "!" : "");
  write_move(stream, dry->valence, wet->valence);
  write_move(stream, dry->arousal, wet->arousal);
  write_verdict(stream, trial->quadrant, snapshot_quadrant_name(wet->quadrant.choice), &trial->mood_windows);
  write_verdict(stream, trial->top, report_top_tag(experiment, wet), &trial->top_windows);
  putc('\n', stream);
}

static void
write_table(FILE* const stream, const Experiment* const experiment, const Song* const song)
{
  unsigned number = 0;
  fputs(
    "<div class=scroll><table>\n<caption>Means over the song after the equaliser; in brackets the change from dry. "
    "Under a verdict: windows that flipped, of those that are decided.</caption>\n"
    "<thead><tr><th scope=col>setting<th scope=col class=n>EQ<br>dB RMS<th scope=col class=n>match<br>dB"
    "<th scope=col class=n>valence<th scope=col class=n>arousal<th scope=col>quadrant<th scope=col>top tag</thead>\n"
    "<tbody>\n",
    stream);
  for (unsigned p = 0; p < experiment->n_presets; ++p) {
    if (song->trials[p].done) {
      write_row(stream, experiment, &song->trials[p], ++number);
    }
  }
  fputs("</tbody></table></div>\n", stream);
}

/// Where a tag stands among `n` indices, or n
static unsigned
place_of(const uint32_t* const indices, const unsigned n, const uint32_t tag)
{
  unsigned i = 0;
  while (i < n && indices[i] != tag) {
    ++i;
  }
  return i;
}

/// The strongest tags dry, then those that are among the strongest wet alone
static void
choose_tags(const Experiment* const experiment, const Trial* const trial, TagRows* const rows)
{
  enum { STRONGEST = 5 };
  const Sidecar* const sidecar = experiment->parts[MODEL_TAGS].sidecar;
  const float* const   dry     = trial->mean[TAP_DRY].tags;
  const float* const   wet     = trial->mean[TAP_WET].tags;
  const unsigned       n       = sidecar->n_tags < STRONGEST ? sidecar->n_tags : STRONGEST;
  uint32_t             all[TAG_ROWS];
  uint32_t             after[STRONGEST];
  unsigned             count = n;
  experiment_top_tags(dry, sidecar->n_tags, n, all);
  experiment_top_tags(wet, sidecar->n_tags, n, after);
  for (unsigned i = 0; i < n; ++i) {
    if (place_of(all, n, after[i]) == n) {
      all[count++] = after[i];
    }
  }
  rows->n = count;
  for (unsigned i = 0; i < count; ++i) {
    rows->tags[i] = (ReportTag){ sidecar->labels[all[i]].name, (double)dry[all[i]], (double)wet[all[i]] };
  }
}

static void
write_tags(FILE* const stream, const Experiment* const experiment, const Trial* const trial)
{
  TagRows rows = { .n = 0 };
  char    alt[1024];
  int     length = snprintf(alt, sizeof(alt), "Strongest tags, dry to wet:");
  choose_tags(experiment, trial, &rows);
  for (unsigned i = 0; i < rows.n && length < (int)sizeof(alt); ++i) {
    const ReportTag* const tag = &rows.tags[i];
    length += snprintf(alt + length,
                       sizeof(alt) - (size_t)length,
                       "%s %s %.0f to %.0f %%",
                       i ? "," : "",
                       tag->name,
                       100.0 * tag->dry,
                       100.0 * tag->wet);
  }
  fputs("<figure><figcaption>", stream);
  text_write_html(stream, trial->preset->title);
  fputs(": ", stream);
  report_write_turn(stream, trial->top, report_top_tag(experiment, &trial->mean[TAP_WET]));
  fputs("</figcaption>", stream);
  picture_write(stream, alt, TAGS_WIDTH, report_tags_height(rows.n), draw_tags, &rows);
  fputs("</figure>\n", stream);
}

/// Largest change of any tag, in points of probability
static double
largest_change(const Experiment* const experiment, const Trial* const trial)
{
  double largest = 0.0;
  for (uint32_t i = 0; i < experiment->parts[MODEL_TAGS].sidecar->n_tags; ++i) {
    largest = fmax(largest, fabs((double)trial->mean[TAP_WET].tags[i] - (double)trial->mean[TAP_DRY].tags[i]));
  }
  return largest;
}

/// The trial that moved the tags most; `any` is one that went well
static const Trial*
strongest_trial(const Experiment* const experiment, const Song* const song, const Trial* const any)
{
  const Trial* best = any;
  for (unsigned p = 0; p < experiment->n_presets; ++p) {
    const Trial* const trial = &song->trials[p];
    if (trial->done && largest_change(experiment, trial) > largest_change(experiment, best)) {
      best = trial;
    }
  }
  return best;
}

static void
write_pictures(FILE* const stream, const Experiment* const experiment, const Song* const song, const Trial* const any)
{
  unsigned n = 0;
  fputs(
    "<h3>Tags where the top one flipped, else where they moved most (bar: wet, tick: dry)</h3>\n<div class=pictures>\n",
    stream);
  for (unsigned p = 0; p < experiment->n_presets && n < MOST_PICTURES; ++p) {
    const Trial* const trial = &song->trials[p];
    if (trial->done && trial->top == TURN_FLIPPED) {
      write_tags(stream, experiment, trial);
      ++n;
    }
  }
  if (!n) {
    write_tags(stream, experiment, strongest_trial(experiment, song, any));
  }
  fputs("</div>\n", stream);
}

void
report_write_song(FILE* const stream, const Experiment* const experiment, const Song* const song, const unsigned number)
{
  const Trial* const any = experiment_any_trial(experiment, song);
  fprintf(stream, "<section class=song-section>\n<h2 id=song-%u>", number);
  text_write_html(stream, song->name);
  fputs("</h2>\n", stream);
  if (!any) {
    fputs("<p>", stream);
    text_write_html(stream, song->trials[0].error.text);
    fputs("\n</section>\n", stream);
    return;
  }
  fprintf(stream,
          "<p class=muted>%d:%02d minutes, %g Hz, %s; %u windows for the tags, %u for the mood\n<div class=song>\n",
          (int)any->seconds / 60,
          (int)any->seconds % 60,
          any->rate,
          any->channels == 1 ? "mono" : "stereo",
          any->top_windows.windows,
          any->mood_windows.windows);
  write_plane(stream, experiment, song);
  write_table(stream, experiment, song);
  fputs("</div>\n", stream);
  write_pictures(stream, experiment, song, any);
  fputs("</section>\n", stream);
}
