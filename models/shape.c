// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/shape.h"

#include <inttypes.h>
#include <string.h>

static const GraphTensor*
input_of(const Graph* const graph, const GraphNode* const node, const uint32_t i)
{
  return i < node->n_inputs && node->inputs[i] >= 0 ? &graph->tensors[node->inputs[i]] : NULL;
}

static EquusStatus
refuse(EquusError* const error, const char* const why)
{
  return equus_error_set(error, EQUUS_ERR_UNSUPPORTED, "%s", why);
}

static void
set_shape(GraphTensor* const output, const uint32_t rank, const int64_t* const shape)
{
  output->rank = rank;
  memcpy(output->shape, shape, rank * sizeof(*shape));
}

/// True if `tensor` is absent or a vector of `size` elements
static bool
is_vector(const GraphTensor* const tensor, const int64_t size)
{
  return !tensor || (tensor->rank == 1 && tensor->shape[0] == size);
}

EquusStatus
shape_same(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  (void)error;
  const GraphTensor* const x = input_of(graph, node, 0);
  set_shape(output, x->rank, x->shape);
  return EQUUS_OK;
}

bool
shape_combine(const uint32_t       a_rank,
              const int64_t* const a,
              const uint32_t       b_rank,
              const int64_t* const b,
              GraphTensor* const   output)
{
  const uint32_t rank = a_rank > b_rank ? a_rank : b_rank;
  if (rank > GRAPH_MAX_RANK) {
    return false;
  }

  for (uint32_t d = 0; d < rank; ++d) {
    const int64_t m = d + a_rank < rank ? 1 : a[d + a_rank - rank];
    const int64_t n = d + b_rank < rank ? 1 : b[d + b_rank - rank];
    if (m != n && m != 1 && n != 1) {
      return false;
    }
    output->shape[d] = m == 1 ? n : m;
  }
  output->rank = rank;
  return true;
}

EquusStatus
shape_broadcast(const Graph* const     graph,
                const GraphNode* const node,
                GraphTensor* const     output,
                EquusError* const      error)
{
  const GraphTensor* const a = input_of(graph, node, 0);
  const GraphTensor* const b = input_of(graph, node, 1);
  return shape_combine(a->rank, a->shape, b->rank, b->shape, output)
           ? EQUUS_OK
           : equus_error_set(error, EQUUS_ERR_FORMAT, "has inputs whose shapes don't broadcast");
}

EquusStatus
shape_batch_norm(const Graph* const     graph,
                 const GraphNode* const node,
                 GraphTensor* const     output,
                 EquusError* const      error)
{
  const GraphTensor* const x = input_of(graph, node, 0);
  if (x->rank < 2) {
    return refuse(error, "has an input without a channel axis");
  }
  for (uint32_t i = 1; i < 5; ++i) {
    const GraphTensor* const p = input_of(graph, node, i);
    if (!p->constant || !is_vector(p, x->shape[1])) {
      return refuse(error, "has parameters that aren't one constant a channel");
    }
  }
  return shape_same(graph, node, output, error);
}

EquusStatus
shape_concat(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  const GraphTensor* const first = input_of(graph, node, 0);
  if (node->axis < 0 || node->axis >= (int64_t)first->rank) {
    return refuse(error, "joins along an axis that its inputs lack");
  }
  set_shape(output, first->rank, first->shape);

  for (uint32_t i = 1; i < node->n_inputs; ++i) {
    const GraphTensor* const x = input_of(graph, node, i);
    if (!x || x->rank != first->rank) {
      return refuse(error, "joins inputs of different ranks");
    }
    for (uint32_t d = 0; d < x->rank; ++d) {
      if (d != node->axis && x->shape[d] != first->shape[d]) {
        return refuse(error, "joins inputs whose other axes differ");
      }
    }
    output->shape[node->axis] += x->shape[node->axis];
  }
  return EQUUS_OK;
}

/// Fill the spatial part of `output` from that of `x` and the node's window
static EquusStatus
slide_window(const GraphNode* const   node,
             const GraphTensor* const x,
             GraphTensor* const       output,
             EquusError* const        error)
{
  enum { MAX = 1 << 20 };

  if (node->spatial < 1 || node->spatial > 3 || x->rank != node->spatial + 2) {
    return refuse(error, "slides over other than one to three dimensions");
  }
  for (uint32_t d = 0; d < node->spatial; ++d) {
    const int64_t k = node->kernel[d], s = node->strides[d], l = node->dilations[d];
    const int64_t begin = node->pads[d], end = node->pads[node->spatial + d];
    if (k < 1 || k > MAX || s < 1 || s > MAX || l < 1 || l > MAX || begin < 0 || begin > MAX || end < 0 || end > MAX) {
      return refuse(error, "has a kernel, stride, dilation or padding out of range");
    }
    const int64_t room = x->shape[2 + d] + begin + end - ((k - 1) * l + 1);
    if (room < 0) {
      return refuse(error, "has a kernel larger than its input");
    }
    output->shape[2 + d] = room / s + 1;
  }
  output->rank = x->rank;
  return EQUUS_OK;
}

