// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"

#include <stdlib.h>

/// `in`'s values under the shape of the node's output, copied where that needs it
static void
set_reshaped(PlanBuilder* const b, const GraphNode* const node, const PlanView* const in)
{
  const PlanView shape  = plan_tensor_shape(b, node->output);
  PlanView       result = *in;
  if (!b->status && !plan_view_reshape(in, shape.rank, shape.shape, &result)) {
    const PlanView copy = plan_row_major(b, in);
    (void)plan_view_reshape(&copy, shape.rank, shape.shape, &result);
  }
  b->views[node->output] = result;
}

void
plan_lower_reshape(PlanBuilder* const b, const GraphNode* const node)
{
  const PlanView in = plan_view(b, node->inputs[0]);
  set_reshaped(b, node, &in);
}

void
plan_lower_transpose(PlanBuilder* const b, const GraphNode* const node)
{
  const PlanView in  = plan_view(b, node->inputs[0]);
  PlanView       out = in;
  for (uint32_t i = 0; i < in.rank; ++i) {
    out.shape[i]  = in.shape[node->axes[i]];
    out.stride[i] = in.stride[node->axes[i]];
  }
  b->views[node->output] = out;
}

void
plan_lower_expand(PlanBuilder* const b, const GraphNode* const node)
{
  const PlanView in  = plan_view(b, node->inputs[0]);
  PlanView       out = plan_tensor_shape(b, node->output);
  plan_view_broadcast(&in, &out, out.stride);
  out.buffer             = in.buffer;
  out.offset             = in.offset;
  b->views[node->output] = out;
}

/// Repeats of a dimension of 1 are views; others are copied one after the other
void
plan_lower_tile(PlanBuilder* const b, const GraphNode* const node)
{
  PlanView in = plan_view(b, node->inputs[0]);
  for (uint32_t i = 0; i < in.rank && !b->status; ++i) {
    const uint32_t repeats = (uint32_t)node->axes[i];
    if (repeats != 1 && in.shape[i] == 1) {
      in.shape[i]  = repeats;
      in.stride[i] = 0;
    } else if (repeats != 1) {
      PlanView out = in;
      out.shape[i] *= repeats;
      plan_place(b, &out, NULL);
      for (uint32_t r = 0; r < repeats; ++r) {
        const PlanView part = plan_view_slice(&out, i, r * in.shape[i], in.shape[i]);
        plan_map(b, MAP_COPY, &part, &in, 1, 0.0f, 0.0f);
      }
      in = out;
    }
  }
  b->views[node->output] = in;
}

void
plan_lower_concat(PlanBuilder* const b, const GraphNode* const node)
{
  PlanView       out  = plan_tensor_shape(b, node->output);
  const uint32_t axis = (uint32_t)node->axis;
  uint32_t       at   = 0;
  bool           done = false;
  for (uint32_t i = 0; i < node->n_inputs && !b->status; ++i) {
    if (!graph_tensor_size(&b->graph->tensors[node->inputs[i]])) {
      continue;
    }
    const PlanView in = plan_view(b, node->inputs[i]);
    if (!done) {
      plan_place(b, &out, &in);
      done = true;
    }
    const PlanView part = plan_view_slice(&out, axis, at, in.shape[axis]);
    plan_map(b, MAP_COPY, &part, &in, 1, 0.0f, 0.0f);
    at += in.shape[axis];
  }
  b->views[node->output] = out;
}

/// Elements `first`, `first` + `step`, ... of a dimension
static PlanView
stepped(const PlanView* const view, const uint32_t d, const int64_t first, const int64_t step, const uint32_t n)
{
  PlanView part = *view;
  part.offset += (ptrdiff_t)first * view->stride[d];
  part.stride[d] *= (ptrdiff_t)step;
  part.shape[d] = n;
  return part;
}

/// How many of `n` places from the first on lie one and the same step apart
static uint32_t
even_run(const int64_t* const at, const uint32_t n, int64_t* const step)
{
  uint32_t run = n < 2 ? n : 2;
  *step        = n < 2 ? 1 : at[1] - at[0];
  while (run < n && at[run] - at[run - 1] == *step) {
    ++run;
  }
  return run;
}

