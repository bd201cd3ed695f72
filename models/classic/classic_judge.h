// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_CLASSIC_CLASSIC_JUDGE_H
#define EQUUS_MODELS_CLASSIC_CLASSIC_JUDGE_H

#include "dsp/rt.h"
#include "models/classic/classic_model.h"

#include <stdbool.h>
#include <stdint.h>

/**
   Reads one classic model, in steps as small as the audio thread wants them.

   A reading does not depend, to the bit, on how it was cut into steps.
*/
typedef struct ClassicJudge ClassicJudge;

typedef struct {
  /// One a label: SVM the share of the other classes that it beats, KNN its share of the neighbours, GMM its
  /// probability if all classes are as likely and there are no others, SVR the value on the published scale
  float    values[CLASSIC_MAX_LABELS];
  uint32_t choice;   ///< The label chosen; of SVR 0
  double   distance; ///< From the training data: Mahalanobis's, of the scaled features
  bool     grounded; ///< Not farther than 99 of 100 clips of the training data lie from the others
} ClassicReading;

/// NULL if out of memory; free with classic_judge_free().  The model must outlive it.
ClassicJudge* classic_judge_new(const ClassicModel* model);

void classic_judge_free(ClassicJudge* judge);

/**
   Begin a reading.
   @param features [model's n_features], unscaled; one that isn't finite counts as its mean and takes the ground away
*/
void classic_judge_begin(ClassicJudge* judge, const double* features) EQUUS_RT;

/**
   Go on with at most so many of the model's vectors, each some 0.1 µs.
   @return True once the reading is complete
*/
bool classic_judge_step(ClassicJudge* judge, uint32_t vectors) EQUUS_RT;

/// The last complete reading; all zeros before
const ClassicReading* classic_judge_reading(const ClassicJudge* judge) EQUUS_RT;

/**
   What the reading was made from: [classic_model_decisions()].

   SVM: a pair's decision value, above 0 for the first class; KNN: distances of the neighbours, nearest first;
   GMM: logarithms of the densities; SVR: the values.
*/
const double* classic_judge_decisions(const ClassicJudge* judge) EQUUS_RT;

#endif // EQUUS_MODELS_CLASSIC_CLASSIC_JUDGE_H
