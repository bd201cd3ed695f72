// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/fold.h"

#include "models/naive.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_WORK = 1 << 28 }; ///< Multiplications that folding a node may cost

static size_t
item_size(const GraphTensor* const tensor)
{
  return tensor->type == TENSOR_INT64 ? sizeof(int64_t) : sizeof(float);
}

/// Rough number of steps that computing this node takes
static size_t
work_of(const Graph* const graph, const GraphNode* const node)
{
  const GraphTensor* const output = &graph->tensors[node->output];
  const GraphTensor* const x      = &graph->tensors[node->inputs[0]];
  const size_t             size   = graph_tensor_size(output);
  switch (node->op) {
  case OP_CONV: {
    const GraphTensor* const weights = &graph->tensors[node->inputs[1]];
    return size * (graph_tensor_size(weights) / (size_t)weights->shape[0]);
  }
  case OP_GEMM:
  case OP_MATMUL:
    return size * (size_t)x->shape[node->op == OP_GEMM && node->trans_a ? 0 : x->rank - 1];
  case OP_AVERAGE_POOL:
  case OP_MAX_POOL:
    return size * (size_t)(node->kernel[0] * node->kernel[1] * node->kernel[2]);
  default:
    return size + graph_tensor_size(x);
  }
}

bool
fold_constant(Graph* const graph, const GraphNode* const node)
{
  if (graph->tensors[node->output].constant) {
    return true;
  }
  const void* values[GRAPH_MAX_INPUTS] = { NULL };
  for (uint32_t i = 0; i < node->n_inputs; ++i) {
    values[i] = node->inputs[i] < 0 ? NULL : graph->tensors[node->inputs[i]].constant;
    if (node->inputs[i] >= 0 && !values[i]) {
      return false;
    }
  }
  if (work_of(graph, node) > MAX_WORK) {
    return false;
  }

  GraphTensor* const output = &graph->tensors[node->output];
  void* const        result = malloc(graph_tensor_size(output) * item_size(output));
  if (result) {
    naive_compute(graph, node, values, result);
    output->constant = result;
  }
  return result;
}

void
fold_redirect(Graph* const graph, const int32_t from, const int32_t to, const bool rename)
{
  for (uint32_t n = 0; n < graph->n_nodes; ++n) {
    for (uint32_t i = 0; i < graph->nodes[n].n_inputs; ++i) {
      if (graph->nodes[n].inputs[i] == from) {
        graph->nodes[n].inputs[i] = to;
      }
    }
  }
  if (rename || graph->output == from) {
    char* const name          = graph->tensors[to].name;
    graph->tensors[to].name   = graph->tensors[from].name;
    graph->tensors[from].name = name;
  }
  graph->output = graph->output == from ? to : graph->output;
}

static bool
same_shape(const GraphTensor* const a, const GraphTensor* const b)
{
  return a->rank == b->rank && !memcmp(a->shape, b->shape, a->rank * sizeof(*a->shape));
}

/// True if one of these differs from `usual`
static bool
any(const int64_t* const values, const uint32_t n, const int64_t usual)
{
  for (uint32_t i = 0; i < n; ++i) {
    if (values[i] != usual) {
      return true;
    }
  }
  return false;
}

/// True if the node's output holds x's values in x's order
static bool
keeps_values(const Graph* const graph, const GraphNode* const node)
{
  const GraphTensor* const x   = &graph->tensors[node->inputs[0]];
  const GraphTensor* const out = &graph->tensors[node->output];
  switch (node->op) {
  case OP_FLATTEN:
  case OP_IDENTITY:
  case OP_RESHAPE:
  case OP_SQUEEZE:
  case OP_UNSQUEEZE:
    return true;
  case OP_CAST:
    return x->type == TENSOR_FLOAT && out->type == TENSOR_FLOAT;
  case OP_CONCAT:
    return node->n_inputs == 1;
  case OP_EXPAND:
  case OP_REDUCE_MAX:
  case OP_REDUCE_MEAN:
  case OP_REDUCE_SUM:
  case OP_TILE:
    return graph_tensor_size(x) == graph_tensor_size(out);
  case OP_PAD:
    return graph_tensor_size(x) == graph_tensor_size(out) && !any(node->pads, 2 * x->rank, 0);
  case OP_SLICE:
    return graph_tensor_size(x) == graph_tensor_size(out) && !any(node->pads + x->rank, x->rank, 1);
  case OP_TRANSPOSE: {
    int64_t last = -1;
    for (uint32_t d = 0; d < x->rank; ++d) {
      if (x->shape[node->axes[d]] > 1) {
        if (node->axes[d] < last) {
          return false;
        }
        last = node->axes[d];
      }
    }
    return true;
  }
  default:
    return false;
  }
}