EquusStatus
shape_conv(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  const GraphTensor* const x    = input_of(graph, node, 0);
  const GraphTensor* const w    = input_of(graph, node, 1);
  const GraphTensor* const bias = input_of(graph, node, 2);
  if (!w->constant || (bias && !bias->constant)) {
    return refuse(error, "has weights that aren't constant");
  }
  if (x->rank > 4) {
    return refuse(error, "convolves more than two dimensions; export a network of one or two");
  }
  if (x->rank < 3 || w->rank != x->rank || node->group < 1 || w->shape[0] % node->group || x->shape[1] % node->group ||
      w->shape[1] != x->shape[1] / node->group || !is_vector(bias, w->shape[0])) {
    return refuse(error, "has weights whose shape doesn't fit its input");
  }
  for (uint32_t d = 0; d < node->spatial && 2 + d < w->rank; ++d) {
    if (node->kernel[d] != w->shape[2 + d]) {
      return refuse(error, "has a kernel_shape that isn't its weights' shape");
    }
  }
  output->shape[0] = x->shape[0];
  output->shape[1] = w->shape[0];
  return slide_window(node, x, output, error);
}

EquusStatus
shape_conv_scatter(const Graph* const     graph,
                   const GraphNode* const node,
                   GraphTensor* const     output,
                   EquusError* const      error)
{
  const GraphTensor* const d     = input_of(graph, node, 0);
  const GraphTensor* const index = input_of(graph, node, 1);
  const GraphTensor* const w     = input_of(graph, node, 2);
  const bool               fits  = d->rank == 4 && w->rank == 4 && node->n_axes == 4 && node->spatial == 2;
  const bool matches = fits && d->shape[3] == 1 && d->shape[0] == node->axes[0] && w->shape[0] == node->axes[1] &&
                       w->shape[1] == node->kernel[0] && w->shape[2] == d->shape[1] && w->shape[3] == node->kernel[1] &&
                       node->group == 1;
  if (!matches || index->rank != 4 || memcmp(index->shape, d->shape, 4 * sizeof(*d->shape)) != 0) {
    return refuse(error, "has inputs that don't fit");
  }
  set_shape(output, 4, node->axes);
  return EQUUS_OK;
}

EquusStatus
shape_max_index(const Graph* const     graph,
                const GraphNode* const node,
                GraphTensor* const     output,
                EquusError* const      error)
{
  const GraphTensor* const x = input_of(graph, node, 0);
  if (node->axis < 0 || node->axis >= (int64_t)x->rank) {
    return refuse(error, "looks along an axis that its input lacks");
  }
  set_shape(output, x->rank, x->shape);
  output->shape[node->axis] = 1;
  return EQUUS_OK;
}

EquusStatus
shape_pool(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  const GraphTensor* const x = input_of(graph, node, 0);
  if (x->rank < 3) {
    return refuse(error, "has an input without spatial axes");
  }
  for (uint32_t d = 0; d < node->spatial && d < GRAPH_MAX_SPATIAL; ++d) {
    if (node->pads[d] > (node->kernel[d] - 1) * node->dilations[d]) {
      return refuse(error, "has a padding as large as its kernel");
    }
  }
  output->shape[0] = x->shape[0];
  output->shape[1] = x->shape[1];
  return slide_window(node, x, output, error);
}

EquusStatus
shape_global_pool(const Graph* const     graph,
                  const GraphNode* const node,
                  GraphTensor* const     output,
                  EquusError* const      error)
{
  const GraphTensor* const x = input_of(graph, node, 0);
  if (x->rank < 3) {
    return refuse(error, "has an input without spatial axes");
  }
  set_shape(output, x->rank, x->shape);
  for (uint32_t d = 2; d < x->rank; ++d) {
    output->shape[d] = 1;
  }
  return EQUUS_OK;
}

EquusStatus
shape_expand(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  const GraphTensor* const x = input_of(graph, node, 0);
  if (!shape_combine(x->rank, x->shape, node->n_axes, node->axes, output)) {
    return refuse(error, "expands to a shape that its input doesn't broadcast to");
  }
  return EQUUS_OK;
}

