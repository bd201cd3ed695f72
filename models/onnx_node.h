// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_ONNX_NODE_H
#define EQUUS_MODELS_ONNX_NODE_H

#include "models/graph.h"

/**
   Readers that bring a node of an ONNX file into normal form, one a kind of
   operator; see OperatorRead in operator.h.

   On entry `node` has its defaults and all the inputs that the file gives; a
   reader fills the attributes and drops the inputs that it turned into them.
   Errors end a sentence that begins with the operator and the node's name.
*/
typedef struct OnnxNode {
  const struct Onnx__NodeProto* proto;
  int64_t                       opset; ///< Of the file
  Graph*                        graph; ///< Readers may add constants
  EquusError*                   error;
} OnnxNode;

EquusStatus onnx_read_plain(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_average_pool(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_batch_norm(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_cast(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_clip(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_concat(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_conv(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_elu(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_expand(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_flatten(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_gather(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_gelu(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_gemm(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_hard_sigmoid(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_identity(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_layer_norm(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_leaky_relu(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_max_pool(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_pad(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_pow(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_reduce(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_reshape(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_slice(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_softmax(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_squeeze(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_tile(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_transpose(OnnxNode* source, GraphNode* node);
EquusStatus onnx_read_unsqueeze(OnnxNode* source, GraphNode* node);

enum { ONNX_MAX_PARTS = 16 };

/// Read a Split as one Slice for each of its outputs; `parts` has room for ONNX_MAX_PARTS
EquusStatus onnx_read_split(OnnxNode* source, const GraphNode* node, GraphNode* parts);

#endif // EQUUS_MODELS_ONNX_NODE_H
