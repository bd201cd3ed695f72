// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/selection.h"

static void
swap(float* const a, float* const b)
{
  const float kept = *a;
  *a               = *b;
  *b               = kept;
}

void
selection_place(float* const x, const uint32_t n, const uint32_t rank)
{
  uint32_t low  = 0U;
  uint32_t high = n - 1U;
  while (low < high) {
    const float pivot = x[low + (high - low) / 2U];
    uint32_t    i     = low;
    uint32_t    j     = high;
    for (;;) {
      while (x[i] < pivot) {
        ++i;
      }
      while (x[j] > pivot) {
        --j;
      }
      if (i >= j) {
        break;
      }
      swap(&x[i++], &x[j--]);
    }
    if (rank <= j) {
      high = j;
    } else {
      low = j + 1U;
    }
  }
}
