// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/fuse.h"

#include "models/fold.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// y = scale · x + shift for each channel
typedef struct {
  size_t  channels;
  double* scale; ///< [channels], owned
  double* shift; ///< [channels], in the same allocation
} Affine;

static const GraphTensor*
input_of(const Graph* const graph, const GraphNode* const node, const uint32_t i)
{
  return i < node->n_inputs && node->inputs[i] >= 0 ? &graph->tensors[node->inputs[i]] : NULL;
}

/// A new constant named after the node that it belongs to, or -1
static int32_t
add_weights(Graph* const         graph,
            const uint32_t       n,
            const char* const    what,
            const uint32_t       rank,
            const int64_t* const shape,
            const float* const   values)
{
  char name[256] = "";
  snprintf(name, sizeof(name), "%.200s.%s", graph->nodes[n].name, what);
  return graph_add_tensor(graph, name, TENSOR_FLOAT, rank, shape, values);
}

bool
fuse_pad(Graph* const graph, const uint32_t n)
{
  GraphNode* const conv   = &graph->nodes[n];
  const int32_t    before = graph_producer(graph, conv->inputs[0]);
  if (conv->op != OP_CONV || before < 0) {
    return false;
  }
  const GraphNode* const pad  = &graph->nodes[before];
  const uint32_t         rank = conv->spatial + 2;
  if (pad->op != OP_PAD || pad->alpha != 0 || pad->pad_mode != PAD_CONSTANT || pad->pads[0] || pad->pads[1] ||
      pad->pads[rank] || pad->pads[rank + 1]) {
    return false;
  }
  for (uint32_t d = 2; d < rank; ++d) {
    if (pad->pads[d] < 0 || pad->pads[rank + d] < 0) {
      return false;
    }
  }
  for (uint32_t d = 0; d < conv->spatial; ++d) {
    conv->pads[d] += pad->pads[2 + d];
    conv->pads[conv->spatial + d] += pad->pads[rank + 2 + d];
  }
  conv->inputs[0] = pad->inputs[0];
  return true;
}

/// Repeats of x's channels if the node repeats channels alone, else 0
static int64_t
channel_repeats(const Graph* const graph, const GraphNode* const node)
{
  const GraphTensor* const x   = &graph->tensors[node->inputs[0]];
  const GraphTensor* const out = &graph->tensors[node->output];
  if ((node->op != OP_TILE && node->op != OP_EXPAND) || x->rank != out->rank || x->rank < 3) {
    return 0;
  }
  for (uint32_t d = 0; d < x->rank; ++d) {
    if (d != 1 && x->shape[d] != out->shape[d]) {
      return 0;
    }
  }
  return out->shape[1] / x->shape[1];
}

bool
fuse_repeat(Graph* const graph, const uint32_t n)
{
  const int32_t before  = graph_producer(graph, graph->nodes[n].inputs[0]);
  const int64_t repeats = before < 0 ? 0 : channel_repeats(graph, &graph->nodes[before]);
  if (graph->nodes[n].op != OP_CONV || graph->nodes[n].group != 1 || repeats < 2) {
    return false;
  }

  // weights (M, R · C, k) become (M, C, k)
  const GraphTensor weights = graph->tensors[graph->nodes[n].inputs[1]];
  GraphTensor       less    = weights;
  less.shape[1] /= repeats;
  const size_t maps  = (size_t)weights.shape[0];
  const size_t block = graph_tensor_size(&less) / maps;
  float* const sums  = malloc(maps * block * sizeof(float));
  if (!sums) {
    return false;
  }
  for (size_t i = 0; i < maps * block; ++i) {
    double sum = 0;
    for (int64_t r = 0; r < repeats; ++r) {
      sum += (double)((const float*)weights.constant)[(i / block * (size_t)repeats + (size_t)r) * block + i % block];
    }
    sums[i] = (float)sum;
  }
  const int32_t tensor = add_weights(graph, n, "weights", less.rank, less.shape, sums);
  free(sums);
  if (tensor < 0) {
    return false;
  }
  graph->nodes[n].inputs[1] = tensor;
  graph->nodes[n].inputs[0] = graph->nodes[before].inputs[0];
  return true;
}

