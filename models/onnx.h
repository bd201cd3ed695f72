// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_ONNX_H
#define EQUUS_MODELS_ONNX_H

#include "models/graph.h"

/// What a loader must know of a network that its file may leave open
typedef struct {
  const char* input; ///< Name of the input tensor
  uint32_t    rank;
  int64_t     shape[GRAPH_MAX_RANK]; ///< Binds the input's free dimensions
  const char* output;                ///< Name of the tensor to compute; may be an inner one
} OnnxBinding;

/**
   Read an ONNX file already in memory into a graph.

   The bytes are scanned for nesting deeper than 32, tensors whose sizes
   disagree with their data and total size before protobuf-c sees them.

   @param name What messages call the file.
   @return NULL with `error` naming the operator and node that can't be read.
*/
Graph* onnx_parse(const void* bytes, size_t size, const char* name, const OnnxBinding* binding, EquusError* error);

#endif // EQUUS_MODELS_ONNX_H
