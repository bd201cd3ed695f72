// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_DSP_SPLATTER_H
#define EQUUS_TESTS_DSP_SPLATTER_H

#include "dsp/fft.h"
#include "tests/dsp/signals.h"

enum { SPLATTER_SIZE = 4096 };

/// Largest component above 3 kHz of x [SPLATTER_SIZE] at 48 kHz, dB below its largest of all
static inline double
splatter(const float* const x)
{
  enum { EDGE = 3000 * SPLATTER_SIZE / 48000 };
  Fft* const   fft   = fft_new(SPLATTER_SIZE);
  float* const input = fft_input(fft);
  for (uint32_t i = 0; i < SPLATTER_SIZE; ++i) {
    const double turn = 2.0 * TEST_PI * i / SPLATTER_SIZE;
    const double blackman_harris =
      0.35875 - 0.48829 * cos(turn) + 0.14128 * cos(2.0 * turn) - 0.01168 * cos(3.0 * turn);
    input[i] = (float)(blackman_harris * (double)x[i]);
  }
  const float* const bins  = fft_forward(fft);
  double             peak  = 0.0;
  double             worst = 0.0;
  for (uint32_t k = 1; k <= SPLATTER_SIZE / 2U; ++k) {
    const double level = hypot((double)bins[2U * k], (double)bins[2U * k + 1U]);
    peak               = fmax(peak, level);
    worst              = k > EDGE ? fmax(worst, level) : worst;
  }
  fft_free(fft);
  return decibels(worst / peak);
}

#endif // EQUUS_TESTS_DSP_SPLATTER_H
