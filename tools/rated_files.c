// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/rated_files.h"

#include "tools/verb.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/// Folder of the table, without a slash at the end
static void
folder_of(const char* const path, char* const folder, const size_t size)
{
  const char* const slash = strrchr(path, '/');
  if (slash) {
    snprintf(folder, size, "%.*s", slash == path ? 1 : (int)(slash - path), path);
  } else {
    snprintf(folder, size, ".");
  }
}

static EquusStatus
named_twice(const Csv* const      csv,
            const char* const     path,
            const TruthRow* const first,
            const TruthRow* const again,
            EquusError* const     error)
{
  return equus_error_set(error,
                         EQUUS_ERR_FORMAT,
                         "%s:%u: \"%s\" is %s, of which line %u tells",
                         csv_path(csv),
                         again->line,
                         again->file,
                         path,
                         first->line);
}

/// Say how many sound files of the folder the table says nothing of; `rows` [n] tells which it does
static void
note_unrated(const RatedFiles* const rated, const Csv* const csv, const int64_t* const rows, const uint32_t n)
{
  const char* example = NULL;
  uint32_t    count   = 0;
  for (uint32_t i = 0; i < n; ++i) {
    if (rows[i] < 0) {
      ++count;
      example = example ? example : rated->found.files[i].path;
    }
  }
  if (count) {
    complain(
      "left out %u sound file%s without a row in %s, such as %s", count, count == 1 ? "" : "s", csv_path(csv), example);
  }
}

/// Find the file of each row; `rows` [room] holds the index of each found file's rating, -1 for none
static EquusStatus
match_rows(const char* const  folder,
           const Csv* const   csv,
           const Truth* const truth,
           RatedFiles* const  rated,
           int64_t* const     rows,
           EquusError* const  error)
{
  char beside[PATH_MAX];
  folder_of(csv_path(csv), beside, sizeof(beside));
  for (uint32_t i = 0; i < truth->n; ++i) {
    const TruthRow* const row   = &truth->rows[i];
    EquusError            why   = { EQUUS_OK, "" };
    const int64_t         found = sound_files_find(&rated->found, folder, beside, row->file, &why);
    if (found < 0) {
      complain("%s:%u: %s", csv_path(csv), row->line, why.text);
      ++rated->missing;
      continue;
    }
    if (rows[found] >= 0) {
      return named_twice(csv, rated->found.files[found].path, rated->files[rows[found]].truth, row, error);
    }
    rows[found]              = rated->n;
    rated->files[rated->n++] = (RatedFile){ row, NULL };
  }
  return EQUUS_OK;
}

/// Once no more files are added, paths stay where they are
static void
set_paths(RatedFiles* const rated, const int64_t* const rows)
{
  for (uint32_t i = 0; i < rated->found.n; ++i) {
    if (rows[i] >= 0) {
      rated->files[rows[i]].path = rated->found.files[i].path;
    }
  }
}

EquusStatus
rated_files_match(const char* const  folder,
                  const Csv* const   csv,
                  const Truth* const truth,
                  RatedFiles* const  rated,
                  EquusError* const  error)
{
  *rated             = (RatedFiles){ .n = 0 };
  EquusStatus status = sound_files_add(&rated->found, folder, error);
  if (status) {
    return status;
  }
  const uint32_t in_folder = rated->found.n;
  const uint32_t room      = in_folder + truth->n;
  int64_t* const rows      = (int64_t*)malloc(room * sizeof(int64_t));
  rated->files             = (RatedFile*)calloc(truth->n, sizeof(RatedFile));
  if (!rows || !rated->files) {
    free(rows);
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  memset(rows, 0xff, room * sizeof(int64_t));
  status = match_rows(folder, csv, truth, rated, rows, error);
  if (!status) {
    set_paths(rated, rows);
    note_unrated(rated, csv, rows, in_folder);
  }
  free(rows);
  return status;
}

void
rated_files_clear(RatedFiles* const rated)
{
  sound_files_clear(&rated->found);
  free(rated->files);
  *rated = (RatedFiles){ .n = 0 };
}
