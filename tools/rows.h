// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_ROWS_H
#define EQUUS_TOOLS_ROWS_H

#include "models/sidecar.h"

#include <stdint.h>

/**
   Which readings of a file are rows of its table, and when each window ended.

   A centred front end (musicnn) has 1 + floor(samples / hop) frames, the others
   one frame for each hop that begins a whole window.  A row needs its whole
   window of frames within the file; windows that reach past its end are dropped.
*/

/// Samples at the model's rate that `frames` at `rate` become, rounded up
uint64_t rows_samples(const FrontendSettings* frontend, uint64_t frames, double rate);

/// Number of rows of a file with so many samples at the model's rate, a window each `hop` frames
uint64_t rows_count(const FrontendSettings* frontend, uint32_t hop, uint64_t samples);

/// Seconds at which the window of row `row` ended
double rows_time(const FrontendSettings* frontend, uint32_t hop, uint64_t row);

/// Seconds that a file must have for one row
double rows_needed(const FrontendSettings* frontend);

/// Frames of hop that are nearest to so many seconds, 1 or more
uint32_t rows_hop(const FrontendSettings* frontend, double seconds);

/// Seconds of `frames` hops
double rows_hop_seconds(const FrontendSettings* frontend, uint32_t frames);

#endif // EQUUS_TOOLS_ROWS_H
