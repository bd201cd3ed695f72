// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIT_REPORT_H
#define EQUUS_TOOLS_AUDIT_REPORT_H

#include "tools/audit_log.h"
#include "tools/csv.h"

#include <stdio.h>

/**
   The report of an audit: one HTML page that stands alone, made from the records.

   Tables, curves and sound clips lie within it; it fetches nothing, needs no script, prints on A4, and is the same for
   the same records but for the serial numbers that Ogg files carry.  It is well-formed as XML, too.  What a run lacks,
   since it wasn't asked for or broke off, the page says.
*/

typedef struct {
  const AuditLog* log;        ///< Sorted
  const char*     command;    ///< That repeats the run; NULL where not known
  uint32_t        ahead;      ///< Songs that the run was to hear and hasn't begun
  const Csv*      truth;      ///< What people say of the songs (tools/truth.h); NULL for nothing
  unsigned        most_flips; ///< Found flips to show with curve and sound; all are counted
  size_t          most_bytes; ///< Of sound clips in the page, as they stand in it
} AuditReport;

/// 24 flips, 24 MiB
AuditReport audit_report_default(const AuditLog* log);

/**
   Write the page.

   Sound clips are cut from the songs' files, so these should still be where they were; a clip that can't be made is
   replaced by the reason.
   @return EQUUS_ERR_MEMORY with `error`; the stream's own error says whether it could be written
*/
EquusStatus audit_report_write(FILE* stream, const AuditReport* report, EquusError* error);

#endif // EQUUS_TOOLS_AUDIT_REPORT_H
