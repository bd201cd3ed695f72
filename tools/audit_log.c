// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_log.h"

#include <errno.h>
#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct json_object Json;

/// Reading of one file; the first thing that is wrong ends it
typedef struct {
  const char* path;
  AuditLog*   log;
  unsigned    line;
  uint32_t    songs, records, troubles; ///< Room
  EquusStatus status;
  EquusError* error;
} Reader;

static void
fail(Reader* const reader, const char* const what)
{
  if (!reader->status) {
    reader->status = equus_error_set(
      reader->error, EQUUS_ERR_FORMAT, "%s:%u: is no record of an audit: %s", reader->path, reader->line, what);
  }
}

static void
out_of_memory(Reader* const reader)
{
  if (!reader->status) {
    reader->status = equus_error_set(reader->error, EQUUS_ERR_MEMORY, "%s: out of memory", reader->path);
  }
}

static Json*
member(const Json* const object, const char* const key)
{
  Json* value = NULL;
  return object && json_object_object_get_ex(object, key, &value) ? value : NULL;
}

static void
read_text(Reader* const reader, const Json* const object, const char* const key, char* const to, const size_t size)
{
  Json* const value = member(object, key);
  if (!json_object_is_type(value, json_type_string)) {
    fail(reader, key);
  }
  snprintf(to, size, "%s", reader->status ? "" : json_object_get_string(value));
}

static char*
read_long_text(Reader* const reader, const Json* const object, const char* const key)
{
  Json* const value = member(object, key);
  if (!json_object_is_type(value, json_type_string)) {
    fail(reader, key);
    return NULL;
  }
  char* const text = strdup(json_object_get_string(value));
  if (!text) {
    out_of_memory(reader);
  }
  return text;
}

/// NAN for null or none
static double
number_of(const Json* const value)
{
  const bool is = json_object_is_type(value, json_type_double) || json_object_is_type(value, json_type_int);
  return is ? json_object_get_double(value) : (double)NAN;
}

static double
read_number(const Json* const object, const char* const key)
{
  return number_of(member(object, key));
}

static uint64_t
read_whole(Reader* const reader, const Json* const object, const char* const key, const uint64_t most)
{
  Json* const   value  = member(object, key);
  const int64_t number = json_object_is_type(value, json_type_int) ? json_object_get_int64(value) : -1;
  if (number < 0 || (uint64_t)number > most) {
    fail(reader, key);
    return 0;
  }
  return (uint64_t)number;
}

static bool
read_bool(const Json* const object, const char* const key)
{
  return json_object_get_boolean(member(object, key));
}

/// A list of `least` to `most` items; its length, 0 once something was wrong
static uint32_t
read_list(Reader* const  reader,
          const Json*    object,
          const char*    key,
          const uint32_t least,
          const uint32_t most,
          Json** const   list)
{
  *list = member(object, key);
  if (!json_object_is_type(*list, json_type_array)) {
    fail(reader, key);
    return 0;
  }
  const size_t n = json_object_array_length(*list);
  if (n < least || n > most) {
    fail(reader, key);
  }
  return reader->status ? 0 : (uint32_t)n;
}

static AuditAxis
read_axis(Reader* const reader, const Json* const object, const char* const key, const uint32_t labels)
{
  const Json* const about = member(object, key);
  if (!about) {
    return (AuditAxis){ -1, (double)NAN, (double)NAN, (double)NAN };
  }
  const uint64_t most = labels ? labels - 1 : 0;
  return (AuditAxis){ (int)read_whole(reader, about, "label", most),
                      read_number(about, "minimum"),
                      read_number(about, "centre"),
                      read_number(about, "maximum") };
}

