// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/naive_kernels.h"
#include "models/naive_operand.h"
#include "models/walk.h"

#include <math.h>
#include <string.h>

typedef double (*Function)(double a, double b);
typedef int64_t (*IntegerFunction)(int64_t a, int64_t b);

static double
number_at(const GraphTensor* const tensor, const void* const values, const int64_t at)
{
  return tensor->type == TENSOR_INT64 ? (double)((const int64_t*)values)[at] : (double)((const float*)values)[at];
}

/// out = f(a, b), broadcast; `whole` for integers alone
static void
combine(const Graph* const       graph,
        const GraphNode* const   node,
        const void* const* const inputs,
        void* const              output,
        const Function           f,
        const IntegerFunction    whole)
{
  const GraphTensor* const out  = output_of(graph, node);
  const GraphTensor* const a    = input_of(graph, node, 0);
  const GraphTensor* const b    = input_of(graph, node, 1);
  Walk                     walk = walk_over(out->rank, out->shape);
  walk_broadcast(&walk, 0, a);
  walk_broadcast(&walk, 1, b);

  size_t i = 0;
  do {
    const int64_t p = walk.offsets[0], q = walk.offsets[1];
    if (whole && a->type == TENSOR_INT64 && b->type == TENSOR_INT64) {
      ((int64_t*)output)[i++] = whole(((const int64_t*)inputs[0])[p], ((const int64_t*)inputs[1])[q]);
    } else if (out->type == TENSOR_INT64) {
      ((int64_t*)output)[i++] = (int64_t)f(number_at(a, inputs[0], p), number_at(b, inputs[1], q));
    } else {
      ((float*)output)[i++] = (float)f(number_at(a, inputs[0], p), number_at(b, inputs[1], q));
    }
  } while (walk_next(&walk));
}

static double
add_of(const double a, const double b)
{
  return a + b;
}

static int64_t
whole_add(const int64_t a, const int64_t b)
{
  return (int64_t)((uint64_t)a + (uint64_t)b);
}

void
naive_add(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  combine(graph, node, inputs, output, add_of, whole_add);
}

static double
sub_of(const double a, const double b)
{
  return a - b;
}

static int64_t
whole_sub(const int64_t a, const int64_t b)
{
  return (int64_t)((uint64_t)a - (uint64_t)b);
}

void
naive_sub(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  combine(graph, node, inputs, output, sub_of, whole_sub);
}

static double
mul_of(const double a, const double b)
{
  return a * b;
}

static int64_t
whole_mul(const int64_t a, const int64_t b)
{
  return (int64_t)((uint64_t)a * (uint64_t)b);
}

void
naive_mul(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  combine(graph, node, inputs, output, mul_of, whole_mul);
}

static double
div_of(const double a, const double b)
{
  return a / b;
}

static int64_t
whole_div(const int64_t a, const int64_t b)
{
  return b == -1 ? (int64_t)(0 - (uint64_t)a) : b ? a / b : 0;
}

void
naive_div(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  combine(graph, node, inputs, output, div_of, whole_div);
}

static double
equal_of(const double a, const double b)
{
  return a == b;
}

static int64_t
whole_equal(const int64_t a, const int64_t b)
{
  return a == b;
}

void
naive_equal(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  combine(graph, node, inputs, output, equal_of, whole_equal);
}

/// pow() of integers, beyond whose range it is the largest
static int64_t
whole_pow(const int64_t a, const int64_t b)
{
  const double value = pow((double)a, (double)b);
  return fabs(value) < 0x1p62 ? (int64_t)value : INT64_MAX;
}

void
naive_pow(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  combine(graph, node, inputs, output, pow, whole_pow);
}

static double
prelu_of(const double a, const double b)
{
  return a < 0 ? a * b : a;
}

void
naive_prelu(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  combine(graph, node, inputs, output, prelu_of, NULL);
}

void
naive_where(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  const GraphTensor* const condition = input_of(graph, node, 0);
  const GraphTensor* const out       = output_of(graph, node);
  const size_t             item      = item_size(out);
  Walk                     values = walk_over(out->rank, out->shape), truth = values;
  walk_broadcast(&values, 0, input_of(graph, node, 1));
  walk_broadcast(&values, 1, input_of(graph, node, 2));
  walk_broadcast(&truth, 0, condition);

  char* to = output;
  do {
    const bool        first = number_at(condition, inputs[0], truth.offsets[0]) != 0;
    const char* const from  = (const char*)inputs[first ? 1 : 2] + (size_t)values.offsets[!first] * item;
    memcpy(to, from, item);
    to += item;
    walk_next(&truth);
  } while (walk_next(&values));
}

