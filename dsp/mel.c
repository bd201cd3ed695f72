// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/mel.h"

#include <math.h>
#include <stdlib.h>

enum { MEL_MAX_BANDS = 1024 };

/// Slaney's scale: 200/3 Hz per mel up to 1 kHz, then 27 mel per factor of 6.4
static const double slaney_hz_per_mel = 200.0 / 3.0;
static const double slaney_corner_hz  = 1000.0;
static const double slaney_corner_mel = 15.0;

typedef struct {
  uint32_t first;   // First spectrum bin
  uint32_t count;   // Bins, 0 where the triangle falls between two of them
  uint32_t weights; // Index of the first weight
} MelBand;

struct Mel {
  uint32_t bands;
  MelBand* band;    // [bands]
  double*  edges;   // [bands + 2] Hz; band b rises from edges[b] to edges[b + 1] and falls to edges[b + 2]
  double*  corners; // [bands + 2] The same where the triangles are straight: Hz, or mel
  float*   weights; // All bands' weights, one run after the other
};

static double
slaney_step(void)
{
  return log(6.4) / 27.0;
}

static double
hz_to_mel(const MelScale scale, const double hz)
{
  if (scale == MEL_HTK) {
    return 2595.0 * log10(1.0 + hz / 700.0);
  }
  return hz < slaney_corner_hz ? hz / slaney_hz_per_mel
                               : slaney_corner_mel + log(hz / slaney_corner_hz) / slaney_step();
}

static double
mel_to_hz(const MelScale scale, const double mel)
{
  if (scale == MEL_HTK) {
    return 700.0 * (pow(10.0, mel / 2595.0) - 1.0);
  }
  return mel < slaney_corner_mel ? slaney_hz_per_mel * mel
                                 : slaney_corner_hz * exp(slaney_step() * (mel - slaney_corner_mel));
}

static void
fill_edges(const Mel* const mel, const MelSettings* const settings)
{
  const double   low  = hz_to_mel(settings->scale, settings->low);
  const double   high = hz_to_mel(settings->scale, settings->high);
  const uint32_t last = settings->bands + 1U;
  for (uint32_t i = 0; i <= last; ++i) {
    const double at = i == last ? high : low + i * ((high - low) / last);
    mel->edges[i]   = mel_to_hz(settings->scale, at);
    mel->corners[i] = settings->warped ? at : mel->edges[i];
  }
}

/// Height of band `b`'s triangle at `hz`, rounded where librosa rounds
static float
triangle(const Mel* const mel, const MelSettings* const settings, const uint32_t b, const double hz)
{
  const double* const corners = mel->corners + b;
  const double        at      = settings->warped ? hz_to_mel(settings->scale, hz) : hz;
  const double        rise    = (at - corners[0]) / (corners[1] - corners[0]);
  const double        fall    = (corners[2] - at) / (corners[2] - corners[1]);
  const float         peak    = (float)fmax(0.0, fmin(rise, fall));
  return settings->area_norm ? (float)((double)peak * (2.0 / (mel->edges[b + 2U] - mel->edges[b]))) : peak;
}

/// Set the bands' runs and, where `weights` isn't NULL, their weights; return how many weights there are
static uint32_t
fill_bands(const Mel* const mel, const MelSettings* const settings, float* const weights)
{
  uint32_t total = 0;
  for (uint32_t b = 0; b < mel->bands; ++b) {
    MelBand* const band = &mel->band[b];
    *band               = (MelBand){ 0U, 0U, total };
    for (uint32_t k = 0; k <= settings->fft_size / 2U; ++k) {
      const double hz     = k * (settings->rate / settings->fft_size);
      const float  weight = triangle(mel, settings, b, hz);
      if (weight > 0.0f) {
        band->first = band->count ? band->first : k;
        ++band->count;
        if (weights) {
          weights[total] = weight;
        }
        ++total;
      }
    }
  }
  return total;
}

static bool
settings_are_valid(const MelSettings* const settings)
{
  return settings->bands >= 1U && settings->bands <= MEL_MAX_BANDS && settings->fft_size >= 2U &&
         settings->low >= 0.0 && settings->low < settings->high && settings->high <= settings->rate / 2.0;
}

Mel*
mel_new(const MelSettings* const settings)
{
  if (!settings_are_valid(settings)) {
    return NULL;
  }
  Mel* const mel = (Mel*)calloc(1, sizeof(Mel));
  if (!mel) {
    return NULL;
  }
  mel->bands   = settings->bands;
  mel->band    = (MelBand*)calloc(settings->bands, sizeof(MelBand));
  mel->edges   = (double*)calloc(settings->bands + 2U, sizeof(double));
  mel->corners = (double*)calloc(settings->bands + 2U, sizeof(double));
  if (mel->band && mel->edges && mel->corners) {
    fill_edges(mel, settings);
    mel->weights = (float*)calloc(fill_bands(mel, settings, NULL) + 1U, sizeof(float));
  }
  if (!mel->weights) {
    mel_free(mel);
    return NULL;
  }
  fill_bands(mel, settings, mel->weights);
  return mel;
}

void
mel_free(Mel* const mel)
{
  if (mel) {
    free(mel->weights);
    free(mel->corners);
    free(mel->edges);
    free(mel->band);
    free(mel);
  }
}

void
mel_apply(const Mel* const mel, const float* const spectrum, float* const out)
{
  for (uint32_t b = 0; b < mel->bands; ++b) {
    const float* const weights = mel->weights + mel->band[b].weights;
    const float* const bins    = spectrum + mel->band[b].first;
    float              sum     = 0.0f;
    for (uint32_t i = 0; i < mel->band[b].count; ++i) {
      sum += weights[i] * bins[i];
    }
    out[b] = sum;
  }
}

void
mel_add_transposed(const Mel* const mel, const double* const bands, double* const spectrum)
{
  for (uint32_t b = 0; b < mel->bands; ++b) {
    const float* const weights = mel->weights + mel->band[b].weights;
    double* const      bins    = spectrum + mel->band[b].first;
    for (uint32_t i = 0; i < mel->band[b].count; ++i) {
      bins[i] += (double)weights[i] * bands[b];
    }
  }
}

double
mel_centre(const Mel* const mel, const uint32_t band)
{
  return mel->edges[band + 1U];
}
