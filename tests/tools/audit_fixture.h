// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_TOOLS_AUDIT_FIXTURE_H
#define EQUUS_TESTS_TOOLS_AUDIT_FIXTURE_H

#include "tools/audit_log.h"

/// Records of an audit made by hand

enum { FIXTURE_TOP, FIXTURE_QUADRANT };

/**
   A log without records.

   Rules are "top" and "quadrant"; the first model, "Model A", has two tags and a mood, others, "Model B" ..., have no
   mood.  Untouched, each song is at 0.25, -0.25 of the plane.
   @param files [songs]
   @return Never NULL.  Free with fixture_free().
*/
AuditLog* fixture_new(uint32_t models, const char* const* files, uint32_t songs);

void fixture_free(AuditLog* log);

/// Append a part to the protocol, with its treatments behind those of the parts before
void fixture_part(AuditLog* log, const char* part, uint32_t treatments);

/// Append a record that was heard, with no verdicts yet; valid until the next
AuditRecord* fixture_record(AuditLog*   log,
                            uint32_t    song,
                            uint32_t    model,
                            uint32_t    index,
                            const char* part,
                            const char* kind,
                            const char* text);

/// Set a rule's verdict: on the mean, and how many windows held, flipped and were undecided
void fixture_verdict(AuditRecord* record,
                     unsigned     rule,
                     Turn         turn,
                     uint32_t     held,
                     uint32_t     flipped,
                     uint32_t     undecided);

/// A draw of random curves, its index that of the cloud's first and the draw
AuditRecord* fixture_draw(AuditLog* log, uint32_t song, uint32_t model, uint32_t first, uint32_t draw, double decibels);

/// A directed search that found a flip of this strength in the window from 1 to 3 s
AuditRecord* fixture_flip(AuditLog* log, uint32_t song, uint32_t model, uint32_t index, double strength);

#endif // EQUUS_TESTS_TOOLS_AUDIT_FIXTURE_H
