// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/classic/classic_parameters.h"

#include <math.h>
#include <stdlib.h>

static const double largest = 1e9; ///< Of any number in a model's arrays

void*
parameters_room(const JsonPart* const part, const size_t n, const size_t size)
{
  void* const room = json_reader_ok(part->reader) ? calloc(n ? n : 1, size) : NULL;
  if (!room && json_reader_ok(part->reader)) {
    part->reader->status = equus_error_set(part->reader->error, EQUUS_ERR_MEMORY, "out of memory");
  }
  return room;
}

static double*
numbers(const JsonPart* const part, const char* const key, const size_t n, const double min, const double max)
{
  double* const to = parameters_room(part, n, sizeof(double));
  if (to) {
    part_numbers(part, key, n, min, max, to);
  }
  return to;
}

/// As numbers(), whole ones
static uint32_t*
wholes(const JsonPart* const part, const char* const key, const size_t n, const uint32_t max)
{
  double* const   from = numbers(part, key, n, 0.0, max);
  uint32_t* const to   = parameters_room(part, n, sizeof(uint32_t));
  for (size_t i = 0; i < n && to && json_reader_ok(part->reader); ++i) {
    to[i] = (uint32_t)from[i];
    if ((double)to[i] != from[i]) {
      json_reader_fail(part, key, "must hold whole numbers");
    }
  }
  free(from);
  return to;
}

static void
read_ground(const JsonPart* const top, ClassicModel* const model)
{
  const JsonPart part = part_object(top, "ground");
  const size_t   n    = model->n_features;
  model->ground_mean  = numbers(&part, "mean", n, -largest, largest);
  model->whitening    = numbers(&part, "whitening", n * (n + 1) / 2, -largest, largest);
  model->farthest     = part_number(&part, "farthest", 0, largest);
}

static void
read_vectors(const JsonPart* const part, ClassicModel* const model)
{
  model->n_vectors = part_whole(part, "n_vectors", 1, CLASSIC_MAX_VECTORS);
  model->vectors   = numbers(part, "vectors", (size_t)model->n_vectors * model->n_features, -largest, largest);
}

static void
read_svm(const JsonPart* const part, ClassicModel* const model)
{
  const size_t pairs = classic_model_decisions(model);
  read_vectors(part, model);
  model->gamma  = part_number(part, "gamma", 1e-12, 1e6);
  model->counts = wholes(part, "counts", model->n_labels, CLASSIC_MAX_VECTORS);
  model->coefficients =
    numbers(part, "coefficients", (size_t)model->n_vectors * (model->n_labels - 1), -largest, largest);
  model->intercepts = numbers(part, "intercepts", pairs, -largest, largest);

  uint64_t sum = 0;
  for (uint32_t i = 0; i < model->n_labels && json_reader_ok(part->reader); ++i) {
    sum += model->counts[i];
  }
  if (sum != model->n_vectors) {
    json_reader_fail(part, "counts", "must add up to \"n_vectors\"");
  }
}

static void
read_svr(const JsonPart* const part, ClassicModel* const model)
{
  read_vectors(part, model);
  model->gamma        = part_number(part, "gamma", 1e-12, 1e6);
  model->coefficients = numbers(part, "coefficients", (size_t)model->n_vectors * model->n_labels, -largest, largest);
  model->intercepts   = numbers(part, "intercepts", model->n_labels, -largest, largest);
}

static void
read_knn(const JsonPart* const part, ClassicModel* const model)
{
  read_vectors(part, model);
  const uint32_t most = model->n_vectors < CLASSIC_MAX_NEIGHBOURS ? model->n_vectors : CLASSIC_MAX_NEIGHBOURS;
  model->neighbours   = part_whole(part, "neighbours", 1, most);
  model->classes      = wholes(part, "classes", model->n_vectors, model->n_labels - 1);
}

/// Logarithm of each component's density at its mean, times its weight
static void
sum_constants(const JsonPart* const part, ClassicModel* const model, const double* const weights)
{
  static const double log_2_pi = 1.8378770664093453;

  model->constants = parameters_room(part, model->n_vectors, sizeof(double));
  for (uint32_t i = 0; i < model->n_vectors && json_reader_ok(part->reader); ++i) {
    double sum = model->n_features * log_2_pi;
    for (uint32_t d = 0; d < model->n_features; ++d) {
      sum += log(model->variances[(size_t)i * model->n_features + d]);
    }
    model->constants[i] = log(weights[i]) - 0.5 * sum;
  }
}

static void
read_gmm(const JsonPart* const part, ClassicModel* const model)
{
  model->components     = part_whole(part, "components", 1, CLASSIC_MAX_COMPONENTS);
  model->n_vectors      = model->components * model->n_labels;
  const size_t  size    = (size_t)model->n_vectors * model->n_features;
  double* const weights = numbers(part, "weights", model->n_vectors, 1e-12, 1.0);
  model->vectors        = numbers(part, "means", size, -largest, largest);
  model->variances      = numbers(part, "variances", size, 1e-9, largest);
  sum_constants(part, model, weights);
  free(weights);
}

void
parameters_read(const JsonPart* const top, ClassicModel* const model)
{
  read_ground(top, model);
  const JsonPart part = part_object(top, "parameters");
  if (!json_reader_ok(top->reader)) {
    return;
  }
  switch (model->kind) {
  case CLASSIC_SVM:
    read_svm(&part, model);
    break;
  case CLASSIC_SVR:
    read_svr(&part, model);
    break;
  case CLASSIC_KNN:
    read_knn(&part, model);
    break;
  case CLASSIC_GMM:
    read_gmm(&part, model);
    break;
  }
}

void
parameters_free(ClassicModel* const model)
{
  free(model->ground_mean);
  free(model->whitening);
  free(model->vectors);
  free(model->counts);
  free(model->coefficients);
  free(model->intercepts);
  free(model->classes);
  free(model->variances);
  free(model->constants);
}
