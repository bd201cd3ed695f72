// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/spectrum.h"

#include "dsp/stft.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { SMALLEST_FFT = 32, LARGEST_FFT = 32768 };

static const double window_seconds    = 0.085;
static const double frames_per_second = 25.0;
static const float  fall_per_second   = 20.0f; // dB
static const float  floor_level       = -120.0f;
static const double lowest            = 20.0;    // Hz
static const double highest           = 20000.0; // Hz

/// Where a bin of the display lies among those of the FFT
typedef struct {
  float    low; // Edges, in bins of the FFT
  float    high;
  uint32_t first; // Bins of the FFT within: first ... end - 1
  uint32_t end;
  bool     is_shown; // Below the Nyquist frequency
} Span;

struct Spectrum {
  Stft*    stft;
  float*   peaks;      // [bins of the FFT] power, a full-scale sine is 1
  float    full_scale; // Power of a full-scale sine in the FFT
  float    fall;       // dB per frame
  uint64_t frames;
  Span     spans[SPECTRUM_BINS];
  float    levels[SPECTRUM_BINS]; // dB
};

/// Frequency at `position` bins of the display, Hz
static double
frequency_at(const double position)
{
  return lowest * pow(highest / lowest, position / SPECTRUM_BINS);
}

double
spectrum_frequency(const uint32_t bin)
{
  return frequency_at(bin + 0.5);
}

static uint32_t
fft_size_for(const double rate)
{
  const double exponent = ceil(log2(rate * window_seconds));
  return (uint32_t)fmin(fmax(exp2(exponent), SMALLEST_FFT), LARGEST_FFT);
}

static void
fill_spans(Spectrum* const spectrum, const double rate, const uint32_t fft_size)
{
  const double per_hz = fft_size / rate;
  for (uint32_t b = 0; b < SPECTRUM_BINS; ++b) {
    const double low   = frequency_at(b) * per_hz;
    const double high  = frequency_at(b + 1.0) * per_hz;
    spectrum->spans[b] = (Span){
      (float)low, (float)high, (uint32_t)ceil(low), (uint32_t)ceil(high), high < 0.5 * fft_size,
    };
  }
}

Spectrum*
spectrum_new(const double rate)
{
  if (!(rate >= 1e3 && rate <= 1e6)) {
    return NULL;
  }
  Spectrum* const spectrum = (Spectrum*)calloc(1, sizeof(Spectrum));
  if (!spectrum) {
    return NULL;
  }
  const uint32_t     size     = fft_size_for(rate);
  const uint32_t     hop      = (uint32_t)(rate / frames_per_second + 0.5);
  const StftSettings settings = { size, size, hop, false, true, false };

  spectrum->stft       = stft_new(&settings);
  spectrum->peaks      = (float*)calloc(size / 2U + 1U, sizeof(float));
  spectrum->full_scale = (float)size / 4.0f * ((float)size / 4.0f); // Half the sum of a Hann window
  spectrum->fall       = fall_per_second * (float)(hop / rate);
  if (!spectrum->stft || !spectrum->peaks) {
    spectrum_free(spectrum);
    return NULL;
  }
  fill_spans(spectrum, rate, size);
  spectrum_reset(spectrum);
  return spectrum;
}

void
spectrum_free(Spectrum* const spectrum)
{
  if (spectrum) {
    free(spectrum->peaks);
    stft_free(spectrum->stft);
    free(spectrum);
  }
}

void
spectrum_reset(Spectrum* const spectrum)
{
  stft_reset(spectrum->stft);
  spectrum->frames = 0U;
  for (uint32_t b = 0; b < SPECTRUM_BINS; ++b) {
    spectrum->levels[b] = floor_level;
  }
}

/**
   Turn power into the power of sines.

   A sine between two bins is spread over them: where there is a maximum, the
   sum of three bins of its lobe, 1.5 times its power, is right within 0.1 dB.
*/
static void
find_peaks(Spectrum* const spectrum, const float* const power)
{
  const uint32_t last   = stft_bins(spectrum->stft) - 1U;
  const float    scale  = 1.0f / spectrum->full_scale;
  spectrum->peaks[0]    = power[0] * scale;
  spectrum->peaks[last] = power[last] * scale;
  for (uint32_t k = 1; k < last; ++k) {
    const bool  is_peak = power[k] >= power[k - 1U] && power[k] > power[k + 1U];
    const float lobe    = (power[k - 1U] + power[k] + power[k + 1U]) / 1.5f;
    spectrum->peaks[k]  = (is_peak ? lobe : power[k]) * scale;
  }
}

/// NaN, which bad samples leave behind, counts as silence
static float
to_decibels(const float power)
{
  return power > 1e-12f && isfinite(power) ? 10.0f * log10f(power) : floor_level;
}

/// Level between two bins of the FFT, dB
static float
level_between(const float* const peaks, const float position)
{
  const uint32_t k = (uint32_t)position;
  const float    x = position - (float)k;
  return (1.0f - x) * to_decibels(peaks[k]) + x * to_decibels(peaks[k + 1U]);
}

static float
level_of(const Spectrum* const spectrum, const Span* const span)
{
  float strongest = 0.0f;
  for (uint32_t k = span->first; k < span->end; ++k) {
    strongest = spectrum->peaks[k] > strongest ? spectrum->peaks[k] : strongest;
  }
  const float level = to_decibels(strongest);
  if (span->end - span->first > 2U) {
    return level;
  }
  const float low  = level_between(spectrum->peaks, span->low);
  const float high = level_between(spectrum->peaks, span->high);
  return fmaxf(level, fmaxf(low, high));
}

static void
update_levels(Spectrum* const spectrum)
{
  for (uint32_t b = 0; b < SPECTRUM_BINS; ++b) {
    const Span* const span   = &spectrum->spans[b];
    const float       fallen = fmaxf(spectrum->levels[b] - spectrum->fall, floor_level);
    spectrum->levels[b]      = span->is_shown ? fmaxf(level_of(spectrum, span), fallen) : floor_level;
  }
}

uint64_t
spectrum_push(Spectrum* const spectrum, const float* const in, const uint32_t n)
{
  for (uint32_t used = 0; used < n;) {
    const uint32_t     needed = stft_needed(spectrum->stft);
    const uint32_t     take   = needed < n - used ? needed : n - used;
    const float* const power  = stft_push(spectrum->stft, in + used, take);
    used += take;
    if (power) {
      find_peaks(spectrum, power);
      update_levels(spectrum);
      ++spectrum->frames;
    }
  }
  return spectrum->frames;
}

const float*
spectrum_levels(const Spectrum* const spectrum)
{
  return spectrum->levels;
}