EquusStatus
shape_reshape(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  const GraphTensor* const x    = input_of(graph, node, 0);
  const int64_t            size = (int64_t)graph_tensor_size(x);

  int64_t left = size;
  for (uint32_t d = 0; d < node->n_axes; ++d) {
    if (node->axes[d] < 0 || (node->axes[d] ? left % node->axes[d] : left)) {
      return equus_error_set(
        error, EQUUS_ERR_FORMAT, "has a shape that doesn't hold its input's %" PRId64 " values", size);
    }
    left = node->axes[d] ? left / node->axes[d] : 1;
  }
  set_shape(output, node->n_axes, node->axes);
  return left == 1 || !graph_tensor_size(output) ? EQUUS_OK
                                                 : refuse(error, "has a shape with fewer values than its input");
}

EquusStatus
shape_gemm(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  const GraphTensor* const a = input_of(graph, node, 0);
  const GraphTensor* const b = input_of(graph, node, 1);
  const GraphTensor* const c = input_of(graph, node, 2);
  if (a->rank != 2 || b->rank != 2 || a->shape[!node->trans_a] != b->shape[node->trans_b]) {
    return refuse(error, "multiplies matrices that don't fit");
  }

  const int64_t shape[2] = { a->shape[node->trans_a], b->shape[!node->trans_b] };
  set_shape(output, 2, shape);
  GraphTensor sum = { 0 };
  if (c && (!shape_combine(c->rank, c->shape, 2, shape, &sum) || sum.rank != 2 || sum.shape[0] != shape[0] ||
            sum.shape[1] != shape[1])) {
    return refuse(error, "adds a matrix that doesn't fit");
  }
  return EQUUS_OK;
}

EquusStatus
shape_matmul(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  const GraphTensor* const a      = input_of(graph, node, 0);
  const GraphTensor* const b      = input_of(graph, node, 1);
  const uint32_t           a_lead = a->rank > 2 ? a->rank - 2 : 0;
  const uint32_t           b_lead = b->rank > 2 ? b->rank - 2 : 0;
  if (!a->rank || !b->rank || a->shape[a->rank - 1] != b->shape[b->rank == 1 ? 0 : b->rank - 2] ||
      !shape_combine(a_lead, a->shape, b_lead, b->shape, output) || output->rank + 2 > GRAPH_MAX_RANK) {
    return refuse(error, "multiplies matrices that don't fit");
  }
  if (a->rank > 1) {
    output->shape[output->rank++] = a->shape[a->rank - 2];
  }
  if (b->rank > 1) {
    output->shape[output->rank++] = b->shape[b->rank - 1];
  }
  return EQUUS_OK;
}

EquusStatus
shape_layer_norm(const Graph* const     graph,
                 const GraphNode* const node,
                 GraphTensor* const     output,
                 EquusError* const      error)
{
  const GraphTensor* const x = input_of(graph, node, 0);
  if (node->axis < 0 || node->axis >= (int64_t)x->rank) {
    return refuse(error, "normalises an axis that its input lacks");
  }

  size_t size = 1;
  for (uint32_t d = (uint32_t)node->axis; d < x->rank; ++d) {
    size *= (size_t)x->shape[d];
  }
  for (uint32_t i = 1; i < 3; ++i) {
    const GraphTensor* const p = input_of(graph, node, i);
    if (p && (!p->constant || graph_tensor_size(p) != size)) {
      return refuse(error, "has parameters that aren't one constant a normalised value");
    }
  }
  return shape_same(graph, node, output, error);
}

EquusStatus
shape_pad(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  enum { MAX = 1 << 20 };

  const GraphTensor* const x = input_of(graph, node, 0);
  for (uint32_t d = 0; d < x->rank; ++d) {
    const int64_t begin = node->pads[d], end = node->pads[x->rank + d];
    const int64_t most = begin > end ? begin : end;
    if (begin < -MAX || begin > MAX || end < -MAX || end > MAX) {
      return refuse(error, "pads by a huge number");
    }
    if (node->pad_mode == PAD_REFLECT && most > 0 && most >= x->shape[d]) {
      return refuse(error, "reflects more than its input holds");
    }
    if (node->pad_mode != PAD_CONSTANT && (begin < 0 || end < 0)) {
      return refuse(error, "crops and pads at once, which Equus does with a constant only");
    }
    output->shape[d] = x->shape[d] + begin + end;
  }
  output->rank = x->rank;
  return EQUUS_OK;
}

EquusStatus
shape_slice(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  const GraphTensor* const x = input_of(graph, node, 0);
  for (uint32_t d = 0; d < x->rank; ++d) {
    const int64_t first = node->pads[d], step = node->pads[x->rank + d], size = node->axes[d];
    const int64_t last = first + (size - 1) * step;
    if (node->n_axes != x->rank || size < 0 || size > x->shape[d] || step == 0 || step > INT32_MAX ||
        step < -INT32_MAX || (size && (first < 0 || first >= x->shape[d] || last < 0 || last >= x->shape[d]))) {
      return refuse(error, "slices beyond its input");
    }
  }
  set_shape(output, x->rank, node->axes);
  return EQUUS_OK;
}

