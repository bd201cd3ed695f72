// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_record.h"

#include "tools/text.h"

#include <math.h>
#include <stdlib.h>

static void
write_key(FILE* const stream, const char* const lead, const char* const key)
{
  fprintf(stream, "%s\"%s\":", lead, key);
}

static void
write_text(FILE* const stream, const char* const lead, const char* const key, const char* const text)
{
  write_key(stream, lead, key);
  text_write_json(stream, text);
}

static void
write_number(FILE* const stream, const char* const lead, const char* const key, const double number)
{
  write_key(stream, lead, key);
  text_write_json_number(stream, number);
}

static void
write_whole(FILE* const stream, const char* const lead, const char* const key, const uint64_t number)
{
  fprintf(stream, "%s\"%s\":%llu", lead, key, (unsigned long long)number);
}

static void
write_bool(FILE* const stream, const char* const lead, const char* const key, const bool value)
{
  fprintf(stream, "%s\"%s\":%s", lead, key, value ? "true" : "false");
}

/// Numbers with seven significant digits, which a float needs no more of to be judged
static void
write_floats(FILE* const stream, const char* const key, const float* const values, const uint32_t n)
{
  write_key(stream, ",", key);
  for (uint32_t i = 0; i < n; ++i) {
    fputc(i ? ',' : '[', stream);
    if (isfinite(values[i])) {
      fprintf(stream, "%.7g", (double)values[i]);
    } else {
      fputs("null", stream);
    }
  }
  fputs(n ? "]" : "[]", stream);
}

static void
write_axis(FILE* const stream, const char* const key, const AuditAxis* const axis)
{
  write_key(stream, ",", key);
  if (axis->label < 0) {
    fputs("null", stream);
    return;
  }
  write_whole(stream, "{", "label", (uint64_t)axis->label);
  write_number(stream, ",", "minimum", axis->minimum);
  write_number(stream, ",", "centre", axis->centre);
  write_number(stream, ",", "maximum", axis->maximum);
  fputc('}', stream);
}

static void
write_model(FILE* const stream, const char* const lead, const AuditModel* const model)
{
  fputs(lead, stream);
  write_text(stream, "{", "name", model->name);
  write_text(stream, ",", "title", model->title);
  write_text(stream, ",", "sha256", model->sha256);
  write_text(stream, ",", "mood", model->mood);
  write_number(stream, ",", "window_seconds", model->window);
  write_number(stream, ",", "hop_seconds", model->hop);
  write_whole(stream, ",", "tags", model->n_tags);
  write_key(stream, ",", "labels");
  for (uint32_t i = 0; i < model->n_labels; ++i) {
    fputc(i ? ',' : '[', stream);
    text_write_json(stream, model->labels[i]);
  }
  fputs(model->n_labels ? "]" : "[]", stream);
  write_axis(stream, "valence", &model->valence);
  write_axis(stream, "arousal", &model->arousal);
  fputc('}', stream);
}

static void
write_part(FILE* const stream, const char* const lead, const AuditPart* const part)
{
  fputs(lead, stream);
  write_text(stream, "{", "part", part->part);
  write_text(stream, ",", "text", part->text);
  write_whole(stream, ",", "first", part->first);
  write_whole(stream, ",", "n", part->n);
  write_bool(stream, ",", "level_match", part->matched);
  write_number(stream, ",", "tag_tolerance", part->tag_tolerance);
  write_number(stream, ",", "plane_tolerance", part->plane_tolerance);
  fputc('}', stream);
}

static void
write_thresholds(FILE* const stream, const AuditRun* const run)
{
  write_key(stream, ",", "thresholds");
  write_number(stream, "{", "tie", run->tie);
  write_number(stream, ",", "border", run->border);
  write_number(stream, ",", "deviations", run->deviations);
  write_number(stream, ",", "level_match_limit_db", run->match_limit);
  fputc('}', stream);
}

