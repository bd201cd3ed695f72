// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/stream.h"

#include <stdlib.h>

static bool
allocate(Stream* stream, Tap tap, uint32_t most)
{
  stream->resamplers[tap] = resampler_new(stream->host_rate, stream->rate);
  if (!stream->resamplers[tap]) {
    return false;
  }
  stream->samples[tap] = (float*)calloc(resampler_max_output(stream->resamplers[tap], most), sizeof(float));
  return stream->samples[tap];
}

Stream*
stream_new(double host_rate, double rate, uint32_t most)
{
  Stream* const stream = (Stream*)calloc(1, sizeof(Stream));
  if (!stream) {
    return NULL;
  }

  stream->host_rate = host_rate;
  stream->rate      = rate;
  if (!allocate(stream, TAP_DRY, most) || !allocate(stream, TAP_WET, most)) {
    stream_free(stream);
    return NULL;
  }
  return stream;
}

void
stream_free(Stream* stream)
{
  if (stream) {
    for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
      resampler_free(stream->resamplers[tap]);
      free(stream->samples[tap]);
    }
    free(stream);
  }
}

void
stream_start(Stream* stream, double origin)
{
  stream->origin    = origin;
  stream->heard     = 0;
  stream->n_samples = 0;
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    resampler_reset(stream->resamplers[tap]);
  }
}

void
stream_hear(Stream* stream, const Taps* taps, uint32_t n)
{
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    const float* const mono = taps_mono(taps, (Tap)tap);
    stream->n_samples       = resampler_process(stream->resamplers[tap], mono, n, stream->samples[tap]);
  }
}

double
stream_delay(const Stream* stream)
{
  return resampler_lookahead(stream->resamplers[TAP_DRY]) / stream->host_rate;
}

double
stream_time(const Stream* stream, uint64_t position)
{
  return stream->origin + (double)position / stream->rate;
}
