// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/rows.h"

#include <math.h>

uint64_t
rows_samples(const FrontendSettings* const frontend, const uint64_t frames, const double rate)
{
  const uint64_t in  = (uint64_t)llround(rate);
  const uint64_t out = (uint64_t)llround(frontend->rate);
  return (frames * out + in - 1) / in;
}

uint64_t
rows_count(const FrontendSettings* const frontend, const uint32_t hop, const uint64_t samples)
{
  const uint64_t step = frontend->stft.hop;
  if (frontend->stft.centred) {
    const uint64_t frames = 1 + samples / step;
    return frames < frontend->frames ? 0 : 1 + (frames - frontend->frames) / hop;
  }
  const uint64_t window = frontend->window_samples;
  return samples < window ? 0 : 1 + (samples - window) / (hop * step);
}

double
rows_time(const FrontendSettings* const frontend, const uint32_t hop, const uint64_t row)
{
  return (double)(hop * row * frontend->stft.hop + frontend->window_samples) / frontend->rate;
}

double
rows_needed(const FrontendSettings* const frontend)
{
  const uint64_t steps = (uint64_t)(frontend->frames - 1) * frontend->stft.hop;
  return (double)(frontend->stft.centred ? steps : frontend->window_samples) / frontend->rate;
}

uint32_t
rows_hop(const FrontendSettings* const frontend, const double seconds)
{
  const double frames = round(seconds * frontend->rate / frontend->stft.hop);
  return frames < 1.0 ? 1 : (uint32_t)frames;
}

double
rows_hop_seconds(const FrontendSettings* const frontend, const uint32_t frames)
{
  return (double)frames * frontend->stft.hop / frontend->rate;
}
