// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/classic/classic_judge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double farthest_scaled = 1e6; ///< So that no square overflows

struct ClassicJudge {
  const ClassicModel* model;
  uint32_t            next;     ///< Vector to go on with; the model's number of them where none is due
  uint32_t            class_at; ///< SVM, GMM: class of that vector
  uint32_t            class_end;
  bool                finite;
  double              x[CLASSIC_MAX_FEATURES]; ///< Scaled
  double              distance;
  double              decisions[CLASSIC_MAX_DECISIONS];
  double              densities[CLASSIC_MAX_COMPONENTS]; ///< Logarithms, of the class at hand
  uint32_t            nearest[CLASSIC_MAX_NEIGHBOURS];   ///< Class of each neighbour, nearest first
  ClassicReading      reading;
};

ClassicJudge*
classic_judge_new(const ClassicModel* const model)
{
  ClassicJudge* const judge = calloc(1, sizeof(ClassicJudge));
  if (judge) {
    judge->model = model;
    judge->next  = model->n_vectors;
  }
  return judge;
}

void
classic_judge_free(ClassicJudge* const judge)
{
  free(judge);
}

static void
scale(ClassicJudge* const judge, const double* const features)
{
  judge->finite = true;
  for (uint32_t d = 0; d < judge->model->n_features; ++d) {
    const ClassicFeature* const feature = &judge->model->features[d];
    const double                scaled  = (features[d] - feature->mean) / feature->scale;
    judge->finite                       = judge->finite && isfinite(scaled);
    judge->x[d] = isfinite(scaled) ? fmax(-farthest_scaled, fmin(farthest_scaled, scaled)) : 0.0;
  }
}

/// Mahalanobis's distance from the training data's mean
static double
ground_distance(const ClassicJudge* const judge)
{
  const ClassicModel* const model = judge->model;
  const double*             w     = model->whitening;
  double                    sum   = 0.0;
  for (uint32_t row = 0; row < model->n_features; ++row) {
    double y = 0.0;
    for (uint32_t d = 0; d <= row; ++d) {
      y += *w++ * (judge->x[d] - model->ground_mean[d]);
    }
    sum += y * y;
  }
  return sqrt(sum);
}

static uint32_t
class_size(const ClassicModel* const model, const uint32_t label)
{
  return model->kind == CLASSIC_SVM ? model->counts[label] : model->components;
}

void
classic_judge_begin(ClassicJudge* const judge, const double* const features)
{
  const ClassicModel* const model = judge->model;
  const uint32_t            n     = classic_model_decisions(model);
  scale(judge, features);
  judge->distance  = ground_distance(judge);
  judge->next      = 0;
  judge->class_at  = 0;
  judge->class_end = model->kind == CLASSIC_SVM || model->kind == CLASSIC_GMM ? class_size(model, 0) : 0;
  for (uint32_t i = 0; i < n; ++i) {
    judge->decisions[i] = model->kind == CLASSIC_KNN ? HUGE_VAL : 0.0;
  }
}

static double
squared_distance(const double* const a, const double* const b, const uint32_t n)
{
  double sum = 0.0;
  for (uint32_t d = 0; d < n; ++d) {
    sum += (a[d] - b[d]) * (a[d] - b[d]);
  }
  return sum;
}

/// Index of the decision of a pair of classes, a < b, among `n` classes
static uint32_t
pair_index(const uint32_t a, const uint32_t b, const uint32_t n)
{
  return a * n - a * (a + 1) / 2 + b - a - 1;
}

/// A support vector of the class at hand takes part in the decisions between it and each of the others
static void
add_svm(ClassicJudge* const judge, const double kernel)
{
  const ClassicModel* const model = judge->model;
  const double*             c     = &model->coefficients[(size_t)judge->next * (model->n_labels - 1)];
  const uint32_t            here  = judge->class_at;
  for (uint32_t other = 0; other < model->n_labels; ++other) {
    if (other != here) {
      const uint32_t pair =
        other < here ? pair_index(other, here, model->n_labels) : pair_index(here, other, model->n_labels);
      judge->decisions[pair] += *c++ * kernel;
    }
  }
}

static void
add_svr(ClassicJudge* const judge, const double kernel)
{
  const uint32_t n = judge->model->n_labels;
  for (uint32_t i = 0; i < n; ++i) {
    judge->decisions[i] += judge->model->coefficients[(size_t)judge->next * n + i] * kernel;
  }
}

/// Keep the nearest, the earlier of two that are as near
static void
add_knn(ClassicJudge* const judge, const double distance)
{
  uint32_t place = judge->model->neighbours;
  while (place > 0 && distance < judge->decisions[place - 1]) {
    --place;
    if (place + 1 < judge->model->neighbours) {
      judge->decisions[place + 1] = judge->decisions[place];
      judge->nearest[place + 1]   = judge->nearest[place];
    }
  }
  if (place < judge->model->neighbours) {
    judge->decisions[place] = distance;
    judge->nearest[place]   = judge->model->classes[judge->next];
  }
}

