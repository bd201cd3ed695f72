// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

/// Gradients of windows that slide: convolutions and pools

#include "models/gradient_parts.h"

#include <stdlib.h>
#include <string.h>

/// One spatial dimension of a convolution, and the one that leads its gradient back
typedef struct {
  int64_t in, out, kernel, stride, dilation, pad;
  int64_t taps;       ///< Of the one back: those of a phase, of `stride` phases
  int64_t begin, end; ///< Its padding, negative where it crops
  int64_t skip;       ///< Values that it yields before the first of x
} Side;

/// A convolution with weights (channels out, channels in / group, ...) of two dimensions, the first 1 if there is one
typedef struct {
  Side         rows, pixels;
  int64_t      batches, in, out, group; ///< Channels of x and y
  const float* weights;
} Window;

/// Divided by what is 1 or more
static int64_t
ceil_div(const int64_t a, const int64_t b)
{
  return b > 0 ? (a + b - 1) / b : a;
}

/**
   With stride s, x[s·q + phase - pad] got y[q - u]·w[s·u + phase]: the
   phases are channels of a convolution of y with stride 1, whose taps run backwards.
*/
static void
turn_side(Side* const s)
{
  const int64_t first = s->pad / s->stride;
  const int64_t last  = ceil_div(s->pad + s->in, s->stride);
  s->taps             = ceil_div(s->kernel, s->stride);
  s->begin            = s->dilation * (s->taps - 1) - first;
  s->end              = last - s->out;
  s->skip             = s->pad - first * s->stride;
}

/// [phases][channels of x][channels of y / group][taps], backwards
static float*
turn_weights(const Window* const w)
{
  const Side* const r      = &w->rows;
  const Side* const p      = &w->pixels;
  const int64_t     phases = r->stride * p->stride, inner = w->in / w->group, outer = w->out / w->group;
  float* const      turned = (float*)calloc((size_t)(phases * w->in * outer * r->taps * p->taps), sizeof(float));
  float*            to     = turned;
  for (int64_t i = 0; turned && i < phases * w->in * outer * r->taps * p->taps; ++i, ++to) {
    const int64_t pixel = i % p->taps, row = i / p->taps % r->taps, m = i / p->taps / r->taps % outer;
    const int64_t c     = i / p->taps / r->taps / outer % w->in;
    const int64_t phase = i / p->taps / r->taps / outer / w->in;
    const int64_t tr    = r->stride * (r->taps - 1 - row) + phase / p->stride;
    const int64_t tp    = p->stride * (p->taps - 1 - pixel) + phase % p->stride;
    const int64_t from  = (c / inner * outer + m) * inner + c % inner;
    if (tr < r->kernel && tp < p->kernel) {
      *to = w->weights[(from * r->kernel + tr) * p->kernel + tp];
    }
  }
  return turned;
}

static int64_t
at_least_zero(const int64_t x)
{
  return x > 0 ? x : 0;
}

/// The convolution of dy whose channels are phases of x
static int32_t
convolve_back(GradientBuilder* const b, const Window* const w, const int32_t dy, const float* const turned)
{
  const Side*   sides[2] = { &w->rows, &w->pixels };
  const int64_t shape[4] = {
    w->rows.stride * w->pixels.stride * w->in, w->group > 0 ? w->out / w->group : 0, w->rows.taps, w->pixels.taps
  };
  int64_t   crop[8] = { 0 };
  GraphNode node    = graph_node(OP_CONV);
  node.n_inputs     = 2;
  node.spatial      = 2;
  node.group        = w->group;
  for (uint32_t d = 0; d < 2; ++d) {
    node.kernel[d]    = sides[d]->taps;
    node.dilations[d] = sides[d]->dilation;
    node.pads[d]      = at_least_zero(sides[d]->begin);
    node.pads[2 + d]  = at_least_zero(sides[d]->end);
    crop[2 + d]       = -at_least_zero(-sides[d]->begin);
    crop[6 + d]       = -at_least_zero(-sides[d]->end);
  }
  node.inputs[0] = gradient_pad(b, dy, crop);
  node.inputs[1] = gradient_constant(b, 4, shape, turned);
  return gradient_append(b, &node);
}

/// Put phases, channels of `x`, in their places
static int32_t
interleave(GradientBuilder* const b, const Window* const w, int32_t x)
{
  const int64_t     rows = w->rows.stride, pixels = w->pixels.stride;
  const GraphTensor t         = gradient_shape(b, x);
  const int64_t     apart[6]  = { w->batches, rows, pixels, w->in, t.shape[2], t.shape[3] };
  const int64_t     order[6]  = { 0, 3, 4, 1, 5, 2 };
  const int64_t     joined[4] = { w->batches, w->in, t.shape[2] * rows, t.shape[3] * pixels };
  const int64_t     first[4]  = { 0, 0, w->rows.skip, w->pixels.skip };
  const int64_t     size[4]   = { w->batches, w->in, w->rows.in, w->pixels.in };
  if (x >= 0 && rows * pixels > 1) {
    x = gradient_reshape(b, gradient_transpose(b, gradient_reshape(b, x, 6, apart), order), 4, joined);
  }
  return gradient_slice(b, x, first, size, NULL);
}

