// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_FLIP_PATH_H
#define EQUUS_PLUGIN_FLIP_PATH_H

#include "plugin/flip_descent.h"

/**
   One descent toward one goal.

   Where the path stands it knows slopes of the outputs before activation, by the gradient or, where
   that takes less runs, by half a decibel at each band.  With them, it looks for
   the weakest curve in a box around it that reaches the goal, or failing that for what comes nearest, and
   hears that.  What is heard mends the slopes (C. G. Broyden, "A Class of Methods for Solving
   Nonlinear Simultaneous Equations", Mathematics of Computation 19, 1965); where it
   doesn't bring what they promised, the box shrinks.
*/
typedef struct FlipPath FlipPath;

/// How a path stands
typedef struct {
  double room;     ///< 0 or more if it reaches the goal
  double strength; ///< dB
  bool   ended;    ///< It gets no further
} FlipPathState;

/**
   @param point As it was heard, copied: where it begins.
   @param other A path of the same search that has looked from the same point and not gone yet, or NULL.
   @return NULL if out of memory; free with flip_path_free().
*/
FlipPath* flip_path_new(const FlipDescent* descent,
                        const FlipGoal*    goal,
                        const FlipPoint*   point,
                        const FlipPath*    other);

void flip_path_free(FlipPath* path);

/// Find the slopes where the path stands; as flip_descent_hear(), with `stopped` to be looked at
EquusStatus flip_path_look(FlipPath* path, FlipDescent* descent, EquusError* error);

/**
   Go some steps; where the slopes are old or led nowhere, find them anew before.
   @return As flip_descent_hear(), with `stopped` to be looked at.
*/
EquusStatus flip_path_go(FlipPath* path, FlipDescent* descent, EquusError* error);

FlipPathState flip_path_state(const FlipPath* path);

#endif // EQUUS_PLUGIN_FLIP_PATH_H