static void
read_labels(Reader* const reader, const Json* const object, AuditModel* const model)
{
  Json* list      = NULL;
  model->n_labels = read_list(reader, object, "labels", 1, SIDECAR_MAX_LABELS, &list);
  model->labels   = (char(*)[SIDECAR_MAX_TEXT])calloc(model->n_labels + 1U, SIDECAR_MAX_TEXT);
  if (!model->labels) {
    out_of_memory(reader);
    return;
  }
  for (uint32_t i = 0; i < model->n_labels; ++i) {
    const char* const name = json_object_get_string(json_object_array_get_idx(list, i));
    snprintf(model->labels[i], SIDECAR_MAX_TEXT, "%s", name ? name : "");
  }
}

static void
read_model(Reader* const reader, const Json* const object, AuditModel* const model)
{
  read_text(reader, object, "name", model->name, sizeof(model->name));
  read_text(reader, object, "title", model->title, sizeof(model->title));
  read_text(reader, object, "sha256", model->sha256, sizeof(model->sha256));
  read_text(reader, object, "mood", model->mood, sizeof(model->mood));
  model->window = read_number(object, "window_seconds");
  model->hop    = read_number(object, "hop_seconds");
  read_labels(reader, object, model);
  model->n_tags  = (uint32_t)read_whole(reader, object, "tags", model->n_labels);
  model->valence = read_axis(reader, object, "valence", model->n_labels);
  model->arousal = read_axis(reader, object, "arousal", model->n_labels);
}

static void
read_part(Reader* const reader, const Json* const object, AuditPart* const part)
{
  read_text(reader, object, "part", part->part, sizeof(part->part));
  read_text(reader, object, "text", part->text, sizeof(part->text));
  part->first           = (uint32_t)read_whole(reader, object, "first", UINT32_MAX);
  part->n               = (uint32_t)read_whole(reader, object, "n", UINT32_MAX);
  part->matched         = read_bool(object, "level_match");
  part->tag_tolerance   = read_number(object, "tag_tolerance");
  part->plane_tolerance = read_number(object, "plane_tolerance");
}

static void
read_lists(Reader* const reader, const Json* const line, AuditRun* const run)
{
  Json* list   = NULL;
  run->n_rules = read_list(reader, line, "rules", 0, AUDIT_MAX_RULES, &list);
  for (uint32_t i = 0; i < run->n_rules; ++i) {
    const char* const rule = json_object_get_string(json_object_array_get_idx(list, i));
    snprintf(run->rules[i], AUDIT_NAME_SIZE, "%s", rule ? rule : "");
  }
  const uint32_t n = read_list(reader, line, "models", 1, AUDIT_MAX_MODELS, &list);
  for (uint32_t i = 0; i < n && !reader->status; ++i) {
    read_model(reader, json_object_array_get_idx(list, i), &run->models[run->n_models++]);
  }
  run->n_parts = read_list(reader, line, "protocol", 0, AUDIT_MAX_PARTS, &list);
  for (uint32_t i = 0; i < run->n_parts; ++i) {
    read_part(reader, json_object_array_get_idx(list, i), &run->parts[i]);
  }
}

static void
read_run(Reader* const reader, const Json* const line)
{
  AuditRun* const   run    = &reader->log->run;
  const Json* const limits = member(line, "thresholds");
  char              format[AUDIT_NAME_SIZE];
  read_text(reader, line, "format", format, sizeof(format));
  if (strcmp(format, "equus-audit") || read_whole(reader, line, "format_version", UINT32_MAX) != 1) {
    fail(reader, "its format isn't known; it was written by another version of equus");
  }
  read_text(reader, line, "version", run->version, sizeof(run->version));
  read_text(reader, line, "date", run->date, sizeof(run->date));
  read_text(reader, line, "machine", run->machine, sizeof(run->machine));
  read_text(reader, line, "plan", run->plan, sizeof(run->plan));
  run->draws       = (uint32_t)read_whole(reader, line, "draws", UINT32_MAX);
  run->seed        = read_whole(reader, line, "seed", INT64_MAX);
  run->start       = read_number(line, "start");
  run->seconds     = read_number(line, "seconds");
  run->windows     = read_bool(line, "windows");
  run->tie         = read_number(limits, "tie");
  run->border      = read_number(limits, "border");
  run->deviations  = read_number(limits, "deviations");
  run->match_limit = read_number(limits, "level_match_limit_db");
  read_lists(reader, line, run);
}

