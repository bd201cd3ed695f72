// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/models/random_graph.h"

#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MAX_SIZE = 20000 };

uint32_t
random_below(Random* const random, const uint32_t n)
{
  random->state = random->state * 6364136223846793005ULL + 1442695040888963407ULL;
  return (uint32_t)((random->state >> 33) % n);
}

float
random_float(Random* const random)
{
  return (float)random_below(random, 20001) / 10000.0f - 1.0f;
}

/// A graph that grows at tensor `x`
typedef struct {
  Graph*    graph;
  Random*   random;
  uint32_t* used;
  int32_t   x;
} Growth;

static GraphTensor
shape_of(const Growth* const g)
{
  return g->graph->tensors[g->x];
}

static uint32_t
below(const Growth* const g, const int64_t n)
{
  return random_below(g->random, (uint32_t)n);
}

/// A constant of random values between `low` and `low` + 2
static int32_t
constant(const Growth* const g, const uint32_t rank, const int64_t* const shape, const float low)
{
  size_t size = 1;
  for (uint32_t i = 0; i < rank; ++i) {
    size *= (size_t)shape[i];
  }
  float* const values = (float*)calloc(size + 1, sizeof(float));
  assert_non_null(values);
  for (size_t i = 0; i < size; ++i) {
    values[i] = random_float(g->random) + 1.0f + low;
  }
  char name[32] = "";
  snprintf(name, sizeof(name), "c%u", g->graph->n_tensors);
  const int32_t tensor = graph_add_tensor(g->graph, name, TENSOR_FLOAT, rank, shape, values);
  free(values);
  return tensor;
}

/// Append the node; keep its output if it isn't too large
static int32_t
append(Growth* const g, GraphNode* const node, const uint32_t n_inputs)
{
  EquusError error    = { EQUUS_OK, "" };
  char       name[32] = "";
  node->n_inputs      = n_inputs;
  snprintf(name, sizeof(name), "t%u", g->graph->n_tensors);
  const int32_t output = graph_add_node(g->graph, node, name, name, &error);
  if (output < 0) {
    fail_msg("%s", error.text);
  }
  ++g->used[node->op];
  g->x = output;
  return output;
}

static GraphNode
node_on(const Growth* const g, const GraphOp op)
{
  GraphNode node = graph_node(op);
  node.inputs[0] = g->x;
  return node;
}

static void
unary(Growth* const g, const GraphOp op)
{
  GraphNode node   = node_on(g, op);
  node.approximate = below(g, 2);
  if (op == OP_CLIP) {
    node.alpha = -0.5f;
    node.beta  = 0.7f;
  }
  append(g, &node, 1);
}

static void
silu(Growth* const g)
{
  const int32_t x    = g->x;
  GraphNode     gate = node_on(g, OP_SIGMOID);
  append(g, &gate, 1);
  GraphNode mul = node_on(g, OP_MUL);
  mul.inputs[1] = x;
  append(g, &mul, 2);
}

/// With a constant that repeats along some dimensions
static void
binary(Growth* const g, const GraphOp op)
{
  const GraphTensor x                     = shape_of(g);
  int64_t           shape[GRAPH_MAX_RANK] = { 0 };
  const uint32_t    skip                  = below(g, x.rank + 1);
  for (uint32_t i = skip; i < x.rank; ++i) {
    shape[i - skip] = below(g, 2) ? x.shape[i] : 1;
  }
  GraphNode node = node_on(g, op);
  node.inputs[1] = constant(g, x.rank - skip, shape, -1.0f);
  append(g, &node, 2);
}

static void
norm(Growth* const g)
{
  const GraphTensor x = shape_of(g);
  if (x.rank < 2) {
    return;
  }
  GraphNode node = node_on(g, OP_BATCH_NORMALIZATION);
  for (uint32_t i = 1; i < 5; ++i) {
    node.inputs[i] = constant(g, 1, &x.shape[1], i == 4 ? 0.1f : -1.0f);
  }
  append(g, &node, 5);
}

static bool
window(Growth* const g, GraphNode* const node)
{
  const GraphTensor x = shape_of(g);
  if (x.rank < 3 || x.rank > 4) {
    return false;
  }
  node->spatial = x.rank - 2;
  for (uint32_t d = 0; d < node->spatial; ++d) {
    node->kernel[d]               = 1 + below(g, x.shape[2 + d] < 5 ? x.shape[2 + d] : 5);
    node->strides[d]              = 1 + below(g, 2);
    node->dilations[d]            = node->kernel[d] * 2 < x.shape[2 + d] ? 1 + below(g, 2) : 1;
    node->pads[d]                 = below(g, node->kernel[d]);
    node->pads[node->spatial + d] = below(g, node->kernel[d]);
  }
  return true;
}

