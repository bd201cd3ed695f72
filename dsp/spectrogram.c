// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/spectrogram.h"

#include "dsp/double_fft.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MIN_FFT = 32, MAX_FFT = 32768 };

struct Spectrogram {
  uint32_t   fft_size;
  uint32_t   hop;
  uint32_t   filled; // Samples in `recent`
  DoubleFft* fft;
  double*    window; // [fft_size]
  float*     recent; // [fft_size] the next frame's samples so far
  float*     frame;  // [fft_size / 2 + 1]
};

Spectrogram*
spectrogram_new(const uint32_t fft_size, const uint32_t hop)
{
  if (fft_size < MIN_FFT || fft_size > MAX_FFT || fft_size % 2U || hop < 1U || hop > fft_size) {
    return NULL;
  }
  Spectrogram* const spectrogram = (Spectrogram*)calloc(1, sizeof(Spectrogram));
  if (!spectrogram) {
    return NULL;
  }
  spectrogram->fft_size = fft_size;
  spectrogram->hop      = hop;
  spectrogram->fft      = double_fft_new(fft_size);
  spectrogram->window   = (double*)calloc(fft_size, sizeof(double));
  spectrogram->recent   = (float*)calloc(fft_size, sizeof(float));
  spectrogram->frame    = (float*)calloc(fft_size / 2U + 1U, sizeof(float));
  if (!spectrogram->fft || !spectrogram->window || !spectrogram->recent || !spectrogram->frame) {
    spectrogram_free(spectrogram);
    return NULL;
  }
  const double pi = acos(-1.0);
  for (uint32_t i = 0; i < fft_size; ++i) {
    spectrogram->window[i] = 0.5 - 0.5 * cos(2.0 * pi * i / fft_size);
  }
  spectrogram_reset(spectrogram);
  return spectrogram;
}

void
spectrogram_free(Spectrogram* const spectrogram)
{
  if (spectrogram) {
    free(spectrogram->frame);
    free(spectrogram->recent);
    free(spectrogram->window);
    double_fft_free(spectrogram->fft);
    free(spectrogram);
  }
}

void
spectrogram_reset(Spectrogram* const spectrogram)
{
  memset(spectrogram->recent, 0, spectrogram->fft_size * sizeof(float));
  spectrogram->filled = spectrogram->fft_size / 2U;
}

uint32_t
spectrogram_needed(const Spectrogram* const spectrogram)
{
  return spectrogram->fft_size - spectrogram->filled;
}

static void
compute_frame(Spectrogram* const spectrogram)
{
  double* const input = double_fft_input(spectrogram->fft);
  for (uint32_t i = 0; i < spectrogram->fft_size; ++i) {
    input[i] = (double)spectrogram->recent[i] * spectrogram->window[i];
  }
  const double* const spectrum = double_fft_forward(spectrogram->fft);
  for (uint32_t k = 0; k <= spectrogram->fft_size / 2U; ++k) {
    const float re        = (float)spectrum[2U * (size_t)k];
    const float im        = (float)spectrum[2U * (size_t)k + 1U];
    spectrogram->frame[k] = re * re + im * im;
  }
}

const float*
spectrogram_push(Spectrogram* const spectrogram, const float* const in, const uint32_t n)
{
  memcpy(spectrogram->recent + spectrogram->filled, in, n * sizeof(float));
  spectrogram->filled += n;
  if (spectrogram->filled < spectrogram->fft_size) {
    return NULL;
  }
  compute_frame(spectrogram);
  spectrogram->filled -= spectrogram->hop;
  memmove(spectrogram->recent, spectrogram->recent + spectrogram->hop, spectrogram->filled * sizeof(float));
  return spectrogram->frame;
}