/// Logarithm of the sum of exponentials
static double
log_sum(const double* const logarithms, const uint32_t n)
{
  double most = logarithms[0];
  for (uint32_t i = 1; i < n; ++i) {
    most = fmax(most, logarithms[i]);
  }
  double sum = exp(logarithms[0] - most);
  for (uint32_t i = 1; i < n; ++i) {
    sum += exp(logarithms[i] - most);
  }
  return most + log(sum);
}

static void
add_gmm(ClassicJudge* const judge)
{
  const ClassicModel* const model = judge->model;
  const size_t              at    = (size_t)judge->next * model->n_features;
  double                    sum   = 0.0;
  for (uint32_t d = 0; d < model->n_features; ++d) {
    const double difference = judge->x[d] - model->vectors[at + d];
    sum += difference * difference / model->variances[at + d];
  }
  judge->densities[judge->next % model->components] = model->constants[judge->next] - 0.5 * sum;
  if (judge->next + 1 == judge->class_end) {
    judge->decisions[judge->class_at] = log_sum(judge->densities, model->components);
  }
}

static void
add_vector(ClassicJudge* const judge)
{
  const ClassicModel* const model = judge->model;
  if (model->kind == CLASSIC_GMM) {
    add_gmm(judge);
    return;
  }
  const double* const vector = &model->vectors[(size_t)judge->next * model->n_features];
  const double        square = squared_distance(judge->x, vector, model->n_features);
  if (model->kind == CLASSIC_SVM) {
    add_svm(judge, exp(-model->gamma * square));
  } else if (model->kind == CLASSIC_SVR) {
    add_svr(judge, exp(-model->gamma * square));
  } else {
    add_knn(judge, sqrt(square));
  }
}

/// As LIBSVM votes: each pair of classes has one vote, a decision of 0 goes to the second
static void
vote(ClassicJudge* const judge, float* const values)
{
  const uint32_t n        = judge->model->n_labels;
  double*        decision = judge->decisions;
  const double*  add      = judge->model->intercepts;
  for (uint32_t a = 0; a < n; ++a) {
    for (uint32_t b = a + 1; b < n; ++b) {
      *decision += *add++;
      values[*decision++ > 0.0 ? a : b] += 1.0f;
    }
  }
  for (uint32_t i = 0; i < n; ++i) {
    values[i] /= (float)(n - 1);
  }
}

static void
conclude_values(ClassicJudge* const judge, float* const values)
{
  const ClassicModel* const model = judge->model;
  const double              sum   = model->kind == CLASSIC_GMM ? log_sum(judge->decisions, model->n_labels) : 0.0;
  switch (model->kind) {
  case CLASSIC_SVM:
    vote(judge, values);
    break;
  case CLASSIC_SVR:
    for (uint32_t i = 0; i < model->n_labels; ++i) {
      judge->decisions[i] += model->intercepts[i];
      values[i] = (float)judge->decisions[i];
    }
    break;
  case CLASSIC_KNN:
    for (uint32_t i = 0; i < model->neighbours; ++i) {
      values[judge->nearest[i]] += 1.0f;
    }
    for (uint32_t i = 0; i < model->n_labels; ++i) {
      values[i] /= (float)model->neighbours;
    }
    break;
  case CLASSIC_GMM:
    for (uint32_t i = 0; i < model->n_labels; ++i) {
      values[i] = (float)exp(judge->decisions[i] - sum);
    }
    break;
  }
}

static void
conclude(ClassicJudge* const judge)
{
  const ClassicModel* const model   = judge->model;
  ClassicReading* const     reading = &judge->reading;
  memset(reading, 0, sizeof(*reading));
  conclude_values(judge, reading->values);
  for (uint32_t i = 1; i < model->n_labels && model->kind != CLASSIC_SVR; ++i) {
    reading->choice = reading->values[i] > reading->values[reading->choice] ? i : reading->choice;
  }
  reading->distance = judge->distance;
  reading->grounded = judge->finite && judge->distance <= model->farthest;
}

bool
classic_judge_step(ClassicJudge* const judge, const uint32_t vectors)
{
  const ClassicModel* const model    = judge->model;
  const bool                by_class = model->kind == CLASSIC_SVM || model->kind == CLASSIC_GMM;
  if (judge->next == model->n_vectors) {
    return true;
  }
  for (uint32_t i = 0; i < vectors && judge->next < model->n_vectors; ++i, ++judge->next) {
    while (by_class && judge->next == judge->class_end) {
      judge->class_end += class_size(model, ++judge->class_at);
    }
    add_vector(judge);
  }
  if (judge->next < model->n_vectors) {
    return false;
  }
  conclude(judge);
  return true;
}

const ClassicReading*
classic_judge_reading(const ClassicJudge* const judge)
{
  return &judge->reading;
}

const double*
classic_judge_decisions(const ClassicJudge* const judge)
{
  return judge->decisions;
}
