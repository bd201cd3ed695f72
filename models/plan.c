// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan.h"

#include "models/float_state.h"
#include "models/plan_build.h"

#include <stdlib.h>
#include <string.h>

enum { CACHE_LINE = 64 };

/// Units begin ... end - 1 of one step
typedef struct {
  uint32_t step, begin, end;
  uint32_t cost;
} Tile;

/// Where a step's operand lies: in nothing, the run's arena, or the plan's weights
typedef enum { NOWHERE, ARENA, WEIGHTS } Space;

typedef struct {
  Space  space;
  size_t offset;
} Operand;

typedef struct {
  Kernel      run;
  KernelShape shape;
  Operand     out, in[KERNEL_MAX_INPUTS];
} Step;

struct Plan {
  Step*    steps;
  Tile*    tiles;
  float*   weights;
  uint32_t n_steps, n_tiles;
  size_t   n_weights, n_arena;      // Floats
  size_t   input, output;           // Offsets in the arena
  size_t   input_size, output_size; // Floats
  uint64_t cost, largest;
};

struct PlanRun {
  const Plan* plan;
  float*      arena;
  uint32_t    tile;  // Next to run
  uint64_t    spent; ///< Cost of the tiles that have run since the rewind
};

/// Zeros on a cache line; NULL if out of memory
static float*
floats_new(const size_t n)
{
  const size_t bytes  = (n * sizeof(float) + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
  float* const floats = (float*)aligned_alloc(CACHE_LINE, bytes ? bytes : CACHE_LINE);
  if (floats) {
    memset(floats, 0, bytes);
  }
  return floats;
}

static Operand
operand(const PlanBuilder* const b, const PlanRef ref)
{
  const Operand nowhere = { NOWHERE, 0 };
  if (ref.buffer == PLAN_NO_BUFFER) {
    return nowhere;
  }
  const PlanBuffer* const buffer = &b->buffers[ref.buffer];
  const Operand           o      = { buffer->values ? WEIGHTS : ARENA, buffer->place + (size_t)ref.offset };
  return o;
}

static uint32_t
units_per_tile(const PlanStep* const s)
{
  const uint64_t n = PLAN_TILE_COST / (s->unit_cost ? s->unit_cost : 1);
  return n < 1 ? 1 : n < s->units ? (uint32_t)n : s->units;
}

/// Cut every step into tiles of equal size, the last one smaller
static void
cut_tiles(Plan* const plan, const PlanBuilder* const b)
{
  for (uint32_t i = 0; i < b->n_steps; ++i) {
    const PlanStep* const s   = &b->steps[i];
    const uint32_t        per = units_per_tile(s);
    for (uint32_t begin = 0; begin < s->units; begin += per) {
      const uint32_t end           = begin + per < s->units ? begin + per : s->units;
      const Tile     tile          = { i, begin, end, (uint32_t)((end - begin) * s->unit_cost) };
      plan->tiles[plan->n_tiles++] = tile;
      plan->cost += tile.cost;
      plan->largest = tile.cost > plan->largest ? tile.cost : plan->largest;
    }
  }
}

static void
copy_steps(Plan* const plan, const PlanBuilder* const b)
{
  for (uint32_t i = 0; i < b->n_steps; ++i) {
    const PlanStep* const from = &b->steps[i];
    Step* const           to   = &plan->steps[i];
    to->run                    = from->run;
    to->shape                  = from->shape;
    to->out                    = operand(b, from->out);
    for (uint32_t k = 0; k < KERNEL_MAX_INPUTS; ++k) {
      to->in[k] = operand(b, from->in[k]);
    }
  }
}

static void
copy_weights(Plan* const plan, const PlanBuilder* const b)
{
  for (uint32_t i = 0; i < b->n_buffers; ++i) {
    const PlanBuffer* const buffer = &b->buffers[i];
    if (buffer->values) {
      memcpy(plan->weights + buffer->place, buffer->values, buffer->size * sizeof(float));
    }
  }
}

/// A plan of what the builder holds, its buffers placed
static Plan*
plan_new(PlanBuilder* const b, const PlanView* const input, const PlanView* const output)
{
  size_t arena = 0, weights = 0, tiles = 0;
  plan_memory(b, input->buffer, output->buffer, &arena, &weights);
  for (uint32_t i = 0; i < b->n_steps; ++i) {
    tiles += (b->steps[i].units + units_per_tile(&b->steps[i]) - 1) / units_per_tile(&b->steps[i]);
  }
  Plan* const plan = b->status ? NULL : (Plan*)calloc(1, sizeof(Plan));
  if (!plan) {
    return NULL;
  }
  plan->steps       = (Step*)calloc(b->n_steps + 1, sizeof(Step));
  plan->tiles       = (Tile*)calloc(tiles + 1, sizeof(Tile));
  plan->weights     = floats_new(weights);
  plan->n_steps     = b->n_steps;
  plan->n_weights   = weights;
  plan->n_arena     = arena;
  plan->input       = b->buffers[input->buffer].place;
  plan->output      = b->buffers[output->buffer].place + (size_t)output->offset;
  plan->input_size  = plan_view_size(input);
  plan->output_size = plan_view_size(output);
  if (!plan->steps || !plan->tiles || !plan->weights) {
    plan_free(plan);
    return NULL;
  }
  copy_steps(plan, b);
  copy_weights(plan, b);
  cut_tiles(plan, b);
  return plan;
}

/// Every node in order; a fused one where its last absorbed node stands, so that all it reads is computed
static void
lower(PlanBuilder* const b, PlanFusion* const fusions, bool* const taken)
{
  const Graph* const graph = b->graph;
  for (uint32_t i = 0; i < graph->n_nodes; ++i) {
    if (graph->nodes[i].op == OP_CONV) {
      fusions[i] = plan_fuse(graph, i, taken);
    }
  }
  for (uint32_t i = 0; i < graph->n_nodes && !b->status; ++i) {
    if (graph->nodes[i].op != OP_CONV && !taken[i]) {
      plan_lower_node(b, &graph->nodes[i]);
    }
    for (uint32_t c = 0; c <= i && !b->status; ++c) {
      if (graph->nodes[c].op == OP_CONV && (uint32_t)fusions[c].tail == i) {
        plan_lower_conv(b, &graph->nodes[c], &fusions[c]);
      }
    }
  }
}

/// The graph's output, row major in a run-time buffer of its own
static PlanView
final_output(PlanBuilder* const b)
{
  const PlanView view = plan_view(b, b->graph->output);
  PlanView       out  = view;
  plan_place(b, &out, NULL);
  plan_map(b, MAP_COPY, &out, &view, 1, 0.0f, 0.0f);
  return out;
}

Plan*
plan_compile(const Graph* const graph, EquusError* const error)
{
  Plan*              plan    = NULL;
  PlanBuilder* const b       = plan_builder_new(graph, error);
  PlanFusion* const  fusions = (PlanFusion*)calloc(graph->n_nodes + 1, sizeof(PlanFusion));
  bool* const        taken   = (bool*)calloc(graph->n_nodes + 1, sizeof(bool));
  if (b && fusions && taken) {
    PlanView input = plan_tensor_shape(b, graph->input);
    plan_place(b, &input, NULL);
    b->views[graph->input] = input;
    lower(b, fusions, taken);
    const PlanView output = b->status ? input : final_output(b);
    plan                  = b->status ? NULL : plan_new(b, &input, &output);
  }
  if (!plan && (!b || !b->status)) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "Out of memory while planning a network");
  }
  free(taken);
  free(fusions);
  plan_builder_free(b);
  return plan;
}

