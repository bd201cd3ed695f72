// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/running_statistics.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_WIDTH = 65536, MAX_LENGTH = 1 << 20 };

typedef struct {
  double value;
  double square;
} Sum;

typedef struct {
  uint32_t length; // Vectors, 0 for all
  Sum*     sums;   // [width] over the span
  Sum*     fresh;  // [width] since the sums were last replaced; NULL for all
} Span;

struct RunningStatistics {
  uint32_t width;
  unsigned n_spans;
  Span     spans[RUNNING_STATISTICS_MAX_SPANS];
  uint32_t longest; // Vectors in the ring
  float*   ring;    // [longest][width]
  uint64_t frames;
};

static bool
allocate_span(Span* const span, const uint32_t length, const uint32_t width)
{
  span->length = length;
  span->sums   = (Sum*)calloc(width, sizeof(Sum));
  span->fresh  = length ? (Sum*)calloc(width, sizeof(Sum)) : NULL;
  return span->sums && (span->fresh || !length);
}

static bool
allocate(RunningStatistics* const running, const uint32_t* const lengths)
{
  for (unsigned s = 0; s < running->n_spans; ++s) {
    if (lengths[s] > MAX_LENGTH || !allocate_span(&running->spans[s], lengths[s], running->width)) {
      return false;
    }
    running->longest = lengths[s] > running->longest ? lengths[s] : running->longest;
  }
  running->ring = (float*)calloc((size_t)running->longest * running->width + 1U, sizeof(float));
  return running->ring;
}

RunningStatistics*
running_statistics_new(const uint32_t width, const uint32_t* const lengths, const unsigned n)
{
  if (width < 1U || width > MAX_WIDTH || n < 1U || n > RUNNING_STATISTICS_MAX_SPANS) {
    return NULL;
  }
  RunningStatistics* const running = (RunningStatistics*)calloc(1, sizeof(RunningStatistics));
  if (!running) {
    return NULL;
  }
  running->width   = width;
  running->n_spans = n;
  if (!allocate(running, lengths)) {
    running_statistics_free(running);
    return NULL;
  }
  return running;
}

void
running_statistics_free(RunningStatistics* const running)
{
  if (!running) {
    return;
  }
  for (unsigned s = 0; s < running->n_spans; ++s) {
    free(running->spans[s].fresh);
    free(running->spans[s].sums);
  }
  free(running->ring);
  free(running);
}

void
running_statistics_reset(RunningStatistics* const running)
{
  running->frames = 0U;
  for (unsigned s = 0; s < running->n_spans; ++s) {
    memset(running->spans[s].sums, 0, running->width * sizeof(Sum));
    if (running->spans[s].fresh) {
      memset(running->spans[s].fresh, 0, running->width * sizeof(Sum));
    }
  }
}

static void
add(Sum* const sums, const float* const values, const uint32_t width, const double sign)
{
  for (uint32_t i = 0; i < width; ++i) {
    const double x = (double)values[i];
    sums[i].value += sign * x;
    sums[i].square += sign * x * x;
  }
}

static void
slide(const RunningStatistics* const running, const Span* const span, const float* const values)
{
  const uint32_t width = running->width;
  if (span->length && running->frames >= span->length) {
    const uint64_t oldest = (running->frames - span->length) % running->longest;
    add(span->sums, running->ring + oldest * width, width, -1.0);
  }
  add(span->sums, values, width, 1.0);
  if (span->length) {
    add(span->fresh, values, width, 1.0);
    if ((running->frames + 1U) % span->length == 0U) {
      memcpy(span->sums, span->fresh, width * sizeof(Sum));
      memset(span->fresh, 0, width * sizeof(Sum));
    }
  }
}

void
running_statistics_push(RunningStatistics* const running, const float* const values)
{
  for (unsigned s = 0; s < running->n_spans; ++s) {
    slide(running, &running->spans[s], values);
  }
  if (running->longest) {
    float* const newest = running->ring + running->frames % running->longest * running->width;
    memcpy(newest, values, running->width * sizeof(float));
  }
  ++running->frames;
}

static Statistics
statistics_of(const Sum sum, const uint64_t frames, const double values)
{
  if (frames == 0U) {
    return (Statistics){ 0U, 0.0, 0.0, 0.0 };
  }
  const double mean     = sum.value / values;
  const double variance = fmax(sum.square / values - mean * mean, 0.0);
  return (Statistics){ frames, mean, variance, sqrt(variance) };
}

static uint64_t
frames_in(const RunningStatistics* const running, const unsigned span)
{
  const uint32_t length = running->spans[span].length;
  return length && running->frames > length ? length : running->frames;
}

Statistics
running_statistics_get(const RunningStatistics* const running, const unsigned span, const uint32_t element)
{
  const uint64_t frames = frames_in(running, span);
  return statistics_of(running->spans[span].sums[element], frames, (double)frames);
}

Statistics
running_statistics_pooled(const RunningStatistics* const running, const unsigned span)
{
  const uint64_t frames = frames_in(running, span);
  Sum            total  = { 0.0, 0.0 };
  for (uint32_t i = 0; i < running->width; ++i) {
    total.value += running->spans[span].sums[i].value;
    total.square += running->spans[span].sums[i].square;
  }
  return statistics_of(total, frames, (double)frames * running->width);
}
