// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_GRADIENT_PARTS_H
#define EQUUS_MODELS_GRADIENT_PARTS_H

#include "models/graph.h"

/**
   A graph that grows by the gradients of its own first nodes, and the words they are written in.

   Every function below appends nodes and returns the tensor of the last one, or
   -1 once something has failed; -1 as an argument gives -1.
*/
typedef struct {
  Graph*      graph;
  uint32_t    n_forward; ///< Nodes that compute the network's output
  int32_t*    gradients; ///< [tensors of these nodes] What is known of each one's gradient, -1 for nothing
  GraphNode   node;      ///< That is being differentiated; a copy, since the graph's nodes move
  EquusError* error;
  bool        failed;
} GradientBuilder;

/// Give node->inputs their gradients, from the gradient `dy` of node->output
typedef void (*GradientRule)(GradientBuilder* b, const GraphNode* node, int32_t dy);

// gradient_parts.c

/// Fail: the operator and the node being differentiated, and why
void gradient_refuse(GradientBuilder* b, const char* why);

/// Add `d` to the gradient of a tensor, summed over what was broadcast; nothing for a constant
void gradient_give(GradientBuilder* b, int32_t tensor, int32_t d);

/// True if a tensor's gradient is wanted
bool gradient_wanted(const GradientBuilder* b, int32_t tensor);

/// A copy of a tensor's description; pointers to tensors don't survive a new node
GraphTensor gradient_shape(const GradientBuilder* b, int32_t tensor);

int32_t gradient_append(GradientBuilder* b, const GraphNode* node);
int32_t gradient_unary(GradientBuilder* b, GraphOp op, int32_t x);
int32_t gradient_binary(GradientBuilder* b, GraphOp op, int32_t x, int32_t y);

/// y where `condition` isn't 0, else z
int32_t gradient_where(GradientBuilder* b, int32_t condition, int32_t y, int32_t z);

int32_t gradient_constant(GradientBuilder* b, uint32_t rank, const int64_t* shape, const float* values);

/// A constant of rank 0
int32_t gradient_number(GradientBuilder* b, float value);

/// x times a number
int32_t gradient_times(GradientBuilder* b, int32_t x, float factor);

int32_t gradient_reshape(GradientBuilder* b, int32_t x, uint32_t rank, const int64_t* shape);
int32_t gradient_transpose(GradientBuilder* b, int32_t x, const int64_t* axes);

/// x broadcast to this shape
int32_t gradient_expand(GradientBuilder* b, int32_t x, uint32_t rank, const int64_t* shape);

/// `size` elements of each dimension from `first` on, `step` apart; NULL for steps of 1
int32_t gradient_slice(GradientBuilder* b, int32_t x, const int64_t* first, const int64_t* size, const int64_t* step);

/// Zeros around x, or cropped where negative: begins, then ends
int32_t gradient_pad(GradientBuilder* b, int32_t x, const int64_t* pads);

/// Reduced over these axes, which stay with size 1
int32_t gradient_reduce(GradientBuilder* b, GraphOp op, int32_t x, uint32_t n_axes, const int64_t* axes);

/// x summed to a shape that broadcasts to its own
int32_t gradient_sum_to(GradientBuilder* b, int32_t x, uint32_t rank, const int64_t* shape);

// gradient_map.c
void gradient_of_add(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_batch_norm(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_clip(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_div(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_elu(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_erf(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_exp(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_gelu(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_hard_sigmoid(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_hard_swish(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_leaky_relu(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_mul(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_pow(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_prelu(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_relu(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_sigmoid(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_sqrt(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_sub(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_tanh(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_where(GradientBuilder* b, const GraphNode* node, int32_t dy);

// gradient_move.c
void gradient_of_concat(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_expand(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_gather(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_pad(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_reshape(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_slice(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_tile(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_transpose(GradientBuilder* b, const GraphNode* node, int32_t dy);

/// Zeros between the values of x, `step` from one to the next, as many after the last
int32_t gradient_spread(GradientBuilder* b, int32_t x, const int64_t* step);

// gradient_product.c
void gradient_of_gemm(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_matmul(GradientBuilder* b, const GraphNode* node, int32_t dy);

// gradient_reduce.c
void gradient_of_global_pool(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_layer_norm(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_reduce(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_softmax(GradientBuilder* b, const GraphNode* node, int32_t dy);

// gradient_window.c
void gradient_of_average_pool(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_conv(GradientBuilder* b, const GraphNode* node, int32_t dy);
void gradient_of_max_pool(GradientBuilder* b, const GraphNode* node, int32_t dy);

// gradient_maximum.c: the largest of a convolution's values along its last dimension

/**
   The convolution that ReduceMax node `index` follows, alone but for a Relu and a batch norm, or -1.

   `relu` and `norm` get their nodes, or -1.
*/
int32_t gradient_find_maximum(const Graph* graph, uint32_t index, int32_t* relu, int32_t* norm);

/**
   True if ReduceMax `node` follows a convolution directly; gives the convolution's input its gradient then.

   Only where the maximum was found does anything flow back: a few long filters instead of all positions.
*/
bool gradient_through_maximum(GradientBuilder* b, const GraphNode* node, int32_t dy);

#endif // EQUUS_MODELS_GRADIENT_PARTS_H
