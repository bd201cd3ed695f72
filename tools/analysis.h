// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_ANALYSIS_H
#define EQUUS_TOOLS_ANALYSIS_H

#include "tools/player.h"

/**
   A whole file through the plug-in: every row of the models that are read, on both taps.

   Rows are those of tools/rows.h.  Zeros are fed after the file until the last
   one has come; a reading that is missing or out of order is a failure.
*/

enum { ANALYSIS_PARTS = MODEL_MOOD + 1 };

/// What is read for tags (index MODEL_TAGS) or mood (MODEL_MOOD): both may be of one place; `sidecar` NULL for none
typedef struct {
  Place              place;
  const Sidecar*     sidecar; ///< Borrowed
  const SidecarMood* mood;    ///< Which of the side-car's moods; NULL for tags
  uint32_t           hop;     ///< Frames
} AnalysisPart;

typedef struct {
  ModelKind    part;
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
  uint64_t rows[ANALYSIS_PARTS]; ///< Rows a tap
} AnalysisSummary;

/**
   @param settings Parameters already set for these parts (model_choose(), settings_hop()).
   @param parts [ANALYSIS_PARTS]
   @return EQUUS_ERR_RANGE for a file that is shorter than a window, with the
   length needed; EQUUS_ERR_HOST for missing rows; EQUUS_ERR_IO where a handler ended it.
*/
EquusStatus analysis_of_file(Bundle*                bundle,
                             const PlayerSettings*  settings,
                             const AnalysisPart*    parts,
                             const AnalysisHandler* handler,
                             AnalysisSummary*       summary,
                             EquusError*            error);

#endif // EQUUS_TOOLS_ANALYSIS_H
