// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"

#include <stdlib.h>

/**
   Which values nobody reads after the input has moved on by some frames.

   Where a tensor's readers keep what they made of it, its rows need be computed no more, though they
   aren't kept themselves: a convolution before a pooling, say.  Found from the last step to the first:
   a row may be spared for a move for which every tile that reads it is there already or spared too.
*/

typedef struct {
  int32_t begin, end;
} Range;

/// The largest number, which divides no move, where it would be larger
static int32_t
common_multiple(const int32_t a, const int32_t b)
{
  int64_t multiple = a;
  while (multiple % b) {
    multiple += a;
  }
  return multiple < INT32_MAX ? (int32_t)multiple : INT32_MAX;
}

/// Rows follow frames, and they are neither kept nor the input or the output of the network
static bool
may_be_spared(const PlanBuilder* const b, const int32_t buffer, const int32_t input, const int32_t output)
{
  const PlanFrames* const f = &b->buffers[buffer].frames;
  return buffer != input && buffer != output && f->row && !f->broken && !f->kept;
}

static void
begin_spares(PlanBuilder* const b, const int32_t input, const int32_t output)
{
  for (uint32_t i = 0; i < b->n_buffers; ++i) {
    PlanBuffer* const buffer = &b->buffers[i];
    buffer->frames.period    = buffer->frames.step > 0 ? buffer->frames.step : 1;
    if (may_be_spared(b, (int32_t)i, input, output)) {
      buffer->spare = (uint32_t*)malloc((size_t)buffer->frames.rows * sizeof(uint32_t));
      for (int32_t r = 0; buffer->spare && r < buffer->frames.rows; ++r) {
        buffer->spare[r] = UINT32_MAX;
      }
    }
  }
}

/// Rows `rows` are read unless the move is at most `most`
static void
demand(PlanBuffer* const buffer, const Range rows, const uint32_t most)
{
  const int32_t end = rows.end < buffer->frames.rows ? rows.end : buffer->frames.rows;
  for (int32_t r = rows.begin > 0 ? rows.begin : 0; r < end; ++r) {
    buffer->spare[r] = buffer->spare[r] < most ? buffer->spare[r] : most;
  }
}

/// Rows that these units read of an input whose first row, as they see it, is row `first`
static Range
rows_read(const PlanStep* const   s,
          const KernelAxis* const axis,
          const int32_t           first,
          const uint32_t          begin,
          const uint32_t          end)
{
  int32_t from = 0, to = 0;
  plan_tile_rows(s, begin, end, &from, &to);
  const Range rows = { first + (from - s->first) * axis->stride - axis->pad,
                       first + (to - 1 - s->first) * axis->stride - axis->pad + (axis->taps - 1) * axis->dilation + 1 };
  return rows;
}

/// What the tiles of step `s` read of its input `i`
static void
demand_input(PlanBuilder* const b, const PlanStep* const s, const uint32_t i)
{
  PlanBuffer* const       in  = &b->buffers[s->in[i].buffer];
  const PlanFrames* const out = &b->buffers[s->out.buffer].frames;
  const Range             all = { 0, in->frames.rows };
  const uint32_t          per = plan_units_per_tile(s);
  KernelAxis              axis;
  if (s->rows < 1 || out->broken || s->in[i].buffer == s->out.buffer ||
      !plan_reading_axis(s, i, in->frames.row, &axis)) {
    demand(in, all, 0);
    return;
  }
  in->frames.period = common_multiple(in->frames.period, out->period);
  for (uint32_t begin = 0; begin < s->units; begin += per) {
    const uint32_t end   = begin + per < s->units ? begin + per : s->units;
    const int32_t  first = (int32_t)(s->in[i].offset / in->frames.row);
    demand(in, rows_read(s, &axis, first, begin, end), plan_tile_reuse(b, s, begin, end));
  }
}

void
plan_spare(PlanBuilder* const b, const int32_t input, const int32_t output)
{
  if (b->status) {
    return;
  }
  begin_spares(b, input, output);
  for (uint32_t n = b->n_steps; n-- > 0;) {
    const PlanStep* const s = &b->steps[n];
    for (uint32_t i = 0; i < KERNEL_MAX_INPUTS; ++i) {
      if (s->in[i].buffer != PLAN_NO_BUFFER && b->buffers[s->in[i].buffer].spare) {
        demand_input(b, s, i);
      }
    }
  }
}
