// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_GLIDE_H
#define EQUUS_DSP_GLIDE_H

#include "dsp/rt.h"

#include <math.h>

/**
   How the equalising stages move a parameter to its target: by two lags of 4 ms
   in a row, so that it starts softly and is 95 % of the way after 19 ms.

   The step is taken once per sub-block of so many samples as the stage says.
*/

/// Share of the way to the target that a lag moves in `samples` at `rate` Hz
static inline double
glide_share(const double rate, const unsigned samples)
{
  static const double seconds = 0.004; // Time constant of either lag
  return 1.0 - exp(-(double)samples / (rate * seconds));
}

/// Move `value` this share of the way; it arrives when within 1e-5, in the parameter's own unit
static inline EQUUS_RT void
glide(double* const value, const double target, const double share)
{
  static const double end = 1e-5;
  *value += share * (target - *value);
  if (fabs(target - *value) < end) {
    *value = target;
  }
}

#endif // EQUUS_DSP_GLIDE_H
