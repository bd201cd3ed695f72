// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIT_CSV_H
#define EQUUS_TOOLS_AUDIT_CSV_H

#include "tools/audit_log.h"

/**
   A row a record: file, model, treatment, readings and verdicts of song means and windows, units in the columns' names.

   Readings of tags are the top one's alone; all stand in the records themselves.
*/
void audit_csv_write_summary(FILE* stream, const AuditLog* log);

/// A row a record and window; nothing but the header where the run kept no windows
void audit_csv_write_windows(FILE* stream, const AuditLog* log);

#endif // EQUUS_TOOLS_AUDIT_CSV_H