bool
fuse_matmul(Graph* const graph, const uint32_t n)
{
  GraphNode* const         node = &graph->nodes[n];
  const GraphTensor* const a    = input_of(graph, node, 0);
  const GraphTensor* const b    = input_of(graph, node, 1);
  if (node->op != OP_MATMUL || a->rank != 2 || b->rank != 2 || !b->constant) {
    return false;
  }
  node->op      = OP_GEMM;
  node->alpha   = 1;
  node->beta    = 1;
  node->trans_a = false;
  node->trans_b = false;
  return true;
}

/// -c or 1 / c for each value of a constant, or -1 where that isn't finite or there is no memory
static int32_t
add_opposite(Graph* const graph, const uint32_t n, const bool reciprocal)
{
  const GraphTensor c      = graph->tensors[graph->nodes[n].inputs[1]];
  const size_t      size   = graph_tensor_size(&c);
  float* const      values = malloc((size + 1) * sizeof(float));
  bool              finite = values;
  for (size_t i = 0; finite && i < size; ++i) {
    const float value = ((const float*)c.constant)[i];
    values[i]         = reciprocal ? 1.0f / value : -value;
    finite            = isnormal(values[i]) || !reciprocal;
  }
  const int32_t tensor = finite ? add_weights(graph, n, "opposite", c.rank, c.shape, values) : -1;
  free(values);
  return tensor;
}

/// x^2 and x^0.5 in simpler words
static bool
fuse_power(GraphNode* const node, const GraphTensor* const x, const GraphTensor* const exponent)
{
  const bool  alone = graph_tensor_size(exponent) == 1 && exponent->rank <= x->rank;
  const float power = alone ? *(const float*)exponent->constant : 0;
  if (power == 2.0f) {
    node->op        = OP_MUL;
    node->inputs[1] = node->inputs[0];
  } else if (power == 0.5f) {
    node->op       = OP_SQRT;
    node->n_inputs = 1;
  }
  return node->op != OP_POW;
}

bool
fuse_arithmetic(Graph* const graph, const uint32_t n)
{
  const GraphOp            op     = graph->nodes[n].op;
  const GraphTensor* const second = input_of(graph, &graph->nodes[n], 1);
  if ((op != OP_SUB && op != OP_DIV && op != OP_POW) || !second || !second->constant || second->type != TENSOR_FLOAT) {
    return false;
  }
  if (op == OP_POW) {
    return fuse_power(&graph->nodes[n], input_of(graph, &graph->nodes[n], 0), second);
  }
  const int32_t opposite = add_opposite(graph, n, op == OP_DIV);
  if (opposite >= 0) {
    graph->nodes[n].op        = op == OP_SUB ? OP_ADD : OP_MUL;
    graph->nodes[n].inputs[1] = opposite;
  }
  return opposite >= 0;
}

static bool
affine_new(Affine* const affine, const size_t channels)
{
  affine->channels = channels;
  affine->scale    = malloc(2 * channels * sizeof(double));
  if (!affine->scale) {
    return false;
  }
  affine->shift = affine->scale + channels;
  for (size_t c = 0; c < channels; ++c) {
    affine->scale[c] = 1;
    affine->shift[c] = 0;
  }
  return true;
}

static void
affine_of_batch_norm(const Graph* const graph, const GraphNode* const node, Affine* const affine)
{
  const float* const scale    = input_of(graph, node, 1)->constant;
  const float* const bias     = input_of(graph, node, 2)->constant;
  const float* const mean     = input_of(graph, node, 3)->constant;
  const float* const variance = input_of(graph, node, 4)->constant;
  for (size_t c = 0; c < affine->channels; ++c) {
    affine->scale[c] = (double)scale[c] / sqrt((double)variance[c] + (double)node->epsilon);
    affine->shift[c] = (double)bias[c] - (double)mean[c] * affine->scale[c];
  }
}

/// True if `operand` holds one value, or one a channel (axis 1) of `x`
static bool
is_per_channel(const GraphTensor* const operand, const GraphTensor* const x)
{
  if (!operand->constant || operand->type != TENSOR_FLOAT || operand->rank > x->rank) {
    return false;
  }
  for (uint32_t d = 0; d < operand->rank; ++d) {
    const uint32_t axis = d + x->rank - operand->rank;
    if (operand->shape[d] != 1 && (axis != 1 || operand->shape[d] != x->shape[1])) {
      return false;
    }
  }
  return true;
}

