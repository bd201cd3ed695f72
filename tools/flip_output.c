// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/flip_output.h"

#include "tools/text.h"

#include <math.h>

static const char*
name_of(const FlipStudy* const study, const Verdict verdict)
{
  return study->has_target ? "" : verdict_name(&study->rule, study->sidecar, verdict);
}

/// Band centres as people say them: 31, 63 ... 16k
static void
write_hertz(FILE* const stream, const double hertz)
{
  fprintf(stream, hertz < 1000.0 ? " %5.0f" : " %4.3gk", hertz < 1000.0 ? hertz : hertz / 1000.0);
}

static void
write_gains(FILE* const stream, const FlipStudy* const study, const FlipResult* const result)
{
  char text[TEXT_SIGNED_SIZE];
  for (unsigned b = 0; b < flip_study_bands(study); ++b) {
    putc(' ', stream);
    text_write_padded(stream, text_signed(text, (double)result->curve.gains[b], 1, true), -5);
  }
}

static void
write_head(FILE* const stream, const FlipStudy* const study, const FlipSong* const song)
{
  fprintf(stream,
          "%s  (%g Hz, %s, %u windows %g s apart)\n  at      ",
          song->name,
          song->sound.rate,
          song->sound.channels == 1U ? "mono" : "stereo",
          song->n,
          study->hop);
  text_write_padded(stream, study->has_target ? "from > to" : "dry > wet", 34);
  fputs("    dB  match", stream);
  if (study->draws) {
    fputs("  random dB", stream);
  }
  fputs("  gains in dB at", stream);
  for (unsigned b = 0; b < flip_study_bands(study); ++b) {
    write_hertz(stream, curve_centre(flip_study_bands(study), b));
  }
  putc('\n', stream);
}

/// "rock > electronic", "rock, not found", "0.31 > 0.52"
static void
describe(const FlipStudy* const study, const FlipResult* const result, char* const text, const size_t size)
{
  const bool found = result->outcome == FLIP_FOUND;
  if (study->has_target) {
    snprintf(text,
             size,
             "%.3f > %.3f%s",
             flip_study_value(study, result->readings[0]),
             flip_study_value(study, result->readings[1]),
             found ? "" : ", nearest");
  } else if (found) {
    snprintf(text, size, "%s > %s", name_of(study, result->dry), name_of(study, result->wet));
  } else {
    snprintf(text, size, "%s, %s", name_of(study, result->dry), flip_outcome_name(result->outcome));
  }
}

static void
write_window(FILE* const stream, const FlipStudy* const study, const FlipWindow* const window)
{
  const FlipResult* const result = &window->directed;
  char                    text[2 * SIDECAR_MAX_TEXT];
  char                    match[TEXT_SIGNED_SIZE];
  describe(study, result, text, sizeof(text));
  fprintf(stream, "  %6.1f  ", window->start);
  text_write_padded(stream, text, 34);
  if (result->outcome != FLIP_FOUND && !(study->has_target && result->strength > 0.0)) {
    fputs("     -      -", stream);
  } else {
    fprintf(stream, "  %4.2f ", result->strength);
    text_write_padded(stream, text_signed(match, result->match, 1, true), -6);
  }
  if (study->draws && window->random.outcome == FLIP_FOUND) {
    fprintf(stream, "       %4.2f", window->random.strength);
  } else if (study->draws) {
    fputs("          -", stream);
  }
  if (result->strength > 0.0) {
    fputs("                ", stream);
    write_gains(stream, study, result);
  }
  putc('\n', stream);
}

static void
write_comparison(FILE* const stream, const FlipStudy* const study, const FlipSum* const sum)
{
  fprintf(stream,
          "Best of %u random curves a window: %u flipped, median %.2f dB; %.1f %% of all draws flipped.\n"
          "No draw flipped with less than the search in %u of %u decided windows.\n",
          study->draws,
          sum->random_found,
          sum->random_median,
          100.0 * sum->flipped_draws,
          sum->not_beaten,
          sum->decided);
}

