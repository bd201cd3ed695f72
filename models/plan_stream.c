// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"

/**
   Pairs of steps that run row by row in turn.

   Where a large tensor is read by the next step alone, and that is a depthwise
   convolution, both take turns: just as many rows are made as are needed next, in
   a ring of a few rows that stays in the cache, and the tensor is never there as a whole.
*/

enum { WORTH_STREAMING = 131072 }; // Floats: what a second-level cache would rather not hold

/// Units of step `s` that make one row of its output
static uint32_t
units_per_row(const PlanStep* const s)
{
  return s->kernel == KERNEL_CONV ? s->shape.conv.groups * s->shape.conv.chunks : s->shape.depthwise.chunks;
}

static bool
is_read_once(const PlanBuilder* const b, const int32_t buffer)
{
  uint32_t reads = 0, writes = 0;
  for (uint32_t i = 0; i < b->n_steps; ++i) {
    writes += b->steps[i].out.buffer == buffer;
    for (uint32_t k = 0; k < KERNEL_MAX_INPUTS; ++k) {
      reads += b->steps[i].in[k].buffer == buffer;
    }
  }
  return reads == 1 && writes == 1;
}

/// Cut a convolution of single taps into as many rows as its reader sees; false if it makes other rows
static bool
restore_rows(const PlanBuilder* const b, PlanStep* const s, const KernelAxis* const reading)
{
  KernelAxis* const r = &s->shape.conv.rows;
  KernelAxis* const p = &s->shape.conv.pixels;
  if (r->out == 1 && p->taps == 1 && p->out > reading->in && p->out % reading->in == 0) {
    const int32_t width = p->out / reading->in;
    r->in = r->out   = reading->in;
    r->in_step       = p->in_step * width;
    r->out_step      = p->out_step * width;
    r->residual_step = p->residual_step * width;
    p->in = p->out = width;
    plan_cut_conv(b, s);
  }
  return r->out == reading->in && r->out_step == reading->in_step;
}

/// Rows that must be there at once: what one tile reads, and what a tile made beyond that
static int32_t
ring_rows(const PlanStep* const from, const PlanStep* const to)
{
  const KernelAxis* const axis = &to->shape.depthwise.rows;
  const uint32_t          read = plan_units_per_tile(to) / units_per_row(to) + 2;
  const uint32_t          made = plan_units_per_tile(from) / units_per_row(from) + 2;
  return (axis->taps - 1) * axis->dilation + (int32_t)read * axis->stride + (int32_t)made;
}

static void
stream_pair(PlanBuilder* const b, PlanStep* const from, PlanStep* const to)
{
  PlanBuffer* const between = &b->buffers[from->out.buffer];
  const bool        fits    = from->kernel == KERNEL_CONV && to->kernel == KERNEL_DEPTHWISE &&
                    to->in[0].buffer == from->out.buffer && to->in[0].offset == from->out.offset &&
                    !between->frames.kept && between->size > WORTH_STREAMING && is_read_once(b, from->out.buffer);
  const KernelConv* const c = &from->shape.conv;
  if (!fits || c->maximum || c->groups_outer || c->batches != 1 || to->shape.depthwise.batches != 1 ||
      !restore_rows(b, from, &to->shape.depthwise.rows)) {
    return;
  }
  KernelAxis* const axis = &to->shape.depthwise.rows;
  const int32_t     ring = ring_rows(from, to);
  if (ring < axis->in) {
    from->shape.conv.rows.out_ring = ring;
    axis->in_ring                  = ring;
    between->size                  = (size_t)ring * (size_t)axis->in_step;
    from->streams                  = true;
  }
}

void
plan_stream(PlanBuilder* const b)
{
  for (uint32_t i = 0; !b->status && i + 1 < b->n_steps; ++i) {
    stream_pair(b, &b->steps[i], &b->steps[i + 1]);
  }
}

uint32_t
plan_stream_rows(const PlanStep* const to, const uint32_t end)
{
  const KernelAxis* const axis = &to->shape.depthwise.rows;
  const int32_t           last = (int32_t)((end - 1) / units_per_row(to));
  const int32_t           rows = last * axis->stride - axis->pad + (axis->taps - 1) * axis->dilation + 1;
  return (uint32_t)(rows < 0 ? 0 : rows < axis->in ? rows : axis->in);
}

uint32_t
plan_stream_units(const PlanStep* const from, const uint32_t rows)
{
  return rows * units_per_row(from);
}
