// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"

#include <math.h>

PlanConv
plan_conv(void)
{
  const KernelAxis single = { 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0 };
  PlanConv         c      = { 0 };
  c.rows                  = single;
  c.pixels                = single;
  c.batches               = 1;
  c.inner                 = 1;
  c.channels              = 1;
  c.repeats               = 1;
  c.factor                = 1.0f;
  c.bias_factor           = 1.0f;
  c.fusion.residual       = -1;
  c.fusion.gate           = -1;
  c.gate.buffer           = PLAN_NO_BUFFER;
  return c;
}

void
plan_norm_constants(const PlanBuilder* const b,
                    const GraphNode* const   node,
                    const uint32_t           channel,
                    float* const             scale,
                    float* const             shift)
{
  const float* const gamma    = plan_floats(b, node, 1);
  const float* const beta     = plan_floats(b, node, 2);
  const float* const mean     = plan_floats(b, node, 3);
  const float* const variance = plan_floats(b, node, 4);
  const double       factor   = (double)gamma[channel] / sqrt((double)variance[channel] + (double)node->epsilon);
  *scale                      = (float)factor;
  *shift                      = (float)((double)beta[channel] - (double)mean[channel] * factor);
}

static uint32_t
padded(const int32_t channels)
{
  return ((uint32_t)channels + KERNEL_BLOCK - 1) / KERNEL_BLOCK * KERNEL_BLOCK;
}

/// Terms of one sum
static size_t
taps_of(const PlanConv* const c)
{
  return (size_t)c->rows.taps * (size_t)c->pixels.taps * (size_t)c->inner;
}

/// [bias, scale, shift, sign][padded channels]; `gain` gets each channel's factor on its weights
static PlanRef
pack_constants(PlanBuilder* const b, const PlanConv* const c, float* const gain)
{
  const uint32_t n = padded(c->channels);
  PlanRef        ref;
  float* const   values = plan_constant(b, 4 * (size_t)n, &ref);
  for (uint32_t i = 0; values && i < (uint32_t)c->channels; ++i) {
    float scale = 1.0f, shift = 0.0f;
    if (c->fusion.before) {
      plan_norm_constants(b, c->fusion.before, c->first + i, &scale, &shift);
    }
    gain[i]   = scale * c->factor;
    values[i] = (c->bias ? scale * c->bias_factor * c->bias[i] : 0.0f) + shift;
    scale     = 1.0f;
    shift     = 0.0f;
    if (c->fusion.after) {
      plan_norm_constants(b, c->fusion.after, c->first + i, &scale, &shift);
    }
    const float sign  = c->fusion.maximum && scale < 0.0f ? -1.0f : 1.0f;
    values[n + i]     = scale;
    values[2 * n + i] = shift;
    values[3 * n + i] = sign;
    gain[i] *= sign;
  }
  return ref;
}

/// [channel blocks][row taps][pixel taps][inner][KERNEL_BLOCK]
static PlanRef
pack_weights(PlanBuilder* const b, const PlanConv* const c, const float* const gain)
{
  const size_t k = taps_of(c);
  PlanRef      ref;
  float* const values = plan_constant(b, padded(c->channels) * k, &ref);
  for (int32_t channel = 0; values && channel < c->channels; ++channel) {
    float*       to   = values + (size_t)(channel / KERNEL_BLOCK) * k * KERNEL_BLOCK + channel % KERNEL_BLOCK;
    const float* from = c->weights + channel * c->w_channel;
    for (int32_t i = 0; i < (int32_t)k; ++i, to += KERNEL_BLOCK) {
      const int32_t inner = i % c->inner, pixel = i / c->inner % c->pixels.taps, row = i / c->inner / c->pixels.taps;
      float         sum = 0.0f;
      for (int32_t r = 0; r < c->repeats; ++r) {
        sum += from[row * c->w_row + pixel * c->w_pixel + (inner + r) * c->w_inner];
      }
      *to = gain[channel] * sum;
    }
  }
  return ref;
}

