// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/bench.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

static double
read_clock(const clockid_t clock)
{
  struct timespec now = { 0, 0 };
  clock_gettime(clock, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double
bench_now(void)
{
  return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

double
bench_wall(void)
{
  return read_clock(CLOCK_MONOTONIC);
}

static int
compare(const void* const a, const void* const b)
{
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return (x > y) - (x < y);
}

void
bench_sort(double* const values, const unsigned n)
{
  qsort(values, n, sizeof(*values), compare);
}

double
bench_median(double* const values, const unsigned n)
{
  bench_sort(values, n);
  return 0.5 * (values[(n - 1) / 2] + values[n / 2]);
}

void
bench_noise(uint32_t* const seed, float* const out, const uint32_t n)
{
  const float scale = 0.1f * sqrtf(3.0f) / 2147483648.0f;
  for (uint32_t i = 0; i < n; ++i) {
    *seed  = *seed * 1664525u + 1013904223u;
    out[i] = (float)(int32_t)*seed * scale;
  }
}
