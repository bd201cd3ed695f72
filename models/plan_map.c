// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"

/// Order of dimensions from the output's largest stride to its smallest, those of 1 left out
static uint32_t
stride_order(const PlanView* const out, uint32_t* const order)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < out->rank; ++i) {
    if (out->shape[i] != 1) {
      uint32_t j = n++;
      for (; j > 0 && out->stride[order[j - 1]] < out->stride[i]; --j) {
        order[j] = order[j - 1];
      }
      order[j] = i;
    }
  }
  return n;
}

/// Append one dimension to the shape, or widen its last one, but the outermost, where all strides continue
static void
map_append(KernelMap* const m, const uint32_t size, const ptrdiff_t out, const ptrdiff_t* const in)
{
  const uint32_t  last  = m->rank - 1;
  const ptrdiff_t n     = (ptrdiff_t)size;
  const bool      joins = m->rank > 1 && m->out[last] == out * n && m->in[0][last] == in[0] * n &&
                     m->in[1][last] == in[1] * n && m->in[2][last] == in[2] * n;
  const uint32_t at = joins ? last : m->rank++;
  m->shape[at]      = joins ? m->shape[at] * size : size;
  m->out[at]        = out;
  for (uint32_t i = 0; i < 3; ++i) {
    m->in[i][at] = in[i];
  }
}

static uint32_t
map_cost(const KernelMapOp op, const uint32_t inputs)
{
  const bool exponential = op == MAP_SIGMOID || op == MAP_SILU;
  const bool library     = op == MAP_GELU || op == MAP_GELU_TANH;
  return PLAN_TOUCH_COST * (1 + inputs) + (exponential ? PLAN_EXP_COST : 0) + (library ? 400 : 0);
}

void
plan_cut(const uint32_t length, const uint64_t cost, uint32_t* const chunk, uint32_t* const chunks)
{
  const uint64_t most = PLAN_UNIT_COST / cost / KERNEL_BLOCK * KERNEL_BLOCK;
  const uint32_t size = most < KERNEL_BLOCK ? KERNEL_BLOCK : (uint32_t)most;
  *chunk              = length < size ? length : size;
  *chunks             = (length + *chunk - 1) / *chunk;
}

void
plan_map(PlanBuilder* const    b,
         const KernelMapOp     op,
         const PlanView* const out,
         const PlanView* const in,
         const uint32_t        n,
         const float           low,
         const float           high)
{
  PlanStep* const step = plan_step(b);
  if (!step) {
    return;
  }
  KernelMap* const m                        = &step->shape.map;
  ptrdiff_t        from[3][KERNEL_MAX_RANK] = { { 0 } };
  uint32_t         order[KERNEL_MAX_RANK]   = { 0 };
  for (uint32_t i = 0; i < n; ++i) {
    plan_view_broadcast(&in[i], out, from[i]);
    step->in[i] = plan_ref(&in[i]);
  }
  const uint32_t  rank    = stride_order(out, order);
  const ptrdiff_t none[3] = { 0, 0, 0 };
  for (uint32_t i = 0; i < rank; ++i) {
    const ptrdiff_t strides[3] = { from[0][order[i]], from[1][order[i]], from[2][order[i]] };
    map_append(m, out->shape[order[i]], out->stride[order[i]], strides);
  }
  if (m->rank == 0) {
    map_append(m, 1, 1, none);
  }

  const uint32_t cost = map_cost(op, n);
  m->op               = op;
  m->low              = low;
  m->high             = high;
  plan_cut(m->shape[m->rank - 1], cost, &m->chunk, &m->chunks);
  step->run       = b->kernels->map;
  step->out       = plan_ref(out);
  step->unit_cost = (uint64_t)m->chunk * cost;
  step->units     = (uint32_t)(plan_view_size(out) / m->shape[m->rank - 1]) * m->chunks;
}

PlanView
plan_row_major(PlanBuilder* const b, const PlanView* const view)
{
  PlanView copy = *view;
  if (!plan_view_is_row_major(view)) {
    plan_place(b, &copy, NULL);
    plan_map(b, MAP_COPY, &copy, view, 1, 0.0f, 0.0f);
  }
  return copy;
}

PlanView
plan_channels_last(PlanBuilder* const b, const PlanView* const view)
{
  PlanView copy = *view;
  if (view->stride[1] != 1) {
    plan_place_channels_last(b, &copy);
    plan_map(b, MAP_COPY, &copy, view, 1, 0.0f, 0.0f);
  }
  return copy;
}

