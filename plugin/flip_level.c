// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/flip_level.h"

#include "dsp/fft.h"
#include "dsp/loudness_meter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double block_seconds = 0.4;
static const double hop_seconds   = 0.1;
static const double absolute_gate = -70.0; // LUFS
static const double relative_gate = -10.0; // LU
static const double offset        = -0.691;
static const double nepers_in_db  = 8.685889638065036; // 20 / ln(10)

struct FlipLevel {
  const FlipBands* bands;
  double           dry; ///< LUFS
  size_t           blocks;
  double*          spectra; ///< [blocks][FLIP_GRID] K-weighted power, all channels
  double*          powers;  ///< [blocks] Through the last response
  double*          louder;  ///< [FLIP_GRID] Power through it, sum of the blocks that passed the gates
};

static double
loudness_of(const double power)
{
  return power > 0.0 ? offset + 10.0 * log10(power) : -HUGE_VAL;
}

static uint32_t
transform_size(const uint32_t block)
{
  uint32_t size = 64;
  while (size < block) {
    size *= 2U;
  }
  return size;
}

/// What a bin's power counts at its two neighbours on the grid
typedef struct {
  uint32_t low;
  double   weights[2];
} Share;

/// Shares of the bins of a transform of blocks
static Share*
make_shares(const FlipLevel* const level, const uint32_t size, const uint32_t block, const double rate)
{
  Share* const shares = (Share*)calloc(size / 2U, sizeof(Share));
  for (uint32_t k = 1; shares && k < size / 2U; ++k) {
    const double   hertz  = k * rate / size;
    const double   place  = flip_bands_place(level->bands, hertz);
    const uint32_t low    = place < FLIP_GRID - 1 ? (uint32_t)place : FLIP_GRID - 2;
    const double   weight = 2.0 / ((double)size * block) * loudness_weighting(rate, hertz);
    shares[k]             = (Share){ low, { weight * (1.0 - (place - low)), weight * (place - low) } };
  }
  return shares;
}

static void
add_bins(const Share* const shares, const float* const bins, const uint32_t size, double* const spectrum)
{
  for (uint32_t k = 1; k < size / 2U; ++k) {
    const double re = (double)bins[2U * k], im = (double)bins[2U * k + 1U];
    const double power = re * re + im * im;
    spectrum[shares[k].low] += power * shares[k].weights[0];
    spectrum[shares[k].low + 1U] += power * shares[k].weights[1];
  }
}

static bool
analyse(const FlipLevel* const level, const FlipMusic* const music)
{
  const uint32_t block  = (uint32_t)(block_seconds * music->rate + 0.5);
  const uint32_t hop    = (uint32_t)(hop_seconds * music->rate + 0.5);
  const uint32_t size   = transform_size(block);
  Fft* const     fft    = fft_new(size);
  Share* const   shares = make_shares(level, size, block, music->rate);
  const bool     made   = fft && shares;
  for (size_t b = 0; made && b < level->blocks; ++b) {
    for (unsigned c = 0; c < music->n_channels; ++c) {
      memcpy(fft_input(fft), music->channels[c] + b * hop, block * sizeof(float));
      add_bins(shares, fft_forward(fft), size, level->spectra + b * FLIP_GRID);
    }
  }
  free(shares);
  fft_free(fft);
  return made;
}

FlipLevel*
flip_level_new(const FlipBands* const bands, const FlipMusic* const music)
{
  FlipLevel* const level = (FlipLevel*)calloc(1, sizeof(FlipLevel));
  if (!level) {
    return NULL;
  }
  const size_t block = (size_t)(block_seconds * music->rate + 0.5);
  const size_t hop   = (size_t)(hop_seconds * music->rate + 0.5);
  level->bands       = bands;
  level->blocks      = music->n < block ? 0U : (music->n - block) / hop + 1U;
  level->spectra     = (double*)calloc(level->blocks * FLIP_GRID + 1U, sizeof(double));
  level->powers      = (double*)calloc(level->blocks + 1U, sizeof(double));
  level->louder      = (double*)calloc(FLIP_GRID, sizeof(double));
  if (!level->spectra || !level->powers || !level->louder || !analyse(level, music)) {
    flip_level_free(level);
    return NULL;
  }
  level->dry = flip_level_loudness(level, NULL);
  return level;
}

void
flip_level_free(FlipLevel* const level)
{
  if (level) {
    free(level->spectra);
    free(level->powers);
    free(level->louder);
    free(level);
  }
}

/// Mean power of the blocks louder than a gate
static double
gated(const FlipLevel* const level, const double gate)
{
  double sum = 0.0;
  size_t n   = 0;
  for (size_t b = 0; b < level->blocks; ++b) {
    if (loudness_of(level->powers[b]) >= gate) {
      sum += level->powers[b];
      ++n;
    }
  }
  return n ? sum / (double)n : 0.0;
}

static double
power_at(const FlipResponse* const response, const unsigned point)
{
  return response ? response->re[point] * response->re[point] + response->im[point] * response->im[point] : 1.0;
}

double
flip_level_loudness(FlipLevel* const level, const FlipResponse* const response)
{
  for (size_t b = 0; b < level->blocks; ++b) {
    double power = 0.0;
    for (unsigned i = 0; i < FLIP_GRID; ++i) {
      power += level->spectra[b * FLIP_GRID + i] * power_at(response, i);
    }
    level->powers[b] = power;
  }
  const double gate = fmax(absolute_gate, loudness_of(gated(level, absolute_gate)) + relative_gate);
  memset(level->louder, 0, FLIP_GRID * sizeof(double));
  for (size_t b = 0; b < level->blocks; ++b) {
    for (unsigned i = 0; i < FLIP_GRID && loudness_of(level->powers[b]) >= gate; ++i) {
      level->louder[i] += level->spectra[b * FLIP_GRID + i] * power_at(response, i);
    }
  }
  return loudness_of(gated(level, gate));
}

double
flip_level_match(FlipLevel* const level, const FlipResponse* const response)
{
  const double wet = flip_level_loudness(level, response);
  return isfinite(level->dry) && isfinite(wet) ? level->dry - wet : 0.0;
}

void
flip_level_slopes(const FlipLevel* const level, double* const slopes)
{
  double all = 0.0;
  for (unsigned i = 0; i < FLIP_GRID; ++i) {
    all += level->louder[i];
  }
  for (unsigned b = 0; b < flip_bands_n(level->bands); ++b) {
    const FlipResponse* const slope = flip_bands_slope(level->bands, b);
    double                    sum   = 0.0;
    for (unsigned i = 0; i < FLIP_GRID; ++i) {
      sum += level->louder[i] * slope->re[i];
    }
    slopes[b] = all > 0.0 ? -sum / all * nepers_in_db : 0.0;
  }
}
