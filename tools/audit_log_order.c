// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_log.h"

#include <stdlib.h>
#include <string.h>

static int
compare_songs(const void* const a, const void* const b)
{
  return strcmp(((const AuditSong*)a)->file, ((const AuditSong*)b)->file);
}

static int
compare_troubles(const void* const a, const void* const b)
{
  return strcmp(((const AuditTrouble*)a)->file, ((const AuditTrouble*)b)->file);
}

static int
compare_numbers(const uint32_t a, const uint32_t b)
{
  return (a > b) - (a < b);
}

static int
compare_records(const void* const a, const void* const b)
{
  const AuditRecord* const one       = (const AuditRecord*)a;
  const AuditRecord* const other     = (const AuditRecord*)b;
  const int                song      = compare_numbers(one->song, other->song);
  const int                treatment = compare_numbers(one->treatment.index, other->treatment.index);
  return song ? song : treatment ? treatment : compare_numbers(one->model, other->model);
}

/// Where each song went: [n_songs] of new indices, to be freed
static uint32_t*
sort_songs(AuditLog* const log)
{
  const char** const before = (const char**)calloc(log->n_songs + 1U, sizeof(char*));
  uint32_t* const    places = (uint32_t*)calloc(log->n_songs + 1U, sizeof(uint32_t));
  if (!before || !places) {
    free((void*)before);
    free(places);
    return NULL;
  }
  for (uint32_t i = 0; i < log->n_songs; ++i) {
    before[i] = log->songs[i].file;
  }
  if (log->n_songs) {
    qsort(log->songs, log->n_songs, sizeof(AuditSong), compare_songs);
  }
  for (uint32_t i = 0; i < log->n_songs; ++i) {
    const AuditSong        key = { .file = (char*)before[i] };
    const AuditSong* const found =
      (const AuditSong*)bsearch(&key, log->songs, log->n_songs, sizeof(AuditSong), compare_songs);
    places[i] = (uint32_t)(found - log->songs);
  }
  free((void*)before);
  return places;
}

EquusStatus
audit_log_sort(AuditLog* const log, EquusError* const error)
{
  uint32_t* const places = sort_songs(log);
  if (!places) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  for (uint32_t i = 0; i < log->n_records; ++i) {
    log->records[i].song = places[log->records[i].song];
  }
  if (log->n_records) {
    qsort(log->records, log->n_records, sizeof(AuditRecord), compare_records);
  }
  if (log->n_troubles) {
    qsort(log->troubles, log->n_troubles, sizeof(AuditTrouble), compare_troubles);
  }
  free(places);
  return EQUUS_OK;
}

const AuditReading*
audit_log_dry(const AuditLog* const log, const AuditRecord* const record)
{
  return &log->songs[record->song].dry[record->model];
}

int64_t
audit_log_find(const AuditLog* const log, const char* const file)
{
  for (uint32_t i = log->n_songs; i-- > 0;) {
    if (!strcmp(log->songs[i].file, file)) {
      return i;
    }
  }
  return -1;
}

void
audit_log_clear(AuditLog* const log)
{
  for (uint32_t i = 0; i < log->n_songs; ++i) {
    audit_song_clear(&log->songs[i]);
  }
  for (uint32_t i = 0; i < log->n_records; ++i) {
    audit_record_clear(&log->records[i]);
  }
  for (uint32_t i = 0; i < log->n_troubles; ++i) {
    free(log->troubles[i].file);
    free(log->troubles[i].text);
  }
  free(log->songs);
  free(log->records);
  free(log->troubles);
  audit_run_clear(&log->run);
  *log = (AuditLog){ .whole = 0 };
}
