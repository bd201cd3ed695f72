// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/gradient_graph.h"

#include "models/gradient_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// How to differentiate each operator; what isn't here can't be
static const GradientRule rules[OP_COUNT] = {
  [OP_ADD]                 = gradient_of_add,
  [OP_AVERAGE_POOL]        = gradient_of_average_pool,
  [OP_BATCH_NORMALIZATION] = gradient_of_batch_norm,
  [OP_CAST]                = gradient_of_reshape,
  [OP_CLIP]                = gradient_of_clip,
  [OP_CONCAT]              = gradient_of_concat,
  [OP_CONV]                = gradient_of_conv,
  [OP_DIV]                 = gradient_of_div,
  [OP_ELU]                 = gradient_of_elu,
  [OP_ERF]                 = gradient_of_erf,
  [OP_EXP]                 = gradient_of_exp,
  [OP_EXPAND]              = gradient_of_expand,
  [OP_FLATTEN]             = gradient_of_reshape,
  [OP_GATHER]              = gradient_of_gather,
  [OP_GELU]                = gradient_of_gelu,
  [OP_GEMM]                = gradient_of_gemm,
  [OP_GLOBAL_AVERAGE_POOL] = gradient_of_global_pool,
  [OP_GLOBAL_MAX_POOL]     = gradient_of_global_pool,
  [OP_HARD_SIGMOID]        = gradient_of_hard_sigmoid,
  [OP_HARD_SWISH]          = gradient_of_hard_swish,
  [OP_IDENTITY]            = gradient_of_reshape,
  [OP_LAYER_NORMALIZATION] = gradient_of_layer_norm,
  [OP_LEAKY_RELU]          = gradient_of_leaky_relu,
  [OP_MATMUL]              = gradient_of_matmul,
  [OP_MAX_POOL]            = gradient_of_max_pool,
  [OP_MUL]                 = gradient_of_mul,
  [OP_PAD]                 = gradient_of_pad,
  [OP_POW]                 = gradient_of_pow,
  [OP_PRELU]               = gradient_of_prelu,
  [OP_REDUCE_MAX]          = gradient_of_reduce,
  [OP_REDUCE_MEAN]         = gradient_of_reduce,
  [OP_REDUCE_SUM]          = gradient_of_reduce,
  [OP_RELU]                = gradient_of_relu,
  [OP_RESHAPE]             = gradient_of_reshape,
  [OP_SIGMOID]             = gradient_of_sigmoid,
  [OP_SLICE]               = gradient_of_slice,
  [OP_SOFTMAX]             = gradient_of_softmax,
  [OP_SQRT]                = gradient_of_sqrt,
  [OP_SQUEEZE]             = gradient_of_reshape,
  [OP_SUB]                 = gradient_of_sub,
  [OP_TANH]                = gradient_of_tanh,
  [OP_TILE]                = gradient_of_tile,
  [OP_TRANSPOSE]           = gradient_of_transpose,
  [OP_UNSQUEEZE]           = gradient_of_reshape,
  [OP_WHERE]               = gradient_of_where,
};

/// A network on its way into the builder's graph
typedef struct {
  const Graph* from;
  int32_t*     tensors; ///< [from's tensors] The same one in the builder's graph, -1 until copied
  bool*        moved;   ///< [from's nodes] Copied with the maximum that follows
} Copy;

static int32_t
copy_tensor(GradientBuilder* const b, Copy* const c, const int32_t tensor)
{
  const GraphTensor* const t = tensor < 0 ? NULL : &c->from->tensors[tensor];
  if (t && c->tensors[tensor] < 0 && t->constant && !b->failed) {
    c->tensors[tensor] = graph_add_tensor(b->graph, t->name, t->type, t->rank, t->shape, t->constant);
  }
  return t ? c->tensors[tensor] : -1;
}

/// Append a node of the network, reading `x` first unless that is -1
static int32_t
copy_node(GradientBuilder* const b, Copy* const c, const GraphNode* const from, const int32_t x)
{
  GraphNode node = *from;
  b->node        = *from;
  for (uint32_t i = 0; i < node.n_inputs; ++i) {
    node.inputs[i] = i == 0 && x >= 0 ? x : copy_tensor(b, c, from->inputs[i]);
  }
  const char* const name = c->from->tensors[from->output].name;
  const int32_t     out  = b->failed ? -1 : graph_add_node(b->graph, &node, from->name, name, b->error);
  b->failed              = out < 0;
  return out;
}

