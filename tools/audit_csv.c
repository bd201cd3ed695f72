// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_csv.h"

#include "tools/text.h"

#include <math.h>

static const char* const subject_columns =
  "file,sha256,rate_hz,channels,start_s,seconds,model,model_sha256,mood,n,part,kind,treatment";

static void
write_text(FILE* const stream, const char* const text)
{
  putc(',', stream);
  text_write_csv(stream, text);
}

static void
write_number(FILE* const stream, const double number)
{
  putc(',', stream);
  if (isfinite(number)) {
    fprintf(stream, "%.9g", number);
  }
}

/// A number that is 0 where it doesn't apply
static void
write_whole(FILE* const stream, const uint64_t number)
{
  putc(',', stream);
  if (number) {
    fprintf(stream, "%llu", (unsigned long long)number);
  }
}

static void
write_subject(FILE* const stream, const AuditLog* const log, const AuditRecord* const record)
{
  const AuditSong* const  song  = &log->songs[record->song];
  const AuditModel* const model = &log->run.models[record->model];
  text_write_csv(stream, song->file);
  write_text(stream, song->sha256);
  write_number(stream, song->rate);
  write_number(stream, song->channels);
  write_number(stream, song->start);
  write_number(stream, song->seconds);
  write_text(stream, model->name);
  write_text(stream, model->sha256);
  write_text(stream, model->mood);
  write_number(stream, record->treatment.index);
  write_text(stream, record->treatment.part);
  write_text(stream, record->treatment.kind);
  write_text(stream, record->treatment.text);
}

static void
write_treatment(FILE* const stream, const AuditRecord* const record)
{
  const AuditTreatment* const treatment = &record->treatment;
  write_number(stream, treatment->hertz);
  write_number(stream, treatment->decibels);
  write_number(stream, treatment->rate);
  write_whole(stream, treatment->bands);
  if (treatment->seed) {
    write_number(stream, treatment->draw);
  } else {
    putc(',', stream);
  }
  write_whole(stream, treatment->seed);
  putc(',', stream);
  for (uint32_t i = 0; i < treatment->n_gains; ++i) {
    fprintf(stream, "%s%.7g", i ? " " : "", (double)treatment->gains[i]);
  }
  write_text(stream, treatment->aim);
  write_text(stream, treatment->outcome);
  write_number(stream, treatment->predicted);
  write_number(stream, treatment->verified);
  write_number(stream, *treatment->outcome ? treatment->place : (double)NAN);
  write_number(stream, *treatment->outcome ? treatment->length : (double)NAN);
  write_number(stream, *treatment->outcome ? treatment->window_match : (double)NAN);
  write_text(stream, treatment->from);
  write_text(stream, treatment->to);
  write_number(stream, record->strength);
  write_number(stream, record->loudness);
  write_number(stream, record->match);
  write_text(stream, record->match_limited ? "yes" : "no");
}

static uint32_t
top_of(const AuditReading* const reading, const uint32_t n)
{
  uint32_t top = 0;
  for (uint32_t i = 1; i < n; ++i) {
    top = reading->values[i] > reading->values[top] ? i : top;
  }
  return top;
}

static void
write_mean(FILE* const stream, const AuditModel* const model, const AuditReading* const reading)
{
  if (!reading->values) {
    fputs(",,,,,,", stream);
    return;
  }
  write_number(stream, reading->valence);
  write_number(stream, reading->arousal);
  write_number(stream, reading->valence_deviation);
  write_number(stream, reading->arousal_deviation);
  if (model->n_tags) {
    const uint32_t top = top_of(reading, model->n_tags);
    write_text(stream, model->labels[top]);
    write_number(stream, (double)reading->values[top]);
  } else {
    fputs(",,", stream);
  }
}

static void
write_verdicts(FILE* const stream, const AuditLog* const log, const AuditRecord* const record)
{
  for (uint32_t i = 0; i < log->run.n_rules; ++i) {
    const AuditVerdict* const verdict = record->verdicts ? &record->verdicts[i] : NULL;
    if (verdict && verdict->applies) {
      write_text(stream, verdict->dry);
      write_text(stream, verdict->wet);
      write_text(stream, verdict_turn_name(verdict->turn));
      fprintf(stream, ",%u,%u,%u", verdict->held, verdict->flipped, verdict->undecided);
    } else {
      fputs(",,,,,,", stream);
    }
  }
}