static bool
conv(Growth* const g)
{
  static const int64_t counts[] = { 1, 3, 8, 16, 17, 40 };
  const GraphTensor    x        = shape_of(g);
  GraphNode            node     = node_on(g, OP_CONV);
  if (!window(g, &node)) {
    return false;
  }
  if (below(g, 4) == 0) { // Squeeze and excite
    const int32_t image = g->x;
    GraphNode     mean  = node_on(g, OP_GLOBAL_AVERAGE_POOL);
    append(g, &mean, 1);
    unary(g, OP_SIGMOID);
    GraphNode mul  = node_on(g, OP_MUL);
    mul.inputs[1]  = image;
    node.inputs[0] = append(g, &mul, 2);
  }
  const uint32_t kind    = below(g, 4);
  int64_t        maps    = counts[below(g, 6)];
  node.group             = kind == 0 ? x.shape[1] : kind == 1 && x.shape[1] % 2 == 0 ? 2 : 1;
  maps                   = node.group == 1 ? maps : node.group * (1 + below(g, 2));
  const int64_t shape[4] = { maps, x.shape[1] / node.group, node.kernel[0], node.kernel[1] };
  node.inputs[1]         = constant(g, 2 + node.spatial, shape, -1.0f);
  node.inputs[2]         = constant(g, 1, &maps, -1.0f);
  append(g, &node, 2 + below(g, 2));
  return true;
}

/// A convolution and what plans fuse with it
static void
fused_conv(Growth* const g)
{
  if (!conv(g)) {
    return;
  }
  const uint32_t activation = below(g, 4);
  if (below(g, 2)) {
    norm(g);
  }
  if (activation == 0) {
    silu(g);
  } else if (activation < 3) {
    unary(g, activation == 1 ? OP_RELU : OP_SIGMOID);
  }
  if (below(g, 2)) {
    norm(g);
  }
  if (below(g, 2)) {
    GraphNode max = node_on(g, OP_REDUCE_MAX);
    max.keep_dims = below(g, 2);
    max.n_axes    = 1;
    max.axes[0]   = 2 + below(g, (int64_t)shape_of(g).rank - 2);
    append(g, &max, 1);
  } else if (shape_of(g).rank == 4) { // x + conv(x)
    const int64_t maps     = shape_of(g).shape[1];
    const int64_t shape[4] = { maps, maps, 1, 1 };
    const int32_t x        = g->x;
    GraphNode     node     = node_on(g, OP_CONV);
    node.spatial           = 2;
    node.inputs[1]         = constant(g, 4, shape, -1.0f);
    append(g, &node, 2);
    GraphNode add = node_on(g, OP_ADD);
    add.inputs[1] = x;
    append(g, &add, 2);
  }
}

/// Long filters along the last dimension of one channel, and their largest value there
static void
filters(Growth* const g)
{
  const GraphTensor x    = shape_of(g);
  GraphNode         node = node_on(g, OP_CONV);
  const int64_t     maps = 1 + below(g, 40);
  node.spatial           = 2;
  node.kernel[0]         = 1 + below(g, x.shape[2] < 7 ? x.shape[2] : 7);
  node.kernel[1]         = x.shape[3] / 4 + below(g, x.shape[3] / 3);
  node.strides[0]        = 1 + below(g, 2);
  node.pads[0]           = below(g, node.kernel[0]);
  node.pads[2]           = below(g, node.kernel[0]);
  const int64_t shape[4] = { maps, 1, node.kernel[0], node.kernel[1] };
  node.inputs[1]         = constant(g, 4, shape, -1.0f);
  node.inputs[2]         = constant(g, 1, &maps, -1.0f);
  append(g, &node, 3);
  if (below(g, 2)) {
    unary(g, OP_RELU);
    norm(g);
  }
  GraphNode max = node_on(g, OP_REDUCE_MAX);
  max.n_axes    = 1;
  max.axes[0]   = 3;
  append(g, &max, 1);
}

static void
max_pool(Growth* const g)
{
  GraphNode node = node_on(g, OP_MAX_POOL);
  if (window(g, &node)) {
    append(g, &node, 1);
  }
}

