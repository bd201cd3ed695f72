// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/history_file.h"

#include "plugin/json_number.h"

#include <glib.h>
#include <json-c/json.h>

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <string.h>
#include <time.h>

static const double same = 1e-6; ///< Seconds within which two readings share a row

/// What is written, and how far
typedef struct {
  const History*     history;
  const Snapshot*    snapshot;
  FILE*              stream;
  Place              mood_place, tag_place;
  const Sidecar*     mood_model; ///< NULL for none
  const SidecarMood* mood;
  const Sidecar*     tag_model;
  unsigned           n_mood, n_tags, n_marks; ///< Rows of each kind
  unsigned           at_mood, at_tags, at_mark;
} Table;

static Table
begin_table(const History* history, const Snapshot* snapshot, FILE* stream)
{
  Table                      table = { .history = history, .snapshot = snapshot, .stream = stream };
  const SnapshotPlace* const mood  = snapshot_place(snapshot, MODEL_MOOD);
  const SnapshotPlace* const tags  = snapshot_place(snapshot, MODEL_TAGS);
  const SidecarMood* const   head  = snapshot_mood_sidecar(snapshot);
  if (mood && head && head->valence.label >= 0 && head->arousal.label >= 0) {
    table.mood_place = (Place)(mood - snapshot->places);
    table.mood_model = mood->sidecar;
    table.mood       = head;
    table.n_mood     = history_points(history, table.mood_place, mood->sidecar);
  }
  if (tags && tags->sidecar) {
    table.tag_place = (Place)(tags - snapshot->places);
    table.tag_model = tags->sidecar;
    table.n_tags    = history_points(history, table.tag_place, tags->sidecar);
  }
  table.n_marks = history_marks(history);
  return table;
}

/// A field of text, in quotes if it needs them
static void
put_text(FILE* stream, const char* text)
{
  if (!strpbrk(text, ",\"\r\n")) {
    fputs(text, stream);
    return;
  }
  fputc('"', stream);
  for (const char* c = text; *c; ++c) {
    if (*c == '"') {
      fputc('"', stream);
    }
    fputc(*c, stream);
  }
  fputc('"', stream);
}

static void
put_heading(const Table* table)
{
  FILE* const stream = table->stream;
  fputs("time_s,sample_position,rate_hz,valence_dry,valence_wet,arousal_dry,arousal_wet", stream);
  for (uint32_t i = 0; table->tag_model && i < table->tag_model->n_tags; ++i) {
    for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
      char name[SIDECAR_MAX_TEXT + 8];
      snprintf(name, sizeof(name), "%s_%s", table->tag_model->labels[i].name, tap == TAP_DRY ? "dry" : "wet");
      fputc(',', stream);
      put_text(stream, name);
    }
  }
  fputs(",event,event_text,transport_s,tag_model,tag_model_sha256,mood_model,mood_model_sha256,settings\n", stream);
}

static void
put_time(const Table* table, double time)
{
  const double rate = table->snapshot->status.host_rate;
  fprintf(table->stream, "%.6f,%.0f,%g", time, round(time * rate), rate);
}

/// Both taps' values of a label, on the plane if it is an axis; empty without a point
static void
put_values(FILE* stream, const Sidecar* sidecar, const SidecarAxis* axis, uint32_t label, const HistoryPoint* point)
{
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    fputc(',', stream);
    if (point && point->valid[tap]) {
      const float value = sidecar_activate(sidecar, label, point->raw[tap][label]);
      fprintf(stream, "%.6g", (double)(axis ? sidecar_axis_to_plane(axis, value) : value));
    }
  }
}

static void
put_model(FILE* stream, const Sidecar* sidecar)
{
  fputc(',', stream);
  put_text(stream, sidecar ? sidecar->name : "");
  fprintf(stream, ",%s", sidecar ? sidecar->sha256 : "");
}

static void
put_reading(const Table* table, const HistoryPoint* mood, const HistoryPoint* tags)
{
  FILE* const stream = table->stream;
  if (table->mood) {
    put_values(stream, table->mood_model, &table->mood->valence, (uint32_t)table->mood->valence.label, mood);
    put_values(stream, table->mood_model, &table->mood->arousal, (uint32_t)table->mood->arousal.label, mood);
  } else {
    fputs(",,,,", stream);
  }
  for (uint32_t i = 0; table->tag_model && i < table->tag_model->n_tags; ++i) {
    put_values(stream, table->tag_model, NULL, i, tags);
  }
}

