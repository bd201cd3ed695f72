// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIT_TRUTH_H
#define EQUUS_TOOLS_AUDIT_TRUTH_H

#include "tools/audit_log.h"
#include "tools/truth.h"

/**
   The row of a truth that speaks of each song of an audit.

   A row names a song by its path, the end of its path from a folder on, or its name without the ending.
   @param rows [n_songs] filled with indices of rows, -1 for songs that no row names
   @return EQUUS_ERR_RANGE with `error` where a row may mean several songs
*/
EquusStatus audit_truth_match(const AuditLog* log, const Truth* truth, int64_t* rows, EquusError* error);

#endif // EQUUS_TOOLS_AUDIT_TRUTH_H