/// The packed weights times each input channel's factor, computed at run time
static PlanRef
gate_weights(PlanBuilder* const b, const PlanConv* const c, const PlanRef weights)
{
  const uint32_t blocks = padded(c->channels) / KERNEL_BLOCK;
  const uint32_t taps   = (uint32_t)(c->rows.taps * c->pixels.taps);
  PlanView       out    = { PLAN_NO_BUFFER, 0, 4, { blocks, taps, (uint32_t)c->inner, KERNEL_BLOCK }, { 0 } };
  plan_place(b, &out, NULL);
  PlanView in[2] = { out, out };
  in[0].buffer   = weights.buffer;
  in[1].buffer   = c->gate.buffer;
  in[1].offset   = c->gate.offset;
  for (uint32_t i = 0; i < 4; ++i) {
    in[1].stride[i] = i == 2 ? c->gate.stride[1] : 0;
  }
  plan_map(b, MAP_MUL, &out, in, 2, 0.0f, 0.0f);
  return plan_ref(&out);
}

/// [row taps][pixel taps][padded channels]
static PlanRef
pack_depthwise(PlanBuilder* const b, const PlanConv* const c, const float* const gain)
{
  const size_t n = padded(c->channels);
  PlanRef      ref;
  float* const values = plan_constant(b, (size_t)c->rows.taps * (size_t)c->pixels.taps * n, &ref);
  for (int32_t i = 0; values && i < c->rows.taps * c->pixels.taps * c->channels; ++i) {
    const int32_t channel = i % c->channels, pixel = i / c->channels % c->pixels.taps,
                  row = i / c->channels / c->pixels.taps;
    values[(size_t)(row * c->pixels.taps + pixel) * n + (size_t)channel] =
      gain[channel] * c->weights[channel * c->w_channel + row * c->w_row + pixel * c->w_pixel];
  }
  return ref;
}

/// int32 distance of each tap's input from the first one's
static PlanRef
pack_offsets(PlanBuilder* const b, const PlanConv* const c)
{
  PlanRef        ref;
  int32_t* const offsets = (int32_t*)(void*)plan_constant(b, taps_of(c), &ref);
  int32_t        k       = 0;
  for (int32_t row = 0; offsets && row < c->rows.taps; ++row) {
    for (int32_t pixel = 0; pixel < c->pixels.taps; ++pixel) {
      for (int32_t inner = 0; inner < c->inner; ++inner) {
        offsets[k++] = (int32_t)(row * c->rows.dilation * c->rows.in_step +
                                 pixel * c->pixels.dilation * c->pixels.in_step + inner * c->in_inner);
      }
    }
  }
  return ref;
}

/// Work on one stored value beyond its sum
static uint64_t
epilogue_cost(const KernelEpilogue* const e)
{
  const bool exponential = e->activation == KERNEL_SIGMOID || e->activation == KERNEL_SILU;
  return PLAN_TOUCH_COST + (exponential ? PLAN_EXP_COST : 0) + (e->residual ? PLAN_TOUCH_COST : 0);
}

static KernelEpilogue
epilogue_of(const PlanConv* const c)
{
  const KernelEpilogue e = { c->fusion.activation, c->fusion.after != NULL, c->fusion.residual >= 0 };
  return e;
}

/// One row without padding where rows of single taps lie side by side
static void
flatten_rows(PlanConv* const c)
{
  KernelAxis* const r    = &c->rows;
  KernelAxis* const p    = &c->pixels;
  const bool        taps = r->taps == 1 && p->taps == 1 && r->pad == 0 && p->pad == 0;
  const bool        ends = r->out == r->in && p->out == p->in; // Or there is padding behind
  const bool        out  = r->out_step == p->out_step * p->out && r->residual_step == p->residual_step * p->out;
  const bool        in   = r->stride == 1 && p->stride == 1 && r->in_step == p->in_step * p->in;
  if (taps && ends && in && out && !c->fusion.maximum) {
    p->in *= r->in;
    p->out *= r->out;
    r->in  = 1;
    r->out = 1;
  }
}

/// About half as many blocks, a multiple of those computed side by side
static uint32_t
half_of(const uint32_t blocks, const uint32_t beside)
{
  if (beside < 2) {
    return (blocks + 1) / 2;
  }
  const uint32_t half = (blocks / 2 + beside - 1) / beside * beside;
  return half > 0 && half < blocks ? half : beside;
}

