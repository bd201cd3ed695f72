// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIT_TABLE_H
#define EQUUS_TOOLS_AUDIT_TABLE_H

#include "tools/audit_log.h"

/**
   Print what a finished audit found, model by model and part by part: shares of flipped song means with 95 %
   intervals, and of flipped windows.
*/
void audit_table_print(FILE* stream, const AuditLog* log);

#endif // EQUUS_TOOLS_AUDIT_TABLE_H
