// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"

/// Order of dimensions from the output's largest stride to its smallest, those of 1 left out
uint32_t
plan_stride_order(const PlanView* const out, uint32_t* const order)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < out->rank; ++i) {
    if (out->shape[i] != 1) {
      uint32_t j = n++;
      for (; j > 0 && out->stride[order[j - 1]] < out->stride[i]; --j) {
        order[j] = order[j - 1];
      }
      order[j] = i;
    }
  }
  return n;
}

/// Append one dimension to the shape, or widen its last one, but the outermost, where all strides continue
static void
map_append(KernelMap* const m, const uint32_t size, const ptrdiff_t out, const ptrdiff_t* const in)
{
  const uint32_t  last  = m->rank - 1;
  const ptrdiff_t n     = (ptrdiff_t)size;
  const bool      joins = m->rank > 1 && m->out[last] == out * n && m->in[0][last] == in[0] * n &&
                     m->in[1][last] == in[1] * n && m->in[2][last] == in[2] * n;
  const uint32_t at = joins ? last : m->rank++;
  m->shape[at]      = joins ? m->shape[at] * size : size;
  m->out[at]        = out;
  for (uint32_t i = 0; i < 3; ++i) {
    m->in[i][at] = in[i];
  }
}

static uint32_t
map_cost(const KernelMapOp op, const uint32_t inputs)
{
  static const uint16_t extra[MAP_COUNT] = {
    [MAP_DIV]           = 8,
    [MAP_ELU]           = 3 * PLAN_EXP_COST,
    [MAP_ERF]           = 2 * PLAN_EXP_COST,
    [MAP_EXP]           = PLAN_EXP_COST,
    [MAP_GELU]          = 2 * PLAN_EXP_COST,
    [MAP_GELU_TANH]     = 2 * PLAN_EXP_COST,
    [MAP_POW]           = 400,
    [MAP_SIGMOID]       = PLAN_EXP_COST,
    [MAP_SILU]          = PLAN_EXP_COST,
    [MAP_SILU_GRADIENT] = PLAN_EXP_COST,
    [MAP_SQRT]          = 8,
    [MAP_TANH]          = 2 * PLAN_EXP_COST,
  };
  return PLAN_MOVE_COST * (1 + inputs) + extra[op];
}

void
plan_cut(const uint32_t length, const uint64_t cost, uint32_t* const chunk, uint32_t* const chunks)
{
  const uint64_t most = PLAN_UNIT_COST / cost / KERNEL_BLOCK * KERNEL_BLOCK;
  const uint32_t size = most < KERNEL_BLOCK ? KERNEL_BLOCK : (uint32_t)most;
  *chunk              = length < size ? length : size;
  *chunks             = (length + *chunk - 1) / *chunk;
}

void
plan_map(PlanBuilder* const    b,
         const KernelMapOp     op,
         const PlanView* const out,
         const PlanView* const in,
         const uint32_t        n,
         const float           low,
         const float           high)
{
  PlanStep* const step = plan_step(b);
  if (!step) {
    return;
  }
  KernelMap* const m                        = &step->shape.map;
  ptrdiff_t        from[3][KERNEL_MAX_RANK] = { { 0 } };
  uint32_t         order[KERNEL_MAX_RANK]   = { 0 };
  for (uint32_t i = 0; i < n; ++i) {
    plan_view_broadcast(&in[i], out, from[i]);
    step->in[i] = plan_ref(&in[i]);
  }
  const uint32_t  rank    = plan_stride_order(out, order);
  const ptrdiff_t none[3] = { 0, 0, 0 };
  for (uint32_t i = 0; i < rank; ++i) {
    const ptrdiff_t strides[3] = { from[0][order[i]], from[1][order[i]], from[2][order[i]] };
    map_append(m, out->shape[order[i]], out->stride[order[i]], strides);
  }
  if (m->rank == 0) {
    map_append(m, 1, 1, none);
  }

  const uint32_t cost = map_cost(op, n);
  m->op               = op;
  m->low              = low;
  m->high             = high;
  plan_cut(m->shape[m->rank - 1], cost, &m->chunk, &m->chunks);
  step->kernel    = KERNEL_MAP;
  step->out       = plan_ref(out);
  step->unit_cost = (uint64_t)m->chunk * cost;
  step->units     = (uint32_t)(plan_view_size(out) / m->shape[m->rank - 1]) * m->chunks;
}

PlanView
plan_row_major(PlanBuilder* const b, const PlanView* const view)
{
  PlanView copy = *view;
  if (!plan_view_is_row_major(view)) {
    plan_place(b, &copy, NULL);
    plan_map(b, MAP_COPY, &copy, view, 1, 0.0f, 0.0f);
  }
  return copy;
}

