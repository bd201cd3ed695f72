// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/naive_kernels.h"

#include "models/walk.h"

#include <math.h>
#include <string.h>

static const GraphTensor*
input_of(const Graph* const graph, const GraphNode* const node, const uint32_t i)
{
  return &graph->tensors[node->inputs[i]];
}

static const GraphTensor*
output_of(const Graph* const graph, const GraphNode* const node)
{
  return &graph->tensors[node->output];
}

static size_t
item_size(const GraphTensor* const tensor)
{
  return tensor->type == TENSOR_INT64 ? sizeof(int64_t) : sizeof(float);
}

static void
copy_item(void* const to, const size_t i, const void* const from, const int64_t j, const size_t size)
{
  memcpy((char*)to + i * size, (const char*)from + (size_t)j * size, size);
}

void
naive_add(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  const GraphTensor* const out  = output_of(graph, node);
  Walk                     walk = walk_over(out->rank, out->shape);
  walk_broadcast(&walk, 0, input_of(graph, node, 0));
  walk_broadcast(&walk, 1, input_of(graph, node, 1));

  size_t i = 0;
  do {
    const int64_t a = walk.offsets[0], b = walk.offsets[1];
    if (out->type == TENSOR_INT64) {
      ((uint64_t*)output)[i] = ((const uint64_t*)inputs[0])[a] + ((const uint64_t*)inputs[1])[b];
    } else {
      ((float*)output)[i] = ((const float*)inputs[0])[a] + ((const float*)inputs[1])[b];
    }
    ++i;
  } while (walk_next(&walk));
}

void
naive_mul(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  const GraphTensor* const out  = output_of(graph, node);
  Walk                     walk = walk_over(out->rank, out->shape);
  walk_broadcast(&walk, 0, input_of(graph, node, 0));
  walk_broadcast(&walk, 1, input_of(graph, node, 1));

  size_t i = 0;
  do {
    const int64_t a = walk.offsets[0], b = walk.offsets[1];
    if (out->type == TENSOR_INT64) {
      ((uint64_t*)output)[i] = ((const uint64_t*)inputs[0])[a] * ((const uint64_t*)inputs[1])[b];
    } else {
      ((float*)output)[i] = ((const float*)inputs[0])[a] * ((const float*)inputs[1])[b];
    }
    ++i;
  } while (walk_next(&walk));
}

