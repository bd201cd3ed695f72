// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIT_JUDGE_H
#define EQUUS_TOOLS_AUDIT_JUDGE_H

#include "tools/audit_record.h"
#include "tools/ear.h"

/**
   The rules of an audit on what one model heard.

   Rules are those of plugin/verdict.h by their texts, and two more: "valence" and "arousal" have flipped where
   the reading moved by more than the run's number of deviations between the untouched song's own windows,
   and are undecided where there are fewer than three of these.
*/
typedef struct {
  const Ear*      ear;
  const AuditRun* run;
  bool            applies[AUDIT_MAX_RULES];
  VerdictRule     rules[AUDIT_MAX_RULES]; ///< Of those that are the plug-in's
} AuditJudge;

/// "valence" or "arousal"
bool audit_judge_is_move(const char* rule);

/**
   Understand the run's rules for one model; those that it has no labels for don't apply.
   @return EQUUS_ERR_NOT_FOUND or EQUUS_ERR_RANGE with `error` for a rule that is none
*/
EquusStatus audit_judge_init(AuditJudge* judge, const Ear* ear, const AuditRun* run, EquusError* error);

/**
   Means, deviations and, where the run keeps them, windows of what was heard.
   @param reading Overwritten; owned by what it becomes part of.
   @return EQUUS_ERR_MEMORY
*/
EquusStatus audit_judge_read(const AuditJudge* judge, const Heard* heard, AuditReading* reading, EquusError* error);

/// What was heard and made of it, of a song untouched or treated
typedef struct {
  const Heard*        heard;
  const AuditReading* reading;
} AuditHearing;

/// Verdicts [n_rules] of song means and windows; windows that only one side has are left out
void audit_judge_turns(const AuditJudge*   judge,
                       const AuditHearing* dry,
                       const AuditHearing* wet,
                       AuditVerdict*       verdicts);

/// Largest changes of any window: of a tag, as a fraction, and of valence or arousal on the plane; 0 for none
void audit_judge_change(const AuditJudge* judge, const Heard* dry, const Heard* wet, double* tags, double* plane);

#endif // EQUUS_TOOLS_AUDIT_JUDGE_H
