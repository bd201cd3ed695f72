// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_ONNX_ATTRIBUTE_H
#define EQUUS_MODELS_ONNX_ATTRIBUTE_H

#include "models/onnx_node.h"

struct Onnx__AttributeProto;

/**
   What readers of nodes (onnx_node.h) share: attributes, constant inputs, axes.

   Functions with a status fill the node's error if they fail.
*/

/// A short list of integers, such as a shape
typedef struct {
  uint32_t n;
  int64_t  values[2 * GRAPH_MAX_RANK];
} OnnxInts;

/// Fail with the end of a sentence that begins with the operator and the node's name
EquusStatus onnx_refuse(OnnxNode* source, const char* why);

/// The tensor that is input `i`, or NULL where it is absent
const GraphTensor* onnx_input(const OnnxNode* source, const GraphNode* node, uint32_t i);

/// The attribute of this name, or NULL
const struct Onnx__AttributeProto* onnx_attribute(const OnnxNode* source, const char* name);

/// Value of an attribute, or `missing`
int64_t onnx_int(const OnnxNode* source, const char* name, int64_t missing);
float   onnx_float(const OnnxNode* source, const char* name, float missing);

/// True if a string attribute has this value; a missing one is "" here
bool onnx_text_is(const OnnxNode* source, const char* name, const char* value);

/// Read a list of integers if there is one; false if it is too long
bool onnx_ints(const OnnxNode* source, const char* name, OnnxInts* ints);

/// Read the constant integers of input `i`, none if it is absent
EquusStatus onnx_ints_input(OnnxNode* source, const GraphNode* node, uint32_t i, OnnxInts* ints);

/// Integers that newer files give as input `i` and older ones as attribute `name`
EquusStatus onnx_ints_either(OnnxNode* source, const GraphNode* node, uint32_t i, const char* name, OnnxInts* ints);

/// A constant scalar that newer files give as input `i` and older ones as attribute `name`
EquusStatus onnx_float_either(OnnxNode* source, const GraphNode* node, uint32_t i, const char* name, float* value);

/// 0, 1, ... rank - 1
OnnxInts onnx_all_axes(uint32_t rank);

/// Count a negative axis from the end; false if it lies outside
bool onnx_wrap_axis(int64_t* axis, uint32_t rank);

EquusStatus onnx_wrap_axes(OnnxNode* source, OnnxInts* axes, uint32_t rank);

/// Make these the node's `axes`, and its first input the only one
EquusStatus onnx_set_axes(OnnxNode* source, GraphNode* node, const OnnxInts* axes);

/// Replace input `i`, constant integers, by the same numbers as floats
EquusStatus onnx_make_float(OnnxNode* source, GraphNode* node, uint32_t i);

#endif // EQUUS_MODELS_ONNX_ATTRIBUTE_H
