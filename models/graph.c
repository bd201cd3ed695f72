// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/graph.h"

#include "models/operator.h"

#include <stdlib.h>
#include <string.h>

enum {
  MAX_NODES          = 4096,    ///< Simplifying looks at all pairs
  MAX_ELEMENTS       = 1 << 26, ///< Of one tensor
  MAX_TOTAL_ELEMENTS = 1 << 28  ///< Of all tensors of a graph
};

Graph*
graph_new(void)
{
  Graph* const graph = calloc(1, sizeof(Graph));
  if (graph) {
    graph->input  = -1;
    graph->output = -1;
  }
  return graph;
}

void
graph_free(Graph* const graph)
{
  if (!graph) {
    return;
  }
  for (uint32_t t = 0; t < graph->n_tensors; ++t) {
    free(graph->tensors[t].name);
    free(graph->tensors[t].constant);
  }
  for (uint32_t n = 0; n < graph->n_nodes; ++n) {
    free(graph->nodes[n].name);
  }
  free(graph->tensors);
  free(graph->nodes);
  free(graph);
}

int32_t
graph_tensor(const Graph* const graph, const char* const name)
{
  for (uint32_t t = 0; t < graph->n_tensors; ++t) {
    if (!strcmp(graph->tensors[t].name, name)) {
      return (int32_t)t;
    }
  }
  return -1;
}

size_t
graph_tensor_size(const GraphTensor* const tensor)
{
  size_t size = 1;
  for (uint32_t d = 0; d < tensor->rank; ++d) {
    size *= (size_t)tensor->shape[d];
  }
  return size;
}

uint32_t
graph_uses(const Graph* const graph, const int32_t tensor)
{
  uint32_t uses = graph->output == tensor ? 1 : 0;
  for (uint32_t n = 0; n < graph->n_nodes; ++n) {
    for (uint32_t i = 0; i < graph->nodes[n].n_inputs; ++i) {
      uses += graph->nodes[n].inputs[i] == tensor;
    }
  }
  return uses;
}

int32_t
graph_producer(const Graph* const graph, const int32_t tensor)
{
  for (uint32_t n = 0; n < graph->n_nodes; ++n) {
    if (graph->nodes[n].output == tensor) {
      return (int32_t)n;
    }
  }
  return -1;
}

GraphNode
graph_node(const GraphOp op)
{
  GraphNode node = { .op = op, .output = -1, .group = 1, .epsilon = 1e-5f, .alpha = 1, .beta = 1, .keep_dims = true };
  for (uint32_t i = 0; i < GRAPH_MAX_INPUTS; ++i) {
    node.inputs[i] = -1;
  }
  for (uint32_t d = 0; d < GRAPH_MAX_SPATIAL; ++d) {
    node.kernel[d] = node.strides[d] = node.dilations[d] = 1;
  }
  return node;
}

/// Arrays grow whenever their count reaches a power of two, so that no capacity need be kept
static void*
grow(void* const array, const uint32_t count, const size_t item)
{
  return (count & (count - 1)) ? array : realloc(array, (count ? 2 * (size_t)count : 1) * item);
}

/// True if a tensor of this shape may be added
static bool
shape_fits(const Graph* const graph, const uint32_t rank, const int64_t* const shape)
{
  size_t size = 1;
  if (rank > GRAPH_MAX_RANK) {
    return false;
  }

  for (uint32_t d = 0; d < rank; ++d) {
    if (shape[d] < 0 || shape[d] > MAX_ELEMENTS || (size *= (size_t)shape[d]) > MAX_ELEMENTS) {
      return false;
    }
  }
  return graph->n_elements + size <= MAX_TOTAL_ELEMENTS;
}

static void*
copy_of(const void* const data, const size_t size)
{
  void* const copy = malloc(size ? size : 1);
  if (copy) {
    memcpy(copy, data, size);
  }
  return copy;
}

