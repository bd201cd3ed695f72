// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_PROGRESS_H
#define EQUUS_TOOLS_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

/// A bar on standard error, shown only on a terminal and only by work that takes longer than a moment
typedef struct {
  bool   shown; ///< Something stands on the line
  bool   terminal;
  double started, drawn; ///< Seconds of the monotonic clock
} Progress;

Progress progress_begin(void);

/**
   Show how far a piece of work is; draws at most ten times a second.
   @param share 0 to 1, or below 0 where it isn't known.
*/
void progress_show(Progress* progress, const char* what, double share);

/// A time that is left, e.g. "42 s" or, from a minute on, "1:05 h"
void progress_time(double seconds, char* text, size_t size);

/// Clear the line, so that other text can follow
void progress_clear(Progress* progress);

#endif // EQUUS_TOOLS_PROGRESS_H