static void
reduce(Growth* const g)
{
  const GraphTensor x    = shape_of(g);
  GraphNode         node = node_on(g, below(g, 2) ? OP_REDUCE_MAX : OP_REDUCE_MEAN);
  node.keep_dims         = below(g, 2) || x.rank < 3;
  for (uint32_t d = 0; d < x.rank; ++d) {
    if (below(g, 3) == 0) {
      node.axes[node.n_axes++] = d;
    }
  }
  if (node.n_axes && (node.keep_dims || node.n_axes + 1 < x.rank)) {
    append(g, &node, 1);
  }
}

static void
global_pool(Growth* const g)
{
  GraphNode node = node_on(g, OP_GLOBAL_AVERAGE_POOL);
  if (shape_of(g).rank > 2) {
    append(g, &node, 1);
  }
}

static void
transpose(Growth* const g)
{
  const uint32_t rank = shape_of(g).rank;
  GraphNode      node = node_on(g, OP_TRANSPOSE);
  node.n_axes         = rank;
  for (uint32_t d = 0; d < rank; ++d) { // Fisher and Yates
    const uint32_t other = below(g, d + 1);
    node.axes[d]         = node.axes[other];
    node.axes[other]     = d;
  }
  append(g, &node, 1);
}

/// Merge two neighbours, or split off a 1, under any of the names for that
static void
reshape(Growth* const g)
{
  static const GraphOp names[] = { OP_RESHAPE, OP_FLATTEN, OP_SQUEEZE, OP_UNSQUEEZE };
  const GraphTensor    x       = shape_of(g);
  GraphNode            node    = node_on(g, names[below(g, 4)]);
  const uint32_t       at      = below(g, x.rank);
  const bool           merge   = x.rank > 2 && at + 1 < x.rank;
  if (!merge && x.rank >= 5) {
    return;
  }
  for (uint32_t d = 0; d < x.rank; ++d) {
    node.axes[node.n_axes++] = x.shape[d];
    if (d == at && merge) {
      node.axes[node.n_axes - 1] *= x.shape[++d];
    } else if (d == at) {
      node.axes[node.n_axes++] = 1;
    }
  }
  append(g, &node, 1);
}

static void
identity(Growth* const g)
{
  GraphNode node = node_on(g, OP_IDENTITY);
  append(g, &node, 1);
}

static void
tile(Growth* const g)
{
  const uint32_t rank = shape_of(g).rank;
  GraphNode      node = node_on(g, OP_TILE);
  node.n_axes         = rank;
  for (uint32_t d = 0; d < rank; ++d) {
    node.axes[d] = 1 + (below(g, 3) == 0);
  }
  append(g, &node, 1);
}

static void
expand(Growth* const g)
{
  const GraphTensor x    = shape_of(g);
  GraphNode         node = node_on(g, OP_EXPAND);
  node.n_axes            = x.rank;
  for (uint32_t d = 0; d < x.rank; ++d) {
    node.axes[d] = x.shape[d] == 1 ? 1 + below(g, 3) : x.shape[d];
  }
  append(g, &node, 1);
}

static void
pad(Growth* const g)
{
  const uint32_t rank = shape_of(g).rank;
  GraphNode      node = node_on(g, OP_PAD);
  node.alpha          = below(g, 2) ? 0.0f : 0.3f;
  for (uint32_t d = 0; d < 2 * rank; ++d) {
    node.pads[d] = d % rank ? below(g, 3) : 0;
  }
  append(g, &node, 1);
}

static void
concat(Growth* const g)
{
  const GraphTensor x                     = shape_of(g);
  int64_t           shape[GRAPH_MAX_RANK] = { 0 };
  GraphNode         node                  = node_on(g, OP_CONCAT);
  node.axis                               = below(g, x.rank);
  for (uint32_t d = 0; d < x.rank; ++d) {
    shape[d] = d == (uint32_t)node.axis ? 2 : x.shape[d];
  }
  node.inputs[1] = constant(g, x.rank, shape, -1.0f);
  node.inputs[2] = g->x;
  append(g, &node, 3);
}

static void
layer_norm(Growth* const g)
{
  const GraphTensor x    = shape_of(g);
  GraphNode         node = node_on(g, OP_LAYER_NORMALIZATION);
  node.axis              = below(g, x.rank);
  node.inputs[1]         = constant(g, x.rank - (uint32_t)node.axis, &x.shape[node.axis], -1.0f);
  node.inputs[2]         = constant(g, x.rank - (uint32_t)node.axis, &x.shape[node.axis], -1.0f);
  append(g, &node, 2 + below(g, 2));
}

