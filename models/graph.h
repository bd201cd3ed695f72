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

   Made by onnx_parse() (or by hand with graph_new() and graph_add_node()),
   simplified by graph_simplify(), turned into work by plan_compile().  All
   shapes are known and constant.

   A graph is in normal form: what ONNX lets a file say as an attribute or as
   an input, depending on its opset, is always an attribute here, so a node's
   inputs are values and weights alone.  Axes are counted from 0, automatic
   padding and rounding up are resolved into `pads`.

   Integers are for shapes: every tensor of them is constant.  So is every empty one but the input.
*/

enum { GRAPH_MAX_RANK = 8, GRAPH_MAX_INPUTS = 16, GRAPH_MAX_SPATIAL = 4 };

typedef enum { TENSOR_FLOAT, TENSOR_INT64 } TensorType;

/// Operators, named as ONNX names them; the last four are Equus' own, for gradients
typedef enum {
  OP_ADD,
  OP_AVERAGE_POOL,
  OP_BATCH_NORMALIZATION,
  OP_CAST,
  OP_CLIP,
  OP_CONCAT,
  OP_CONV,
  OP_DIV,
  OP_ELU,
  OP_EQUAL,
  OP_ERF,
  OP_EXP,
  OP_EXPAND,
  OP_FLATTEN,
  OP_GATHER,
  OP_GELU,
  OP_GEMM,
  OP_GLOBAL_AVERAGE_POOL,
  OP_GLOBAL_MAX_POOL,
  OP_HARD_SIGMOID,
  OP_HARD_SWISH,
  OP_IDENTITY,
  OP_LAYER_NORMALIZATION,
  OP_LEAKY_RELU,
  OP_MATMUL,
  OP_MAX_POOL,
  OP_MUL,
  OP_PAD,
  OP_POW,
  OP_PRELU,
  OP_REDUCE_MAX,
  OP_REDUCE_MEAN,
  OP_REDUCE_SUM,
  OP_RELU,
  OP_RESHAPE,
  OP_SIGMOID,
  OP_SLICE,
  OP_SOFTMAX,
  OP_SQRT,
  OP_SQUEEZE,
  OP_SUB,
  OP_TANH,
  OP_TILE,
  OP_TRANSPOSE,
  OP_UNSQUEEZE,
  OP_WHERE,
  OP_CONV_SCATTER,
  OP_MAX_INDEX,
  OP_MAX_POOL_GRADIENT,
  OP_SILU_GRADIENT,
  OP_COUNT
} GraphOp;

/// What Pad fills with: a value, or the input's own values repeated, mirrored or from the other end
typedef enum { PAD_CONSTANT, PAD_EDGE, PAD_REFLECT, PAD_WRAP } PadMode;

typedef struct {
  char*      name; ///< Owned by the graph
  TensorType type;
  uint32_t   rank;
  int64_t    shape[GRAPH_MAX_RANK];
  void*      constant; ///< float or int64_t values, row major, owned; NULL for a value computed at run time
} GraphTensor;

