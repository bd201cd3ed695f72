// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_RECENT_SPREAD_H
#define EQUUS_TOOLS_RECENT_SPREAD_H

/**
   How far a value's readings of the last ten seconds lie apart: their standard deviation.

   Readings are as many seconds apart as each other.  What is as old as ten seconds no longer counts, as in the window.
*/
typedef struct RecentSpread RecentSpread;

/**
   @param hop Seconds from reading to reading, above 0
   @return NULL if out of memory; free with recent_spread_free()
*/
RecentSpread* recent_spread_new(double hop);

void recent_spread_free(RecentSpread* spread);

/// Forget all readings
void recent_spread_reset(RecentSpread* spread);

/// Add a reading; returns the deviation in the readings' unit, NAN of fewer than two
double recent_spread_add(RecentSpread* spread, double value);

#endif // EQUUS_TOOLS_RECENT_SPREAD_H
