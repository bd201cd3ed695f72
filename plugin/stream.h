// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_STREAM_H
#define EQUUS_PLUGIN_STREAM_H

#include "dsp/resampler.h"
#include "dsp/rt.h"
#include "plugin/taps.h"

#include <stdint.h>

/**
   Both taps at the rate of a model, resampled as they come.

   Models of one rate share a stream.  Made by the worker, then the audio thread's.
*/
typedef struct {
  double     host_rate, rate; ///< Hz
  Resampler* resamplers[TAP_COUNT];
  float*     samples[TAP_COUNT]; ///< Of the newest round
  uint32_t   n_samples;          ///< How many a tap
  uint64_t   heard;              ///< Samples since it started that were given on to the front ends
  double     origin;             ///< Seconds since activate at which it started
} Stream;

/// @param most Frames of the largest round.  NULL if out of memory or range; free with stream_free()
Stream* stream_new(double host_rate, double rate, uint32_t most);

void stream_free(Stream* stream);

/// Start at this time, with silence before it
void stream_start(Stream* stream, double origin) EQUUS_RT;

/// Resample a round of `n` frames that were mixed into both taps
void stream_hear(Stream* stream, const Taps* taps, uint32_t n) EQUUS_RT;

/// Seconds that a sample waits for those which the resampler must see first
double stream_delay(const Stream* stream) EQUUS_RT;

/// Seconds since activate of a position in the stream
double stream_time(const Stream* stream, uint64_t position) EQUUS_RT;

#endif // EQUUS_PLUGIN_STREAM_H
