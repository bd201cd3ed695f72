// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/flip_goal.h"

#include <math.h>

static const double signs[][2] = { { 1.0, 1.0 }, { -1.0, 1.0 }, { -1.0, -1.0 }, { 1.0, -1.0 } }; // Of quadrants 1 to 4

/// Put an item into a list of at most `most` that is ordered by rank, lowest first
static unsigned
insert_goal(FlipGoal* const goals, double* const ranks, const unsigned n, const FlipGoal goal, const double rank)
{
  unsigned place = n < FLIP_GOALS ? n : FLIP_GOALS;
  while (place > 0 && rank < ranks[place - 1U]) {
    if (place < FLIP_GOALS) {
      goals[place] = goals[place - 1U];
      ranks[place] = ranks[place - 1U];
    }
    --place;
  }
  if (place < FLIP_GOALS) {
    goals[place] = goal;
    ranks[place] = rank;
  }
  return n < FLIP_GOALS ? n + 1U : n;
}

/// First and last choice of a rule
static void
find_choices(const VerdictRule* const rule, const Sidecar* const sidecar, int* const first, int* const last)
{
  switch (rule->kind) {
  case VERDICT_QUADRANT:
    *first = 1;
    *last  = 4;
    return;
  case VERDICT_THRESHOLD:
    *first = 0;
    *last  = 1;
    return;
  case VERDICT_TOP:
  case VERDICT_PAIR:
    break;
  }
  *first = 0;
  *last  = (int)(rule->kind == VERDICT_TOP ? sidecar->n_tags : sidecar->n_labels) - 1;
}

unsigned
flip_goals_of_rule(const VerdictRule* const rule,
                   const Sidecar* const     sidecar,
                   const float* const       raw,
                   FlipGoal* const          goals)
{
  const Verdict now = verdict_of(rule, sidecar, raw);
  double        ranks[FLIP_GOALS];
  unsigned      n    = 0;
  int           from = 0, to = 0;
  find_choices(rule, sidecar, &from, &to);
  for (int choice = from; choice <= to; ++choice) {
    const bool is_of_pair = rule->kind != VERDICT_PAIR || choice == (int)rule->a || choice == (int)rule->b;
    if (choice != now.choice && is_of_pair) {
      const FlipGoal goal = { .rule = rule, .choice = choice };
      n                   = insert_goal(goals, ranks, n, goal, -flip_goal_room(&goal, sidecar, raw, 0.0));
    }
  }
  return n;
}

static unsigned
insert_condition(FlipCondition* const conditions, const unsigned n, const FlipCondition condition)
{
  unsigned place = n < FLIP_CONDITIONS ? n : FLIP_CONDITIONS;
  while (place > 0 && condition.room < conditions[place - 1U].room) {
    if (place < FLIP_CONDITIONS) {
      conditions[place] = conditions[place - 1U];
    }
    --place;
  }
  if (place < FLIP_CONDITIONS) {
    conditions[place] = condition;
  }
  return n < FLIP_CONDITIONS ? n + 1U : n;
}

/// sign·objective must be `least` or more
static FlipCondition
condition(const Sidecar* const sidecar,
          const float* const   raw,
          const Objective      objective,
          const double         sign,
          const double         least)
{
  return (FlipCondition){ objective, sign, sign * objective_value(&objective, sidecar, raw) - least };
}

static Objective
lead(const int label, const uint32_t other)
{
  return (Objective){ .kind = OBJECTIVE_LEAD, .label = (uint32_t)label, .other = other };
}

/// To lead each of the strongest other tags
static unsigned
conditions_of_top(const FlipGoal* const goal,
                  const Sidecar* const  sidecar,
                  const float* const    raw,
                  const double          least,
                  FlipCondition* const  conditions)
{
  unsigned n = 0;
  for (uint32_t i = 0; i < sidecar->n_tags; ++i) {
    if ((int)i != goal->choice) {
      n = insert_condition(conditions, n, condition(sidecar, raw, lead(goal->choice, i), 1.0, least));
    }
  }
  return n;
}

static unsigned
conditions_of_quadrant(const FlipGoal* const goal,
                       const Sidecar* const  sidecar,
                       const float* const    raw,
                       const double          least,
                       FlipCondition* const  conditions)
{
  const Objective     valence = { .kind = OBJECTIVE_VALENCE, .mood = goal->rule->mood };
  const Objective     arousal = { .kind = OBJECTIVE_AROUSAL, .mood = goal->rule->mood };
  const double* const sign    = signs[goal->choice - 1];
  insert_condition(conditions, 0, condition(sidecar, raw, valence, sign[0], least));
  return insert_condition(conditions, 1, condition(sidecar, raw, arousal, sign[1], least));
}

unsigned
flip_goal_conditions(const FlipGoal* const goal,
                     const Sidecar* const  sidecar,
                     const float* const    raw,
                     const double          reserve,
                     FlipCondition* const  conditions)
{
  if (!goal->rule) {
    conditions[0] = condition(sidecar, raw, goal->objective, goal->sign, goal->least + reserve);
    return 1U;
  }
  const VerdictRule* const rule  = goal->rule;
  const double             least = verdict_least_margin(rule) + reserve;
  const double             sign  = goal->choice ? 1.0 : -1.0;
  switch (rule->kind) {
  case VERDICT_TOP:
    return conditions_of_top(goal, sidecar, raw, least, conditions);
  case VERDICT_PAIR:
    conditions[0] =
      condition(sidecar, raw, lead(goal->choice, goal->choice == (int)rule->a ? rule->b : rule->a), 1.0, least);
    break;
  case VERDICT_QUADRANT:
    return conditions_of_quadrant(goal, sidecar, raw, least, conditions);
  case VERDICT_THRESHOLD:
    conditions[0] = condition(
      sidecar, raw, (Objective){ .kind = OBJECTIVE_VALUE, .label = rule->a }, sign, sign * rule->threshold + least);
    break;
  }
  return 1U;
}

double
flip_goal_room(const FlipGoal* const goal, const Sidecar* const sidecar, const float* const raw, const double reserve)
{
  FlipCondition conditions[FLIP_CONDITIONS] = { { .room = -HUGE_VAL } };
  flip_goal_conditions(goal, sidecar, raw, reserve, conditions);
  return conditions[0].room;
}
