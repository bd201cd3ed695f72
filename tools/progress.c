// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/progress.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR = 24, NAME = 32 };

static const double patience = 0.4; ///< Seconds before a bar appears
static const double interval = 0.1;

/// Time and share before which an estimate of what is left would be a guess
static const double settled_seconds = 3.0;
static const double settled_share   = 0.02;

static double
now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

Progress
progress_begin(void)
{
  return (Progress){ .terminal = isatty(STDERR_FILENO) == 1, .started = now() };
}

void
progress_time(const double seconds, char* const text, const size_t size)
{
  if (seconds < 59.5) {
    snprintf(text, size, "%.0f s", seconds);
  } else {
    const double minutes = ceil(seconds / 60.0);
    snprintf(text, size, "%.0f:%02.0f h", floor(minutes / 60.0), fmod(minutes, 60.0));
  }
}

/// The last NAME bytes of a name, from the start of a UTF-8 character on
static const char*
tail_of(const char* const name)
{
  const size_t length = strlen(name);
  const char*  tail   = length > NAME ? name + length - NAME : name;
  while ((*tail & 0xc0) == 0x80) {
    ++tail;
  }
  return tail;
}

void
progress_show(Progress* const progress, const char* const what, const double share)
{
  const double time = progress->terminal ? now() : 0.0;
  if (!progress->terminal || time - progress->started < patience || time - progress->drawn < interval) {
    return;
  }
  progress->drawn = time;
  progress->shown = true;
  if (share < 0.0) {
    fprintf(stderr, "\r\033[K%s ...", tail_of(what));
    return;
  }
  const int    full   = share < 1.0 ? (int)(share * BAR) : BAR;
  const double passed = time - progress->started;
  fprintf(stderr,
          "\r\033[K%s [%.*s%*s] %3.0f %%",
          tail_of(what),
          full,
          "########################",
          BAR - full,
          "",
          share * 100.0);
  if (passed >= settled_seconds && share >= settled_share) {
    char left[24];
    progress_time(passed * (1.0 - share) / share, left, sizeof(left));
    fprintf(stderr, "  %s left", left);
  }
  fflush(stderr);
}

void
progress_clear(Progress* const progress)
{
  if (progress->shown) {
    fputs("\r\033[K", stderr);
    fflush(stderr);
    progress->shown = false;
  }
}
