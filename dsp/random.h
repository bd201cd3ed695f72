// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_RANDOM_H
#define EQUUS_DSP_RANDOM_H

#include <stdint.h>

/**
   Numbers that look random and are the same for the same seed, on every machine.

   SplitMix64 (G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
*/
typedef struct {
  uint64_t state; ///< The seed to begin with
} Random;

/// 64 random bits
uint64_t random_bits(Random* random);

/// A whole number below `n`, which is 1 to 2^32 - 1
uint32_t random_below(Random* random, uint32_t n);

/// A number from `low` up to, but not, `high`
double random_between(Random* random, double low, double high);

/// Write 0 ... n - 1 to `order` in random order (Fisher and Yates)
void random_order(Random* random, uint32_t n, uint32_t* order);

#endif // EQUUS_DSP_RANDOM_H