void
naive_batch_norm(const Graph* const       graph,
                 const GraphNode* const   node,
                 const void* const* const inputs,
                 void* const              output)
{
  // x is (N, C, ...), scale, bias, mean and variance are (C)
  const GraphTensor* const x     = input_of(graph, node, 0);
  const size_t             n     = (size_t)x->shape[0];
  const size_t             c     = (size_t)x->shape[1];
  const size_t             inner = graph_tensor_size(x) / (n * c);
  const float* const       scale = inputs[1];
  const float* const       bias  = inputs[2];
  const float* const       mean  = inputs[3];
  const float* const       var   = inputs[4];
  for (size_t i = 0; i < n * c * inner; ++i) {
    const size_t k      = i / inner % c;
    const double factor = (double)scale[k] / sqrt((double)var[k] + (double)node->epsilon);
    ((float*)output)[i] = (float)(((double)((const float*)inputs[0])[i] - (double)mean[k]) * factor + (double)bias[k]);
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
naive_concat(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  const GraphTensor* const out   = output_of(graph, node);
  size_t                   outer = 1;
  for (int64_t d = 0; d < node->axis; ++d) {
    outer *= (size_t)out->shape[d];
  }

  char* to = output;
  for (size_t o = 0; o < outer; ++o) {
    for (uint32_t i = 0; i < node->n_inputs; ++i) {
      const size_t run = graph_tensor_size(input_of(graph, node, i)) / outer * item_size(out);
      memcpy(to, (const char*)inputs[i] + o * run, run);
      to += run;
    }
  }
}

/// A sliding window in two dimensions; one-dimensional nodes have height 1
typedef struct {
  int64_t in[2], out[2], kernel[2], stride[2], dilation[2], begin[2];
} Window;

static Window
window_of(const GraphNode* const node, const GraphTensor* const x, const GraphTensor* const out)
{
  Window         w     = { { 1, 1 }, { 1, 1 }, { 1, 1 }, { 1, 1 }, { 1, 1 }, { 0, 0 } };
  const uint32_t first = 2 - node->spatial;
  for (uint32_t d = 0; d < node->spatial; ++d) {
    w.in[first + d]       = x->shape[2 + d];
    w.out[first + d]      = out->shape[2 + d];
    w.kernel[first + d]   = node->kernel[d];
    w.stride[first + d]   = node->strides[d];
    w.dilation[first + d] = node->dilations[d];
    w.begin[first + d]    = node->pads[d];
  }
  return w;
}

/// Sum of one window at output (y, x) over `channels` planes
static double
convolve_at(const Window* const w, const float* x, const float* k, const int64_t channels, const int64_t* const at)
{
  const int64_t top  = at[0] * w->stride[0] - w->begin[0];
  const int64_t left = at[1] * w->stride[1] - w->begin[1];

  double sum = 0;
  for (int64_t c = 0; c < channels; ++c) {
    for (int64_t i = 0; i < w->kernel[0]; ++i) {
      const int64_t row = top + i * w->dilation[0];
      for (int64_t j = 0; j < w->kernel[1] && row >= 0 && row < w->in[0]; ++j) {
        const int64_t column = left + j * w->dilation[1];
        if (column >= 0 && column < w->in[1]) {
          sum += (double)x[row * w->in[1] + column] * (double)k[i * w->kernel[1] + j];
        }
      }
    }
    x += w->in[0] * w->in[1];
    k += w->kernel[0] * w->kernel[1];
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
    const float* const in   = (const float*)inputs[0] + from * w.in[0] * w.in[1];
    const float* const k    = (const float*)inputs[1] + m * channels * w.kernel[0] * w.kernel[1];
    for (int64_t p = 0; p < w.out[0] * w.out[1]; ++p) {
      const int64_t at[2] = { p / w.out[1], p % w.out[1] };
      *to++               = (float)(convolve_at(&w, in, k, channels, at) + (bias ? (double)bias[m] : 0.0));
    }
  }
}

static float
largest_at(const Window* const w, const float* const x, const int64_t* const at)
{
  float largest = -INFINITY;
  for (int64_t i = 0; i < w->kernel[0] * w->kernel[1]; ++i) {
    const int64_t row    = at[0] * w->stride[0] - w->begin[0] + i / w->kernel[1] * w->dilation[0];
    const int64_t column = at[1] * w->stride[1] - w->begin[1] + i % w->kernel[1] * w->dilation[1];
    if (row >= 0 && row < w->in[0] && column >= 0 && column < w->in[1] && x[row * w->in[1] + column] > largest) {
      largest = x[row * w->in[1] + column];
    }
  }
  return largest;
}

void
naive_max_pool(const Graph* const       graph,
               const GraphNode* const   node,
               const void* const* const inputs,
               void* const              output)
{
  const GraphTensor* const out = output_of(graph, node);
  const Window             w   = window_of(node, input_of(graph, node, 0), out);

  float* to = output;
  for (int64_t i = 0; i < out->shape[0] * out->shape[1]; ++i) {
    const float* const x = (const float*)inputs[0] + i * w.in[0] * w.in[1];
    for (int64_t p = 0; p < w.out[0] * w.out[1]; ++p) {
      const int64_t at[2] = { p / w.out[1], p % w.out[1] };
      *to++               = largest_at(&w, x, at);
    }
  }
}

void
naive_copy(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  const GraphTensor* const out = output_of(graph, node);
  memcpy(output, inputs[0], graph_tensor_size(out) * item_size(out));
}

void
naive_expand(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  const GraphTensor* const out  = output_of(graph, node);
  Walk                     walk = walk_over(out->rank, out->shape);
  walk_broadcast(&walk, 0, input_of(graph, node, 0));

  size_t i = 0;
  do {
    copy_item(output, i++, inputs[0], walk.offsets[0], item_size(out));
  } while (walk_next(&walk));
}

void
naive_tile(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  const GraphTensor* const x    = input_of(graph, node, 0);
  const GraphTensor* const out  = output_of(graph, node);
  Walk                     walk = walk_over(out->rank, out->shape);

  int64_t strides[GRAPH_MAX_RANK] = { 0 };
  walk_strides(x->rank, x->shape, strides);
  size_t i = 0;
  do {
    int64_t from = 0;
    for (uint32_t d = 0; d < x->rank; ++d) {
      from += walk.index[d] % x->shape[d] * strides[d];
    }
    copy_item(output, i++, inputs[0], from, item_size(out));
  } while (walk_next(&walk));
}

void
naive_transpose(const Graph* const       graph,
                const GraphNode* const   node,
                const void* const* const inputs,
                void* const              output)
{
  const GraphTensor* const x    = input_of(graph, node, 0);
  const GraphTensor* const out  = output_of(graph, node);
  Walk                     walk = walk_over(out->rank, out->shape);

  int64_t strides[GRAPH_MAX_RANK] = { 0 };
  walk_strides(x->rank, x->shape, strides);
  for (uint32_t d = 0; d < out->rank; ++d) {
    walk.strides[0][d] = strides[node->axes[d]];
  }
  size_t i = 0;
  do {
    copy_item(output, i++, inputs[0], walk.offsets[0], item_size(out));
  } while (walk_next(&walk));
}

void
naive_pad(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  const GraphTensor* const x    = input_of(graph, node, 0);
  const GraphTensor* const out  = output_of(graph, node);
  Walk                     walk = walk_over(out->rank, out->shape);

  int64_t strides[GRAPH_MAX_RANK] = { 0 };
  walk_strides(x->rank, x->shape, strides);
  float* to = output;
  do {
    int64_t from   = 0;
    bool    inside = true;
    for (uint32_t d = 0; d < x->rank; ++d) {
      const int64_t at = walk.index[d] - node->pads[d];
      inside           = inside && at >= 0 && at < x->shape[d];
      from += at * strides[d];
    }
    *to++ = inside ? ((const float*)inputs[0])[from] : node->alpha;
  } while (walk_next(&walk));
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
    ((float*)output)[i] = (float)(1.0 / (1.0 + exp(-(double)((const float*)inputs[0])[i])));
  }
}

/// Sum of a (`k` values, `a_step` apart) times b (`b_step` apart)
static double
dot(const float* const a, const int64_t a_step, const float* const b, const int64_t b_step, const int64_t k)
{
  double sum = 0;
  for (int64_t i = 0; i < k; ++i) {
    sum += (double)a[i * a_step] * (double)b[i * b_step];
  }
  return sum;
}

void
naive_gemm(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  // out (M, N) = alpha · a (M, K) · b (K, N) + beta · c
  const GraphTensor* const a    = input_of(graph, node, 0);
  const GraphTensor* const b    = input_of(graph, node, 1);
  const GraphTensor* const out  = output_of(graph, node);
  const int64_t            k    = a->shape[!node->trans_a];
  const bool               sums = node->n_inputs > 2 && node->inputs[2] >= 0;
  Walk                     walk = walk_over(2, out->shape);
  if (sums) {
    walk_broadcast(&walk, 0, input_of(graph, node, 2));
  }

  float* to = output;
  do {
    const float* const row    = (const float*)inputs[0] + walk.index[0] * (node->trans_a ? 1 : k);
    const float* const column = (const float*)inputs[1] + walk.index[1] * (node->trans_b ? k : 1);
    const double       sum    = dot(row, node->trans_a ? a->shape[1] : 1, column, node->trans_b ? 1 : b->shape[1], k);
    const double       c      = sums ? (double)((const float*)inputs[2])[walk.offsets[0]] : 0.0;
    *to++                     = (float)((double)node->alpha * sum + (double)node->beta * c);
  } while (walk_next(&walk));
}

void
naive_matmul(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  // a (..., M, K), b (..., K, N), the leading axes broadcast
  GraphTensor              a   = *input_of(graph, node, 0);
  GraphTensor              b   = *input_of(graph, node, 1);
  const GraphTensor* const out = output_of(graph, node);
  const int64_t            m = a.shape[a.rank - 2], k = a.shape[a.rank - 1], n = b.shape[b.rank - 1];
  a.rank -= 2;
  b.rank -= 2;
  Walk walk = walk_over(out->rank - 2, out->shape);
  walk_broadcast(&walk, 0, &a);
  walk_broadcast(&walk, 1, &b);

  float* to = output;
  do {
    const float* const left  = (const float*)inputs[0] + walk.offsets[0] * m * k;
    const float* const right = (const float*)inputs[1] + walk.offsets[1] * k * n;
    for (int64_t i = 0; i < m * n; ++i) {
      *to++ = (float)dot(left + i / n * k, 1, right + i % n, n, k);
    }
  } while (walk_next(&walk));
}

void
naive_layer_norm(const Graph* const       graph,
                 const GraphNode* const   node,
                 const void* const* const inputs,
                 void* const              output)
{
  const GraphTensor* const x    = input_of(graph, node, 0);
  size_t                   size = 1;
  for (uint32_t d = (uint32_t)node->axis; d < x->rank; ++d) {
    size *= (size_t)x->shape[d];
  }

  const float* const scale = inputs[1];
  const float* const bias  = node->n_inputs > 2 ? inputs[2] : NULL;
  for (size_t r = 0; r < graph_tensor_size(x) / size; ++r) {
    const float* const in   = (const float*)inputs[0] + r * size;
    double             mean = 0, variance = 0;
    for (size_t i = 0; i < size; ++i) {
      mean += (double)in[i] / (double)size;
    }
    for (size_t i = 0; i < size; ++i) {
      variance += ((double)in[i] - mean) * ((double)in[i] - mean) / (double)size;
    }
    for (size_t i = 0; i < size; ++i) {
      const double unit              = ((double)in[i] - mean) / sqrt(variance + (double)node->epsilon);
      ((float*)output)[r * size + i] = (float)(unit * (double)scale[i] + (bias ? (double)bias[i] : 0.0));
    }
  }
}

/// A walk over the reduced axes of x, and one over the others, both following x by operand 0
static void
split_walk(const GraphTensor* const x, const GraphNode* const node, Walk* const outer, Walk* const inner)
{
  *outer = walk_over(x->rank, x->shape);
  *inner = *outer;
  walk_broadcast(outer, 0, x);
  walk_broadcast(inner, 0, x);

  bool reduced[GRAPH_MAX_RANK] = { false };
  for (uint32_t i = 0; i < node->n_axes; ++i) {
    reduced[node->axes[i]] = true;
  }
  for (uint32_t d = 0; d < x->rank; ++d) {
    *(reduced[d] ? &outer->shape[d] : &inner->shape[d]) = 1;
  }
}

void
naive_reduce_max(const Graph* const       graph,
                 const GraphNode* const   node,
                 const void* const* const inputs,
                 void* const              output)
{
  Walk outer, inner;
  split_walk(input_of(graph, node, 0), node, &outer, &inner);

  float* to = output;
  do {
    float largest = -INFINITY;
    do {
      const float x = ((const float*)inputs[0])[outer.offsets[0] + inner.offsets[0]];
      largest       = x > largest ? x : largest;
    } while (walk_next(&inner));
    *to++ = largest;
  } while (walk_next(&outer));
}

static void
average(const Walk* const start, Walk* const inner, const float* const x, float* const to)
{
  double sum   = 0;
  size_t count = 0;
  do {
    sum += (double)x[start->offsets[0] + inner->offsets[0]];
    ++count;
  } while (walk_next(inner));
  *to = (float)(sum / (double)count);
}

void
naive_reduce_mean(const Graph* const       graph,
                  const GraphNode* const   node,
                  const void* const* const inputs,
                  void* const              output)
{
  Walk outer, inner;
  split_walk(input_of(graph, node, 0), node, &outer, &inner);

  float* to = output;
  do {
    average(&outer, &inner, inputs[0], to++);
  } while (walk_next(&outer));
}

void
naive_global_average_pool(const Graph* const       graph,
                          const GraphNode* const   node,
                          const void* const* const inputs,
                          void* const              output)
{
  const GraphTensor* const x    = input_of(graph, node, 0);
  GraphNode                mean = { .n_axes = x->rank - 2 };
  for (uint32_t d = 2; d < x->rank; ++d) {
    mean.axes[d - 2] = d;
  }
  Walk outer, inner;
  split_walk(x, &mean, &outer, &inner);

  float* to = output;
  do {
    average(&outer, &inner, inputs[0], to++);
  } while (walk_next(&outer));
}
