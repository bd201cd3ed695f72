// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIT_RUN_H
#define EQUUS_TOOLS_AUDIT_RUN_H

#include "tools/audit_judge.h"
#include "tools/audit_store.h"
#include "tools/protocol.h"

/// What an audit does, and how it went
typedef struct {
  const AuditRun*    run;
  const Protocol*    protocol;
  const AuditJudge*  judges; ///< [n_models] of the run
  const char* const* files;  ///< [n_files]
  uint32_t           n_files;
  unsigned           workers; ///< 0 for one a processor
  AuditStore*        store;
  const AuditLog*    before;       ///< What an earlier run has done
  bool (*stop)(void);              ///< Looked at often; true ends the run soon, with all that is done kept
  AuditTrouble* troubles;          ///< [n_troubles], found by audit_run(); free with audit_work_clear()
  uint32_t      n_troubles, n_old; ///< Files in trouble; songs of which everything was there already
} AuditWork;

/**
   Hear every file through every treatment that isn't recorded yet, in parallel, and append the records.

   A file is decoded once and heard untouched once a model; two treatments share a pass.  At most one file a worker is
   in memory.  Shows progress on a terminal.
   @return EQUUS_ERR_MEMORY or EQUUS_ERR_IO with `error` where records can't be written; troubles of single files are
   in `troubles`
*/
EquusStatus audit_run(AuditWork* work, EquusError* error);

void audit_work_clear(AuditWork* work);

#endif // EQUUS_TOOLS_AUDIT_RUN_H
