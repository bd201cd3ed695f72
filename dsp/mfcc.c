// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/mfcc.h"

#include <math.h>
#include <stdlib.h>

enum { MAX_BANDS = 1024 };

struct Mfcc {
  uint32_t bands;
  uint32_t coefficients;
  double*  basis; // [coefficients][bands]
};

Mfcc*
mfcc_new(const uint32_t bands, const uint32_t coefficients)
{
  if (bands < 1U || bands > MAX_BANDS || coefficients < 1U || coefficients > bands) {
    return NULL;
  }
  Mfcc* const mfcc = (Mfcc*)calloc(1, sizeof(Mfcc));
  if (!mfcc) {
    return NULL;
  }
  mfcc->bands        = bands;
  mfcc->coefficients = coefficients;
  mfcc->basis        = (double*)calloc((size_t)bands * coefficients, sizeof(double));
  if (!mfcc->basis) {
    mfcc_free(mfcc);
    return NULL;
  }
  const double pi = acos(-1.0);
  for (uint32_t c = 0; c < coefficients; ++c) {
    const double scale = sqrt((c ? 2.0 : 1.0) / bands);
    for (uint32_t b = 0; b < bands; ++b) {
      mfcc->basis[(size_t)c * bands + b] = scale * cos(pi * c * (b + 0.5) / bands);
    }
  }
  return mfcc;
}

void
mfcc_free(Mfcc* const mfcc)
{
  if (mfcc) {
    free(mfcc->basis);
    free(mfcc);
  }
}

void
mfcc_process(const Mfcc* const mfcc, const float* const decibels, const float least, float* const out)
{
  const double* row = mfcc->basis;
  for (uint32_t c = 0; c < mfcc->coefficients; ++c) {
    double sum = 0.0;
    for (uint32_t b = 0; b < mfcc->bands; ++b) {
      sum += row[b] * (double)(decibels[b] > least ? decibels[b] : least);
    }
    out[c] = (float)sum;
    row += mfcc->bands;
  }
}
