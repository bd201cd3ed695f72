// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/temporal.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { HOPS = 4, MAX_HOP = 65536 };

static const float smallest = 1e-10f; // Samples up to here have no sign of their own

typedef struct {
  double   energy;
  uint32_t crossings;     // Between each sample and the one before it
  bool     first_crosses; // The hop's first sample among them
} Hop;

struct Temporal {
  uint32_t      hop;
  uint32_t      filled; // Samples in the newest hop
  uint64_t      hops;   // Completed, with the two before the signal
  Hop           recent[HOPS];
  bool          negative; // Sign of the sample before
  bool          begun;    // There was one
  TemporalFrame frame;
};

Temporal*
temporal_new(const uint32_t hop)
{
  if (hop < 1U || hop > MAX_HOP) {
    return NULL;
  }
  Temporal* const temporal = (Temporal*)calloc(1, sizeof(Temporal));
  if (temporal) {
    temporal->hop = hop;
    temporal_reset(temporal);
  }
  return temporal;
}

void
temporal_free(Temporal* const temporal)
{
  free(temporal);
}

void
temporal_reset(Temporal* const temporal)
{
  const uint32_t hop = temporal->hop;
  memset(temporal, 0, sizeof(Temporal));
  temporal->hop  = hop;
  temporal->hops = HOPS / 2U;
}

uint32_t
temporal_needed(const Temporal* const temporal)
{
  return temporal->hop - temporal->filled;
}

static void
add_sample(Temporal* const temporal, Hop* const hop, const float x)
{
  const bool negative = x < -smallest;
  const bool crosses  = temporal->begun && negative != temporal->negative;
  hop->energy += (double)x * (double)x;
  hop->crossings += crosses ? 1U : 0U;
  hop->first_crosses = temporal->filled == 0U ? crosses : hop->first_crosses;
  temporal->negative = negative;
  temporal->begun    = true;
  ++temporal->filled;
}

static const TemporalFrame*
end_hop(Temporal* const temporal)
{
  if (temporal->filled < temporal->hop) {
    return NULL;
  }
  temporal->filled           = 0U;
  const Hop* const oldest    = &temporal->recent[(temporal->hops + 1U) % HOPS];
  double           energy    = 0.0;
  uint32_t         crossings = 0U;
  for (unsigned i = 0; i < HOPS; ++i) {
    energy += temporal->recent[i].energy;
    crossings += temporal->recent[i].crossings;
  }
  const double length = HOPS * (double)temporal->hop;
  temporal->frame     = (TemporalFrame){ sqrt(energy / length), (crossings - oldest->first_crosses) / length };
  ++temporal->hops;
  temporal->recent[temporal->hops % HOPS] = (Hop){ 0.0, 0U, false };
  return temporal->hops > HOPS - 1U ? &temporal->frame : NULL;
}

const TemporalFrame*
temporal_push(Temporal* const temporal, const float* const in, const uint32_t n)
{
  Hop* const hop = &temporal->recent[temporal->hops % HOPS];
  for (uint32_t i = 0; i < n; ++i) {
    add_sample(temporal, hop, in[i]);
  }
  return end_hop(temporal);
}

const TemporalFrame*
temporal_pad(Temporal* const temporal, const uint32_t n)
{
  temporal->filled += n;
  return end_hop(temporal);
}
