// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/onnx.h"

#include "models/fold.h"
#include "models/names.h"
#include "models/onnx_node.h"
#include "models/onnx_scan.h"
#include "models/onnx_tensor.h"
#include "models/operator.h"
#include "onnx.pb-c.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OLDEST_OPSET = 7, NEWEST_OPSET = 28 };

typedef struct {
  const Onnx__GraphProto* source;
  const OnnxBinding*      binding;
  Graph*                  graph;
  Names*                  initializers; ///< Name to index in source->initializer
  Names*                  producers;    ///< Name to index of the node that computes it
  Names*                  tensors;      ///< Name to index in graph->tensors
  bool*                   needed;       ///< [n_node]
  EquusError*             error;
} Parser;

static const char*
text(const char* const maybe)
{
  return maybe ? maybe : "";
}

static const char*
node_name(const Onnx__NodeProto* const node)
{
  return *text(node->name) ? node->name : node->n_output ? text(node->output[0]) : "";
}

static bool
parser_init(Parser* const parser)
{
  const Onnx__GraphProto* const source = parser->source;

  size_t values = source->n_initializer + 1;
  for (size_t n = 0; n < source->n_node; ++n) {
    values += source->node[n]->n_output;
  }
  parser->graph        = graph_new();
  parser->initializers = names_new((uint32_t)source->n_initializer);
  parser->producers    = names_new((uint32_t)values);
  parser->tensors      = names_new((uint32_t)values);
  parser->needed       = calloc(source->n_node + 1, sizeof(bool));
  if (!parser->graph || !parser->initializers || !parser->producers || !parser->tensors || !parser->needed) {
    equus_error_set(parser->error, EQUUS_ERR_MEMORY, "out of memory");
    return false;
  }

  for (size_t i = 0; i < source->n_initializer; ++i) {
    names_put(parser->initializers, text(source->initializer[i]->name), (int32_t)i);
  }
  for (size_t n = 0; n < source->n_node; ++n) {
    for (size_t o = 0; o < source->node[n]->n_output; ++o) {
      if (*text(source->node[n]->output[o])) {
        names_put(parser->producers, source->node[n]->output[o], (int32_t)n);
      }
    }
  }
  return true;
}

/// Gives back all but the graph
static void
parser_clear(Parser* const parser)
{
  names_free(parser->initializers);
  names_free(parser->producers);
  names_free(parser->tensors);
  free(parser->needed);
}

/// Mark the nodes that the wanted output rests on
static EquusStatus
mark_needed(Parser* const parser)
{
  const Onnx__GraphProto* const source = parser->source;
  const int32_t                 last   = names_get(parser->producers, parser->binding->output);
  if (last < 0) {
    const char* const has = source->n_output ? text(source->output[0]->name) : "none";
    return equus_error_set(parser->error,
                           EQUUS_ERR_NOT_FOUND,
                           "the network computes no tensor \"%s\"; its output is \"%s\"",
                           parser->binding->output,
                           has);
  }

  int32_t* const stack = malloc((source->n_node + 1) * sizeof(int32_t));
  if (!stack) {
    return equus_error_set(parser->error, EQUUS_ERR_MEMORY, "out of memory");
  }
  size_t depth         = 0;
  stack[depth++]       = last;
  parser->needed[last] = true;
  while (depth) {
    const Onnx__NodeProto* const node = source->node[stack[--depth]];
    for (size_t i = 0; i < node->n_input; ++i) {
      const int32_t before = names_get(parser->producers, text(node->input[i]));
      if (before >= 0 && !parser->needed[before]) {
        parser->needed[before] = true;
        stack[depth++]         = before;
      }
    }
  }
  free(stack);
  return EQUUS_OK;
}

static const Onnx__TypeProto__Tensor*
find_input(const Onnx__GraphProto* const source, const char* const name)
{
  for (size_t i = 0; i < source->n_input; ++i) {
    const Onnx__ValueInfoProto* const input = source->input[i];
    if (!strcmp(text(input->name), name) && input->type &&
        input->type->value_case == ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE) {
      return input->type->tensor_type;
    }
  }
  return NULL;
}

