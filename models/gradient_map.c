// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

/// Gradients of element-wise operators

#include "models/gradient_parts.h"

#include <math.h>
#include <stdlib.h>

static int32_t
mul(GradientBuilder* const b, const int32_t x, const int32_t y)
{
  return gradient_binary(b, OP_MUL, x, y);
}

void
gradient_of_add(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  gradient_give(b, node->inputs[0], dy);
  gradient_give(b, node->inputs[1], dy);
}

void
gradient_of_sub(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  gradient_give(b, node->inputs[0], dy);
  if (gradient_wanted(b, node->inputs[1])) {
    gradient_give(b, node->inputs[1], gradient_times(b, dy, -1.0f));
  }
}

/// The other operand of x·sigmoid(x), if node `product` is that: x, else -1
static int32_t
silu_of(const Graph* const graph, const GraphNode* const product)
{
  for (uint32_t i = 0; i < 2; ++i) {
    const int32_t gate = graph_producer(graph, product->inputs[i]);
    const int32_t x    = product->inputs[1 - i];
    if (gate >= 0 && graph->nodes[gate].op == OP_SIGMOID && graph->nodes[gate].inputs[0] == x &&
        graph_uses(graph, product->inputs[i]) == 1) {
      return x;
    }
  }
  return -1;
}

void
gradient_of_mul(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const int32_t silu = silu_of(b->graph, node);
  if (silu >= 0) {
    gradient_give(b, silu, gradient_binary(b, OP_SILU_GRADIENT, silu, dy));
    return;
  }
  for (uint32_t i = 0; i < 2; ++i) {
    if (gradient_wanted(b, node->inputs[i])) {
      gradient_give(b, node->inputs[i], mul(b, dy, node->inputs[1 - i]));
    }
  }
}

void
gradient_of_div(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const int32_t da = gradient_binary(b, OP_DIV, dy, node->inputs[1]);
  gradient_give(b, node->inputs[0], da);
  if (gradient_wanted(b, node->inputs[1])) {
    gradient_give(b, node->inputs[1], gradient_times(b, mul(b, da, node->output), -1.0f));
  }
}

/// The exponent is constant; e·x^(e-1)
void
gradient_of_pow(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const GraphTensor exponent = gradient_shape(b, node->inputs[1]);
  const size_t      size     = graph_tensor_size(&exponent);
  if (!exponent.constant) {
    gradient_refuse(b, "its exponent isn't constant");
    return;
  }
  float* const less = (float*)malloc((size + 1) * sizeof(float));
  float* const e    = (float*)malloc((size + 1) * sizeof(float));
  for (size_t i = 0; less && e && i < size; ++i) {
    const bool whole = exponent.type == TENSOR_INT64;
    e[i]             = whole ? (float)((const int64_t*)exponent.constant)[i] : ((const float*)exponent.constant)[i];
    less[i]          = e[i] - 1.0f;
  }
  if (less && e) {
    const int32_t factor = gradient_constant(b, exponent.rank, exponent.shape, e);
    const int32_t power  = gradient_constant(b, exponent.rank, exponent.shape, less);
    const int32_t slope  = mul(b, gradient_binary(b, OP_POW, node->inputs[0], power), factor);
    gradient_give(b, node->inputs[0], mul(b, dy, slope));
  } else {
    gradient_refuse(b, "out of memory");
  }
  free(less);
  free(e);
}

void
gradient_of_where(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const int32_t zero = gradient_number(b, 0.0f);
  if (gradient_wanted(b, node->inputs[1])) {
    gradient_give(b, node->inputs[1], gradient_where(b, node->inputs[0], dy, zero));
  }
  if (gradient_wanted(b, node->inputs[2])) {
    gradient_give(b, node->inputs[2], gradient_where(b, node->inputs[0], zero, dy));
  }
}

/// One factor a channel
void
gradient_of_batch_norm(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const GraphTensor  x                     = gradient_shape(b, node->inputs[0]);
  const GraphTensor  s                     = gradient_shape(b, node->inputs[1]);
  const GraphTensor  v                     = gradient_shape(b, node->inputs[4]);
  int64_t            shape[GRAPH_MAX_RANK] = { x.shape[1], 1, 1, 1, 1, 1, 1, 1 };
  float* const       factors               = (float*)malloc(((size_t)x.shape[1] + 1) * sizeof(float));
  const float* const scale                 = (const float*)s.constant;
  const float* const variance              = (const float*)v.constant;
  if (!factors) {
    gradient_refuse(b, "out of memory");
    return;
  }
  for (int64_t c = 0; c < x.shape[1]; ++c) {
    factors[c] = (float)((double)scale[c] / sqrt((double)variance[c] + (double)node->epsilon));
  }
  gradient_give(b, node->inputs[0], mul(b, dy, gradient_constant(b, x.rank - 1, shape, factors)));
  free(factors);
}

/// `yes` where x > 0, else `no`
static int32_t
where_positive(GradientBuilder* const b, const int32_t x, const int32_t yes, const int32_t no)
{
  return gradient_where(b, gradient_unary(b, OP_RELU, x), yes, no);
}

void
gradient_of_relu(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  gradient_give(b, node->inputs[0], gradient_where(b, node->output, dy, gradient_number(b, 0.0f)));
}

void
gradient_of_leaky_relu(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  gradient_give(b, node->inputs[0], where_positive(b, node->inputs[0], dy, gradient_times(b, dy, node->alpha)));
}