int32_t
graph_add_tensor(Graph* const         graph,
                 const char* const    name,
                 const TensorType     type,
                 const uint32_t       rank,
                 const int64_t* const shape,
                 const void* const    constant)
{
  if (graph->n_tensors >= INT32_MAX / 2 || !shape_fits(graph, rank, shape)) {
    return -1;
  }

  GraphTensor* const tensors = grow(graph->tensors, graph->n_tensors, sizeof(GraphTensor));
  if (!tensors) {
    return -1;
  }
  graph->tensors = tensors;

  GraphTensor tensor = { .type = type, .rank = rank };
  for (uint32_t d = 0; d < rank; ++d) {
    tensor.shape[d] = shape[d];
  }
  tensor.name = copy_of(name, strlen(name) + 1);
  if (constant) {
    const size_t item = type == TENSOR_INT64 ? sizeof(int64_t) : sizeof(float);
    tensor.constant   = copy_of(constant, item * graph_tensor_size(&tensor));
  }
  if (!tensor.name || (constant && !tensor.constant)) {
    free(tensor.name);
    free(tensor.constant);
    return -1;
  }

  graph->n_elements += graph_tensor_size(&tensor);
  tensors[graph->n_tensors] = tensor;
  return (int32_t)graph->n_tensors++;
}

static EquusStatus
check_inputs(const Graph* const graph, const GraphNode* const node, EquusError* const error)
{
  const Operator* const op = operator_get(node->op);
  if (node->n_inputs < op->min_inputs || node->n_inputs > op->max_inputs) {
    return equus_error_set(error, EQUUS_ERR_FORMAT, "has %u inputs, which %s can't have", node->n_inputs, op->name);
  }
  for (uint32_t i = 0; i < node->n_inputs; ++i) {
    const int32_t t = node->inputs[i];
    if (t >= (int32_t)graph->n_tensors || (t < 0 && i < op->min_inputs)) {
      return equus_error_set(error, EQUUS_ERR_FORMAT, "lacks its input %u", i);
    }
    if (op->types != OPERATOR_MIXED && t >= 0 && graph->tensors[t].type != graph->tensors[node->inputs[0]].type) {
      return equus_error_set(error, EQUUS_ERR_UNSUPPORTED, "mixes integers and floats");
    }
  }
  if (graph->tensors[node->inputs[0]].type == TENSOR_INT64 && op->types == OPERATOR_FLOATS) {
    return equus_error_set(error, EQUUS_ERR_UNSUPPORTED, "computes with integers, which Equus does for shapes only");
  }
  return EQUUS_OK;
}

/// What holds nothing may only become nothing, a sum, a maximum or a part
static bool
empty_inputs_fit(const Graph* const graph, const GraphNode* const node, const GraphTensor* const output)
{
  if (node->op == OP_CONCAT || node->op == OP_REDUCE_SUM || node->op == OP_REDUCE_MAX || !graph_tensor_size(output)) {
    return true;
  }
  for (uint32_t i = 0; i < node->n_inputs; ++i) {
    if (node->inputs[i] >= 0 && !graph_tensor_size(&graph->tensors[node->inputs[i]])) {
      return false;
    }
  }
  return true;
}

static EquusStatus
infer_output(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  output->type = graph->tensors[node->inputs[0]].type;

  const EquusStatus status = operator_get(node->op)->infer(graph, node, output, error);
  for (uint32_t d = 0; !status && d < output->rank; ++d) {
    if (output->shape[d] < 0) {
      return equus_error_set(error, EQUUS_ERR_UNSUPPORTED, "has an output of negative size");
    }
  }
  return status || empty_inputs_fit(graph, node, output)
           ? status
           : equus_error_set(error, EQUUS_ERR_UNSUPPORTED, "has an empty input");
}

