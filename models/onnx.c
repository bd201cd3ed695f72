// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/onnx.h"

#include "models/fold.h"
#include "models/names.h"
#include "models/onnx_constant.h"
#include "models/onnx_input.h"
#include "models/onnx_name.h"
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
  const char*             name;    ///< Of the file
  OnnxBinding             binding; ///< With the file's names and rank
  Graph*                  graph;
  Names*                  initializers; ///< Name to index in source->initializer
  Names*                  producers;    ///< Name to index of the node that computes it
  Names*                  tensors;      ///< Name to index in graph->tensors
  bool*                   needed;       ///< [n_node]
  int64_t                 opset;
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
  const int32_t                 last   = names_get(parser->producers, parser->binding.output);
  if (last < 0) {
    const char* const has = source->n_output ? text(source->output[0]->name) : "none";
    return equus_error_set(parser->error,
                           EQUUS_ERR_NOT_FOUND,
                           "the network computes no tensor \"%s\"; its output is \"%s\"",
                           parser->binding.output,
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
  OnnxBinding* const                   binding = &parser->binding;
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
  if (type->shape && onnx_fit_input(type->shape, parser->name, binding, parser->error)) {
    return EQUUS_ERR_FORMAT;
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

  const int32_t                initializer = names_get(parser->initializers, name);
  const int32_t                producer    = names_get(parser->producers, name);
  const Onnx__NodeProto* const before      = producer < 0 ? NULL : parser->source->node[producer];
  if (initializer < 0 && before && names_get(parser->tensors, text(before->output[0])) >= 0) {
    equus_error_set(parser->error,
                    EQUUS_ERR_UNSUPPORTED,
                    "%s node \"%s\" reads \"%s\", an output of %s node \"%s\" that Equus doesn't compute; "
                    "export the network without it",
                    text(node->op_type),
                    node_name(node),
                    name,
                    text(before->op_type),
                    node_name(before));
    return -1;
  }
  if (initializer < 0) {
    equus_error_set(parser->error,
                    find_input(parser->source, name) ? EQUUS_ERR_UNSUPPORTED : EQUUS_ERR_FORMAT,
                    "%s node \"%s\" reads \"%s\", which is neither computed before it nor the input \"%s\"",
                    text(node->op_type),
                    node_name(node),
                    name,
                    parser->binding.input);
    return -1;
  }
  tensor = onnx_add_constant(parser->graph, parser->source->initializer[initializer], name, parser->error);
  if (tensor >= 0) {
    names_put(parser->tensors, name, tensor);
  }
  return tensor;
}

/// Take the node's inputs over, of which there must be `least` to `most`
static EquusStatus
resolve_inputs(Parser* const                parser,
               const Onnx__NodeProto* const source,
               const uint32_t               least,
               const uint32_t               most,
               GraphNode* const             node)
{
  size_t count = source->n_input;
  while (count && !*text(source->input[count - 1])) {
    --count;
  }
  if (count < least || count > most) {
    return equus_error_set(parser->error,
                           EQUUS_ERR_UNSUPPORTED,
                           "%s node \"%s\" has %zu inputs, where Equus reads %u to %u",
                           source->op_type,
                           node_name(source),
                           count,
                           least,
                           most);
  }
  for (node->n_inputs = 0; node->n_inputs < count; ++node->n_inputs) {
    const char* const name = text(source->input[node->n_inputs]);
    if (*name && (node->inputs[node->n_inputs] = resolve(parser, source, name)) < 0) {
      return EQUUS_ERR_FORMAT;
    }
  }
  return count && node->inputs[0] < 0 ? equus_error_set(parser->error,
                                                        EQUUS_ERR_FORMAT,
                                                        "%s node \"%s\" lacks its first input",
                                                        source->op_type,
                                                        node_name(source))
                                      : EQUUS_OK;
}

/// Put the operator and node before what a reader says
static EquusStatus
blame(const Parser* const parser, const Onnx__NodeProto* const source, const EquusError* const why)
{
  return equus_error_set(
    parser->error, why->status, "%s node \"%s\" %s", source->op_type, node_name(source), why->text);
}

/// Add a node in normal form, and compute it if it is constant; its output, or -1
static int32_t
add_normal(Parser* const                parser,
           const Onnx__NodeProto* const source,
           const GraphNode* const       node,
           const char* const            name)
{
  Graph* const  graph  = parser->graph;
  const int32_t output = graph_add_node(graph, node, node_name(source), name, parser->error);
  if (output < 0) {
    return -1;
  }
  if (fold_constant(graph, &graph->nodes[graph->n_nodes - 1])) {
    free(graph->nodes[--graph->n_nodes].name);
  } else if (graph->tensors[output].type == TENSOR_INT64) {
    equus_error_set(parser->error,
                    EQUUS_ERR_UNSUPPORTED,
                    "%s node \"%s\" computes integers that depend on the data; export the network with fixed shapes",
                    source->op_type,
                    node_name(source));
    return -1;
  }
  return output;
}

/// As add_normal(), for the file's output `i`, if it wants that
static EquusStatus
add_output(Parser* const parser, const Onnx__NodeProto* const source, const size_t i, const GraphNode* const node)
{
  const char* const name   = text(source->output[i]);
  const int32_t     tensor = *name ? add_normal(parser, source, node, name) : -1;
  if (tensor >= 0) {
    names_put(parser->tensors, name, tensor);
  }
  return tensor < 0 && *name ? EQUUS_ERR_UNSUPPORTED : EQUUS_OK;
}

static EquusStatus
add_constant(Parser* const parser, const Onnx__NodeProto* const source)
{
  GraphNode  node   = graph_node(OP_IDENTITY);
  EquusError why    = { EQUUS_OK, "" };
  OnnxNode   reader = { source, parser->opset, parser->graph, &why };
  if (resolve_inputs(parser, source, 0, 3, &node)) {
    return EQUUS_ERR_FORMAT;
  }
  const int32_t tensor = onnx_make_constant(&reader, &node);
  if (tensor < 0) {
    return blame(parser, source, &why);
  }
  names_put(parser->tensors, source->output[0], tensor);
  return EQUUS_OK;
}

/// A Split becomes a Slice for each output
static EquusStatus
add_split(Parser* const parser, const Onnx__NodeProto* const source)
{
  GraphNode   node   = graph_node(OP_SLICE), parts[ONNX_MAX_PARTS];
  EquusError  why    = { EQUUS_OK, "" };
  OnnxNode    reader = { source, parser->opset, parser->graph, &why };
  EquusStatus status = resolve_inputs(parser, source, 1, 2, &node);
  if (!status && onnx_read_split(&reader, &node, parts)) {
    status = blame(parser, source, &why);
  }
  for (size_t i = 0; i < source->n_output && !status; ++i) {
    status = add_output(parser, source, i, &parts[i]);
  }
  return status;
}

/// Add a step that the file doesn't hold as a node; its output, or -1
static int32_t
add_step(Parser* const parser, const Onnx__NodeProto* const source, GraphNode node, const int32_t a, const int32_t b)
{
  char name[512] = "";
  snprintf(name, sizeof(name), "%.480s.step%u", source->output[0], parser->graph->n_nodes);
  node.inputs[0] = a;
  node.inputs[1] = b;
  node.n_inputs  = operator_get(node.op)->max_inputs;
  return a >= 0 ? add_normal(parser, source, &node, name) : -1;
}

static int32_t
add_number(Parser* const parser, const float value)
{
  return graph_add_tensor(parser->graph, "number", TENSOR_FLOAT, 0, NULL, &value);
}

/// Name what a step computed as the node's output `i`, if the file wants that
static void
name_output(Parser* const parser, const Onnx__NodeProto* const source, const size_t i, const int32_t tensor)
{
  if (tensor >= 0 && i < source->n_output && *text(source->output[i])) {
    names_put(parser->tensors, source->output[i], tensor);
  }
}

/// The mean and 1 / sqrt(variance + epsilon) that a LayerNormalization can output
static EquusStatus
add_moments(Parser* const parser, const Onnx__NodeProto* const source, const GraphNode* const norm)
{
  const int32_t x       = norm->inputs[0];
  GraphNode     average = graph_node(OP_REDUCE_MEAN);
  for (int64_t axis = norm->axis; axis < (int64_t)parser->graph->tensors[x].rank; ++axis) {
    average.axes[average.n_axes++] = axis;
  }
  const int32_t mean     = add_step(parser, source, average, x, -1);
  const int32_t centred  = add_step(parser, source, graph_node(OP_SUB), x, mean);
  const int32_t square   = add_step(parser, source, graph_node(OP_MUL), centred, centred);
  const int32_t variance = add_step(parser, source, average, square, -1);
  const int32_t sum      = add_step(parser, source, graph_node(OP_ADD), variance, add_number(parser, norm->epsilon));
  const int32_t inverse  = add_step(parser, source, graph_node(OP_POW), sum, add_number(parser, -0.5f));
  name_output(parser, source, 1, mean);
  name_output(parser, source, 2, inverse);
  return inverse < 0 ? EQUUS_ERR_UNSUPPORTED : EQUUS_OK;
}

/// Bring one node into normal form and add it
static EquusStatus
add_operator(Parser* const parser, const Onnx__NodeProto* const source, const GraphOp op)
{
  GraphNode             node   = graph_node(op);
  EquusError            why    = { EQUUS_OK, "" };
  OnnxNode              reader = { source, parser->opset, parser->graph, &why };
  const Operator* const row    = operator_get(op);
  if (resolve_inputs(parser, source, row->min_file_inputs, row->max_file_inputs, &node)) {
    return EQUUS_ERR_FORMAT;
  }
  if (row->read(&reader, &node)) {
    return blame(parser, source, &why);
  }
  const EquusStatus status = add_output(parser, source, 0, &node);
  return !status && op == OP_LAYER_NORMALIZATION && source->n_output > 1 ? add_moments(parser, source, &node) : status;
}

static EquusStatus
add_node(Parser* const parser, const Onnx__NodeProto* const source)
{
  const char* const type   = text(source->op_type);
  const char* const domain = text(source->domain);
  const GraphOp     op     = operator_find(type);
  const bool        split  = !strcmp(type, "Split");
  if (source->n_output < 1 || (!*text(source->output[0]) && !split)) {
    return equus_error_set(
      parser->error, EQUUS_ERR_UNSUPPORTED, "%s node \"%s\" lacks its first output", type, node_name(source));
  }
  if ((op == OP_COUNT && !split && !onnx_is_constant(type)) || (*domain && strcmp(domain, "ai.onnx") != 0)) {
    return equus_error_set(parser->error,
                           EQUUS_ERR_UNSUPPORTED,
                           "operator %s%s%s of node \"%s\" isn't one that Equus runs; export the network without it",
                           domain,
                           *domain ? "." : "",
                           type,
                           node_name(source));
  }
  return split            ? add_split(parser, source)
         : op == OP_COUNT ? add_constant(parser, source)
                          : add_operator(parser, source, op);
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

  parser->graph->output = names_get(parser->tensors, parser->binding.output);
  if (parser->graph->output < 0 || parser->graph->tensors[parser->graph->output].constant ||
      parser->graph->tensors[parser->graph->output].type != TENSOR_FLOAT) {
    return equus_error_set(parser->error,
                           EQUUS_ERR_UNSUPPORTED,
                           "tensor \"%s\" isn't a float output that depends on \"%s\"",
                           parser->binding.output,
                           parser->binding.input);
  }
  return EQUUS_OK;
}

/// The file's operator set, or 0 with an error if Equus doesn't read it
static int64_t
find_opset(const Onnx__ModelProto* const model, EquusError* const error)
{
  int64_t opset = NEWEST_OPSET;
  for (size_t i = 0; i < model->n_opset_import; ++i) {
    const Onnx__OperatorSetIdProto* const import = model->opset_import[i];
    const char* const                     domain = text(import->domain);
    if (!*domain || !strcmp(domain, "ai.onnx")) {
      opset = import->version;
    }
  }
  if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
    equus_error_set(error,
                    EQUUS_ERR_UNSUPPORTED,
                    "it uses ONNX operator set %" PRId64 "; export it with one of %d to %d",
                    opset,
                    OLDEST_OPSET,
                    NEWEST_OPSET);
    return 0;
  }
  return opset;
}

static Graph*
parse_model(const Onnx__ModelProto* const model,
            const char* const             name,
            const OnnxBinding* const      binding,
            EquusError* const             error)
{
  if (!model->graph) {
    equus_error_set(error, EQUUS_ERR_FORMAT, "it holds no network; fetch or export it again");
    return NULL;
  }
  const int64_t opset = find_opset(model, error);
  if (!opset) {
    return NULL;
  }

  Parser parser = { .source = model->graph, .name = name, .binding = *binding, .opset = opset, .error = error };
  onnx_find_names(model->graph, &parser.binding);
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
  Graph* const graph = parse_model(model, name, binding, &why);
  if (!graph) {
    equus_error_set(error, why.status, "%s: %.400s.", name, why.text);
  }
  onnx__model_proto__free_unpacked(model, NULL);
  return graph;
}
