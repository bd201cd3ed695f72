// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/operator.h"

#include "models/naive_kernels.h"
#include "models/onnx_node.h"
#include "models/shape.h"

#include <string.h>

// clang-format off
static const Operator operators[OP_COUNT] = {
  //                           name                  file's node's inputs; types;          reader,                shape,             plain loops
  [OP_ADD]                   = { "Add",                2, 2,  2, 2,  OPERATOR_ALIKE,  onnx_read_plain,        shape_broadcast,    naive_add },
  [OP_AVERAGE_POOL]          = { "AveragePool",        1, 1,  1, 1,  OPERATOR_FLOATS, onnx_read_average_pool, shape_pool,         naive_average_pool },
  [OP_BATCH_NORMALIZATION]   = { "BatchNormalization", 5, 5,  5, 5,  OPERATOR_FLOATS, onnx_read_batch_norm,   shape_batch_norm,   naive_batch_norm },
  [OP_CAST]                  = { "Cast",               1, 1,  1, 1,  OPERATOR_MIXED,  onnx_read_cast,         shape_cast,         naive_cast },
  [OP_CLIP]                  = { "Clip",               1, 3,  1, 1,  OPERATOR_FLOATS, onnx_read_clip,         shape_same,         naive_clip },
  [OP_CONCAT]                = { "Concat",             1, 16, 1, 16, OPERATOR_ALIKE,  onnx_read_concat,       shape_concat,       naive_concat },
  [OP_CONV]                  = { "Conv",               2, 3,  2, 3,  OPERATOR_FLOATS, onnx_read_conv,         shape_conv,         naive_conv },
  [OP_DIV]                   = { "Div",                2, 2,  2, 2,  OPERATOR_ALIKE,  onnx_read_plain,        shape_broadcast,    naive_div },
  [OP_ELU]                   = { "Elu",                1, 1,  1, 1,  OPERATOR_FLOATS, onnx_read_elu,          shape_same,         naive_elu },
  [OP_EQUAL]                 = { "Equal",              2, 2,  2, 2,  OPERATOR_ALIKE,  onnx_read_plain,        shape_equal,        naive_equal },
  [OP_ERF]                   = { "Erf",                1, 1,  1, 1,  OPERATOR_FLOATS, onnx_read_plain,        shape_same,         naive_erf },
  [OP_EXP]                   = { "Exp",                1, 1,  1, 1,  OPERATOR_FLOATS, onnx_read_plain,        shape_same,         naive_exp },
  [OP_EXPAND]                = { "Expand",             2, 2,  1, 1,  OPERATOR_ALIKE,  onnx_read_expand,       shape_expand,       naive_expand },
  [OP_FLATTEN]               = { "Flatten",            1, 1,  1, 1,  OPERATOR_ALIKE,  onnx_read_flatten,      shape_reshape,      naive_copy },
  [OP_GATHER]                = { "Gather",             2, 2,  2, 2,  OPERATOR_MIXED,  onnx_read_gather,       shape_gather,       naive_gather },
  [OP_GELU]                  = { "Gelu",               1, 1,  1, 1,  OPERATOR_FLOATS, onnx_read_gelu,         shape_same,         naive_gelu },
  [OP_GEMM]                  = { "Gemm",               2, 3,  2, 3,  OPERATOR_FLOATS, onnx_read_gemm,         shape_gemm,         naive_gemm },
  [OP_GLOBAL_AVERAGE_POOL]   = { "GlobalAveragePool",  1, 1,  1, 1,  OPERATOR_FLOATS, onnx_read_plain,        shape_global_pool,  naive_global_average_pool },
  [OP_GLOBAL_MAX_POOL]       = { "GlobalMaxPool",      1, 1,  1, 1,  OPERATOR_FLOATS, onnx_read_plain,        shape_global_pool,  naive_global_max_pool },
  [OP_HARD_SIGMOID]          = { "HardSigmoid",        1, 1,  1, 1,  OPERATOR_FLOATS, onnx_read_hard_sigmoid, shape_same,         naive_hard_sigmoid },
  [OP_HARD_SWISH]            = { "HardSwish",          1, 1,  1, 1,  OPERATOR_FLOATS, onnx_read_plain,        shape_same,         naive_hard_swish },
  [OP_IDENTITY]              = { "Identity",           1, 3,  1, 1,  OPERATOR_ALIKE,  onnx_read_identity,     shape_same,         naive_copy },
  [OP_LAYER_NORMALIZATION]   = { "LayerNormalization", 2, 3,  2, 3,  OPERATOR_FLOATS, onnx_read_layer_norm,   shape_layer_norm,   naive_layer_norm },
  [OP_LEAKY_RELU]            = { "LeakyRelu",          1, 1,  1, 1,  OPERATOR_FLOATS, onnx_read_leaky_relu,   shape_same,         naive_leaky_relu },
  [OP_MATMUL]                = { "MatMul",             2, 2,  2, 2,  OPERATOR_FLOATS, onnx_read_plain,        shape_matmul,       naive_matmul },
  [OP_MAX_POOL]              = { "MaxPool",            1, 1,  1, 1,  OPERATOR_FLOATS, onnx_read_max_pool,     shape_pool,         naive_max_pool },
  [OP_MUL]                   = { "Mul",                2, 2,  2, 2,  OPERATOR_ALIKE,  onnx_read_plain,        shape_broadcast,    naive_mul },
  [OP_PAD]                   = { "Pad",                1, 4,  1, 1,  OPERATOR_ALIKE,  onnx_read_pad,          shape_pad,          naive_pad },
  [OP_POW]                   = { "Pow",                2, 2,  2, 2,  OPERATOR_MIXED,  onnx_read_pow,          shape_broadcast,    naive_pow },
  [OP_PRELU]                 = { "PRelu",              2, 2,  2, 2,  OPERATOR_FLOATS, onnx_read_plain,        shape_prelu,        naive_prelu },
  [OP_REDUCE_MAX]            = { "ReduceMax",          1, 2,  1, 1,  OPERATOR_FLOATS, onnx_read_reduce,       shape_reduce,       naive_reduce_max },
  [OP_REDUCE_MEAN]           = { "ReduceMean",         1, 2,  1, 1,  OPERATOR_FLOATS, onnx_read_reduce,       shape_reduce,       naive_reduce_mean },
  [OP_REDUCE_SUM]            = { "ReduceSum",          1, 2,  1, 1,  OPERATOR_FLOATS, onnx_read_reduce,       shape_reduce,       naive_reduce_sum },
  [OP_RELU]                  = { "Relu",               1, 1,  1, 1,  OPERATOR_FLOATS, onnx_read_plain,        shape_same,         naive_relu },
  [OP_RESHAPE]               = { "Reshape",            2, 2,  1, 1,  OPERATOR_ALIKE,  onnx_read_reshape,      shape_reshape,      naive_copy },
  [OP_SIGMOID]               = { "Sigmoid",            1, 1,  1, 1,  OPERATOR_FLOATS, onnx_read_plain,        shape_same,         naive_sigmoid },
  [OP_SLICE]                 = { "Slice",              1, 5,  1, 1,  OPERATOR_ALIKE,  onnx_read_slice,        shape_slice,        naive_slice },
  [OP_SOFTMAX]               = { "Softmax",            1, 1,  1, 1,  OPERATOR_FLOATS, onnx_read_softmax,      shape_same,         naive_softmax },
  [OP_SQRT]                  = { "Sqrt",               1, 1,  1, 1,  OPERATOR_FLOATS, onnx_read_plain,        shape_same,         naive_sqrt },
  [OP_SQUEEZE]               = { "Squeeze",            1, 2,  1, 1,  OPERATOR_ALIKE,  onnx_read_squeeze,      shape_reshape,      naive_copy },
  [OP_SUB]                   = { "Sub",                2, 2,  2, 2,  OPERATOR_ALIKE,  onnx_read_plain,        shape_broadcast,    naive_sub },
  [OP_TANH]                  = { "Tanh",               1, 1,  1, 1,  OPERATOR_FLOATS, onnx_read_plain,        shape_same,         naive_tanh },
  [OP_TILE]                  = { "Tile",               2, 2,  1, 1,  OPERATOR_ALIKE,  onnx_read_tile,         shape_tile,         naive_tile },
  [OP_TRANSPOSE]             = { "Transpose",          1, 1,  1, 1,  OPERATOR_ALIKE,  onnx_read_transpose,    shape_transpose,    naive_transpose },
  [OP_UNSQUEEZE]             = { "Unsqueeze",          1, 2,  1, 1,  OPERATOR_ALIKE,  onnx_read_unsqueeze,    shape_reshape,      naive_copy },
  [OP_WHERE]                 = { "Where",              3, 3,  3, 3,  OPERATOR_MIXED,  onnx_read_plain,        shape_where,        naive_where },
  [OP_CONV_SCATTER]          = { "ConvScatter",        0, 0,  3, 3,  OPERATOR_FLOATS, NULL,                   shape_conv_scatter, naive_conv_scatter },
  [OP_MAX_INDEX]             = { "MaxIndex",           0, 0,  1, 1,  OPERATOR_FLOATS, NULL,                   shape_max_index,    naive_max_index },
  [OP_MAX_POOL_GRADIENT]     = { "MaxPoolGradient",    0, 0,  3, 3,  OPERATOR_FLOATS, NULL,                   shape_same,         naive_max_pool_gradient },
  [OP_SILU_GRADIENT]         = { "SiluGradient",       0, 0,  2, 2,  OPERATOR_FLOATS, NULL,                   shape_same,         naive_silu_gradient },
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
  while (op < OP_COUNT && (!operators[op].read || strcmp(operators[op].name, name))) {
    ++op;
  }
  return op;
}

const char*
graph_op_name(const GraphOp op)
{
  return op < OP_COUNT ? operators[op].name : "unknown operator";
}
