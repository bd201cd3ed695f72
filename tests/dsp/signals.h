// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_DSP_SIGNALS_H
#define EQUUS_TESTS_DSP_SIGNALS_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#define TEST_PI 3.14159265358979323846

/// Next value of a small linear congruential generator, the same on every machine
static inline uint32_t
random_next(uint32_t* const seed)
{
  *seed = *seed * 1664525U + 1013904223U;
  return *seed >> 8U;
}

/// White noise of amplitude 1
static inline void
fill_noise(float* const out, const uint32_t n, uint32_t seed)
{
  for (uint32_t i = 0; i < n; ++i) {
    out[i] = (float)random_next(&seed) * (2.0f / 16777215.0f) - 1.0f;
  }
}

/// Block sizes under which every stage must compute the same bits; 0 stands for random ones, 0 ... 300
static const uint32_t test_block_sizes[] = { 1024U, 1U, 16U, 64U, 0U };

enum { TEST_BLOCK_SIZES = sizeof(test_block_sizes) / sizeof(test_block_sizes[0]) };

/// Length of the next block of a signal of which `left` samples remain
static inline uint32_t
next_block(const uint32_t size, uint32_t* const seed, const uint32_t left)
{
  const uint32_t block = size ? size : random_next(seed) % 4U ? random_next(seed) % 301U : 0U;
  return block < left ? block : left;
}

static inline double
decibels(const double ratio)
{
  return 20.0 * log10(ratio > 1e-12 ? ratio : 1e-12);
}

#endif // EQUUS_TESTS_DSP_SIGNALS_H
