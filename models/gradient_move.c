// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

/// Gradients of operators that change places alone

#include "models/gradient_parts.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_GATHER = 1 << 22 }; ///< Elements of the matrix that a Gather stands for

void
gradient_of_reshape(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const GraphTensor x = gradient_shape(b, node->inputs[0]);
  gradient_give(b, node->inputs[0], gradient_reshape(b, dy, x.rank, x.shape));
}

void
gradient_of_expand(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  gradient_give(b, node->inputs[0], dy);
}

void
gradient_of_transpose(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  int64_t inverse[GRAPH_MAX_RANK] = { 0 };
  for (uint32_t d = 0; d < node->n_axes; ++d) {
    inverse[node->axes[d]] = d;
  }
  gradient_give(b, node->inputs[0], gradient_transpose(b, dy, inverse));
}

void
gradient_of_concat(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  int64_t first[GRAPH_MAX_RANK] = { 0 };
  for (uint32_t i = 0; i < node->n_inputs; ++i) {
    const GraphTensor x = gradient_shape(b, node->inputs[i]);
    if (gradient_wanted(b, node->inputs[i])) {
      gradient_give(b, node->inputs[i], gradient_slice(b, dy, first, x.shape, NULL));
    }
    first[node->axis] += x.shape[node->axis];
  }
}

/// Dimensions before `d`, and after it
static void
around(const GraphTensor* const t, const uint32_t d, int64_t* const before, int64_t* const after)
{
  *before = *after = 1;
  for (uint32_t i = 0; i < t->rank; ++i) {
    *before *= i < d ? t->shape[i] : 1;
    *after *= i > d ? t->shape[i] : 1;
  }
}

/// Zeros after each element of dimension `d`
static int32_t
spread_along(GradientBuilder* const b, const int32_t x, const uint32_t d, const int64_t step)
{
  GraphTensor t      = gradient_shape(b, x);
  int64_t     before = 1, after = 1;
  if (x < 0 || step == 1) {
    return x;
  }
  around(&t, d, &before, &after);
  const int64_t apart[3] = { before * t.shape[d], 1, after };
  const int64_t pads[6]  = { 0, 0, 0, 0, step - 1, 0 };
  t.shape[d] *= step;
  return gradient_reshape(b, gradient_pad(b, gradient_reshape(b, x, 3, apart), pads), t.rank, t.shape);
}

int32_t
gradient_spread(GradientBuilder* const b, const int32_t x, const int64_t* const step)
{
  const uint32_t rank   = gradient_shape(b, x).rank;
  int32_t        result = x;
  for (uint32_t d = 0; d < rank; ++d) {
    result = spread_along(b, result, d, step[d]);
  }
  return result;
}

void
gradient_of_slice(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const GraphTensor x = gradient_shape(b, node->inputs[0]), y = gradient_shape(b, dy);
  int64_t           last[GRAPH_MAX_RANK] = { 0 }, sign[GRAPH_MAX_RANK] = { 0 }, step[GRAPH_MAX_RANK] = { 0 };
  int64_t           pads[2 * GRAPH_MAX_RANK] = { 0 };
  for (uint32_t d = 0; d < x.rank; ++d) {
    const int64_t s     = node->pads[x.rank + d];
    const int64_t first = s > 0 ? node->pads[d] : node->pads[d] + (y.shape[d] - 1) * s;
    sign[d]             = s > 0 ? 1 : -1;
    step[d]             = y.shape[d] == 1 ? 1 : s * sign[d];
    last[d]             = s > 0 ? 0 : y.shape[d] - 1;
    pads[d]             = first;
    pads[x.rank + d]    = x.shape[d] - first - y.shape[d] * step[d];
  }
  const int32_t forward = gradient_slice(b, dy, last, y.shape, sign);
  gradient_give(b, node->inputs[0], gradient_pad(b, gradient_spread(b, forward, step), pads));
}

void
gradient_of_pad(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const uint32_t rank                     = gradient_shape(b, dy).rank;
  int64_t        pads[2 * GRAPH_MAX_RANK] = { 0 };
  bool           any                      = false;
  for (uint32_t i = 0; i < 2 * rank; ++i) {
    pads[i] = -node->pads[i];
    any     = any || pads[i];
  }
  if (any && node->pad_mode != PAD_CONSTANT) {
    gradient_refuse(b, "it repeats its input's border; pad with zeros instead");
    return;
  }
  gradient_give(b, node->inputs[0], gradient_pad(b, dy, pads));
}

void
gradient_of_tile(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const GraphTensor x   = gradient_shape(b, node->inputs[0]);
  GraphTensor       t   = gradient_shape(b, dy);
  int32_t           sum = dy;
  for (uint32_t d = 0; d < x.rank; ++d) {
    int64_t before = 1, after = 1;
    around(&t, d, &before, &after);
    const int64_t repeats = 1, apart[4] = { before, node->axes[d], x.shape[d], after };
    t.shape[d] = x.shape[d];
    if (node->axes[d] > 1) {
      sum = gradient_reduce(b, OP_REDUCE_SUM, gradient_reshape(b, sum, 4, apart), 1, &repeats);
      sum = gradient_reshape(b, sum, t.rank, t.shape);
    }
  }
  gradient_give(b, node->inputs[0], sum);
}

/// As a product with a matrix of ones where a value was taken from
void
gradient_of_gather(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const GraphTensor x     = gradient_shape(b, node->inputs[0]);
  const GraphTensor list  = gradient_shape(b, node->inputs[1]);
  const int64_t     n     = x.shape[node->axis];
  const int64_t     k     = (int64_t)graph_tensor_size(&list);
  float* const      taken = n * k > 0 && n * k <= MAX_GATHER ? (float*)calloc((size_t)(n * k), sizeof(float)) : NULL;
  if (!taken) {
    gradient_refuse(b, "it gathers too much");
    return;
  }
  for (int64_t i = 0; i < k; ++i) {
    const int64_t at                      = ((const int64_t*)list.constant)[i];
    taken[(at < 0 ? at + n : at) * k + i] = 1.0f;
  }
  int64_t before = 1, after = 1;
  around(&x, (uint32_t)node->axis, &before, &after);
  const int64_t matrix[2] = { n, k }, rows[3] = { before, k, after };
  const int32_t given =
    gradient_binary(b, OP_MATMUL, gradient_constant(b, 2, matrix, taken), gradient_reshape(b, dy, 3, rows));
  gradient_give(b, node->inputs[0], gradient_reshape(b, given, x.rank, x.shape));
  free(taken);
}
