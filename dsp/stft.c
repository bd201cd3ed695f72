// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/stft.h"

#include "dsp/fft.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STFT_MIN_SIZE = 32, STFT_MAX_SIZE = 32768 };

struct Stft {
  StftSettings settings;
  uint32_t     span;   // Samples that a frame waits for
  uint32_t     filled; // Samples in `recent`
  uint32_t     skip;   // Samples between two frames that belong to neither
  Fft*         fft;
  float*       window; // [span]
  float*       recent; // [span] the next frame's samples so far
  float*       frame;  // [bins]
};

static bool
settings_are_valid(const StftSettings* const settings)
{
  return settings->fft_size >= STFT_MIN_SIZE && settings->fft_size <= STFT_MAX_SIZE && settings->fft_size % 2U == 0U &&
         settings->window_length >= 2U && settings->window_length <= settings->fft_size && settings->hop >= 1U;
}

/// window [span]: a Hann of settings->window_length in its middle, zeros around it
static void
fill_window(float* const window, const uint32_t span, const StftSettings* const settings)
{
  const double   pi     = acos(-1.0);
  const uint32_t length = settings->window_length;
  const uint32_t period = settings->symmetric ? length - 1U : length;
  const uint32_t start  = (span - length) / 2U;
  for (uint32_t i = 0; i < length; ++i) {
    window[start + i] = (float)(0.5 - 0.5 * cos(2.0 * pi * i / period));
  }
}

Stft*
stft_new(const StftSettings* const settings)
{
  if (!settings_are_valid(settings)) {
    return NULL;
  }
  Stft* const stft = (Stft*)calloc(1, sizeof(Stft));
  if (!stft) {
    return NULL;
  }
  stft->settings = *settings;
  stft->span     = settings->centred ? settings->fft_size : settings->window_length;
  stft->fft      = fft_new(settings->fft_size);
  stft->window   = (float*)calloc(stft->span, sizeof(float));
  stft->recent   = (float*)calloc(stft->span, sizeof(float));
  stft->frame    = (float*)calloc(stft_bins(stft), sizeof(float));
  if (!stft->fft || !stft->window || !stft->recent || !stft->frame) {
    stft_free(stft);
    return NULL;
  }
  fill_window(stft->window, stft->span, settings);
  stft_reset(stft);
  return stft;
}

void
stft_free(Stft* const stft)
{
  if (stft) {
    free(stft->frame);
    free(stft->recent);
    free(stft->window);
    fft_free(stft->fft);
    free(stft);
  }
}

void
stft_reset(Stft* const stft)
{
  memset(stft->recent, 0, stft->span * sizeof(float));
  stft->filled = stft->settings.centred ? stft->span / 2U : 0U;
  stft->skip   = 0U;
}

uint32_t
stft_bins(const Stft* const stft)
{
  return stft->settings.fft_size / 2U + 1U;
}

uint32_t
stft_needed(const Stft* const stft)
{
  return stft->skip + stft->span - stft->filled;
}

static void
compute_frame(Stft* const stft)
{
  float* const input = fft_input(stft->fft);
  for (uint32_t i = 0; i < stft->span; ++i) {
    input[i] = stft->recent[i] * stft->window[i];
  }
  const float* const spectrum = fft_forward(stft->fft);
  const uint32_t     bins     = stft_bins(stft);
  for (uint32_t k = 0; k < bins; ++k) {
    const float re = spectrum[2U * k];
    const float im = spectrum[2U * k + 1U];
    stft->frame[k] = re * re + im * im;
  }
  if (!stft->settings.power) {
    for (uint32_t k = 0; k < bins; ++k) {
      stft->frame[k] = sqrtf(stft->frame[k]);
    }
  }
}

static void
advance(Stft* const stft)
{
  const uint32_t hop  = stft->settings.hop;
  const uint32_t kept = hop < stft->span ? stft->span - hop : 0U;
  memmove(stft->recent, stft->recent + (stft->span - kept), kept * sizeof(float));
  stft->filled = kept;
  stft->skip   = hop > stft->span ? hop - stft->span : 0U;
}

const float*
stft_push(Stft* const stft, const float* const in, const uint32_t n)
{
  const uint32_t skipped = n < stft->skip ? n : stft->skip;
  stft->skip -= skipped;
  memcpy(stft->recent + stft->filled, in + skipped, (n - skipped) * sizeof(float));
  stft->filled += n - skipped;
  if (stft->filled < stft->span) {
    return NULL;
  }
  compute_frame(stft);
  advance(stft);
  return stft->frame;
}
