// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"

typedef enum { LARGEST, MEAN, SUM } Reduction;

size_t
plan_reduce_shape(const PlanView* const in, const PlanView* const out, KernelReduce* const r)
{
  uint32_t       order[KERNEL_MAX_RANK] = { 0 };
  const uint32_t rank                   = plan_stride_order(in, order);
  size_t         count                  = 1;
  for (uint32_t i = 0; i < rank; ++i) {
    const uint32_t d = order[i];
    if (out->shape[d] == in->shape[d]) {
      r->shape[r->rank] = in->shape[d];
      r->in[r->rank]    = in->stride[d];
      r->out[r->rank++] = out->stride[d];
    } else {
      r->reduced[r->reduced_rank]      = in->shape[d];
      r->reduced_in[r->reduced_rank++] = in->stride[d];
      count *= in->shape[d];
    }
  }
  if (r->rank == 0) {
    r->shape[r->rank++] = 1;
  }
  if (r->reduced_rank == 0) {
    r->reduced[r->reduced_rank++] = 1;
  }
  return count;
}

void
plan_cut_reduce(PlanStep* const step, const PlanView* const out, const uint64_t cost)
{
  KernelReduce* const r    = &step->shape.reduce;
  const uint32_t      last = r->rank - 1;
  plan_cut(r->shape[last], cost, &r->chunk, &r->chunks);
  step->unit_cost = r->chunk * cost;
  step->units     = (uint32_t)(plan_view_size(out) / r->shape[last]) * r->chunks;
}

/// One pass over these dimensions of `in`, which remain with size 1 in `out`
static void
reduce(PlanBuilder* const b, const PlanView* const in, const PlanView* const out, const bool maximum, const float scale)
{
  PlanStep* const step = plan_step(b);
  if (!step) {
    return;
  }
  KernelReduce* const r     = &step->shape.reduce;
  const size_t        count = plan_reduce_shape(in, out, r);
  const uint64_t      cost  = count * (r->in[r->rank - 1] == 1 ? PLAN_TOUCH_COST : 4 * PLAN_TOUCH_COST);
  r->maximum                = maximum;
  r->scale                  = scale;
  step->kernel              = KERNEL_REDUCE;
  step->out                 = plan_ref(out);
  step->in[0]               = plan_ref(in);
  plan_cut_reduce(step, out, cost);
}

/// `in` reduced over the marked dimensions, which stay with size 1: first over one of them if all were too much for a
/// tile
static PlanView
reduced(PlanBuilder* const b, PlanView in, const bool* const dimensions, const Reduction reduction)
{
  PlanView out   = in;
  size_t   count = 1, n = 0;
  uint32_t inner = 0;
  for (uint32_t i = 0; i < in.rank; ++i) {
    if (dimensions[i] && in.shape[i] > 1) {
      inner = n++ && in.stride[inner] < in.stride[i] ? inner : i;
      count *= in.shape[i];
    }
    out.shape[i] = dimensions[i] ? 1 : in.shape[i];
  }
  const float scale = reduction == MEAN ? 1.0f / (float)count : 1.0f;
  if (n > 1 && count * KERNEL_BLOCK * PLAN_TOUCH_COST > PLAN_UNIT_COST) {
    PlanView partial     = in;
    partial.shape[inner] = 1;
    plan_place(b, &partial, &in);
    reduce(b, &in, &partial, reduction == LARGEST, 1.0f);
    in = partial;
  }
  plan_place(b, &out, &in);
  reduce(b, &in, &out, reduction == LARGEST, scale);
  return out;
}

static void
set_output(PlanBuilder* const b, const GraphNode* const node, const PlanView* const out)
{
  const PlanView shape = plan_tensor_shape(b, node->output);
  (void)plan_view_reshape(out, shape.rank, shape.shape, &b->views[node->output]);
}

