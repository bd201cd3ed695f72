// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan.h"

#include "models/float_state.h"
#include "models/plan_parts.h"

#include <stdlib.h>
#include <string.h>

struct PlanRun {
  const Plan* plan;
  float*      arena;
  uint32_t    next;     ///< Of moves, then tiles
  uint32_t    shift;    ///< Frames since the window before, 0 where nothing of it is used
  bool        complete; ///< A window has run to its end and its rows are in the arena
  uint64_t    spent, cost;
  uint32_t    priced;  ///< Frames of the last slide whose cost was summed up, 0 for none
  uint64_t    price;   ///< That cost
  size_t      fetched; ///< Floats of weights, from the first on, that were fetched ahead of their use
};

PlanRun*
plan_run_new(const Plan* const plan)
{
  PlanRun* const run = (PlanRun*)calloc(1, sizeof(PlanRun));
  if (!run) {
    return NULL;
  }
  run->plan  = plan;
  run->arena = plan_floats_new(plan->head->n_arena);
  if (!run->arena) {
    free(run);
    return NULL;
  }
  plan_run_rewind(run);
  return run;
}

void
plan_run_free(PlanRun* const run)
{
  if (run) {
    free(run->arena);
    free(run);
  }
}

float*
plan_run_input(PlanRun* const run)
{
  return run->arena + run->plan->head->input;
}

void
plan_run_rewind(PlanRun* const run)
{
  run->next     = run->plan->head->n_moves;
  run->shift    = 0;
  run->complete = false;
  run->spent    = 0;
  run->fetched  = 0;
  run->cost     = run->plan->head->cost;
}

/// True if rows of a tensor with this many frames a row move by whole rows
static bool
moves_by_rows(const PlanRun* const run, const uint32_t stride)
{
  return run->shift > 0 && run->shift % stride == 0;
}

/// True if all that a tile would compute was moved to its place
static bool
is_there(const PlanRun* const run, const PlanTile* const tile)
{
  return run->shift <= tile->reuse && moves_by_rows(run, run->plan->works[tile->step].stride);
}

/// How many rows a move copies
static uint32_t
moved_rows(const PlanRun* const run, const PlanMove* const move)
{
  const uint32_t by   = moves_by_rows(run, move->step) ? run->shift / move->step : move->limit;
  const uint32_t last = move->limit > by ? move->limit - by : 0;
  const uint32_t end  = move->end < last ? move->end : last;
  return end > move->begin ? end - move->begin : 0;
}

static uint64_t
move_cost(const PlanRun* const run, const PlanMove* const move)
{
  return (uint64_t)moved_rows(run, move) * move->row * PLAN_SLIDE_COST;
}

/// Cost of all that is to run after a slide; summed up once, for most slides are like the one before
static uint64_t
slide_cost(PlanRun* const run)
{
  const Plan* const plan = run->plan;
  if (run->priced != run->shift) {
    run->priced = run->shift;
    run->price  = 0;
    for (uint32_t i = 0; i < plan->head->n_moves; ++i) {
      run->price += move_cost(run, &plan->moves[i]);
    }
    for (uint32_t i = 0; i < plan->head->n_tiles; ++i) {
      run->price += is_there(run, &plan->tiles[i]) ? 0 : plan->tiles[i].cost;
    }
  }
  return run->price;
}

void
plan_run_slide(PlanRun* const run, const uint32_t frames)
{
  const bool slide = run->complete && frames > 0;
  plan_run_rewind(run);
  if (slide) {
    run->next  = 0;
    run->shift = frames;
    run->cost  = slide_cost(run);
  }
}

uint64_t
plan_run_cost(const PlanRun* const run)
{
  return run->cost;
}

static float*
locate(const PlanRun* const run, const PlanOperand o)
{
  return o.space == PLAN_ARENA ? run->arena + o.offset : o.space == PLAN_WEIGHTS ? run->plan->weights + o.offset : NULL;
}

static void
run_tile(const PlanRun* const run, const PlanTile* const tile)
{
  const PlanWork* const work = &run->plan->works[tile->step];
  KernelData            data = { locate(run, work->out), { NULL } };
  for (uint32_t i = 0; i < KERNEL_MAX_INPUTS; ++i) {
    data.in[i] = locate(run, work->in[i]);
  }
  run->plan->kernels->run[work->kernel](&work->shape, &data, tile->begin, tile->end);
}

/**
   Ask for weights that tiles to come read first, little by little.

   A group of filters that must come from far memory all at once would make the
   tile that reads it first several times as long as the others.
*/
static void
fetch_ahead(PlanRun* const run, const PlanTile* const tile)
{
  const Plan* const plan = run->plan;
  const size_t      from = run->fetched > tile->weights ? run->fetched : tile->weights;
  const size_t      most = tile->weights + PLAN_FETCH_AHEAD;
  const size_t      last = most < plan->head->n_weights ? most : plan->head->n_weights;
  const size_t      to   = from + tile->cost / PLAN_FETCH_COST;
  size_t            at   = from;
  for (; at < to && at < last; at += PLAN_CACHE_LINE / sizeof(float)) {
    __builtin_prefetch(plan->weights + at, 0, 2);
  }
  run->fetched = at;
}

static void
run_move(const PlanRun* const run, const PlanMove* const move)
{
  const uint32_t rows = moved_rows(run, move);
  float* const   to   = run->arena + move->place + (size_t)move->begin * move->row;
  if (rows > 0) {
    memmove(to, to + (size_t)(run->shift / move->step) * move->row, rows * move->row * sizeof(float));
  }
}

/// Do the next thing; returns its cost
static uint64_t
run_next(PlanRun* const run)
{
  const Plan* const plan  = run->plan;
  const uint32_t    index = run->next++;
  if (index < plan->head->n_moves) {
    run_move(run, &plan->moves[index]);
    return move_cost(run, &plan->moves[index]);
  }
  const PlanTile* const tile = &plan->tiles[index - plan->head->n_moves];
  if (is_there(run, tile)) {
    return 0;
  }
  fetch_ahead(run, tile);
  run_tile(run, tile);
  return tile->cost;
}

bool
plan_run_advance(PlanRun* const run, const uint64_t cost)
{
  const uint32_t   end   = run->plan->head->n_moves + run->plan->head->n_tiles;
  const FloatState state = float_state_enter();
  uint64_t         spent = 0;
  while (spent < cost && run->next < end) {
    spent += run_next(run);
  }
  float_state_leave(state);
  run->spent += spent;
  run->complete = run->next == end;
  return run->complete;
}

bool
plan_run_finish(PlanRun* const run, const atomic_bool* const stop)
{
  const uint64_t slice = stop ? plan_run_cost(run) / 100U + 1U : UINT64_MAX;
  while (!(stop && atomic_load(stop))) {
    if (plan_run_advance(run, slice)) {
      return true;
    }
  }
  return false;
}

uint64_t
plan_run_spent(const PlanRun* const run)
{
  return run->spent;
}

const float*
plan_run_output(const PlanRun* const run)
{
  return run->arena + run->plan->head->output;
}
