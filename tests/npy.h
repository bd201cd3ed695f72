// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_NPY_H
#define EQUUS_TESTS_NPY_H

#include "dsp/error.h"

#include <stddef.h>
#include <stdint.h>

/**
   Reader of the parity files that tests/references/write.py makes from the
   Python originals: NumPy's .npy, version 1.0, C order, float32 or int16.
*/

enum { NPY_MAX_RANK = 8 };

/// A tensor as float, row major; int16 is scaled by 1/32768
typedef struct {
  uint32_t rank;
  size_t   shape[NPY_MAX_RANK];
  size_t   size; ///< Product of the shape
  float*   values;
} Npy;

/// Read a file; NULL with `error` filled if that fails.  Free with npy_free().
Npy* npy_load(const char* path, EquusError* error);

/**
   Read tests/references/data/`name`.npy, e.g. "MSD_musicnn/logits".
   @return Never NULL: fails the running cmocka test instead.
*/
Npy* npy_reference(const char* name);

/// NULL is fine
void npy_free(Npy* npy);

/**
   Largest |actual[k·stride] - expected[k]| over all k; infinite if a value is NaN.

   @param stride 1, or what a file's name says (".every61").
*/
double npy_difference(const Npy* expected, const float* actual, size_t stride);

#endif // EQUUS_TESTS_NPY_H
