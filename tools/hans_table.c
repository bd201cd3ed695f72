// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/snapshot.h"
#include "tools/hans_output.h"
#include "tools/text.h"

#include <math.h>

enum { TOP = 5, PRESET_WIDTH = 16, CHANGE_WIDTH = 16, VERDICT_WIDTH = 32 };

static const char*
tag_name(const Experiment* const experiment, const int tag)
{
  return experiment->parts[MODEL_TAGS].sidecar->labels[tag].name;
}

static void
write_song_head(FILE* const             stream,
                const Experiment* const experiment,
                const Song* const       song,
                const Trial* const      trial)
{
  const Sidecar* const  tags = experiment->parts[MODEL_TAGS].sidecar;
  const SongMean* const dry  = &trial->mean[TAP_DRY];
  char                  valence[TEXT_SIGNED_SIZE];
  char                  arousal[TEXT_SIGNED_SIZE];
  uint32_t              top[TOP];
  fprintf(stream,
          "%s  (%d:%02d, %g Hz, %s)\n  dry: %s%s (valence %s, arousal %s)",
          song->name,
          (int)trial->seconds / 60,
          (int)trial->seconds % 60,
          trial->rate,
          trial->channels == 1 ? "mono" : "stereo",
          snapshot_quadrant_name(dry->quadrant.choice),
          dry->quadrant.decided ? "" : ", undecided",
          text_signed(valence, dry->valence, 2, true),
          text_signed(arousal, dry->arousal, 2, true));
  const unsigned n = experiment_top_tags(dry->tags, tags->n_tags, TOP, top);
  for (unsigned i = 0; i < n; ++i) {
    fprintf(stream, "%s %s %.0f %%", i ? "," : ";", tags->labels[top[i]].name, 100.0 * (double)dry->tags[top[i]]);
  }
  fputs("\n\n  ", stream);
  text_write_padded(stream, experiment->insert ? "" : "preset", PRESET_WIDTH);
  fputs("    EQ     level   ", stream);
  text_write_padded(stream, "valence", CHANGE_WIDTH);
  text_write_padded(stream, "arousal", CHANGE_WIDTH);
  text_write_padded(stream, "quadrant", VERDICT_WIDTH);
  fputs("top tag\n", stream);
}

/// "value (change)"
static void
write_change(FILE* const stream, const double dry, const double wet)
{
  char value[TEXT_SIGNED_SIZE];
  char change[TEXT_SIGNED_SIZE];
  char text[96];
  snprintf(text, sizeof(text), "%s (%s)", text_signed(value, wet, 2, true), text_signed(change, wet - dry, 2, true));
  text_write_padded(stream, text, CHANGE_WIDTH);
}

static void
write_turn(FILE* const stream, const Turn turn, const char* const wet, const TurnCount* const windows, const int width)
{
  char text[192];
  snprintf(text,
           sizeof(text),
           "%s%s%s  %u/%u",
           turn == TURN_FLIPPED ? "FLIPPED to " : "",
           wet,
           turn == TURN_UNDECIDED ? ", undecided" : "",
           windows->flipped,
           windows->windows - windows->undecided);
  text_write_padded(stream, text, width);
}

static void
write_tags(FILE* const stream, const Experiment* const experiment, const Trial* const trial)
{
  const Sidecar* const tags = experiment->parts[MODEL_TAGS].sidecar;
  const float* const   dry  = trial->mean[TAP_DRY].tags;
  const float* const   wet  = trial->mean[TAP_WET].tags;
  uint32_t             top[TOP];
  char                 change[TEXT_SIGNED_SIZE];
  const unsigned       n = experiment_top_tags(wet, tags->n_tags, TOP, top);
  fprintf(stream, "  %*s", PRESET_WIDTH, "");
  for (unsigned i = 0; i < n; ++i) {
    const double points = 100.0 * ((double)wet[top[i]] - (double)dry[top[i]]);
    fprintf(stream,
            "%s %s %.0f %% (%s)",
            i ? "," : "   ",
            tags->labels[top[i]].name,
            100.0 * (double)wet[top[i]],
            text_signed(change, points, 0, true));
  }
  putc('\n', stream);
}

