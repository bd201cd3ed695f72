// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_FLIP_HUNT_H
#define EQUUS_PLUGIN_FLIP_HUNT_H

#include "plugin/flip_descent.h"

/**
   Send paths toward several goals and from several starts, and go on with whichever promises most.

   First one from the flat curve toward each goal, then, one after the other as
   these end, some from the random curve of a dozen that comes nearest to a goal.
   @param goals [n] 1 to FLIP_GOALS
   @param seed, starts As in FlipSettings.
   @return As flip_descent_hear(); what was found is in the descent.
*/
EquusStatus flip_hunt(FlipDescent*    descent,
                      const FlipGoal* goals,
                      unsigned        n,
                      uint64_t        seed,
                      unsigned        starts,
                      EquusError*     error);

#endif // EQUUS_PLUGIN_FLIP_HUNT_H
