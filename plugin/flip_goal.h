// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_FLIP_GOAL_H
#define EQUUS_PLUGIN_FLIP_GOAL_H

#include "plugin/objective.h"
#include "plugin/verdict.h"

/**
   Where a search wants a reading to go: a verdict, or a number to be reached.

   A goal is reached if all its conditions have room; which they are depends on the reading, as the
   tags that are to be led do.
*/
typedef struct {
  const VerdictRule* rule;      ///< NULL for a number
  int                choice;    ///< Of the rule
  Objective          objective; ///< The number, which times `sign` must be `least` or more
  double             sign, least;
} FlipGoal;

enum { FLIP_GOALS = 8, FLIP_CONDITIONS = 3 };

typedef struct {
  Objective objective;
  double    sign;
  double    room; ///< sign times the objective, less what it must be: 0 or more where the condition is met
} FlipCondition;

/**
   The other verdicts that are nearest, nearest first.
   @param goals [FLIP_GOALS]
   @return How many.
*/
unsigned flip_goals_of_rule(const VerdictRule* rule, const Sidecar* sidecar, const float* raw, FlipGoal* goals);

/**
   Conditions of a goal at a reading, the one with least room first.
   @param reserve Asked for beyond what the goal needs.
   @param conditions [FLIP_CONDITIONS]
   @return How many, 1 or more.
*/
unsigned flip_goal_conditions(const FlipGoal* goal,
                              const Sidecar*  sidecar,
                              const float*    raw,
                              double          reserve,
                              FlipCondition*  conditions);

/// Room of the condition that has least
double flip_goal_room(const FlipGoal* goal, const Sidecar* sidecar, const float* raw, double reserve);

#endif // EQUUS_PLUGIN_FLIP_GOAL_H
