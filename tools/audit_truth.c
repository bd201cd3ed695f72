// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_truth.h"

#include <string.h>

/// True if `name` is the path, or its end from a folder on, the path being as long as `length`
static bool
is_end(const char* const path, const size_t length, const char* const name)
{
  const size_t n = strlen(name);
  return n && n <= length && !strncmp(path + length - n, name, n) && (n == length || path[length - n - 1] == '/');
}

static bool
names(const char* const path, const char* const name)
{
  const char* const dot   = strrchr(path, '.');
  const char* const slash = strrchr(path, '/');
  const bool        ends  = dot && (!slash || dot > slash + 1);
  return is_end(path, strlen(path), name) || (ends && is_end(path, (size_t)(dot - path), name));
}

/// The song that is meant by `name` exactly, else the only one whose end it is; -1 for none, -2 for several
static int64_t
find_song(const AuditLog* const log, const char* const name)
{
  int64_t found = audit_log_find(log, name);
  if (found >= 0) {
    return found;
  }
  for (uint32_t s = 0; s < log->n_songs; ++s) {
    if (names(log->songs[s].file, name)) {
      found = found == -1 ? (int64_t)s : -2;
    }
  }
  return found;
}

EquusStatus
audit_truth_match(const AuditLog* const log, const Truth* const truth, int64_t* const rows, EquusError* const error)
{
  for (uint32_t s = 0; s < log->n_songs; ++s) {
    rows[s] = -1;
  }
  for (uint32_t row = 0; row < truth->n; ++row) {
    const int64_t song = find_song(log, truth->rows[row].file);
    if (song == -2) {
      return equus_error_set(error,
                             EQUUS_ERR_RANGE,
                             "line %u of the labels: \"%s\" may be several songs; name the folder, too",
                             truth->rows[row].line,
                             truth->rows[row].file);
    }
    if (song >= 0) {
      rows[song] = row;
    }
  }
  return EQUUS_OK;
}
