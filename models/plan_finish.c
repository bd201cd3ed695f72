// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"
#include "models/plan_parts.h"

#include <string.h>

static PlanOperand
operand(const PlanBuilder* const b, const PlanRef ref)
{
  const PlanOperand nowhere = { PLAN_NOWHERE, 0 };
  if (ref.buffer == PLAN_NO_BUFFER) {
    return nowhere;
  }
  const PlanBuffer* const buffer = &b->buffers[ref.buffer];
  const PlanOperand       o      = { buffer->values ? PLAN_WEIGHTS : PLAN_ARENA, buffer->place + (size_t)ref.offset };
  return o;
}

static void
copy_steps(PlanWork* const works, const PlanBuilder* const b)
{
  for (uint32_t i = 0; i < b->n_steps; ++i) {
    const PlanStep* const from = &b->steps[i];
    PlanWork* const       to   = &works[i];
    to->kernel                 = from->kernel;
    to->shape                  = from->shape;
    to->stride                 = (uint32_t)b->buffers[from->out.buffer].frames.period;
    to->out                    = operand(b, from->out);
    for (uint32_t k = 0; k < KERNEL_MAX_INPUTS; ++k) {
      to->in[k] = operand(b, from->in[k]);
    }
  }
}

static void
copy_weights(float* const weights, const PlanBuilder* const b)
{
  for (uint32_t i = 0; i < b->n_buffers; ++i) {
    const PlanBuffer* const buffer = &b->buffers[i];
    if (buffer->values) {
      memcpy(weights + buffer->place, buffer->values, buffer->size * sizeof(float));
    }
  }
}

uint32_t
plan_units_per_tile(const PlanStep* const s)
{
  const uint64_t n = PLAN_TILE_COST / (s->unit_cost ? s->unit_cost : 1);
  return n < 1 ? 1 : n < s->units ? (uint32_t)n : s->units;
}

/// Where the weights end that a step's units before `end` read
static size_t
weights_reached(const PlanBuilder* const b, const PlanStep* const s, const uint32_t end)
{
  const bool in_order = s->kernel == KERNEL_CONV ? s->shape.conv.groups_outer : s->kernel == KERNEL_MAP;
  size_t     reached  = 0;
  for (uint32_t i = 0; i < KERNEL_MAX_INPUTS; ++i) {
    const PlanBuffer* const in = s->in[i].buffer == PLAN_NO_BUFFER ? NULL : &b->buffers[s->in[i].buffer];
    if (in && in->values) {
      const size_t to = in->place + (in_order ? in->size * end / s->units : in->size);
      reached         = to > reached ? to : reached;
    }
  }
  return reached;
}

/// A list of tiles that grows; `tiles` is NULL while they are only counted
typedef struct {
  const PlanBuilder* builder;
  PlanTile*          tiles;
  uint32_t           n;
  size_t             weights; ///< How far the tiles reach into them
} TileList;

/// Append the step's next tile from unit `begin` on; returns where it ends
static uint32_t
append_tile(TileList* const list, const uint32_t index, const uint32_t begin)
{
  const PlanStep* const s    = &list->builder->steps[index];
  const uint32_t        per  = plan_units_per_tile(s);
  const uint32_t        end  = begin + per < s->units ? begin + per : s->units;
  const uint32_t        cost = (uint32_t)((end - begin) * s->unit_cost - plan_saved_cost(s, begin, end));
  const size_t          to   = weights_reached(list->builder, s, end);
  list->weights              = to > list->weights ? to : list->weights;
  const PlanTile tile        = {
           index, begin, end, cost, plan_tile_reuse(list->builder, s, begin, end), (uint32_t)list->weights
  };
  if (list->tiles) {
    list->tiles[list->n] = tile;
  }
  ++list->n;
  return end;
}

/// Tiles of a step and the one after it in turns: rows are made when they are read next
static void
append_pair(TileList* const list, const uint32_t index)
{
  const PlanStep* const from = &list->builder->steps[index];
  const PlanStep* const to   = from + 1;
  uint32_t              made = 0;
  for (uint32_t read = 0; read < to->units;) {
    const uint32_t end    = read + plan_units_per_tile(to);
    const uint32_t rows   = plan_stream_rows(to, end < to->units ? end : to->units);
    const uint32_t wanted = plan_stream_units(from, rows);
    while (made < wanted) {
      made = append_tile(list, index, made);
    }
    read = append_tile(list, index + 1, read);
  }
}

/// Cut every step into tiles of equal size, the last one smaller; how many, filling `tiles` unless it is NULL
static uint32_t
cut_tiles(const PlanBuilder* const b, PlanTile* const tiles)
{
  TileList list = { b, tiles, 0, 0 };
  for (uint32_t i = 0; i < b->n_steps; ++i) {
    if (b->steps[i].streams) {
      append_pair(&list, i++);
      continue;
    }
    for (uint32_t begin = 0; begin < b->steps[i].units;) {
      begin = append_tile(&list, i, begin);
    }
  }
  return list.n;
}

/// Cut kept buffers into moves of bounded cost; how many, filling `moves` unless it is NULL
static uint32_t
cut_moves(const PlanBuilder* const b, PlanMove* const moves)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < b->n_buffers; ++i) {
    const PlanBuffer* const buffer = &b->buffers[i];
    const PlanFrames* const f      = &buffer->frames;
    const size_t            most   = PLAN_UNIT_COST / PLAN_SLIDE_COST / (f->row > 0 ? (size_t)f->row : 1);
    const uint32_t          per    = most < 1 ? 1 : (uint32_t)most;
    const uint32_t          limit  = (uint32_t)f->end;
    for (uint32_t begin = (uint32_t)f->begin; f->kept && begin < limit; begin += per, ++n) {
      const PlanMove move = { buffer->place, (size_t)f->row,   begin, begin + per < limit ? begin + per : limit,
                              limit,         (uint32_t)f->step };
      if (moves) {
        moves[n] = move;
      }
    }
  }
  return n;
}

/// Of all tiles, and of the most expensive one
static void
sum_costs(PlanHead* const head, const PlanTile* const tiles)
{
  for (uint32_t i = 0; i < head->n_tiles; ++i) {
    const uint32_t cost = tiles[i].cost;
    head->cost += cost;
    head->largest = cost > head->largest ? cost : head->largest;
  }
}

static PlanHead
head_of(const PlanBuilder* const b, const PlanView* const input, const PlanView* const output)
{
  PlanHead head    = { .kernels = "" };
  head.n_works     = b->n_steps;
  head.n_tiles     = cut_tiles(b, NULL);
  head.n_moves     = cut_moves(b, NULL);
  head.input       = b->buffers[input->buffer].place;
  head.output      = b->buffers[output->buffer].place + (size_t)output->offset;
  head.input_size  = plan_view_size(input);
  head.output_size = plan_view_size(output);
  strncpy(head.kernels, b->kernels->name, sizeof(head.kernels) - 1);
  return head;
}

Plan*
plan_finish(PlanBuilder* const b, const PlanView* const input, const PlanView* const output)
{
  size_t arena = 0, weights = 0;
  plan_memory(b, input->buffer, output->buffer, &arena, &weights);
  if (b->status) {
    return NULL;
  }
  PlanHead head    = head_of(b, input, output);
  head.n_arena     = arena;
  head.n_weights   = weights;
  Plan* const plan = plan_new(&head);
  if (plan) {
    copy_steps(plan->works, b);
    copy_weights(plan->weights, b);
    cut_tiles(b, plan->tiles);
    cut_moves(b, plan->moves);
    sum_costs(plan->head, plan->tiles);
  }
  return plan;
}
