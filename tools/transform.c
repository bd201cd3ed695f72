// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/transform.h"

#include <fftw3.h>
#include <pthread.h>
#include <stdlib.h>

struct Transform {
  size_t          size;
  double*         samples;
  double complex* spectrum;
  fftw_plan       forward, backward;
};

// FFTW's planner is the one part of it that isn't thread-safe
static pthread_mutex_t planner_mutex = PTHREAD_MUTEX_INITIALIZER;

__attribute__((destructor)) static void
clean_up(void)
{
  fftw_cleanup();
}

static void
plan(Transform* const t)
{
  pthread_mutex_lock(&planner_mutex);
  t->forward  = fftw_plan_dft_r2c_1d((int)t->size, t->samples, t->spectrum, FFTW_ESTIMATE);
  t->backward = fftw_plan_dft_c2r_1d((int)t->size, t->spectrum, t->samples, FFTW_ESTIMATE);
  pthread_mutex_unlock(&planner_mutex);
}

Transform*
transform_new(const size_t size)
{
  Transform* const t = (Transform*)calloc(1, sizeof(Transform));
  if (t) {
    t->size     = size;
    t->samples  = fftw_alloc_real(size);
    t->spectrum = fftw_alloc_complex(size / 2U + 1U);
    if (t->samples && t->spectrum) {
      plan(t);
    }
  }
  if (!t || !t->forward || !t->backward) {
    transform_free(t);
    return NULL;
  }
  return t;
}

void
transform_free(Transform* const t)
{
  if (t) {
    pthread_mutex_lock(&planner_mutex);
    fftw_destroy_plan(t->forward);
    fftw_destroy_plan(t->backward);
    pthread_mutex_unlock(&planner_mutex);
    fftw_free(t->samples);
    fftw_free(t->spectrum);
    free(t);
  }
}

size_t
transform_size(const Transform* const t)
{
  return t->size;
}

double*
transform_samples(Transform* const t)
{
  return t->samples;
}

double complex*
transform_spectrum(Transform* const t)
{
  return t->spectrum;
}

void
transform_forward(Transform* const t)
{
  fftw_execute(t->forward);
}

void
transform_backward(Transform* const t)
{
  fftw_execute(t->backward);
  const double scale = 1.0 / (double)t->size;
  for (size_t i = 0; i < t->size; ++i) {
    t->samples[i] *= scale;
  }
}
