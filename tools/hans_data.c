// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/snapshot.h"
#include "tools/hans_output.h"
#include "tools/rows.h"
#include "tools/text.h"

#include <math.h>

static const char* const csv_header =
  "file,preset,rate_hz,seconds,eq_db_rms,level_match_db,dry_lufs,wet_lufs,"
  "valence_dry,valence_wet,arousal_dry,arousal_wet,quadrant_dry,quadrant_wet,quadrant_verdict,"
  "top_tag_dry,top_tag_dry_probability,top_tag_wet,top_tag_wet_probability,top_tag_verdict,"
  "mood_windows,mood_windows_flipped,mood_windows_undecided,tag_windows,tag_windows_flipped,tag_windows_undecided\n";

static void
write_csv_text(FILE* const stream, const char* const text)
{
  putc(',', stream);
  text_write_csv(stream, text);
}

static void
write_csv_number(FILE* const stream, const double number)
{
  if (isfinite(number)) {
    fprintf(stream, ",%.9g", number);
  } else {
    putc(',', stream);
  }
}

static void
write_csv_count(FILE* const stream, const TurnCount* const count)
{
  fprintf(stream, ",%u,%u,%u", count->windows, count->flipped, count->undecided);
}

static void
write_csv_trial(FILE* const             stream,
                const Experiment* const experiment,
                const Song* const       song,
                const Trial* const      trial)
{
  const SongMean* const     dry    = &trial->mean[TAP_DRY];
  const SongMean* const     wet    = &trial->mean[TAP_WET];
  const SidecarLabel* const labels = experiment->parts[MODEL_TAGS].sidecar->labels;
  const double head[] = { trial->rate,         trial->seconds, trial->strength, trial->match, trial->dry_loudness,
                          trial->wet_loudness, dry->valence,   wet->valence,    dry->arousal, wet->arousal };
  text_write_csv(stream, song->path);
  write_csv_text(stream, trial->preset->name);
  for (unsigned i = 0; i < sizeof(head) / sizeof(head[0]); ++i) {
    write_csv_number(stream, head[i]);
  }
  write_csv_text(stream, snapshot_quadrant_name(dry->quadrant.choice));
  write_csv_text(stream, snapshot_quadrant_name(wet->quadrant.choice));
  write_csv_text(stream, verdict_turn_name(trial->quadrant));
  write_csv_text(stream, labels[dry->top.choice].name);
  write_csv_number(stream, (double)dry->tags[dry->top.choice]);
  write_csv_text(stream, labels[wet->top.choice].name);
  write_csv_number(stream, (double)wet->tags[wet->top.choice]);
  write_csv_text(stream, verdict_turn_name(trial->top));
  write_csv_count(stream, &trial->mood_windows);
  write_csv_count(stream, &trial->top_windows);
  putc('\n', stream);
}

void
hans_write_csv(FILE* const stream, const Experiment* const experiment)
{
  fputs(csv_header, stream);
  for (unsigned s = 0; s < experiment->n_songs; ++s) {
    for (unsigned p = 0; p < experiment->n_presets; ++p) {
      const Song* const song = &experiment->songs[s];
      if (song->trials[p].done) {
        write_csv_trial(stream, experiment, song, &song->trials[p]);
      }
    }
  }
}

static void
write_key(FILE* const stream, const char* const lead, const char* const key)
{
  fputs(lead, stream);
  text_write_json(stream, key);
  fputs(": ", stream);
}

static void
write_json_text(FILE* const stream, const char* const lead, const char* const key, const char* const text)
{
  write_key(stream, lead, key);
  text_write_json(stream, text);
}

static void
write_json_double(FILE* const stream, const char* const lead, const char* const key, const double number)
{
  write_key(stream, lead, key);
  text_write_json_number(stream, number);
}

static void
write_json_model(FILE* const stream, const char* const lead, const char* const key, const AnalysisPart* const part)
{
  write_key(stream, lead, key);
  write_json_text(stream, "{", "name", part->sidecar->name);
  write_json_text(stream, ", ", "sha256", part->sidecar->sha256);
  write_json_double(stream, ", ", "hop_seconds", rows_hop_seconds(&part->sidecar->frontend, part->hop));
  putc('}', stream);
}

static void
write_json_values(FILE* const         stream,
                  const char* const   key,
                  const SidecarLabel* labels,
                  const uint32_t      n,
                  const float* const  values)
{
  write_key(stream, ", ", key);
  for (uint32_t i = 0; i < n; ++i) {
    write_json_double(stream, i ? ", " : "{", labels[i].name, (double)values[i]);
  }
  putc('}', stream);
}

