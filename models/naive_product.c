// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/naive_kernels.h"
#include "models/naive_operand.h"
#include "models/walk.h"

/// Sum of a (`k` values, `a_step` apart) times b (`b_step` apart)
static double
dot(const float* const a, const int64_t a_step, const float* const b, const int64_t b_step, const int64_t k)
{
  double sum = 0;
  for (int64_t i = 0; i < k; ++i) {
    sum += (double)a[i * a_step] * (double)b[i * b_step];
  }
  return sum;
}

void
naive_gemm(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  // out (M, N) = alpha · a (M, K) · b (K, N) + beta · c
  const GraphTensor* const a    = input_of(graph, node, 0);
  const GraphTensor* const b    = input_of(graph, node, 1);
  const GraphTensor* const out  = output_of(graph, node);
  const int64_t            k    = a->shape[!node->trans_a];
  const bool               sums = node->n_inputs > 2 && node->inputs[2] >= 0;
  Walk                     walk = walk_over(2, out->shape);
  if (sums) {
    walk_broadcast(&walk, 0, input_of(graph, node, 2));
  }

  float* to = output;
  do {
    const float* const row    = (const float*)inputs[0] + walk.index[0] * (node->trans_a ? 1 : k);
    const float* const column = (const float*)inputs[1] + walk.index[1] * (node->trans_b ? k : 1);
    const double       sum    = dot(row, node->trans_a ? a->shape[1] : 1, column, node->trans_b ? 1 : b->shape[1], k);
    const double       c      = sums ? (double)((const float*)inputs[2])[walk.offsets[0]] : 0.0;
    *to++                     = (float)((double)node->alpha * sum + (double)node->beta * c);
  } while (walk_next(&walk));
}

void
naive_matmul(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  // a (..., M, K), b (..., K, N), the leading axes broadcast; a or b of one axis is one row or column
  GraphTensor              a    = *input_of(graph, node, 0);
  GraphTensor              b    = *input_of(graph, node, 1);
  const GraphTensor* const out  = output_of(graph, node);
  const int64_t            m    = a.rank > 1 ? a.shape[a.rank - 2] : 1;
  const int64_t            k    = a.shape[a.rank - 1];
  const int64_t            n    = b.rank > 1 ? b.shape[b.rank - 1] : 1;
  Walk                     walk = walk_over(out->rank - (a.rank > 1) - (b.rank > 1), out->shape);
  a.rank                        = a.rank > 2 ? a.rank - 2 : 0;
  b.rank                        = b.rank > 2 ? b.rank - 2 : 0;
  walk_broadcast(&walk, 0, &a);
  walk_broadcast(&walk, 1, &b);

  float* to = output;
  do {
    const float* const left  = (const float*)inputs[0] + walk.offsets[0] * m * k;
    const float* const right = (const float*)inputs[1] + walk.offsets[1] * k * n;
    for (int64_t i = 0; i < m * n; ++i) {
      *to++ = (float)dot(left + i / n * k, 1, right + i % n, n, k);
    }
  } while (walk_next(&walk));
}
