// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/flip_path.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 3, MOST_STEPS = 6, INNER_STEPS = 4 };

static const double gradient_work = 6.0;   // Runs of the network that a gradient takes as long as
static const double difference    = 0.5;   // dB
static const double near_enough   = 0.02;  // dB a band; what the linearised search leaves
static const double small_room    = 1e-3;  // That counts as none
static const double within_reach  = 0.9;   // Of the room that can be had, where the goal is out of reach
static const double fair_share    = 0.1;   // Of the predicted gain in room that a step must bring
static const double slack         = 0.02;  // Room that a step from a goal's inside may lose
static const double settled       = 0.005; // Share of its strength by which a path must still move
static const double smallest      = 0.05;  // dB a band; no box is smaller

struct FlipPath {
  FlipGoal  goal;
  FlipPoint point;
  double    room;
  double    reach; ///< dB a band that the next step may go
  FlipStep  step;  ///< Strength, linearised at the point
  unsigned  n, labels;
  double*   slopes; ///< [labels][CURVE_MAX_BANDS] Of the outputs before activation, per dB
  unsigned  age;    ///< Steps that its slopes have seen; 0 if they are those of this point
  bool      looks;  ///< It is to look around before it goes on
  bool      ended;
};

FlipPath*
flip_path_new(const FlipDescent* const descent,
              const FlipGoal* const    goal,
              const FlipPoint* const   point,
              const FlipPath* const    other)
{
  FlipPath* const      path    = (FlipPath*)calloc(1, sizeof(FlipPath));
  const Sidecar* const sidecar = flip_scene_sidecar(descent->scene);
  const size_t         size    = (size_t)sidecar->n_labels * CURVE_MAX_BANDS;
  if (!path) {
    return NULL;
  }
  path->goal   = *goal;
  path->point  = *point;
  path->room   = flip_goal_room(goal, sidecar, point->raw, descent->reserve);
  path->reach  = 0.5 * descent->limit;
  path->n      = flip_bands_n(flip_scene_bands(descent->scene));
  path->labels = sidecar->n_labels;
  path->slopes = (double*)calloc(size, sizeof(double));
  if (!path->slopes) {
    flip_path_free(path);
    return NULL;
  }
  path->looks = !other;
  if (other) {
    path->step = other->step;
    memcpy(path->slopes, other->slopes, size * sizeof(double));
  }
  return path;
}

void
flip_path_free(FlipPath* const path)
{
  if (path) {
    free(path->slopes);
    free(path);
  }
}

FlipPathState
flip_path_state(const FlipPath* const path)
{
  return (FlipPathState){ path->room, path->point.strength, path->ended };
}

/// The labels that the goal depends on, if they are few: their number, else 0
static unsigned
labels_of_goal(const FlipPath* const path, const Sidecar* const sidecar, uint32_t* const labels)
{
  const FlipGoal* const    goal      = &path->goal;
  const SidecarMood* const mood      = &sidecar->moods[goal->rule ? goal->rule->mood : goal->objective.mood];
  const bool               is_number = !goal->rule && goal->objective.kind <= OBJECTIVE_VALUE;
  if (is_number || (goal->rule && goal->rule->kind == VERDICT_THRESHOLD)) {
    labels[0] = is_number ? goal->objective.label : goal->rule->a;
    return 1U;
  }
  if (goal->rule && goal->rule->kind == VERDICT_PAIR) {
    labels[0] = goal->rule->a;
    labels[1] = goal->rule->b;
    return 2U;
  }
  if (goal->rule && goal->rule->kind == VERDICT_TOP) {
    return 0U;
  }
  labels[0] = (uint32_t)mood->valence.label;
  labels[1] = (uint32_t)mood->arousal.label;
  return 2U;
}

/// Slopes of a few labels, gone through backwards; the point was heard last
static void
find_gradients(FlipPath* const path, FlipDescent* const descent, const uint32_t* const labels, const unsigned n)
{
  for (unsigned i = 0; i < n && flip_descent_spend(descent, gradient_work); ++i) {
    const Objective raw = { .kind = OBJECTIVE_RAW, .label = labels[i] };
    flip_scene_slopes(descent->scene, &raw, &path->point, path->slopes + (size_t)labels[i] * CURVE_MAX_BANDS);
  }
}