/// Of each channel's factor in a batch norm; NULL if all are 1 or memory is lacking, which `b` knows then
static float*
signs_of(GradientBuilder* const b, const Graph* const graph, const GraphNode* const norm)
{
  const GraphTensor* const scale = &graph->tensors[norm->inputs[1]];
  const size_t             n     = graph_tensor_size(scale);
  float* const             signs = (float*)malloc((n + 1) * sizeof(float));
  bool                     any   = false;
  for (size_t i = 0; signs && i < n; ++i) {
    signs[i] = signbit(((const float*)scale->constant)[i]) ? -1.0f : 1.0f;
    any      = any || signs[i] < 0.0f;
  }
  if (!signs) {
    gradient_refuse(b, "out of memory");
  }
  if (!any) {
    free(signs);
    return NULL;
  }
  return signs;
}

/// A constant with every channel, its first dimension, times a sign
static int32_t
signed_tensor(GradientBuilder* const b, const GraphTensor* const t, const float* const signs)
{
  const size_t n      = graph_tensor_size(t);
  float* const values = (float*)malloc((n + 1) * sizeof(float));
  if (!values) {
    gradient_refuse(b, "out of memory");
    return -1;
  }
  for (size_t i = 0; i < n; ++i) {
    values[i] = signs[i / (n / (size_t)t->shape[0])] * ((const float*)t->constant)[i];
  }
  const int32_t tensor = gradient_constant(b, t->rank, t->shape, values);
  free(values);
  return tensor;
}

/// A convolution times signs, and its maximum along the last dimension times them again
static int32_t
copy_signed(GradientBuilder* const b, Copy* const c, const GraphNode* const conv, const float* const signs)
{
  GraphNode     node     = *conv;
  const int64_t last     = 3;
  const int64_t shape[3] = { c->from->tensors[conv->output].shape[1], 1, 1 };
  b->node                = *conv;
  node.inputs[0]         = copy_tensor(b, c, conv->inputs[0]);
  for (uint32_t i = 1; i < conv->n_inputs; ++i) {
    node.inputs[i] =
      signs ? signed_tensor(b, &c->from->tensors[conv->inputs[i]], signs) : copy_tensor(b, c, conv->inputs[i]);
  }
  const int32_t largest = gradient_reduce(b, OP_REDUCE_MAX, gradient_append(b, &node), 1, &last);
  return signs ? gradient_binary(b, OP_MUL, largest, gradient_constant(b, 3, shape, signs)) : largest;
}

/**
   A maximum along the last dimension and the convolution that it follows.

   Relu and batch norm come after it, where they have less to do: both grow, or
   fall where the norm's factor is negative, so that the maximum is then that of minus the sums.
*/
static int32_t
copy_maximum(GradientBuilder* const b, Copy* const c, const uint32_t index)
{
  const GraphNode* const nodes = c->from->nodes;
  int32_t                relu = -1, norm = -1;
  const int32_t          conv  = gradient_find_maximum(c->from, index, &relu, &norm);
  float* const           signs = norm >= 0 ? signs_of(b, c->from, &nodes[norm]) : NULL;
  int32_t                y     = copy_signed(b, c, &nodes[conv], signs);
  free(signs);
  y = relu >= 0 && y >= 0 ? copy_node(b, c, &nodes[relu], y) : y;
  y = norm >= 0 && y >= 0 ? copy_node(b, c, &nodes[norm], y) : y;

  const GraphTensor* const out = &c->from->tensors[nodes[index].output];
  return gradient_reshape(b, y, out->rank, out->shape);
}

/// Mark what copy_maximum() copies
static void
mark_maxima(Copy* const c)
{
  for (uint32_t n = 0; n < c->from->n_nodes; ++n) {
    int32_t       relu = -1, norm = -1;
    const int32_t conv = gradient_find_maximum(c->from, n, &relu, &norm);
    if (conv >= 0) {
      c->moved[n] = c->moved[conv]      = true;
      c->moved[relu >= 0 ? relu : conv] = c->moved[norm >= 0 ? norm : conv] = true;
    }
  }
}

