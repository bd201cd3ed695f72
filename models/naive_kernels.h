// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_NAIVE_KERNELS_H
#define EQUUS_MODELS_NAIVE_KERNELS_H

#include "models/graph.h"

/**
   Plain loops, one function an operator; see OperatorCompute in operator.h.

   Sums are kept in double precision, so that these are the oracle for the rest.
*/

void naive_add(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_average_pool(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_batch_norm(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_cast(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_clip(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_concat(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_conv(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_conv_scatter(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_copy(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_div(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_elu(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_equal(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_erf(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_exp(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_expand(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_gather(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_gelu(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_gemm(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_global_average_pool(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_global_max_pool(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_hard_sigmoid(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_hard_swish(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_layer_norm(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_leaky_relu(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_matmul(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_max_index(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_max_pool_gradient(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_max_pool(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_mul(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_pad(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_pow(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_prelu(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_reduce_max(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_reduce_mean(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_reduce_sum(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_relu(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_sigmoid(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_silu_gradient(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_slice(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_softmax(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_sqrt(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_sub(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_tanh(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_tile(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_transpose(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);
void naive_where(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);

#endif // EQUUS_MODELS_NAIVE_KERNELS_H
