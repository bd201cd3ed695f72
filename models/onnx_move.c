// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/onnx_attribute.h"
#include "models/onnx_node.h"
#include "models/shape.h"
#include "onnx.pb-c.h"

#include <string.h>

EquusStatus
onnx_read_concat(OnnxNode* const source, GraphNode* const node)
{
  node->axis = onnx_int(source, "axis", 1);
  return onnx_wrap_axis(&node->axis, onnx_input(source, node, 0)->rank) ? EQUUS_OK
                                                                        : onnx_refuse(source, "lacks a valid axis");
}

EquusStatus
onnx_read_expand(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const x      = onnx_input(source, node, 0);
  OnnxInts                 wanted = { 0 };
  GraphTensor              both   = { 0 };
  if (onnx_ints_input(source, node, 1, &wanted)) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  if (!shape_combine(x->rank, x->shape, wanted.n, wanted.values, &both)) {
    return onnx_refuse(source, "expands to a shape that its input doesn't broadcast to");
  }
  wanted.n = both.rank;
  memcpy(wanted.values, both.shape, both.rank * sizeof(int64_t));
  return onnx_set_axes(source, node, &wanted);
}

EquusStatus
onnx_read_flatten(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const x     = onnx_input(source, node, 0);
  const int64_t            axis  = onnx_int(source, "axis", 1);
  const int64_t            split = axis < 0 ? axis + (int64_t)x->rank : axis;
  OnnxInts                 shape = { 2, { 1, 1 } };
  if (split < 0 || split > (int64_t)x->rank) {
    return onnx_refuse(source, "flattens at an axis that its input lacks");
  }
  for (uint32_t d = 0; d < x->rank; ++d) {
    shape.values[d >= split] *= x->shape[d];
  }
  return onnx_set_axes(source, node, &shape);
}

static bool
read_pad_mode(OnnxNode* const source, GraphNode* const node)
{
  static const char* const names[] = { "constant", "edge", "reflect", "wrap" };
  for (unsigned mode = 0; mode < 4; ++mode) {
    if (onnx_text_is(source, "mode", names[mode])) {
      node->pad_mode = (PadMode)mode;
      return true;
    }
  }
  return !onnx_attribute(source, "mode");
}

/// The value of constant padding; that of an integer tensor may be one too
static EquusStatus
read_pad_value(OnnxNode* const source, GraphNode* const node)
{
  return onnx_make_float(source, node, 2) || onnx_float_either(source, node, 2, "value", &node->alpha)
           ? EQUUS_ERR_UNSUPPORTED
           : EQUUS_OK;
}

EquusStatus
onnx_read_pad(OnnxNode* const source, GraphNode* const node)
{
  const uint32_t rank = onnx_input(source, node, 0)->rank;
  OnnxInts       pads = { 0 }, axes = { 0 };
  if (!read_pad_mode(source, node)) {
    return onnx_refuse(source, "pads in a mode other than constant, edge, reflect and wrap");
  }
  node->alpha = 0;
  if (onnx_ints_either(source, node, 1, "pads", &pads) || read_pad_value(source, node) ||
      onnx_ints_input(source, node, 3, &axes) || onnx_wrap_axes(source, &axes, rank)) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  if (!axes.n) {
    axes = onnx_all_axes(rank);
  }
  if (pads.n != 2 * axes.n) {
    return onnx_refuse(source, "has another number of pads than its input has ends");
  }
  for (uint32_t i = 0; i < axes.n; ++i) {
    node->pads[axes.values[i]]        = pads.values[i];
    node->pads[rank + axes.values[i]] = pads.values[axes.n + i];
  }
  node->n_inputs = 1;
  return EQUUS_OK;
}

EquusStatus
onnx_read_reshape(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const x     = onnx_input(source, node, 0);
  OnnxInts                 shape = { 0 };
  if (onnx_ints_input(source, node, 1, &shape)) {
    return EQUUS_ERR_UNSUPPORTED;
  }

  const bool allow_zero = onnx_int(source, "allowzero", 0);
  int64_t    known = 1, *free_axis = NULL;
  for (uint32_t d = 0; d < shape.n; ++d) {
    if (shape.values[d] == -1 && !free_axis) {
      free_axis = &shape.values[d];
      continue;
    }
    if (d < x->rank && shape.values[d] == 0 && !allow_zero) {
      shape.values[d] = x->shape[d];
    }
    if (shape.values[d] < 0 || shape.values[d] > INT32_MAX || (known *= shape.values[d]) > INT32_MAX) {
      return onnx_refuse(source, "has a shape that Equus can't give it");
    }
  }
  if (free_axis) {
    *free_axis = known ? (int64_t)graph_tensor_size(x) / known : 0;
  }
  return onnx_set_axes(source, node, &shape);
}

