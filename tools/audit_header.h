// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIT_HEADER_H
#define EQUUS_TOOLS_AUDIT_HEADER_H

#include "tools/audit_judge.h"
#include "tools/protocol.h"

/// What is said of a run before it begins

/**
   Version, date, machine, thresholds and protocol.

   The date is $SOURCE_DATE_EPOCH where that is set, so that a run can be repeated to the byte.
*/
void audit_header_constants(AuditRun* run, const Protocol* protocol);

/**
   Models and what is read with them.
   @param ears [n], at most AUDIT_MAX_MODELS
   @param mood As the user named it, or NULL
   @return EQUUS_ERR_NOT_FOUND where no model has that mood, with `error` listing those that there are;
   EQUUS_ERR_MEMORY.  Free what was made with audit_run_clear() in any case.
*/
EquusStatus audit_header_models(AuditRun* run, Ear* const* ears, uint32_t n, const char* mood, EquusError* error);

/**
   "top", "quadrant", "valence" and "arousal", then the user's own.
   @return EQUUS_ERR_RANGE for too many or too long ones
*/
EquusStatus audit_header_rules(AuditRun* run, const TextList* rules, EquusError* error);

#endif // EQUUS_TOOLS_AUDIT_HEADER_H