static void
read_values(Reader* const reader, const Json* const object, const uint32_t n, AuditReading* const reading)
{
  Json* list = NULL;
  read_list(reader, object, "values", n, n, &list);
  reading->values = (float*)calloc(n + 1U, sizeof(float));
  if (!reading->values) {
    out_of_memory(reader);
    return;
  }
  for (uint32_t i = 0; !reader->status && i < n; ++i) {
    reading->values[i] = (float)number_of(json_object_array_get_idx(list, i));
  }
}

static void
read_windows(Reader* const reader, const Json* const object, const uint32_t labels, AuditReading* const reading)
{
  Json*          list = NULL;
  const uint32_t n    = read_list(reader, object, "each", reading->n_windows, reading->n_windows, &list);
  reading->windows    = (AuditWindow*)calloc(n + 1U, sizeof(AuditWindow));
  if (!reading->windows) {
    out_of_memory(reader);
    return;
  }
  for (uint32_t i = 0; i < n; ++i) {
    const Json* const row = json_object_array_get_idx(list, i);
    if (!json_object_is_type(row, json_type_array) || json_object_array_length(row) != 4) {
      fail(reader, "each");
      return;
    }
    const int64_t top   = json_object_get_int64(json_object_array_get_idx(row, 2));
    reading->windows[i] = (AuditWindow){ number_of(json_object_array_get_idx(row, 0)),
                                         number_of(json_object_array_get_idx(row, 1)),
                                         top >= 0 && top < labels ? (uint32_t)top : 0,
                                         number_of(json_object_array_get_idx(row, 3)) };
  }
}

static void
read_reading(Reader* const reader, const Json* const object, const AuditModel* const model, AuditReading* const reading)
{
  reading->n_windows         = (uint32_t)read_whole(reader, object, "windows", UINT32_MAX);
  reading->valence           = read_number(object, "valence");
  reading->arousal           = read_number(object, "arousal");
  reading->valence_deviation = read_number(object, "valence_deviation");
  reading->arousal_deviation = read_number(object, "arousal_deviation");
  read_values(reader, object, model->n_labels, reading);
  if (member(object, "each")) {
    read_windows(reader, object, model->n_labels, reading);
  }
}

/// Make room for one more item; NULL if out of memory
static void*
grow(Reader* const reader, void* const items, const uint32_t n, uint32_t* const room, const size_t size)
{
  if (n < *room) {
    return items;
  }
  const uint32_t more  = *room ? 2 * *room : 64;
  void* const    grown = realloc(items, more * size);
  if (!grown) {
    out_of_memory(reader);
    return NULL;
  }
  *room = more;
  return grown;
}

static void
read_song(Reader* const reader, const Json* const line)
{
  AuditLog* const  log   = reader->log;
  AuditSong* const songs = (AuditSong*)grow(reader, log->songs, log->n_songs, &reader->songs, sizeof(AuditSong));
  if (!songs) {
    return;
  }
  log->songs            = songs;
  AuditSong* const song = &songs[log->n_songs++];
  Json*            list = NULL;
  *song                 = (AuditSong){ .file = read_long_text(reader, line, "file") };
  read_text(reader, line, "sha256", song->sha256, sizeof(song->sha256));
  song->rate       = read_number(line, "rate");
  song->channels   = (uint32_t)read_whole(reader, line, "channels", UINT32_MAX);
  song->length     = read_number(line, "length");
  song->start      = read_number(line, "start");
  song->seconds    = read_number(line, "seconds");
  song->loudness   = read_number(line, "lufs");
  const uint32_t n = read_list(reader, line, "dry", log->run.n_models, log->run.n_models, &list);
  for (uint32_t i = 0; i < n; ++i) {
    read_reading(reader, json_object_array_get_idx(list, i), &log->run.models[i], &song->dry[i]);
  }
}

