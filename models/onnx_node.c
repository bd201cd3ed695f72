// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/onnx_node.h"

#include "models/onnx_attribute.h"

#include "onnx.pb-c.h"

#include <math.h>

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
  if (onnx_int(source, "training_mode", 0) || !onnx_int(source, "spatial", 1)) {
    return onnx_refuse(source, "is in training mode; export the network for inference");
  }
  node->epsilon = onnx_float(source, "epsilon", 1e-5f);
  return EQUUS_OK;
}

EquusStatus
onnx_read_clip(OnnxNode* const source, GraphNode* const node)
{
  node->alpha = -INFINITY;
  node->beta  = INFINITY;
  if (onnx_float_either(source, node, 1, "min", &node->alpha) ||
      onnx_float_either(source, node, 2, "max", &node->beta)) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  node->n_inputs = 1;
  return EQUUS_OK;
}

EquusStatus
onnx_read_gelu(OnnxNode* const source, GraphNode* const node)
{
  node->approximate = onnx_text_is(source, "approximate", "tanh");
  return EQUUS_OK;
}

EquusStatus
onnx_read_gemm(OnnxNode* const source, GraphNode* const node)
{
  node->alpha   = onnx_float(source, "alpha", 1.0f);
  node->beta    = onnx_float(source, "beta", 1.0f);
  node->trans_a = onnx_int(source, "transA", 0);
  node->trans_b = onnx_int(source, "transB", 0);
  return EQUUS_OK;
}

EquusStatus
onnx_read_identity(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const training = onnx_input(source, node, 2);
  const bool               off      = training && training->constant && training->type == TENSOR_INT64 &&
                   graph_tensor_size(training) == 1 && !*(const int64_t*)training->constant;
  if (training && !off) {
    return onnx_refuse(source, "is in training mode; export the network for inference");
  }
  node->n_inputs = 1;
  return EQUUS_OK;
}

EquusStatus
onnx_read_layer_norm(OnnxNode* const source, GraphNode* const node)
{
  node->axis    = onnx_int(source, "axis", -1);
  node->epsilon = onnx_float(source, "epsilon", 1e-5f);
  return onnx_wrap_axis(&node->axis, onnx_input(source, node, 0)->rank)
           ? EQUUS_OK
           : onnx_refuse(source, "normalises an axis that its input lacks");
}

EquusStatus
onnx_read_reduce(OnnxNode* const source, GraphNode* const node)
{
  const uint32_t rank = onnx_input(source, node, 0)->rank;
  OnnxInts       axes = { 0 };
  if (onnx_ints_either(source, node, 1, "axes", &axes) || onnx_wrap_axes(source, &axes, rank)) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  if (!axes.n && !onnx_int(source, "noop_with_empty_axes", 0)) {
    axes = onnx_all_axes(rank);
  }
  node->keep_dims = onnx_int(source, "keepdims", 1);
  return onnx_set_axes(source, node, &axes);
}

EquusStatus
onnx_read_cast(OnnxNode* const source, GraphNode* const node)
{
  switch (onnx_int(source, "to", 0)) {
  case ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT:
  case ONNX__TENSOR_PROTO__DATA_TYPE__DOUBLE:
    node->to = TENSOR_FLOAT;
    return EQUUS_OK;
  case ONNX__TENSOR_PROTO__DATA_TYPE__BOOL:
    node->truth = true;
    node->to    = TENSOR_INT64;
    return EQUUS_OK;
  case ONNX__TENSOR_PROTO__DATA_TYPE__INT32:
  case ONNX__TENSOR_PROTO__DATA_TYPE__INT64:
    node->to = TENSOR_INT64;
    return EQUUS_OK;
  default:
    return onnx_refuse(source, "casts to a type other than float32, double, int32, int64 and bool; export in float32");
  }
}

EquusStatus
onnx_read_elu(OnnxNode* const source, GraphNode* const node)
{
  node->alpha = onnx_float(source, "alpha", 1.0f);
  return EQUUS_OK;
}

EquusStatus
onnx_read_hard_sigmoid(OnnxNode* const source, GraphNode* const node)
{
  node->alpha = onnx_float(source, "alpha", 0.2f);
  node->beta  = onnx_float(source, "beta", 0.5f);
  return EQUUS_OK;
}

EquusStatus
onnx_read_leaky_relu(OnnxNode* const source, GraphNode* const node)
{
  node->alpha = onnx_float(source, "alpha", 0.01f);
  return EQUUS_OK;
}

EquusStatus
onnx_read_pow(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const base = onnx_input(source, node, 0);
  return base->type == TENSOR_FLOAT ? onnx_make_float(source, node, 1) : EQUUS_OK;
}

EquusStatus
onnx_read_softmax(OnnxNode* const source, GraphNode* const node)
{
  const uint32_t rank = onnx_input(source, node, 0)->rank;
  const bool     one  = source->opset >= 13;
  int64_t        axis = onnx_int(source, "axis", one ? -1 : 1);
  if (!one && axis == (int64_t)rank) { // Rows of one value each
    return EQUUS_OK;
  }
  if (!onnx_wrap_axis(&axis, rank)) {
    return onnx_refuse(source, "works along an axis that its input lacks");
  }
  for (node->axes[node->n_axes++] = axis; !one && node->axes[node->n_axes - 1] + 1 < (int64_t)rank; ++node->n_axes) {
    node->axes[node->n_axes] = node->axes[node->n_axes - 1] + 1;
  }
  return EQUUS_OK;
}