/// Check the bound shape against what the file says and add the input's tensor
static EquusStatus
add_input(Parser* const parser)
{
  const OnnxBinding* const             binding = parser->binding;
  const Onnx__TypeProto__Tensor* const type    = find_input(parser->source, binding->input);
  if (!type) {
    const char* const has = parser->source->n_input ? text(parser->source->input[0]->name) : "none";
    return equus_error_set(
      parser->error, EQUUS_ERR_NOT_FOUND, "the network has no input \"%s\"; its input is \"%s\"", binding->input, has);
  }
  if (type->elem_type != ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT) {
    return equus_error_set(
      parser->error, EQUUS_ERR_UNSUPPORTED, "input \"%s\" isn't of float32; export it so", binding->input);
  }

  const size_t rank = type->shape ? type->shape->n_dim : binding->rank;
  bool         fits = rank == binding->rank;
  for (uint32_t d = 0; fits && type->shape && d < binding->rank; ++d) {
    const Onnx__TensorShapeProto__Dimension* const dim = type->shape->dim[d];
    fits = dim->value_case != ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE ||
           dim->dim_value == binding->shape[d] || dim->dim_value < 1;
    if (!fits) {
      return equus_error_set(parser->error,
                             EQUUS_ERR_FORMAT,
                             "input \"%s\" has %" PRId64 " values along axis %u, where %" PRId64 " are to come",
                             binding->input,
                             dim->dim_value,
                             d,
                             binding->shape[d]);
    }
  }
  if (!fits) {
    return equus_error_set(parser->error,
                           EQUUS_ERR_FORMAT,
                           "input \"%s\" has %zu axes, where %u are to come",
                           binding->input,
                           rank,
                           binding->rank);
  }

  parser->graph->input =
    graph_add_tensor(parser->graph, binding->input, TENSOR_FLOAT, binding->rank, binding->shape, NULL);
  if (parser->graph->input < 0) {
    return equus_error_set(parser->error, EQUUS_ERR_RANGE, "input \"%s\" is too large", binding->input);
  }
  names_put(parser->tensors, binding->input, parser->graph->input);
  return EQUUS_OK;
}

/// The tensor of this name, taken from the file's constants if it isn't there yet; -1 with an error
static int32_t
resolve(Parser* const parser, const Onnx__NodeProto* const node, const char* const name)
{
  int32_t tensor = names_get(parser->tensors, name);
  if (tensor >= 0) {
    return tensor;
  }

  const int32_t initializer = names_get(parser->initializers, name);
  if (initializer < 0) {
    equus_error_set(parser->error,
                    find_input(parser->source, name) ? EQUUS_ERR_UNSUPPORTED : EQUUS_ERR_FORMAT,
                    "%s node \"%s\" reads \"%s\", which is neither computed before it nor the input \"%s\"",
                    text(node->op_type),
                    node_name(node),
                    name,
                    parser->binding->input);
    return -1;
  }
  tensor = onnx_add_constant(parser->graph, parser->source->initializer[initializer], name, parser->error);
  if (tensor >= 0) {
    names_put(parser->tensors, name, tensor);
  }
  return tensor;
}

static int32_t
add_scalar_constant(Parser* const parser, const Onnx__AttributeProto* const a, const char* const name)
{
  int64_t count = 0;
  if (a->n_floats || a->n_ints) {
    count = (int64_t)(a->n_floats ? a->n_floats : a->n_ints);
    return graph_add_tensor(parser->graph,
                            name,
                            a->n_floats ? TENSOR_FLOAT : TENSOR_INT64,
                            1,
                            &count,
                            a->n_floats ? (const void*)a->floats : (const void*)a->ints);
  }
  return graph_add_tensor(parser->graph,
                          name,
                          a->has_f ? TENSOR_FLOAT : TENSOR_INT64,
                          0,
                          NULL,
                          a->has_f ? (const void*)&a->f : (const void*)&a->i);
}

/// A Constant node becomes a constant tensor
static EquusStatus
add_constant_node(Parser* const parser, const Onnx__NodeProto* const node)
{
  const Onnx__AttributeProto* const value = node->n_attribute == 1 ? node->attribute[0] : NULL;
  if (!value || !strncmp(text(value->name), "sparse", 6) || !strncmp(text(value->name), "value_string", 12)) {
    return equus_error_set(
      parser->error, EQUUS_ERR_UNSUPPORTED, "Constant node \"%s\" holds no plain numbers", node_name(node));
  }

  const int32_t tensor = value->t ? onnx_add_constant(parser->graph, value->t, node->output[0], parser->error)
                                  : add_scalar_constant(parser, value, node->output[0]);
  if (tensor < 0) {
    return value->t ? EQUUS_ERR_FORMAT : equus_error_set(parser->error, EQUUS_ERR_MEMORY, "out of memory");
  }
  names_put(parser->tensors, node->output[0], tensor);
  return EQUUS_OK;
}

static EquusStatus
resolve_inputs(Parser* const parser, const Onnx__NodeProto* const source, GraphNode* const node)
{
  const Operator* const op = operator_get(node->op);

  size_t count = source->n_input;
  while (count && !*text(source->input[count - 1])) {
    --count;
  }
  if (count < op->min_file_inputs || count > op->max_file_inputs) {
    return equus_error_set(parser->error,
                           EQUUS_ERR_UNSUPPORTED,
                           "%s node \"%s\" has %zu inputs, where Equus reads %u to %u",
                           op->name,
                           node_name(source),
                           count,
                           op->min_file_inputs,
                           op->max_file_inputs);
  }
  for (node->n_inputs = 0; node->n_inputs < count; ++node->n_inputs) {
    const char* const name = text(source->input[node->n_inputs]);
    if (*name && (node->inputs[node->n_inputs] = resolve(parser, source, name)) < 0) {
      return EQUUS_ERR_FORMAT;
    }
  }
  return node->inputs[0] < 0
           ? equus_error_set(
               parser->error, EQUUS_ERR_FORMAT, "%s node \"%s\" lacks its first input", op->name, node_name(source))
           : EQUUS_OK;
}

