// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"

/// A matrix product out (M, N) = factor·a (M, K)·b (K, N) + bias with constant b, as a convolution of one tap
typedef struct {
  PlanView     a; ///< (M, K)
  uint32_t     n;
  const float* b;
  ptrdiff_t    b_k, b_n; ///< Strides
  const float* bias;     ///< [N] or NULL
  float        factor, bias_factor;
} Product;

static PlanView
product(PlanBuilder* const b, const Product* const p)
{
  PlanConv c   = plan_conv();
  PlanView out = { PLAN_NO_BUFFER, 0, 2, { p->a.shape[0], p->n }, { 0 } };
  plan_place(b, &out, NULL);
  c.x               = p->a;
  c.out             = out;
  c.pixels.in       = (int32_t)p->a.shape[0];
  c.pixels.out      = (int32_t)p->a.shape[0];
  c.pixels.in_step  = p->a.stride[0];
  c.pixels.out_step = out.stride[0];
  c.inner           = (int32_t)p->a.shape[1];
  c.in_inner        = p->a.stride[1];
  c.channels        = (int32_t)p->n;
  c.weights         = p->b;
  c.w_inner         = p->b_k;
  c.w_channel       = p->b_n;
  c.bias            = p->bias;
  c.factor          = p->factor;
  c.bias_factor     = p->bias_factor;
  plan_emit_conv(b, &c, false);
  return out;
}

/// out = a·b for views of equal rank, 3 or more, whose leading dimensions are broadcast
static void
batched(PlanBuilder* const b, const PlanView* const x, const PlanView* const y, const PlanView* const out)
{
  PlanStep* const step = plan_step(b);
  if (!step) {
    return;
  }
  KernelMatmul* const s    = &step->shape.matmul;
  const uint32_t      rank = out->rank;
  s->rank                  = rank - 2;
  s->m                     = out->shape[rank - 2];
  s->n                     = out->shape[rank - 1];
  s->k                     = x->shape[rank - 1];
  s->out_m                 = out->stride[rank - 2];
  s->out_n                 = out->stride[rank - 1];
  s->a_m                   = x->stride[rank - 2];
  s->a_k                   = x->stride[rank - 1];
  s->b_k                   = y->stride[rank - 2];
  s->b_n                   = y->stride[rank - 1];
  for (uint32_t i = 0; i < s->rank; ++i) {
    s->shape[i] = out->shape[i];
    s->out[i]   = out->stride[i];
    s->in[0][i] = x->shape[i] == 1 ? 0 : x->stride[i];
    s->in[1][i] = y->shape[i] == 1 ? 0 : y->stride[i];
  }
  const uint64_t cost = (uint64_t)s->k * (s->b_n == 1 ? 1 : 4);
  plan_cut(s->n, cost, &s->chunk, &s->chunks);
  step->kernel    = KERNEL_MATMUL;
  step->out       = plan_ref(out);
  step->in[0]     = plan_ref(x);
  step->in[1]     = plan_ref(y);
  step->unit_cost = cost * s->chunk;
  step->units     = (uint32_t)(plan_view_size(out) / s->n) * s->chunks;
}

/// `view` with 1s before its dimensions up to `rank`
static PlanView
lifted(const PlanView* const view, const uint32_t rank)
{
  PlanView       result  = *view;
  const uint32_t missing = rank - view->rank;
  result.rank            = rank;
  for (uint32_t i = 0; i < rank; ++i) {
    result.shape[i]  = i < missing ? 1 : view->shape[i - missing];
    result.stride[i] = i < missing ? 0 : view->stride[i - missing];
  }
  return result;
}

static PlanView
transposed(const PlanView* const view, const bool transpose)
{
  PlanView result = *view;
  if (transpose) {
    result.shape[0]  = view->shape[1];
    result.shape[1]  = view->shape[0];
    result.stride[0] = view->stride[1];
    result.stride[1] = view->stride[0];
  }
  return result;
}

/// A constant of one element
static PlanView
scalar(PlanBuilder* const b, const float value)
{
  PlanRef        ref;
  float* const   values = plan_constant(b, 1, &ref);
  const PlanView view   = { ref.buffer, 0, 0, { 0 }, { 0 } };
  if (values) {
    *values = value;
  }
  return view;
}

/// x + factor·y, broadcast to x
static PlanView
add_scaled(PlanBuilder* const b, const PlanView* const x, const PlanView* const y, const float factor)
{
  const PlanView in[3] = { *y, scalar(b, factor), *x };
  PlanView       out   = *x;
  plan_place(b, &out, x);
  plan_map(b, MAP_AFFINE, &out, in, 3, 0.0f, 0.0f);
  return out;
}

