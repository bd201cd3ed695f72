// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_OPERATOR_H
#define EQUUS_MODELS_OPERATOR_H

#include "models/graph.h"

/**
   The table of operators: all that Equus knows of each, one row an operator.

   A new operator is an entry of GraphOp, a row here and the functions that the
   row names: how to read it from a file (onnx_node.h), the shape of its output
   (shape.h) and its plain loops (naive_kernels.h).
*/

struct OnnxNode;

/// Bring a file's node into normal form; NULL for an operator that no file can name
typedef EquusStatus (*OperatorRead)(struct OnnxNode* source, GraphNode* node);

/// Fill `shape` and `rank` of the output, and `type` if it isn't the first input's, or fail naming what disagrees
typedef EquusStatus (*OperatorInfer)(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);

/// See naive_compute()
typedef void (*OperatorCompute)(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);

/// Types of inputs that the plain loops take
typedef enum {
  OPERATOR_FLOATS,
  OPERATOR_ALIKE, ///< Floats or int64, all of them
  OPERATOR_MIXED
} OperatorTypes;

typedef struct {
  const char*     name;                             ///< As ONNX calls it
  uint8_t         min_file_inputs, max_file_inputs; ///< In a file
  uint8_t         min_inputs, max_inputs;           ///< In normal form
  OperatorTypes   types;
  OperatorRead    read;
  OperatorInfer   infer;
  OperatorCompute compute;
} Operator;

const Operator* operator_get(GraphOp op);

/// Operator of this ONNX name, or OP_COUNT; Dropout counts as Identity
GraphOp operator_find(const char* name);

#endif // EQUUS_MODELS_OPERATOR_H
