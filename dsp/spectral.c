// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/spectral.h"

#include "dsp/selection.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const float  rolloff_share  = 0.85f;
static const double smallest_power = 1e-10;
static const double quantile       = 0.02;
static const double lowest_octave  = 200.0; // Hz
static const double min_rate       = 12801.0;

enum { MIN_FFT = 256, MAX_FFT = 32768 };

/// Bins of a band of contrast, and how many of them are a peak or a valley
typedef struct {
  uint32_t first;
  uint32_t count;
  uint32_t extreme;
} Band;

struct Spectral {
  uint32_t bins;
  double   bin_hertz;
  Band     bands[SPECTRAL_BANDS];
  float*   before; // [bins]
  float*   sorted; // [bins]
};

/// As librosa counts them: a band begins a bin early and, but for the last, ends a bin early
static void
fill_bands(Spectral* const spectral)
{
  for (unsigned b = 0; b < SPECTRAL_BANDS; ++b) {
    const double   low   = b ? lowest_octave * exp2(b - 1.0) : 0.0;
    const double   high  = lowest_octave * exp2(b);
    const uint32_t first = (uint32_t)ceil(low / spectral->bin_hertz) - (b ? 1U : 0U);
    const uint32_t inner = (uint32_t)floor(high / spectral->bin_hertz) + 1U;
    const uint32_t end   = b + 1U < SPECTRAL_BANDS ? inner : spectral->bins;
    const double   share = rint(quantile * (end - first));
    spectral->bands[b] = (Band){ first, end - first - (b + 1U < SPECTRAL_BANDS ? 1U : 0U), (uint32_t)fmax(share, 1.0) };
  }
}

Spectral*
spectral_new(const double rate, const uint32_t fft_size)
{
  if (!(rate >= min_rate && rate <= 1e6) || fft_size < MIN_FFT || fft_size > MAX_FFT ||
      rate / fft_size > lowest_octave / 2.0) {
    return NULL;
  }
  Spectral* const spectral = (Spectral*)calloc(1, sizeof(Spectral));
  if (!spectral) {
    return NULL;
  }
  spectral->bins      = fft_size / 2U + 1U;
  spectral->bin_hertz = rate / fft_size;
  spectral->before    = (float*)calloc(spectral->bins, sizeof(float));
  spectral->sorted    = (float*)calloc(spectral->bins, sizeof(float));
  if (!spectral->before || !spectral->sorted) {
    spectral_free(spectral);
    return NULL;
  }
  fill_bands(spectral);
  return spectral;
}

void
spectral_free(Spectral* const spectral)
{
  if (spectral) {
    free(spectral->sorted);
    free(spectral->before);
    free(spectral);
  }
}

void
spectral_reset(Spectral* const spectral)
{
  memset(spectral->before, 0, spectral->bins * sizeof(float));
}

/// First bin at which the sum reaches its share; summed in single precision, as librosa sums, for the same bin
static uint32_t
rolloff_bin(const float* const magnitude, const uint32_t bins)
{
  float total = 0.0f;
  for (uint32_t k = 0; k < bins; ++k) {
    total += magnitude[k];
  }
  const float threshold = rolloff_share * total;
  float       sum       = magnitude[0];
  uint32_t    k         = 0U;
  while (sum < threshold) {
    sum += magnitude[++k];
  }
  return k;
}

/// Centroid, bandwidth and roll-off
static void
measure_shape(const Spectral* const spectral, const float* const magnitude, SpectralFrame* const frame)
{
  double sum    = 0.0;
  double moment = 0.0;
  for (uint32_t k = 0; k < spectral->bins; ++k) {
    sum += (double)magnitude[k];
    moment += (double)k * (double)magnitude[k];
  }
  frame->centroid = frame->bandwidth = frame->rolloff = 0.0;
  if (sum < (double)FLT_MIN) {
    return;
  }
  const double centre = moment / sum;
  double       spread = 0.0;
  for (uint32_t k = 0; k < spectral->bins; ++k) {
    spread += (double)magnitude[k] * (k - centre) * (k - centre);
  }
  frame->centroid  = centre * spectral->bin_hertz;
  frame->bandwidth = sqrt(spread / sum) * spectral->bin_hertz;
  frame->rolloff   = rolloff_bin(magnitude, spectral->bins) * spectral->bin_hertz;
}

/// Geometric by arithmetic mean of power; logarithms of products of four, which don't leave the range of doubles
static double
flatness_of(const float* const magnitude, const uint32_t bins)
{
  double logarithms = 0.0;
  double sum        = 0.0;
  double product    = 1.0;
  for (uint32_t k = 0; k < bins; ++k) {
    const double power = fmax(smallest_power, (double)magnitude[k] * (double)magnitude[k]);
    sum += power;
    product *= power;
    if (k % 4U == 3U || k + 1U == bins) {
      logarithms += log(product);
      product = 1.0;
    }
  }
  return exp(logarithms / bins) / (sum / bins);
}

static double
take_flux(Spectral* const spectral, const float* const magnitude)
{
  double sum = 0.0;
  for (uint32_t k = 0; k < spectral->bins; ++k) {
    const double difference = (double)magnitude[k] - (double)spectral->before[k];
    sum += difference * difference;
  }
  memcpy(spectral->before, magnitude, spectral->bins * sizeof(float));
  return sqrt(sum);
}

static double
decibels_of_mean(const float* const x, const uint32_t n)
{
  double sum = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    sum += (double)x[i];
  }
  return 10.0 * log10(fmax(smallest_power, sum / n));
}

static void
measure_contrast(Spectral* const spectral, const float* const magnitude, SpectralFrame* const frame)
{
  for (unsigned b = 0; b < SPECTRAL_BANDS; ++b) {
    const Band* const band = &spectral->bands[b];
    float* const      x    = spectral->sorted;
    memcpy(x, magnitude + band->first, band->count * sizeof(float));
    selection_place(x, band->count, band->extreme - 1U);
    frame->valleys[b] = decibels_of_mean(x, band->extreme);
    selection_place(x, band->count, band->count - band->extreme);
    frame->peaks[b] = decibels_of_mean(x + band->count - band->extreme, band->extreme);
  }
}

void
spectral_process(Spectral* const spectral, const float* const magnitude, SpectralFrame* const frame)
{
  measure_shape(spectral, magnitude, frame);
  frame->flatness = flatness_of(magnitude, spectral->bins);
  measure_contrast(spectral, magnitude, frame);
  frame->flux = take_flux(spectral, magnitude);
}