/// The elements of dimension `d` at these places: a view where they lie evenly in ascending order, else a copy
static PlanView
taken(PlanBuilder* const b, const PlanView* const view, const uint32_t d, const int64_t* const at, const uint32_t n)
{
  int64_t step;
  if (even_run(at, n, &step) == n && step >= 0) {
    return stepped(view, d, at[0], step, n);
  }
  PlanView out = *view;
  out.shape[d] = n;
  plan_place(b, &out, view);
  for (uint32_t i = 0, run; i < n && !b->status; i += run) {
    run                 = even_run(at + i, n - i, &step);
    const PlanView from = stepped(view, d, at[i], step, run);
    const PlanView to   = plan_view_slice(&out, d, i, run);
    plan_map(b, MAP_COPY, &to, &from, 1, 0.0f, 0.0f);
  }
  return out;
}

void
plan_lower_gather(PlanBuilder* const b, const GraphNode* const node)
{
  const GraphTensor* const indices = &b->graph->tensors[node->inputs[1]];
  const PlanView           in      = plan_view(b, node->inputs[0]);
  const uint32_t           d       = (uint32_t)node->axis;
  const size_t             n       = graph_tensor_size(indices);
  int64_t* const           at      = (int64_t*)calloc(n + 1, sizeof(int64_t));
  if (!at) {
    plan_fail(b, EQUUS_ERR_MEMORY, node, "out of memory");
    return;
  }
  for (size_t i = 0; i < n; ++i) {
    const int64_t index = ((const int64_t*)indices->constant)[i];
    at[i]               = index < 0 ? index + (int64_t)in.shape[d] : index;
  }
  const PlanView out = taken(b, &in, d, at, (uint32_t)n);
  free(at);
  set_reshaped(b, node, &out);
}

void
plan_lower_slice(PlanBuilder* const b, const GraphNode* const node)
{
  const PlanView in       = plan_view(b, node->inputs[0]);
  PlanView       part     = in;
  bool           backward = false;
  for (uint32_t d = 0; d < in.rank; ++d) {
    const int64_t step = node->axes[d] > 1 ? node->pads[in.rank + d] : 1;
    part               = stepped(&part, d, node->pads[d], step, (uint32_t)node->axes[d]);
    backward           = backward || step < 0;
  }
  PlanView out = part;
  if (backward) {
    plan_place(b, &out, &in);
    plan_map(b, MAP_COPY, &out, &part, 1, 0.0f, 0.0f);
  }
  b->views[node->output] = out;
}

/// Fill the whole, then copy the part that is kept; negative pads crop
static void
pad_constant(PlanBuilder* const b, const GraphNode* const node, PlanView in)
{
  PlanView out = plan_tensor_shape(b, node->output);
  plan_place(b, &out, &in);
  plan_map(b, MAP_FILL, &out, NULL, 0, node->alpha, 0.0f);
  b->views[node->output] = out;
  for (uint32_t i = 0; i < in.rank; ++i) {
    const int64_t begin = node->pads[i], end = node->pads[in.rank + i];
    const int64_t size = (int64_t)in.shape[i] + (begin < 0 ? begin : 0) + (end < 0 ? end : 0);
    if (size <= 0) {
      return;
    }
    in  = plan_view_slice(&in, i, begin < 0 ? (uint32_t)-begin : 0, (uint32_t)size);
    out = plan_view_slice(&out, i, begin > 0 ? (uint32_t)begin : 0, (uint32_t)size);
  }
  plan_map(b, MAP_COPY, &out, &in, 1, 0.0f, 0.0f);
}

/// Where padding in a mode other than constant takes its value along a dimension of `size`
static int64_t
pad_source(const PadMode mode, const int64_t at, const int64_t size)
{
  if (at >= 0 && at < size) {
    return at;
  }
  return mode == PAD_EDGE      ? (at < 0 ? 0 : size - 1)
         : mode == PAD_REFLECT ? (at < 0 ? -at : 2 * (size - 1) - at)
                               : (at % size + size) % size;
}

void
plan_lower_pad(PlanBuilder* const b, const GraphNode* const node)
{
  PlanView       in    = plan_view(b, node->inputs[0]);
  const PlanView shape = plan_tensor_shape(b, node->output);
  if (node->pad_mode == PAD_CONSTANT) {
    pad_constant(b, node, in);
    return;
  }
  for (uint32_t d = 0; d < in.rank && !b->status; ++d) {
    int64_t* const at = (int64_t*)calloc(shape.shape[d], sizeof(int64_t));
    if (!at) {
      plan_fail(b, EQUUS_ERR_MEMORY, node, "out of memory");
      return;
    }
    for (uint32_t i = 0; i < shape.shape[d]; ++i) {
      at[i] = pad_source(node->pad_mode, (int64_t)i - node->pads[d], in.shape[d]);
    }
    in = taken(b, &in, d, at, shape.shape[d]);
    free(at);
  }
  b->views[node->output] = in;
}
