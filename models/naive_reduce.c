// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/naive_kernels.h"
#include "models/naive_operand.h"
#include "models/walk.h"

#include <math.h>

void
naive_batch_norm(const Graph* const       graph,
                 const GraphNode* const   node,
                 const void* const* const inputs,
                 void* const              output)
{
  // x is (N, C, ...), scale, bias, mean and variance are (C)
  const GraphTensor* const x     = input_of(graph, node, 0);
  const size_t             n     = (size_t)x->shape[0];
  const size_t             c     = (size_t)x->shape[1];
  const size_t             inner = graph_tensor_size(x) / (n * c);
  const float* const       scale = inputs[1];
  const float* const       bias  = inputs[2];
  const float* const       mean  = inputs[3];
  const float* const       var   = inputs[4];
  for (size_t i = 0; i < n * c * inner; ++i) {
    const size_t k      = i / inner % c;
    const double factor = (double)scale[k] / sqrt((double)var[k] + (double)node->epsilon);
    ((float*)output)[i] = (float)(((double)((const float*)inputs[0])[i] - (double)mean[k]) * factor + (double)bias[k]);
  }
}

void
naive_layer_norm(const Graph* const       graph,
                 const GraphNode* const   node,
                 const void* const* const inputs,
                 void* const              output)
{
  const GraphTensor* const x    = input_of(graph, node, 0);
  size_t                   size = 1;
  for (uint32_t d = (uint32_t)node->axis; d < x->rank; ++d) {
    size *= (size_t)x->shape[d];
  }

  const float* const scale = inputs[1];
  const float* const bias  = node->n_inputs > 2 ? inputs[2] : NULL;
  for (size_t r = 0; r < graph_tensor_size(x) / size; ++r) {
    const float* const in   = (const float*)inputs[0] + r * size;
    double             mean = 0, variance = 0;
    for (size_t i = 0; i < size; ++i) {
      mean += (double)in[i] / (double)size;
    }
    for (size_t i = 0; i < size; ++i) {
      variance += ((double)in[i] - mean) * ((double)in[i] - mean) / (double)size;
    }
    for (size_t i = 0; i < size; ++i) {
      const double unit              = ((double)in[i] - mean) / sqrt(variance + (double)node->epsilon);
      ((float*)output)[r * size + i] = (float)(unit * (double)scale[i] + (bias ? (double)bias[i] : 0.0));
    }
  }
}

/// A walk over the reduced axes of x, and one over the others, both following x by operand 0
static void
split_walk(const GraphTensor* const x, const GraphNode* const node, Walk* const outer, Walk* const inner)
{
  *outer = walk_over(x->rank, x->shape);
  *inner = *outer;
  walk_broadcast(outer, 0, x);
  walk_broadcast(inner, 0, x);

  bool reduced[GRAPH_MAX_RANK] = { false };
  for (uint32_t i = 0; i < node->n_axes; ++i) {
    reduced[node->axes[i]] = true;
  }
  for (uint32_t d = 0; d < x->rank; ++d) {
    *(reduced[d] ? &outer->shape[d] : &inner->shape[d]) = 1;
  }
}

typedef enum { LARGEST, MEAN, SUM } Reduction;

/// Reduce what `inner` walks over, from where `outer` stands; nothing gives a sum of 0
static float
reduce_at(const Reduction reduction, const Walk* const outer, Walk* const inner, const float* const x)
{
  double largest = (double)-INFINITY, sum = 0;
  size_t count = 1;
  for (uint32_t d = 0; d < inner->rank; ++d) {
    count *= (size_t)inner->shape[d];
  }
  for (size_t i = 0; i < count; ++i) {
    const double value = (double)x[outer->offsets[0] + inner->offsets[0]];
    largest            = value > largest ? value : largest;
    sum += value;
    walk_next(inner);
  }
  return (float)(reduction == LARGEST ? largest : reduction == SUM ? sum : sum / (double)count);
}

static void
reduce(const Graph* const     graph,
       const GraphNode* const node,
       const Reduction        reduction,
       const float* const     x,
       float*                 to)
{
  Walk outer, inner;
  split_walk(input_of(graph, node, 0), node, &outer, &inner);
  do {
    *to++ = reduce_at(reduction, &outer, &inner, x);
  } while (walk_next(&outer));
}

void
naive_reduce_max(const Graph* const       graph,
                 const GraphNode* const   node,
                 const void* const* const inputs,
                 void* const              output)
{
  reduce(graph, node, LARGEST, inputs[0], output);
}

void
naive_reduce_mean(const Graph* const       graph,
                  const GraphNode* const   node,
                  const void* const* const inputs,
                  void* const              output)
{
  reduce(graph, node, MEAN, inputs[0], output);
}

void
naive_reduce_sum(const Graph* const       graph,
                 const GraphNode* const   node,
                 const void* const* const inputs,
                 void* const              output)
{
  reduce(graph, node, SUM, inputs[0], output);
}

/// All spatial axes of `node`'s input, reduced
static GraphNode
over_space(const Graph* const graph, const GraphNode* const node)
{
  GraphNode all = *node;
  for (all.n_axes = 0; all.n_axes + 2 < input_of(graph, node, 0)->rank; ++all.n_axes) {
    all.axes[all.n_axes] = all.n_axes + 2;
  }
  return all;
}

void
naive_global_average_pool(const Graph* const       graph,
                          const GraphNode* const   node,
                          const void* const* const inputs,
                          void* const              output)
{
  const GraphNode all = over_space(graph, node);
  reduce(graph, &all, MEAN, inputs[0], output);
}

void
naive_global_max_pool(const Graph* const       graph,
                      const GraphNode* const   node,
                      const void* const* const inputs,
                      void* const              output)
{
  const GraphNode all = over_space(graph, node);
  reduce(graph, &all, LARGEST, inputs[0], output);
}

void
naive_softmax(const Graph* const       graph,
              const GraphNode* const   node,
              const void* const* const inputs,
              void* const              output)
{
  // e^(x - largest) over its sum along the node's axes
  Walk outer, inner;
  split_walk(input_of(graph, node, 0), node, &outer, &inner);
  const float* const x = inputs[0];
  float* const       y = output;
  do {
    const double largest = (double)reduce_at(LARGEST, &outer, &inner, x);
    double       sum     = 0;
    do {
      sum += exp((double)x[outer.offsets[0] + inner.offsets[0]] - largest);
    } while (walk_next(&inner));
    do {
      const int64_t at = outer.offsets[0] + inner.offsets[0];
      y[at]            = (float)(exp((double)x[at] - largest) / sum);
    } while (walk_next(&inner));
  } while (walk_next(&outer));
}
