// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/flip_output.h"
#include "tools/report_parts.h"
#include "tools/text.h"

#include <math.h>

enum { WIDTH = 132, HEIGHT = 36, STEPS = 66 };

static void
write_figures(FILE* const stream, const FlipStudy* const study)
{
  const FlipSum sum = flip_study_sum(study);
  fprintf(stream,
          "<ul class=figures>\n<li><b>%u of %u</b>decided windows %s\n<li><b>%u</b>windows undecided, left out\n",
          sum.found,
          sum.decided,
          study->has_target ? "reached the target" : "flipped",
          sum.windows - sum.decided);
  if (sum.found) {
    fprintf(stream, "<li><b>%.2f dB</b>of equaliser in the median\n", sum.median);
  }
  if (study->draws && !study->has_target) {
    fprintf(stream,
            "<li><b>%u of %u</b>windows in which none of %u random curves flipped with less\n",
            sum.not_beaten,
            sum.decided,
            study->draws);
  }
  fputs("</ul>\n", stream);
}

static void
write_head(FILE* const stream, const FlipStudy* const study)
{
  fputs("<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n"
        "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=color-scheme content=\"light dark\">\n"
        "<title>Equus: the least equaliser</title>\n",
        stream);
  report_write_style(stream);
  fputs("<header>\n<p class=muted>Equus " EQUUS_VERSION "\n<h1>How little equaliser does it take?</h1>\n<p class=lead>",
        stream);
  text_write_html(stream, study->sidecar->title);
  fputs(study->has_target ? ", moved toward " : ", by the verdict ", stream);
  text_write_html(stream, study->text);
  fprintf(stream,
          ": the least curve of %u bands within &plusmn;%g&nbsp;dB for each window, %g&nbsp;s apart.\n",
          flip_study_bands(study),
          study->settings.limit,
          study->hop);
  write_figures(stream, study);
  fputs("</header>\n<main>\n", stream);
}

/// The response with its level match
static void
write_curve(FILE* const stream, const FlipStudy* const study, const double rate, const FlipResult* const result)
{
  const double range = study->settings.limit * 1.25;
  double       hertz[STEPS + 1], decibels[STEPS + 1];
  for (unsigned i = 0; i <= STEPS; ++i) {
    hertz[i] = fmin(20.0 * pow(1000.0, (double)i / STEPS), 0.499 * rate);
  }
  curve_response(&result->curve, rate, hertz, STEPS + 1, decibels);
  fprintf(
    stream,
    "<svg class=curve viewBox=\"0 0 %d %d\" role=img aria-label=\"response from 20 Hz to 20 kHz, within %.3g dB\">"
    "<path class=zero d=\"M0 %d H%d\"/><path class=line d=\"",
    WIDTH,
    HEIGHT,
    range,
    HEIGHT / 2,
    WIDTH);
  for (unsigned i = 0; i <= STEPS; ++i) {
    const double at = fmax(-range, fmin(range, decibels[i] + result->match));
    fprintf(stream, "%s%.1f %.1f", i ? "L" : "M", (double)i * WIDTH / STEPS, HEIGHT * 0.5 * (1.0 - at / range));
  }
  fputs("\"/></svg>", stream);
}

static void
write_verdicts(FILE* const stream, const FlipStudy* const study, const FlipResult* const result)
{
  const bool found = result->outcome == FLIP_FOUND;
  if (study->has_target) {
    fprintf(stream,
            "<td class=n>%.3f<td class=n>%.3f%s",
            flip_study_value(study, result->readings[0]),
            flip_study_value(study, result->readings[1]),
            found ? "" : " <small>(nearest)</small>");
    return;
  }
  fputs("<td>", stream);
  text_write_html(stream, verdict_name(&study->rule, study->sidecar, result->dry));
  fputs("<td>", stream);
  if (found) {
    report_write_turn(stream, TURN_FLIPPED, verdict_name(&study->rule, study->sidecar, result->wet));
  } else {
    fprintf(stream, "<span class=tie>%s</span>", flip_outcome_name(result->outcome));
  }
}

