// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

/// Gradients of matrix products

#include "models/gradient_parts.h"

/// alpha·a·b, either one transposed or not
static int32_t
gemm(GradientBuilder* const b,
     const int32_t          x,
     const bool             trans_x,
     const int32_t          y,
     const bool             trans_y,
     const float            alpha)
{
  GraphNode node = graph_node(OP_GEMM);
  node.n_inputs  = 2;
  node.inputs[0] = x;
  node.inputs[1] = y;
  node.trans_a   = trans_x;
  node.trans_b   = trans_y;
  node.alpha     = alpha;
  return gradient_append(b, &node);
}

void
gradient_of_gemm(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const int32_t x = node->inputs[0], y = node->inputs[1], sum = node->n_inputs > 2 ? node->inputs[2] : -1;
  if (gradient_wanted(b, x)) {
    gradient_give(b,
                  x,
                  node->trans_a ? gemm(b, y, node->trans_b, dy, true, node->alpha)
                                : gemm(b, dy, false, y, !node->trans_b, node->alpha));
  }
  if (gradient_wanted(b, y)) {
    gradient_give(b,
                  y,
                  node->trans_b ? gemm(b, dy, true, x, node->trans_a, node->alpha)
                                : gemm(b, x, !node->trans_a, dy, false, node->alpha));
  }
  if (gradient_wanted(b, sum)) {
    gradient_give(b, sum, gradient_times(b, dy, node->beta));
  }
}

/// The last two dimensions swapped
static int32_t
turned(GradientBuilder* const b, const int32_t x)
{
  const uint32_t rank                 = gradient_shape(b, x).rank;
  int64_t        axes[GRAPH_MAX_RANK] = { 0, 1, 2, 3, 4, 5, 6, 7 };
  if (rank >= 2) {
    axes[rank - 2] = rank - 1;
    axes[rank - 1] = rank - 2;
  }
  return gradient_transpose(b, x, axes);
}

/// A vector as a matrix of one row or one column
static int32_t
as_matrix(GradientBuilder* const b, const int32_t x, const bool column)
{
  const GraphTensor t        = gradient_shape(b, x);
  const int64_t     shape[2] = { column ? t.shape[0] : 1, column ? 1 : t.shape[0] };
  return t.rank == 1 ? gradient_reshape(b, x, 2, shape) : x;
}

/// Give a factor its gradient, which is that of the factor as a matrix
static void
give_factor(GradientBuilder* const b, const int32_t tensor, const int32_t matrix, const int32_t d)
{
  const GraphTensor whole = gradient_shape(b, matrix), t = gradient_shape(b, tensor);
  gradient_give(b, tensor, gradient_reshape(b, gradient_sum_to(b, d, whole.rank, whole.shape), t.rank, t.shape));
}

void
gradient_of_matmul(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const int32_t     x = as_matrix(b, node->inputs[0], false);
  const int32_t     y = as_matrix(b, node->inputs[1], true);
  const GraphTensor a = gradient_shape(b, x), c = gradient_shape(b, y);
  GraphTensor       out = gradient_shape(b, node->output);
  if (x < 0 || y < 0) {
    return;
  }
  const uint32_t rank     = a.rank > c.rank ? a.rank : c.rank;
  out.rank                = rank; // What is leading stays
  out.shape[rank - 2]     = a.shape[a.rank - 2];
  out.shape[rank - 1]     = c.shape[c.rank - 1];
  const int32_t d_product = gradient_reshape(b, dy, rank, out.shape);
  if (gradient_wanted(b, node->inputs[0])) {
    give_factor(b, node->inputs[0], x, gradient_binary(b, OP_MATMUL, d_product, turned(b, y)));
  }
  if (gradient_wanted(b, node->inputs[1])) {
    give_factor(b, node->inputs[1], y, gradient_binary(b, OP_MATMUL, turned(b, x), d_product));
  }
}
