// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/gradient_parts.h"

#include <stdlib.h>

/// The node of this kind that alone computes for one reader this tensor, or -1
static int32_t
sole_producer(const Graph* const graph, const int32_t tensor, const GraphOp op)
{
  const int32_t index = graph_uses(graph, tensor) == 1 ? graph_producer(graph, tensor) : -1;
  return index >= 0 && graph->nodes[index].op == op ? index : -1;
}

static bool
reduces_last(const Graph* const graph, const GraphNode* const node)
{
  return node->op == OP_REDUCE_MAX && node->n_axes == 1 && node->axes[0] == 3 &&
         graph->tensors[node->inputs[0]].rank == 4;
}

static int32_t
sole_convolution(const Graph* const graph, const int32_t tensor)
{
  const int32_t index = sole_producer(graph, tensor, OP_CONV);
  return index >= 0 && graph->nodes[index].group == 1 ? index : -1;
}

int32_t
gradient_find_maximum(const Graph* const graph, const uint32_t index, int32_t* const relu, int32_t* const norm)
{
  const GraphNode* const node = &graph->nodes[index];
  int32_t                x    = node->inputs[0];
  *relu = *norm = -1;
  if (!reduces_last(graph, node)) {
    return -1;
  }
  if ((*norm = sole_producer(graph, x, OP_BATCH_NORMALIZATION)) >= 0) {
    x = graph->nodes[*norm].inputs[0];
  }
  if ((*relu = sole_producer(graph, x, OP_RELU)) >= 0) {
    x = graph->nodes[*relu].inputs[0];
  }
  return sole_convolution(graph, x);
}

/// Weights (M, C, rows, pixels) as (C, rows, M, pixels)
static int32_t
turn_weights(GradientBuilder* const b, const int32_t weights)
{
  const int64_t order[4] = { 1, 2, 0, 3 };
  return gradient_transpose(b, weights, order);
}

bool
gradient_through_maximum(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const int32_t index = reduces_last(b->graph, node) ? sole_convolution(b->graph, node->inputs[0]) : -1;
  if (index < 0) {
    return false;
  }
  const GraphNode   conv = b->graph->nodes[index];
  const GraphTensor x = gradient_shape(b, conv.inputs[0]), y = gradient_shape(b, conv.output);
  const int64_t     shape[4] = { y.shape[0], y.shape[1], y.shape[2], 1 };
  GraphNode         scatter  = conv;
  GraphNode         where    = graph_node(OP_MAX_INDEX);
  where.n_inputs             = 1;
  where.inputs[0]            = node->inputs[0];
  where.axis                 = 3;
  scatter.op                 = OP_CONV_SCATTER;
  scatter.n_inputs           = 3;
  scatter.inputs[0]          = gradient_reshape(b, dy, 4, shape);
  scatter.inputs[1]          = gradient_append(b, &where);
  scatter.inputs[2]          = turn_weights(b, conv.inputs[1]);
  scatter.n_axes             = x.rank;
  for (uint32_t d = 0; d < x.rank; ++d) {
    scatter.axes[d] = x.shape[d];
  }
  gradient_give(b, conv.inputs[0], gradient_append(b, &scatter));
  return true;
}
