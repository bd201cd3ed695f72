// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIT_STORE_H
#define EQUUS_TOOLS_AUDIT_STORE_H

#include "tools/audit_log.h"

/**
   The folder of an audit, into which a run writes and from which a later one goes on.

   records.jsonl grows by whole lines while the audit runs, in whatever order songs and threads come.  At its end it
   is written anew in the order of audit_log_sort(), beside it summary.csv and, where the run keeps windows,
   windows.csv: the same bytes whether the run was killed in between or not.  One run at a time has the folder.
*/
typedef struct AuditStore AuditStore;

/**
   Open or make the folder, and read what an earlier run left there.

   A last line that a killed run left unfinished is cut off.
   @param run What this run is to do.  An earlier one must have had the same settings; its date and machine are kept.
   @param again Forget what an earlier run left.
   @param before What there is already, whose run is never empty; free with audit_log_clear() in any case.
   @return NULL with `error`: EQUUS_ERR_RANGE where settings differ, naming the first that does.
*/
AuditStore* audit_store_open(const char* folder, const AuditRun* run, bool again, AuditLog* before, EquusError* error);

void audit_store_close(AuditStore* store);

/// Add whole lines at once; any thread
EquusStatus audit_store_append(AuditStore* store, const char* lines, size_t size, EquusError* error);

/// Wait until everything so far is on the disk
EquusStatus audit_store_sync(AuditStore* store, EquusError* error);

/**
   Write the files anew in order.
   @param files Paths [n] that this run was to hear: what an earlier one said of trouble with them is forgotten.
   @param troubles Of this run [n_troubles]
*/
EquusStatus audit_store_finish(AuditStore*         store,
                               const char* const*  files,
                               uint32_t            n,
                               const AuditTrouble* troubles,
                               uint32_t            n_troubles,
                               EquusError*         error);

/// The name of the first setting in which two runs differ, NULL for none; date and machine don't count
const char* audit_store_difference(const AuditRun* one, const AuditRun* other);

#endif // EQUUS_TOOLS_AUDIT_STORE_H
