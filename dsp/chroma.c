// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/chroma.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MIN_FFT = 32, MAX_FFT = 32768 };

static const double centre_octave = 5.0;
static const double octave_width  = 2.0;
static const double a0            = 27.5; // Hz

typedef struct {
  double tuning;
  float* weights; // [bins][CHROMA_CLASSES]
} Bank;

struct Chroma {
  double   rate;
  uint32_t fft_size;
  uint32_t bins;
  Bank     first; // After each reset
  Bank     banks[2];
  unsigned current; // Of `banks`, but for the first tuning
  bool     retuned; // The first has given way to `banks`
  bool     tuning;  // The other bank is being computed
  uint32_t done;    // Bins of it
};

/// Position of a bin in semitones above A0; of 0 Hz, an octave and a half below bin 1
static double
semitone(const Chroma* const chroma, const double tuning, const uint32_t bin)
{
  const double hertz = (bin ? bin : 1U) * (chroma->rate / chroma->fft_size);
  const double at    = CHROMA_CLASSES * log2(hertz / (a0 * exp2(tuning / CHROMA_CLASSES)));
  return bin ? at : at - 1.5 * CHROMA_CLASSES;
}

/// weights [CHROMA_CLASSES] of one bin
static void
fill_bin(const Chroma* const chroma, const double tuning, const uint32_t bin, float* const weights)
{
  const double at     = semitone(chroma, tuning, bin);
  const double width  = fmax(semitone(chroma, tuning, bin + 1U) - at, 1.0);
  const double octave = (at / CHROMA_CLASSES - centre_octave) / octave_width;
  double       heights[CHROMA_CLASSES];
  double       energy = 0.0;
  for (int c = 0; c < CHROMA_CLASSES; ++c) {
    const double distance = fmod(at - c + 10.5 * CHROMA_CLASSES, CHROMA_CLASSES) - 0.5 * CHROMA_CLASSES;
    heights[c]            = exp(-0.5 * (2.0 * distance / width) * (2.0 * distance / width));
    energy += heights[c] * heights[c];
  }
  const double scale = exp(-0.5 * octave * octave) / sqrt(energy);
  for (int c = 0; c < CHROMA_CLASSES; ++c) {
    weights[c] = (float)(scale * heights[(c + 3) % CHROMA_CLASSES]); // From A to C
  }
}

/// Compute bins `begin` ... `end` - 1
static void
fill_bank(const Chroma* const chroma, const Bank* const bank, const uint32_t begin, const uint32_t end)
{
  for (uint32_t k = begin; k < end; ++k) {
    fill_bin(chroma, bank->tuning, k, bank->weights + (size_t)k * CHROMA_CLASSES);
  }
}

static bool
allocate(Bank* const bank, const uint32_t bins)
{
  bank->weights = (float*)calloc((size_t)bins * CHROMA_CLASSES, sizeof(float));
  return bank->weights;
}

Chroma*
chroma_new(const double rate, const uint32_t fft_size, const double tuning)
{
  if (!(rate >= 1e3 && rate <= 1e6 && fabs(tuning) <= 0.5) || fft_size < MIN_FFT || fft_size > MAX_FFT) {
    return NULL;
  }
  Chroma* const chroma = (Chroma*)calloc(1, sizeof(Chroma));
  if (!chroma) {
    return NULL;
  }
  chroma->rate     = rate;
  chroma->fft_size = fft_size;
  chroma->bins     = fft_size / 2U + 1U;
  if (!allocate(&chroma->first, chroma->bins) || !allocate(&chroma->banks[0], chroma->bins) ||
      !allocate(&chroma->banks[1], chroma->bins)) {
    chroma_free(chroma);
    return NULL;
  }
  chroma->first.tuning = tuning;
  fill_bank(chroma, &chroma->first, 0U, chroma->bins);
  return chroma;
}

void
chroma_free(Chroma* const chroma)
{
  if (chroma) {
    free(chroma->banks[1].weights);
    free(chroma->banks[0].weights);
    free(chroma->first.weights);
    free(chroma);
  }
}

void
chroma_reset(Chroma* const chroma)
{
  chroma->retuned = false;
  chroma->tuning  = false;
}

static const Bank*
bank_in_use(const Chroma* const chroma)
{
  return chroma->retuned ? &chroma->banks[chroma->current] : &chroma->first;
}

void
chroma_tune(Chroma* const chroma, const double tuning)
{
  if (!chroma->tuning && tuning != bank_in_use(chroma)->tuning) {
    chroma->tuning                             = true;
    chroma->done                               = 0U;
    chroma->banks[1U - chroma->current].tuning = tuning;
  }
}

static void
go_on_tuning(Chroma* const chroma)
{
  const uint32_t share = chroma->bins / CHROMA_TUNING_FRAMES + 1U;
  const uint32_t end   = chroma->done + share < chroma->bins ? chroma->done + share : chroma->bins;
  fill_bank(chroma, &chroma->banks[1U - chroma->current], chroma->done, end);
  chroma->done = end;
  if (end == chroma->bins) {
    chroma->current = 1U - chroma->current;
    chroma->retuned = true;
    chroma->tuning  = false;
  }
}

void
chroma_process(Chroma* const chroma, const float* const power, float* const out)
{
  const float* weights              = bank_in_use(chroma)->weights;
  double       sums[CHROMA_CLASSES] = { 0.0 };
  double       largest              = 0.0;
  for (uint32_t k = 0; k < chroma->bins; ++k) {
    for (unsigned c = 0; c < CHROMA_CLASSES; ++c) {
      sums[c] += (double)(weights[c] * power[k]);
    }
    weights += CHROMA_CLASSES;
  }
  for (unsigned c = 0; c < CHROMA_CLASSES; ++c) {
    largest = fmax(largest, sums[c]);
  }
  const double scale = largest >= (double)FLT_MIN ? 1.0 / largest : 1.0;
  for (unsigned c = 0; c < CHROMA_CLASSES; ++c) {
    out[c] = (float)(sums[c] * scale);
  }
  if (chroma->tuning) {
    go_on_tuning(chroma);
  }
}
