// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_SELECTION_H
#define EQUUS_DSP_SELECTION_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   Put the value of rank `rank` (0 the smallest) of x [n] in its place, with none larger before it and none smaller
   after it.

   Hoare's selection, mostly in time proportional to `n`.  Values must not be NaN.
*/
void selection_place(float* x, uint32_t n, uint32_t rank) EQUUS_RT;

#endif // EQUUS_DSP_SELECTION_H
