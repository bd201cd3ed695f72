// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/recorder.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { MAX_CHANNELS = 2, SLACK = 4096 }; ///< Frames that may be overwritten while a whole ring is copied

static const float most_sensible = 1e12f; ///< As the taps have it

/// The newest `size` values of a signal; value i lies at i % size
typedef struct {
  uint32_t        size;
  _Atomic(float)* values;
} Ring;

struct Recorder {
  unsigned channels;
  Ring     dry[MAX_CHANNELS];
  Ring     wet;

  // Every store and load of these is sequentially consistent, those of values are release and acquire: whoever reads
  // a value that was written too late also reads that its writing had begun
  atomic_uint      run; ///< Odd while the count jumps
  _Atomic uint64_t first;
  _Atomic uint64_t begun; ///< End of what is being written
  _Atomic uint64_t end;   ///< End of what is written
};

static bool
ring_init(Ring* ring, double frames)
{
  ring->size   = (uint32_t)ceil(frames) + SLACK;
  ring->values = (_Atomic(float)*)calloc(ring->size, sizeof(*ring->values));
  return ring->values;
}

Recorder*
recorder_new(double rate, unsigned channels, double dry_seconds, double wet_seconds)
{
  const bool      sensible = channels >= 1 && channels <= MAX_CHANNELS && rate * dry_seconds < 1e8;
  Recorder* const recorder = sensible ? (Recorder*)calloc(1, sizeof(Recorder)) : NULL;
  if (!recorder) {
    return NULL;
  }
  recorder->channels = channels;
  bool good          = ring_init(&recorder->wet, rate * wet_seconds);
  for (unsigned c = 0; c < channels; ++c) {
    good = ring_init(&recorder->dry[c], rate * dry_seconds) && good;
  }
  if (!good) {
    recorder_free(recorder);
    return NULL;
  }
  return recorder;
}

void
recorder_free(Recorder* recorder)
{
  if (recorder) {
    free(recorder->dry[0].values);
    free(recorder->dry[1].values);
    free(recorder->wet.values);
    free(recorder);
  }
}

uint64_t
recorder_size(const Recorder* recorder)
{
  const uint64_t values = (uint64_t)recorder->dry[0].size * recorder->channels + recorder->wet.size;
  return sizeof(Recorder) + values * sizeof(float);
}

static EQUUS_RT void
jump(Recorder* recorder, uint64_t position)
{
  const unsigned run = atomic_load_explicit(&recorder->run, memory_order_relaxed);
  atomic_store(&recorder->run, run + 1);
  atomic_store(&recorder->first, position);
  atomic_store(&recorder->begun, position);
  atomic_store(&recorder->end, position);
  atomic_store(&recorder->run, run + 2);
}

static EQUUS_RT void
ring_write(Ring* ring, uint64_t position, const float* left, const float* right, uint32_t n)
{
  uint32_t at = (uint32_t)(position % ring->size);
  for (uint32_t i = 0; i < n; ++i) {
    const float value = left == right ? left[i] : 0.5f * (left[i] + right[i]);
    atomic_store_explicit(&ring->values[at], value, memory_order_release);
    at = at + 1 == ring->size ? 0 : at + 1;
  }
}

void
recorder_write(Recorder* recorder, uint64_t position, const float* const* dry, const float* const* wet, uint32_t n)
{
  const unsigned last = recorder->channels - 1;
  if (position != atomic_load_explicit(&recorder->end, memory_order_relaxed)) {
    jump(recorder, position);
  }
  atomic_store(&recorder->begun, position + n);
  for (unsigned c = 0; c < recorder->channels; ++c) {
    ring_write(&recorder->dry[c], position, dry[c], dry[c], n);
  }
  ring_write(&recorder->wet, position, wet[0], wet[last], n);
  atomic_store(&recorder->end, position + n);
}

RecorderSpan
recorder_span(const Recorder* recorder)
{
  RecorderSpan span = { atomic_load(&recorder->run), 0, 0 };
  span.first        = atomic_load(&recorder->first);
  span.end          = atomic_load(&recorder->end);
  if ((span.run & 1u) || span.run != atomic_load(&recorder->run)) {
    return (RecorderSpan){ span.run, 0, 0 };
  }
  const uint32_t kept = recorder->dry[0].size - SLACK;
  if (span.end - span.first > kept) {
    span.first = span.end - kept;
  }
  return span;
}

static bool
ring_copy(const Recorder* recorder, const Ring* ring, const RecorderSpan* span, uint64_t from, uint32_t n, float* to)
{
  uint32_t at = (uint32_t)(from % ring->size);
  if (from < span->first || from + n > span->end) {
    return false;
  }
  for (uint32_t i = 0; i < n; ++i) {
    const float value = atomic_load_explicit(&ring->values[at], memory_order_acquire);
    to[i]             = fabsf(value) <= most_sensible ? value : 0.0f; // False for NaN too
    at                = at + 1 == ring->size ? 0 : at + 1;
  }
  return atomic_load(&recorder->begun) <= from + ring->size && atomic_load(&recorder->run) == span->run;
}

bool
recorder_copy_dry(const Recorder*     recorder,
                  const RecorderSpan* span,
                  unsigned            channel,
                  uint64_t            from,
                  uint32_t            n,
                  float*              to)
{
  return channel < recorder->channels && ring_copy(recorder, &recorder->dry[channel], span, from, n, to);
}

bool
recorder_copy_wet(const Recorder* recorder, const RecorderSpan* span, uint64_t from, uint32_t n, float* to)
{
  return ring_copy(recorder, &recorder->wet, span, from, n, to);
}
