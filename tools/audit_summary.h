// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIT_SUMMARY_H
#define EQUUS_TOOLS_AUDIT_SUMMARY_H

#include "tools/audit_log.h"
#include "tools/statistics.h"

/**
   An audit's records counted: for every model and group of treatments, how often verdicts flipped.

   A group is what differs by chance alone: the draws of one cloud, the noises of one strength, a directed search for
   one verdict on all songs; other treatments are a group each.  A share is that of flips among what was decided dry
   and wet; undecided ones are counted apart.

   Its 95 % interval is Wilson's on what was counted.  Where a song counts more than once, by draws or windows, which
   are alike, it is stretched, below and above, to the percentile bootstrap's over songs; that alone would promise too
   much of few songs, or of songs that all agree.
*/

enum { AUDIT_RESAMPLES = 2000, AUDIT_GROUP_NAME_SIZE = 2 * AUDIT_TEXT_SIZE };

/// How often a rule's verdict flipped
typedef struct {
  uint32_t flipped, held, undecided;
  Estimate share; ///< flipped / (flipped + held); NAN where nothing was decided
} AuditShare;

/// Treatments that are told together
typedef struct {
  char                  name[AUDIT_GROUP_NAME_SIZE]; ///< For people
  const AuditTreatment* treatment;                   ///< The first of them
  const AuditPart*      part;                        ///< Of the protocol; NULL if it names none
} AuditGroup;

/// A model in a group
typedef struct {
  uint32_t   records, songs;         ///< How many there are, of how many songs
  uint32_t   heard;                  ///< Records with a reading
  double     strength;               ///< dB RMS, mean over records that have one, else NAN
  double     valence, arousal;       ///< Mean of |wet - dry| of song means on the plane; NAN without moods
  AuditShare means[AUDIT_MAX_RULES]; ///< Of song means [n_rules]; all 0 where a rule doesn't apply
  AuditShare windows[AUDIT_MAX_RULES];
  uint32_t   found, not_found, undecided; ///< Directed searches
  uint32_t   passed;                      ///< Null tests
} AuditCell;

typedef struct {
  const AuditLog* log;    ///< Borrowed
  AuditGroup*     groups; ///< [n_groups], in the protocol's order
  uint32_t        n_groups;
  AuditCell*      cells;                   ///< [n_models][n_groups]
  AuditCell       nulls[AUDIT_MAX_MODELS]; ///< All null tests of a model together
  uint32_t*       records_of;              ///< [n_songs] how many there are
} AuditSummary;

/// The part of the protocol with null tests, and that with directed flips
#define AUDIT_PART_NULL "null"
#define AUDIT_PART_FLIP "flip"
#define AUDIT_PART_CLOUD "cloud"

/**
   Count a log's records.
   @param log Borrowed until audit_summary_clear()
   @return EQUUS_ERR_MEMORY with `error`.  Free with audit_summary_clear() in any case.
*/
EquusStatus audit_summary_make(const AuditLog* log, AuditSummary* summary, EquusError* error);

void audit_summary_clear(AuditSummary* summary);

const AuditCell* audit_summary_cell(const AuditSummary* summary, uint32_t model, uint32_t group);

/// Index of a treatment's group, n_groups for none
uint32_t audit_summary_group(const AuditSummary* summary, const AuditTreatment* treatment);

/// True if anything was decided or undecided by a rule for a model
bool audit_summary_applies(const AuditSummary* summary, uint32_t model, uint32_t rule);

/// How far the songs are that are in the log
typedef struct {
  uint32_t treatments;      ///< Of the protocol
  uint64_t expected, there; ///< Records
  uint32_t whole_songs;     ///< With all their records
} AuditProgress;

AuditProgress audit_summary_progress(const AuditSummary* summary);

#endif // EQUUS_TOOLS_AUDIT_SUMMARY_H
