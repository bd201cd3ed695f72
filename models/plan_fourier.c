// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"

#include <math.h>

static const double turn = 6.283185307179586;

/// Half the length of the shortest transform of 2·2^a·3^b points that holds n, or 1 if that is too long
static int32_t
half_length(const int32_t n)
{
  for (int32_t half = (n + 1) / 2; half < KERNEL_MAX_BINS; ++half) {
    int32_t rest = half;
    while (rest % 2 == 0) {
      rest /= 2;
    }
    while (rest % 3 == 0) {
      rest /= 3;
    }
    if (rest == 1) {
      return half;
    }
  }
  return 1;
}

/// Factors of n by fours first, then a two, then threes; 0 after the last
static void
factorise(int32_t n, int32_t* radix)
{
  static const int32_t factors[] = { 4, 2, 3 };
  for (uint32_t i = 0; i < 3; ++i) {
    for (; n % factors[i] == 0; n /= factors[i]) {
      *radix++ = factors[i];
    }
  }
  *radix = 0;
}

bool
plan_fourier_pays(const PlanConv* const c)
{
  const KernelAxis* const p    = &c->pixels;
  const int32_t           half = half_length(p->in);
  const bool fits  = c->fusion.maximum && c->fusion.residual < 0 && c->inner == 1 && c->repeats == 1 && c->batches == 1;
  const bool valid = p->stride == 1 && p->dilation == 1 && p->pad == 0 && p->out + p->taps - 1 <= p->in;
  // Complex products and a transform of some 25 operations a point, against sums over all taps
  const int32_t fourier = c->rows.taps * 4 * (half + 1) + 25 * half;
  return fits && valid && half > 1 && 2 * fourier < c->rows.taps * p->taps * p->out;
}

/// Rows of the input that windows reach, padding included
static int32_t
rows_reached(const KernelAxis* const rows)
{
  return (rows->out - 1) * rows->stride + (rows->taps - 1) * rows->dilation + 1;
}

/// spectra[row][bin][re, im] of the input's rows, as a product with cosines and sines
static void
transform_rows(PlanBuilder* const b, const PlanConv* const conv, const PlanView* const spectra, const int32_t half)
{
  const int32_t columns = 2 * (half + 1);
  PlanRef       scratch;
  float* const  matrix = plan_constant(b, (size_t)conv->pixels.in * (size_t)columns, &scratch);
  for (int32_t i = 0; matrix && i < conv->pixels.in * columns; ++i) {
    const int32_t column = i % columns, at = i / columns;
    const double  angle = -turn * (double)(at * (column / 2) % (2 * half)) / (2 * half);
    matrix[i]           = (float)(column % 2 ? sin(angle) : cos(angle));
  }
  const int32_t  below = rows_reached(&conv->rows) - conv->rows.pad;
  const PlanConv blank = plan_conv();
  PlanConv       c     = blank;
  c.x                  = conv->x;
  c.out                = *spectra;
  c.pixels.in          = below < conv->rows.in ? below : conv->rows.in;
  c.pixels.out         = c.pixels.in;
  c.pixels.in_step     = conv->rows.in_step;
  c.pixels.out_step    = spectra->stride[0];
  c.inner              = conv->pixels.in;
  c.in_inner           = conv->pixels.in_step;
  c.channels           = columns;
  c.weights            = matrix;
  c.w_inner            = columns;
  c.w_channel          = 1;
  if (!b->status) {
    plan_emit_conv(b, &c, false);
  }
}

/// Spectra of the input's rows with zeros for its padding; those of the last call if they are the same
static PlanView
spectra_of(PlanBuilder* const b, const PlanConv* const c, const int32_t half)
{
  PlanSpectra* const known = &b->spectra;
  const int32_t      rows = rows_reached(&c->rows), pad = c->rows.pad;
  if (known->half == half && known->x.buffer == c->x.buffer && known->x.offset == c->x.offset && known->pad == pad &&
      (int32_t)known->view.shape[0] == rows) {
    return known->view;
  }
  PlanView all = { PLAN_NO_BUFFER, 0, 2, { (uint32_t)rows, (uint32_t)(2 * (half + 1)) }, { 0 } };
  plan_place(b, &all, NULL);
  const int32_t  end     = pad + c->rows.in;
  const PlanView before  = plan_view_slice(&all, 0, 0, (uint32_t)pad);
  const PlanView between = plan_view_slice(&all, 0, (uint32_t)pad, (uint32_t)(rows - pad));
  const PlanView after   = plan_view_slice(&all, 0, (uint32_t)end, (uint32_t)(rows > end ? rows - end : 0));
  transform_rows(b, c, &between, half);
  if (pad > 0) {
    plan_map(b, MAP_FILL, &before, NULL, 0, 0.0f, 0.0f);
  }
  if (rows > end) {
    plan_map(b, MAP_FILL, &after, NULL, 0, 0.0f, 0.0f);
  }
  const PlanSpectra fresh = { half, pad, c->x, all };
  *known                  = fresh;
  return all;
}

