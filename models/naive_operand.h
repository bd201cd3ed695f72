// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_NAIVE_OPERAND_H
#define EQUUS_MODELS_NAIVE_OPERAND_H

#include "models/graph.h"

/// What the plain loops ask of a node

static inline const GraphTensor*
input_of(const Graph* const graph, const GraphNode* const node, const uint32_t i)
{
  return &graph->tensors[node->inputs[i]];
}

static inline const GraphTensor*
output_of(const Graph* const graph, const GraphNode* const node)
{
  return &graph->tensors[node->output];
}

static inline size_t
item_size(const GraphTensor* const tensor)
{
  return tensor->type == TENSOR_INT64 ? sizeof(int64_t) : sizeof(float);
}

#endif // EQUUS_MODELS_NAIVE_OPERAND_H
