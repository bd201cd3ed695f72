// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_TRUTH_H
#define EQUUS_TOOLS_TRUTH_H

#include "tools/csv.h"
#include "tools/text_list.h"

#include <stdbool.h>

/**
   What people say of sound files, read from a table.

   A column `file` names each file; beside it stand
   - mood: `valence` and `arousal`, numbers on any scale;
   - quadrant: `quadrant`, 1 to 4 (Q1 to Q4) or one of the names of snapshot_quadrant_name() or half of it;
   - tags: a column a tag with 1 and 0, or one column `tag` with a row for each tag of a file, or none in an empty one.
*/

typedef enum { TRUTH_MOOD, TRUTH_TAGS, TRUTH_QUADRANT, TRUTH_KINDS } TruthKind;

/// What is said of one file
typedef struct {
  const char* file; ///< As the table names it
  uint32_t    line; ///< Where, first
  double      valence, arousal;
  int         quadrant; ///< 1 to 4
} TruthRow;

typedef struct {
  TruthKind   kind;
  uint32_t    n;
  TruthRow*   rows;       ///< [n]
  uint32_t    n_tags;     ///< Of the model
  bool*       has;        ///< [n][n_tags]
  bool*       known;      ///< [n_tags]: the table speaks of this tag
  uint32_t    strangers;  ///< Columns or tags of the table that the model doesn't know
  const char* a_stranger; ///< One of them
} Truth;

/// "mood", "tags", "quadrant"
const char* truth_kind_name(TruthKind kind);

/// What a table's columns tell of: mood before quadrant before tags
TruthKind truth_kind(const Csv* csv);

/**
   Read a table of a kind.

   @param csv Borrowed as long as the truth is used.
   @param tags Names of the model's tags [n_tags], used for tags only.
   @return EQUUS_ERR_FORMAT with `error` naming line and column; free what was read with truth_clear() in any case
*/
EquusStatus truth_read(const Csv*         csv,
                       TruthKind          kind,
                       const char* const* tags,
                       uint32_t           n_tags,
                       Truth*             truth,
                       EquusError*        error);

void truth_clear(Truth* truth);

#endif // EQUUS_TOOLS_TRUTH_H
