// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/fft.h"

#include <fftw3.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { FFT_MIN_SIZE = 2, FFT_MAX_SIZE = 1 << 20 };

struct Fft {
  float*         input;  // [size]
  fftwf_complex* output; // [size / 2 + 1]
  fftwf_plan     plan;
};

// FFTW's planner is the one part of it that isn't thread-safe
static pthread_mutex_t planner_mutex = PTHREAD_MUTEX_INITIALIZER;

/// A plug-in's binary may come and go many times in one host: the planner's memory goes with it
__attribute__((destructor)) static void
clean_up(void)
{
  fftwf_cleanup();
}

static fftwf_plan
make_plan(const Fft* const fft, const uint32_t size)
{
  if (!fft->input || !fft->output) {
    return NULL;
  }
  pthread_mutex_lock(&planner_mutex);
  fftwf_plan const plan = fftwf_plan_dft_r2c_1d((int)size, fft->input, fft->output, FFTW_ESTIMATE);
  pthread_mutex_unlock(&planner_mutex);
  return plan;
}

Fft*
fft_new(const uint32_t size)
{
  if (size < FFT_MIN_SIZE || size > FFT_MAX_SIZE) {
    return NULL;
  }
  Fft* const fft = (Fft*)calloc(1, sizeof(Fft));
  if (!fft) {
    return NULL;
  }
  fft->input  = fftwf_alloc_real(size);
  fft->output = fftwf_alloc_complex(size / 2U + 1U);
  fft->plan   = make_plan(fft, size);
  if (!fft->plan) {
    fft_free(fft);
    return NULL;
  }
  memset(fft->input, 0, size * sizeof(float));
  return fft;
}

void
fft_free(Fft* const fft)
{
  if (!fft) {
    return;
  }
  if (fft->plan) {
    pthread_mutex_lock(&planner_mutex);
    fftwf_destroy_plan(fft->plan);
    pthread_mutex_unlock(&planner_mutex);
  }
  fftwf_free(fft->output);
  fftwf_free(fft->input);
  free(fft);
}

float*
fft_input(Fft* const fft)
{
  return fft->input;
}

const float*
fft_forward(Fft* const fft)
{
  fftwf_execute(fft->plan);
  return &fft->output[0][0];
}
