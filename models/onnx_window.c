// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/onnx_attribute.h"
#include "models/onnx_node.h"

#include <string.h>

/// Pads that make the output ceil(input / stride) long, as auto_pad SAME does
static void
pad_same(GraphNode* const node, const int64_t* const size, const bool lower)
{
  for (uint32_t d = 0; d < node->spatial; ++d) {
    const int64_t reach = (node->kernel[d] - 1) * node->dilations[d] + 1;
    const int64_t rest  = size[d] % node->strides[d];
    const int64_t need  = reach - (rest ? rest : node->strides[d]);
    const int64_t total = need > 0 ? need : 0;

    node->pads[d]                 = lower ? total - total / 2 : total / 2;
    node->pads[node->spatial + d] = total - node->pads[d];
  }
}

static bool
read_window_list(const OnnxNode* const source, const char* const name, const uint32_t n, int64_t* const to)
{
  OnnxInts ints = { 0 };
  if (!onnx_ints(source, name, &ints) || (ints.n && ints.n != n)) {
    return false;
  }
  for (uint32_t d = 0; d < ints.n; ++d) {
    if (ints.values[d] < 0 || ints.values[d] > 1 << 20) {
      return false;
    }
    to[d] = ints.values[d];
  }
  return true;
}

/// What Conv and pools share: spatial, kernel, strides, dilations and padding
static EquusStatus
read_window(OnnxNode* const source, GraphNode* const node, const GraphTensor* const x)
{
  if (x->rank < 3 || x->rank > 5) {
    return onnx_refuse(source, "slides over other than one to three dimensions");
  }
  const uint32_t n = node->spatial = x->rank - 2;
  if (!read_window_list(source, "kernel_shape", n, node->kernel) ||
      !read_window_list(source, "strides", n, node->strides) ||
      !read_window_list(source, "dilations", n, node->dilations) ||
      !read_window_list(source, "pads", 2 * n, node->pads)) {
    return onnx_refuse(source, "has a kernel, strides, dilations or pads that don't fit its input");
  }
  for (uint32_t d = 0; d < n; ++d) {
    if (!node->kernel[d] || !node->strides[d] || !node->dilations[d]) {
      return onnx_refuse(source, "has a kernel, stride or dilation of 0");
    }
  }

  if (onnx_text_is(source, "auto_pad", "SAME_UPPER") || onnx_text_is(source, "auto_pad", "SAME_LOWER")) {
    pad_same(node, x->shape + 2, onnx_text_is(source, "auto_pad", "SAME_LOWER"));
  } else if (onnx_text_is(source, "auto_pad", "VALID")) {
    memset(node->pads, 0, sizeof(node->pads));
  }
  return EQUUS_OK;
}

EquusStatus
onnx_read_conv(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const weights = onnx_input(source, node, 1);
  for (uint32_t d = 2; weights && d < weights->rank && d < 2 + GRAPH_MAX_SPATIAL; ++d) {
    node->kernel[d - 2] = weights->shape[d];
  }
  node->group = onnx_int(source, "group", 1);
  return read_window(source, node, onnx_input(source, node, 0));
}

/// More padding at the end, so that rounding down gives what rounding up gave
static void
round_up(GraphNode* const node, const int64_t* const size)
{
  for (uint32_t d = 0; d < node->spatial; ++d) {
    const int64_t  begin = node->pads[d];
    int64_t* const end   = &node->pads[node->spatial + d];
    const int64_t  reach = (node->kernel[d] - 1) * node->dilations[d] + 1;
    const int64_t  room  = size[d] + begin + *end - reach;
    const int64_t  steps = room < 0 ? 0 : (room + node->strides[d] - 1) / node->strides[d];
    // A window that starts in the padding after the input doesn't count
    if (steps * node->strides[d] < size[d] + begin) {
      *end += steps * node->strides[d] - room;
    }
  }
}

static EquusStatus
read_pool(OnnxNode* const source, GraphNode* const node)
{
  if (!onnx_attribute(source, "kernel_shape")) {
    return onnx_refuse(source, "lacks its kernel_shape");
  }
  const GraphTensor* const x      = onnx_input(source, node, 0);
  const EquusStatus        status = read_window(source, node, x);
  for (uint32_t d = 0; d < node->spatial; ++d) {
    node->axes[d] = node->pads[node->spatial + d];
  }
  if (!status && onnx_int(source, "ceil_mode", 0)) {
    round_up(node, x->shape + 2);
  }
  return status;
}

EquusStatus
onnx_read_average_pool(OnnxNode* const source, GraphNode* const node)
{
  node->count_padding = onnx_int(source, "count_include_pad", 0);
  return read_pool(source, node);
}

EquusStatus
onnx_read_max_pool(OnnxNode* const source, GraphNode* const node)
{
  return read_pool(source, node);
}
