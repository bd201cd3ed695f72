// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/onnx_constant.h"

#include "models/onnx_attribute.h"
#include "models/onnx_tensor.h"
#include "onnx.pb-c.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ELEMENTS = 1 << 26 };

static int32_t
add(OnnxNode* const      source,
    const TensorType     type,
    const uint32_t       rank,
    const int64_t* const shape,
    const void* const    values)
{
  const int32_t tensor = graph_add_tensor(source->graph, source->proto->output[0], type, rank, shape, values);
  if (tensor < 0) {
    equus_error_set(source->error, EQUUS_ERR_MEMORY, "makes too large a constant");
  }
  return tensor;
}

static int32_t
refuse(OnnxNode* const source, const char* const why)
{
  (void)onnx_refuse(source, why);
  return -1;
}

static int32_t
make_constant(OnnxNode* const source, const GraphNode* const node)
{
  (void)node;
  const Onnx__AttributeProto* const a = source->proto->n_attribute == 1 ? source->proto->attribute[0] : NULL;
  if (!a || !a->name || !strncmp(a->name, "sparse", 6) || !strncmp(a->name, "value_string", 12)) {
    return refuse(source, "holds no plain numbers");
  }
  if (a->t) {
    EquusError    why    = { EQUUS_OK, "" };
    const int32_t tensor = onnx_add_constant(source->graph, a->t, source->proto->output[0], &why);
    if (tensor < 0) {
      equus_error_set(source->error, why.status, "can't be read: %.300s", why.text);
    }
    return tensor;
  }
  if (!strcmp(a->name, "value_floats") || !strcmp(a->name, "value_ints")) {
    const bool    floats = !strcmp(a->name, "value_floats");
    const int64_t count  = (int64_t)(floats ? a->n_floats : a->n_ints);
    return floats ? add(source, TENSOR_FLOAT, 1, &count, count ? (const void*)a->floats : "")
                  : add(source, TENSOR_INT64, 1, &count, count ? (const void*)a->ints : "");
  }
  return a->has_f ? add(source, TENSOR_FLOAT, 0, NULL, &a->f) : add(source, TENSOR_INT64, 0, NULL, &a->i);
}

/// One value, which `source` may give as an attribute, repeated
static int32_t
make_filled(OnnxNode* const source, const GraphNode* const node)
{
  const Onnx__AttributeProto* const value = onnx_attribute(source, "value");
  OnnxInts                          shape = { 0 };
  EquusError                        why   = { EQUUS_OK, "" };
  if (onnx_ints_input(source, node, 0, &shape)) {
    return -1;
  }
  size_t size = 1;
  for (uint32_t d = 0; d < shape.n; ++d) {
    if (shape.values[d] < 0 || (size *= (size_t)shape.values[d]) > MAX_ELEMENTS) {
      return refuse(source, "has a negative or huge shape");
    }
  }
  const int32_t one = value && value->t ? onnx_add_constant(source->graph, value->t, "value", &why) : -1;
  if (value && (one < 0 || graph_tensor_size(&source->graph->tensors[one]) != 1)) {
    return refuse(source, "has a value that isn't one number");
  }

  const TensorType  type   = value ? source->graph->tensors[one].type : TENSOR_FLOAT;
  const size_t      item   = type == TENSOR_INT64 ? sizeof(int64_t) : sizeof(float);
  const void* const from   = value ? source->graph->tensors[one].constant : NULL;
  char* const       values = calloc(size + 1, item);
  for (size_t i = 0; values && from && i < size; ++i) {
    memcpy(values + i * item, from, item);
  }
  const int32_t tensor =
    values ? add(source, type, shape.n, shape.values, values) : refuse(source, "makes too large a constant");
  free(values);
  return tensor;
}

static bool
is_scalar(const GraphTensor* const tensor, const TensorType type)
{
  return tensor && tensor->constant && tensor->type == type && graph_tensor_size(tensor) == 1;
}

