// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/models/random_growth.h"

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

GraphTensor
growth_shape(const Growth* const g)
{
  return g->graph->tensors[g->x];
}

uint32_t
growth_below(const Growth* const g, const int64_t n)
{
  return random_below(g->random, (uint32_t)n);
}

int32_t
growth_constant(const Growth* const g, const uint32_t rank, const int64_t* const shape, const float low)
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

int32_t
growth_append(Growth* const g, GraphNode* const node, const uint32_t n_inputs)
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

GraphNode
growth_node(const Growth* const g, const GraphOp op)
{
  GraphNode node = graph_node(op);
  node.inputs[0] = g->x;
  return node;
}

void
growth_unary(Growth* const g, const GraphOp op)
{
  GraphNode node   = growth_node(g, op);
  node.approximate = growth_below(g, 2);
  node.alpha       = op == OP_CLIP ? -0.5f : 0.3f;
  node.beta        = 0.7f;
  growth_append(g, &node, 1);
}

void
growth_silu(Growth* const g)
{
  const int32_t x    = g->x;
  GraphNode     gate = growth_node(g, OP_SIGMOID);
  growth_append(g, &gate, 1);
  GraphNode mul = growth_node(g, OP_MUL);
  mul.inputs[1] = x;
  growth_append(g, &mul, 2);
}

void
growth_norm(Growth* const g)
{
  const GraphTensor x = growth_shape(g);
  if (x.rank < 2) {
    return;
  }
  GraphNode node = growth_node(g, OP_BATCH_NORMALIZATION);
  for (uint32_t i = 1; i < 5; ++i) {
    node.inputs[i] = growth_constant(g, 1, &x.shape[1], i == 4 ? 0.1f : -1.0f);
  }
  growth_append(g, &node, 5);
}

/// Of what is positive, since sqrt() and pow() take nothing else
static void
positive(Growth* const g, const GraphOp op)
{
  growth_unary(g, OP_SIGMOID);
  GraphNode node = growth_node(g, op);
  node.inputs[1] = op == OP_POW ? growth_constant(g, 0, NULL, 0.0f) : -1;
  growth_append(g, &node, op == OP_POW ? 2 : 1);
}

/// With a constant that repeats along some dimensions, on either side
static void
binary(Growth* const g, const GraphOp op)
{
  const GraphTensor x                     = growth_shape(g);
  int64_t           shape[GRAPH_MAX_RANK] = { 0 };
  const uint32_t    skip                  = growth_below(g, x.rank + 1);
  for (uint32_t i = skip; i < x.rank; ++i) {
    shape[i - skip] = growth_below(g, 2) ? x.shape[i] : 1;
  }
  GraphNode node = growth_node(g, op);
  node.inputs[1] = growth_constant(g, x.rank - skip, shape, op == OP_DIV ? 0.5f : -1.0f);
  if ((op == OP_SUB || op == OP_MUL) && growth_below(g, 2)) {
    node.inputs[0] = node.inputs[1];
    node.inputs[1] = g->x;
  }
  growth_append(g, &node, 2);
}

/// Some columns become one number
static void
where(Growth* const g)
{
  const GraphTensor x    = growth_shape(g);
  int64_t           mask = x.rank ? x.shape[x.rank - 1] : 1;
  int64_t           values[MAX_SIZE];
  for (int64_t i = 0; i < mask && i < MAX_SIZE; ++i) {
    values[i] = growth_below(g, 2);
  }
  GraphNode node = growth_node(g, OP_WHERE);
  node.inputs[1] = g->x;
  node.inputs[2] = growth_constant(g, 0, NULL, -1.0f);
  node.inputs[0] = graph_add_tensor(g->graph, "mask", TENSOR_INT64, 1, &mask, values);
  growth_append(g, &node, 3);
}

static void
reduce(Growth* const g)
{
  const GraphTensor x     = growth_shape(g);
  const GraphOp     ops[] = { OP_REDUCE_MAX, OP_REDUCE_MEAN, OP_REDUCE_SUM };
  GraphNode         node  = growth_node(g, ops[growth_below(g, 3)]);
  node.keep_dims          = growth_below(g, 2) || x.rank < 3;
  for (uint32_t d = 0; d < x.rank; ++d) {
    if (growth_below(g, 3) == 0) {
      node.axes[node.n_axes++] = d;
    }
  }
  if (node.n_axes && (node.keep_dims || node.n_axes + 1 < x.rank)) {
    growth_append(g, &node, 1);
  }
}

