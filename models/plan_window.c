// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"

/// Spatial dimension `d` of a window from x to `out`; a single position where there is none
static KernelAxis
axis_of(const GraphNode* const node, const uint32_t d, const PlanView* const x, const PlanView* const out)
{
  KernelAxis axis = plan_conv().rows;
  if (d < node->spatial) {
    axis.in       = (int32_t)x->shape[2 + d];
    axis.out      = (int32_t)out->shape[2 + d];
    axis.taps     = (int32_t)node->kernel[d];
    axis.stride   = (int32_t)node->strides[d];
    axis.dilation = (int32_t)node->dilations[d];
    axis.pad      = (int32_t)node->pads[d];
    axis.in_step  = x->stride[2 + d];
  }
  return axis;
}

/// Which spatial dimension runs fastest: the one of the maximum, else the last unless it is 1
static uint32_t
pixel_dimension(const GraphNode* const node, const PlanFusion* const fusion, const PlanView* const sum)
{
  if (fusion->maximum) {
    return (uint32_t)fusion->maximum->axes[0] - 2;
  }
  return node->spatial == 2 && sum->shape[3] == 1 ? 0 : node->spatial - 1;
}

static bool
can_lower_conv(const PlanBuilder* const b, const GraphNode* const node)
{
  const bool biased = node->n_inputs > 2 && node->inputs[2] >= 0;
  return plan_floats(b, node, 1) && (!biased || plan_floats(b, node, 2)) && node->spatial >= 1 && node->spatial <= 2;
}

/// Place the output of the whole fusion and say how far apart its rows and pixels are
static void
place_output(PlanBuilder* const b, PlanConv* const c, const PlanView* const sum, const uint32_t pixel)
{
  const bool     two = sum->rank == 4;
  const uint32_t row = 2 + (two ? 1 - pixel : 0);
  c->out             = *sum;
  if (c->fusion.maximum) {
    c->out.shape[2 + pixel] = 1;
  }
  plan_place_channels_last(b, &c->out);
  c->pixels.out_step = c->out.stride[2 + pixel];
  c->rows.out_step   = two ? c->out.stride[row] : 0;
  if (c->fusion.residual >= 0) {
    const PlanView other    = plan_view(b, c->fusion.residual);
    c->residual             = plan_channels_last(b, &other);
    c->pixels.residual_step = c->residual.stride[2 + pixel];
    c->rows.residual_step   = two ? c->residual.stride[row] : 0;
  }
}

/// Channels and weights of one group
static PlanConv
group_of(const PlanConv* const whole, const int32_t group)
{
  PlanConv      c     = *whole;
  const int32_t first = group * c.channels;
  c.first             = (uint32_t)first;
  c.x.offset += group * c.inner * c.in_inner;
  c.out.offset += first;
  c.residual.offset += first;
  c.weights += first * c.w_channel;
  c.bias = c.bias ? c.bias + first : NULL;
  return c;
}

void
plan_lower_conv(PlanBuilder* const b, const GraphNode* const node, const PlanFusion* const fusion)
{
  if (!can_lower_conv(b, node)) {
    plan_fail(b, EQUUS_ERR_UNSUPPORTED, node, "its weights aren't constant, or it has more than two dimensions");
    return;
  }
  const PlanView sum       = plan_tensor_shape(b, node->output);
  const PlanView w         = plan_tensor_shape(b, node->inputs[1]);
  const PlanView x         = plan_view(b, fusion->input);
  const bool     depthwise = node->group > 1 && w.shape[1] == 1 && w.shape[0] == x.shape[1] && !fusion->maximum &&
                         node->kernel[0] <= KERNEL_MAX_LINES && node->kernel[1] <= KERNEL_MAX_LINES;
  const uint32_t  groups  = depthwise ? 1 : (uint32_t)node->group;
  const uint32_t  pixel   = pixel_dimension(node, fusion, &sum);
  const ptrdiff_t width   = node->spatial == 2 ? (ptrdiff_t)w.shape[3] : 1;
  const bool      upright = pixel == 0 && node->spatial == 2;

  PlanConv c  = plan_conv();
  c.fusion    = *fusion;
  c.x         = depthwise ? plan_channels_last(b, &x) : x;
  c.pixels    = axis_of(node, pixel, &c.x, &sum);
  c.rows      = axis_of(node, node->spatial == 2 ? 1 - pixel : 2, &c.x, &sum);
  c.batches   = (int32_t)x.shape[0];
  c.inner     = (int32_t)w.shape[1];
  c.channels  = (int32_t)(w.shape[0] / groups);
  c.in_batch  = c.x.stride[0];
  c.in_inner  = c.x.stride[1];
  c.weights   = plan_floats(b, node, 1);
  c.bias      = plan_floats(b, node, 2);
  c.w_inner   = width * (ptrdiff_t)w.shape[2];
  c.w_channel = c.w_inner * c.inner;
  c.w_pixel   = upright ? width : 1;
  c.w_row     = upright ? 1 : width;
  c.gate      = fusion->gate >= 0 ? plan_view(b, fusion->gate) : c.gate;
  place_output(b, &c, &sum, pixel);
  for (uint32_t group = 0; group < groups; ++group) {
    const PlanConv part = group_of(&c, (int32_t)group);
    plan_emit_conv(b, &part, depthwise);
  }

  const int32_t  tail  = b->graph->nodes[fusion->tail].output;
  const PlanView shape = plan_tensor_shape(b, tail);
  (void)plan_view_reshape(&c.out, shape.rank, shape.shape, &b->views[tail]);
}

