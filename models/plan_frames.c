// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"

/**
   Which values stay the same when the input moves on by some frames.

   Where a buffer is a list of rows that follow the input's frames, and row r
   depends on no padding at the window's ends, then after a move by h
   frames it equals what row r + h / step was before.  Found step by step from how
   far each kernel reaches along the rows that it reads.
*/

enum { WORTH_KEEPING = 4 * PLAN_MOVE_COST }; // A value's cost above which it is moved rather than computed

typedef struct {
  int32_t begin, end;
} Range;

static int32_t
divided_up(const int32_t a, const int32_t b)
{
  return a > 0 ? (a + b - 1) / b : -(-a / b);
}

/// Reading input value by value along an axis of `out` positions
static KernelAxis
plain_axis(const uint32_t out, const ptrdiff_t in_step, const ptrdiff_t out_step)
{
  const KernelAxis axis = { (int32_t)out, (int32_t)out, 1, 1, 1, 0, in_step, out_step, 0, 0, 0 };
  return axis;
}

bool
plan_reading_axis(const PlanStep* const s, const uint32_t i, const ptrdiff_t row, KernelAxis* const axis)
{
  const KernelShape* const shape = &s->shape;
  if (s->kernel == KERNEL_MAP) {
    *axis = plain_axis(shape->map.shape[0], shape->map.in[i][0], shape->map.out[0]);
  } else if (s->kernel == KERNEL_REDUCE) {
    *axis = plain_axis(shape->reduce.shape[0], shape->reduce.in[0], shape->reduce.out[0]);
  } else if (s->kernel == KERNEL_FOURIER) {
    *axis     = shape->fourier.rows;
    axis->pad = 0;
  } else if (s->kernel == KERNEL_CONV && shape->conv.batches == 1) {
    const KernelConv* const c = &shape->conv;
    *axis                     = c->rows.out > 1 ? c->rows : c->pixels;
    if (i == 4) {
      *axis = plain_axis((uint32_t)axis->out, axis->residual_step, axis->out_step);
    }
  } else if (s->kernel == KERNEL_POOL && shape->pool.batches == 1) {
    *axis = shape->pool.rows;
  } else {
    return false;
  }
  return axis->in_step == row && axis->out > 1;
}

/// Units of chunks of the last of `rank` dimensions, the first of which has `rows` positions
static PlanSpread
spread_of_chunks(const PlanStep* const s, const uint32_t rank, const uint32_t rows, const uint32_t chunk)
{
  const PlanSpread chunks = { 1, s->units, chunk };
  const PlanSpread whole  = { s->units / rows, rows, 1 };
  return rank == 1 ? chunks : whole;
}

static PlanSpread
spread_of_conv(const KernelConv* const c)
{
  const uint32_t   groups = c->groups_outer ? 1 : c->groups;
  const PlanSpread rows   = { c->chunks * groups, (uint32_t)c->rows.out, 1 };
  const PlanSpread pixels = { groups, c->chunks, c->chunk };
  return c->rows.out > 1 ? rows : pixels;
}

/// Which rows of the output a unit writes
static PlanSpread
spread_of(const PlanStep* const s)
{
  const KernelShape* const shape = &s->shape;
  if (s->kernel == KERNEL_MAP) {
    return spread_of_chunks(s, shape->map.rank, shape->map.shape[0], shape->map.chunk);
  }
  if (s->kernel == KERNEL_REDUCE) {
    return spread_of_chunks(s, shape->reduce.rank, shape->reduce.shape[0], shape->reduce.chunk);
  }
  if (s->kernel == KERNEL_CONV) {
    return spread_of_conv(&shape->conv);
  }
  if (s->kernel == KERNEL_POOL) {
    const PlanSpread pool = { shape->pool.chunks, (uint32_t)shape->pool.rows.out, 1 };
    return pool;
  }
  const uint32_t   per     = KERNEL_FOURIER_ROWS;
  const uint32_t   groups  = ((uint32_t)shape->fourier.rows.out + per - 1) / per;
  const PlanSpread fourier = { s->units / groups, groups, per };
  return fourier;
}

/// Output rows all of whose taps fall on rows `in`
static Range
reached(const KernelAxis* const axis, const Range in)
{
  const int32_t span = (axis->taps - 1) * axis->dilation;
  Range out = { divided_up(in.begin + axis->pad, axis->stride), divided_up(in.end - span + axis->pad, axis->stride) };
  out.begin = out.begin < 0 ? 0 : out.begin;
  out.end   = out.end > axis->out ? axis->out : out.end;
  return out;
}

/// The rows of a step's output that follow the frames; begin >= end if none, `axis` and `step` as they are there
static Range
step_rows(const PlanBuilder* const b, const PlanStep* const s, KernelAxis* const axis, int32_t* const step)
{
  const Range none  = { 0, 0 };
  Range       rows  = { 0, INT32_MAX };
  bool        moves = false;
  for (uint32_t i = 0; i < KERNEL_MAX_INPUTS; ++i) {
    const PlanBuffer* const in = s->in[i].buffer == PLAN_NO_BUFFER ? NULL : &b->buffers[s->in[i].buffer];
    if (!in || in->values) {
      continue;
    }
    const PlanFrames* const f = &in->frames;
    if (!f->row || f->broken || !plan_reading_axis(s, i, f->row, axis) || (moves && *step != f->step * axis->stride)) {
      return none;
    }
    const int32_t first = (int32_t)(s->in[i].offset / f->row);
    const Range   valid = { f->begin - first, f->end - first };
    const Range   out   = reached(axis, valid);
    rows.begin          = out.begin > rows.begin ? out.begin : rows.begin;
    rows.end            = out.end < rows.end ? out.end : rows.end;
    *step               = f->step * axis->stride;
    moves               = true;
  }
  return moves ? rows : none;
}