/**
   Read a node as a factor and offset for each channel of the tensor `x`.
   @return False if it isn't one, or out of memory.
*/
static bool
read_affine(const Graph* const graph, const GraphNode* const node, const int32_t x, Affine* const affine)
{
  const GraphTensor* const tensor = &graph->tensors[x];
  if (tensor->rank < 2) {
    return false;
  }
  if (node->op == OP_BATCH_NORMALIZATION) {
    if (!affine_new(affine, (size_t)tensor->shape[1])) {
      return false;
    }
    affine_of_batch_norm(graph, node, affine);
    return true;
  }

  const GraphTensor* const other = input_of(graph, node, node->inputs[0] == x ? 1 : 0);
  if ((node->op != OP_MUL && node->op != OP_ADD) || !is_per_channel(other, tensor) ||
      !affine_new(affine, (size_t)tensor->shape[1])) {
    return false;
  }
  const size_t size = graph_tensor_size(other);
  for (size_t c = 0; c < affine->channels; ++c) {
    const double value                                            = (double)((const float*)other->constant)[c % size];
    *(node->op == OP_MUL ? &affine->scale[c] : &affine->shift[c]) = value;
  }
  return true;
}

/// Weights of a Conv or Gemm as (maps, per_map) in their own order, and their bias, in double precision
typedef struct {
  size_t  maps, per_map;
  double* weights; ///< Owned, as stored in the graph, alpha multiplied in
  double* bias;    ///< [maps] in the same allocation
} Linear;

/// True if node `n` is a Conv or Gemm whose weights can be changed
static bool
is_linear(const Graph* const graph, const GraphNode* const node)
{
  const GraphTensor* const w = input_of(graph, node, 1);
  const GraphTensor* const c = input_of(graph, node, 2);
  if (!w || !w->constant || !graph_tensor_size(w)) {
    return false;
  }
  const GraphTensor* const out = &graph->tensors[node->output];
  return node->op == OP_CONV || (node->op == OP_GEMM && (!c || is_per_channel(c, out)));
}

static bool
linear_read(const Graph* const graph, const GraphNode* const node, Linear* const linear)
{
  const GraphTensor* const w     = input_of(graph, node, 1);
  const GraphTensor* const c     = input_of(graph, node, 2);
  const bool               gemm  = node->op == OP_GEMM;
  const size_t             total = graph_tensor_size(w);

  linear->maps    = (size_t)w->shape[gemm && !node->trans_b];
  linear->per_map = total / linear->maps;
  linear->weights = malloc((total + linear->maps) * sizeof(double));
  if (!linear->weights) {
    return false;
  }
  linear->bias = linear->weights + total;
  for (size_t i = 0; i < total; ++i) {
    linear->weights[i] = (double)((const float*)w->constant)[i] * (gemm ? (double)node->alpha : 1.0);
  }
  for (size_t m = 0; m < linear->maps; ++m) {
    const double value = c ? (double)((const float*)c->constant)[m % graph_tensor_size(c)] : 0.0;
    linear->bias[m]    = value * (gemm ? (double)node->beta : 1.0);
  }
  return true;
}

/// Where weight `k` of map `m` lies: Gemm without trans_b stores (K, M)
static double*
weight_at(const Linear* const linear, const GraphNode* const node, const size_t m, const size_t k)
{
  const bool by_column = node->op == OP_GEMM && !node->trans_b;
  return &linear->weights[by_column ? k * linear->maps + m : m * linear->per_map + k];
}

