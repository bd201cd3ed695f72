// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/naive_kernels.h"
#include "models/naive_operand.h"
#include "models/walk.h"

#include <string.h>

static void
copy_item(void* const to, const size_t i, const void* const from, const int64_t j, const size_t size)
{
  memcpy((char*)to + i * size, (const char*)from + (size_t)j * size, size);
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

/// Where padding takes its value along one dimension of `size`, or -1 for the fill value
static int64_t
pad_source(const PadMode mode, const int64_t at, const int64_t size)
{
  if (at >= 0 && at < size) {
    return at;
  }
  switch (mode) {
  case PAD_EDGE:
    return at < 0 ? 0 : size - 1;
  case PAD_REFLECT:
    return at < 0 ? -at : 2 * (size - 1) - at;
  case PAD_WRAP:
    return (at % size + size) % size;
  default:
    return -1;
  }
}

void
naive_pad(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  const GraphTensor* const x    = input_of(graph, node, 0);
  const GraphTensor* const out  = output_of(graph, node);
  Walk                     walk = walk_over(out->rank, out->shape);

  int64_t strides[GRAPH_MAX_RANK] = { 0 };
  walk_strides(x->rank, x->shape, strides);
  const int64_t     whole = (int64_t)node->alpha;
  const void* const fill  = out->type == TENSOR_INT64 ? (const void*)&whole : (const void*)&node->alpha;
  size_t            i     = 0;
  do {
    int64_t from   = 0;
    bool    inside = true;
    for (uint32_t d = 0; d < x->rank; ++d) {
      const int64_t at = pad_source(node->pad_mode, walk.index[d] - node->pads[d], x->shape[d]);
      inside           = inside && at >= 0;
      from += at * strides[d];
    }
    copy_item(output, i++, inside ? inputs[0] : fill, inside ? from : 0, item_size(out));
  } while (walk_next(&walk));
}

void
naive_slice(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
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
      from += (node->pads[d] + walk.index[d] * node->pads[x->rank + d]) * strides[d];
    }
    copy_item(output, i++, inputs[0], from, item_size(out));
  } while (walk_next(&walk));
}

void
naive_gather(const Graph* const graph, const GraphNode* const node, const void* const* const inputs, void* const output)
{
  // x is (outer, n, inner), indices (k), out (outer, k, inner)
  const GraphTensor* const x     = input_of(graph, node, 0);
  const GraphTensor* const out   = output_of(graph, node);
  const size_t             k     = graph_tensor_size(input_of(graph, node, 1));
  const int64_t            n     = x->shape[node->axis];
  int64_t                  inner = 1;
  for (uint32_t d = (uint32_t)node->axis + 1; d < x->rank; ++d) {
    inner *= x->shape[d];
  }
  for (size_t i = 0; i < graph_tensor_size(out) / (size_t)inner; ++i) {
    const int64_t at   = ((const int64_t*)inputs[1])[i % k];
    const int64_t from = (int64_t)(i / k) * n + (at < 0 ? at + n : at);
    copy_item(output, i, inputs[0], from, (size_t)inner * item_size(out));
  }
}