EquusStatus
onnx_read_squeeze(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const x    = onnx_input(source, node, 0);
  OnnxInts                 axes = { 0 }, shape = { 0 };
  if (onnx_ints_either(source, node, 1, "axes", &axes) || onnx_wrap_axes(source, &axes, x->rank)) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  for (uint32_t d = 0; d < x->rank; ++d) {
    bool drop = !axes.n && x->shape[d] == 1;
    for (uint32_t i = 0; i < axes.n; ++i) {
      drop = drop || axes.values[i] == d;
    }
    if (!drop) {
      shape.values[shape.n++] = x->shape[d];
    } else if (x->shape[d] != 1) {
      return onnx_refuse(source, "drops an axis that is longer than 1");
    }
  }
  return onnx_set_axes(source, node, &shape);
}

EquusStatus
onnx_read_tile(OnnxNode* const source, GraphNode* const node)
{
  OnnxInts repeats = { 0 };
  return onnx_ints_input(source, node, 1, &repeats) ? EQUUS_ERR_UNSUPPORTED : onnx_set_axes(source, node, &repeats);
}

EquusStatus
onnx_read_transpose(OnnxNode* const source, GraphNode* const node)
{
  const uint32_t rank = onnx_input(source, node, 0)->rank;
  OnnxInts       axes = { 0 };
  if (!onnx_ints(source, "perm", &axes)) {
    return onnx_refuse(source, "has a permutation that is too long");
  }
  if (!onnx_attribute(source, "perm")) {
    for (; axes.n < rank; ++axes.n) {
      axes.values[axes.n] = rank - 1 - axes.n;
    }
  }
  return onnx_set_axes(source, node, &axes);
}

EquusStatus
onnx_read_unsqueeze(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const x    = onnx_input(source, node, 0);
  OnnxInts                 axes = { 0 }, shape = { 0 };
  if (onnx_ints_either(source, node, 1, "axes", &axes)) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  shape.n = x->rank + axes.n;
  if (shape.n > GRAPH_MAX_RANK || onnx_wrap_axes(source, &axes, shape.n)) {
    return onnx_refuse(source, "works on more than 8 dimensions or names an axis outside");
  }
  for (uint32_t i = 0; i < axes.n; ++i) {
    if (shape.values[axes.values[i]]) {
      return onnx_refuse(source, "adds an axis twice");
    }
    shape.values[axes.values[i]] = 1;
  }
  for (uint32_t d = 0, from = 0; d < shape.n; ++d) {
    if (!shape.values[d]) {
      shape.values[d] = x->shape[from++];
    }
  }
  return onnx_set_axes(source, node, &shape);
}

EquusStatus
onnx_read_gather(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const indices = onnx_input(source, node, 1);
  node->axis                       = onnx_int(source, "axis", 0);
  if (!indices || !indices->constant || indices->type != TENSOR_INT64) {
    return onnx_refuse(source, "gathers at places that depend on the data, which can't run at an even pace");
  }
  return onnx_wrap_axis(&node->axis, onnx_input(source, node, 0)->rank)
           ? EQUUS_OK
           : onnx_refuse(source, "gathers along an axis that its input lacks");
}

static int64_t
clamp(const int64_t value, const int64_t low, const int64_t high)
{
  return value < low ? low : value > high ? high : value;
}