/// Give node `n` these weights and this bias; false if out of memory
static bool
linear_write(Graph* const graph, const uint32_t n, const Linear* const linear)
{
  const GraphTensor w      = graph->tensors[graph->nodes[n].inputs[1]];
  const size_t      total  = linear->maps * linear->per_map;
  const int64_t     maps   = (int64_t)linear->maps;
  float* const      values = malloc((total + linear->maps) * sizeof(float));
  if (!values) {
    return false;
  }
  for (size_t i = 0; i < total + linear->maps; ++i) {
    values[i] = (float)linear->weights[i];
  }
  const int32_t weights = add_weights(graph, n, "weights", w.rank, w.shape, values);
  const int32_t bias    = add_weights(graph, n, "bias", 1, &maps, values + total);
  free(values);
  if (weights < 0 || bias < 0) {
    return false;
  }

  GraphNode* const node = &graph->nodes[n];
  node->inputs[1]       = weights;
  node->inputs[2]       = bias;
  node->n_inputs        = 3;
  node->alpha           = 1;
  node->beta            = 1;
  return true;
}

bool
fuse_affine_after(Graph* const graph, const uint32_t n)
{
  const GraphNode* const node = &graph->nodes[n];
  const bool             swap = node->n_inputs > 1 && input_of(graph, node, 0)->constant;
  const int32_t          x    = node->inputs[swap];
  const int32_t          p    = graph_producer(graph, x);
  Affine                 affine;
  Linear                 linear;
  if (p < 0 || graph_uses(graph, x) != 1 || !is_linear(graph, &graph->nodes[p]) ||
      !read_affine(graph, node, x, &affine)) {
    return false;
  }

  bool done = linear_read(graph, &graph->nodes[p], &linear);
  if (done) {
    for (size_t m = 0; m < linear.maps; ++m) {
      for (size_t k = 0; k < linear.per_map; ++k) {
        *weight_at(&linear, &graph->nodes[p], m, k) *= affine.scale[m];
      }
      linear.bias[m] = linear.bias[m] * affine.scale[m] + affine.shift[m];
    }
    done = linear_write(graph, (uint32_t)p, &linear);
    free(linear.weights);
  }
  free(affine.scale);
  if (done) {
    fold_redirect(graph, graph->nodes[n].output, x, true);
  }
  return done;
}

/// Input channel that weight `k` of map `m` multiplies
static size_t
channel_of(const Linear* const    linear,
           const GraphNode* const node,
           const size_t           channels,
           const size_t           m,
           const size_t           k)
{
  const size_t group   = (size_t)(node->op == OP_CONV ? node->group : 1);
  const size_t per_map = channels / group;
  return m / (linear->maps / group) * per_map + k / (linear->per_map / per_map);
}

/// True if what `affine` makes of zero padding is still zero, or there is none
static bool
padding_allows(const GraphNode* const node, const Affine* const affine)
{
  bool padded = false, shifted = false;
  for (uint32_t d = 0; node->op == OP_CONV && d < 2 * node->spatial; ++d) {
    padded = padded || node->pads[d];
  }
  for (size_t c = 0; c < affine->channels; ++c) {
    shifted = shifted || affine->shift[c] != 0;
  }
  return !padded || !shifted;
}

static void
take_over(Linear* const linear, const GraphNode* const node, const Affine* const affine)
{
  for (size_t m = 0; m < linear->maps; ++m) {
    for (size_t k = 0; k < linear->per_map; ++k) {
      double* const weight = weight_at(linear, node, m, k);
      const size_t  c      = channel_of(linear, node, affine->channels, m, k);
      linear->bias[m] += *weight * affine->shift[c];
      *weight *= affine->scale[c];
    }
  }
}

bool
fuse_affine_before(Graph* const graph, const uint32_t n)
{
  const GraphNode* const node = &graph->nodes[n];
  const int32_t          p    = graph_producer(graph, node->inputs[0]);
  Affine                 affine;
  Linear                 linear;
  if (p < 0 || !is_linear(graph, node) || node->trans_a || graph_uses(graph, node->inputs[0]) != 1) {
    return false;
  }
  const GraphNode* const before = &graph->nodes[p];
  const bool             swap   = before->n_inputs > 1 && input_of(graph, before, 0)->constant;
  const int32_t          x      = before->inputs[swap];
  if (!read_affine(graph, before, x, &affine)) {
    return false;
  }

  bool done = padding_allows(node, &affine) && linear_read(graph, node, &linear);
  if (done) {
    take_over(&linear, node, &affine);
    done = linear_write(graph, n, &linear);
    free(linear.weights);
  }
  free(affine.scale);
  if (done) {
    graph->nodes[n].inputs[0] = x;
  }
  return done;
}
