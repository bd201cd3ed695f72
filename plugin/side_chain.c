// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/side_chain.h"

#include "plugin/parameters.h"

#include <math.h>
#include <stdlib.h>

enum { CHANNELS = 2, RING = 2 * DRY_DELAY_MOST };

static const float  silence         = 3.16227766e-5f; // -90 dBFS
static const double silence_seconds = 1.0;

struct SideChain {
  unsigned     channels;
  double       rate;
  bool         connected;
  uint64_t     position; ///< Frames since the connection was made
  uint64_t     quiet;    ///< Frames since the last that was not silent
  float*       ring[CHANNELS];
  float*       out[CHANNELS];
  const float* delayed[CHANNELS]; ///< As `out`, to be read
};

_Static_assert((RING & (RING - 1)) == 0, "places in the ring are found by a mask");

SideChain*
side_chain_new(double rate, unsigned channels, uint32_t most)
{
  SideChain* const side = most <= RING - DRY_DELAY_MOST ? (SideChain*)calloc(1, sizeof(SideChain)) : NULL;
  if (!side) {
    return NULL;
  }
  side->rate     = rate;
  side->channels = channels;
  for (unsigned c = 0; c < channels; ++c) {
    side->ring[c]    = (float*)calloc(RING, sizeof(float));
    side->out[c]     = (float*)calloc(most, sizeof(float));
    side->delayed[c] = side->out[c];
    if (!side->ring[c] || !side->out[c]) {
      side_chain_free(side);
      return NULL;
    }
  }
  return side;
}

void
side_chain_free(SideChain* side)
{
  if (side) {
    for (unsigned c = 0; c < CHANNELS; ++c) {
      free(side->out[c]);
      free(side->ring[c]);
    }
    free(side);
  }
}

void
side_chain_reset(SideChain* side)
{
  side->connected = false;
  side->position  = 0;
  side->quiet     = 0;
}

static void
write_ring(const SideChain* side, float* ring, const float* in, uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    ring[(side->position + i) & (RING - 1)] = in[i];
  }
}

static void
read_ring(const SideChain* side, const float* ring, float* out, uint32_t n, uint32_t delay)
{
  for (uint32_t i = 0; i < n; ++i) {
    const uint64_t at = side->position + i;
    out[i]            = at >= delay ? ring[(at - delay) & (RING - 1)] : 0.0f;
  }
}

static bool
is_silent(const float* in, uint32_t n)
{
  bool silent = true;
  for (uint32_t i = 0; i < n; ++i) {
    silent = silent && fabsf(in[i]) < silence; // False for NaN, too
  }
  return silent;
}

const float* const*
side_chain_take(SideChain* side, const float* const* in, uint32_t n, uint32_t delay)
{
  const float* const left  = in ? in[0] : NULL;
  const float* const right = in ? in[side->channels - 1] : NULL;
  if (!left && !right) {
    side_chain_reset(side);
    return NULL;
  }

  const float* const from[CHANNELS] = { left ? left : right, right ? right : left };
  bool               silent         = true;
  for (unsigned c = 0; c < side->channels && c < CHANNELS; ++c) {
    write_ring(side, side->ring[c], from[c], n);
    read_ring(side, side->ring[c], side->out[c], n, delay);
    silent = silent && is_silent(from[c], n);
  }
  side->connected = true;
  side->position += n;
  side->quiet = silent ? side->quiet + n : 0;
  return side->delayed;
}

bool
side_chain_is_connected(const SideChain* side)
{
  return side->connected;
}

bool
side_chain_is_silent(const SideChain* side)
{
  return side->connected && (double)side->quiet >= silence_seconds * side->rate;
}
