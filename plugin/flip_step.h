// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_FLIP_STEP_H
#define EQUUS_PLUGIN_FLIP_STEP_H

#include "dsp/curve.h"

enum { FLIP_STEP_CONDITIONS = 3 };

/// The least gains within a box that satisfy linear conditions: minimise x·square·x / 2 + linear·x
typedef struct {
  unsigned n;                                        ///< Gains
  double   square[CURVE_MAX_BANDS][CURVE_MAX_BANDS]; ///< Symmetric, positive definite
  double   linear[CURVE_MAX_BANDS];
  double   low[CURVE_MAX_BANDS], high[CURVE_MAX_BANDS];
  unsigned conditions;
  double   slopes[FLIP_STEP_CONDITIONS][CURVE_MAX_BANDS];
  double   least[FLIP_STEP_CONDITIONS]; ///< slopes[i]·x must not be below this
} FlipStep;

/**
   Solve by coordinate descent on the gains for given multipliers, and bisection of each multiplier in turn.
   @param x [n] Set to the solution; where the box doesn't allow the conditions, to where it comes nearest.
*/
void flip_step_solve(const FlipStep* step, double* x);

#endif // EQUUS_PLUGIN_FLIP_STEP_H
