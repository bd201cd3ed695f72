// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

/// Operators that only gradients have

#include "models/naive_kernels.h"
#include "models/naive_operand.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
naive_silu_gradient(const Graph* const       graph,
                    const GraphNode* const   node,
                    const void* const* const inputs,
                    void* const              output)
{
  const size_t n = graph_tensor_size(output_of(graph, node));
  for (size_t i = 0; i < n; ++i) {
    const double x      = (double)((const float*)inputs[0])[i];
    const double s      = 1.0 / (1.0 + exp(-x));
    ((float*)output)[i] = (float)((double)((const float*)inputs[1])[i] * s * (1.0 + x * (1.0 - s)));
  }
}

void
naive_max_index(const Graph* const       graph,
                const GraphNode* const   node,
                const void* const* const inputs,
                void* const              output)
{
  const GraphTensor* const x     = input_of(graph, node, 0);
  const int64_t            n     = x->shape[node->axis];
  int64_t                  after = 1;
  for (uint32_t d = (uint32_t)node->axis + 1; d < x->rank; ++d) {
    after *= x->shape[d];
  }
  const int64_t size = (int64_t)graph_tensor_size(output_of(graph, node));
  for (int64_t i = 0; i < size; ++i) {
    const float* const from  = (const float*)inputs[0] + i / after * n * after + i % after;
    int64_t            index = 0;
    for (int64_t k = 1; k < n; ++k) {
      index = from[k * after] > from[index * after] ? k : index;
    }
    ((float*)output)[i] = (float)index;
  }
}

/// What output (m, row) of image `batch` gives to plane `inner` of x, `plane` of H·W
static void
scatter_one(const Graph* const       graph,
            const GraphNode* const   node,
            const void* const* const inputs,
            const int64_t            place,
            const int64_t            inner,
            double* const            plane)
{
  const GraphTensor* const d    = input_of(graph, node, 0);
  const float* const       w    = (const float*)inputs[2];
  const int64_t            rows = node->kernel[0], pixels = node->kernel[1];
  const int64_t            m      = place / d->shape[2] % d->shape[1];
  const int64_t            top    = place % d->shape[2] * node->strides[0] - node->pads[0];
  const int64_t            left   = (int64_t)((const float*)inputs[1])[place] * node->strides[1] - node->pads[1];
  const double             factor = (double)((const float*)inputs[0])[place];
  for (int64_t i = 0; i < rows * pixels; ++i) {
    const int64_t y = top + i / pixels * node->dilations[0], x = left + i % pixels * node->dilations[1];
    if (y >= 0 && y < node->axes[2] && x >= 0 && x < node->axes[3]) {
      plane[y * node->axes[3] + x] +=
        factor * (double)w[((inner * rows + i / pixels) * d->shape[1] + m) * pixels + i % pixels];
    }
  }
}

void
naive_conv_scatter(const Graph* const       graph,
                   const GraphNode* const   node,
                   const void* const* const inputs,
                   void* const              output)
{
  // d and index are (N, M, H', 1), weights (C, h, M, w), out (N, C, H, W)
  const GraphTensor* const d      = input_of(graph, node, 0);
  const int64_t            size   = node->axes[2] * node->axes[3];
  const int64_t            places = d->shape[1] * d->shape[2];
  double* const            plane  = (double*)malloc(((size_t)size + 1) * sizeof(double));
  for (int64_t p = 0; p < node->axes[0] * node->axes[1]; ++p) {
    for (int64_t i = 0; plane && i < size; ++i) {
      plane[i] = 0.0;
    }
    for (int64_t i = 0; plane && i < places; ++i) {
      scatter_one(graph, node, inputs, p / node->axes[1] * places + i, p % node->axes[1], plane);
    }
    for (int64_t i = 0; i < size; ++i) {
      ((float*)output)[p * size + i] = plane ? (float)plane[i] : NAN;
    }
  }
  free(plane);
}

/// Give one window's d to the first of its values that is y
static void
unpool_one(const GraphNode* const node,
           const float* const     x,
           const int64_t* const   in,
           const int64_t* const   first,
           const float            y,
           const float            d,
           float* const           out)
{
  const int64_t rows = node->spatial > 1 ? node->kernel[0] : 1, pixels = node->kernel[node->spatial - 1];
  const int64_t row_step = node->spatial > 1 ? node->dilations[0] : 1, pixel_step = node->dilations[node->spatial - 1];
  for (int64_t i = 0; i < rows * pixels; ++i) {
    const int64_t row = first[0] + i / pixels * row_step, pixel = first[1] + i % pixels * pixel_step;
    const bool    inside = row >= 0 && row < in[0] && pixel >= 0 && pixel < in[1];
    if (inside && !(x[row * in[1] + pixel] < y)) {
      out[row * in[1] + pixel] += d;
      return;
    }
  }
}

void
naive_max_pool_gradient(const Graph* const       graph,
                        const GraphNode* const   node,
                        const void* const* const inputs,
                        void* const              output)
{
  const GraphTensor* const x      = input_of(graph, node, 0);
  const GraphTensor* const y      = input_of(graph, node, 1);
  const uint32_t           last   = node->spatial - 1;
  const bool               two    = node->spatial > 1;
  const int64_t            in[2]  = { two ? x->shape[2] : 1, x->shape[2 + last] };
  const int64_t            out[2] = { two ? y->shape[2] : 1, y->shape[2 + last] };
  memset(output, 0, graph_tensor_size(x) * sizeof(float));
  for (int64_t i = 0; i < (int64_t)graph_tensor_size(y); ++i) {
    const int64_t plane = i / (out[0] * out[1]) * in[0] * in[1];
    const int64_t row = i / out[1] % out[0], pixel = i % out[1];
    const int64_t first[2] = { two ? row * node->strides[0] - node->pads[0] : 0,
                               pixel * node->strides[last] - node->pads[last] };
    unpool_one(node,
               (const float*)inputs[0] + plane,
               in,
               first,
               ((const float*)inputs[1])[i],
               ((const float*)inputs[2])[i],
               (float*)output + plane);
  }
}