/// How far an average counts along spatial dimension `d`
static KernelAxis
counted_axis(const GraphNode* const node, const uint32_t d, const KernelAxis* const axis)
{
  KernelAxis counted = *axis;
  if (d < node->spatial) {
    counted.in += node->count_padding ? (int32_t)node->axes[d] : 0;
  }
  return counted;
}

/// Over one or two spatial dimensions of x
static void
pool(PlanBuilder* const b, const GraphNode* const node, const PlanView* const x, const PlanView* const out)
{
  PlanStep* const step = plan_step(b);
  if (!step) {
    return;
  }
  const PlanFusion  nothing = plan_conv().fusion;
  KernelPool* const p       = &step->shape.pool;
  const uint32_t    pixel   = pixel_dimension(node, &nothing, out);
  const uint32_t    row     = node->spatial == 2 ? 1 - pixel : 2;
  p->pixels                 = axis_of(node, pixel, x, out);
  p->rows                   = axis_of(node, row, x, out);
  p->pixels.out_step        = out->stride[2 + pixel];
  p->rows.out_step          = row < 2 ? out->stride[2 + row] : 0;
  p->average                = node->op == OP_AVERAGE_POOL;
  p->count_padding          = node->count_padding;
  p->counted_pixels         = counted_axis(node, pixel, &p->pixels);
  p->counted_rows           = counted_axis(node, row, &p->rows);
  p->batches                = (int32_t)x->shape[0];
  p->channels               = (int32_t)x->shape[1];
  p->in_batch               = x->stride[0];
  p->out_batch              = out->stride[0];
  p->in_channel             = x->stride[1];
  p->out_channel            = out->stride[1];

  const uint64_t cost = (uint64_t)p->pixels.out * ((uint64_t)p->rows.taps * (uint64_t)p->pixels.taps + 1) *
                        PLAN_TOUCH_COST * (x->stride[1] == 1 ? 1 : 4);
  plan_cut(x->shape[1], cost, &p->chunk, &p->chunks);
  step->kernel    = KERNEL_POOL;
  step->out       = plan_ref(out);
  step->in[0]     = plan_ref(x);
  step->unit_cost = cost * p->chunk;
  step->units     = (uint32_t)(p->batches * p->rows.out) * p->chunks;
}

/// The window of `count` of a node's spatial dimensions from `first` on
static GraphNode
part_of_window(const GraphNode* const node, const uint32_t first, const uint32_t count)
{
  GraphNode part = *node;
  part.spatial   = count;
  for (uint32_t d = 0; d < count; ++d) {
    part.kernel[d]       = node->kernel[first + d];
    part.strides[d]      = node->strides[first + d];
    part.dilations[d]    = node->dilations[first + d];
    part.axes[d]         = node->axes[first + d];
    part.pads[d]         = node->pads[first + d];
    part.pads[count + d] = node->pads[node->spatial + first + d];
  }
  return part;
}

/// Three dimensions, (N, C, D, H, W): first over H and W, then over D, which gives the same
static PlanView
pool_volume(PlanBuilder* const b, const GraphNode* const node, const PlanView* const x, const PlanView* const shape)
{
  const GraphNode planes = part_of_window(node, 1, 2), depth = part_of_window(node, 0, 1);
  const uint32_t* in      = x->shape;
  const uint32_t* out     = shape->shape;
  const uint32_t  flat[4] = { in[0], in[1] * in[2], in[3], in[4] }, size = out[3] * out[4];
  const PlanView  whole = plan_row_major(b, x);
  PlanView        from, half = { PLAN_NO_BUFFER, 0, 4, { in[0], in[1] * in[2], out[3], out[4] }, { 0 } };
  (void)plan_view_reshape(&whole, 4, flat, &from);
  plan_place(b, &half, NULL);
  pool(b, &planes, &from, &half);

  const uint32_t columns[4] = { in[0] * in[1], in[2], size, 1 };
  PlanView       turned, result = { PLAN_NO_BUFFER, 0, 3, { in[0] * in[1], size, out[2] }, { 0 } };
  (void)plan_view_reshape(&half, 3, columns, &from);
  turned           = from; // (N·C, H'·W', D)
  turned.shape[1]  = from.shape[2];
  turned.shape[2]  = from.shape[1];
  turned.stride[1] = from.stride[2];
  turned.stride[2] = from.stride[1];
  plan_place(b, &result, &turned);
  pool(b, &depth, &turned, &result);
  turned           = result;
  turned.shape[1]  = result.shape[2];
  turned.shape[2]  = result.shape[1];
  turned.stride[1] = result.stride[2];
  turned.stride[2] = result.stride[1];
  return turned;
}

void
plan_lower_pool(PlanBuilder* const b, const GraphNode* const node)
{
  const PlanView x     = plan_view(b, node->inputs[0]);
  const PlanView shape = plan_tensor_shape(b, node->output);
  PlanView       out   = shape;
  if (node->spatial == 3) {
    out = pool_volume(b, node, &x, &shape);
  } else {
    plan_place(b, &out, &x);
    pool(b, node, &x, &out);
  }
  (void)plan_view_reshape(&out, shape.rank, shape.shape, &b->views[node->output]);
}