static void
read_treatment(Reader* const reader, const Json* const line, AuditTreatment* const treatment)
{
  Json* list       = NULL;
  treatment->index = (uint32_t)read_whole(reader, line, "n", UINT32_MAX);
  read_text(reader, line, "part", treatment->part, sizeof(treatment->part));
  read_text(reader, line, "kind", treatment->kind, sizeof(treatment->kind));
  read_text(reader, line, "text", treatment->text, sizeof(treatment->text));
  treatment->hertz    = read_number(line, "hertz");
  treatment->decibels = read_number(line, "decibels");
  treatment->rate     = read_number(line, "resampled");
  treatment->bands    = (uint32_t)read_whole(reader, line, "bands", UINT32_MAX);
  treatment->draw     = (uint32_t)read_whole(reader, line, "draw", UINT32_MAX);
  treatment->seed     = read_whole(reader, line, "seed", INT64_MAX);
  treatment->n_gains  = read_list(reader, line, "gains", 0, AUDIT_MAX_GAINS, &list);
  for (uint32_t i = 0; i < treatment->n_gains; ++i) {
    treatment->gains[i] = (float)number_of(json_object_array_get_idx(list, i));
  }
  treatment->predicted    = read_number(line, "predicted");
  treatment->verified     = read_number(line, "verified");
  treatment->place        = read_number(line, "place");
  treatment->length       = read_number(line, "length");
  treatment->window_match = read_number(line, "window_match");
  if (member(line, "outcome")) {
    read_text(reader, line, "from", treatment->from, sizeof(treatment->from));
    read_text(reader, line, "to", treatment->to, sizeof(treatment->to));
    read_text(reader, line, "aim", treatment->aim, sizeof(treatment->aim));
    read_text(reader, line, "outcome", treatment->outcome, sizeof(treatment->outcome));
  }
}

static Turn
read_turn(Reader* const reader, const Json* const object)
{
  char name[AUDIT_NAME_SIZE];
  read_text(reader, object, "turn", name, sizeof(name));
  for (unsigned turn = TURN_HELD; turn <= TURN_UNDECIDED; ++turn) {
    if (!strcmp(name, verdict_turn_name((Turn)turn))) {
      return (Turn)turn;
    }
  }
  fail(reader, "turn");
  return TURN_UNDECIDED;
}

static void
read_verdicts(Reader* const reader, const Json* const line, AuditRecord* const record)
{
  const AuditRun* const run = &reader->log->run;
  const Json* const     all = member(line, "verdicts");
  record->verdicts          = (AuditVerdict*)calloc(run->n_rules + 1U, sizeof(AuditVerdict));
  if (!record->verdicts) {
    out_of_memory(reader);
    return;
  }
  for (uint32_t i = 0; i < run->n_rules; ++i) {
    const Json* const   about   = member(all, run->rules[i]);
    AuditVerdict* const verdict = &record->verdicts[i];
    verdict->applies            = about != NULL;
    if (about) {
      read_text(reader, about, "dry", verdict->dry, sizeof(verdict->dry));
      read_text(reader, about, "wet", verdict->wet, sizeof(verdict->wet));
      verdict->turn      = read_turn(reader, about);
      verdict->held      = (uint32_t)read_whole(reader, about, "held", UINT32_MAX);
      verdict->flipped   = (uint32_t)read_whole(reader, about, "flipped", UINT32_MAX);
      verdict->undecided = (uint32_t)read_whole(reader, about, "undecided", UINT32_MAX);
    }
  }
}