static void
global_pool(Growth* const g)
{
  GraphNode node = growth_node(g, growth_below(g, 2) ? OP_GLOBAL_AVERAGE_POOL : OP_GLOBAL_MAX_POOL);
  if (growth_shape(g).rank > 2) {
    growth_append(g, &node, 1);
  }
}

static void
transpose(Growth* const g)
{
  const uint32_t rank = growth_shape(g).rank;
  GraphNode      node = growth_node(g, OP_TRANSPOSE);
  node.n_axes         = rank;
  for (uint32_t d = 0; d < rank; ++d) { // Fisher and Yates
    const uint32_t other = growth_below(g, d + 1);
    node.axes[d]         = node.axes[other];
    node.axes[other]     = d;
  }
  growth_append(g, &node, 1);
}

/// Merge two neighbours, or split off a 1, under any of the names for that
static void
reshape(Growth* const g)
{
  static const GraphOp names[] = { OP_RESHAPE, OP_FLATTEN, OP_SQUEEZE, OP_UNSQUEEZE };
  const GraphTensor    x       = growth_shape(g);
  GraphNode            node    = growth_node(g, names[growth_below(g, 4)]);
  const uint32_t       at      = growth_below(g, x.rank);
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
  growth_append(g, &node, 1);
}

static void
identity(Growth* const g)
{
  GraphNode node = growth_node(g, OP_IDENTITY);
  growth_append(g, &node, 1);
}

static void
tile(Growth* const g)
{
  const uint32_t rank = growth_shape(g).rank;
  GraphNode      node = growth_node(g, OP_TILE);
  node.n_axes         = rank;
  for (uint32_t d = 0; d < rank; ++d) {
    node.axes[d] = 1 + (growth_below(g, 3) == 0);
  }
  growth_append(g, &node, 1);
}

static void
expand(Growth* const g)
{
  const GraphTensor x    = growth_shape(g);
  GraphNode         node = growth_node(g, OP_EXPAND);
  node.n_axes            = x.rank;
  for (uint32_t d = 0; d < x.rank; ++d) {
    node.axes[d] = x.shape[d] == 1 ? 1 + growth_below(g, 3) : x.shape[d];
  }
  growth_append(g, &node, 1);
}

static void
pad(Growth* const g)
{
  const GraphTensor x    = growth_shape(g);
  GraphNode         node = growth_node(g, OP_PAD);
  node.pad_mode          = (PadMode)growth_below(g, 4);
  node.alpha             = growth_below(g, 2) ? 0.0f : 0.3f;
  for (uint32_t d = 0; d < 2 * x.rank; ++d) {
    const int64_t size = x.shape[d % x.rank];
    node.pads[d]       = d % x.rank ? growth_below(g, node.pad_mode == PAD_REFLECT && size < 3 ? size : 3) : 0;
    if (node.pad_mode == PAD_CONSTANT && size > 2 && growth_below(g, 4) == 0) {
      node.pads[d] = -1;
    }
  }
  growth_append(g, &node, 1);
}

static void
slice(Growth* const g)
{
  const GraphTensor x    = growth_shape(g);
  GraphNode         node = growth_node(g, OP_SLICE);
  node.n_axes            = x.rank;
  for (uint32_t d = 0; d < x.rank; ++d) {
    const int64_t size = x.shape[d], begin = growth_below(g, size);
    const int64_t step     = 1 + (int64_t)growth_below(g, 2);
    const bool    backward = growth_below(g, 4) == 0;
    const int64_t most     = (backward ? begin : size - 1 - begin) / step + 1;
    node.pads[d]           = begin;
    node.pads[x.rank + d]  = backward ? -step : step;
    node.axes[d]           = 1 + growth_below(g, most);
    if (growth_below(g, 3)) { // Whole
      node.pads[d]          = 0;
      node.pads[x.rank + d] = 1;
      node.axes[d]          = size;
    }
  }
  growth_append(g, &node, 1);
}