/// One dimension of `size` from `begin` to before `end`, both counted from the end if negative
static bool
slice_axis(GraphNode* const node,
           const uint32_t   d,
           const uint32_t   rank,
           const int64_t    size,
           const int64_t    begin,
           const int64_t    end,
           const int64_t    step)
{
  enum { MAX = 1 << 30 };

  if (step == 0 || step > MAX || step < -MAX) {
    return false;
  }
  const int64_t low   = step < 0 ? -1 : 0;
  const int64_t first = clamp(begin < 0 ? begin + size : begin, 0, size + low);
  const int64_t stop  = clamp(end < 0 ? end + size : end, low, size + low);
  const int64_t room  = step < 0 ? first - stop : stop - first;
  const int64_t pace  = step < 0 ? -step : step;

  node->axes[d]        = room > 0 ? (room + pace - 1) / pace : 0;
  node->pads[d]        = first;
  node->pads[rank + d] = step;
  return true;
}

/// Slice everything whole
static void
slice_nothing(GraphNode* const node, const GraphTensor* const x)
{
  node->n_axes   = x->rank;
  node->n_inputs = 1;
  for (uint32_t d = 0; d < x->rank; ++d) {
    node->axes[d]           = x->shape[d];
    node->pads[d]           = 0;
    node->pads[x->rank + d] = 1;
  }
}

EquusStatus
onnx_read_slice(OnnxNode* const source, GraphNode* const node)
{
  const GraphTensor* const x      = onnx_input(source, node, 0);
  OnnxInts                 begins = { 0 }, ends = { 0 }, axes = { 0 }, steps = { 0 };
  if (onnx_ints_either(source, node, 1, "starts", &begins) || onnx_ints_either(source, node, 2, "ends", &ends) ||
      onnx_ints_either(source, node, 3, "axes", &axes) || onnx_ints_input(source, node, 4, &steps)) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  if (!axes.n) {
    axes = onnx_all_axes(begins.n);
  }
  if (ends.n != begins.n || axes.n != begins.n || (steps.n && steps.n != begins.n)) {
    return onnx_refuse(source, "has another number of starts than of ends, axes or steps");
  }
  if (onnx_wrap_axes(source, &axes, x->rank)) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  slice_nothing(node, x);
  for (uint32_t i = 0; i < axes.n; ++i) {
    const uint32_t d    = (uint32_t)axes.values[i];
    const int64_t  step = steps.n ? steps.values[i] : 1;
    if (!slice_axis(node, d, x->rank, x->shape[d], begins.values[i], ends.values[i], step)) {
      return onnx_refuse(source, "has a step of 0, or a huge one");
    }
  }
  return EQUUS_OK;
}

/// Lengths of a Split's parts along an axis of `size`
static EquusStatus
split_sizes(OnnxNode* const source, const GraphNode* const node, const int64_t size, OnnxInts* const sizes)
{
  const int64_t count = (int64_t)source->proto->n_output;
  if (onnx_ints_either(source, node, 1, "split", sizes)) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  int64_t sum = 0;
  if (!sizes->n && count <= ONNX_MAX_PARTS && (size % count == 0 || onnx_attribute(source, "num_outputs"))) {
    const int64_t each = (size + count - 1) / count;
    for (int64_t left = size; sizes->n < count; left -= sizes->values[sizes->n++]) {
      sizes->values[sizes->n] = clamp(left, 0, each);
    }
  }
  for (uint32_t i = 0; i < sizes->n; ++i) {
    sum += sizes->values[i] < 0 || sizes->values[i] > size ? -size - 1 : sizes->values[i];
  }
  return sizes->n == count && sum == size
           ? EQUUS_OK
           : onnx_refuse(source, "splits its input into parts that don't make up the whole, or more than 16");
}

EquusStatus
onnx_read_split(OnnxNode* const source, const GraphNode* const node, GraphNode* const parts)
{
  const GraphTensor* const x     = onnx_input(source, node, 0);
  int64_t                  axis  = onnx_int(source, "axis", 0);
  OnnxInts                 sizes = { 0 };
  if (!onnx_wrap_axis(&axis, x->rank)) {
    return onnx_refuse(source, "splits an axis that its input lacks");
  }
  if (split_sizes(source, node, x->shape[axis], &sizes)) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  for (uint32_t i = 0, at = 0; i < sizes.n; at += (uint32_t)sizes.values[i++]) {
    parts[i]           = graph_node(OP_SLICE);
    parts[i].inputs[0] = node->inputs[0];
    slice_nothing(&parts[i], x);
    parts[i].axes[axis] = sizes.values[i];
    parts[i].pads[axis] = at;
  }
  return EQUUS_OK;
}
