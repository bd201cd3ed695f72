// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/onnx_node.h"

#include "models/shape.h"
#include "onnx.pb-c.h"

#include <float.h>
#include <string.h>

typedef struct {
  uint32_t n;
  int64_t  values[2 * GRAPH_MAX_RANK];
} Ints;

static EquusStatus
refuse(OnnxNode* const source, const char* const why)
{
  return equus_error_set(source->error, EQUUS_ERR_UNSUPPORTED, "%s", why);
}

static const GraphTensor*
input_of(const OnnxNode* const source, const GraphNode* const node, const uint32_t i)
{
  return i < node->n_inputs && node->inputs[i] >= 0 ? &source->graph->tensors[node->inputs[i]] : NULL;
}

static const Onnx__AttributeProto*
find_attribute(const OnnxNode* const source, const char* const name)
{
  for (size_t i = 0; i < source->proto->n_attribute; ++i) {
    const Onnx__AttributeProto* const attribute = source->proto->attribute[i];
    if (attribute->name && !strcmp(attribute->name, name)) {
      return attribute;
    }
  }
  return NULL;
}

static int64_t
int_attribute(const OnnxNode* const source, const char* const name, const int64_t missing)
{
  const Onnx__AttributeProto* const attribute = find_attribute(source, name);
  return attribute && attribute->has_i ? attribute->i : missing;
}

static float
float_attribute(const OnnxNode* const source, const char* const name, const float missing)
{
  const Onnx__AttributeProto* const attribute = find_attribute(source, name);
  return attribute && attribute->has_f ? attribute->f : missing;
}

/// True if a string attribute has this value; a missing one is "" here
static bool
text_attribute_is(const OnnxNode* const source, const char* const name, const char* const value)
{
  const Onnx__AttributeProto* const attribute = find_attribute(source, name);
  const size_t                      length    = attribute && attribute->has_s ? attribute->s.len : 0;
  return length == strlen(value) && (!length || !memcmp(attribute->s.data, value, length));
}