static void
write_null_test(FILE* const stream, const AuditRecord* const record)
{
  const bool is = isfinite(record->tag_change) || isfinite(record->plane_change);
  write_number(stream, record->tag_change);
  write_number(stream, record->plane_change);
  write_text(stream, !is ? "" : record->passed ? "yes" : "no");
}

static void
write_rule_columns(FILE* const stream, const AuditRun* const run)
{
  static const char* const columns[] = {
    "dry", "wet", "verdict", "windows_held", "windows_flipped", "windows_undecided"
  };
  char name[AUDIT_NAME_SIZE + 32];
  for (uint32_t i = 0; i < run->n_rules; ++i) {
    for (unsigned c = 0; c < sizeof(columns) / sizeof(columns[0]); ++c) {
      snprintf(name, sizeof(name), "%s_%s", run->rules[i], columns[c]);
      write_text(stream, name);
    }
  }
}

void
audit_csv_write_summary(FILE* const stream, const AuditLog* const log)
{
  fputs(subject_columns, stream);
  fputs(",hertz,decibels_db,resampled_hz,bands,draw,seed,gains_db,aim,outcome,predicted,verified,place_s,length_s,"
        "window_match_db,"
        "window_from,window_to"
        ",strength_db_rms,wet_lufs,level_match_db,level_match_limited,dry_lufs,windows",
        stream);
  for (unsigned wet = 0; wet < 2; ++wet) {
    const char* const tap = wet ? "wet" : "dry";
    fprintf(stream,
            ",valence_%s,arousal_%s,valence_deviation_%s,arousal_deviation_%s,top_tag_%s,top_tag_%s_probability",
            tap,
            tap,
            tap,
            tap,
            tap,
            tap);
  }
  write_rule_columns(stream, &log->run);
  fputs(",null_tag_change,null_plane_change,null_passed,equus_version\n", stream);
  for (uint32_t i = 0; i < log->n_records; ++i) {
    const AuditRecord* const  record = &log->records[i];
    const AuditModel* const   model  = &log->run.models[record->model];
    const AuditReading* const dry    = audit_log_dry(log, record);
    write_subject(stream, log, record);
    write_treatment(stream, record);
    write_number(stream, log->songs[record->song].loudness);
    write_number(stream, dry->n_windows);
    write_mean(stream, model, dry);
    write_mean(stream, model, &record->wet);
    write_verdicts(stream, log, record);
    write_null_test(stream, record);
    write_text(stream, log->run.version);
    putc('\n', stream);
  }
}

static void
write_window(FILE* const stream, const AuditModel* const model, const AuditWindow* const window)
{
  write_number(stream, window->valence);
  write_number(stream, window->arousal);
  write_text(stream, model->n_tags ? model->labels[window->top] : "");
  write_number(stream, window->probability);
}

void
audit_csv_write_windows(FILE* const stream, const AuditLog* const log)
{
  fprintf(stream,
          "%s,end_s,valence_dry,arousal_dry,top_tag_dry,top_tag_dry_probability,"
          "valence_wet,arousal_wet,top_tag_wet,top_tag_wet_probability\n",
          subject_columns);
  for (uint32_t i = 0; i < log->n_records; ++i) {
    const AuditRecord* const  record = &log->records[i];
    const AuditModel* const   model  = &log->run.models[record->model];
    const AuditReading* const dry    = audit_log_dry(log, record);
    const bool                has    = dry->windows && record->wet.windows;
    for (uint32_t w = 0; has && w < dry->n_windows && w < record->wet.n_windows; ++w) {
      write_subject(stream, log, record);
      write_number(stream, log->songs[record->song].start + model->window + w * model->hop);
      write_window(stream, model, &dry->windows[w]);
      write_window(stream, model, &record->wet.windows[w]);
      putc('\n', stream);
    }
  }
}