int32_t
graph_add_node(Graph* const           graph,
               const GraphNode* const node,
               const char* const      name,
               const char* const      output,
               EquusError* const      error)
{
  EquusError  why    = { EQUUS_OK, "" };
  GraphTensor tensor = { 0 };
  if (check_inputs(graph, node, &why) || infer_output(graph, node, &tensor, &why)) {
    equus_error_set(error, why.status, "%s node \"%s\" %s", graph_op_name(node->op), name, why.text);
    return -1;
  }

  if (graph->n_nodes >= MAX_NODES) {
    equus_error_set(error, EQUUS_ERR_UNSUPPORTED, "it has more than %d operators, which Equus doesn't run", MAX_NODES);
    return -1;
  }
  GraphNode* const nodes = grow(graph->nodes, graph->n_nodes, sizeof(GraphNode));
  if (!nodes) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return -1;
  }
  graph->nodes = nodes;

  const bool    empty = !graph_tensor_size(&tensor);
  const int32_t t     = graph_add_tensor(graph, output, tensor.type, tensor.rank, tensor.shape, empty ? "" : NULL);
  char* const   copy  = copy_of(name, strlen(name) + 1);
  if (t < 0 || !copy) {
    free(copy);
    equus_error_set(error, EQUUS_ERR_MEMORY, "%s node \"%s\" needs too much memory", graph_op_name(node->op), name);
    return -1;
  }

  nodes[graph->n_nodes]        = *node;
  nodes[graph->n_nodes].name   = copy;
  nodes[graph->n_nodes].output = t;
  ++graph->n_nodes;
  return t;
}

/// Reshape the output to the head's input, if it isn't so already; its tensor, or -1
static int32_t
join(Graph* const graph, const Graph* const head, EquusError* const error)
{
  const GraphTensor* const from = &graph->tensors[graph->output];
  const GraphTensor* const to   = &head->tensors[head->input];
  if (graph_tensor_size(from) != graph_tensor_size(to)) {
    equus_error_set(error,
                    EQUUS_ERR_FORMAT,
                    "tensor \"%s\" holds %zu values, but the head's input \"%s\" takes %zu",
                    from->name,
                    graph_tensor_size(from),
                    to->name,
                    graph_tensor_size(to));
    return -1;
  }
  if (from->rank == to->rank && !memcmp(from->shape, to->shape, to->rank * sizeof(*to->shape))) {
    return graph->output;
  }
  GraphNode node = graph_node(OP_RESHAPE);
  node.inputs[0] = graph->output;
  node.n_inputs  = 1;
  node.n_axes    = to->rank;
  memcpy(node.axes, to->shape, to->rank * sizeof(*to->shape));
  return graph_add_node(graph, &node, to->name, to->name, error);
}

/// Copy a node of the head whose tensors lie at map[...] in `graph`, and note where its output came
static EquusStatus
copy_node(Graph* const graph, const Graph* const head, const uint32_t n, int32_t* const map, EquusError* const error)
{
  const GraphNode* const source = &head->nodes[n];
  GraphNode              node   = *source;
  for (uint32_t i = 0; i < node.n_inputs; ++i) {
    node.inputs[i] = node.inputs[i] < 0 ? -1 : map[node.inputs[i]];
  }
  map[source->output] = graph_add_node(graph, &node, source->name, head->tensors[source->output].name, error);
  return map[source->output] < 0 ? EQUUS_ERR_UNSUPPORTED : EQUUS_OK;
}

static EquusStatus
copy_head(Graph* const graph, const Graph* const head, int32_t* const map, EquusError* const error)
{
  for (uint32_t t = 0; t < head->n_tensors; ++t) {
    const GraphTensor* const tensor = &head->tensors[t];
    map[t]                          = -1;
    if (tensor->constant) {
      map[t] = graph_add_tensor(graph, tensor->name, tensor->type, tensor->rank, tensor->shape, tensor->constant);
      if (map[t] < 0) {
        return equus_error_set(error, EQUUS_ERR_MEMORY, "the head needs too much memory");
      }
    }
  }
  map[head->input]   = join(graph, head, error);
  EquusStatus status = map[head->input] < 0 ? EQUUS_ERR_FORMAT : EQUUS_OK;
  for (uint32_t n = 0; n < head->n_nodes && !status; ++n) {
    status = copy_node(graph, head, n, map, error);
  }
  return status;
}

EquusStatus
graph_append(Graph* const graph, const Graph* const head, EquusError* const error)
{
  int32_t* const map = malloc((head->n_tensors + 1) * sizeof(int32_t));
  if (!map) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  const EquusStatus status = copy_head(graph, head, map, error);
  if (!status) {
    graph->output = map[head->output];
  }
  free(map);
  return status;
}