/// A node that keeps its values disappears, or becomes a Reshape where the shape changes
static void
fold_kept(Graph* const graph, GraphNode* const node, uint32_t* const changes)
{
  const GraphTensor* const out      = &graph->tensors[node->output];
  const int32_t            producer = graph_producer(graph, node->inputs[0]);
  if (producer >= 0 && graph->nodes[producer].op == OP_RESHAPE) {
    node->inputs[0] = graph->nodes[producer].inputs[0];
    ++*changes;
  }

  const bool alone = node->output == graph->output && node->inputs[0] == graph->input;
  if (same_shape(&graph->tensors[node->inputs[0]], out) && !alone) {
    if (graph_uses(graph, node->output)) {
      fold_redirect(graph, node->output, node->inputs[0], false);
      ++*changes;
    }
  } else if (node->op != OP_RESHAPE) {
    node->op       = OP_RESHAPE;
    node->n_axes   = out->rank;
    node->n_inputs = 1;
    memcpy(node->axes, out->shape, sizeof(out->shape));
    ++*changes;
  }
}

void
fold_trivial(Graph* const graph, uint32_t* const changes)
{
  for (uint32_t n = 0; n < graph->n_nodes; ++n) {
    GraphNode* const node = &graph->nodes[n];
    if (graph->tensors[node->output].constant) {
      continue;
    }
    if (node->output != graph->output && fold_constant(graph, node)) {
      ++*changes;
    } else if (keeps_values(graph, node)) {
      fold_kept(graph, node, changes);
    }
  }
}

void
fold_dead_nodes(Graph* const graph, uint32_t* const changes)
{
  for (uint32_t n = graph->n_nodes; n-- > 0;) {
    const int32_t output = graph->nodes[n].output;
    if (graph->tensors[output].constant || !graph_uses(graph, output)) {
      free(graph->nodes[n].name);
      --graph->n_nodes;
      memmove(&graph->nodes[n], &graph->nodes[n + 1], (graph->n_nodes - n) * sizeof(GraphNode));
      ++*changes;
    }
  }
}

/// Number tensors that are still needed in order from 0, the others -1
static uint32_t
number_tensors(const Graph* const graph, int32_t* const numbers)
{
  memset(numbers, 0, graph->n_tensors * sizeof(*numbers));
  numbers[graph->input] = numbers[graph->output] = 1;
  for (uint32_t n = 0; n < graph->n_nodes; ++n) {
    const GraphNode* const node = &graph->nodes[n];
    numbers[node->output]       = 1;
    for (uint32_t i = 0; i < node->n_inputs; ++i) {
      if (node->inputs[i] >= 0) {
        numbers[node->inputs[i]] = 1;
      }
    }
  }

  uint32_t kept = 0;
  for (uint32_t t = 0; t < graph->n_tensors; ++t) {
    numbers[t] = numbers[t] ? (int32_t)kept++ : -1;
  }
  return kept;
}

EquusStatus
fold_dead_tensors(Graph* const graph)
{
  int32_t* const numbers = malloc((graph->n_tensors + 1) * sizeof(int32_t));
  if (!numbers) {
    return EQUUS_ERR_MEMORY;
  }

  const uint32_t kept = number_tensors(graph, numbers);
  for (uint32_t n = 0; n < graph->n_nodes; ++n) {
    GraphNode* const node = &graph->nodes[n];
    node->output          = numbers[node->output];
    for (uint32_t i = 0; i < node->n_inputs; ++i) {
      node->inputs[i] = node->inputs[i] < 0 ? -1 : numbers[node->inputs[i]];
    }
  }
  graph->input  = numbers[graph->input];
  graph->output = numbers[graph->output];
  for (uint32_t t = 0; t < graph->n_tensors; ++t) {
    if (numbers[t] >= 0) {
      graph->tensors[numbers[t]] = graph->tensors[t];
    } else {
      free(graph->tensors[t].name);
      free(graph->tensors[t].constant);
    }
  }
  graph->n_tensors = kept;
  free(numbers);
  return EQUUS_OK;
}