static void
gather(Growth* const g)
{
  const GraphTensor x        = growth_shape(g);
  GraphNode         node     = growth_node(g, OP_GATHER);
  const int64_t     shape[2] = { 1 + growth_below(g, 3), 1 + growth_below(g, 3) };
  const uint32_t    rank     = x.rank > 4 ? growth_below(g, 2) : growth_below(g, 3);
  node.axis                  = growth_below(g, x.rank);
  if (rank == 0 && x.rank < 3) {
    return;
  }
  int64_t places[9] = { 0 };
  for (uint32_t i = 0; i < 9; ++i) {
    places[i] = (int64_t)growth_below(g, 2 * x.shape[node.axis]) - x.shape[node.axis];
  }
  node.inputs[1] = graph_add_tensor(g->graph, "places", TENSOR_INT64, rank, shape, places);
  growth_append(g, &node, 2);
}

static void
softmax(Growth* const g)
{
  const uint32_t rank = growth_shape(g).rank;
  GraphNode      node = growth_node(g, OP_SOFTMAX);
  const uint32_t from = growth_below(g, rank);
  const uint32_t stop = growth_below(g, 2) ? from + 1 : rank;
  for (uint32_t d = from; d < stop; ++d) {
    node.axes[node.n_axes++] = d;
  }
  growth_append(g, &node, 1);
}

/// The same type again
static void
cast(Growth* const g)
{
  GraphNode node = growth_node(g, OP_CAST);
  growth_append(g, &node, 1);
}

static void
concat(Growth* const g)
{
  const GraphTensor x                     = growth_shape(g);
  int64_t           shape[GRAPH_MAX_RANK] = { 0 };
  GraphNode         node                  = growth_node(g, OP_CONCAT);
  node.axis                               = growth_below(g, x.rank);
  for (uint32_t d = 0; d < x.rank; ++d) {
    shape[d] = d == (uint32_t)node.axis ? 2 : x.shape[d];
  }
  node.inputs[1] = growth_constant(g, x.rank, shape, -1.0f);
  node.inputs[2] = g->x;
  growth_append(g, &node, 3);
}

static void
layer_norm(Growth* const g)
{
  const GraphTensor x    = growth_shape(g);
  GraphNode         node = growth_node(g, OP_LAYER_NORMALIZATION);
  node.epsilon           = 0.1f; // So that values that are nearly alike are not blown up
  node.axis              = growth_below(g, x.rank);
  node.inputs[1]         = growth_constant(g, x.rank - (uint32_t)node.axis, &x.shape[node.axis], -1.0f);
  node.inputs[2]         = growth_constant(g, x.rank - (uint32_t)node.axis, &x.shape[node.axis], -1.0f);
  growth_append(g, &node, 2 + growth_below(g, 2));
}

static void
matmul(Growth* const g)
{
  const GraphTensor x = growth_shape(g);
  if (x.rank < 2) {
    return;
  }
  GraphNode node = growth_node(g, OP_MATMUL);
  if (growth_below(g, 2)) {
    const int64_t shape[2] = { x.shape[x.rank - 1], 1 + growth_below(g, 20) };
    node.inputs[1]         = growth_constant(g, 2, shape, -1.0f);
  } else { // x·x', both computed
    const int32_t before = g->x;
    GraphNode     turn   = growth_node(g, OP_TRANSPOSE);
    turn.n_axes          = x.rank;
    for (uint32_t d = 0; d < x.rank; ++d) {
      turn.axes[d] = d;
    }
    turn.axes[x.rank - 2] = x.rank - 1;
    turn.axes[x.rank - 1] = x.rank - 2;
    node.inputs[1]        = growth_append(g, &turn, 1);
    node.inputs[0]        = before;
  }
  growth_append(g, &node, 2);
}

