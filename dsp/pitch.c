// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/pitch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MIN_FFT = 32, MAX_FFT = 32768, MAX_PEAKS = 100, HARMONICS = 20, SEMITONE = 10, BINS_PER_OCTAVE = 120 };

static const double lowest        = 55.0; // Hz
static const double weakest       = 0.01; // Of the strongest peak's magnitude
static const double decay         = 0.8;  // From harmonic to harmonic
static const float  loyalty       = 0.9f; // Of the largest salience
static const int    largest_steps = 8;    // Bins from frame to frame that count as the same contour

typedef struct {
  double hertz;
  double magnitude;
} Peak;

struct Pitch {
  double   bin_hertz;
  uint32_t bins;
  int      before; // Bin of the frame before, -1 for none
  uint32_t n_peaks;
  Peak     peaks[MAX_PEAKS];
  double   spread[SEMITONE + 1]; // Weight by distance in bins
  double   steps[HARMONICS];     // Bins from a harmonic down to its fundamental
  float    salience[PITCH_BINS];
};

Pitch*
pitch_new(const double rate, const uint32_t fft_size)
{
  if (!(rate >= 1e3 && rate <= 1e6) || fft_size < MIN_FFT || fft_size > MAX_FFT) {
    return NULL;
  }
  Pitch* const pitch = (Pitch*)calloc(1, sizeof(Pitch));
  if (!pitch) {
    return NULL;
  }
  pitch->bin_hertz = rate / fft_size;
  pitch->bins      = fft_size / 2U + 1U;
  for (int b = 0; b <= SEMITONE; ++b) {
    const double height = cos(0.5 * acos(-1.0) * b / SEMITONE);
    pitch->spread[b]    = height * height;
  }
  for (int h = 0; h < HARMONICS; ++h) {
    pitch->steps[h] = BINS_PER_OCTAVE * log2(h + 1.0);
  }
  pitch_reset(pitch);
  return pitch;
}

void
pitch_free(Pitch* const pitch)
{
  free(pitch);
}

void
pitch_reset(Pitch* const pitch)
{
  pitch->before = -1;
}

double
pitch_hertz(const uint32_t bin)
{
  return lowest * exp2((double)bin / BINS_PER_OCTAVE);
}

/// Keep a peak, in the place of the weakest where there are too many
static void
keep_peak(Pitch* const pitch, const Peak peak)
{
  if (pitch->n_peaks < MAX_PEAKS) {
    pitch->peaks[pitch->n_peaks++] = peak;
    return;
  }
  uint32_t least = 0U;
  for (uint32_t i = 1; i < MAX_PEAKS; ++i) {
    least = pitch->peaks[i].magnitude < pitch->peaks[least].magnitude ? i : least;
  }
  if (peak.magnitude > pitch->peaks[least].magnitude) {
    pitch->peaks[least] = peak;
  }
}

static void
find_peaks(Pitch* const pitch, const float* const magnitude)
{
  float largest = 0.0f;
  for (uint32_t k = 0; k < pitch->bins; ++k) {
    largest = fmaxf(largest, magnitude[k]);
  }
  const float least = (float)weakest * largest;
  pitch->n_peaks    = 0U;
  for (uint32_t k = 1; k + 1U < pitch->bins; ++k) {
    const double before = (double)magnitude[k - 1U];
    const double at     = (double)magnitude[k];
    const double after  = (double)magnitude[k + 1U];
    if (magnitude[k] > least && at > before && at >= after) {
      const double shift = 0.5 * (before - after) / (before - 2.0 * at + after);
      keep_peak(pitch, (Peak){ (k + shift) * pitch->bin_hertz, at - 0.25 * (before - after) * shift });
    }
  }
}

/// Add to the pitches around `bin`
static void
add_salience(Pitch* const pitch, const int bin, const double weight)
{
  for (int d = -SEMITONE; d <= SEMITONE; ++d) {
    if (bin + d >= 0 && bin + d < PITCH_BINS) {
      pitch->salience[bin + d] += (float)(weight * pitch->spread[abs(d)]);
    }
  }
}

/// Add up all peaks; returns the sum of their magnitudes
static double
fill_salience(Pitch* const pitch)
{
  double sum     = 0.0;
  double largest = 0.0;
  memset(pitch->salience, 0, sizeof(pitch->salience));
  for (uint32_t i = 0; i < pitch->n_peaks; ++i) {
    largest = fmax(largest, pitch->peaks[i].magnitude);
  }
  for (uint32_t i = 0; i < pitch->n_peaks; ++i) {
    const Peak* const peak   = &pitch->peaks[i];
    double            weight = peak->magnitude;
    sum += weight;
    if (weight <= weakest * largest) {
      continue;
    }
    const double at = BINS_PER_OCTAVE * log2(peak->hertz / lowest);
    for (int h = 0; h < HARMONICS; ++h) {
      const double bin = floor(at - pitch->steps[h] + 0.5);
      if (bin < 0.0) {
        break;
      }
      add_salience(pitch, bin < 2.0 * PITCH_BINS ? (int)bin : 2 * PITCH_BINS, weight);
      weight *= decay;
    }
  }
  return sum;
}

/// Largest bin from `begin` to `end` - 1
static int
most_salient(const float* const salience, const int begin, const int end)
{
  int best = begin;
  for (int b = begin + 1; b < end; ++b) {
    best = salience[b] > salience[best] ? b : best;
  }
  return best;
}

static int
choose(const Pitch* const pitch)
{
  const int best = most_salient(pitch->salience, 0, PITCH_BINS);
  if (pitch->before < 0) {
    return best;
  }
  const int begin = pitch->before > largest_steps ? pitch->before - largest_steps : 0;
  const int end   = pitch->before + largest_steps + 1 < PITCH_BINS ? pitch->before + largest_steps + 1 : PITCH_BINS;
  const int near  = most_salient(pitch->salience, begin, end);
  return pitch->salience[near] >= loyalty * pitch->salience[best] ? near : best;
}

PitchFrame
pitch_process(Pitch* const pitch, const float* const magnitude)
{
  find_peaks(pitch, magnitude);
  const double sum = fill_salience(pitch);
  const int    bin = choose(pitch);
  if (!(sum > 0.0) || !(pitch->salience[bin] > 0.0f)) {
    pitch->before = -1;
    return (PitchFrame){ 0.0, 0.0, pitch->salience };
  }
  pitch->before = bin;
  return (PitchFrame){ pitch_hertz((uint32_t)bin), (double)pitch->salience[bin] / sum, pitch->salience };
}