void
audit_write_run(FILE* const stream, const AuditRun* const run)
{
  fputs("{\"type\":\"run\",\"format\":\"equus-audit\",\"format_version\":1", stream);
  write_text(stream, ",", "version", run->version);
  write_text(stream, ",", "date", run->date);
  write_text(stream, ",", "machine", run->machine);
  write_text(stream, ",", "plan", run->plan);
  write_whole(stream, ",", "draws", run->draws);
  write_whole(stream, ",", "seed", run->seed);
  write_number(stream, ",", "start", run->start);
  write_number(stream, ",", "seconds", run->seconds);
  write_bool(stream, ",", "windows", run->windows);
  write_thresholds(stream, run);
  write_key(stream, ",", "rules");
  for (uint32_t i = 0; i < run->n_rules; ++i) {
    fputc(i ? ',' : '[', stream);
    text_write_json(stream, run->rules[i]);
  }
  fputs(run->n_rules ? "]" : "[]", stream);
  write_key(stream, ",", "models");
  for (uint32_t i = 0; i < run->n_models; ++i) {
    write_model(stream, i ? "," : "[", &run->models[i]);
  }
  fputs(run->n_models ? "]" : "[]", stream);
  write_key(stream, ",", "protocol");
  for (uint32_t i = 0; i < run->n_parts; ++i) {
    write_part(stream, i ? "," : "[", &run->parts[i]);
  }
  fputs(run->n_parts ? "]}\n" : "[]}\n", stream);
}

/// A list of four columns rather than of objects: it is long
static void
write_windows(FILE* const stream, const AuditReading* const reading)
{
  write_key(stream, ",", "each");
  for (uint32_t i = 0; i < reading->n_windows; ++i) {
    const AuditWindow* const window = &reading->windows[i];
    fputs(i ? ",[" : "[[", stream);
    text_write_json_number(stream, window->valence);
    fputc(',', stream);
    text_write_json_number(stream, window->arousal);
    fprintf(stream, ",%u,", window->top);
    text_write_json_number(stream, window->probability);
    fputc(']', stream);
  }
  fputs(reading->n_windows ? "]" : "[]", stream);
}

static void
write_reading(FILE* const stream, const AuditModel* const model, const AuditReading* const reading)
{
  write_whole(stream, "{", "windows", reading->n_windows);
  write_number(stream, ",", "valence", reading->valence);
  write_number(stream, ",", "arousal", reading->arousal);
  write_number(stream, ",", "valence_deviation", reading->valence_deviation);
  write_number(stream, ",", "arousal_deviation", reading->arousal_deviation);
  write_floats(stream, "values", reading->values, model->n_labels);
  if (reading->windows) {
    write_windows(stream, reading);
  }
  fputc('}', stream);
}

void
audit_write_song(FILE* const stream, const AuditRun* const run, const AuditSong* const song)
{
  fputs("{\"type\":\"song\"", stream);
  write_text(stream, ",", "file", song->file);
  write_text(stream, ",", "sha256", song->sha256);
  write_number(stream, ",", "rate", song->rate);
  write_whole(stream, ",", "channels", song->channels);
  write_number(stream, ",", "length", song->length);
  write_number(stream, ",", "start", song->start);
  write_number(stream, ",", "seconds", song->seconds);
  write_number(stream, ",", "lufs", song->loudness);
  write_key(stream, ",", "dry");
  for (uint32_t i = 0; i < run->n_models; ++i) {
    fputc(i ? ',' : '[', stream);
    write_reading(stream, &run->models[i], &song->dry[i]);
  }
  fputs(run->n_models ? "]}\n" : "[]}\n", stream);
}