EquusStatus
shape_gather(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  const GraphTensor* const x       = input_of(graph, node, 0);
  const GraphTensor* const indices = input_of(graph, node, 1);
  if (indices->type != TENSOR_INT64 || !indices->constant) {
    return refuse(error, "gathers at places that aren't constant");
  }
  if (node->axis < 0 || node->axis >= (int64_t)x->rank || x->rank + indices->rank > GRAPH_MAX_RANK + 1) {
    return refuse(error, "gathers along an axis that its input lacks, or into more than 8 dimensions");
  }
  const int64_t size = x->shape[node->axis];
  for (size_t i = 0; i < graph_tensor_size(indices); ++i) {
    const int64_t at = ((const int64_t*)indices->constant)[i];
    if (at < -size || at >= size) {
      return refuse(error, "gathers beyond its input");
    }
  }
  for (uint32_t d = 0; d < x->rank; ++d) {
    for (uint32_t k = 0; d == node->axis && k < indices->rank; ++k) {
      output->shape[output->rank++] = indices->shape[k];
    }
    if (d != node->axis) {
      output->shape[output->rank++] = x->shape[d];
    }
  }
  return EQUUS_OK;
}

EquusStatus
shape_cast(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  output->type = node->to;
  return shape_same(graph, node, output, error);
}

EquusStatus
shape_equal(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  output->type = TENSOR_INT64;
  return shape_broadcast(graph, node, output, error);
}

EquusStatus
shape_prelu(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  const GraphTensor* const x      = input_of(graph, node, 0);
  const EquusStatus        status = shape_broadcast(graph, node, output, error);
  return status || (output->rank == x->rank && !memcmp(output->shape, x->shape, x->rank * sizeof(*x->shape)))
           ? status
           : refuse(error, "has slopes of more dimensions than its input");
}

EquusStatus
shape_where(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  const GraphTensor* const condition = input_of(graph, node, 0);
  const GraphTensor* const a         = input_of(graph, node, 1);
  const GraphTensor* const b         = input_of(graph, node, 2);
  GraphTensor              both      = { 0 };
  if (a->type != b->type) {
    return refuse(error, "mixes integers and floats");
  }
  output->type = a->type;
  return shape_combine(a->rank, a->shape, b->rank, b->shape, &both) &&
             shape_combine(condition->rank, condition->shape, both.rank, both.shape, output)
           ? EQUUS_OK
           : refuse(error, "has inputs whose shapes don't broadcast");
}

EquusStatus
shape_reduce(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  const GraphTensor* const x                       = input_of(graph, node, 0);
  bool                     reduced[GRAPH_MAX_RANK] = { false };
  for (uint32_t i = 0; i < node->n_axes; ++i) {
    if (node->axes[i] < 0 || node->axes[i] >= (int64_t)x->rank || reduced[node->axes[i]]) {
      return refuse(error, "reduces an axis that its input lacks, or one twice");
    }
    reduced[node->axes[i]] = true;
  }

  output->rank = 0;
  for (uint32_t d = 0; d < x->rank; ++d) {
    if (!reduced[d] || node->keep_dims) {
      output->shape[output->rank++] = reduced[d] ? 1 : x->shape[d];
    }
  }
  return EQUUS_OK;
}

EquusStatus
shape_tile(const Graph* const graph, const GraphNode* const node, GraphTensor* const output, EquusError* const error)
{
  enum { MAX = 1 << 20 };

  const GraphTensor* const x = input_of(graph, node, 0);
  if (node->n_axes != x->rank) {
    return refuse(error, "has another number of repeats than its input has axes");
  }
  for (uint32_t d = 0; d < x->rank; ++d) {
    if (node->axes[d] < 1 || node->axes[d] > MAX) {
      return refuse(error, "has repeats out of range");
    }
    output->shape[d] = x->shape[d] * node->axes[d];
  }
  output->rank = x->rank;
  return EQUUS_OK;
}

EquusStatus
shape_transpose(const Graph* const     graph,
                const GraphNode* const node,
                GraphTensor* const     output,
                EquusError* const      error)
{
  const GraphTensor* const x                    = input_of(graph, node, 0);
  bool                     used[GRAPH_MAX_RANK] = { false };
  for (uint32_t d = 0; d < x->rank; ++d) {
    const int64_t from = node->n_axes == x->rank ? node->axes[d] : -1;
    if (from < 0 || from >= (int64_t)x->rank || used[from]) {
      return refuse(error, "has a permutation that isn't one of its input's axes");
    }
    used[from]       = true;
    output->shape[d] = x->shape[from];
  }
  output->rank = x->rank;
  return EQUUS_OK;
}