static void
write_sum(FILE* const stream, const FlipStudy* const study)
{
  const FlipSum sum = flip_study_sum(study);
  fprintf(stream,
          "%s by %s, %u bands within ±%g dB, seed %.0f: %u windows, %u undecided; %s in %u of %u",
          study->text,
          study->sidecar->title,
          flip_study_bands(study),
          study->settings.limit,
          (double)study->settings.seed,
          sum.windows,
          sum.windows - sum.decided,
          study->has_target ? "reached" : "flipped",
          sum.found,
          sum.decided);
  if (sum.found) {
    fprintf(stream, ", median %.2f dB", sum.median);
  }
  fprintf(stream, ".\nA search took %.1f s, at most %.1f s.\n", sum.seconds, sum.most);
  if (study->draws && !study->has_target) {
    write_comparison(stream, study, &sum);
  }
  fputs("Each curve was verified by the plug-in's own equaliser, resampler, front end and network.\n"
        "dB: RMS from 20 Hz to 8 kHz after level match, one gain a window from integrated loudness (BS.1770).\n",
        stream);
}

void
flip_write_table(FILE* const stream, const FlipStudy* const study)
{
  for (unsigned s = 0; s < study->n; ++s) {
    const FlipSong* const song = &study->songs[s];
    if (!song->n) {
      continue;
    }
    write_head(stream, study, song);
    for (unsigned w = 0; w < song->n; ++w) {
      if (song->windows[w].done) {
        write_window(stream, study, &song->windows[w]);
      }
    }
    putc('\n', stream);
  }
  write_sum(stream, study);
}

static void
write_csv_result(FILE* const stream, const FlipStudy* const study, const FlipResult* const result)
{
  const bool shown = result->outcome == FLIP_FOUND || result->strength > 0.0;
  fprintf(stream, ",%s,", flip_outcome_name(result->outcome));
  text_write_csv(stream, study->has_target || !shown ? "" : name_of(study, result->wet));
  if (shown) {
    fprintf(stream, ",%.9g,%.9g,%.9g,%.9g", result->strength, result->match, result->predicted, result->verified);
  } else {
    fputs(",,,,", stream);
  }
}

static void
write_csv_row(FILE* const             stream,
              const FlipStudy* const  study,
              const FlipSong* const   song,
              const FlipWindow* const window)
{
  const FlipResult* const directed = &window->directed;
  text_write_csv(stream, song->path);
  fprintf(stream, ",%.9g,", window->start);
  text_write_csv(stream, study->sidecar->name);
  putc(',', stream);
  text_write_csv(stream, study->text);
  putc(',', stream);
  text_write_csv(stream, name_of(study, directed->dry));
  if (study->has_target) {
    fprintf(stream,
            ",,%.9g,%.9g",
            flip_study_value(study, directed->readings[0]),
            flip_study_value(study, directed->readings[1]));
  } else {
    fprintf(stream, ",%.9g,,", directed->dry.margin);
  }
  write_csv_result(stream, study, directed);
  fprintf(stream, ",%u,%u,%.3f", directed->gradients, directed->runs, directed->seconds);
  if (study->draws) {
    fprintf(stream, ",%u,%u", study->draws, window->random.flipped);
    write_csv_result(stream, study, &window->random);
  }
  for (unsigned b = 0; b < flip_study_bands(study); ++b) {
    fprintf(stream, ",%.9g", (double)directed->curve.gains[b]);
  }
  putc('\n', stream);
}

void
flip_write_csv(FILE* const stream, const FlipStudy* const study)
{
  fputs("file,start_s,model,rule,dry,dry_margin,dry_value,wet_value,outcome,wet,eq_db_rms,level_match_db,predicted,"
        "verified,gradients,runs,seconds",
        stream);
  if (study->draws) {
    fputs(",random_draws,random_flipped,random_outcome,random_wet,random_eq_db_rms,random_level_match_db,"
          "random_predicted,random_verified",
          stream);
  }
  for (unsigned b = 0; b < flip_study_bands(study); ++b) {
    fprintf(stream, ",gain_db_%.0f_hz", curve_centre(flip_study_bands(study), b));
  }
  putc('\n', stream);
  for (unsigned s = 0; s < study->n; ++s) {
    for (unsigned w = 0; w < study->songs[s].n; ++w) {
      if (study->songs[s].windows[w].done) {
        write_csv_row(stream, study, &study->songs[s], &study->songs[s].windows[w]);
      }
    }
  }
}

static void
write_key(FILE* const stream, const char* const lead, const char* const key)
{
  fprintf(stream, "%s\"%s\": ", lead, key);
}

static void
write_json_number(FILE* const stream, const char* const lead, const char* const key, const double number)
{
  write_key(stream, lead, key);
  text_write_json_number(stream, number);
}