/// Slopes of all labels, by running the network with a little more or less of each band
static EquusStatus
find_differences(FlipPath* const path, FlipDescent* const descent, EquusError* const error)
{
  EquusStatus status = EQUUS_OK;
  for (unsigned b = 0; !status && !descent->stopped && b < path->n; ++b) {
    FlipPoint    side  = path->point;
    const double room  = descent->limit - path->point.gains[b];
    const double delta = room >= difference ? difference : -difference;
    double       rooms[1];
    side.gains[b] += delta;
    status = flip_descent_hear(descent, &path->goal, 1U, &side, rooms, error);
    for (uint32_t i = 0; !status && i < path->labels; ++i) {
      path->slopes[(size_t)i * CURVE_MAX_BANDS + b] = ((double)side.raw[i] - (double)path->point.raw[i]) / delta;
    }
  }
  return status;
}

EquusStatus
flip_path_look(FlipPath* const path, FlipDescent* const descent, EquusError* const error)
{
  uint32_t    labels[2];
  FlipPoint   here = path->point;
  double      rooms[1];
  EquusStatus status = flip_descent_hear(descent, &path->goal, 1U, &here, rooms, error);
  if (status || descent->stopped) {
    return status;
  }
  const unsigned n = labels_of_goal(path, flip_scene_sidecar(descent->scene), labels);
  flip_scene_aim(descent->scene, &path->point, &path->step);
  if (n && n * gradient_work < path->n) {
    find_gradients(path, descent, labels, n);
  } else {
    status = find_differences(path, descent, error);
  }
  path->age   = 0U;
  path->looks = false;
  return status;
}

/// What the slopes say of other gains
static void
foresee(const FlipPath* const path, const double* const gains, float* const raw)
{
  for (uint32_t i = 0; i < path->labels; ++i) {
    double sum = (double)path->point.raw[i];
    for (unsigned b = 0; b < path->n; ++b) {
      sum += path->slopes[(size_t)i * CURVE_MAX_BANDS + b] * (gains[b] - path->point.gains[b]);
    }
    raw[i] = (float)sum;
  }
}

/// Ask of a condition no more than the box allows
static void
bound_condition(FlipPath* const path, const unsigned condition)
{
  const double* const slopes = path->step.slopes[condition];
  double              now = 0.0, most = 0.0;
  for (unsigned b = 0; b < path->n; ++b) {
    now += slopes[b] * path->point.gains[b];
    most += slopes[b] * (slopes[b] > 0.0 ? path->step.high[b] : path->step.low[b]);
  }
  path->step.least[condition] = fmin(path->step.least[condition], now + within_reach * (most - now));
}

/// Linearise the tightest conditions at foreseen outputs
static void
set_conditions(FlipPath* const          path,
               const FlipDescent* const descent,
               const double* const      gains,
               const float* const       raw)
{
  const Sidecar* const sidecar = flip_scene_sidecar(descent->scene);
  FlipStep* const      step    = &path->step;
  FlipCondition        conditions[FLIP_CONDITIONS];
  float                weights[SIDECAR_MAX_LABELS];
  step->conditions = flip_goal_conditions(&path->goal, sidecar, raw, descent->reserve, conditions);
  for (unsigned c = 0; c < step->conditions; ++c) {
    objective_slopes(&conditions[c].objective, sidecar, raw, weights);
    step->least[c] = -conditions[c].room;
    for (unsigned b = 0; b < path->n; ++b) {
      double slope = 0.0;
      for (uint32_t i = 0; i < path->labels; ++i) {
        slope += (double)weights[i] * path->slopes[(size_t)i * CURVE_MAX_BANDS + b];
      }
      step->slopes[c][b] = conditions[c].sign * slope;
      step->least[c] += step->slopes[c][b] * gains[b];
    }
    bound_condition(path, c);
  }
}

