// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_EVALUATION_H
#define EQUUS_TOOLS_EVALUATION_H

#include "models/sidecar.h"
#include "tools/rating_scale.h"
#include "tools/statistics.h"
#include "tools/truth.h"

/// How well a model's readings of files agree with what people say of them

/// Mean reading and truth of one file that has both
typedef struct {
  const char*   path;
  TruthRow      truth;
  const bool*   has;    ///< [n_tags] for tags
  const double* values; ///< Mean reading [n_labels] on the published scale
  uint64_t      windows;
} EvaluationFile;

typedef struct {
  TruthKind             kind;
  const Sidecar*        sidecar;
  const SidecarMood*    mood;       ///< NULL for tags
  const bool*           known;      ///< [n_tags] for tags: those to be judged
  const RatingScale*    scale;      ///< Means what the model's scale means; NULL where ratings are on that
  bool                  scale_fits; ///< False if they can't be, so that R2 and RMSE would say nothing
  const EvaluationFile* files;
  uint32_t              n;
  uint32_t              resamples;
  uint64_t              seed;
} EvaluationTask;

/// One figure
typedef struct {
  const char* of;        ///< "valence", "arousal", "quadrant", a tag, or "mean of tags"
  const char* measure;   ///< "r", "r2", "rmse", "auc", "average precision", "accuracy"
  uint32_t    positives; ///< Files that have what "auc" and "average precision" look for, else 0
  Estimate    estimate;
} Figure;

typedef struct {
  uint32_t n;
  Figure*  figures;         ///< [n]
  uint32_t confusion[4][4]; ///< [people's quadrant - 1][model's - 1], for quadrants
} Evaluation;

/// Where a rating lies on the model's published scale
double evaluation_rating(const EvaluationTask* task, const SidecarAxis* axis, double rating);

/// The quadrant of a file's mean reading, 1 to 4
int evaluation_quadrant(const SidecarMood* mood, const double* values);

/**
   Compute all figures of a kind.
   @return EQUUS_ERR_MEMORY with `error`.  Free with evaluation_clear() in any case.
*/
EquusStatus evaluation_make(const EvaluationTask* task, Evaluation* evaluation, EquusError* error);

void evaluation_clear(Evaluation* evaluation);

#endif // EQUUS_TOOLS_EVALUATION_H