/// Index of the song and the model that a record is of
static void
read_subject(Reader* const reader, const Json* const line, AuditRecord* const record)
{
  const AuditLog* const log  = reader->log;
  Json* const           file = member(line, "file");
  const int64_t         song = file ? audit_log_find(log, json_object_get_string(file)) : -1;
  char                  model[SIDECAR_MAX_TEXT];
  read_text(reader, line, "model", model, sizeof(model));
  record->model = 0;
  while (record->model < log->run.n_models && strcmp(log->run.models[record->model].name, model)) {
    ++record->model;
  }
  if (song < 0 || record->model == log->run.n_models) {
    fail(reader, "its song or model stands nowhere before it");
    record->model = 0;
  }
  record->song = song < 0 ? 0 : (uint32_t)song;
}

static void
read_record(Reader* const reader, const Json* const line)
{
  AuditLog* const    log = reader->log;
  AuditRecord* const records =
    (AuditRecord*)grow(reader, log->records, log->n_records, &reader->records, sizeof(AuditRecord));
  if (!records) {
    return;
  }
  log->records              = records;
  AuditRecord* const record = &records[log->n_records++];
  *record                   = (AuditRecord){ .heard = member(line, "wet") != NULL };
  read_subject(reader, line, record);
  if (reader->status) {
    return;
  }
  read_treatment(reader, line, &record->treatment);
  record->strength      = read_number(line, "strength_db");
  record->loudness      = read_number(line, "lufs");
  record->match         = read_number(line, "level_match_db");
  record->match_limited = read_bool(line, "level_match_limited");
  record->tag_change    = read_number(line, "tag_change");
  record->plane_change  = read_number(line, "plane_change");
  record->passed        = read_bool(line, "passed");
  if (record->heard) {
    read_reading(reader, member(line, "wet"), &log->run.models[record->model], &record->wet);
    read_verdicts(reader, line, record);
  }
}

static void
read_trouble(Reader* const reader, const Json* const line)
{
  AuditLog* const     log = reader->log;
  AuditTrouble* const troubles =
    (AuditTrouble*)grow(reader, log->troubles, log->n_troubles, &reader->troubles, sizeof(AuditTrouble));
  if (troubles) {
    log->troubles = troubles;
    troubles[log->n_troubles++] =
      (AuditTrouble){ read_long_text(reader, line, "file"), read_long_text(reader, line, "text") };
  }
}

static void
read_line(Reader* const reader, const char* const text)
{
  Json* const line = json_tokener_parse(text);
  char        type[AUDIT_NAME_SIZE];
  if (!json_object_is_type(line, json_type_object)) {
    fail(reader, "no JSON object");
  }
  read_text(reader, line, "type", type, sizeof(type));
  const bool first = reader->line == 1;
  if (reader->status) {
    json_object_put(line);
    return;
  }
  if (!strcmp(type, "run") == !first) {
    fail(reader, "the first line, and no other, describes the run");
  } else if (first) {
    read_run(reader, line);
  } else if (!strcmp(type, "song")) {
    read_song(reader, line);
  } else if (!strcmp(type, "record")) {
    read_record(reader, line);
  } else if (!strcmp(type, "trouble")) {
    read_trouble(reader, line);
  }
  json_object_put(line);
}

EquusStatus
audit_log_read(const char* const path, AuditLog* const log, EquusError* const error)
{
  *log               = (AuditLog){ .whole = 0 };
  Reader      reader = { .path = path, .log = log, .error = error };
  FILE* const file   = fopen(path, "r");
  char*       line   = NULL;
  size_t      room   = 0;
  ssize_t     length = 0;
  if (!file) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: %s", path, strerror(errno));
  }
  while (!reader.status && (length = getline(&line, &room, file)) > 0) {
    log->torn = line[length - 1] != '\n';
    if (!log->torn) {
      ++reader.line;
      read_line(&reader, line);
      log->whole += (size_t)length;
    }
  }
  if (!reader.status && ferror(file)) {
    reader.status = equus_error_set(error, EQUUS_ERR_IO, "%s: can't be read: %s", path, strerror(errno));
  }
  free(line);
  fclose(file);
  return reader.status;
}