static void
set_box(FlipPath* const path, const FlipDescent* const descent)
{
  for (unsigned b = 0; b < path->n; ++b) {
    path->step.low[b]  = fmax(-descent->limit, path->point.gains[b] - path->reach);
    path->step.high[b] = fmin(descent->limit, path->point.gains[b] + path->reach);
  }
}

/// The weakest gains in the box that reach the goal, or come near, as far as the slopes say; the room that they foresee
static double
look_ahead(FlipPath* const path, const FlipDescent* const descent, double* const gains)
{
  float  raw[SIDECAR_MAX_LABELS];
  double change = HUGE_VAL;
  memcpy(gains, path->point.gains, sizeof(path->point.gains));
  set_box(path, descent);
  for (unsigned i = 0; i < INNER_STEPS && change > near_enough; ++i) {
    double next[CURVE_MAX_BANDS] = { 0.0 };
    foresee(path, gains, raw);
    set_conditions(path, descent, gains, raw);
    flip_step_solve(&path->step, next);
    change = 0.0;
    for (unsigned b = 0; b < path->n; ++b) {
      change   = fmax(change, fabs(next[b] - gains[b]));
      gains[b] = next[b];
    }
  }
  foresee(path, gains, raw);
  return flip_goal_room(&path->goal, flip_scene_sidecar(descent->scene), raw, descent->reserve);
}

/// Mend the slopes so that they explain what was heard
static void
mend(FlipPath* const path, const FlipPoint* const heard)
{
  float  raw[SIDECAR_MAX_LABELS];
  double way[CURVE_MAX_BANDS];
  double square = 0.0;
  foresee(path, heard->gains, raw);
  for (unsigned b = 0; b < path->n; ++b) {
    way[b] = heard->gains[b] - path->point.gains[b];
    square += way[b] * way[b];
  }
  for (uint32_t i = 0; i < path->labels && square > 0.0; ++i) {
    const double missing = ((double)heard->raw[i] - (double)raw[i]) / square;
    for (unsigned b = 0; b < path->n; ++b) {
      path->slopes[(size_t)i * CURVE_MAX_BANDS + b] += missing * way[b];
    }
  }
}

/// True if a heard point is worth standing on
static bool
is_progress(const FlipPath* const path, const FlipPoint* const heard, const double room, const double foreseen)
{
  if (path->room >= 0.0) {
    return room > -slack && heard->strength < path->point.strength;
  }
  const double promised = fmin(foreseen, 0.0) - path->room;
  return room >= 0.0 || room > path->room + fmax(fair_share * promised, small_room * fair_share);
}

/// One step, if it is progress
static void
try_step(FlipPath* const path, FlipDescent* const descent, EquusStatus* const status, EquusError* const error)
{
  FlipPoint    tried    = { .match = 0.0 };
  double       room     = 0.0;
  const double foreseen = look_ahead(path, descent, tried.gains);
  *status               = flip_descent_hear(descent, &path->goal, 1U, &tried, &room, error);
  if (*status || descent->stopped) {
    return;
  }
  const bool moves = is_progress(path, &tried, room, foreseen);
  mend(path, &tried);
  if (moves) {
    path->point = tried;
    path->room  = room;
    path->reach = fmin(1.5 * path->reach, 2.0 * descent->limit);
    flip_scene_aim(descent->scene, &path->point, &path->step);
  } else {
    path->reach = fmax(0.4 * path->reach, smallest);
  }
}

EquusStatus
flip_path_go(FlipPath* const path, FlipDescent* const descent, EquusError* const error)
{
  EquusStatus         status = path->looks ? flip_path_look(path, descent, error) : EQUUS_OK;
  const unsigned      age    = path->age;
  const FlipPathState before = flip_path_state(path);
  for (unsigned i = 0; !status && !descent->stopped && i < STEPS; ++i) {
    try_step(path, descent, &status, error);
    ++path->age;
  }
  const bool nearer = before.room < 0.0 && path->room > before.room + small_room;
  const bool weaker = path->room >= -slack && path->point.strength < (1.0 - settled) * before.strength;
  path->ended       = !nearer && !weaker && !age;
  path->looks       = (!nearer && !weaker) || path->age >= MOST_STEPS;
  return status;
}
