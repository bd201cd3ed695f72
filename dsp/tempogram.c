// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/tempogram.h"

#include "dsp/double_fft.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_WINDOW = 4096 };

static const double usual_tempo = 120.0; // Beats per minute
static const double most_tempo  = 320.0;

struct Tempogram {
  uint32_t   window;
  uint32_t   size; // Of the transforms: room for all lags
  uint64_t   onsets;
  uint32_t   padded; // Onsets after the end
  float      last;   // Onset of the signal
  DoubleFft* there;
  DoubleFft* back;
  double*    hann;   // [window]
  float*     recent; // [window] oldest first
  float*     frame;  // [window]
};

/// The least even number of factors 2 and 3 that isn't below `n`
static uint32_t
fast_size(const uint32_t n)
{
  uint32_t best = UINT32_MAX;
  for (uint32_t threes = 1; threes <= 81U; threes *= 3U) {
    uint32_t size = 2U * threes;
    while (size < n) {
      size *= 2U;
    }
    best = size < best ? size : best;
  }
  return best;
}

Tempogram*
tempogram_new(const uint32_t window)
{
  if (window < 4U || window > MAX_WINDOW || window % 2U) {
    return NULL;
  }
  Tempogram* const tempogram = (Tempogram*)calloc(1, sizeof(Tempogram));
  if (!tempogram) {
    return NULL;
  }
  tempogram->window = window;
  tempogram->size   = fast_size(2U * window - 1U);
  tempogram->there  = double_fft_new(tempogram->size);
  tempogram->back   = double_fft_new(tempogram->size);
  tempogram->hann   = (double*)calloc(window, sizeof(double));
  tempogram->recent = (float*)calloc(window, sizeof(float));
  tempogram->frame  = (float*)calloc(window, sizeof(float));
  if (!tempogram->there || !tempogram->back || !tempogram->hann || !tempogram->recent || !tempogram->frame) {
    tempogram_free(tempogram);
    return NULL;
  }
  for (uint32_t i = 0; i < window; ++i) {
    tempogram->hann[i] = 0.5 - 0.5 * cos(2.0 * acos(-1.0) * i / window);
  }
  return tempogram;
}

void
tempogram_free(Tempogram* const tempogram)
{
  if (tempogram) {
    free(tempogram->frame);
    free(tempogram->recent);
    free(tempogram->hann);
    double_fft_free(tempogram->back);
    double_fft_free(tempogram->there);
    free(tempogram);
  }
}

void
tempogram_reset(Tempogram* const tempogram)
{
  memset(tempogram->recent, 0, tempogram->window * sizeof(float));
  tempogram->onsets = 0U;
  tempogram->padded = 0U;
  tempogram->last   = 0.0f;
}

/// Autocorrelation by way of the power spectrum, which is even and so its own transform's inverse but for scale
static void
correlate(Tempogram* const tempogram)
{
  double* const  windowed = double_fft_input(tempogram->there);
  double* const  power    = double_fft_input(tempogram->back);
  const uint32_t size     = tempogram->size;
  for (uint32_t i = 0; i < tempogram->window; ++i) {
    windowed[i] = (double)tempogram->recent[i] * tempogram->hann[i];
  }
  const double* const spectrum = double_fft_forward(tempogram->there);
  for (uint32_t k = 0; k <= size / 2U; ++k) {
    const size_t at          = 2U * (size_t)k;
    power[k]                 = spectrum[at] * spectrum[at] + spectrum[at + 1U] * spectrum[at + 1U];
    power[(size - k) % size] = power[k];
  }
  const double* const lags    = double_fft_forward(tempogram->back);
  const double        largest = fabs(lags[0]); // An autocorrelation's is that of no lag
  const double        scale   = largest >= DBL_MIN ? 1.0 / largest : 1.0;
  for (uint32_t l = 0; l < tempogram->window; ++l) {
    tempogram->frame[l] = (float)(scale * lags[2U * (size_t)l]);
  }
}

static const float*
append(Tempogram* const tempogram, const float onset)
{
  memmove(tempogram->recent, tempogram->recent + 1, (tempogram->window - 1U) * sizeof(float));
  tempogram->recent[tempogram->window - 1U] = onset;
  ++tempogram->onsets;
  if (tempogram->onsets < tempogram->window / 2U) {
    return NULL;
  }
  correlate(tempogram);
  return tempogram->frame;
}

const float*
tempogram_push(Tempogram* const tempogram, const float onset)
{
  tempogram->last = onset;
  return append(tempogram, onset);
}

const float*
tempogram_pad(Tempogram* const tempogram)
{
  const uint32_t half = tempogram->window / 2U;
  while (tempogram->onsets > tempogram->padded && tempogram->padded + 1U < half) {
    ++tempogram->padded;
    const float        fall  = (float)(half - tempogram->padded) / (float)half;
    const float* const frame = append(tempogram, tempogram->last * fall);
    if (frame) {
      return frame;
    }
  }
  return NULL;
}

double
tempogram_tempo(const double frames_per_second, const uint32_t lag)
{
  return 60.0 * frames_per_second / lag;
}

TempogramPeak
tempogram_no_peak(void)
{
  return (TempogramPeak){ 0.0, -HUGE_VAL };
}

void
tempogram_consider(TempogramPeak* const best, const double frames_per_second, const uint32_t lag, const double mean)
{
  const double tempo   = tempogram_tempo(frames_per_second, lag);
  const double octaves = log2(tempo / usual_tempo);
  const double score   = log1p(1e6 * fmax(mean, 0.0)) - 0.5 * octaves * octaves;
  if (tempo < most_tempo && score > best->score) {
    *best = (TempogramPeak){ tempo, score };
  }
}