static void
mark_axes(const GraphNode* const node, bool* const dimensions)
{
  for (uint32_t i = 0; i < node->n_axes; ++i) {
    dimensions[node->axes[i]] = true;
  }
}

void
plan_lower_reduce(PlanBuilder* const b, const GraphNode* const node)
{
  const Reduction reduction = node->op == OP_REDUCE_MAX ? LARGEST : node->op == OP_REDUCE_SUM ? SUM : MEAN;
  bool            dimensions[KERNEL_MAX_RANK] = { false };
  mark_axes(node, dimensions);
  const PlanView out = reduced(b, plan_view(b, node->inputs[0]), dimensions, reduction);
  set_output(b, node, &out);
}

void
plan_lower_global_pool(PlanBuilder* const b, const GraphNode* const node)
{
  const bool      spatial[KERNEL_MAX_RANK] = { false, false, true, true, true, true, true, true };
  const Reduction reduction                = node->op == OP_GLOBAL_MAX_POOL ? LARGEST : MEAN;
  const PlanView  out                      = reduced(b, plan_view(b, node->inputs[0]), spatial, reduction);
  set_output(b, node, &out);
}

/// op(x, y) laid out as x
static PlanView
mapped(PlanBuilder* const b, const KernelMapOp op, const PlanView* const x, const PlanView* const y)
{
  const PlanView in[2] = { *x, y ? *y : *x };
  PlanView       out   = *x;
  plan_place(b, &out, x);
  plan_map(b, op, &out, in, y ? 2 : 1, 0.0f, 0.0f);
  return out;
}

/// e^(x - largest) over its sum
void
plan_lower_softmax(PlanBuilder* const b, const GraphNode* const node)
{
  bool dimensions[KERNEL_MAX_RANK] = { false };
  mark_axes(node, dimensions);
  const PlanView x       = plan_view(b, node->inputs[0]);
  const PlanView largest = reduced(b, x, dimensions, LARGEST);
  const PlanView below   = mapped(b, MAP_SUB, &x, &largest);
  const PlanView powers  = mapped(b, MAP_EXP, &below, NULL);
  const PlanView sum     = reduced(b, powers, dimensions, SUM);
  b->views[node->output] = mapped(b, MAP_DIV, &powers, &sum);
}

void
plan_lower_layer_norm(PlanBuilder* const b, const GraphNode* const node)
{
  const PlanView view       = plan_view(b, node->inputs[0]);
  const PlanView in         = plan_row_major(b, &view);
  const PlanView view_scale = plan_view(b, node->inputs[1]);
  const PlanView scale      = plan_row_major(b, &view_scale);
  PlanView       out        = plan_tensor_shape(b, node->output);
  PlanView       bias       = out;
  const bool     biased     = node->n_inputs > 2 && node->inputs[2] >= 0;
  uint32_t       n          = 1;
  for (uint32_t i = (uint32_t)node->axis; i < in.rank; ++i) {
    n *= in.shape[i];
  }
  if (plan_view_size(&scale) != n) {
    plan_fail(b, EQUUS_ERR_UNSUPPORTED, node, "its scale is broadcast");
    return;
  }
  if (biased) {
    bias = plan_view(b, node->inputs[2]);
    bias = plan_row_major(b, &bias);
  }
  plan_place(b, &out, NULL);
  PlanStep* const step = plan_step(b);
  if (step) {
    step->kernel             = KERNEL_NORM;
    step->shape.norm.n       = n;
    step->shape.norm.epsilon = node->epsilon;
    step->units              = (uint32_t)plan_view_size(&in) / n;
    step->unit_cost          = (uint64_t)n * 4 * PLAN_TOUCH_COST;
    step->out                = plan_ref(&out);
    step->in[0]              = plan_ref(&in);
    step->in[1]              = plan_ref(&scale);
    step->in[2]              = biased ? plan_ref(&bias) : plan_no_ref();
  }
  b->views[node->output] = out;
}
