// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/report.h"

#include "plugin/snapshot.h"
#include "tools/report_parts.h"
#include "tools/text.h"

ReportSum
report_sum(const Experiment* const experiment)
{
  ReportSum sum = { { 0, 0, 0 }, { 0, 0, 0 } };
  for (unsigned s = 0; s < experiment->n_songs; ++s) {
    for (unsigned p = 0; p < experiment->n_presets; ++p) {
      const Trial* const trial = &experiment->songs[s].trials[p];
      if (trial->done) {
        verdict_count(&sum.quadrant, trial->quadrant);
        verdict_count(&sum.top, trial->top);
      }
    }
  }
  return sum;
}

const char*
report_top_tag(const Experiment* const experiment, const SongMean* const mean)
{
  return experiment->parts[MODEL_TAGS].sidecar->labels[mean->top.choice].name;
}

void
report_write_turn(FILE* const stream, const Turn turn, const char* const wet)
{
  switch (turn) {
  case TURN_HELD:
    fputs("<span class=held>held</span>", stream);
    break;
  case TURN_FLIPPED:
    fputs("<strong class=flip>&#8646; ", stream);
    text_write_html(stream, wet);
    fputs("</strong>", stream);
    break;
  case TURN_UNDECIDED:
    fputs("<span class=tie>undecided</span>", stream);
    break;
  }
}

void
report_write(FILE* const stream, const Experiment* const experiment)
{
  fputs("<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n"
        "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=color-scheme content=\"light dark\">\n"
        "<title>Equus: is the classifier a horse?</title>\n",
        stream);
  report_write_style(stream);
  report_write_head(stream, experiment);
  fputs("<main>\n", stream);
  report_write_overview(stream, experiment);
  for (unsigned s = 0; s < experiment->n_songs; ++s) {
    report_write_song(stream, experiment, &experiment->songs[s], s + 1);
  }
  report_write_presets(stream, experiment);
  report_write_method(stream, experiment);
  fputs("</main>\n</html>\n", stream);
}
