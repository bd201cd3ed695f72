// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"

void
plan_lower_node(PlanBuilder* const b, const GraphNode* const node)
{
  static void (*const lowerings[OP_COUNT])(PlanBuilder*, const GraphNode*) = {
    [OP_ADD]                 = plan_lower_map,
    [OP_AVERAGE_POOL]        = plan_lower_pool,
    [OP_BATCH_NORMALIZATION] = plan_lower_norm,
    [OP_CAST]                = plan_lower_reshape,
    [OP_CLIP]                = plan_lower_map,
    [OP_CONCAT]              = plan_lower_concat,
    [OP_CONV_SCATTER]        = plan_lower_conv_scatter,
    [OP_DIV]                 = plan_lower_map,
    [OP_ELU]                 = plan_lower_map,
    [OP_ERF]                 = plan_lower_map,
    [OP_EXP]                 = plan_lower_map,
    [OP_EXPAND]              = plan_lower_expand,
    [OP_FLATTEN]             = plan_lower_reshape,
    [OP_GATHER]              = plan_lower_gather,
    [OP_GELU]                = plan_lower_map,
    [OP_GEMM]                = plan_lower_gemm,
    [OP_GLOBAL_AVERAGE_POOL] = plan_lower_global_pool,
    [OP_GLOBAL_MAX_POOL]     = plan_lower_global_pool,
    [OP_HARD_SIGMOID]        = plan_lower_map,
    [OP_HARD_SWISH]          = plan_lower_map,
    [OP_IDENTITY]            = plan_lower_reshape,
    [OP_LAYER_NORMALIZATION] = plan_lower_layer_norm,
    [OP_LEAKY_RELU]          = plan_lower_map,
    [OP_MATMUL]              = plan_lower_matmul,
    [OP_MAX_INDEX]           = plan_lower_max_index,
    [OP_MAX_POOL]            = plan_lower_pool,
    [OP_MAX_POOL_GRADIENT]   = plan_lower_max_pool_gradient,
    [OP_MUL]                 = plan_lower_map,
    [OP_PAD]                 = plan_lower_pad,
    [OP_POW]                 = plan_lower_map,
    [OP_PRELU]               = plan_lower_map,
    [OP_REDUCE_MAX]          = plan_lower_reduce,
    [OP_REDUCE_MEAN]         = plan_lower_reduce,
    [OP_REDUCE_SUM]          = plan_lower_reduce,
    [OP_RELU]                = plan_lower_map,
    [OP_RESHAPE]             = plan_lower_reshape,
    [OP_SIGMOID]             = plan_lower_map,
    [OP_SILU_GRADIENT]       = plan_lower_map,
    [OP_SLICE]               = plan_lower_slice,
    [OP_SOFTMAX]             = plan_lower_softmax,
    [OP_SQRT]                = plan_lower_map,
    [OP_SQUEEZE]             = plan_lower_reshape,
    [OP_SUB]                 = plan_lower_map,
    [OP_TANH]                = plan_lower_map,
    [OP_TILE]                = plan_lower_tile,
    [OP_TRANSPOSE]           = plan_lower_transpose,
    [OP_UNSQUEEZE]           = plan_lower_reshape,
    [OP_WHERE]               = plan_lower_map,
  };
  if (lowerings[node->op]) {
    lowerings[node->op](b, node);
  } else {
    plan_fail(b, EQUUS_ERR_UNSUPPORTED, node, "it can't be computed while audio runs; export the network without it");
  }
}
