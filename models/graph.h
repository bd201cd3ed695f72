// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_GRAPH_H
#define EQUUS_MODELS_GRAPH_H

#include "dsp/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
   A network as a list of operators in topological order over typed tensors.

   Made by onnx_load(), simplified by graph_simplify(), turned into work by
   plan_compile().  All shapes are known and constant.
*/

enum { GRAPH_MAX_RANK = 8, GRAPH_MAX_INPUTS = 16 };

typedef enum { TENSOR_FLOAT, TENSOR_INT64 } TensorType;

/// Operators, named as ONNX names them
typedef enum {
  OP_ADD,
  OP_BATCH_NORMALIZATION,
  OP_CLIP,
  OP_CONCAT,
  OP_CONV,
  OP_EXPAND,
  OP_FLATTEN,
  OP_GELU,
  OP_GEMM,
  OP_GLOBAL_AVERAGE_POOL,
  OP_IDENTITY,
  OP_LAYER_NORMALIZATION,
  OP_MATMUL,
  OP_MAX_POOL,
  OP_MUL,
  OP_PAD,
  OP_REDUCE_MAX,
  OP_REDUCE_MEAN,
  OP_RELU,
  OP_RESHAPE,
  OP_SIGMOID,
  OP_SQUEEZE,
  OP_TILE,
  OP_TRANSPOSE,
  OP_UNSQUEEZE,
  OP_COUNT
} GraphOp;

typedef struct {
  char*      name; ///< Owned by the graph's arena
  TensorType type;
  uint32_t   rank;
  int64_t    shape[GRAPH_MAX_RANK];
  void*      constant; ///< float or int64_t values, row major; NULL for a value computed at run time
} GraphTensor;

typedef struct {
  GraphOp  op;
  char*    name;
  uint32_t n_inputs;
  int32_t  inputs[GRAPH_MAX_INPUTS]; ///< Tensor indices, -1 for an absent optional input
  int32_t  output;                   ///< Tensor index
  /// Attributes; which are meant depends on the operator
  uint32_t spatial; ///< Spatial dimensions of a window
  int64_t  kernel[4], strides[4], dilations[4], pads[8];
  int64_t  axis, group;
  int64_t  axes[GRAPH_MAX_RANK]; ///< Transposition or reduced axes
  uint32_t n_axes;
  float    epsilon, alpha, beta;
  bool     trans_a, trans_b, keep_dims, approximate;
} GraphNode;

typedef struct Graph {
  uint32_t     n_tensors, n_nodes;
  GraphTensor* tensors;
  GraphNode*   nodes; ///< Topological order
  int32_t      input; ///< The one run-time input
  int32_t      output;
} Graph;

void graph_free(Graph* graph);

/// Index of the tensor with this name, or -1
int32_t graph_tensor(const Graph* graph, const char* name);

/// Product of a tensor's dimensions
size_t graph_tensor_size(const GraphTensor* tensor);

/// ONNX name of an operator, e.g. "Conv"
const char* graph_op_name(GraphOp op);

/**
   Infer every shape, fold what is constant, fold batch norms into convolutions
   where the padding allows, and drop nodes that change nothing or feed nothing.
*/
EquusStatus graph_simplify(Graph* graph, EquusError* error);

#endif // EQUUS_MODELS_GRAPH_H
