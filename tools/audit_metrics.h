// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIT_METRICS_H
#define EQUUS_TOOLS_AUDIT_METRICS_H

#include "tools/audit_summary.h"
#include "tools/truth.h"

/**
   How well a model's readings of an audit's songs agree with what people say of them, untouched and treated.

   Song means are judged.  Each treatment is a condition that all labelled songs went through; figures of a group are
   means over its conditions, such as the draws of a cloud.  What isn't defined, as a rank without both sides, is NAN
   and doesn't count towards a mean.
*/

/// Figures; the first five are those of a tag, too, and means over tags here
typedef enum {
  AUDIT_PRECISION, ///< Of the tag said: the most probable of those that the labels speak of; NAN where never said
  AUDIT_RECALL,
  AUDIT_F,   ///< 2 · right / (said + there)
  AUDIT_AUC, ///< Of the tag's probability (tools/statistics.h)
  AUDIT_AP,
  AUDIT_TAG_FIGURES,
  AUDIT_ACCURACY = AUDIT_TAG_FIGURES, ///< Share of songs whose tag said or quadrant is right
  AUDIT_R_VALENCE,                    ///< Pearson's
  AUDIT_R_AROUSAL,
  AUDIT_R2_VALENCE, ///< On the model's published scale; NAN where a rating lies beyond it
  AUDIT_R2_AROUSAL,
  AUDIT_RMSE_VALENCE,
  AUDIT_RMSE_AROUSAL,
  AUDIT_FIGURES
} AuditFigure;

enum { AUDIT_MAX_CLASSES = 12 };

/// A model's figures
typedef struct {
  TruthKind kind;
  uint32_t  songs;      ///< With labels
  uint32_t  n_tags;     ///< That labels speak of and the model knows
  uint32_t* tags;       ///< [n_tags] labels of the model, owned
  uint32_t* positives;  ///< [n_tags] songs, owned
  uint32_t  n_classes;  ///< Of the confusion matrix: tags or quadrants; 0 for none, or too many
  bool      scale_fits; ///< Every rating lies on the model's scale
  uint32_t  n_columns;  ///< Untouched, then the groups of the summary
  uint32_t* conditions; ///< [n_columns] averaged, owned
  double*   numbers;    ///< [n_columns][...], owned; see below
} AuditMetrics;

/**
   Judge a model.

   @param truth Table of a column `file` and the labels (tools/truth.h), borrowed
   @return EQUUS_ERR_NOT_FOUND where the table says nothing by which this model can be judged, EQUUS_ERR_RANGE where a
   row may mean several songs, EQUUS_ERR_FORMAT or EQUUS_ERR_MEMORY, with `error`.  Free with audit_metrics_clear() in
   any case.
*/
EquusStatus audit_metrics_make(const AuditSummary* summary,
                               uint32_t            model,
                               const Csv*          truth,
                               AuditMetrics*       metrics,
                               EquusError*         error);

void audit_metrics_clear(AuditMetrics* metrics);

/// A figure of a column: 0 untouched, else 1 + the group
double audit_metrics_figure(const AuditMetrics* metrics, uint32_t column, AuditFigure figure);

/// A tag's figure, below AUDIT_TAG_FIGURES; `tag` below n_tags
double audit_metrics_tag(const AuditMetrics* metrics, uint32_t column, uint32_t tag, AuditFigure figure);

/// Songs of which people say one class and the model another, both below n_classes: mean over conditions
double audit_metrics_confusion(const AuditMetrics* metrics, uint32_t column, uint32_t people, uint32_t model);

#endif // EQUUS_TOOLS_AUDIT_METRICS_H
