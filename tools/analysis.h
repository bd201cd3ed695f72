// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_ANALYSIS_H
#define EQUUS_TOOLS_ANALYSIS_H

#include "tools/player.h"

/**
   A whole file through the plug-in: every row of every model that runs, on both taps.

   Rows are those of tools/rows.h.  Zeros are fed after the file until the last
   one has come; a reading that is missing or out of order is a failure.
*/

/// A model that runs; `sidecar` NULL for none
typedef struct {
  const Sidecar* sidecar; ///< Borrowed
  uint32_t       hop;     ///< Frames
} AnalysisRole;

typedef struct {
  Role         role;
  Tap          tap;
  uint64_t     row;
  double       time;   ///< Seconds from the part's start at which the window ended
  const float* values; ///< Published scale, in the order of the labels
} AnalysisRow;

typedef struct {
  void* handle;
  /// A row has come; false ends the analysis
  bool (*row)(void* handle, const AnalysisRow* row);
  /// How far it is, 0 to 1 or below 0 for unknown; may be NULL
  void (*progress)(void* handle, double share);
} AnalysisHandler;

/// What was found about the file
typedef struct {
  double   rate; ///< Hz
  unsigned channels;
  uint64_t frames;
  uint64_t rows[ROLE_COUNT]; ///< Rows a tap
} AnalysisSummary;

/**
   @param settings Parameters already set for these roles (settings_model()).
   @return EQUUS_ERR_RANGE for a file that is shorter than a window, with the
   length needed; EQUUS_ERR_HOST for missing rows; EQUUS_ERR_IO where a handler ended it.
*/
EquusStatus analysis_of_file(Bundle*                bundle,
                             const PlayerSettings*  settings,
                             const AnalysisRole*    roles,
                             const AnalysisHandler* handler,
                             AnalysisSummary*       summary,
                             EquusError*            error);

#endif // EQUUS_TOOLS_ANALYSIS_H