static void
write_row(FILE* const stream, const FlipStudy* const study, const FlipSong* const song, const FlipWindow* const window)
{
  const FlipResult* const result = &window->directed;
  char                    match[TEXT_SIGNED_SIZE];
  fprintf(stream, "<tr><th scope=row>%.1f s", window->start);
  write_verdicts(stream, study, result);
  if (result->strength > 0.0) {
    fprintf(stream, "<td class=n>%.2f<td class=n>%s", result->strength, text_signed(match, result->match, 1, true));
    fprintf(stream, "<td class=n>%.3f<td class=n>%.3f<td>", fabs(result->predicted), fabs(result->verified));
    write_curve(stream, study, song->sound.rate, result);
  } else {
    fputs("<td><td><td><td><td>", stream);
  }
  if (study->draws && window->random.outcome == FLIP_FOUND) {
    fprintf(stream, "<td class=n>%.2f", window->random.strength);
  } else if (study->draws) {
    fputs(result->outcome == FLIP_UNDECIDED ? "<td>" : "<td class=n>none", stream);
  }
  putc('\n', stream);
}

static void
write_song(FILE* const stream, const FlipStudy* const study, const FlipSong* const song)
{
  const char* const numbers = study->has_target ? " class=n" : "";
  fputs("<section class=song-section>\n<h2>", stream);
  text_write_html(stream, song->name);
  fputs("</h2>\n", stream);
  if (song->error.status) {
    fputs("<p>", stream);
    text_write_html(stream, song->error.text);
  } else {
    fprintf(stream,
            "<div class=scroll><table>\n<thead><tr><th scope=col>at<th scope=col%s>dry<th scope=col%s>wet"
            "<th scope=col class=n>EQ<br>dB RMS<th scope=col class=n>match<br>dB<th scope=col class=n>predicted"
            "<th scope=col class=n>verified<th scope=col>curve%s</thead>\n<tbody>\n",
            numbers,
            numbers,
            study->draws ? "<th scope=col class=n>best random<br>dB RMS" : "");
    for (unsigned w = 0; w < song->n; ++w) {
      if (song->windows[w].done) {
        write_row(stream, study, song, &song->windows[w]);
      }
    }
    fputs("</tbody></table></div>", stream);
  }
  fputs("\n</section>\n", stream);
}

static void
write_method(FILE* const stream, const FlipStudy* const study)
{
  fputs(
    "<section>\n<h2>Method</h2>\n<p>Each curve is one of the plug-in's own, and as loud as the untouched window: one "
    "gain "
    "from integrated loudness (ITU-R BS.1770). Its dB are the RMS over log frequency from 20&nbsp;Hz to 8&nbsp;kHz, "
    "that "
    "gain included. A search predicts what the model hears from the music's spectrum; what stands here was verified by "
    "the plug-in's own equaliser, resampler, front end and network on the audio.\n",
    stream);
  if (study->has_target) {
    fputs("<p>Values are the tag's probability, or the distance from the target on the plane.\n", stream);
  } else {
    fputs("<p>A verdict counts only where it is clear: by five points of probability, or by 0.05 from the axes of the "
          "plane. "
          "Windows that are not clear dry are undecided; predicted and verified are the margins of the new verdict.\n",
          stream);
  }
  if (study->draws) {
    fprintf(
      stream,
      "<p>Best random: the weakest of %u curves whose gains are drawn evenly within the limit, matched, judged and "
      "verified alike.\n",
      study->draws);
  }
  fputs("<dl><dt>model<dd>", stream);
  text_write_html(stream, study->sidecar->name);
  fprintf(stream,
          "\n<dt>SHA-256<dd><code>%s</code>\n<dt>seed<dd>%.0f\n</dl>\n</section>\n",
          study->sidecar->sha256,
          (double)study->settings.seed);
}

void
flip_write_page(FILE* const stream, const FlipStudy* const study)
{
  write_head(stream, study);
  for (unsigned s = 0; s < study->n; ++s) {
    write_song(stream, study, &study->songs[s]);
  }
  write_method(stream, study);
  fputs("</main>\n</html>\n", stream);
}