/// e^(i·pi·t / half) [2·half][re, im]
static float*
pack_turns(PlanBuilder* const b, const int32_t half, PlanRef* const ref)
{
  float* const values = plan_constant(b, (size_t)half * 4, ref);
  for (int32_t i = 0; values && i < 2 * half; ++i) {
    values[2 * i]     = (float)cos(turn * i / (2 * half));
    values[2 * i + 1] = (float)sin(turn * i / (2 * half));
  }
  return values;
}

/// One filter row's conjugate spectrum at one bin, times `gain`; turns is e^(i·pi·t / half) [2·half][re, im]
static void
filter_bin(const PlanConv* const c,
           const float* const    w,
           const int32_t         bin,
           const int32_t         half,
           const double          gain,
           const float* const    turns,
           float* const          to)
{
  double re = 0.0, im = 0.0;
  for (int32_t i = 0; i < c->pixels.taps; ++i) {
    const ptrdiff_t at = (ptrdiff_t)2 * (i * bin % (2 * half));
    re += (double)w[i * c->w_pixel] * (double)turns[at];
    im += (double)w[i * c->w_pixel] * (double)turns[at + 1];
  }
  to[0]            = (float)(re * gain);
  to[KERNEL_BLOCK] = (float)(im * gain);
}

/// [channel blocks][bins][row taps][re, im][KERNEL_BLOCK], divided by the transform's length
static PlanRef
pack_filters(PlanBuilder* const    b,
             const PlanConv* const c,
             const int32_t         half,
             const float* const    gain,
             const float* const    turns)
{
  const int32_t blocks = (c->channels + KERNEL_BLOCK - 1) / KERNEL_BLOCK, bins = half + 1, taps = c->rows.taps;
  PlanRef       ref;
  float* const  values = plan_constant(b, (size_t)blocks * (size_t)bins * (size_t)taps * 2 * KERNEL_BLOCK, &ref);
  for (int32_t i = 0; values && turns && i < c->channels * bins * taps; ++i) {
    const int32_t      channel = i / (bins * taps), bin = i / taps % bins, tap = i % taps;
    const float* const w  = c->weights + channel * c->w_channel + tap * c->w_row;
    const int32_t      at = ((channel / KERNEL_BLOCK * bins + bin) * taps + tap) * 2 * KERNEL_BLOCK;
    filter_bin(c, w, bin, half, (double)gain[channel] / (2 * half), turns, values + at + channel % KERNEL_BLOCK);
  }
  return ref;
}

void
plan_emit_fourier(PlanBuilder* const b, const PlanConv* const c, const PlanRef constants, const float* const gain)
{
  const int32_t      half    = half_length(c->pixels.in);
  const PlanView     spectra = spectra_of(b, c, half);
  PlanRef            turns;
  const float* const table   = pack_turns(b, half, &turns);
  const PlanRef      filters = pack_filters(b, c, half, gain, table);
  PlanStep* const    step    = plan_step(b);
  if (!step) {
    return;
  }
  KernelFourier* const f   = &step->shape.fourier;
  f->rows                  = c->rows;
  f->rows.pad              = 0; // Rows of zeros are among the spectra
  f->rows.in_step          = spectra.stride[0];
  f->channels              = c->channels;
  f->half                  = half;
  f->pixels                = c->pixels.out;
  f->epilogue.activation   = c->fusion.activation;
  f->epilogue.affine       = c->fusion.after != NULL;
  const uint32_t groups    = (uint32_t)(c->rows.out + KERNEL_FOURIER_ROWS - 1) / KERNEL_FOURIER_ROWS;
  const uint32_t per_value = (uint32_t)(c->rows.taps * 4 * (half + 1) + 25 * half);
  factorise(half, f->radices);
  step->kernel    = KERNEL_FOURIER;
  step->units     = groups * (uint32_t)((c->channels + KERNEL_BLOCK - 1) / KERNEL_BLOCK);
  step->unit_cost = (uint64_t)per_value * KERNEL_FOURIER_ROWS * KERNEL_BLOCK;
  step->out       = plan_ref(&c->out);
  step->in[0]     = plan_ref(&spectra);
  step->in[1]     = filters;
  step->in[2]     = turns;
  step->in[3]     = constants;
}
