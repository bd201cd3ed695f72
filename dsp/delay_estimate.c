// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/delay_estimate.h"

#include "dsp/fft.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE = 131072, BINS = SIZE / 2 + 1, FADE = 8192, NEAR = 64 }; ///< SIZE leaves no lag to wrap around

static const double floor_share = 1e-6; ///< Of the mean product of both spectra
static const double known_from  = 2.0;
static const double pi          = 3.14159265358979323846;

struct DelayEstimate {
  Fft*   fft;
  float* cross; ///< [BINS][2] conj(dry)·wet
};

DelayEstimate*
delay_estimate_new(void)
{
  DelayEstimate* const estimate = (DelayEstimate*)calloc(1, sizeof(DelayEstimate));
  if (!estimate) {
    return NULL;
  }
  estimate->fft   = fft_new(SIZE);
  estimate->cross = (float*)calloc((size_t)BINS * 2, sizeof(float));
  if (!estimate->fft || !estimate->cross) {
    delay_estimate_free(estimate);
    return NULL;
  }
  return estimate;
}

void
delay_estimate_free(DelayEstimate* estimate)
{
  if (estimate) {
    fft_free(estimate->fft);
    free(estimate->cross);
    free(estimate);
  }
}

/// Load what lies `margin` and more within a signal, faded in and out, with zeros around it
static void
load(float* input, const float* signal, int margin)
{
  const int end = DELAY_ESTIMATE_FRAMES - margin;
  memset(input, 0, SIZE * sizeof(float));
  for (int i = margin; i < end; ++i) {
    const int    edge   = i - margin < end - 1 - i ? i - margin : end - 1 - i;
    const double window = edge < FADE ? 0.5 - 0.5 * cos(pi * (edge + 0.5) / FADE) : 1.0;
    input[i]            = (float)((double)signal[i] * window);
  }
}

/// The whitened cross-spectrum; false for silence
static bool
whiten(float* cross, const float* wet)
{
  double mean = 0.0;
  for (int k = 0; k < BINS; ++k) {
    const double a = (double)cross[2 * k], b = (double)cross[2 * k + 1];
    const double c = (double)wet[2 * k], d = (double)wet[2 * k + 1];
    cross[2 * k]     = (float)(a * c + b * d);
    cross[2 * k + 1] = (float)(a * d - b * c);
    mean += hypot((double)cross[2 * k], (double)cross[2 * k + 1]) / BINS;
  }
  for (int k = 0; k < BINS; ++k) {
    const double size = hypot((double)cross[2 * k], (double)cross[2 * k + 1]) + floor_share * mean;
    cross[2 * k]      = mean > 0.0 ? (float)((double)cross[2 * k] / size) : 0.0f;
    cross[2 * k + 1]  = mean > 0.0 ? (float)((double)cross[2 * k + 1] / size) : 0.0f;
  }
  return mean > 1e-12 && isfinite(mean);
}

/**
   The real sequence behind a spectrum, by a forward transform alone.

   With the Hartley sequence re - im, of which bins above half are those below with
   im turned, the transform's re - im is the sequence itself times the size.
*/
static void
load_hartley(float* input, const float* cross)
{
  input[0]        = cross[0];
  input[BINS - 1] = cross[2 * (BINS - 1)];
  for (int k = 1; k < BINS - 1; ++k) {
    input[k]        = cross[2 * k] - cross[2 * k + 1];
    input[SIZE - k] = cross[2 * k] + cross[2 * k + 1];
  }
}

/// The correlation at a delay, whatever its sign, from the transform of load_hartley()
static double
height(const float* bins, int delay)
{
  const int    k  = abs(delay);
  const double re = (double)bins[2 * k], im = (double)bins[2 * k + 1];
  return fabs(delay >= 0 ? re - im : re + im);
}

static Delay
find_peak(const float* bins)
{
  Delay  delay = { false, 0, 0.0 };
  double rest  = 0.0;
  for (int d = -DELAY_ESTIMATE_MOST; d <= DELAY_ESTIMATE_MOST; ++d) {
    delay.samples = height(bins, d) > height(bins, delay.samples) ? d : delay.samples;
  }
  for (int d = -DELAY_ESTIMATE_MOST; d <= DELAY_ESTIMATE_MOST; ++d) {
    rest = abs(d - delay.samples) > NEAR ? fmax(rest, height(bins, d)) : rest;
  }
  delay.confidence = rest > 0.0 ? height(bins, delay.samples) / rest : 0.0;
  delay.known      = delay.confidence >= known_from;
  return delay;
}

Delay
delay_estimate_run(DelayEstimate* estimate, const float* dry, const float* wet)
{
  float* const input = fft_input(estimate->fft);
  load(input, dry, DELAY_ESTIMATE_MOST); // What it moves to, either way, is there in wet
  memcpy(estimate->cross, fft_forward(estimate->fft), (size_t)BINS * 2 * sizeof(float));
  load(input, wet, 0);
  if (!whiten(estimate->cross, fft_forward(estimate->fft))) {
    return (Delay){ false, 0, 0.0 };
  }
  load_hartley(input, estimate->cross);
  return find_peak(fft_forward(estimate->fft));
}