/// Element-wise operator on the node's first `n` inputs, laid out as the largest of them
static void
lower_map(PlanBuilder* const b, const GraphNode* const node, const KernelMapOp op, const uint32_t n)
{
  PlanView out     = plan_tensor_shape(b, node->output);
  PlanView in[3]   = { { 0 } };
  uint32_t largest = 0;
  for (uint32_t i = 0; i < n; ++i) {
    in[i]   = plan_view(b, node->inputs[i]);
    largest = plan_view_size(&in[i]) > plan_view_size(&in[largest]) ? i : largest;
  }
  plan_place(b, &out, in[largest].rank == out.rank ? &in[largest] : NULL);
  plan_map(b, op, &out, in, n, node->alpha, node->beta);
  b->views[node->output] = out;
}

/// Batch norm by itself: one factor and one offset a channel
static void
lower_norm(PlanBuilder* const b, const GraphNode* const node)
{
  PlanView       in[3]    = { plan_view(b, node->inputs[0]), { 0 }, { 0 } };
  PlanView       out      = plan_tensor_shape(b, node->output);
  const uint32_t channels = in[0].rank > 1 ? in[0].shape[1] : 1;
  PlanRef        ref;
  float* const   values = plan_constant(b, 2 * (size_t)channels, &ref);
  if (!values) {
    return;
  }
  for (uint32_t c = 0; c < channels; ++c) {
    plan_norm_constants(b, node, c, &values[c], &values[channels + c]);
  }
  for (uint32_t i = 1; i < 3; ++i) {
    in[i].buffer = ref.buffer;
    in[i].offset = (ptrdiff_t)(i - 1) * (ptrdiff_t)channels;
    in[i].rank   = in[0].rank;
    for (uint32_t d = 0; d < in[0].rank; ++d) {
      in[i].shape[d]  = d == 1 ? channels : 1;
      in[i].stride[d] = 1;
    }
  }
  plan_place(b, &out, &in[0]);
  plan_map(b, MAP_AFFINE, &out, in, 3, 0.0f, 0.0f);
  b->views[node->output] = out;
}

/// One pass over these dimensions of `in`, which remain with size 1 in `out`
static void
reduce(PlanBuilder* const b, const PlanView* const in, const PlanView* const out, const bool maximum, const float scale)
{
  PlanStep* const step = plan_step(b);
  if (!step) {
    return;
  }
  KernelReduce* const r                      = &step->shape.reduce;
  uint32_t            order[KERNEL_MAX_RANK] = { 0 };
  const uint32_t      rank                   = stride_order(in, order);
  size_t              count                  = 1;
  for (uint32_t i = 0; i < rank; ++i) {
    const uint32_t d = order[i];
    if (out->shape[d] == in->shape[d]) {
      r->shape[r->rank] = in->shape[d];
      r->in[r->rank]    = in->stride[d];
      r->out[r->rank++] = out->stride[d];
    } else {
      r->reduced[r->reduced_rank]      = in->shape[d];
      r->reduced_in[r->reduced_rank++] = in->stride[d];
      count *= in->shape[d];
    }
  }
  if (r->rank == 0) {
    r->shape[r->rank++] = 1;
  }
  if (r->reduced_rank == 0) {
    r->reduced[r->reduced_rank++] = 1;
  }

  const uint32_t last = r->rank - 1;
  const uint64_t cost = count * (r->in[last] == 1 ? PLAN_TOUCH_COST : 4 * PLAN_TOUCH_COST);
  r->maximum          = maximum;
  r->scale            = scale;
  plan_cut(r->shape[last], cost, &r->chunk, &r->chunks);
  step->run       = b->kernels->reduce;
  step->out       = plan_ref(out);
  step->in[0]     = plan_ref(in);
  step->unit_cost = r->chunk * cost;
  step->units     = (uint32_t)(plan_view_size(out) / r->shape[last]) * r->chunks;
}

/// Reduce over the marked dimensions: first over one of them if all at once were too much for a tile
static void
lower_reduce(PlanBuilder* const b, const GraphNode* const node, const bool* const reduced, const bool maximum)
{
  PlanView in    = plan_view(b, node->inputs[0]);
  PlanView out   = in;
  size_t   count = 1, dimensions = 0;
  uint32_t inner = 0;
  for (uint32_t i = 0; i < in.rank; ++i) {
    if (reduced[i] && in.shape[i] > 1) {
      inner = dimensions++ && in.stride[inner] < in.stride[i] ? inner : i;
      count *= in.shape[i];
    }
    out.shape[i] = reduced[i] ? 1 : in.shape[i];
  }
  const float scale = maximum ? 1.0f : 1.0f / (float)count;
  if (dimensions > 1 && count * KERNEL_BLOCK * PLAN_TOUCH_COST > PLAN_UNIT_COST) {
    PlanView partial     = in;
    partial.shape[inner] = 1;
    plan_place(b, &partial, &in);
    reduce(b, &in, &partial, maximum, 1.0f);
    in = partial;
  }
  plan_place(b, &out, &in);
  reduce(b, &in, &out, maximum, scale);

  const PlanView shape = plan_tensor_shape(b, node->output);
  (void)plan_view_reshape(&out, shape.rank, shape.shape, &b->views[node->output]);
}

