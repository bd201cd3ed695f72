// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_ONNX_H
#define EQUUS_MODELS_ONNX_H

#include "models/graph.h"

/// What a loader must know of a network that its file may leave open
typedef struct {
  const char* input; ///< Name of the input tensor
  uint32_t    rank;
  int64_t     shape[GRAPH_MAX_RANK]; ///< Binds the input's free dimensions; the file may have an axis of 1 more, as
                                     ///< second or last, or lack the first, the batch of 1
  const char* output;                ///< Name of the tensor to compute; may be an inner one
  uint32_t    n_values;              ///< Along the output's last axis, or 0 where not known
  const char* alias; ///< NULL, or: the two names are those of the TensorFlow graph that the file was exported from, and
                     ///< this is what the export may call the output.  Then ":0" at their ends doesn't count; where
                     ///< the file has no such input, its only one is meant, and where no such tensor, its output of
                     ///< the other name, or else its only one of `n_values`.
} OnnxBinding;

/**
   Read an ONNX file already in memory into a graph.

   The bytes are scanned for nesting deeper than 32, tensors whose sizes
   disagree with their data and total size before protobuf-c sees them.

   @param name The file's path, for messages.
   @return NULL with `error` naming the operator and node that can't be read.
*/
Graph* onnx_parse(const void* bytes, size_t size, const char* name, const OnnxBinding* binding, EquusError* error);

#endif // EQUUS_MODELS_ONNX_H