static void
put_settings(FILE* stream, const float* parameters)
{
  struct json_object* const settings = json_object_new_object();
  for (unsigned i = 0; settings && i < PARAM_COUNT; ++i) {
    if (parameters[i] != parameter(i)->initial) {
      json_object_object_add(settings, parameter(i)->symbol, json_number((double)parameters[i]));
    }
  }
  put_text(stream, settings ? json_object_to_json_string_ext(settings, JSON_C_TO_STRING_PLAIN) : "");
  json_object_put(settings);
}

static void
put_models(const Table* table)
{
  put_model(table->stream, table->tag_model);
  put_model(table->stream, table->mood_model);
  fputc(',', table->stream);
}

static void
put_mark(const Table* table, const MarkMessage* mark)
{
  static const char* const names[MARK_KIND_COUNT] = {
    [MARK_BEGIN] = "begin", [MARK_JUMP] = "jump",           [MARK_START] = "start", [MARK_STOP] = "stop",
    [MARK_MODEL] = "model", [MARK_EQUALISER] = "equaliser", [MARK_USER] = "mark"
  };
  put_time(table, mark->time);
  put_reading(table, NULL, NULL);
  fprintf(table->stream, ",%s,", names[mark->kind]);
  put_text(table->stream, mark->text);
  fputc(',', table->stream);
  if (isfinite(mark->transport)) {
    fprintf(table->stream, "%.6f", mark->transport);
  }
  put_models(table);
  put_settings(table->stream, mark->parameters);
  fputc('\n', table->stream);
}

/// The next row: a mark, or the readings of one time; false at the end
static bool
put_row(Table* table)
{
  const bool               more_mood = table->at_mood < table->n_mood;
  const bool               more_tags = table->at_tags < table->n_tags;
  const MarkMessage* const mark = table->at_mark < table->n_marks ? history_mark(table->history, table->at_mark) : NULL;
  HistoryPoint             mood = { .time = HUGE_VAL };
  HistoryPoint             tags = { .time = HUGE_VAL };
  if (more_mood) {
    mood = history_point(table->history, table->mood_place, table->at_mood);
  }
  if (more_tags) {
    tags = history_point(table->history, table->tag_place, table->at_tags);
  }
  const double time = fmin(mood.time, tags.time);
  if (mark && mark->time <= time) {
    ++table->at_mark;
    put_mark(table, mark);
    return true;
  }
  if (!more_mood && !more_tags) {
    return false;
  }
  const bool of_mood = more_mood && mood.time - time <= same;
  const bool of_tags = more_tags && tags.time - time <= same;
  table->at_mood += of_mood;
  table->at_tags += of_tags;
  put_time(table, time);
  put_reading(table, of_mood ? &mood : NULL, of_tags ? &tags : NULL);
  fputs(",,,", table->stream);
  put_models(table);
  fputc('\n', table->stream);
  return true;
}

bool
history_file_write(const History* history, const Snapshot* snapshot, FILE* stream)
{
  const locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0); // Numbers with a point, wherever the host lives
  const locale_t old   = plain ? uselocale(plain) : (locale_t)0;
  Table          table = begin_table(history, snapshot, stream);
  put_heading(&table);
  while (put_row(&table)) {
  }
  if (plain) {
    uselocale(old);
    freelocale(plain);
  }
  return !fflush(stream) && !ferror(stream);
}

/// Create a file that was not there; NULL with errno set if there is none to be made
static FILE*
create(const char* folder, char* path, unsigned size)
{
  char                   name[64] = "equus-history";
  const time_t           now      = time(NULL);
  struct tm              parts;
  FILE*                  file  = NULL;
  const struct tm* const local = localtime_r(&now, &parts);
  if (local) {
    strftime(name, sizeof(name), "equus-history-%Y-%m-%d-%H%M%S", local);
  }
  for (unsigned i = 1; !file && i < 100; ++i) {
    char more[16] = "";
    if (i > 1) {
      snprintf(more, sizeof(more), "-%u", i);
    }
    snprintf(path, size, "%s/%s%s.csv", folder, name, more);
    file = fopen(path, "wx");
    if (!file && errno != EEXIST) {
      return NULL;
    }
  }
  return file;
}

bool
history_file_save(const History* history, const Snapshot* snapshot, const char* folder, char* message, unsigned size)
{
  char              path[1024];
  const char* const documents = folder ? folder : g_get_user_special_dir(G_USER_DIRECTORY_DOCUMENTS);
  const char* const place     = documents ? documents : g_get_home_dir();
  FILE* const       file      = create(place, path, sizeof(path));
  if (!file) {
    snprintf(message, size, "Can't write a file to %s: %s", place, strerror(errno));
    return false;
  }
  const bool written = history_file_write(history, snapshot, file);
  if (fclose(file) || !written) {
    snprintf(message, size, "Can't write %s: %s", path, strerror(errno));
    remove(path);
    return false;
  }
  snprintf(message, size, "Saved %s", path);
  return true;
}
