// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/flip_descent.h"

#include <math.h>

static const double reserve = 0.002;

FlipDescent
flip_descent_begin(FlipScene* const          scene,
                   const FlipSettings* const settings,
                   const FlipWatch* const    watch,
                   const double              budget)
{
  return (FlipDescent){ .scene   = scene,
                        .limit   = settings->limit,
                        .reserve = reserve,
                        .watch   = watch,
                        .budget  = budget,
                        .whole   = budget,
                        .room    = -HUGE_VAL };
}

/// Look whether the watch says stop
static bool
goes_on(FlipDescent* const descent)
{
  const FlipWatch* const watch = descent->watch;
  descent->stopped             = descent->stopped || (watch && watch->stop && atomic_load(watch->stop));
  return !descent->stopped;
}

bool
flip_descent_spend(FlipDescent* const descent, const double work)
{
  const FlipWatch* const watch = descent->watch;
  descent->budget -= work;
  if (watch && watch->progress) {
    watch->progress(watch->handle, fmin(1.0, fmax(0.0, 1.0 - descent->budget / descent->whole)));
  }
  return goes_on(descent);
}

EquusStatus
flip_descent_hear(FlipDescent* const    descent,
                  const FlipGoal* const goals,
                  const unsigned        n,
                  FlipPoint* const      point,
                  double* const         rooms,
                  EquusError* const     error)
{
  if (!flip_descent_spend(descent, 1.0)) {
    return EQUUS_OK;
  }
  const EquusStatus    status  = flip_scene_hear(descent->scene, point, error);
  const Sidecar* const sidecar = flip_scene_sidecar(descent->scene);
  const bool           heard   = !status && goes_on(descent);
  for (unsigned i = 0; heard && i < n; ++i) {
    rooms[i] = flip_goal_room(&goals[i], sidecar, point->raw, descent->reserve);
    if (rooms[i] > descent->room) {
      descent->room    = rooms[i];
      descent->nearest = *point;
    }
    if (rooms[i] >= 0.0 && (!descent->found || point->strength < descent->best.strength)) {
      descent->found = true;
      descent->best  = *point;
      descent->goal  = goals[i];
    }
  }
  return status;
}
