// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/recent_spread.h"

#include "tools/statistics.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

static const double seconds   = 10.0;
static const double tolerance = 1e-9; ///< Of a quotient of seconds that should be a whole number

struct RecentSpread {
  double*  values; ///< [room] of which the first min(n, room) count, in any order
  uint32_t room;
  uint64_t n;
};

RecentSpread*
recent_spread_new(const double hop)
{
  RecentSpread* const spread = (RecentSpread*)calloc(1, sizeof(*spread));
  if (!spread) {
    return NULL;
  }
  spread->room   = (uint32_t)fmax(1.0, ceil(seconds / hop - tolerance));
  spread->values = (double*)calloc(spread->room, sizeof(double));
  if (!spread->values) {
    recent_spread_free(spread);
    return NULL;
  }
  return spread;
}

void
recent_spread_free(RecentSpread* const spread)
{
  if (spread) {
    free(spread->values);
    free(spread);
  }
}

void
recent_spread_reset(RecentSpread* const spread)
{
  spread->n = 0;
}

double
recent_spread_add(RecentSpread* const spread, const double value)
{
  spread->values[spread->n++ % spread->room] = value;
  return statistics_deviation(spread->values, spread->n < spread->room ? (uint32_t)spread->n : spread->room);
}
