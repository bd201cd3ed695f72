// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

/// Gradients of reductions and of what is made of them

#include "models/gradient_parts.h"

#include <math.h>

static int32_t
mul(GradientBuilder* const b, const int32_t x, const int32_t y)
{
  return gradient_binary(b, OP_MUL, x, y);
}

/// `t` with these dimensions reduced to 1; `count` gets how many values become one
static GraphTensor
reduced(const GraphTensor* const t, const uint32_t n_axes, const int64_t* const axes, int64_t* const count)
{
  GraphTensor result = *t;
  *count             = 1;
  for (uint32_t i = 0; i < n_axes; ++i) {
    *count *= t->shape[axes[i]];
    result.shape[axes[i]] = 1;
  }
  return result;
}

/// dy in equal parts to all places that hold the maximum
static int32_t
shared(GradientBuilder* const b,
       const int32_t          x,
       const int32_t          y,
       const int32_t          dy,
       const uint32_t         n_axes,
       const int64_t* const   axes)
{
  const int32_t below = gradient_binary(b, OP_SUB, x, y);
  const int32_t there = gradient_where(b, below, gradient_number(b, 0.0f), gradient_number(b, 1.0f));
  const int32_t count = gradient_reduce(b, OP_REDUCE_SUM, there, n_axes, axes);
  return mul(b, there, gradient_binary(b, OP_DIV, dy, count));
}

/// Over any axes, kept or not
static void
reduce(GradientBuilder* const b,
       const GraphNode* const node,
       int32_t                dy,
       const GraphOp          op,
       const uint32_t         n_axes,
       const int64_t* const   axes)
{
  const int32_t     x     = node->inputs[0];
  const GraphTensor whole = gradient_shape(b, x);
  int64_t           count = 1;
  const GraphTensor kept  = reduced(&whole, n_axes, axes, &count);
  dy                      = gradient_reshape(b, dy, kept.rank, kept.shape);
  if (op == OP_REDUCE_MAX) {
    const int32_t y = gradient_reshape(b, node->output, kept.rank, kept.shape);
    gradient_give(b, x, shared(b, x, y, dy, n_axes, axes));
    return;
  }
  dy = op == OP_REDUCE_MEAN ? gradient_times(b, dy, 1.0f / (float)count) : dy;
  gradient_give(b, x, gradient_expand(b, dy, whole.rank, whole.shape));
}

void
gradient_of_reduce(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  if (node->op != OP_REDUCE_MAX || !gradient_through_maximum(b, node, dy)) {
    reduce(b, node, dy, node->op, node->n_axes, node->axes);
  }
}

void
gradient_of_global_pool(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const int64_t  axes[GRAPH_MAX_RANK] = { 2, 3, 4, 5, 6, 7, 0, 0 };
  const uint32_t rank                 = gradient_shape(b, dy).rank;
  reduce(b, node, dy, node->op == OP_GLOBAL_MAX_POOL ? OP_REDUCE_MAX : OP_REDUCE_MEAN, rank - 2, axes);
}

/// y·(dy - the sum of y·dy)
void
gradient_of_softmax(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const int32_t y   = node->output;
  const int32_t sum = gradient_reduce(b, OP_REDUCE_SUM, mul(b, y, dy), node->n_axes, node->axes);
  gradient_give(b, node->inputs[0], mul(b, y, gradient_binary(b, OP_SUB, dy, sum)));
}

/// (d - mean(d) - z·mean(d·z)) / deviation, where d = dy·scale and z is x without its mean and deviation
void
gradient_of_layer_norm(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const int32_t     x                    = node->inputs[0];
  const GraphTensor t                    = gradient_shape(b, x);
  const uint32_t    n                    = t.rank - (uint32_t)node->axis;
  int64_t           axes[GRAPH_MAX_RANK] = { 0 };
  for (uint32_t i = 0; i < n; ++i) {
    axes[i] = node->axis + i;
  }
  const int32_t far       = gradient_binary(b, OP_SUB, x, gradient_reduce(b, OP_REDUCE_MEAN, x, n, axes));
  const int32_t variance  = gradient_reduce(b, OP_REDUCE_MEAN, mul(b, far, far), n, axes);
  const int32_t above     = gradient_binary(b, OP_ADD, variance, gradient_number(b, node->epsilon));
  const int32_t deviation = gradient_unary(b, OP_SQRT, above);
  const int32_t z         = gradient_binary(b, OP_DIV, far, deviation);
  const int32_t scale     = gradient_reshape(b, node->inputs[1], n, t.shape + node->axis);
  const int32_t d         = mul(b, dy, scale);
  const int32_t mean      = gradient_reduce(b, OP_REDUCE_MEAN, d, n, axes);
  const int32_t along     = mul(b, z, gradient_reduce(b, OP_REDUCE_MEAN, mul(b, d, z), n, axes));
  const int32_t rest      = gradient_binary(b, OP_SUB, gradient_binary(b, OP_SUB, d, mean), along);
  gradient_give(b, x, gradient_binary(b, OP_DIV, rest, deviation));
}
