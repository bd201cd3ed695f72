// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/frontend_gradient.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct FrontendGradient {
  FrontendSettings settings;
  Mel*             mel;
  uint32_t         bins;
  float*           values;    ///< [frames][bands] Mel powers or magnitudes
  double*          d_values;  ///< [frames][bands] d output / d log form of them, then / d themselves
  double*          d_spectra; ///< [bins] Of one frame
};

FrontendGradient*
frontend_gradient_new(const FrontendSettings* const settings)
{
  FrontendGradient* const g = (FrontendGradient*)calloc(1, sizeof(FrontendGradient));
  if (!g) {
    return NULL;
  }
  const size_t size = (size_t)settings->frames * settings->mel.bands;
  g->settings       = *settings;
  g->bins           = settings->mel.fft_size / 2 + 1;
  g->mel            = mel_new(&settings->mel);
  g->values         = (float*)calloc(size + 1, sizeof(float));
  g->d_values       = (double*)calloc(size + 1, sizeof(double));
  g->d_spectra      = (double*)calloc(g->bins, sizeof(double));
  if (!g->mel || !g->values || !g->d_values || !g->d_spectra) {
    frontend_gradient_free(g);
    return NULL;
  }
  return g;
}

void
frontend_gradient_free(FrontendGradient* const g)
{
  if (g) {
    mel_free(g->mel);
    free(g->values);
    free(g->d_values);
    free(g->d_spectra);
    free(g);
  }
}

uint32_t
frontend_gradient_bins(const FrontendGradient* const g)
{
  return g->bins;
}

/// Slope of the log form at x; 0 where a floor holds it or it isn't finite
static double
log_slope(const FrontendSettings* const s, const double x)
{
  if (!isfinite(x)) {
    return 0.0;
  }
  switch (s->log) {
  case LOG10_ONE_PLUS:
    return (double)s->log_scale / (M_LN10 * (1.0 + (double)s->log_scale * x));
  case LOG_DECIBEL:
    return x > (double)s->log_floor ? 10.0 / (M_LN10 * x) : 0.0;
  case LOG_NATURAL:
    return 1.0 / (x + (double)s->log_offset);
  case LOG_NONE:
    break;
  }
  return 1.0;
}

/// Decibels of a value, as the front end has them
static double
decibels(const FrontendSettings* const s, const double x)
{
  return 10.0 * log10(x > (double)s->log_floor ? x : (double)s->log_floor);
}

/// Move what values below the window's floor give to its maximum
static void
lift_floor(FrontendGradient* const g)
{
  const FrontendSettings* const s    = &g->settings;
  const size_t                  size = (size_t)s->frames * s->mel.bands;
  size_t                        most = 0;
  for (size_t i = 1; i < size; ++i) {
    most = g->values[i] > g->values[most] ? i : most;
  }
  const double floor = decibels(s, (double)g->values[most]) - (double)s->log_top_db;
  for (size_t i = 0; i < size; ++i) {
    if (decibels(s, (double)g->values[i]) < floor) {
      g->d_values[most] += g->d_values[i];
      g->d_values[i] = 0.0;
    }
  }
}

/// Mel values of all frames, and the output's slopes with respect to their log forms
static void
gather(FrontendGradient* const g, const float* const spectra, const float* const d_input)
{
  const FrontendSettings* const s      = &g->settings;
  const size_t                  bands  = s->mel.bands;
  const size_t                  along  = s->mel_major ? s->frames : 1;
  const size_t                  across = s->mel_major ? 1 : bands;
  for (size_t f = 0; f < s->frames; ++f) {
    mel_apply(g->mel, spectra + f * g->bins, g->values + f * bands);
    for (size_t b = 0; b < bands; ++b) {
      g->d_values[f * bands + b] = (double)d_input[f * across + b * along];
    }
  }
}

/// Slopes of the output with respect to mel values, in d_values
static void
lead_to_mel(FrontendGradient* const g, const float* const spectra, const float* const d_input)
{
  const FrontendSettings* const s = &g->settings;
  gather(g, spectra, d_input);
  if (s->log == LOG_DECIBEL && s->log_top_db > 0.0f) {
    lift_floor(g);
  }
  for (size_t i = 0; i < (size_t)s->frames * s->mel.bands; ++i) {
    g->d_values[i] *= log_slope(s, (double)g->values[i]);
  }
}

/// Slopes of the output with respect to one frame's spectrum
static void
lead_to_spectrum(const FrontendGradient* const g, const uint32_t frame, double* const d_spectrum)
{
  memset(d_spectrum, 0, g->bins * sizeof(double));
  mel_add_transposed(g->mel, g->d_values + (size_t)frame * g->settings.mel.bands, d_spectrum);
}

void
frontend_gradient_run(FrontendGradient* const g,
                      const float* const      spectra,
                      const float* const      d_input,
                      double* const           d_gain)
{
  const FrontendSettings* const s       = &g->settings;
  const double                  decibel = M_LN10 / (s->stft.power ? 10.0 : 20.0); // Relative change of a value
  lead_to_mel(g, spectra, d_input);
  memset(d_gain, 0, g->bins * sizeof(double));
  for (uint32_t f = 0; f < s->frames; ++f) {
    lead_to_spectrum(g, f, g->d_spectra);
    for (uint32_t k = 0; k < g->bins; ++k) {
      const double value = (double)spectra[(size_t)f * g->bins + k];
      d_gain[k] += isfinite(value) ? g->d_spectra[k] * value * decibel : 0.0;
    }
  }
}

void
frontend_gradient_spectra(FrontendGradient* const g,
                          const float* const      spectra,
                          const float* const      d_input,
                          double* const           d_spectra)
{
  lead_to_mel(g, spectra, d_input);
  for (uint32_t f = 0; f < g->settings.frames; ++f) {
    lead_to_spectrum(g, f, d_spectra + (size_t)f * g->bins);
  }
}