/// Zeros between the values of dy along a side whose phases can't be channels
static int32_t
spread_side(GradientBuilder* const b, const Window* const w, Side* const s, const uint32_t dimension, const int32_t dy)
{
  int64_t step[4] = { 1, 1, 1, 1 };
  if (s->stride == 1 || (w->group == 1 && s->dilation == 1)) {
    return dy;
  }
  step[dimension] = s->stride;
  s->out *= s->stride;
  s->stride = 1;
  return gradient_spread(b, dy, step);
}

/// The gradient of x, of four dimensions
static int32_t
lead_back(GradientBuilder* const b, Window w, int32_t dy)
{
  const int64_t shape[4] = { w.batches, w.out, w.rows.out, w.pixels.out };
  if (dy < 0 || w.group < 1) {
    return -1;
  }
  dy = gradient_reshape(b, dy, 4, shape);
  dy = spread_side(b, &w, &w.rows, 2, dy);
  dy = spread_side(b, &w, &w.pixels, 3, dy);
  turn_side(&w.rows);
  turn_side(&w.pixels);
  float* const turned = turn_weights(&w);
  if (!turned) {
    gradient_refuse(b, "out of memory");
    return -1;
  }
  const int32_t phases = convolve_back(b, &w, dy, turned);
  free(turned);
  return interleave(b, &w, phases);
}

static Window
window_of(const GraphNode* const node, const GraphTensor* const x, const GraphTensor* const y)
{
  const Side single = { 1, 1, 1, 1, 1, 0, 0, 0, 0, 0 };
  Window     w      = { single, single, x->shape[0], x->shape[1], y->shape[1], node->group, NULL };
  for (uint32_t d = 0; d < node->spatial; ++d) {
    Side* const s = d + 1 == node->spatial ? &w.pixels : &w.rows;
    s->in         = x->shape[2 + d];
    s->out        = y->shape[2 + d];
    s->kernel     = node->kernel[d];
    s->stride     = node->strides[d];
    s->dilation   = node->dilations[d];
    s->pad        = node->pads[d];
  }
  return w;
}

void
gradient_of_conv(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const GraphTensor x = gradient_shape(b, node->inputs[0]), y = gradient_shape(b, node->output);
  const GraphTensor weights = gradient_shape(b, node->inputs[1]);
  Window            w       = window_of(node, &x, &y);
  w.weights                 = (const float*)weights.constant;
  gradient_give(b, node->inputs[0], gradient_reshape(b, lead_back(b, w, dy), x.rank, x.shape));
}

/// How many values the window at `position` averages along dimension `d`
static int64_t
counted(const GraphNode* const node, const GraphTensor* const x, const uint32_t d, const int64_t position)
{
  const int64_t begin = node->count_padding ? -node->pads[d] : 0;
  const int64_t end   = x->shape[2 + d] + (node->count_padding ? node->axes[d] : 0);
  int64_t       n     = 0;
  for (int64_t t = 0; t < node->kernel[d]; ++t) {
    const int64_t at = position * node->strides[d] - node->pads[d] + t * node->dilations[d];
    n += at >= begin && at < end;
  }
  return n;
}

/// dy over what each window counted
static int32_t
share_out(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const GraphTensor x = gradient_shape(b, node->inputs[0]), y = gradient_shape(b, dy);
  const int64_t     columns = node->spatial > 1 ? y.shape[3] : 1;
  float* const      factors = (float*)malloc((size_t)(y.shape[2] * columns) * sizeof(float));
  if (!factors) {
    gradient_refuse(b, "out of memory");
    return -1;
  }
  for (int64_t i = 0; i < y.shape[2] * columns; ++i) {
    const int64_t n = counted(node, &x, 0, i / columns) * (node->spatial > 1 ? counted(node, &x, 1, i % columns) : 1);
    factors[i]      = n ? 1.0f / (float)n : 0.0f;
  }
  const int32_t result = gradient_binary(b, OP_MUL, dy, gradient_constant(b, node->spatial, y.shape + 2, factors));
  free(factors);
  return result;
}

/// A convolution of each channel by ones
void
gradient_of_average_pool(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  const GraphTensor x = gradient_shape(b, node->inputs[0]), y = gradient_shape(b, dy);
  if (node->spatial > 2) {
    gradient_refuse(b, "it slides over three dimensions");
    return;
  }
  Window       w    = window_of(node, &x, &y);
  const size_t size = (size_t)(w.in * w.rows.kernel * w.pixels.kernel);
  float* const ones = (float*)malloc(size * sizeof(float));
  if (!ones) {
    gradient_refuse(b, "out of memory");
    return;
  }
  for (size_t i = 0; i < size; ++i) {
    ones[i] = 1.0f;
  }
  w.group   = w.in;
  w.weights = ones;
  gradient_give(b, node->inputs[0], gradient_reshape(b, lead_back(b, w, share_out(b, node, dy)), x.rank, x.shape));
  free(ones);
}

void
gradient_of_max_pool(GradientBuilder* const b, const GraphNode* const node, const int32_t dy)
{
  if (node->spatial > 2) {
    gradient_refuse(b, "it slides over three dimensions");
    return;
  }
  GraphNode back = *node;
  back.op        = OP_MAX_POOL_GRADIENT;
  back.n_inputs  = 3;
  back.inputs[1] = node->output;
  back.inputs[2] = dy;
  gradient_give(b, node->inputs[0], gradient_append(b, &back));
}