/// Read a list of integers if there is one; false if it is too long
static bool
ints_attribute(const OnnxNode* const source, const char* const name, Ints* const ints)
{
  const Onnx__AttributeProto* const attribute = find_attribute(source, name);
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

/// Read the constant integers of input `i`, none if it is absent
static EquusStatus
ints_input(OnnxNode* const source, const GraphNode* const node, const uint32_t i, Ints* const ints)
{
  const GraphTensor* const tensor = input_of(source, node, i);
  ints->n                         = 0;
  if (!tensor) {
    return EQUUS_OK;
  }
  if (!tensor->constant || tensor->type != TENSOR_INT64) {
    return refuse(source, "takes a shape or axes that depend on the data, which can't run at an even pace");
  }
  if (tensor->rank > 1 || graph_tensor_size(tensor) > 2 * (size_t)GRAPH_MAX_RANK) {
    return refuse(source, "takes a list of integers that is too long");
  }
  ints->n = (uint32_t)graph_tensor_size(tensor);
  memcpy(ints->values, tensor->constant, ints->n * sizeof(int64_t));
  return EQUUS_OK;
}

/// Integers that newer files give as input `i` and older ones as attribute `name`
static EquusStatus
ints_either(OnnxNode* const        source,
            const GraphNode* const node,
            const uint32_t         i,
            const char* const      name,
            Ints* const            ints)
{
  if (input_of(source, node, i)) {
    return ints_input(source, node, i, ints);
  }
  return ints_attribute(source, name, ints) ? EQUUS_OK : refuse(source, "has a list of integers that is too long");
}

/// A constant scalar that newer files give as input `i` and older ones as attribute `name`
static EquusStatus
float_either(OnnxNode* const        source,
             const GraphNode* const node,
             const uint32_t         i,
             const char* const      name,
             float* const           value)
{
  const GraphTensor* const tensor = input_of(source, node, i);
  if (!tensor) {
    *value = float_attribute(source, name, *value);
    return EQUUS_OK;
  }
  if (!tensor->constant || tensor->type != TENSOR_FLOAT || graph_tensor_size(tensor) != 1) {
    return refuse(source, "takes a limit or fill value that isn't one constant number");
  }
  *value = *(const float*)tensor->constant;
  return EQUUS_OK;
}

/// Count a negative axis from the end; false if it lies outside
static bool
wrap_axis(int64_t* const axis, const uint32_t rank)
{
  *axis += *axis < 0 ? (int64_t)rank : 0;
  return *axis >= 0 && *axis < (int64_t)rank;
}

static EquusStatus
wrap_axes(OnnxNode* const source, Ints* const axes, const uint32_t rank)
{
  for (uint32_t i = 0; i < axes->n; ++i) {
    if (!wrap_axis(&axes->values[i], rank)) {
      return refuse(source, "names an axis that its input lacks");
    }
  }
  return axes->n <= GRAPH_MAX_RANK ? EQUUS_OK : refuse(source, "names too many axes");
}

static EquusStatus
set_axes(OnnxNode* const source, GraphNode* const node, const Ints* const axes)
{
  if (axes->n > GRAPH_MAX_RANK) {
    return refuse(source, "works on more than 8 dimensions");
  }
  node->n_inputs = 1;
  node->n_axes   = axes->n;
  memcpy(node->axes, axes->values, axes->n * sizeof(int64_t));
  return EQUUS_OK;
}

EquusStatus
onnx_read_plain(OnnxNode* const source, GraphNode* const node)
{
  (void)source;
  (void)node;
  return EQUUS_OK;
}

EquusStatus
onnx_read_batch_norm(OnnxNode* const source, GraphNode* const node)
{
  if (int_attribute(source, "training_mode", 0) || !int_attribute(source, "spatial", 1)) {
    return refuse(source, "is in training mode; export the network for inference");
  }
  node->epsilon = float_attribute(source, "epsilon", 1e-5f);
  return EQUUS_OK;
}

EquusStatus
onnx_read_clip(OnnxNode* const source, GraphNode* const node)
{
  node->alpha = -FLT_MAX;
  node->beta  = FLT_MAX;
  if (float_either(source, node, 1, "min", &node->alpha) || float_either(source, node, 2, "max", &node->beta)) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  node->n_inputs = 1;
  return EQUUS_OK;
}

EquusStatus
onnx_read_concat(OnnxNode* const source, GraphNode* const node)
{
  node->axis = int_attribute(source, "axis", 1);
  return wrap_axis(&node->axis, input_of(source, node, 0)->rank) ? EQUUS_OK : refuse(source, "lacks a valid axis");
}

/// Pads that make the output ceil(input / stride) long, as auto_pad SAME does
static void
pad_same(GraphNode* const node, const int64_t* const size, const bool lower)
{
  for (uint32_t d = 0; d < node->spatial; ++d) {
    const int64_t reach = (node->kernel[d] - 1) * node->dilations[d] + 1;
    const int64_t rest  = size[d] % node->strides[d];
    const int64_t need  = reach - (rest ? rest : node->strides[d]);
    const int64_t total = need > 0 ? need : 0;

    node->pads[d]                 = lower ? total - total / 2 : total / 2;
    node->pads[node->spatial + d] = total - node->pads[d];
  }
}

static bool
read_window_list(const OnnxNode* const source, const char* const name, const uint32_t n, int64_t* const to)
{
  Ints ints = { 0 };
  if (!ints_attribute(source, name, &ints) || (ints.n && ints.n != n)) {
    return false;
  }
  for (uint32_t d = 0; d < ints.n; ++d) {
    if (ints.values[d] < 0 || ints.values[d] > 1 << 20) {
      return false;
    }
    to[d] = ints.values[d];
  }
  return true;
}

/// What Conv and pools share: spatial, kernel, strides, dilations and padding
static EquusStatus
read_window(OnnxNode* const source, GraphNode* const node, const GraphTensor* const x)
{
  if (x->rank < 3 || x->rank > 4) {
    return refuse(source, "slides over other than one or two dimensions");
  }
  const uint32_t n = node->spatial = x->rank - 2;
  if (!read_window_list(source, "kernel_shape", n, node->kernel) ||
      !read_window_list(source, "strides", n, node->strides) ||
      !read_window_list(source, "dilations", n, node->dilations) ||
      !read_window_list(source, "pads", 2 * n, node->pads)) {
    return refuse(source, "has a kernel, strides, dilations or pads that don't fit its input");
  }
  for (uint32_t d = 0; d < n; ++d) {
    if (!node->kernel[d] || !node->strides[d] || !node->dilations[d]) {
      return refuse(source, "has a kernel, stride or dilation of 0");
    }
  }

  if (text_attribute_is(source, "auto_pad", "SAME_UPPER") || text_attribute_is(source, "auto_pad", "SAME_LOWER")) {
    pad_same(node, x->shape + 2, text_attribute_is(source, "auto_pad", "SAME_LOWER"));
  } else if (text_attribute_is(source, "auto_pad", "VALID")) {
    memset(node->pads, 0, sizeof(node->pads));
  }
  return EQUUS_OK;
}

EquusStatus
onnx_read_conv(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const weights = input_of(source, node, 1);
  for (uint32_t d = 2; weights && d < weights->rank && d < 2 + GRAPH_MAX_SPATIAL; ++d) {
    node->kernel[d - 2] = weights->shape[d];
  }
  node->group = int_attribute(source, "group", 1);
  return read_window(source, node, input_of(source, node, 0));
}

/// More padding at the end, so that rounding down gives what rounding up gave
static void
round_up(GraphNode* const node, const int64_t* const size)
{
  for (uint32_t d = 0; d < node->spatial; ++d) {
    const int64_t  begin = node->pads[d];
    int64_t* const end   = &node->pads[node->spatial + d];
    const int64_t  reach = (node->kernel[d] - 1) * node->dilations[d] + 1;
    const int64_t  room  = size[d] + begin + *end - reach;
    const int64_t  steps = room < 0 ? 0 : (room + node->strides[d] - 1) / node->strides[d];
    // A window that starts in the padding after the input doesn't count
    if (steps * node->strides[d] < size[d] + begin) {
      *end += steps * node->strides[d] - room;
    }
  }
}

EquusStatus
onnx_read_max_pool(OnnxNode* const source, GraphNode* const node)
{
  if (!find_attribute(source, "kernel_shape")) {
    return refuse(source, "lacks its kernel_shape");
  }
  const GraphTensor* const x      = input_of(source, node, 0);
  const EquusStatus        status = read_window(source, node, x);
  if (!status && int_attribute(source, "ceil_mode", 0)) {
    round_up(node, x->shape + 2);
  }
  return status;
}

EquusStatus
onnx_read_expand(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const x      = input_of(source, node, 0);
  Ints                     wanted = { 0 };
  GraphTensor              both   = { 0 };
  if (ints_input(source, node, 1, &wanted)) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  if (!shape_combine(x->rank, x->shape, wanted.n, wanted.values, &both)) {
    return refuse(source, "expands to a shape that its input doesn't broadcast to");
  }
  wanted.n = both.rank;
  memcpy(wanted.values, both.shape, both.rank * sizeof(int64_t));
  return set_axes(source, node, &wanted);
}

EquusStatus
onnx_read_flatten(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const x     = input_of(source, node, 0);
  const int64_t            axis  = int_attribute(source, "axis", 1);
  const int64_t            split = axis < 0 ? axis + (int64_t)x->rank : axis;
  Ints                     shape = { 2, { 1, 1 } };
  if (split < 0 || split > (int64_t)x->rank) {
    return refuse(source, "flattens at an axis that its input lacks");
  }
  for (uint32_t d = 0; d < x->rank; ++d) {
    shape.values[d >= split] *= x->shape[d];
  }
  return set_axes(source, node, &shape);
}

EquusStatus
onnx_read_gelu(OnnxNode* const source, GraphNode* const node)
{
  node->approximate = text_attribute_is(source, "approximate", "tanh");
  return EQUUS_OK;
}

EquusStatus
onnx_read_gemm(OnnxNode* const source, GraphNode* const node)
{
  node->alpha   = float_attribute(source, "alpha", 1.0f);
  node->beta    = float_attribute(source, "beta", 1.0f);
  node->trans_a = int_attribute(source, "transA", 0);
  node->trans_b = int_attribute(source, "transB", 0);
  return EQUUS_OK;
}

EquusStatus
onnx_read_identity(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const training = input_of(source, node, 2);
  const bool               off      = training && training->constant && training->type == TENSOR_INT64 &&
                   graph_tensor_size(training) == 1 && !*(const int64_t*)training->constant;
  if (training && !off) {
    return refuse(source, "is in training mode; export the network for inference");
  }
  node->n_inputs = 1;
  return EQUUS_OK;
}

EquusStatus
onnx_read_layer_norm(OnnxNode* const source, GraphNode* const node)
{
  node->axis    = int_attribute(source, "axis", -1);
  node->epsilon = float_attribute(source, "epsilon", 1e-5f);
  return wrap_axis(&node->axis, input_of(source, node, 0)->rank)
           ? EQUUS_OK
           : refuse(source, "normalises an axis that its input lacks");
}

EquusStatus
onnx_read_pad(OnnxNode* const source, GraphNode* const node)
{
  const uint32_t rank = input_of(source, node, 0)->rank;
  Ints           pads = { 0 }, axes = { 0 };
  if (find_attribute(source, "mode") && !text_attribute_is(source, "mode", "constant")) {
    return refuse(source, "pads otherwise than with a constant");
  }
  node->alpha = 0;
  if (ints_either(source, node, 1, "pads", &pads) || float_either(source, node, 2, "value", &node->alpha) ||
      ints_input(source, node, 3, &axes) || wrap_axes(source, &axes, rank)) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  if (!axes.n) {
    for (axes.n = 0; axes.n < rank; ++axes.n) {
      axes.values[axes.n] = axes.n;
    }
  }
  if (pads.n != 2 * axes.n) {
    return refuse(source, "has another number of pads than its input has ends");
  }
  for (uint32_t i = 0; i < axes.n; ++i) {
    node->pads[axes.values[i]]        = pads.values[i];
    node->pads[rank + axes.values[i]] = pads.values[axes.n + i];
  }
  node->n_inputs = 1;
  return EQUUS_OK;
}

EquusStatus
onnx_read_reduce(OnnxNode* const source, GraphNode* const node)
{
  const uint32_t rank = input_of(source, node, 0)->rank;
  Ints           axes = { 0 };
  if (ints_either(source, node, 1, "axes", &axes) || wrap_axes(source, &axes, rank)) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  if (!axes.n && !int_attribute(source, "noop_with_empty_axes", 0)) {
    for (axes.n = 0; axes.n < rank; ++axes.n) {
      axes.values[axes.n] = axes.n;
    }
  }
  node->keep_dims = int_attribute(source, "keepdims", 1);
  return set_axes(source, node, &axes);
}

EquusStatus
onnx_read_reshape(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const x     = input_of(source, node, 0);
  Ints                     shape = { 0 };
  if (ints_input(source, node, 1, &shape)) {
    return EQUUS_ERR_UNSUPPORTED;
  }

  int64_t known = 1, *free_axis = NULL;
  for (uint32_t d = 0; d < shape.n; ++d) {
    if (shape.values[d] == -1 && !free_axis) {
      free_axis = &shape.values[d];
      continue;
    }
    if (d < x->rank && shape.values[d] == 0 && !int_attribute(source, "allowzero", 0)) {
      shape.values[d] = x->shape[d];
    }
    if (shape.values[d] < 1 || shape.values[d] > INT32_MAX || (known *= shape.values[d]) > INT32_MAX) {
      return refuse(source, "has a shape that Equus can't give it");
    }
  }
  if (free_axis) {
    *free_axis = (int64_t)graph_tensor_size(x) / known;
  }
  return set_axes(source, node, &shape);
}

EquusStatus
onnx_read_squeeze(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const x    = input_of(source, node, 0);
  Ints                     axes = { 0 }, shape = { 0 };
  if (ints_either(source, node, 1, "axes", &axes) || wrap_axes(source, &axes, x->rank)) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  for (uint32_t d = 0; d < x->rank; ++d) {
    bool drop = !axes.n && x->shape[d] == 1;
    for (uint32_t i = 0; i < axes.n; ++i) {
      drop = drop || axes.values[i] == d;
    }
    if (!drop) {
      shape.values[shape.n++] = x->shape[d];
    } else if (x->shape[d] != 1) {
      return refuse(source, "drops an axis that is longer than 1");
    }
  }
  return set_axes(source, node, &shape);
}

EquusStatus
onnx_read_tile(OnnxNode* const source, GraphNode* const node)
{
  Ints repeats = { 0 };
  return ints_input(source, node, 1, &repeats) ? EQUUS_ERR_UNSUPPORTED : set_axes(source, node, &repeats);
}

EquusStatus
onnx_read_transpose(OnnxNode* const source, GraphNode* const node)
{
  const uint32_t rank = input_of(source, node, 0)->rank;
  Ints           axes = { 0 };
  if (!ints_attribute(source, "perm", &axes)) {
    return refuse(source, "has a permutation that is too long");
  }
  if (!axes.n) {
    for (; axes.n < rank; ++axes.n) {
      axes.values[axes.n] = rank - 1 - axes.n;
    }
  }
  return set_axes(source, node, &axes);
}

EquusStatus
onnx_read_unsqueeze(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const x    = input_of(source, node, 0);
  Ints                     axes = { 0 }, shape = { 0 };
  if (ints_either(source, node, 1, "axes", &axes)) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  shape.n = x->rank + axes.n;
  if (shape.n > GRAPH_MAX_RANK || wrap_axes(source, &axes, shape.n)) {
    return refuse(source, "works on more than 8 dimensions or names an axis outside");
  }
  for (uint32_t i = 0; i < axes.n; ++i) {
    if (shape.values[axes.values[i]]) {
      return refuse(source, "adds an axis twice");
    }
    shape.values[axes.values[i]] = 1;
  }
  for (uint32_t d = 0, from = 0; d < shape.n; ++d) {
    if (!shape.values[d]) {
      shape.values[d] = x->shape[from++];
    }
  }
  return set_axes(source, node, &shape);
}