static void
matmul(Growth* const g)
{
  const GraphTensor x = shape_of(g);
  if (x.rank < 2) {
    return;
  }
  GraphNode node = node_on(g, OP_MATMUL);
  if (below(g, 2)) {
    const int64_t shape[2] = { x.shape[x.rank - 1], 1 + below(g, 20) };
    node.inputs[1]         = constant(g, 2, shape, -1.0f);
  } else { // x·x', both computed
    const int32_t before = g->x;
    GraphNode     turn   = node_on(g, OP_TRANSPOSE);
    turn.n_axes          = x.rank;
    for (uint32_t d = 0; d < x.rank; ++d) {
      turn.axes[d] = d;
    }
    turn.axes[x.rank - 2] = x.rank - 1;
    turn.axes[x.rank - 1] = x.rank - 2;
    node.inputs[1]        = append(g, &turn, 1);
    node.inputs[0]        = before;
  }
  append(g, &node, 2);
}

static void
gemm(Growth* const g)
{
  GraphNode flat = node_on(g, OP_FLATTEN);
  flat.n_axes    = 2;
  flat.axes[0]   = shape_of(g).shape[0];
  flat.axes[1]   = (int64_t)graph_tensor_size(&g->graph->tensors[g->x]) / flat.axes[0];
  append(g, &flat, 1);
  const GraphTensor x    = shape_of(g);
  GraphNode         node = node_on(g, OP_GEMM);
  node.trans_a           = below(g, 2);
  node.trans_b           = below(g, 2);
  node.alpha             = 0.5f;
  node.beta              = 0.7f;
  const int64_t m        = x.shape[node.trans_a ? 1 : 0];
  const int64_t k        = x.shape[node.trans_a ? 0 : 1];
  const int64_t n        = 1 + below(g, 20);
  const int64_t shape[2] = { node.trans_b ? n : k, node.trans_b ? k : n };
  const int64_t bias[2]  = { below(g, 2) ? m : 1, n };
  node.inputs[1]         = below(g, 4) ? constant(g, 2, shape, -1.0f) : g->x;
  node.inputs[2]         = constant(g, 2, bias, -1.0f);
  if (node.inputs[1] == g->x) { // x·x'
    node.trans_b   = !node.trans_a;
    node.inputs[2] = constant(g, 1, &m, -1.0f);
  }
  append(g, &node, 2 + below(g, 2));
}

static void
grow(Growth* const g)
{
  static const GraphOp unaries[]         = { OP_RELU, OP_SIGMOID, OP_GELU, OP_CLIP };
  static void (*const others[])(Growth*) = { norm,        fused_conv, fused_conv, fused_conv, max_pool, reduce,
                                             global_pool, reshape,    transpose,  identity,   tile,     expand,
                                             pad,         concat,     matmul,     layer_norm, gemm,     silu };
  const uint32_t choice                  = below(g, 24);
  if (choice < 4) {
    unary(g, unaries[choice]);
  } else if (choice < 6) {
    binary(g, choice == 4 ? OP_ADD : OP_MUL);
  } else {
    others[choice - 6](g);
  }
}

Graph*
random_graph(Random* const random, uint32_t* const used)
{
  static const int64_t channels[] = { 1, 2, 5, 16, 24 };
  Growth               g          = { graph_new(), random, NULL, -1 };
  g.used                          = used;
  assert_non_null(g.graph);
  int64_t    shape[4] = { 1 + (below(&g, 5) == 0), channels[below(&g, 5)], 1 + below(&g, 12), 1 + below(&g, 30) };
  const bool wide     = below(&g, 6) == 0;
  if (wide) {
    shape[0] = shape[1] = 1;
    shape[2]            = 8 + below(&g, 30);
    shape[3]            = 40 + below(&g, 89);
  }
  g.x            = graph_add_tensor(g.graph, "x", TENSOR_FLOAT, 4, shape, NULL);
  g.graph->input = g.x;
  if (wide) {
    filters(&g);
  }
  const uint32_t steps = 1 + below(&g, 6);
  for (uint32_t i = 0; i < steps && graph_tensor_size(&g.graph->tensors[g.x]) < MAX_SIZE; ++i) {
    grow(&g);
  }
  if (g.graph->n_nodes == 0) {
    unary(&g, OP_RELU);
  }
  g.graph->output = g.x;
  return g.graph;
}
