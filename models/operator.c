// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/operator.h"

#include "models/naive_kernels.h"
#include "models/onnx_node.h"
#include "models/shape.h"

#include <string.h>

// clang-format off
static const Operator operators[OP_COUNT] = {
  //                             name                 file's  node's inputs; integers; reader, shape, plain loops
  [OP_ADD]                   = { "Add",                2, 2,  2, 2, true,  onnx_read_plain,      shape_broadcast,   naive_add },
  [OP_BATCH_NORMALIZATION]   = { "BatchNormalization", 5, 5,  5, 5, false, onnx_read_batch_norm, shape_batch_norm,  naive_batch_norm },
  [OP_CLIP]                  = { "Clip",               1, 3,  1, 1, false, onnx_read_clip,       shape_same,        naive_clip },
  [OP_CONCAT]                = { "Concat",             1, 16, 1, 16, true, onnx_read_concat,     shape_concat,      naive_concat },
  [OP_CONV]                  = { "Conv",               2, 3,  2, 3, false, onnx_read_conv,       shape_conv,        naive_conv },
  [OP_EXPAND]                = { "Expand",             2, 2,  1, 1, true,  onnx_read_expand,     shape_expand,      naive_expand },
  [OP_FLATTEN]               = { "Flatten",            1, 1,  1, 1, true,  onnx_read_flatten,    shape_reshape,     naive_copy },
  [OP_GELU]                  = { "Gelu",               1, 1,  1, 1, false, onnx_read_gelu,       shape_same,        naive_gelu },
  [OP_GEMM]                  = { "Gemm",               2, 3,  2, 3, false, onnx_read_gemm,       shape_gemm,        naive_gemm },
  [OP_GLOBAL_AVERAGE_POOL]   = { "GlobalAveragePool",  1, 1,  1, 1, false, onnx_read_plain,      shape_global_pool, naive_global_average_pool },
  [OP_IDENTITY]              = { "Identity",           1, 3,  1, 1, true,  onnx_read_identity,   shape_same,        naive_copy },
  [OP_LAYER_NORMALIZATION]   = { "LayerNormalization", 2, 3,  2, 3, false, onnx_read_layer_norm, shape_layer_norm,  naive_layer_norm },
  [OP_MATMUL]                = { "MatMul",             2, 2,  2, 2, false, onnx_read_plain,      shape_matmul,      naive_matmul },
  [OP_MAX_POOL]              = { "MaxPool",            1, 1,  1, 1, false, onnx_read_max_pool,   shape_pool,        naive_max_pool },
  [OP_MUL]                   = { "Mul",                2, 2,  2, 2, true,  onnx_read_plain,      shape_broadcast,   naive_mul },
  [OP_PAD]                   = { "Pad",                1, 4,  1, 1, false, onnx_read_pad,        shape_pad,         naive_pad },
  [OP_REDUCE_MAX]            = { "ReduceMax",          1, 2,  1, 1, false, onnx_read_reduce,     shape_reduce,      naive_reduce_max },
  [OP_REDUCE_MEAN]           = { "ReduceMean",         1, 2,  1, 1, false, onnx_read_reduce,     shape_reduce,      naive_reduce_mean },
  [OP_RELU]                  = { "Relu",               1, 1,  1, 1, false, onnx_read_plain,      shape_same,        naive_relu },
  [OP_RESHAPE]               = { "Reshape",            2, 2,  1, 1, true,  onnx_read_reshape,    shape_reshape,     naive_copy },
  [OP_SIGMOID]               = { "Sigmoid",            1, 1,  1, 1, false, onnx_read_plain,      shape_same,        naive_sigmoid },
  [OP_SQUEEZE]               = { "Squeeze",            1, 2,  1, 1, true,  onnx_read_squeeze,    shape_reshape,     naive_copy },
  [OP_TILE]                  = { "Tile",               2, 2,  1, 1, true,  onnx_read_tile,       shape_tile,        naive_tile },
  [OP_TRANSPOSE]             = { "Transpose",          1, 1,  1, 1, true,  onnx_read_transpose,  shape_transpose,   naive_transpose },
  [OP_UNSQUEEZE]             = { "Unsqueeze",          1, 2,  1, 1, true,  onnx_read_unsqueeze,  shape_reshape,     naive_copy },
};
// clang-format on

const Operator*
operator_get(const GraphOp op)
{
  return &operators[op];
}

GraphOp
operator_find(const char* const name)
{
  if (!strcmp(name, "Dropout")) {
    return OP_IDENTITY;
  }

  GraphOp op = (GraphOp)0;
  while (op < OP_COUNT && strcmp(operators[op].name, name)) {
    ++op;
  }
  return op;
}

const char*
graph_op_name(const GraphOp op)
{
  return op < OP_COUNT ? operators[op].name : "unknown operator";
}
