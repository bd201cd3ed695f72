// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_ONNX_CONSTANT_H
#define EQUUS_MODELS_ONNX_CONSTANT_H

#include "models/onnx_node.h"

/// True for operators whose output is known once shapes are: Constant, ConstantOfShape, Range, Shape, Size
bool onnx_is_constant(const char* op_type);

/**
   Add the constant that such a node computes.
   @param node Its inputs.
   @return Index of the tensor, named as the node's output, or -1 with the node's error filled.
*/
int32_t onnx_make_constant(OnnxNode* source, const GraphNode* node);

#endif // EQUUS_MODELS_ONNX_CONSTANT_H