static double
scalar(const GraphTensor* const tensor)
{
  if (!tensor) {
    return 0;
  }
  return tensor->type == TENSOR_INT64 ? (double)*(const int64_t*)tensor->constant
                                      : (double)*(const float*)tensor->constant;
}

static int32_t
make_range(OnnxNode* const source, const GraphNode* const node)
{
  const GraphTensor* const first = onnx_input(source, node, 0);
  const TensorType         type  = first ? first->type : TENSOR_FLOAT;
  for (uint32_t i = 0; i < 3; ++i) {
    if (!is_scalar(onnx_input(source, node, i), type)) {
      return refuse(source, "counts to a number that depends on the data; export the network with a fixed length");
    }
  }
  const double  start = scalar(first), step = scalar(onnx_input(source, node, 2));
  const double  steps = ceil((scalar(onnx_input(source, node, 1)) - start) / step);
  const int64_t count = steps > 0 ? steps < MAX_ELEMENTS ? (int64_t)steps : MAX_ELEMENTS + 1 : 0;
  if (step == 0 || isnan(steps) || count > MAX_ELEMENTS) {
    return refuse(source, "counts without end");
  }

  const size_t item   = type == TENSOR_INT64 ? sizeof(int64_t) : sizeof(float);
  void* const  values = calloc((size_t)count + 1, item);
  for (int64_t i = 0; values && i < count; ++i) {
    const double value = start + (double)i * step;
    if (type == TENSOR_INT64) {
      ((int64_t*)values)[i] = (int64_t)value;
    } else {
      ((float*)values)[i] = (float)value;
    }
  }
  const int32_t tensor = values ? add(source, type, 1, &count, values) : refuse(source, "makes too large a constant");
  free(values);
  return tensor;
}

static int64_t
clamp(const int64_t at, const uint32_t rank)
{
  const int64_t from_begin = at < 0 ? at + (int64_t)rank : at;
  return from_begin < 0 ? 0 : from_begin > (int64_t)rank ? (int64_t)rank : from_begin;
}

static int32_t
make_shape(OnnxNode* const source, const GraphNode* const node)
{
  const GraphTensor x     = *onnx_input(source, node, 0);
  const int64_t     begin = clamp(onnx_int(source, "start", 0), x.rank);
  const int64_t     end   = clamp(onnx_int(source, "end", x.rank), x.rank);
  const int64_t     count = end > begin ? end - begin : 0;
  return add(source, TENSOR_INT64, 1, &count, x.shape + (count ? begin : 0));
}

static int32_t
make_size(OnnxNode* const source, const GraphNode* const node)
{
  const int64_t size = (int64_t)graph_tensor_size(onnx_input(source, node, 0));
  return add(source, TENSOR_INT64, 0, NULL, &size);
}

typedef struct {
  const char* name;
  uint32_t    inputs;
  int32_t (*make)(OnnxNode* source, const GraphNode* node);
} Maker;

static const Maker*
find_maker(const char* const op_type)
{
  static const Maker makers[] = {
    { "Constant", 0, make_constant }, { "ConstantOfShape", 1, make_filled },
    { "Range", 3, make_range },       { "Shape", 1, make_shape },
    { "Size", 1, make_size },
  };
  for (size_t i = 0; i < sizeof(makers) / sizeof(*makers); ++i) {
    if (!strcmp(makers[i].name, op_type)) {
      return &makers[i];
    }
  }
  return NULL;
}

bool
onnx_is_constant(const char* const op_type)
{
  return find_maker(op_type);
}

int32_t
onnx_make_constant(OnnxNode* const source, const GraphNode* const node)
{
  const Maker* const maker = find_maker(source->proto->op_type);
  if (node->n_inputs != maker->inputs) {
    return refuse(source, "has another number of inputs than its operator takes");
  }
  for (uint32_t i = 0; i < node->n_inputs; ++i) {
    if (node->inputs[i] < 0) {
      return refuse(source, "lacks one of its inputs");
    }
  }
  return maker->make(source, node);
}
