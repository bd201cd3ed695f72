// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/naive_kernels.h"
#include "models/naive_operand.h"

#include <math.h>

/// A sliding window in three dimensions; nodes of fewer have length 1 along the first
typedef struct {
  int64_t in[3], out[3], kernel[3], stride[3], dilation[3], begin[3];
  int64_t counted[3]; ///< End of the padding that averages count
} Window;

static Window
window_of(const GraphNode* const node, const GraphTensor* const x, const GraphTensor* const out)
{
  Window         w     = { { 1, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 }, { 0 }, { 1, 1, 1 } };
  const uint32_t first = 3 - node->spatial;
  for (uint32_t d = 0; d < node->spatial; ++d) {
    w.in[first + d]       = x->shape[2 + d];
    w.out[first + d]      = out->shape[2 + d];
    w.kernel[first + d]   = node->kernel[d];
    w.stride[first + d]   = node->strides[d];
    w.dilation[first + d] = node->dilations[d];
    w.begin[first + d]    = node->pads[d];
    w.counted[first + d]  = x->shape[2 + d] + (node->count_padding ? node->axes[d] : 0);
  }
  return w;
}

/// Sum of one window at output (y, x) over `channels` planes
static double
convolve_at(const Window* const w, const float* x, const float* k, const int64_t channels, const int64_t* const at)
{
  const int64_t top  = at[0] * w->stride[1] - w->begin[1];
  const int64_t left = at[1] * w->stride[2] - w->begin[2];

  double sum = 0;
  for (int64_t c = 0; c < channels; ++c) {
    for (int64_t i = 0; i < w->kernel[1]; ++i) {
      const int64_t row = top + i * w->dilation[1];
      for (int64_t j = 0; j < w->kernel[2] && row >= 0 && row < w->in[1]; ++j) {
        const int64_t column = left + j * w->dilation[2];
        if (column >= 0 && column < w->in[2]) {
          sum += (double)x[row * w->in[2] + column] * (double)k[i * w->kernel[2] + j];
        }
      }
    }
    x += w->in[1] * w->in[2];
    k += w->kernel[1] * w->kernel[2];
  }
  return sum;
}

void
naive_conv(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  // x is (N, C, H, W), weights (M, C / group, h, w), out (N, M, H', W')
  const GraphTensor* const x        = input_of(graph, node, 0);
  const GraphTensor* const out      = output_of(graph, node);
  const Window             w        = window_of(node, x, out);
  const int64_t            channels = x->shape[1] / node->group;
  const int64_t            maps     = out->shape[1] / node->group;
  const float* const       bias     = node->n_inputs > 2 ? inputs[2] : NULL;

  float* to = output;
  for (int64_t i = 0; i < out->shape[0] * out->shape[1]; ++i) {
    const int64_t      m    = i % out->shape[1];
    const int64_t      from = i / out->shape[1] * x->shape[1] + m / maps * channels;
    const float* const in   = (const float*)inputs[0] + from * w.in[1] * w.in[2];
    const float* const k    = (const float*)inputs[1] + m * channels * w.kernel[1] * w.kernel[2];
    for (int64_t p = 0; p < w.out[1] * w.out[2]; ++p) {
      const int64_t at[2] = { p / w.out[2], p % w.out[2] };
      *to++               = (float)(convolve_at(&w, in, k, channels, at) + (bias ? (double)bias[m] : 0.0));
    }
  }
}

/// What a pool sees of one window
typedef struct {
  double largest, sum;
  size_t counted;
} Seen;

/// Row-major position `index` of a shape, one dimension a number
static void
unravel(int64_t index, const int64_t* const shape, int64_t* const at)
{
  for (unsigned d = 3; d-- > 0;) {
    at[d] = index % shape[d];
    index /= shape[d];
  }
}

static Seen
look_at(const Window* const w, const bool padding, const float* const x, const int64_t position)
{
  Seen    seen = { (double)-INFINITY, 0, 0 };
  int64_t at[3], tap[3];
  unravel(position, w->out, at);
  for (int64_t i = 0; i < w->kernel[0] * w->kernel[1] * w->kernel[2]; ++i) {
    bool    inside = true, counts = true;
    int64_t from = 0;
    unravel(i, w->kernel, tap);
    for (unsigned d = 0; d < 3; ++d) {
      const int64_t p = at[d] * w->stride[d] - w->begin[d] + tap[d] * w->dilation[d];
      inside          = inside && p >= 0 && p < w->in[d];
      counts          = counts && (padding || p >= 0) && p < w->counted[d];
      from            = from * w->in[d] + p;
    }
    const double value = inside ? (double)x[from] : 0.0;
    seen.largest       = inside && value > seen.largest ? value : seen.largest;
    seen.sum += value;
    seen.counted += counts;
  }
  return seen;
}

void
naive_average_pool(const Graph* const       graph,
                   const GraphNode* const   node,
                   const void* const* const inputs,
                   void* const              output)
{
  const GraphTensor* const out  = output_of(graph, node);
  const Window             w    = window_of(node, input_of(graph, node, 0), out);
  const int64_t            size = w.out[0] * w.out[1] * w.out[2];
  for (int64_t i = 0; i < out->shape[0] * out->shape[1] * size; ++i) {
    const float* const x = (const float*)inputs[0] + i / size * w.in[0] * w.in[1] * w.in[2];
    const Seen         s = look_at(&w, node->count_padding, x, i % size);
    ((float*)output)[i]  = s.counted ? (float)(s.sum / (double)s.counted) : 0;
  }
}

void
naive_max_pool(const Graph* const       graph,
               const GraphNode* const   node,
               const void* const* const inputs,
               void* const              output)
{
  const GraphTensor* const out  = output_of(graph, node);
  const Window             w    = window_of(node, input_of(graph, node, 0), out);
  const int64_t            size = w.out[0] * w.out[1] * w.out[2];
  for (int64_t i = 0; i < out->shape[0] * out->shape[1] * size; ++i) {
    const float* const x = (const float*)inputs[0] + i / size * w.in[0] * w.in[1] * w.in[2];
    ((float*)output)[i]  = (float)look_at(&w, false, x, i % size).largest;
  }
}
