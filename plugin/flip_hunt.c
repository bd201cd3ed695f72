// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/flip_hunt.h"

#include "dsp/random.h"
#include "plugin/flip_path.h"

#include <math.h>

enum { SCOUTS = 12, MOST_PATHS = 16 };

static const double hopeless = 1.5; // Times the best strength, where a path is still outside of its goal

typedef struct {
  FlipDescent*    descent;
  const FlipGoal* goals;
  unsigned        n_goals;
  Random          random;
  FlipPath*       paths[MOST_PATHS];
  unsigned        n;
} Hunt;

/// A path more; NULL if out of memory
static FlipPath*
add_path(Hunt* const            hunt,
         const FlipGoal* const  goal,
         const FlipPoint* const start,
         const FlipPath* const  other,
         EquusError* const      error)
{
  FlipPath* const path = flip_path_new(hunt->descent, goal, start, other);
  if (path) {
    hunt->paths[hunt->n++] = path;
  } else {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  return path;
}

/// Paths from the flat curve; they look around once for all
static EquusStatus
begin(Hunt* const hunt, EquusError* const error)
{
  FlipDescent* const descent = hunt->descent;
  FlipPoint          flat    = { .match = 0.0 };
  double             rooms[FLIP_GOALS];
  EquusStatus        status = flip_descent_hear(descent, hunt->goals, hunt->n_goals, &flat, rooms, error);
  for (unsigned g = 0; !status && !descent->stopped && g < hunt->n_goals; ++g) {
    FlipPath* const path = add_path(hunt, &hunt->goals[g], &flat, g ? hunt->paths[0] : NULL, error);
    status               = !path ? EQUUS_ERR_MEMORY : g ? EQUUS_OK : flip_path_look(path, descent, error);
  }
  for (unsigned i = 0; !status && !descent->stopped && i < hunt->n; ++i) {
    status = flip_path_go(hunt->paths[i], descent, error);
  }
  return status;
}

/// A path from the best of some random curves
static EquusStatus
begin_at_random(Hunt* const hunt, EquusError* const error)
{
  FlipDescent* const descent = hunt->descent;
  const unsigned     bands   = flip_bands_n(flip_scene_bands(descent->scene));
  EquusStatus        status  = EQUUS_OK;
  FlipPoint          best    = { .match = 0.0 };
  double             most    = -HUGE_VAL;
  unsigned           goal    = 0;
  for (unsigned i = 0; !status && !descent->stopped && i < SCOUTS; ++i) {
    FlipPoint scout = { .match = 0.0 };
    double    rooms[FLIP_GOALS];
    for (unsigned b = 0; b < bands; ++b) {
      scout.gains[b] = random_between(&hunt->random, -descent->limit, descent->limit);
    }
    status = flip_descent_hear(descent, hunt->goals, hunt->n_goals, &scout, rooms, error);
    for (unsigned g = 0; !status && !descent->stopped && g < hunt->n_goals; ++g) {
      if (rooms[g] > most) {
        most = rooms[g];
        best = scout;
        goal = g;
      }
    }
  }
  FlipPath* const path = status || descent->stopped ? NULL : add_path(hunt, &hunt->goals[goal], &best, NULL, error);
  return path ? flip_path_go(path, descent, error) : status ? status : descent->stopped ? EQUUS_OK : EQUUS_ERR_MEMORY;
}

/// How much a path promises: the weaker, the more, and those outside of their goals behind all others
static double
promise(const Hunt* const hunt, const FlipPath* const path)
{
  const FlipPathState state = flip_path_state(path);
  if (state.ended ||
      (hunt->descent->found && state.room < 0.0 && state.strength > hopeless * hunt->descent->best.strength)) {
    return -HUGE_VAL;
  }
  return state.room >= 0.0 ? 1.0 / (1.0 + state.strength) : state.room;
}

static FlipPath*
most_promising(const Hunt* const hunt)
{
  FlipPath* best = NULL;
  double    most = -HUGE_VAL;
  for (unsigned i = 0; i < hunt->n; ++i) {
    const double promised = promise(hunt, hunt->paths[i]);
    if (promised > most) {
      most = promised;
      best = hunt->paths[i];
    }
  }
  return best;
}

EquusStatus
flip_hunt(FlipDescent* const    descent,
          const FlipGoal* const goals,
          const unsigned        n,
          const uint64_t        seed,
          const unsigned        starts,
          EquusError* const     error)
{
  Hunt        hunt   = { .descent = descent, .goals = goals, .n_goals = n, .random = { seed } };
  unsigned    begun  = 0;
  EquusStatus status = begin(&hunt, error);
  while (!status && !descent->stopped && descent->budget > 0.0) {
    FlipPath* const path = most_promising(&hunt);
    if (path) {
      status = flip_path_go(path, descent, error);
    } else if (begun++ < starts && hunt.n < MOST_PATHS) {
      status = begin_at_random(&hunt, error);
    } else {
      break;
    }
  }
  for (unsigned i = 0; i < hunt.n; ++i) {
    flip_path_free(hunt.paths[i]);
  }
  return status;
}
