// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_SHAPE_H
#define EQUUS_MODELS_SHAPE_H

#include "models/graph.h"

/**
   Shape inference, one function a kind of operator.

   Each checks that the inputs' shapes and the attributes fit and fills rank and
   shape of `output`.  See OperatorInfer in operator.h.
*/

EquusStatus shape_same(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_broadcast(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_batch_norm(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_cast(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_concat(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_conv(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_conv_scatter(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_equal(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_expand(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_gather(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_gemm(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_global_pool(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_layer_norm(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_matmul(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_max_index(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_pad(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_pool(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_prelu(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_reduce(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_reshape(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_slice(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_tile(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_transpose(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);
EquusStatus shape_where(const Graph* graph, const GraphNode* node, GraphTensor* output, EquusError* error);

/// Broadcast two shapes as numpy does; false if they disagree or the rank is too great
bool shape_combine(uint32_t a_rank, const int64_t* a, uint32_t b_rank, const int64_t* b, GraphTensor* output);

#endif // EQUUS_MODELS_SHAPE_H