static void
write_json_mean(FILE* const             stream,
                const char* const       key,
                const Experiment* const experiment,
                const SongMean* const   mean)
{
  const Sidecar* const tags = experiment->parts[MODEL_TAGS].sidecar;
  const Sidecar* const mood = experiment->parts[MODEL_MOOD].sidecar;
  write_key(stream, ",\n     ", key);
  write_json_double(stream, "{", "valence", mean->valence);
  write_json_double(stream, ", ", "arousal", mean->arousal);
  write_json_text(stream, ", ", "quadrant", snapshot_quadrant_name(mean->quadrant.choice));
  write_json_text(stream, ", ", "top", tags->labels[mean->top.choice].name);
  write_json_values(
    stream, "mood", mood->labels + mood->n_tags, mood->n_labels - mood->n_tags, mean->mood + mood->n_tags);
  write_json_values(stream, "tags", tags->labels, tags->n_tags, mean->tags);
  putc('}', stream);
}

static void
write_json_count(FILE* const stream, const char* const key, const TurnCount* const count)
{
  write_key(stream, ",\n     ", key);
  fprintf(
    stream, "{\"windows\": %u, \"flipped\": %u, \"undecided\": %u}", count->windows, count->flipped, count->undecided);
}

static void
write_json_parameters(FILE* const stream, const float* const parameters)
{
  write_key(stream, ",\n     ", "parameters");
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    write_json_double(stream, i ? ", " : "{", parameter(i)->symbol, (double)parameters[i]);
  }
  putc('}', stream);
}

static void
write_json_response(FILE* const stream, const InsertResponse* const response)
{
  write_key(stream, ",\n     ", "insert_response");
  fprintf(stream, "{\"linear\": %s", response->linear ? "true" : "false");
  write_json_double(stream, ", ", "by_level_db", response->by_level);
  write_json_double(stream, ", ", "by_time_db", response->by_time);
  write_json_double(stream, ", ", "latency", response->latency);
  write_key(stream, ", ", "hertz_decibels");
  for (unsigned i = 0; i < response->n; ++i) {
    fprintf(stream, "%s[%.6g, %.4f]", i ? ", " : "[", response->hertz[i], response->decibels[i]);
  }
  fputs("]}", stream);
}

static void
write_json_trial(FILE* const stream, const Experiment* const experiment, const Trial* const trial)
{
  write_json_text(stream, "\n    {", "preset", trial->preset->name);
  if (!trial->done) {
    write_json_text(stream, ", ", "error", trial->error.text);
    putc('}', stream);
    return;
  }
  write_json_double(stream, ", ", "seconds", trial->seconds);
  write_json_double(stream, ", ", "rate", trial->rate);
  write_json_double(stream, ",\n     ", "eq_db_rms", trial->strength);
  write_json_double(stream, ", ", "level_match_db", trial->match);
  fprintf(stream, ", \"level_match_limited\": %s", trial->match_limited ? "true" : "false");
  write_json_double(stream, ", ", "dry_lufs", trial->dry_loudness);
  write_json_double(stream, ", ", "wet_lufs", trial->wet_loudness);
  write_json_text(stream, ",\n     ", "quadrant", verdict_turn_name(trial->quadrant));
  write_json_text(stream, ", ", "top", verdict_turn_name(trial->top));
  write_json_count(stream, "quadrant_windows", &trial->mood_windows);
  write_json_count(stream, "top_windows", &trial->top_windows);
  write_json_mean(stream, "dry", experiment, &trial->mean[TAP_DRY]);
  write_json_mean(stream, "wet", experiment, &trial->mean[TAP_WET]);
  write_json_parameters(stream, trial->parameters);
  if (experiment->insert) {
    write_json_response(stream, &trial->response);
  }
  putc('}', stream);
}

void
hans_write_json(FILE* const stream, const Experiment* const experiment)
{
  fputs("{\"format\": \"equus-hans\", \"version\": 1,", stream);
  write_json_text(
    stream, "\n \"equus\": \"" EQUUS_VERSION "\", ", "level_match", "integrated loudness, one gain a trial");
  write_json_double(stream, ",\n ", "tie", VERDICT_TIE);
  write_json_double(stream, ", ", "border", VERDICT_BORDER);
  write_json_model(stream, ",\n ", "tag_model", &experiment->parts[MODEL_TAGS]);
  write_json_model(stream, ",\n ", "mood_model", &experiment->parts[MODEL_MOOD]);
  if (experiment->insert) {
    write_json_text(stream, ",\n \"insert\": {", "uri", insert_uri(experiment->insert));
    write_json_text(stream, ", ", "name", insert_name(experiment->insert));
    write_json_text(stream, ", ", "settings", insert_settings(experiment->insert));
    putc('}', stream);
  }
  fputs(",\n \"songs\": [", stream);
  for (unsigned s = 0; s < experiment->n_songs; ++s) {
    write_json_text(stream, s ? ",\n  {" : "\n  {", "file", experiment->songs[s].path);
    fputs(", \"trials\": [", stream);
    for (unsigned p = 0; p < experiment->n_presets; ++p) {
      fputs(p ? "," : "", stream);
      write_json_trial(stream, experiment, &experiment->songs[s].trials[p]);
    }
    fputs("]}", stream);
  }
  fputs("\n ]}\n", stream);
}
