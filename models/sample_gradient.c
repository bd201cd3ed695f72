// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/sample_gradient.h"

#include "dsp/fft.h"
#include "models/frontend_gradient.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct SampleGradient {
  FrontendSettings  settings;
  FrontendGradient* above;
  Fft*              fft;
  uint32_t          size, bins;
  float*            window;     ///< [size] Hann, zeros around it
  float*            transforms; ///< [frames][bins][2] Transforms of all frames
  float*            spectra;    ///< [frames][bins]
  double*           d_spectra;  ///< [frames][bins]
  double*           d_frame;    ///< [size]
};

/// Where a frame's transform begins in the stream
static int64_t
start_of(const SampleGradient* const g, const uint64_t frame)
{
  const StftSettings* const s = &g->settings.stft;
  return (int64_t)(frame * s->hop) - (s->centred ? (int64_t)(s->fft_size / 2) : 0);
}

static void
fill_window(const SampleGradient* const g)
{
  const StftSettings* const s      = &g->settings.stft;
  const uint32_t            start  = s->centred ? (s->fft_size - s->window_length) / 2 : 0;
  const uint32_t            period = s->symmetric ? s->window_length - 1 : s->window_length;
  for (uint32_t i = 0; i < s->window_length; ++i) {
    g->window[start + i] = (float)(0.5 - 0.5 * cos(2.0 * M_PI * i / period));
  }
}

SampleGradient*
sample_gradient_new(const FrontendSettings* const settings)
{
  SampleGradient* const g = (SampleGradient*)calloc(1, sizeof(SampleGradient));
  if (!g) {
    return NULL;
  }
  g->settings       = *settings;
  g->size           = settings->stft.fft_size;
  g->bins           = g->size / 2 + 1;
  const size_t area = (size_t)settings->frames * g->bins;
  g->above          = frontend_gradient_new(settings);
  g->fft            = fft_new(g->size);
  g->window         = (float*)calloc(g->size + 1U, sizeof(float));
  g->transforms     = (float*)calloc(area * 2, sizeof(float));
  g->spectra        = (float*)calloc(area, sizeof(float));
  g->d_spectra      = (double*)calloc(area, sizeof(double));
  g->d_frame        = (double*)calloc(g->size + 1U, sizeof(double));
  if (!g->above || !g->fft || !g->window || !g->transforms || !g->spectra || !g->d_spectra || !g->d_frame) {
    sample_gradient_free(g);
    return NULL;
  }
  fill_window(g);
  return g;
}

void
sample_gradient_free(SampleGradient* const g)
{
  if (g) {
    frontend_gradient_free(g->above);
    fft_free(g->fft);
    free(g->window);
    free(g->transforms);
    free(g->spectra);
    free(g->d_spectra);
    free(g->d_frame);
    free(g);
  }
}

/// The transform of one frame, and its power or magnitude
static void
transform(const SampleGradient* const g,
          const float* const          samples,
          const size_t                n,
          const int64_t               start,
          const uint32_t              frame)
{
  float* const input = fft_input(g->fft);
  for (uint32_t i = 0; i < g->size; ++i) {
    const int64_t at = start + i;
    input[i]         = at >= 0 && (uint64_t)at < n ? samples[at] * g->window[i] : 0.0f;
  }
  float* const transforms = g->transforms + (size_t)frame * g->bins * 2;
  float* const spectrum   = g->spectra + (size_t)frame * g->bins;
  memcpy(transforms, fft_forward(g->fft), (size_t)g->bins * 2 * sizeof(float));
  for (uint32_t k = 0; k < g->bins; ++k) {
    const float power = transforms[2 * k] * transforms[2 * k] + transforms[2 * k + 1] * transforms[2 * k + 1];
    spectrum[k]       = g->settings.stft.power ? power : sqrtf(power);
  }
}

/// What part `part` of d output / d transform of a frame is at bin k
static float
slope_at(const SampleGradient* const g, const uint32_t frame, const uint32_t k, const uint32_t part)
{
  const size_t at    = (size_t)frame * g->bins + k;
  const double value = (double)g->transforms[2 * at + part];
  if (g->settings.stft.power) {
    return (float)(2.0 * g->d_spectra[at] * value);
  }
  return g->spectra[at] > 0.0f ? (float)(g->d_spectra[at] * value / (double)g->spectra[at]) : 0.0f;
}

/// Add to d_frame the part of the sum over bins of slope·exp(2πi·k·n/size) that one part of the slopes gives
static void
add_adjoint(const SampleGradient* const g, const uint32_t frame, const uint32_t part)
{
  float* const input = fft_input(g->fft);
  memset(input, 0, g->size * sizeof(float));
  for (uint32_t k = 0; k < g->bins; ++k) {
    input[k] = slope_at(g, frame, k, part);
  }
  const float* const sums = fft_forward(g->fft);
  for (uint32_t i = 0; i < g->size; ++i) {
    const uint32_t k    = i < g->bins ? i : g->size - i;
    const double   sign = part && i >= g->bins ? -1.0 : 1.0;
    g->d_frame[i] += sign * (double)sums[2 * k + part];
  }
}

void
sample_gradient_add(SampleGradient* const g,
                    const float* const    samples,
                    const size_t          n,
                    const uint64_t        first,
                    const float* const    d_input,
                    double* const         d_samples)
{
  for (uint32_t f = 0; f < g->settings.frames; ++f) {
    transform(g, samples, n, start_of(g, first + f), f);
  }
  frontend_gradient_spectra(g->above, g->spectra, d_input, g->d_spectra);
  for (uint32_t f = 0; f < g->settings.frames; ++f) {
    const int64_t start = start_of(g, first + f);
    memset(g->d_frame, 0, g->size * sizeof(double));
    add_adjoint(g, f, 0);
    add_adjoint(g, f, 1);
    for (uint32_t i = 0; i < g->size; ++i) {
      const int64_t at = start + i;
      if (at >= 0 && (uint64_t)at < n) {
        d_samples[at] += g->d_frame[i] * (double)g->window[i];
      }
    }
  }
}