static void
write_json_text(FILE* const stream, const char* const lead, const char* const key, const char* const text)
{
  write_key(stream, lead, key);
  text_write_json(stream, text);
}

static void
write_json_result(FILE* const stream, const FlipStudy* const study, const FlipResult* const result)
{
  write_json_text(stream, "{", "outcome", flip_outcome_name(result->outcome));
  if (study->has_target) {
    write_json_number(stream, ", ", "dry_value", flip_study_value(study, result->readings[0]));
    write_json_number(stream, ", ", "wet_value", flip_study_value(study, result->readings[1]));
  } else {
    write_json_text(stream, ", ", "dry", name_of(study, result->dry));
    write_json_number(stream, ", ", "dry_margin", result->dry.margin);
    write_json_text(stream, ", ", "wet", name_of(study, result->wet));
    write_json_number(stream, ", ", "wet_margin", result->wet.margin);
  }
  write_json_number(stream, ", ", "eq_db_rms", result->strength);
  write_json_number(stream, ", ", "level_match_db", result->match);
  write_json_number(stream, ", ", "predicted", result->predicted);
  write_json_number(stream, ", ", "verified", result->verified);
  write_json_number(stream, ", ", "gradients", result->gradients);
  write_json_number(stream, ", ", "runs", result->runs);
  write_json_number(stream, ", ", "seconds", result->seconds);
  write_key(stream, ",\n      ", "gains_db");
  for (unsigned b = 0; b < flip_study_bands(study); ++b) {
    fputs(b ? ", " : "[", stream);
    text_write_json_number(stream, (double)result->curve.gains[b]);
  }
  fputs("]}", stream);
}

static void
write_json_song(FILE* const stream, const FlipStudy* const study, const FlipSong* const song)
{
  const char* lead = "\n    {";
  write_json_text(stream, "{", "file", song->path);
  if (song->error.status) {
    write_json_text(stream, ", ", "error", song->error.text);
  }
  fputs(", \"windows\": [", stream);
  for (unsigned w = 0; w < song->n; ++w) {
    const FlipWindow* const window = &song->windows[w];
    write_json_number(stream, lead, "start_s", window->start);
    if (window->done) {
      write_key(stream, ",\n     ", "directed");
      write_json_result(stream, study, &window->directed);
    } else {
      write_json_text(stream, ", ", "error", window->error.text);
    }
    if (window->done && study->draws) {
      write_json_number(stream, ",\n     ", "random_flipped", window->random.flipped);
      write_key(stream, ", ", "random");
      write_json_result(stream, study, &window->random);
    }
    putc('}', stream);
    lead = ",\n    {";
  }
  fputs("]}", stream);
}

void
flip_write_json(FILE* const stream, const FlipStudy* const study)
{
  const unsigned bands = flip_study_bands(study);
  fputs("{\"format\": \"equus-flip\", \"version\": 1", stream);
  write_json_text(stream, ",\n ", "equus", EQUUS_VERSION);
  write_json_text(stream, ", ", "level_match", "integrated loudness, one gain a window");
  write_json_text(stream, ",\n ", "model", study->sidecar->name);
  write_json_text(stream, ", ", "sha256", study->sidecar->sha256);
  write_json_text(stream, ",\n ", study->has_target ? "toward" : "rule", study->text);
  if (study->has_target) {
    write_json_number(stream, ", ", "amount", study->amount);
  } else {
    write_json_number(stream, ", ", "least_margin", verdict_least_margin(&study->rule));
  }
  write_json_number(stream, ", ", "bands", bands);
  write_json_number(stream, ", ", "limit_db", study->settings.limit);
  write_json_number(stream, ", ", "seed", (double)study->settings.seed);
  write_json_number(stream, ", ", "hop_s", study->hop);
  write_json_number(stream, ", ", "random_draws", study->draws);
  write_key(stream, ",\n ", "centres_hz");
  for (unsigned b = 0; b < bands; ++b) {
    fputs(b ? ", " : "[", stream);
    text_write_json_number(stream, curve_centre(bands, b));
  }
  fputs("],\n \"songs\": [", stream);
  for (unsigned s = 0; s < study->n; ++s) {
    fputs(s ? ",\n  " : "\n  ", stream);
    write_json_song(stream, study, &study->songs[s]);
  }
  fputs("\n ]}\n", stream);
}
