// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_ONNX_TENSOR_H
#define EQUUS_MODELS_ONNX_TENSOR_H

#include "models/graph.h"

struct Onnx__TensorProto;

/**
   Add a constant of an ONNX file to a graph, as float or int64.

   Reads raw and typed data of all number types: float16, bfloat16 and double
   become float, integers and booleans int64.  The dimensions must agree with
   the data's length.  External data is refused.

   @param name Name of the tensor in the graph, and in messages.
   @return Index of the new tensor, or -1 with `error` filled.
*/
int32_t onnx_add_constant(Graph* graph, const struct Onnx__TensorProto* source, const char* name, EquusError* error);

#endif // EQUUS_MODELS_ONNX_TENSOR_H