static void
write_treatment(FILE* const stream, const AuditTreatment* const treatment)
{
  write_whole(stream, ",", "n", treatment->index);
  write_text(stream, ",", "part", treatment->part);
  write_text(stream, ",", "kind", treatment->kind);
  write_text(stream, ",", "text", treatment->text);
  write_number(stream, ",", "hertz", treatment->hertz);
  write_number(stream, ",", "decibels", treatment->decibels);
  write_number(stream, ",", "resampled", treatment->rate);
  write_whole(stream, ",", "bands", treatment->bands);
  write_whole(stream, ",", "draw", treatment->draw);
  write_whole(stream, ",", "seed", treatment->seed);
  write_floats(stream, "gains", treatment->gains, treatment->n_gains);
  if (*treatment->outcome) {
    write_text(stream, ",", "aim", treatment->aim);
    write_text(stream, ",", "outcome", treatment->outcome);
    write_number(stream, ",", "predicted", treatment->predicted);
    write_number(stream, ",", "verified", treatment->verified);
    write_number(stream, ",", "place", treatment->place);
    write_number(stream, ",", "length", treatment->length);
    write_number(stream, ",", "window_match", treatment->window_match);
    write_text(stream, ",", "from", treatment->from);
    write_text(stream, ",", "to", treatment->to);
  }
}

static void
write_verdict(FILE* const stream, const char* const lead, const char* const rule, const AuditVerdict* const verdict)
{
  fputs(lead, stream);
  text_write_json(stream, rule);
  fputc(':', stream);
  if (!verdict->applies) {
    fputs("null", stream);
    return;
  }
  write_text(stream, "{", "dry", verdict->dry);
  write_text(stream, ",", "wet", verdict->wet);
  write_text(stream, ",", "turn", verdict_turn_name(verdict->turn));
  write_whole(stream, ",", "held", verdict->held);
  write_whole(stream, ",", "flipped", verdict->flipped);
  write_whole(stream, ",", "undecided", verdict->undecided);
  fputc('}', stream);
}

void
audit_write_record(FILE* const              stream,
                   const AuditRun* const    run,
                   const AuditSong* const   song,
                   const AuditRecord* const record)
{
  fputs("{\"type\":\"record\"", stream);
  write_text(stream, ",", "file", song->file);
  write_text(stream, ",", "model", run->models[record->model].name);
  write_treatment(stream, &record->treatment);
  write_number(stream, ",", "strength_db", record->strength);
  write_number(stream, ",", "lufs", record->loudness);
  write_number(stream, ",", "level_match_db", record->match);
  write_bool(stream, ",", "level_match_limited", record->match_limited);
  if (isfinite(record->tag_change) || isfinite(record->plane_change)) {
    write_number(stream, ",", "tag_change", record->tag_change);
    write_number(stream, ",", "plane_change", record->plane_change);
    write_bool(stream, ",", "passed", record->passed);
  }
  if (record->heard) {
    write_key(stream, ",", "wet");
    write_reading(stream, &run->models[record->model], &record->wet);
    write_key(stream, ",", "verdicts");
    for (uint32_t i = 0; i < run->n_rules; ++i) {
      write_verdict(stream, i ? "," : "{", run->rules[i], &record->verdicts[i]);
    }
    fputs(run->n_rules ? "}" : "{}", stream);
  }
  fputs("}\n", stream);
}

void
audit_write_trouble(FILE* const stream, const char* const file, const char* const text)
{
  fputs("{\"type\":\"trouble\"", stream);
  write_text(stream, ",", "file", file);
  write_text(stream, ",", "text", text);
  fputs("}\n", stream);
}

static void
clear_reading(AuditReading* const reading)
{
  free(reading->values);
  free(reading->windows);
  reading->values  = NULL;
  reading->windows = NULL;
}

void
audit_run_clear(AuditRun* const run)
{
  for (uint32_t i = 0; i < run->n_models; ++i) {
    free(run->models[i].labels);
  }
  run->n_models = 0;
}

void
audit_song_clear(AuditSong* const song)
{
  free(song->file);
  song->file = NULL;
  for (unsigned i = 0; i < AUDIT_MAX_MODELS; ++i) {
    clear_reading(&song->dry[i]);
  }
}

void
audit_record_clear(AuditRecord* const record)
{
  clear_reading(&record->wet);
  free(record->verdicts);
  record->verdicts = NULL;
}