/// Bring one node into normal form, add it and compute it if it is constant
static EquusStatus
add_operator(Parser* const parser, const Onnx__NodeProto* const source, const GraphOp op)
{
  GraphNode         node   = graph_node(op);
  const EquusStatus status = resolve_inputs(parser, source, &node);
  if (status) {
    return status;
  }

  EquusError why    = { EQUUS_OK, "" };
  OnnxNode   reader = { source, parser->graph, &why };
  if (operator_get(op)->read(&reader, &node)) {
    return equus_error_set(
      parser->error, why.status, "%s node \"%s\" %s", graph_op_name(op), node_name(source), why.text);
  }

  const int32_t output = graph_add_node(parser->graph, &node, node_name(source), source->output[0], parser->error);
  if (output < 0) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  names_put(parser->tensors, source->output[0], output);
  GraphNode* const added = &parser->graph->nodes[parser->graph->n_nodes - 1];
  if (fold_constant(parser->graph, added)) {
    free(added->name);
    --parser->graph->n_nodes;
  }
  return EQUUS_OK;
}

static EquusStatus
add_node(Parser* const parser, const Onnx__NodeProto* const source)
{
  const char* const type   = text(source->op_type);
  const char* const domain = text(source->domain);
  const GraphOp     op     = operator_find(type);
  if (source->n_output < 1 || !*text(source->output[0])) {
    return equus_error_set(
      parser->error, EQUUS_ERR_UNSUPPORTED, "%s node \"%s\" lacks its first output", type, node_name(source));
  }
  if (!*domain || !strcmp(domain, "ai.onnx")) {
    if (!strcmp(type, "Constant")) {
      return add_constant_node(parser, source);
    }
    if (op < OP_COUNT) {
      return add_operator(parser, source, op);
    }
  }
  return equus_error_set(parser->error,
                         EQUUS_ERR_UNSUPPORTED,
                         "operator %s%s%s of node \"%s\" isn't one that Equus runs; export the network without it",
                         domain,
                         *domain ? "." : "",
                         type,
                         node_name(source));
}

static EquusStatus
build(Parser* const parser)
{
  EquusStatus status = EQUUS_OK;
  if ((status = mark_needed(parser)) || (status = add_input(parser))) {
    return status;
  }
  for (size_t n = 0; n < parser->source->n_node && !status; ++n) {
    status = parser->needed[n] ? add_node(parser, parser->source->node[n]) : EQUUS_OK;
  }
  if (status) {
    return status;
  }

  parser->graph->output = names_get(parser->tensors, parser->binding->output);
  if (parser->graph->output < 0 || parser->graph->tensors[parser->graph->output].constant ||
      parser->graph->tensors[parser->graph->output].type != TENSOR_FLOAT) {
    return equus_error_set(parser->error,
                           EQUUS_ERR_UNSUPPORTED,
                           "tensor \"%s\" isn't a float output that depends on \"%s\"",
                           parser->binding->output,
                           parser->binding->input);
  }
  return EQUUS_OK;
}

static EquusStatus
check_opset(const Onnx__ModelProto* const model, EquusError* const error)
{
  for (size_t i = 0; i < model->n_opset_import; ++i) {
    const Onnx__OperatorSetIdProto* const opset  = model->opset_import[i];
    const char* const                     domain = text(opset->domain);
    if ((!*domain || !strcmp(domain, "ai.onnx")) && (opset->version < OLDEST_OPSET || opset->version > NEWEST_OPSET)) {
      return equus_error_set(error,
                             EQUUS_ERR_UNSUPPORTED,
                             "it uses ONNX operator set %" PRId64 "; export it with one of %d to %d",
                             opset->version,
                             OLDEST_OPSET,
                             NEWEST_OPSET);
    }
  }
  return EQUUS_OK;
}

static Graph*
parse_model(const Onnx__ModelProto* const model, const OnnxBinding* const binding, EquusError* const error)
{
  if (!model->graph) {
    equus_error_set(error, EQUUS_ERR_FORMAT, "it holds no network; fetch or export it again");
    return NULL;
  }
  if (check_opset(model, error)) {
    return NULL;
  }

  Parser parser = { .source = model->graph, .binding = binding, .error = error };
  if (!parser_init(&parser) || build(&parser)) {
    graph_free(parser.graph);
    parser.graph = NULL;
  }
  parser_clear(&parser);
  return parser.graph;
}

Graph*
onnx_parse(const void* const        bytes,
           const size_t             size,
           const char* const        name,
           const OnnxBinding* const binding,
           EquusError* const        error)
{
  if (onnx_scan(bytes, size, name, error)) {
    return NULL;
  }
  Onnx__ModelProto* const model = onnx__model_proto__unpack(NULL, size, bytes);
  if (!model) {
    equus_error_set(error, EQUUS_ERR_FORMAT, "%s is damaged or not an ONNX file. Fetch or export it again.", name);
    return NULL;
  }

  EquusError   why   = { EQUUS_OK, "" };
  Graph* const graph = parse_model(model, binding, &why);
  if (!graph) {
    equus_error_set(error, why.status, "%s: %.400s.", name, why.text);
  }
  onnx__model_proto__free_unpacked(model, NULL);
  return graph;
}
