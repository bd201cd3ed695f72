// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

/// Operators that only gradients have

#include "models/plan_build.h"

void
plan_lower_max_index(PlanBuilder* const b, const GraphNode* const node)
{
  const PlanView x   = plan_view(b, node->inputs[0]);
  PlanView       out = plan_tensor_shape(b, node->output);
  plan_place(b, &out, &x);
  PlanStep* const step = plan_step(b);
  if (!step) {
    return;
  }
  KernelReduce* const r     = &step->shape.reduce;
  const size_t        count = plan_reduce_shape(&x, &out, r);
  step->kernel              = KERNEL_MAX_INDEX;
  step->out                 = plan_ref(&out);
  step->in[0]               = plan_ref(&x);
  plan_cut_reduce(step, &out, count * (r->in[r->rank - 1] == 1 ? PLAN_TOUCH_COST : 4 * PLAN_TOUCH_COST));
  b->views[node->output] = out;
}

/// True if both have the same shape and strides
static bool
same_places(const PlanView* const a, const PlanView* const b)
{
  bool same = a->rank == b->rank;
  for (uint32_t i = 0; same && i < a->rank; ++i) {
    same = a->shape[i] == b->shape[i] && (a->stride[i] == b->stride[i] || a->shape[i] == 1);
  }
  return same;
}

/// An empty tensor like `view`, `channels` of it side by side
static PlanView
blocks_of(PlanBuilder* const b, const PlanView* const view, const uint32_t channels)
{
  PlanView blocks = *view;
  blocks.shape[1] = channels;
  plan_place_channels_last(b, &blocks);
  return blocks;
}

/// A copy in whole blocks of channels, zeros after the last one; the view itself if it lies so already
static PlanView
in_blocks(PlanBuilder* const b, const PlanView* const view, const uint32_t channels)
{
  const PlanView copy = blocks_of(b, view, channels);
  if (same_places(view, &copy)) {
    return *view;
  }
  if (channels > view->shape[1]) {
    const PlanView rest = plan_view_slice(&copy, 1, view->shape[1], channels - view->shape[1]);
    plan_map(b, MAP_FILL, &rest, NULL, 0, 0.0f, 0.0f);
  }
  const PlanView part = plan_view_slice(&copy, 1, 0, view->shape[1]);
  plan_map(b, MAP_COPY, &part, view, 1, 0.0f, 0.0f);
  return copy;
}

/// The side of a convolution that its input `x` and output `d` have along dimension `i` of space
static KernelAxis
axis_of(const GraphNode* const node, const PlanView* const x, const PlanView* const d, const uint32_t i)
{
  KernelAxis axis = plan_conv().rows;
  axis.in         = (int32_t)x->shape[2 + i];
  axis.out        = (int32_t)d->shape[2 + i];
  axis.taps       = (int32_t)node->kernel[i];
  axis.stride     = (int32_t)node->strides[i];
  axis.dilation   = (int32_t)node->dilations[i];
  axis.pad        = (int32_t)node->pads[i];
  axis.in_step    = x->stride[2 + i];
  axis.out_step   = d->stride[2 + i];
  return axis;
}

void
plan_lower_conv_scatter(PlanBuilder* const b, const GraphNode* const node)
{
  const PlanView d_view = plan_view(b, node->inputs[0]), index_view = plan_view(b, node->inputs[1]);
  const PlanView w_view = plan_view(b, node->inputs[2]);
  const PlanView index  = in_blocks(b, &index_view, index_view.shape[1]);
  const PlanView d      = in_blocks(b, &d_view, d_view.shape[1]);
  const PlanView w      = plan_row_major(b, &w_view);
  PlanView       out    = plan_tensor_shape(b, node->output);
  plan_place(b, &out, NULL);
  PlanStep* const step = plan_step(b);
  if (!step) {
    return;
  }
  KernelScatter* const s = &step->shape.scatter;
  s->rows                = axis_of(node, &out, &d, 0);
  s->pixels              = axis_of(node, &out, &d, 1);
  s->batches             = (int32_t)out.shape[0];
  s->inner               = (int32_t)out.shape[1];
  s->channels            = (int32_t)d.shape[1];
  s->d_batch             = d.stride[0];
  s->d_row               = d.stride[2];
  s->d_channel           = d.stride[1];
  step->kernel           = KERNEL_SCATTER;
  step->out              = plan_ref(&out);
  step->in[0]            = plan_ref(&d);
  step->in[1]            = plan_ref(&index);
  step->in[2]            = plan_ref(&w);
  step->units            = (uint32_t)plan_view_size(&out) / out.shape[3];
  step->unit_cost        = (uint64_t)s->rows.taps * (uint64_t)s->channels * (PLAN_EXP_COST + (uint64_t)s->pixels.taps);
  b->views[node->output] = out;
}

/// A view of (N, C, H) as one of (N, C, 1, H)
static PlanView
as_image(const PlanView* const view)
{
  PlanView image = *view;
  if (view->rank == 3) {
    image.rank      = 4;
    image.shape[3]  = view->shape[2];
    image.stride[3] = view->stride[2];
    image.shape[2]  = 1;
    image.stride[2] = 0;
  }
  return image;
}

/// The node as one of two dimensions
static GraphNode
as_plane(const GraphNode* const node)
{
  GraphNode plane = *node;
  if (node->spatial == 1) {
    plane.kernel[0] = plane.strides[0] = plane.dilations[0] = 1;
    plane.kernel[1]                                         = node->kernel[0];
    plane.strides[1]                                        = node->strides[0];
    plane.dilations[1]                                      = node->dilations[0];
    plane.pads[1]                                           = node->pads[0];
    plane.pads[0]                                           = 0;
  }
  return plane;
}

void
plan_lower_max_pool_gradient(PlanBuilder* const b, const GraphNode* const node)
{
  const GraphNode plane = as_plane(node);
  PlanView        in[3], out = plan_tensor_shape(b, node->output);
  const uint32_t  channels = (out.shape[1] + KERNEL_BLOCK - 1) / KERNEL_BLOCK * KERNEL_BLOCK;
  for (uint32_t i = 0; i < 3; ++i) {
    const PlanView view = plan_view(b, node->inputs[i]);
    const PlanView wide = in_blocks(b, &view, channels);
    in[i]               = as_image(&wide);
  }
  const PlanView  whole = blocks_of(b, &out, channels);
  const PlanView  image = as_image(&whole);
  PlanStep* const step  = plan_step(b);
  if (!step) {
    return;
  }
  KernelPool* const p = &step->shape.pool;
  p->rows             = axis_of(&plane, &image, &in[1], 0);
  p->pixels           = axis_of(&plane, &image, &in[1], 1);
  p->channels         = (int32_t)channels;
  p->batches          = (int32_t)image.shape[0];
  p->in_batch         = image.stride[0];
  p->out_batch        = in[1].stride[0];
  p->chunk            = KERNEL_BLOCK;
  p->chunks           = channels / KERNEL_BLOCK;
  step->kernel        = KERNEL_UNPOOL;
  step->out           = plan_ref(&whole);
  step->units         = (uint32_t)p->batches * p->chunks;
  step->unit_cost     = (uint64_t)KERNEL_BLOCK * PLAN_TOUCH_COST * (uint64_t)p->rows.out * (uint64_t)p->pixels.out *
                    (uint64_t)p->rows.taps * (uint64_t)p->pixels.taps;
  for (uint32_t i = 0; i < 3; ++i) {
    step->in[i] = plan_ref(&in[i]);
  }
  b->views[node->output] = plan_view_slice(&whole, 1, 0, out.shape[1]);
}
