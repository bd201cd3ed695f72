// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_FLIP_DESCENT_H
#define EQUUS_PLUGIN_FLIP_DESCENT_H

#include "plugin/flip_goal.h"
#include "plugin/flip_scene.h"

/**
   The descents of one search: what they may spend, and the best that any of them found, as the scene predicts it.
*/
typedef struct {
  FlipScene*       scene;
  double           limit;   ///< dB a band
  double           reserve; ///< Room that is asked for beyond the goal's own, since verification may differ
  const FlipWatch* watch;   ///< May be NULL
  double           budget;  ///< Work that is left, in runs of the network over the windows
  double           whole;   ///< Work that there was
  bool             stopped; ///< By the watch
  bool             found;   ///< `best` reaches `goal`
  FlipPoint        best;
  FlipGoal         goal;
  FlipPoint        nearest; ///< The point that came nearest to a goal; valid after the first that was heard for one
  double           room;    ///< Of that
} FlipDescent;

FlipDescent flip_descent_begin(FlipScene* scene, const FlipSettings* settings, const FlipWatch* watch, double budget);

/// Account for work about to be done; false if the watch says stop
bool flip_descent_spend(FlipDescent* descent, double work);

/**
   Hear the gains of a point, and keep it if it is the best or the nearest to any of the goals.
   @param rooms [n] Of the goals.
   @return EQUUS_ERR_MEMORY, EQUUS_ERR_RANGE; look at `stopped` as well: then nothing was heard.
*/
EquusStatus flip_descent_hear(FlipDescent*    descent,
                              const FlipGoal* goals,
                              unsigned        n,
                              FlipPoint*      point,
                              double*         rooms,
                              EquusError*     error);

#endif // EQUUS_PLUGIN_FLIP_DESCENT_H
