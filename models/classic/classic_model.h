// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_CLASSIC_CLASSIC_MODEL_H
#define EQUUS_MODELS_CLASSIC_CLASSIC_MODEL_H

#include "dsp/error.h"
#include "dsp/feature.h"
#include "dsp/rt.h"
#include "models/sidecar.h"

#include <stdbool.h>
#include <stdint.h>

/**
   A trained model of the literature before networks: statistics of frame features in, classes or values out.

   One JSON file holds all of it; docs/classic.md describes the file.  Immutable once loaded, so that any
   number of ClassicJudges may stand on one.
*/

enum {
  CLASSIC_MAX_FEATURES   = 128,
  CLASSIC_MAX_LABELS     = 32,
  CLASSIC_MAX_VECTORS    = 20000, ///< Support vectors, neighbours to choose from, components of all classes
  CLASSIC_MAX_NEIGHBOURS = 64,
  CLASSIC_MAX_COMPONENTS = 16, ///< Of one class
  CLASSIC_MAX_DECISIONS  = CLASSIC_MAX_LABELS * (CLASSIC_MAX_LABELS - 1) / 2
};

typedef enum {
  CLASSIC_SVM, ///< C-support vector classification, radial kernel, one against one (Chang & Lin, LIBSVM)
  CLASSIC_SVR, ///< Epsilon-support vector regression, radial kernel; labels are values
  CLASSIC_KNN, ///< k nearest neighbours, Euclidean
  CLASSIC_GMM  ///< A mixture of Gaussians with diagonal covariances a class (Tzanetakis & Cook 2002)
} ClassicKind;

/// What its labels are
typedef enum { CLASSIC_GENRE, CLASSIC_INSTRUMENT, CLASSIC_MOOD } ClassicTask;

typedef enum {
  CLASSIC_MEAN,
  CLASSIC_VARIANCE,  ///< Of the population
  CLASSIC_DEVIATION, ///< Its square root
  CLASSIC_VALUE      ///< Of a feature that has one value for the span, as tempo
} ClassicStatistic;

/// One number that the model reads, and how it is scaled: (x - mean) / scale
typedef struct {
  FeatureId        feature;
  uint32_t         element; ///< Which of its values, from 1; 0 for all of them together
  ClassicStatistic statistic;
  double           mean, scale;
} ClassicFeature;

typedef struct {
  char  name[SIDECAR_MAX_TEXT];
  float minimum, centre, maximum; ///< Of CLASSIC_SVR: the published scale, its border in the centre; else 0
} ClassicLabel;

typedef struct {
  char            name[SIDECAR_MAX_TEXT];  ///< Id, e.g. "gtzan_svm"
  char            title[SIDECAR_MAX_TEXT]; ///< For people
  char            licence[SIDECAR_MAX_TEXT];
  char            source[256];
  char*           training_data; ///< Owned, "" where not said, as the next two
  char*           accuracy;
  char*           limits;
  ClassicKind     kind;
  ClassicTask     task;
  double          rate; ///< Hz that the features are computed at
  double          span; ///< Seconds of sound that a reading is of; 0 where the training data were of many lengths
  uint32_t        n_features;
  ClassicFeature* features;
  uint32_t        n_labels;
  ClassicLabel*   labels;

  // Of the training data as a whole: distance = |whitening · scaled|, beyond `farthest` a reading has no ground
  double* ground_mean; ///< [n_features], scaled
  double* whitening;   ///< Lower triangle by rows: n_features (n_features + 1) / 2
  double  farthest;

  // By kind; scaled as the features
  uint32_t  n_vectors;
  double*   vectors;      ///< [n_vectors, n_features]; of CLASSIC_GMM the means, class by class
  double    gamma;        ///< SVM, SVR: kernel exp(-gamma |x - y|²)
  uint32_t* counts;       ///< SVM: vectors of each class, which stand class by class
  double*   coefficients; ///< SVM: [n_vectors, n_labels - 1]; SVR: [n_vectors, n_labels]
  double*   intercepts;   ///< SVM: one a pair of classes (0,1), (0,2) ...; SVR: [n_labels]
  uint32_t  neighbours;   ///< KNN
  uint32_t* classes;      ///< KNN: [n_vectors]
  uint32_t  components;   ///< GMM: of each class
  double*   variances;    ///< GMM: [n_vectors, n_features]
  double*   constants;    ///< GMM: [n_vectors] ln weight - 1/2 (n ln 2π + Σ ln variance)
} ClassicModel;

/**
   Read and check a model's file.

   @return NULL with `error` naming the file, the member and what it must be.  Free with classic_model_free().
*/
ClassicModel* classic_model_load(const char* path, EquusError* error);

void classic_model_free(ClassicModel* model);

/// "genre", "instrument" or "mood"; constant
const char* classic_task_name(ClassicTask task);

/// Index of the label with this name, or -1
int classic_model_label(const ClassicModel* model, const char* name);

/// How many decision values a reading rests on: SVM pairs of classes, KNN neighbours, else labels
uint32_t classic_model_decisions(const ClassicModel* model) EQUUS_RT;

#endif // EQUUS_MODELS_CLASSIC_CLASSIC_MODEL_H
