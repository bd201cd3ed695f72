// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/flip_trim.h"

#include <math.h>
#include <string.h>

enum { MOST_STEPS = 10 };

static const double small_match   = 0.05;  // dB; less need not be undone
static const double allowance     = 1.005; // Times the strength at first
static const double detour        = 1.05;  // And after centring, before bands are dropped
static const double gradient_work = 6.0;   // Runs of the network that a gradient takes as long as

/// A curve on its way to less
typedef struct {
  FlipDescent*      descent;
  const FlipGoal*   goal;
  const FlipProver* prover;
  FlipPoint*        point;
  FlipProven*       proven;
  double            most; ///< dB of strength
  unsigned          bands, steps;
  unsigned          n;                       ///< Bands that aren't 0
  unsigned          order[CURVE_MAX_BANDS];  ///< Those, the one first that does least
  double            shares[CURVE_MAX_BANDS]; ///< [bands] Room that the goal owes to each
} Trim;

/// Prove other gains and stand on them if they do; true if so
static bool
step_to(Trim* const trim, const double* const gains, EquusStatus* const status, EquusError* const error)
{
  const FlipScene* const scene = trim->descent->scene;
  const CurveSettings    curve = flip_bands_settings(flip_scene_bands(scene), gains);
  FlipProven             proven;
  if (trim->steps == MOST_STEPS || !flip_descent_spend(trim->descent, 1.0)) {
    return false;
  }
  ++trim->steps;
  *status = trim->prover->prove(trim->prover->handle, &curve, &proven, error);
  if (*status || !flip_descent_spend(trim->descent, 0.0) || proven.strength > trim->most ||
      flip_goal_room(trim->goal, flip_scene_sidecar(scene), proven.raw, 0.0) <= 0.0) {
    return false;
  }
  for (unsigned b = 0; b < trim->bands; ++b) {
    trim->point->gains[b] = gains[b];
  }
  *trim->proven = proven;
  return true;
}

/// Put the level match into the bands, as far as the limit allows
static EquusStatus
centre(Trim* const trim, EquusError* const error)
{
  const double limit                  = trim->descent->limit;
  double       gains[CURVE_MAX_BANDS] = { 0.0 };
  EquusStatus  status                 = EQUUS_OK;
  for (unsigned b = 0; b < trim->bands; ++b) {
    gains[b] = fmax(-limit, fmin(limit, trim->point->gains[b] + trim->proven->match));
  }
  if (fabs(trim->proven->match) >= small_match) {
    step_to(trim, gains, &status, error);
  }
  return status;
}

/// Put a band behind those that do less
static void
insert(Trim* const trim, const unsigned band)
{
  unsigned place = trim->n++;
  for (; place > 0 && trim->shares[trim->order[place - 1]] > trim->shares[band]; --place) {
    trim->order[place] = trim->order[place - 1];
  }
  trim->order[place] = band;
}

/// Find what each band does for the goal, and sort by that
static EquusStatus
rank(Trim* const trim, EquusError* const error)
{
  FlipScene* const  scene = trim->descent->scene;
  FlipCondition     conditions[FLIP_CONDITIONS];
  double            slopes[CURVE_MAX_BANDS];
  const EquusStatus status = flip_scene_hear(scene, trim->point, error);
  if (status || !flip_descent_spend(trim->descent, 1.0 + gradient_work)) {
    return status;
  }
  flip_goal_conditions(trim->goal, flip_scene_sidecar(scene), trim->point->raw, 0.0, conditions);
  flip_scene_slopes(scene, &conditions[0].objective, trim->point, slopes);
  for (unsigned b = 0; b < trim->bands; ++b) {
    trim->shares[b] = conditions[0].sign * slopes[b] * trim->point->gains[b];
    if (trim->point->gains[b] != 0.0) {
      insert(trim, b);
    }
  }
  return EQUUS_OK;
}

/// How many bands in their order the goal can spare together
static unsigned
count_spare(const Trim* const trim)
{
  double   room = flip_goal_room(trim->goal, flip_scene_sidecar(trim->descent->scene), trim->point->raw, 0.0);
  unsigned n    = 0;
  while (n < trim->n && room - trim->shares[trim->order[n]] > 0.0) {
    room -= trim->shares[trim->order[n++]];
  }
  return n;
}

/// Set bands to 0, as many at once as can be spared, then fewer
static EquusStatus
drop(Trim* const trim, EquusError* const error)
{
  EquusStatus status  = EQUUS_OK;
  unsigned    dropped = 0;
  unsigned    n       = count_spare(trim);
  while (!status && n > 0 && dropped + n <= trim->n) {
    double gains[CURVE_MAX_BANDS];
    memcpy(gains, trim->point->gains, sizeof(gains));
    for (unsigned i = 0; i < n; ++i) {
      gains[trim->order[dropped + i]] = 0.0;
    }
    const bool done = step_to(trim, gains, &status, error);
    dropped += done ? n : 0U;
    n = done ? 1U : n / 2U;
  }
  return status;
}

/// Drop what the goal doesn't need where the trim stands
static EquusStatus
thin(Trim* const trim, EquusError* const error)
{
  trim->n                  = 0;
  const EquusStatus status = rank(trim, error);
  return status ? status : drop(trim, error);
}

EquusStatus
flip_trim(FlipDescent* const      descent,
          const FlipGoal* const   goal,
          const FlipProver* const prover,
          FlipPoint* const        point,
          FlipProven* const       proven,
          EquusError* const       error)
{
  const FlipPoint  whole  = *point;
  const FlipProven before = *proven;
  Trim             trim   = { .descent = descent,
                              .goal    = goal,
                              .prover  = prover,
                              .point   = point,
                              .proven  = proven,
                              .most    = detour * before.strength,
                              .bands   = flip_bands_n(flip_scene_bands(descent->scene)) };
  EquusStatus      status = centre(&trim, error);
  trim.most               = fmax(allowance * before.strength, proven->strength);
  status                  = status ? status : thin(&trim, error);
  if (!status && proven->strength > allowance * before.strength) {
    trim.most = allowance * before.strength;
    *point    = whole;
    *proven   = before;
    status    = thin(&trim, error);
  }
  return status ? status : flip_scene_hear(descent->scene, point, error);
}