void
naive_cast(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  const GraphTensor* const x   = input_of(graph, node, 0);
  const GraphTensor* const out = output_of(graph, node);
  for (size_t i = 0; i < graph_tensor_size(out); ++i) {
    const double value = number_at(x, inputs[0], (int64_t)i);
    if (out->type == TENSOR_FLOAT) {
      ((float*)output)[i] = (float)value;
    } else {
      const int64_t whole   = x->type == TENSOR_INT64 ? ((const int64_t*)inputs[0])[i]
                              : fabs(value) < 0x1p62  ? (int64_t)value
                                                      : 0;
      ((int64_t*)output)[i] = node->truth ? value != 0 : whole;
    }
  }
}

void
naive_clip(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  const float* const x = inputs[0];
  for (size_t i = 0; i < graph_tensor_size(output_of(graph, node)); ++i) {
    const float above   = x[i] < node->alpha ? node->alpha : x[i];
    ((float*)output)[i] = above > node->beta ? node->beta : above;
  }
}

void
naive_elu(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  for (size_t i = 0; i < graph_tensor_size(output_of(graph, node)); ++i) {
    const double x      = (double)((const float*)inputs[0])[i];
    ((float*)output)[i] = (float)(x < 0 ? (double)node->alpha * expm1(x) : x);
  }
}

void
naive_erf(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  for (size_t i = 0; i < graph_tensor_size(output_of(graph, node)); ++i) {
    const double x      = (double)((const float*)inputs[0])[i];
    ((float*)output)[i] = (float)(erf(x));
  }
}

void
naive_exp(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  for (size_t i = 0; i < graph_tensor_size(output_of(graph, node)); ++i) {
    const double x      = (double)((const float*)inputs[0])[i];
    ((float*)output)[i] = (float)(exp(x));
  }
}

void
naive_gelu(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  const double root_half = 0.70710678118654752440;
  const double factor    = 0.79788456080286535588; // sqrt(2 / pi)
  for (size_t i = 0; i < graph_tensor_size(output_of(graph, node)); ++i) {
    const double x      = (double)((const float*)inputs[0])[i];
    const double gate   = node->approximate ? tanh(factor * (x + 0.044715 * x * x * x)) : erf(x * root_half);
    ((float*)output)[i] = (float)(0.5 * x * (1.0 + gate));
  }
}

void
naive_hard_sigmoid(const Graph* const       graph,
                   const GraphNode* const   node,
                   const void* const* const inputs,
                   void* const              output)
{
  for (size_t i = 0; i < graph_tensor_size(output_of(graph, node)); ++i) {
    const double x      = (double)((const float*)inputs[0])[i];
    ((float*)output)[i] = (float)(fmax(0, fmin(1, (double)node->alpha * x + (double)node->beta)));
  }
}

void
naive_hard_swish(const Graph* const       graph,
                 const GraphNode* const   node,
                 const void* const* const inputs,
                 void* const              output)
{
  for (size_t i = 0; i < graph_tensor_size(output_of(graph, node)); ++i) {
    const double x      = (double)((const float*)inputs[0])[i];
    ((float*)output)[i] = (float)(x * fmax(0, fmin(1, x / 6 + 0.5)));
  }
}

void
naive_leaky_relu(const Graph* const       graph,
                 const GraphNode* const   node,
                 const void* const* const inputs,
                 void* const              output)
{
  for (size_t i = 0; i < graph_tensor_size(output_of(graph, node)); ++i) {
    const double x      = (double)((const float*)inputs[0])[i];
    ((float*)output)[i] = (float)(x < 0 ? (double)node->alpha * x : x);
  }
}

void
naive_relu(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  const float* const x = inputs[0];
  for (size_t i = 0; i < graph_tensor_size(output_of(graph, node)); ++i) {
    ((float*)output)[i] = x[i] < 0 ? 0 : x[i];
  }
}

void
naive_sigmoid(const Graph* const       graph,
              const GraphNode* const   node,
              const void* const* const inputs,
              void* const              output)
{
  for (size_t i = 0; i < graph_tensor_size(output_of(graph, node)); ++i) {
    const double x      = (double)((const float*)inputs[0])[i];
    ((float*)output)[i] = (float)(1.0 / (1.0 + exp(-x)));
  }
}

void
naive_sqrt(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  for (size_t i = 0; i < graph_tensor_size(output_of(graph, node)); ++i) {
    const double x      = (double)((const float*)inputs[0])[i];
    ((float*)output)[i] = (float)(sqrt(x));
  }
}

void
naive_tanh(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  for (size_t i = 0; i < graph_tensor_size(output_of(graph, node)); ++i) {
    const double x      = (double)((const float*)inputs[0])[i];
    ((float*)output)[i] = (float)(tanh(x));
  }
}
