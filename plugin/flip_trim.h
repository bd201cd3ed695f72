// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_FLIP_TRIM_H
#define EQUUS_PLUGIN_FLIP_TRIM_H

#include "plugin/flip_descent.h"
#include "plugin/flip_proof.h"

/// Prove a curve (plugin/flip_proof.h)
typedef struct {
  EquusStatus (*prove)(const void* handle, const CurveSettings* curve, FlipProven* proven, EquusError* error);
  const void* handle;
} FlipProver;

/**
   Take from a proven curve what does nothing.

   The level match undoes what all bands have in common: that goes first, so that the curve is about as loud as dry by
   itself.  Then bands become 0, those first that the goal owes least to by the slopes at the curve.  Each step is
   proved, and taken back where the goal isn't reached any more; where in the end the curve has become stronger by
   more than one part in 200, bands alone are dropped.  There are ten steps at most.

   @param point The curve as the scene predicts it; what is left of it, predicted anew.
   @param proven What was proved of it; of what is left.
   @return As flip_descent_hear(), with `stopped` to be looked at.
*/
EquusStatus flip_trim(FlipDescent*      descent,
                      const FlipGoal*   goal,
                      const FlipProver* prover,
                      FlipPoint*        point,
                      FlipProven*       proven,
                      EquusError*       error);

#endif // EQUUS_PLUGIN_FLIP_TRIM_H
