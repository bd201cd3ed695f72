// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/onnx_attribute.h"

#include "onnx.pb-c.h"

#include <stdlib.h>
#include <string.h>

EquusStatus
onnx_refuse(OnnxNode* const source, const char* const why)
{
  return equus_error_set(source->error, EQUUS_ERR_UNSUPPORTED, "%s", why);
}

const GraphTensor*
onnx_input(const OnnxNode* const source, const GraphNode* const node, const uint32_t i)
{
  return i < node->n_inputs && node->inputs[i] >= 0 ? &source->graph->tensors[node->inputs[i]] : NULL;
}

const Onnx__AttributeProto*
onnx_attribute(const OnnxNode* const source, const char* const name)
{
  for (size_t i = 0; i < source->proto->n_attribute; ++i) {
    const Onnx__AttributeProto* const attribute = source->proto->attribute[i];
    if (attribute->name && !strcmp(attribute->name, name)) {
      return attribute;
    }
  }
  return NULL;
}

int64_t
onnx_int(const OnnxNode* const source, const char* const name, const int64_t missing)
{
  const Onnx__AttributeProto* const attribute = onnx_attribute(source, name);
  return attribute && attribute->has_i ? attribute->i : missing;
}

float
onnx_float(const OnnxNode* const source, const char* const name, const float missing)
{
  const Onnx__AttributeProto* const attribute = onnx_attribute(source, name);
  return attribute && attribute->has_f ? attribute->f : missing;
}

bool
onnx_text_is(const OnnxNode* const source, const char* const name, const char* const value)
{
  const Onnx__AttributeProto* const attribute = onnx_attribute(source, name);
  const size_t                      length    = attribute && attribute->has_s ? attribute->s.len : 0;
  return length == strlen(value) && (!length || !memcmp(attribute->s.data, value, length));
}

bool
onnx_ints(const OnnxNode* const source, const char* const name, OnnxInts* const ints)
{
  const Onnx__AttributeProto* const attribute = onnx_attribute(source, name);
  ints->n                                     = 0;
  if (attribute) {
    if (attribute->n_ints > 2 * (size_t)GRAPH_MAX_RANK) {
      return false;
    }
    ints->n = (uint32_t)attribute->n_ints;
    for (uint32_t i = 0; i < ints->n; ++i) {
      ints->values[i] = attribute->ints[i];
    }
  }
  return true;
}

EquusStatus
onnx_ints_input(OnnxNode* const source, const GraphNode* const node, const uint32_t i, OnnxInts* const ints)
{
  const GraphTensor* const tensor = onnx_input(source, node, i);
  ints->n                         = 0;
  if (!tensor) {
    return EQUUS_OK;
  }
  if (!tensor->constant || tensor->type != TENSOR_INT64) {
    return onnx_refuse(source, "takes a shape or axes that depend on the data, which can't run at an even pace");
  }
  if (tensor->rank > 1 || graph_tensor_size(tensor) > 2 * (size_t)GRAPH_MAX_RANK) {
    return onnx_refuse(source, "takes a list of integers that is too long");
  }
  ints->n = (uint32_t)graph_tensor_size(tensor);
  memcpy(ints->values, tensor->constant, ints->n * sizeof(int64_t));
  return EQUUS_OK;
}

EquusStatus
onnx_ints_either(OnnxNode* const        source,
                 const GraphNode* const node,
                 const uint32_t         i,
                 const char* const      name,
                 OnnxInts* const        ints)
{
  if (onnx_input(source, node, i)) {
    return onnx_ints_input(source, node, i, ints);
  }
  return onnx_ints(source, name, ints) ? EQUUS_OK : onnx_refuse(source, "has a list of integers that is too long");
}

EquusStatus
onnx_float_either(OnnxNode* const        source,
                  const GraphNode* const node,
                  const uint32_t         i,
                  const char* const      name,
                  float* const           value)
{
  const GraphTensor* const tensor = onnx_input(source, node, i);
  if (!tensor) {
    *value = onnx_float(source, name, *value);
    return EQUUS_OK;
  }
  if (!tensor->constant || tensor->type != TENSOR_FLOAT || graph_tensor_size(tensor) != 1) {
    return onnx_refuse(source, "takes a limit or fill value that isn't one constant number");
  }
  *value = *(const float*)tensor->constant;
  return EQUUS_OK;
}

bool
onnx_wrap_axis(int64_t* const axis, const uint32_t rank)
{
  *axis += *axis < 0 ? (int64_t)rank : 0;
  return *axis >= 0 && *axis < (int64_t)rank;
}

OnnxInts
onnx_all_axes(const uint32_t rank)
{
  OnnxInts axes = { 0 };
  for (; axes.n < rank; ++axes.n) {
    axes.values[axes.n] = axes.n;
  }
  return axes;
}

EquusStatus
onnx_wrap_axes(OnnxNode* const source, OnnxInts* const axes, const uint32_t rank)
{
  for (uint32_t i = 0; i < axes->n; ++i) {
    if (!onnx_wrap_axis(&axes->values[i], rank)) {
      return onnx_refuse(source, "names an axis that its input lacks");
    }
  }
  return axes->n <= GRAPH_MAX_RANK ? EQUUS_OK : onnx_refuse(source, "names too many axes");
}

EquusStatus
onnx_set_axes(OnnxNode* const source, GraphNode* const node, const OnnxInts* const axes)
{
  if (axes->n > GRAPH_MAX_RANK) {
    return onnx_refuse(source, "works on more than 8 dimensions");
  }
  node->n_inputs = 1;
  node->n_axes   = axes->n;
  memcpy(node->axes, axes->values, axes->n * sizeof(int64_t));
  return EQUUS_OK;
}

EquusStatus
onnx_make_float(OnnxNode* const source, GraphNode* const node, const uint32_t i)
{
  const GraphTensor* const tensor = onnx_input(source, node, i);
  if (!tensor || tensor->type == TENSOR_FLOAT) {
    return EQUUS_OK;
  }
  if (!tensor->constant) {
    return onnx_refuse(source, "takes integers that depend on the data, which can't run at an even pace");
  }
  const GraphTensor copy   = *tensor;
  const size_t      size   = graph_tensor_size(&copy);
  float* const      values = malloc((size + 1) * sizeof(float));
  for (size_t k = 0; values && k < size; ++k) {
    values[k] = (float)((const int64_t*)copy.constant)[k];
  }
  if (values) {
    node->inputs[i] = graph_add_tensor(source->graph, copy.name, TENSOR_FLOAT, copy.rank, copy.shape, values);
  }
  free(values);
  return values && node->inputs[i] >= 0 ? EQUUS_OK : equus_error_set(source->error, EQUUS_ERR_MEMORY, "is too large");
}
