// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/gradient_parts.h"

#include <stdio.h>
#include <string.h>

void
gradient_refuse(GradientBuilder* const b, const char* const why)
{
  if (!b->failed) {
    b->failed = true;
    equus_error_set(b->error,
                    EQUUS_ERR_UNSUPPORTED,
                    "%s node \"%s\" has no gradient here: %s",
                    graph_op_name(b->node.op),
                    b->node.name,
                    why);
  }
}

bool
gradient_wanted(const GradientBuilder* const b, const int32_t tensor)
{
  return tensor >= 0 && !b->graph->tensors[tensor].constant && b->graph->tensors[tensor].type == TENSOR_FLOAT;
}

GraphTensor
gradient_shape(const GradientBuilder* const b, const int32_t tensor)
{
  const GraphTensor none = { 0 };
  return tensor < 0 ? none : b->graph->tensors[tensor];
}

int32_t
gradient_append(GradientBuilder* const b, const GraphNode* const node)
{
  char name[192] = "";
  for (uint32_t i = 0; i < node->n_inputs; ++i) {
    b->failed = b->failed || node->inputs[i] < 0;
  }
  if (b->failed) {
    return -1;
  }
  snprintf(name, sizeof(name), "gradient %u of %.128s", b->graph->n_nodes, b->node.name);
  const int32_t output = graph_add_node(b->graph, node, name, name, b->error);
  b->failed            = output < 0;
  return output;
}

int32_t
gradient_unary(GradientBuilder* const b, const GraphOp op, const int32_t x)
{
  GraphNode node = graph_node(op);
  node.n_inputs  = 1;
  node.inputs[0] = x;
  return gradient_append(b, &node);
}

int32_t
gradient_binary(GradientBuilder* const b, const GraphOp op, const int32_t x, const int32_t y)
{
  GraphNode node = graph_node(op);
  node.n_inputs  = 2;
  node.inputs[0] = x;
  node.inputs[1] = y;
  return gradient_append(b, &node);
}

int32_t
gradient_where(GradientBuilder* const b, const int32_t condition, const int32_t y, const int32_t z)
{
  GraphNode node = graph_node(OP_WHERE);
  node.n_inputs  = 3;
  node.inputs[0] = condition;
  node.inputs[1] = y;
  node.inputs[2] = z;
  return gradient_append(b, &node);
}

int32_t
gradient_constant(GradientBuilder* const b, const uint32_t rank, const int64_t* const shape, const float* const values)
{
  if (b->failed) {
    return -1;
  }
  const int32_t tensor = graph_add_tensor(b->graph, "gradient constant", TENSOR_FLOAT, rank, shape, values);
  if (tensor < 0) {
    b->failed = true;
    equus_error_set(b->error, EQUUS_ERR_MEMORY, "out of memory");
  }
  return tensor;
}

int32_t
gradient_number(GradientBuilder* const b, const float value)
{
  return gradient_constant(b, 0, NULL, &value);
}

int32_t
gradient_times(GradientBuilder* const b, const int32_t x, const float factor)
{
  return gradient_binary(b, OP_MUL, x, gradient_number(b, factor));
}

/// A node of one input whose `axes` say it all
static int32_t
append_axes(GradientBuilder* const b, const GraphOp op, const int32_t x, const uint32_t n, const int64_t* const axes)
{
  GraphNode node = graph_node(op);
  node.n_inputs  = 1;
  node.inputs[0] = x;
  node.n_axes    = n;
  for (uint32_t i = 0; i < n; ++i) {
    node.axes[i] = axes[i];
  }
  return gradient_append(b, &node);
}

static bool
has_shape(const GradientBuilder* const b, const int32_t x, const uint32_t rank, const int64_t* const shape)
{
  const GraphTensor t    = gradient_shape(b, x);
  bool              same = x >= 0 && t.rank == rank;
  for (uint32_t d = 0; same && d < rank; ++d) {
    same = t.shape[d] == shape[d];
  }
  return same;
}

int32_t
gradient_reshape(GradientBuilder* const b, const int32_t x, const uint32_t rank, const int64_t* const shape)
{
  return has_shape(b, x, rank, shape) ? x : append_axes(b, OP_RESHAPE, x, rank, shape);
}

int32_t
gradient_transpose(GradientBuilder* const b, const int32_t x, const int64_t* const axes)
{
  return append_axes(b, OP_TRANSPOSE, x, gradient_shape(b, x).rank, axes);
}

int32_t
gradient_expand(GradientBuilder* const b, const int32_t x, const uint32_t rank, const int64_t* const shape)
{
  return has_shape(b, x, rank, shape) ? x : append_axes(b, OP_EXPAND, x, rank, shape);
}

int32_t
gradient_slice(GradientBuilder* const b,
               const int32_t          x,
               const int64_t* const   first,
               const int64_t* const   size,
               const int64_t* const   step)
{
  const GraphTensor t    = gradient_shape(b, x);
  GraphNode         node = graph_node(OP_SLICE);
  bool              all  = true;
  node.n_inputs          = 1;
  node.inputs[0]         = x;
  node.n_axes            = t.rank;
  for (uint32_t d = 0; d < t.rank; ++d) {
    node.axes[d]          = size[d];
    node.pads[d]          = first[d];
    node.pads[t.rank + d] = step ? step[d] : 1;
    all                   = all && size[d] == t.shape[d] && node.pads[t.rank + d] == 1;
  }
  return all ? x : gradient_append(b, &node);
}

int32_t
gradient_pad(GradientBuilder* const b, const int32_t x, const int64_t* const pads)
{
  const uint32_t rank = gradient_shape(b, x).rank;
  GraphNode      node = graph_node(OP_PAD);
  bool           any  = false;
  node.n_inputs       = 1;
  node.inputs[0]      = x;
  node.alpha          = 0.0f;
  for (uint32_t i = 0; i < 2 * rank; ++i) {
    node.pads[i] = pads[i];
    any          = any || pads[i];
  }
  return any ? gradient_append(b, &node) : x;
}

int32_t
gradient_reduce(GradientBuilder* const b,
                const GraphOp          op,
                const int32_t          x,
                const uint32_t         n_axes,
                const int64_t* const   axes)
{
  return n_axes ? append_axes(b, op, x, n_axes, axes) : x;
}

int32_t
gradient_sum_to(GradientBuilder* const b, const int32_t x, const uint32_t rank, const int64_t* const shape)
{
  const GraphTensor t                    = gradient_shape(b, x);
  int64_t           axes[GRAPH_MAX_RANK] = { 0 };
  uint32_t          n                    = 0;
  if (x < 0 || has_shape(b, x, rank, shape)) {
    return x;
  }
  for (uint32_t d = 0; d < t.rank; ++d) {
    const int64_t size = d + rank < t.rank ? 1 : shape[d + rank - t.rank];
    if (size != t.shape[d]) {
      axes[n++] = d;
    }
  }
  return gradient_reshape(b, gradient_reduce(b, OP_REDUCE_SUM, x, n, axes), rank, shape);
}

void
gradient_give(GradientBuilder* const b, const int32_t tensor, const int32_t d)
{
  if (!gradient_wanted(b, tensor)) {
    return;
  }
  const GraphTensor t   = gradient_shape(b, tensor);
  const int32_t     sum = gradient_sum_to(b, d, t.rank, t.shape);
  int32_t* const    to  = &b->gradients[tensor];
  *to                   = *to < 0 ? sum : gradient_binary(b, OP_ADD, *to, sum);
}