static void
lower_reduce_axes(PlanBuilder* const b, const GraphNode* const node)
{
  bool reduced[KERNEL_MAX_RANK] = { false };
  for (uint32_t i = 0; i < node->n_axes; ++i) {
    reduced[node->axes[i]] = true;
  }
  lower_reduce(b, node, reduced, node->op == OP_REDUCE_MAX);
}

static void
lower_global_pool(PlanBuilder* const b, const GraphNode* const node)
{
  const bool spatial[KERNEL_MAX_RANK] = { false, false, true, true, true, true, true, true };
  lower_reduce(b, node, spatial, false);
}

static void
lower_reshape(PlanBuilder* const b, const GraphNode* const node)
{
  const PlanView in     = plan_view(b, node->inputs[0]);
  const PlanView shape  = plan_tensor_shape(b, node->output);
  PlanView       result = in;
  if (!b->status && !plan_view_reshape(&in, shape.rank, shape.shape, &result)) {
    const PlanView copy = plan_row_major(b, &in);
    (void)plan_view_reshape(&copy, shape.rank, shape.shape, &result);
  }
  b->views[node->output] = result;
}

static void
lower_transpose(PlanBuilder* const b, const GraphNode* const node)
{
  const PlanView in  = plan_view(b, node->inputs[0]);
  PlanView       out = in;
  for (uint32_t i = 0; i < in.rank; ++i) {
    out.shape[i]  = in.shape[node->axes[i]];
    out.stride[i] = in.stride[node->axes[i]];
  }
  b->views[node->output] = out;
}

static void
lower_expand(PlanBuilder* const b, const GraphNode* const node)
{
  const PlanView in  = plan_view(b, node->inputs[0]);
  PlanView       out = plan_tensor_shape(b, node->output);
  plan_view_broadcast(&in, &out, out.stride);
  out.buffer             = in.buffer;
  out.offset             = in.offset;
  b->views[node->output] = out;
}

/// Repeats of a dimension of 1 are views; others are copied one after the other
static void
lower_tile(PlanBuilder* const b, const GraphNode* const node)
{
  PlanView in = plan_view(b, node->inputs[0]);
  for (uint32_t i = 0; i < in.rank && !b->status; ++i) {
    const uint32_t repeats = (uint32_t)node->axes[i];
    if (repeats != 1 && in.shape[i] == 1) {
      in.shape[i]  = repeats;
      in.stride[i] = 0;
    } else if (repeats != 1) {
      PlanView out = in;
      out.shape[i] *= repeats;
      plan_place(b, &out, NULL);
      for (uint32_t r = 0; r < repeats; ++r) {
        const PlanView part = plan_view_slice(&out, i, r * in.shape[i], in.shape[i]);
        plan_map(b, MAP_COPY, &part, &in, 1, 0.0f, 0.0f);
      }
      in = out;
    }
  }
  b->views[node->output] = in;
}

static void
lower_concat(PlanBuilder* const b, const GraphNode* const node)
{
  PlanView       out  = plan_tensor_shape(b, node->output);
  const PlanView like = plan_view(b, node->inputs[0]);
  const uint32_t axis = (uint32_t)node->axis;
  uint32_t       at   = 0;
  plan_place(b, &out, &like);
  for (uint32_t i = 0; i < node->n_inputs; ++i) {
    const PlanView in   = plan_view(b, node->inputs[i]);
    const PlanView part = plan_view_slice(&out, axis, at, in.shape[axis]);
    plan_map(b, MAP_COPY, &part, &in, 1, 0.0f, 0.0f);
    at += in.shape[axis];
  }
  b->views[node->output] = out;
}

/// Fill the whole, then copy the part that is kept; negative pads crop
static void
lower_pad(PlanBuilder* const b, const GraphNode* const node)
{
  PlanView in   = plan_view(b, node->inputs[0]);
  PlanView out  = plan_tensor_shape(b, node->output);
  PlanView part = out;
  plan_place(b, &out, &in);
  plan_map(b, MAP_FILL, &out, NULL, 0, node->alpha, 0.0f);
  part = out;
  for (uint32_t i = 0; i < in.rank; ++i) {
    const int64_t begin = node->pads[i], end = node->pads[in.rank + i];
    const int64_t size = (int64_t)in.shape[i] + (begin < 0 ? begin : 0) + (end < 0 ? end : 0);
    if (size <= 0) {
      b->views[node->output] = out;
      return;
    }
    in   = plan_view_slice(&in, i, begin < 0 ? (uint32_t)-begin : 0, (uint32_t)size);
    part = plan_view_slice(&part, i, begin > 0 ? (uint32_t)begin : 0, (uint32_t)size);
  }
  plan_map(b, MAP_COPY, &part, &in, 1, 0.0f, 0.0f);
  b->views[node->output] = out;
}