PlanView
plan_channels_last(PlanBuilder* const b, const PlanView* const view)
{
  PlanView copy = *view;
  if (view->stride[1] != 1) {
    plan_place_channels_last(b, &copy);
    plan_map(b, MAP_COPY, &copy, view, 1, 0.0f, 0.0f);
  }
  return copy;
}

/// A tensor's values as floats; constant integers, a Where's condition, become such
static PlanView
operand(PlanBuilder* const b, const int32_t tensor)
{
  const GraphTensor* const t = &b->graph->tensors[tensor];
  if (!t->constant || t->type == TENSOR_FLOAT) {
    return plan_view(b, tensor);
  }
  PlanRef      ref;
  const size_t size   = graph_tensor_size(t);
  float* const values = plan_constant(b, size, &ref);
  PlanView     view   = plan_tensor_shape(b, tensor);
  for (size_t i = 0; values && i < size; ++i) {
    values[i] = (float)((const int64_t*)t->constant)[i];
  }
  plan_place(b, &view, NULL);
  view.buffer = ref.buffer;
  return view;
}

/// Element-wise operator on the node's first `n` inputs, laid out as the largest of them
static void
lower_map(PlanBuilder* const b, const GraphNode* const node, const KernelMapOp op, const uint32_t n)
{
  PlanView out     = plan_tensor_shape(b, node->output);
  PlanView in[3]   = { { 0 } };
  uint32_t largest = 0;
  for (uint32_t i = 0; i < n; ++i) {
    in[i]   = operand(b, node->inputs[i]);
    largest = plan_view_size(&in[i]) > plan_view_size(&in[largest]) ? i : largest;
  }
  plan_place(b, &out, in[largest].rank == out.rank ? &in[largest] : NULL);
  plan_map(b, op, &out, in, n, node->alpha, node->beta);
  b->views[node->output] = out;
}

/// Batch norm by itself: one factor and one offset a channel
void
plan_lower_norm(PlanBuilder* const b, const GraphNode* const node)
{
  PlanView       in[3]    = { plan_view(b, node->inputs[0]), { 0 }, { 0 } };
  PlanView       out      = plan_tensor_shape(b, node->output);
  const uint32_t channels = in[0].rank > 1 ? in[0].shape[1] : 1;
  PlanRef        ref;
  float* const   values = plan_constant(b, 2 * (size_t)channels, &ref);
  if (!values) {
    return;
  }
  for (uint32_t c = 0; c < channels; ++c) {
    plan_norm_constants(b, node, c, &values[c], &values[channels + c]);
  }
  for (uint32_t i = 1; i < 3; ++i) {
    in[i].buffer = ref.buffer;
    in[i].offset = (ptrdiff_t)(i - 1) * (ptrdiff_t)channels;
    in[i].rank   = in[0].rank;
    for (uint32_t d = 0; d < in[0].rank; ++d) {
      in[i].shape[d]  = d == 1 ? channels : 1;
      in[i].stride[d] = 1;
    }
  }
  plan_place(b, &out, &in[0]);
  plan_map(b, MAP_AFFINE, &out, in, 3, 0.0f, 0.0f);
  b->views[node->output] = out;
}

void
plan_lower_map(PlanBuilder* const b, const GraphNode* const node)
{
  static const KernelMapOp ops[OP_COUNT] = {
    [OP_ADD]           = MAP_ADD,
    [OP_CLIP]          = MAP_CLIP,
    [OP_DIV]           = MAP_DIV,
    [OP_ELU]           = MAP_ELU,
    [OP_ERF]           = MAP_ERF,
    [OP_EXP]           = MAP_EXP,
    [OP_GELU]          = MAP_GELU,
    [OP_HARD_SIGMOID]  = MAP_HARD_SIGMOID,
    [OP_HARD_SWISH]    = MAP_HARD_SWISH,
    [OP_LEAKY_RELU]    = MAP_LEAKY_RELU,
    [OP_MUL]           = MAP_MUL,
    [OP_POW]           = MAP_POW,
    [OP_PRELU]         = MAP_PRELU,
    [OP_RELU]          = MAP_RELU,
    [OP_SIGMOID]       = MAP_SIGMOID,
    [OP_SILU_GRADIENT] = MAP_SILU_GRADIENT,
    [OP_SQRT]          = MAP_SQRT,
    [OP_SUB]           = MAP_SUB,
    [OP_TANH]          = MAP_TANH,
    [OP_WHERE]         = MAP_SELECT,
  };
  const KernelMapOp op = ops[node->op] == MAP_GELU && node->approximate ? MAP_GELU_TANH : ops[node->op];
  lower_map(b, node, op, node->n_inputs);
}