static void
copy_network(GradientBuilder* const b, Copy* const c)
{
  mark_maxima(c);
  for (uint32_t n = 0; n < c->from->n_nodes && !b->failed; ++n) {
    const GraphNode* const node = &c->from->nodes[n];
    if (!c->moved[n]) {
      c->tensors[node->output] = copy_node(b, c, node, -1);
    } else if (node->op == OP_REDUCE_MAX) {
      c->tensors[node->output] = copy_maximum(b, c, n);
    }
  }
}

/// `size` values of the input from `first` on, in this shape
static int32_t
part_of_input(GradientBuilder* const b, const int64_t first, const GraphTensor* const shape)
{
  const int64_t size = (int64_t)graph_tensor_size(shape);
  return gradient_reshape(b, gradient_slice(b, b->graph->input, &first, &size, NULL), shape->rank, shape->shape);
}

/// Room for the gradients of all tensors that there are
static void
begin_gradients(GradientBuilder* const b)
{
  const uint32_t n = b->graph->n_tensors;
  b->n_forward     = b->graph->n_nodes;
  b->gradients     = (int32_t*)malloc((n + 1) * sizeof(int32_t));
  b->failed        = b->failed || !b->gradients;
  for (uint32_t i = 0; b->gradients && i < n; ++i) {
    b->gradients[i] = -1;
  }
}

static void
differentiate(GradientBuilder* const b)
{
  for (uint32_t n = b->n_forward; n-- > 0 && !b->failed;) {
    b->node          = b->graph->nodes[n];
    const int32_t dy = b->gradients[b->node.output];
    if (dy >= 0 && !rules[b->node.op]) {
      gradient_refuse(b, "Equus doesn't know it");
    } else if (dy >= 0) {
      rules[b->node.op](b, &b->node, dy);
    }
  }
}

static int32_t
flat(GradientBuilder* const b, const int32_t x)
{
  const GraphTensor t    = gradient_shape(b, x);
  const int64_t     size = (int64_t)graph_tensor_size(&t);
  return gradient_reshape(b, x, 1, &size);
}

/// Fill the builder's graph
static void
build(GradientBuilder* const b, Copy* const c)
{
  const GraphTensor* const x     = &c->from->tensors[c->from->input];
  const GraphTensor* const y     = &c->from->tensors[c->from->output];
  const int64_t            first = (int64_t)graph_tensor_size(x);
  const int64_t            size  = first + (int64_t)graph_tensor_size(y);
  b->graph->input                = graph_add_tensor(b->graph, "x and seed", TENSOR_FLOAT, 1, &size, NULL);
  b->node                        = c->from->nodes[0];
  b->failed                      = b->graph->input < 0;
  const int32_t input            = part_of_input(b, 0, x);
  const int32_t seed             = part_of_input(b, first, y);
  c->tensors[c->from->input]     = input;
  copy_network(b, c);
  begin_gradients(b);
  if (b->failed) {
    return;
  }
  const int32_t output = c->tensors[c->from->output];
  b->gradients[output] = seed;
  differentiate(b);
  if (!b->failed && b->gradients[input] < 0) {
    gradient_refuse(b, "the output doesn't depend on the input");
  }
  GraphNode both   = graph_node(OP_CONCAT);
  both.n_inputs    = 2;
  both.inputs[0]   = flat(b, output);
  both.inputs[1]   = b->failed ? -1 : flat(b, b->gradients[input]);
  b->graph->output = gradient_append(b, &both);
}

Graph*
gradient_graph(const Graph* const graph, EquusError* const error)
{
  EquusError why = { EQUUS_OK, "" };
  Copy       c   = { graph, (int32_t*)malloc((graph->n_tensors + 1) * sizeof(int32_t)), NULL };
  c.moved        = (bool*)calloc(graph->n_nodes + 1, sizeof(bool));

  GradientBuilder b = { .graph = graph_new(), .error = &why };
  if (c.tensors && c.moved && b.graph && graph->n_nodes) {
    memset(c.tensors, -1, (graph->n_tensors + 1) * sizeof(int32_t)); // All bits: -1
    build(&b, &c);
  }
  const bool done = b.graph && b.graph->output >= 0 && !graph_simplify(b.graph, &why);
  if (!done) {
    const bool told = why.status != EQUUS_OK;
    equus_error_set(error, told ? why.status : EQUUS_ERR_MEMORY, "%s", told ? why.text : "out of memory");
    graph_free(b.graph);
  }
  free(b.gradients);
  free(c.moved);
  free(c.tensors);
  return done ? b.graph : NULL;
}
