// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/random.h"

uint64_t
random_bits(Random* const random)
{
  uint64_t z = random->state += 0x9e3779b97f4a7c15U;
  z          = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z          = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

uint32_t
random_below(Random* const random, const uint32_t n)
{
  return (uint32_t)(((random_bits(random) >> 32) * n) >> 32);
}

double
random_between(Random* const random, const double low, const double high)
{
  return low + (high - low) * ((double)(random_bits(random) >> 11) * 0x1p-53);
}

void
random_order(Random* const random, const uint32_t n, uint32_t* const order)
{
  for (uint32_t i = 0; i < n; ++i) {
    const uint32_t place = random_below(random, i + 1);
    order[i]             = order[place];
    order[place]         = i;
  }
}
