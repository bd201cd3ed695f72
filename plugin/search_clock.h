// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_SEARCH_CLOCK_H
#define EQUUS_PLUGIN_SEARCH_CLOCK_H

#include <time.h>

/// Processor time that this thread has taken, seconds
static inline double
search_clock(void)
{
  struct timespec time = { 0, 0 };
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

#endif // EQUUS_PLUGIN_SEARCH_CLOCK_H