/**
   One operator.  Inputs and attributes that it uses, beside its first input x:

   - Add, Div, Equal, Mul, Pow, PRelu (slope second), Sub: inputs a, b with broadcasting
   - AveragePool: as MaxPool, over what lies on x alone; with `count_padding` over the window's whole part of x and its
     padding, of which `axes` says how much follows x (the rest of `pads` was added by rounding up)
   - BatchNormalization: inputs x, scale, bias, mean, variance; `epsilon`; channel axis 1
   - Cast: `to`, with `truth` 0 or 1
   - Clip: `alpha` smallest, `beta` largest
   - Concat: `axis`
   - Conv: inputs x (N, C, ...), weights (M, C / group, ...), bias (M) or absent; `spatial` (1 or 2), `kernel`,
     `strides`, `dilations`, `pads` (all begins, then all ends), `group`
   - Elu, LeakyRelu: `alpha`
   - Expand: `axes` the wanted shape, already broadcast with x's
   - Flatten, Reshape, Squeeze, Unsqueeze: `axes` the output's shape
   - Gather: inputs x, constant integers; `axis`
   - Gelu: `approximate` for the tanh form
   - Gemm: inputs a, b, c or absent; `alpha`, `beta`, `trans_a`, `trans_b`
   - HardSigmoid: `alpha`, `beta`
   - LayerNormalization: inputs x, scale, bias or absent; `axis`, `epsilon`
   - MatMul: inputs a, b of one dimension or more, the leading ones broadcast
   - MaxPool: `spatial` (1 to 3), `kernel`, `strides`, `dilations`, `pads` (count as minus infinity)
   - Pad: `pads` (begins for every dimension of x, then ends; negative ones crop), `pad_mode`, filled with `alpha`
   - ReduceMax, ReduceMean, ReduceSum: `axes`, `keep_dims`
   - Slice: `pads` (first element of every dimension of x, then steps, which may be negative), `axes` the output's shape
   - Softmax: `axes` that sum to 1 together
   - Tile: `axes` the repeats of each dimension
   - Transpose: `axes` the permutation
   - Where: inputs condition (not 0), a, b with broadcasting

   Those of gradients, which no file can name:

   - ConvScatter: inputs d (N, M, H', 1), index (N, M, H', 1), weights (C, h, M, w), attributes of a Conv over `axes`,
   the output's shape (N, C, H, W): what d gives to the input of that convolution (M, C, h, w) at pixel `index` of each
   row
   - MaxIndex: `axis`, which stays with size 1: where along it the first largest value is, as a float
   - MaxPoolGradient: inputs x, y = MaxPool of x with these attributes, d like y: d where x is the first of its window
   to be y, summed
   - SiluGradient: inputs x, d of one shape: d times the slope of x·sigmoid(x)
*/
typedef struct {
  GraphOp  op;
  char*    name; ///< Owned by the graph; the output's name where the file has none
  uint32_t n_inputs;
  int32_t  inputs[GRAPH_MAX_INPUTS]; ///< Tensor indices, -1 for an absent optional input
  int32_t  output;                   ///< Tensor index
  /// Attributes; which are meant depends on the operator
  uint32_t spatial; ///< Spatial dimensions of a window
  int64_t  kernel[GRAPH_MAX_SPATIAL], strides[GRAPH_MAX_SPATIAL], dilations[GRAPH_MAX_SPATIAL];
  int64_t  pads[2 * GRAPH_MAX_RANK];
  int64_t  axis, group;
  int64_t  axes[GRAPH_MAX_RANK];
  uint32_t n_axes;
  float    epsilon, alpha, beta;
  bool     trans_a, trans_b, keep_dims, approximate, count_padding, truth;

  TensorType to;
  PadMode    pad_mode;
} GraphNode;

typedef struct Graph {
  uint32_t     n_tensors, n_nodes;
  GraphTensor* tensors;
  GraphNode*   nodes; ///< Topological order
  int32_t      input; ///< The one run-time input
  int32_t      output;
  size_t       n_elements; ///< Of all tensors ever added, which bounds what a file can ask for
} Graph;

/// An empty graph; NULL if out of memory; free with graph_free()
Graph* graph_new(void);

void graph_free(Graph* graph);

/**
   Append a tensor.
   @param constant Values that are copied, or NULL for a value computed at run time.
   @return Its index, or -1 if out of memory or range.  Pointers into `tensors` become invalid.
*/
int32_t graph_add_tensor(Graph*         graph,
                         const char*    name,
                         TensorType     type,
                         uint32_t       rank,
                         const int64_t* shape,
                         const void*    constant);

/**
   Append a copy of `node` in normal form and the tensor of its output, whose shape is inferred.
   @param node `op`, `inputs` and attributes are used; `name` and `output` are not.
   @param name Of the node.
   @param output Name of the output's tensor.
   @return The output's index, or -1 with `error` naming the node.
*/
int32_t graph_add_node(Graph* graph, const GraphNode* node, const char* name, const char* output, EquusError* error);

/**
   Put a head behind a graph: what `graph` computes feeds the head's input, and the head's output becomes its own.

   Where the two tensors hold as many values in other shapes, a Reshape comes between.
   @param head Is copied.  The two graphs need not have different names.
   @return EQUUS_OK, or a status with `error`; `graph` is still valid then, with nodes that nothing reads.
*/
EquusStatus graph_append(Graph* graph, const Graph* head, EquusError* error);

/// Attributes as ONNX defaults them: ones for strides, dilations and group, alpha, beta 1, keep_dims, epsilon 1e-5
GraphNode graph_node(GraphOp op);

/// How many inputs of nodes read this tensor, plus one if it is the graph's output
uint32_t graph_uses(const Graph* graph, int32_t tensor);

/// Index of the node that computes this tensor, or -1 for an input or constant
int32_t graph_producer(const Graph* graph, int32_t tensor);

/// Index of the tensor with this name, or -1
int32_t graph_tensor(const Graph* graph, const char* name);

/// Product of a tensor's dimensions
size_t graph_tensor_size(const GraphTensor* tensor);

/// ONNX name of an operator, e.g. "Conv"
const char* graph_op_name(GraphOp op);

/**
   Fold what is constant, fold batch norms into convolutions and matrix products
   where the padding allows, merge zero padding into convolutions, and drop nodes
   that change nothing or feed nothing.

   What changes only a shape becomes a Reshape.  Results stay those of the plain
   graph within 1e-5 relative.  Tensors are renumbered; names stay.
   On failure the graph is as it was or partly simplified, valid in both cases.
*/
EquusStatus graph_simplify(Graph* graph, EquusError* error);

#endif // EQUUS_MODELS_GRAPH_H