void
gradient_of_prelu(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const int32_t x = node->inputs[0], slope = node->inputs[1];
  gradient_give(b, x, where_positive(b, x, dy, mul(b, dy, slope)));
  if (gradient_wanted(b, slope)) {
    gradient_give(b, slope, where_positive(b, x, gradient_number(b, 0.0f), mul(b, dy, x)));
  }
}

/// Below 0 the slope is y + alpha
void
gradient_of_elu(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const int32_t slope = gradient_binary(b, OP_ADD, node->output, gradient_number(b, node->alpha));
  gradient_give(b, node->inputs[0], where_positive(b, node->inputs[0], dy, mul(b, dy, slope)));
}

/// y·(1 - y)
static int32_t
both_ways(GradientBuilder* const b, const int32_t y)
{
  return mul(b, y, gradient_binary(b, OP_SUB, gradient_number(b, 1.0f), y));
}

void
gradient_of_sigmoid(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  gradient_give(b, node->inputs[0], mul(b, dy, both_ways(b, node->output)));
}

/// y isn't 0 or 1 where it slopes
static int32_t
hard_slope(GradientBuilder* const b, const int32_t y, const float slope)
{
  return gradient_where(b, both_ways(b, y), gradient_number(b, slope), gradient_number(b, 0.0f));
}

void
gradient_of_hard_sigmoid(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  gradient_give(b, node->inputs[0], mul(b, dy, hard_slope(b, node->output, node->alpha)));
}

/// x·h(x): h + x·h'
void
gradient_of_hard_swish(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  GraphNode gate      = graph_node(OP_HARD_SIGMOID);
  gate.n_inputs       = 1;
  gate.inputs[0]      = node->inputs[0];
  gate.alpha          = 1.0f / 6.0f;
  gate.beta           = 0.5f;
  const int32_t h     = gradient_append(b, &gate);
  const int32_t slope = mul(b, node->inputs[0], hard_slope(b, h, gate.alpha));
  gradient_give(b, node->inputs[0], mul(b, dy, gradient_binary(b, OP_ADD, h, slope)));
}

/// It slopes where neither end has stopped x
void
gradient_of_clip(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const int32_t above = gradient_binary(b, OP_SUB, node->output, gradient_number(b, node->alpha));
  const int32_t below = gradient_binary(b, OP_SUB, node->output, gradient_number(b, node->beta));
  const int32_t zero  = gradient_number(b, 0.0f);
  const int32_t d     = gradient_where(b, above, dy, zero);
  gradient_give(b, node->inputs[0], gradient_where(b, below, d, zero));
}

static int32_t
one_minus_square(GradientBuilder* const b, const int32_t y)
{
  return gradient_binary(b, OP_SUB, gradient_number(b, 1.0f), mul(b, y, y));
}

void
gradient_of_tanh(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  gradient_give(b, node->inputs[0], mul(b, dy, one_minus_square(b, node->output)));
}

void
gradient_of_exp(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  gradient_give(b, node->inputs[0], mul(b, dy, node->output));
}

void
gradient_of_sqrt(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  gradient_give(b, node->inputs[0], gradient_times(b, gradient_binary(b, OP_DIV, dy, node->output), 0.5f));
}

/// factor·e^(-scale·x²)
static int32_t
bell(GradientBuilder* const b, const int32_t x, const float factor, const float scale)
{
  const int32_t power = gradient_times(b, mul(b, x, x), -scale);
  return gradient_times(b, gradient_unary(b, OP_EXP, power), factor);
}

void
gradient_of_erf(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  gradient_give(b, node->inputs[0], mul(b, dy, bell(b, node->inputs[0], 1.12837917f, 1.0f)));
}

/// (1 + g) / 2
static int32_t
half_more(GradientBuilder* const b, const int32_t g)
{
  return gradient_times(b, gradient_binary(b, OP_ADD, g, gradient_number(b, 1.0f)), 0.5f);
}

/// Φ(x) + x·φ(x)
static int32_t
gelu_slope(GradientBuilder* const b, const int32_t x)
{
  const int32_t gate = half_more(b, gradient_unary(b, OP_ERF, gradient_times(b, x, 0.707106781f)));
  return gradient_binary(b, OP_ADD, gate, mul(b, x, bell(b, x, 0.398942280f, 0.5f)));
}

/// (1 + t) / 2 + x·(1 - t²)·u' / 2, where t = tanh(u) and u = c·(x + 0.044715·x³)
static int32_t
gelu_tanh_slope(GradientBuilder* const b, const int32_t x)
{
  const float   c      = 0.797884561f;
  const int32_t square = mul(b, x, x);
  const int32_t cubic  = gradient_binary(b, OP_ADD, x, gradient_times(b, mul(b, square, x), 0.044715f));
  const int32_t t      = gradient_unary(b, OP_TANH, gradient_times(b, cubic, c));
  const int32_t inner =
    gradient_binary(b, OP_ADD, gradient_times(b, square, 0.5f * c * 3.0f * 0.044715f), gradient_number(b, 0.5f * c));
  return gradient_binary(b, OP_ADD, half_more(b, t), mul(b, mul(b, x, one_minus_square(b, t)), inner));
}

void
gradient_of_gelu(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const int32_t x = node->inputs[0];
  gradient_give(b, x, mul(b, dy, node->approximate ? gelu_tanh_slope(b, x) : gelu_slope(b, x)));
}