void
plan_free(Plan* const plan)
{
  if (plan) {
    free(plan->weights);
    free(plan->tiles);
    free(plan->steps);
    free(plan);
  }
}

uint64_t
plan_cost(const Plan* const plan)
{
  return plan->cost;
}

uint64_t
plan_largest_tile(const Plan* const plan)
{
  return plan->largest;
}

uint32_t
plan_tiles(const Plan* const plan)
{
  return plan->n_tiles;
}

size_t
plan_input_size(const Plan* const plan)
{
  return plan->input_size;
}

size_t
plan_output_size(const Plan* const plan)
{
  return plan->output_size;
}

size_t
plan_weights_bytes(const Plan* const plan)
{
  return plan->n_weights * sizeof(float);
}

size_t
plan_arena_bytes(const Plan* const plan)
{
  return plan->n_arena * sizeof(float);
}

PlanRun*
plan_run_new(const Plan* const plan)
{
  PlanRun* const run = (PlanRun*)calloc(1, sizeof(PlanRun));
  if (!run) {
    return NULL;
  }
  run->plan  = plan;
  run->arena = floats_new(plan->n_arena);
  if (!run->arena) {
    free(run);
    return NULL;
  }
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
  return run->arena + run->plan->input;
}

void
plan_run_rewind(PlanRun* const run)
{
  run->tile  = 0;
  run->spent = 0;
}

static float*
locate(const PlanRun* const run, const Operand o)
{
  return o.space == ARENA ? run->arena + o.offset : o.space == WEIGHTS ? run->plan->weights + o.offset : NULL;
}

static void
run_tile(const PlanRun* const run, const Tile* const tile)
{
  const Step* const step = &run->plan->steps[tile->step];
  KernelData        data = { locate(run, step->out), { NULL } };
  for (uint32_t i = 0; i < KERNEL_MAX_INPUTS; ++i) {
    data.in[i] = locate(run, step->in[i]);
  }
  step->run(&step->shape, &data, tile->begin, tile->end);
}

bool
plan_run_advance(PlanRun* const run, const uint64_t cost)
{
  const Plan* const plan  = run->plan;
  const FloatState  state = float_state_enter();
  uint64_t          spent = 0;
  while (spent < cost && run->tile < plan->n_tiles) {
    const Tile* const tile = &plan->tiles[run->tile++];
    run_tile(run, tile);
    spent += tile->cost;
  }
  float_state_leave(state);
  run->spent += spent;
  return run->tile == plan->n_tiles;
}

uint64_t
plan_run_spent(const PlanRun* const run)
{
  return run->spent;
}

const float*
plan_run_output(const PlanRun* const run)
{
  return run->arena + run->plan->output;
}