/// alpha·a·b where b is computed at run time
static PlanView
variable_product(PlanBuilder* const b, const GraphNode* const node, const PlanView* const x)
{
  const PlanView second = plan_view(b, node->inputs[1]);
  const PlanView y      = transposed(&second, node->trans_b);
  const PlanView x3     = lifted(x, 3);
  const PlanView y3     = lifted(&y, 3);
  PlanView       out    = plan_tensor_shape(b, node->output);
  plan_place(b, &out, NULL);
  const PlanView out3 = lifted(&out, 3);
  batched(b, &x3, &y3, &out3);
  if (node->alpha != 1.0f) {
    const PlanView in[2] = { out, scalar(b, node->alpha) };
    plan_place(b, &out, NULL);
    plan_map(b, MAP_MUL, &out, in, 2, 0.0f, 0.0f);
  }
  return out;
}

void
plan_lower_gemm(PlanBuilder* const b, const GraphNode* const node)
{
  const PlanView first  = plan_view(b, node->inputs[0]);
  const PlanView x      = transposed(&first, node->trans_a);
  const bool     biased = node->n_inputs > 2 && node->inputs[2] >= 0;
  const PlanView shape  = plan_tensor_shape(b, node->output);
  const float*   bias   = NULL;
  PlanView       out;
  if (biased && plan_floats(b, node, 2)) {
    const PlanView c = plan_tensor_shape(b, node->inputs[2]);
    bias = plan_view_size(&c) == shape.shape[1] && (c.rank < 2 || c.shape[0] == 1) ? plan_floats(b, node, 2) : NULL;
  }
  if (plan_floats(b, node, 1)) {
    const ptrdiff_t n = (ptrdiff_t)shape.shape[1], k = (ptrdiff_t)x.shape[1];
    const Product   p = {
        x,           shape.shape[1], plan_floats(b, node, 1), node->trans_b ? 1 : n, node->trans_b ? k : 1, bias,
        node->alpha, node->beta
    };
    out = product(b, &p);
  } else {
    bias = NULL;
    out  = variable_product(b, node, &x);
  }
  if (biased && !bias) {
    const PlanView c = plan_view(b, node->inputs[2]);
    out              = add_scaled(b, &out, &c, node->beta);
  }
  b->views[node->output] = out;
}

/// A vector as a matrix of one row (first factor) or one column (second)
static PlanView
as_matrix(const PlanView* const view, const bool column)
{
  PlanView result = *view;
  if (view->rank == 1) {
    result.rank            = 2;
    result.shape[!column]  = view->shape[0];
    result.shape[column]   = 1;
    result.stride[!column] = view->stride[0];
    result.stride[column]  = 0;
  }
  return result;
}

/// x (..., K) times a constant matrix (K, N): one product over all rows
static PlanView
constant_product(PlanBuilder* const b, PlanView x, const uint32_t n, const float* const matrix)
{
  const uint32_t k       = x.shape[x.rank - 1];
  const uint32_t flat[2] = { (uint32_t)(plan_view_size(&x) / k), k };
  PlanView       a       = x;
  if (!plan_view_reshape(&x, 2, flat, &a)) {
    x = plan_row_major(b, &x);
    (void)plan_view_reshape(&x, 2, flat, &a);
  }
  const Product p = { a, n, matrix, (ptrdiff_t)n, 1, NULL, 1.0f, 1.0f };
  return product(b, &p);
}

void
plan_lower_matmul(PlanBuilder* const b, const GraphNode* const node)
{
  const PlanView x     = plan_view(b, node->inputs[0]);
  const PlanView shape = plan_tensor_shape(b, node->output);
  const PlanView right = plan_tensor_shape(b, node->inputs[1]);
  PlanView       all   = shape;
  if (plan_floats(b, node, 1) && right.rank <= 2) {
    all = constant_product(b, x, right.rank == 2 ? right.shape[1] : 1, plan_floats(b, node, 1));
  } else {
    const PlanView y = plan_view(b, node->inputs[1]);
    const PlanView a = as_matrix(&x, false), c = as_matrix(&y, true);
    const uint32_t most = a.rank > c.rank ? a.rank : c.rank;
    const uint32_t rank = most < 3 ? 3 : most;
    const PlanView a3 = lifted(&a, rank), c3 = lifted(&c, rank);
    all.rank = rank;
    for (uint32_t i = 0; i + 2 < rank; ++i) {
      all.shape[i] = a3.shape[i] == 1 ? c3.shape[i] : a3.shape[i];
    }
    all.shape[rank - 2] = a3.shape[rank - 2];
    all.shape[rank - 1] = c3.shape[rank - 1];
    plan_place(b, &all, NULL);
    batched(b, &a3, &c3, &all);
  }
  (void)plan_view_reshape(&all, shape.rank, shape.shape, &b->views[node->output]);
}
