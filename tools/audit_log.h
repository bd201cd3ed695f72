// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIT_LOG_H
#define EQUUS_TOOLS_AUDIT_LOG_H

#include "dsp/error.h"
#include "tools/audit_record.h"

/// A file that couldn't be heard
typedef struct {
  char* file; ///< Owned, as the next
  char* text;
} AuditTrouble;

/// A file of records, read (tools/audit_record.h)
typedef struct {
  AuditRun      run;
  AuditSong*    songs; ///< [n_songs]
  uint32_t      n_songs;
  AuditRecord*  records; ///< [n_records]
  uint32_t      n_records;
  AuditTrouble* troubles; ///< [n_troubles]
  uint32_t      n_troubles;
  size_t        whole; ///< Bytes of whole lines
  bool          torn;  ///< A last line was cut off and left out
} AuditLog;

/**
   Read a file of records.

   A last line without its end, as a killed run leaves it, is left out.  Records come in the file's order.
   @return EQUUS_ERR_IO, EQUUS_ERR_FORMAT with `error` naming file and line, EQUUS_ERR_MEMORY.  Free with
   audit_log_clear() in any case.
*/
EquusStatus audit_log_read(const char* path, AuditLog* log, EquusError* error);

/// Songs in the order of their paths, records in that of song, treatment and model: whatever order they came in
EquusStatus audit_log_sort(AuditLog* log, EquusError* error);

/// What a model reads in a record's song untouched
const AuditReading* audit_log_dry(const AuditLog* log, const AuditRecord* record);

/// Index of a song by its path, or -1
int64_t audit_log_find(const AuditLog* log, const char* file);

void audit_log_clear(AuditLog* log);

#endif // EQUUS_TOOLS_AUDIT_LOG_H
