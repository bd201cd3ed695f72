// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/double_fft.h"

#include <fftw3.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { FFT_MIN_SIZE = 2, FFT_MAX_SIZE = 1 << 20 };

struct DoubleFft {
  double*       input;  // [size]
  fftw_complex* output; // [size / 2 + 1]
  fftw_plan     plan;
};

// FFTW's planner is the one part of it that isn't thread-safe
static pthread_mutex_t planner_mutex = PTHREAD_MUTEX_INITIALIZER;

/// A plug-in's binary may come and go many times in one host: the planner's memory goes with it
__attribute__((destructor)) static void
clean_up(void)
{
  fftw_cleanup();
}

static fftw_plan
make_plan(const DoubleFft* const fft, const uint32_t size)
{
  if (!fft->input || !fft->output) {
    return NULL;
  }
  pthread_mutex_lock(&planner_mutex);
  fftw_plan const plan = fftw_plan_dft_r2c_1d((int)size, fft->input, fft->output, FFTW_ESTIMATE);
  pthread_mutex_unlock(&planner_mutex);
  return plan;
}

DoubleFft*
double_fft_new(const uint32_t size)
{
  if (size < FFT_MIN_SIZE || size > FFT_MAX_SIZE) {
    return NULL;
  }
  DoubleFft* const fft = (DoubleFft*)calloc(1, sizeof(DoubleFft));
  if (!fft) {
    return NULL;
  }
  fft->input  = fftw_alloc_real(size);
  fft->output = fftw_alloc_complex(size / 2U + 1U);
  fft->plan   = make_plan(fft, size);
  if (!fft->plan) {
    double_fft_free(fft);
    return NULL;
  }
  memset(fft->input, 0, size * sizeof(double));
  return fft;
}

void
double_fft_free(DoubleFft* const fft)
{
  if (!fft) {
    return;
  }
  if (fft->plan) {
    pthread_mutex_lock(&planner_mutex);
    fftw_destroy_plan(fft->plan);
    pthread_mutex_unlock(&planner_mutex);
  }
  fftw_free(fft->output);
  fftw_free(fft->input);
  free(fft);
}

double*
double_fft_input(DoubleFft* const fft)
{
  return fft->input;
}

const double*
double_fft_forward(DoubleFft* const fft)
{
  fftw_execute(fft->plan);
  return &fft->output[0][0];
}