static uint64_t
at_least_one(const uint64_t cost)
{
  return cost ? cost : 1;
}

/// Channels' worth of a unit's work that the last group of channels needs less
static uint64_t
spared_channels(const KernelConv* const s, const uint32_t blocks)
{
  const uint32_t last = (uint32_t)s->channels % KERNEL_BLOCK;
  const bool     thin = s->maximum && last > 0 && last <= KERNEL_THIN && s->pixels.stride * s->pixels.in_step == 1;
  return (uint64_t)(s->groups * s->blocks - blocks) * KERNEL_BLOCK + (thin ? KERNEL_BLOCK - last : 0);
}

uint64_t
plan_saved_cost(const PlanStep* const step, const uint32_t begin, const uint32_t end)
{
  const KernelConv* const s = &step->shape.conv;
  if (step->kernel != KERNEL_CONV || step->saved == 0) {
    return 0;
  }
  if (!s->groups_outer) {
    return (end / s->groups - begin / s->groups) * step->saved;
  }
  const uint32_t last = step->units - step->units / s->groups;
  return end > last ? (end - (begin > last ? begin : last)) * step->saved : 0;
}

/// How many times as much a term costs where so few pixels wait for the weights
static uint64_t
waiting(const uint32_t pixels, const uint32_t side)
{
  return pixels >= side ? 1 : pixels == 1 ? PLAN_TOUCH_COST : (side + pixels - 1) / pixels;
}

/// Work on a stored value that is soon pushed out of the caches
static uint64_t
far_cost(const KernelConv* const s)
{
  const uint64_t values = (uint64_t)s->rows.out * (uint64_t)s->pixels.out * (uint64_t)s->channels;
  return !s->maximum && s->rows.out_ring == 0 && values > PLAN_FAR_VALUES ? PLAN_MOVE_COST : 0;
}

/// How one unit is cut from the output: a few whole channel blocks, then as many pixels as its cost allows
void
plan_cut_conv(const PlanBuilder* const b, PlanStep* const step)
{
  KernelConv* const s      = &step->shape.conv;
  const uint32_t    blocks = (uint32_t)at_least_one(padded(s->channels) / KERNEL_BLOCK);
  const uint32_t    side   = b->kernels->conv_pixels;
  const uint32_t    beside = b->kernels->conv_blocks;
  const uint64_t    k      = (uint64_t)s->rows.taps * (uint64_t)s->pixels.taps * (uint64_t)s->inner;
  const uint32_t    all    = (uint32_t)s->pixels.out;
  const uint64_t    store  = epilogue_cost(&s->epilogue) + far_cost(s);
  const uint64_t    pixel  = KERNEL_BLOCK * (k * waiting(all, side) + store); // One pixel, one block
  const uint32_t    least  = s->maximum ? all : all < side ? all : side;

  s->blocks = blocks;
  while (s->blocks > beside && s->blocks * pixel * least > PLAN_UNIT_COST) {
    s->blocks = half_of(s->blocks, beside);
  }
  while (s->blocks > 1 && s->blocks * pixel * least > PLAN_UNIT_COST + PLAN_TILE_COST) {
    --s->blocks;
  }
  s->groups            = (blocks + s->blocks - 1) / s->blocks;
  s->blocks            = (blocks + s->groups - 1) / s->groups; // Groups of one size
  const uint64_t sides = at_least_one(PLAN_UNIT_COST / at_least_one(s->blocks * pixel * side));
  s->chunk             = s->maximum || sides * side > all ? all : (uint32_t)sides * side;
  s->chunks            = (all + s->chunk - 1) / s->chunk;
  s->groups_outer      = blocks * KERNEL_BLOCK * k > 65536; // More weights than a second-level cache shares gladly
  step->unit_cost      = s->blocks * pixel * s->chunk;
  step->saved          = spared_channels(s, blocks) * (pixel / KERNEL_BLOCK) * s->chunk;
  step->units          = (uint32_t)(s->batches * s->rows.out) * s->chunks * s->groups;
}