static void
write_trial(FILE* const stream, const Experiment* const experiment, const Trial* const trial)
{
  const SongMean* const dry = &trial->mean[TAP_DRY];
  const SongMean* const wet = &trial->mean[TAP_WET];
  char                  match[TEXT_SIGNED_SIZE];
  fputs("  ", stream);
  text_write_padded(stream, experiment->insert ? "insert" : trial->preset->name, PRESET_WIDTH);
  if (isnan(trial->strength)) {
    fputs("    -    ", stream);
  } else {
    fprintf(stream, " %4.1f dB ", trial->strength);
  }
  text_write_padded(stream, text_signed(match, trial->match, 1, true), -5);
  fputs(trial->match_limited ? " dB!  " : " dB   ", stream);
  write_change(stream, dry->valence, wet->valence);
  write_change(stream, dry->arousal, wet->arousal);
  write_turn(
    stream, trial->quadrant, snapshot_quadrant_name(wet->quadrant.choice), &trial->mood_windows, VERDICT_WIDTH);
  write_turn(stream, trial->top, tag_name(experiment, wet->top.choice), &trial->top_windows, 0);
  putc('\n', stream);
  write_tags(stream, experiment, trial);
}

static void
write_sum(FILE* const stream, const Experiment* const experiment)
{
  TurnCount quadrants = { 0, 0, 0 };
  TurnCount tops      = { 0, 0, 0 };
  for (unsigned s = 0; s < experiment->n_songs; ++s) {
    for (unsigned p = 0; p < experiment->n_presets; ++p) {
      const Trial* const trial = &experiment->songs[s].trials[p];
      if (trial->done) {
        verdict_count(&quadrants, trial->quadrant);
        verdict_count(&tops, trial->top);
      }
    }
  }
  fprintf(
    stream,
    "%u trials: the quadrant flipped in %u, was undecided in %u; the top tag flipped in %u, was undecided in %u.\n"
    "Undecided: dry or wet has its two top tags within 5 points, or its dot within 0.05 of a border.\n"
    "After a verdict: windows that flipped / decided windows.  EQ: dB RMS from 20 Hz to 8 kHz.\n"
    "Level match: one gain a trial, from integrated loudness (BS.1770)%s.\n",
    quadrants.windows,
    quadrants.flipped,
    quadrants.undecided,
    tops.flipped,
    tops.undecided,
    "; ! means that it hit the limit of the output gain");
}

/// What the insert is and does
static void
write_insert(FILE* const stream, const Experiment* const experiment, const InsertResponse* const response)
{
  static const double hertz[] = { 31.25, 62.5, 125.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0, 16000.0 };
  const double        last    = response->hertz[response->n - 1U];
  char                text[256];
  char                level[TEXT_SIGNED_SIZE];
  insert_response_describe(response, text, sizeof(text));
  fprintf(stream,
          "Insert: %s (%s), %s;\n%s%s.\nResponse:",
          insert_name(experiment->insert),
          insert_uri(experiment->insert),
          insert_settings(experiment->insert),
          text,
          insert_is_mono(experiment->insert) ? "; each channel ran alone" : "");
  for (unsigned i = 0; i < sizeof(hertz) / sizeof(hertz[0]) && hertz[i] <= last; ++i) {
    fprintf(stream,
            "%s %g Hz %s dB",
            i ? "," : "",
            hertz[i],
            text_signed(level, insert_response_at(response, hertz[i]), 1, true));
  }
  fputs(".\n\n", stream);
}

void
hans_write_table(FILE* const stream, const Experiment* const experiment)
{
  for (unsigned s = 0; s < experiment->n_songs; ++s) {
    const Song* const  song = &experiment->songs[s];
    const Trial* const any  = experiment_any_trial(experiment, song);
    if (!any) {
      continue;
    }
    write_song_head(stream, experiment, song, any);
    for (unsigned p = 0; p < experiment->n_presets; ++p) {
      if (song->trials[p].done) {
        write_trial(stream, experiment, &song->trials[p]);
      }
    }
    putc('\n', stream);
    if (experiment->insert) {
      write_insert(stream, experiment, &any->response);
    }
  }
  write_sum(stream, experiment);
}