static void
gemm(Growth* const g)
{
  GraphNode flat = growth_node(g, OP_FLATTEN);
  flat.n_axes    = 2;
  flat.axes[0]   = growth_shape(g).shape[0];
  flat.axes[1]   = (int64_t)graph_tensor_size(&g->graph->tensors[g->x]) / flat.axes[0];
  growth_append(g, &flat, 1);
  const GraphTensor x    = growth_shape(g);
  GraphNode         node = growth_node(g, OP_GEMM);
  node.trans_a           = growth_below(g, 2);
  node.trans_b           = growth_below(g, 2);
  node.alpha             = 0.5f;
  node.beta              = 0.7f;
  const int64_t m        = x.shape[node.trans_a ? 1 : 0];
  const int64_t k        = x.shape[node.trans_a ? 0 : 1];
  const int64_t n        = 1 + growth_below(g, 20);
  const int64_t shape[2] = { node.trans_b ? n : k, node.trans_b ? k : n };
  const int64_t bias[2]  = { growth_below(g, 2) ? m : 1, n };
  node.inputs[1]         = growth_below(g, 4) || m > 500 ? growth_constant(g, 2, shape, -1.0f) : g->x;
  node.inputs[2]         = growth_constant(g, 2, bias, -1.0f);
  if (node.inputs[1] == g->x) { // x·x'
    node.trans_b   = !node.trans_a;
    node.inputs[2] = growth_constant(g, 1, &m, -1.0f);
  }
  growth_append(g, &node, 2 + growth_below(g, 2));
}

static void
grow(Growth* const g)
{
  static const GraphOp unaries[]         = { OP_RELU, OP_SIGMOID,      OP_GELU,       OP_CLIP,       OP_TANH, OP_ERF,
                                             OP_ELU,  OP_HARD_SIGMOID, OP_HARD_SWISH, OP_LEAKY_RELU, OP_EXP };
  static const GraphOp binaries[]        = { OP_ADD, OP_MUL, OP_SUB, OP_DIV, OP_PRELU };
  static void (*const others[])(Growth*) = { growth_norm,
                                             growth_fused_conv,
                                             growth_fused_conv,
                                             growth_fused_conv,
                                             growth_pool,
                                             growth_pool,
                                             reduce,
                                             reduce,
                                             global_pool,
                                             reshape,
                                             transpose,
                                             identity,
                                             tile,
                                             expand,
                                             pad,
                                             concat,
                                             matmul,
                                             layer_norm,
                                             gemm,
                                             growth_silu,
                                             slice,
                                             gather,
                                             softmax,
                                             cast,
                                             where };
  const uint32_t count                   = sizeof(others) / sizeof(*others);
  const uint32_t choice                  = growth_below(g, count + 9);
  if (choice < count) {
    others[choice](g);
  } else if (choice < count + 4) {
    growth_unary(g, unaries[growth_below(g, sizeof(unaries) / sizeof(*unaries))]);
  } else if (choice < count + 7) {
    binary(g, binaries[growth_below(g, sizeof(binaries) / sizeof(*binaries))]);
  } else {
    positive(g, choice == count + 7 ? OP_SQRT : OP_POW);
  }
}

Graph*
random_graph(Random* const random, uint32_t* const used)
{
  static const int64_t channels[] = { 1, 2, 5, 16, 24 };
  Growth               g          = { graph_new(), random, NULL, -1 };
  g.used                          = used;
  assert_non_null(g.graph);
  int64_t shape[4] = {
    1 + (growth_below(&g, 5) == 0), channels[growth_below(&g, 5)], 1 + growth_below(&g, 12), 1 + growth_below(&g, 30)
  };
  const bool wide = growth_below(&g, 6) == 0;
  if (wide) {
    shape[0] = shape[1] = 1;
    shape[2]            = 1 + growth_below(&g, 37);
    shape[3]            = 40 + growth_below(&g, 89);
  }
  g.x            = graph_add_tensor(g.graph, "x", TENSOR_FLOAT, 4, shape, NULL);
  g.graph->input = g.x;
  if (wide) {
    growth_filters(&g);
  }
  const uint32_t steps = 1 + growth_below(&g, 6);
  for (uint32_t i = 0; i < steps && graph_tensor_size(&g.graph->tensors[g.x]) < MAX_SIZE; ++i) {
    grow(&g);
  }
  if (g.graph->n_nodes == 0) {
    growth_unary(&g, OP_RELU);
  }
  g.graph->output = g.x;
  return g.graph;
}