static void
lower_layer_norm(PlanBuilder* const b, const GraphNode* const node)
{
  const PlanView view       = plan_view(b, node->inputs[0]);
  const PlanView in         = plan_row_major(b, &view);
  const PlanView view_scale = plan_view(b, node->inputs[1]);
  const PlanView scale      = plan_row_major(b, &view_scale);
  PlanView       out        = plan_tensor_shape(b, node->output);
  PlanView       bias       = out;
  const bool     biased     = node->n_inputs > 2 && node->inputs[2] >= 0;
  uint32_t       n          = 1;
  for (uint32_t i = (uint32_t)node->axis; i < in.rank; ++i) {
    n *= in.shape[i];
  }
  if (plan_view_size(&scale) != n) {
    plan_fail(b, EQUUS_ERR_UNSUPPORTED, node, "its scale is broadcast");
    return;
  }
  if (biased) {
    bias = plan_view(b, node->inputs[2]);
    bias = plan_row_major(b, &bias);
  }
  plan_place(b, &out, NULL);
  PlanStep* const step = plan_step(b);
  if (step) {
    step->run                = b->kernels->norm;
    step->shape.norm.n       = n;
    step->shape.norm.epsilon = node->epsilon;
    step->units              = (uint32_t)plan_view_size(&in) / n;
    step->unit_cost          = (uint64_t)n * 4 * PLAN_TOUCH_COST;
    step->out                = plan_ref(&out);
    step->in[0]              = plan_ref(&in);
    step->in[1]              = plan_ref(&scale);
    step->in[2]              = biased ? plan_ref(&bias) : plan_no_ref();
  }
  b->views[node->output] = out;
}

static void
lower_arithmetic(PlanBuilder* const b, const GraphNode* const node)
{
  static const KernelMapOp ops[OP_COUNT] = {
    [OP_ADD] = MAP_ADD, [OP_MUL] = MAP_MUL, [OP_RELU] = MAP_RELU, [OP_SIGMOID] = MAP_SIGMOID, [OP_CLIP] = MAP_CLIP,
  };
  lower_map(b, node, ops[node->op], node->op == OP_ADD || node->op == OP_MUL ? 2 : 1);
}

static void
lower_gelu(PlanBuilder* const b, const GraphNode* const node)
{
  lower_map(b, node, node->approximate ? MAP_GELU_TANH : MAP_GELU, 1);
}

void
plan_lower_node(PlanBuilder* const b, const GraphNode* const node)
{
  static void (*const lowerings[OP_COUNT])(PlanBuilder*, const GraphNode*) = {
    [OP_ADD]                 = lower_arithmetic,
    [OP_BATCH_NORMALIZATION] = lower_norm,
    [OP_CLIP]                = lower_arithmetic,
    [OP_CONCAT]              = lower_concat,
    [OP_EXPAND]              = lower_expand,
    [OP_FLATTEN]             = lower_reshape,
    [OP_GELU]                = lower_gelu,
    [OP_GEMM]                = plan_lower_gemm,
    [OP_GLOBAL_AVERAGE_POOL] = lower_global_pool,
    [OP_IDENTITY]            = lower_reshape,
    [OP_LAYER_NORMALIZATION] = lower_layer_norm,
    [OP_MATMUL]              = plan_lower_matmul,
    [OP_MAX_POOL]            = plan_lower_max_pool,
    [OP_MUL]                 = lower_arithmetic,
    [OP_PAD]                 = lower_pad,
    [OP_REDUCE_MAX]          = lower_reduce_axes,
    [OP_REDUCE_MEAN]         = lower_reduce_axes,
    [OP_RELU]                = lower_arithmetic,
    [OP_RESHAPE]             = lower_reshape,
    [OP_SIGMOID]             = lower_arithmetic,
    [OP_SQUEEZE]             = lower_reshape,
    [OP_TILE]                = lower_tile,
    [OP_TRANSPOSE]           = lower_transpose,
    [OP_UNSQUEEZE]           = lower_reshape,
  };
  if (lowerings[node->op]) {
    lowerings[node->op](b, node);
  } else {
    plan_fail(b, EQUUS_ERR_UNSUPPORTED, node, "this operator isn't supported");
  }
}