static void
emit_dense(PlanBuilder* const b, PlanConv* const c, const PlanRef constants, const float* const gain)
{
  const PlanRef   packed  = pack_weights(b, c, gain);
  const PlanRef   weights = c->gate.buffer == PLAN_NO_BUFFER ? packed : gate_weights(b, c, packed);
  const PlanRef   offsets = pack_offsets(b, c);
  PlanStep* const step    = plan_step(b);
  if (!step) {
    return;
  }
  KernelConv* const s = &step->shape.conv;
  s->rows             = c->rows;
  s->pixels           = c->pixels;
  s->batches          = c->batches;
  s->inner            = c->inner;
  s->channels         = c->channels;
  s->in_batch         = c->in_batch;
  s->in_inner         = c->in_inner;
  s->out_batch        = c->out.stride[0];
  s->residual_batch   = c->residual.stride[0];
  s->maximum          = c->fusion.maximum != NULL;
  s->epilogue         = epilogue_of(c);
  step->kernel        = KERNEL_CONV;
  step->out           = plan_ref(&c->out);
  step->in[0]         = plan_ref(&c->x);
  step->in[1]         = weights;
  step->in[2]         = offsets;
  step->in[3]         = constants;
  step->in[4]         = s->epilogue.residual ? plan_ref(&c->residual) : plan_no_ref();
  plan_cut_conv(b, step);
}

static void
emit_depthwise(PlanBuilder* const b, const PlanConv* const c, const PlanRef constants, const float* const gain)
{
  const PlanRef   weights = pack_depthwise(b, c, gain);
  PlanStep* const step    = plan_step(b);
  if (!step) {
    return;
  }
  KernelDepthwise* const s = &step->shape.depthwise;
  s->rows                  = c->rows;
  s->pixels                = c->pixels;
  s->batches               = c->batches;
  s->channels              = c->channels;
  s->in_batch              = c->in_batch;
  s->out_batch             = c->out.stride[0];
  s->residual_batch        = c->residual.stride[0];
  s->epilogue              = epilogue_of(c);

  const uint64_t taps    = (uint64_t)s->rows.taps * (uint64_t)s->pixels.taps;
  const uint64_t channel = (uint64_t)s->pixels.out * (2 * taps + epilogue_cost(&s->epilogue));
  const uint64_t most    = PLAN_UNIT_COST / channel / KERNEL_BLOCK;
  const uint64_t blocks  = padded(s->channels) / KERNEL_BLOCK;
  s->chunk               = (uint32_t)(most < 1 ? 1 : most < blocks ? most : blocks) * KERNEL_BLOCK;
  s->chunks              = (padded(s->channels) + s->chunk - 1) / s->chunk;
  step->unit_cost        = channel * s->chunk;
  step->units            = (uint32_t)(s->batches * s->rows.out) * s->chunks;
  step->kernel           = KERNEL_DEPTHWISE;
  step->out              = plan_ref(&c->out);
  step->in[0]            = plan_ref(&c->x);
  step->in[1]            = weights;
  step->in[3]            = constants;
  step->in[4]            = s->epilogue.residual ? plan_ref(&c->residual) : plan_no_ref();
}

void
plan_emit_conv(PlanBuilder* const b, const PlanConv* const conv, const bool depthwise)
{
  PlanConv     c = *conv;
  PlanRef      scratch;
  float* const gain = plan_constant(b, padded(c.channels), &scratch); // No step reads it: it takes no room in the plan
  if (!gain) {
    return;
  }
  const PlanRef constants = pack_constants(b, &c, gain);
  if (depthwise) {
    emit_depthwise(b, &c, constants, gain);
    return;
  }
  if (plan_fourier_pays(&c)) {
    plan_emit_fourier(b, &c, constants, gain);
    return;
  }
  if (c.in_inner == 0 && c.gate.buffer == PLAN_NO_BUFFER) { // One channel repeated: sum its weights instead
    c.repeats = c.inner;
    c.inner   = 1;
  }
  flatten_rows(&c);
  emit_dense(b, &c, constants, gain);
}
