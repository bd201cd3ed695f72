// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIT_PAGE_H
#define EQUUS_TOOLS_AUDIT_PAGE_H

#include "tools/audit_report.h"
#include "tools/audit_summary.h"
#include "tools/chart.h"

/// What the sections of an audit's report are written from, and the words that they share
typedef struct {
  FILE*              stream;
  const AuditReport* report;
  const AuditLog*    log;
  AuditSummary       summary;
} AuditPage;

/// Sections, in the order in which they stand

void audit_page_write_style(FILE* stream);
void audit_page_write_head(const AuditPage* page);
void audit_page_write_meaning(const AuditPage* page);
void audit_page_write_robustness(const AuditPage* page);
void audit_page_write_curves(const AuditPage* page);
/// @return EQUUS_ERR_MEMORY with `error`
EquusStatus audit_page_write_flips(const AuditPage* page, EquusError* error);
void        audit_page_write_nulls(const AuditPage* page);
/// @return EQUUS_ERR_MEMORY with `error`
EquusStatus audit_page_write_labels(const AuditPage* page, EquusError* error);
void        audit_page_write_method(const AuditPage* page);

/// Parts of the head: three sentences made from the numbers, and the models side by side
void audit_page_write_answer(const AuditPage* page);
void audit_page_write_glance(const AuditPage* page);

/// Part of a flip: what its curve does, 20 Hz to 20 kHz, as inline SVG
void audit_page_write_response(const AuditPage* page, const AuditRecord* record);

/// What a rule is about, for a sentence: "top tag", "quadrant", "valence", "happy > 0.5"
const char* audit_page_rule(const char* rule);

/// The first rule that applies to a model, n_rules for none
uint32_t audit_page_first_rule(const AuditPage* page, uint32_t model);

/// "none", "under a third", "more than half"...: a share from 0 to 1 in words
const char* audit_page_words(double share);

/// "12.3 % [4.5, 20.1]", or a dash for NAN
void audit_page_write_estimate(FILE* stream, const Estimate* estimate);

/// A table cell with a share, its interval, what it was counted from and how much was undecided
void audit_page_write_share(FILE* stream, const AuditShare* share);

/// A table cell with a number, `digits` behind the point, or a dash for NAN
void audit_page_write_number(FILE* stream, double number, int digits);

/// A file's name with the folder that it lies in
const char* audit_page_file(const char* path);

/// "1 song", "2 songs"
void audit_page_write_count(FILE* stream, uint32_t n, const char* one, const char* several);

/// Index of the group of random curves whose gains are nearest to 3 dB and bands nearest to ten, or n_groups
uint32_t audit_page_mild_cloud(const AuditPage* page);

#endif // EQUUS_TOOLS_AUDIT_PAGE_H