/// A constant written to rows at either end is no part of what follows the frames
static void
exclude_filled(PlanFrames* const f, const Range filled)
{
  if (f->row && filled.begin == 0 && filled.end < f->rows) {
    f->begin = filled.end > f->begin ? filled.end : f->begin;
  } else if (f->row && filled.begin > 0 && filled.end == f->rows) {
    f->end = filled.begin < f->end ? filled.begin : f->end;
  } else {
    f->broken = true;
  }
}

static void
follow_fill(const PlanStep* const s, PlanFrames* const f)
{
  const KernelMap* const m    = &s->shape.map;
  ptrdiff_t              last = s->out.offset;
  for (uint32_t i = 0; i < m->rank; ++i) {
    last += (ptrdiff_t)(m->shape[i] - 1) * m->out[i];
  }
  const ptrdiff_t row    = f->row ? f->row : 1;
  const Range     filled = { (int32_t)(s->out.offset / row), (int32_t)(last / row) + 1 };
  exclude_filled(f, filled);
}

/// Narrow what is known of the buffer that the step writes
static void
follow_step(PlanBuilder* const b, PlanStep* const s)
{
  PlanBuffer* const out  = &b->buffers[s->out.buffer];
  PlanFrames* const f    = &out->frames;
  KernelAxis        axis = plain_axis(1, 0, 0);
  int32_t           step = 0;
  const Range       rows = step_rows(b, s, &axis, &step);
  const bool        fits = rows.begin < rows.end && axis.out_step > 0 && out->size % (size_t)axis.out_step == 0;
  if (!fits || (f->row && (f->row != axis.out_step || f->step != step))) {
    f->broken = true;
    return;
  }
  if (!f->row) {
    f->row  = axis.out_step;
    f->rows = (int32_t)(out->size / (size_t)axis.out_step);
    f->step = step;
    f->end  = f->rows;
  }
  s->spread = spread_of(s);
  s->first  = (int32_t)(s->out.offset / f->row);
  s->rows   = axis.out;
  f->begin  = s->first + rows.begin > f->begin ? s->first + rows.begin : f->begin;
  f->end    = s->first + rows.end < f->end ? s->first + rows.end : f->end;
}

/// What all steps that write a buffer spend on one of its values
static void
count_cost(const PlanBuilder* const b, const uint32_t buffer, uint64_t* const cost)
{
  *cost = 0;
  for (uint32_t i = 0; i < b->n_steps; ++i) {
    const PlanStep* const s = &b->steps[i];
    *cost += s->out.buffer == (int32_t)buffer ? s->unit_cost * s->units : 0;
  }
}

void
plan_frames(PlanBuilder* const b, const PlanView* const input, const uint32_t axis)
{
  PlanFrames* const in    = &b->buffers[input->buffer].frames;
  size_t            outer = 1;
  for (uint32_t i = 0; i < axis; ++i) {
    outer *= input->shape[i];
  }
  if (outer != 1 || b->status) {
    return; // Frames don't lie one after the other
  }
  in->row  = input->stride[axis];
  in->rows = (int32_t)input->shape[axis];
  in->end  = in->rows;
  in->step = 1;

  for (uint32_t i = 0; i < b->n_steps; ++i) {
    PlanStep* const   s = &b->steps[i];
    PlanFrames* const f = &b->buffers[s->out.buffer].frames;
    if (!f->broken && s->kernel == KERNEL_MAP && s->shape.map.op == MAP_FILL) {
      follow_fill(s, f);
    } else if (!f->broken) {
      follow_step(b, s);
    }
  }
  for (uint32_t i = 0; i < b->n_buffers; ++i) {
    PlanFrames* const f = &b->buffers[i].frames;
    uint64_t          cost;
    count_cost(b, i, &cost);
    f->kept = f->row && !f->broken && f->begin < f->end && cost > (uint64_t)WORTH_KEEPING * b->buffers[i].size;
  }
}

void
plan_tile_rows(const PlanStep* const s,
               const uint32_t        begin,
               const uint32_t        end,
               int32_t* const        first,
               int32_t* const        last)
{
  const PlanSpread* const p = &s->spread;
  *first                    = s->first;
  *last                     = s->first + s->rows;
  if (p->count > 1 && begin / p->inner / p->count == (end - 1) / p->inner / p->count) {
    const int32_t from = (int32_t)(begin / p->inner % p->count * p->per);
    const int32_t to   = (int32_t)(((end - 1) / p->inner % p->count + 1) * p->per);
    *first += from + (int32_t)p->per > s->rows ? s->rows - (int32_t)p->per : from;
    *last = s->first + (to < s->rows ? to : s->rows);
  }
}

/// Smallest of what rows `first` to `last` - 1 are spared for
static uint32_t
spared(const PlanBuffer* const buffer, const int32_t first, const int32_t last)
{
  uint32_t most = first < last ? buffer->spare[first] : 0;
  for (int32_t r = first; r < last; ++r) {
    most = buffer->spare[r] < most ? buffer->spare[r] : most;
  }
  return most;
}

uint32_t
plan_tile_reuse(const PlanBuilder* const b, const PlanStep* const s, const uint32_t begin, const uint32_t end)
{
  const PlanBuffer* const buffer = &b->buffers[s->out.buffer];
  const PlanFrames* const f      = &buffer->frames;
  int32_t                 first = 0, last = 0;
  plan_tile_rows(s, begin, end, &first, &last);
  if (buffer->spare) {
    return spared(buffer, first, last);
  }
  return f->kept && first >= f->begin && last < f->end ? (uint32_t)((f->end - last) * f->step) : 0;
}
