// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_KERNELS_KERNELS_H
#define EQUUS_MODELS_KERNELS_KERNELS_H

#include "dsp/rt.h"

#include <stddef.h>
#include <stdint.h>

/**
   The arithmetic of a plan: stateless functions over floats.

   A kernel computes units begin ... end - 1 of its output.  What a unit is,
   its shape says; no value depends on which units are computed together.
   Kernels are compiled once per instruction set from the same source and differ
   between them by rounding alone.
*/

enum {
  KERNEL_BLOCK        = 16, ///< Output channels that lie side by side in packed weights
  KERNEL_THIN         = 4,  ///< Channels in a block up to which its sums are taken over pixels side by side
  KERNEL_MAX_RANK     = 8,
  KERNEL_MAX_INPUTS   = 5,
  KERNEL_MAX_LINES    = 32, ///< Row taps of a depthwise convolution
  KERNEL_MAX_BINS     = 65, ///< Of a transform along pixels
  KERNEL_FOURIER_ROWS = 4
};

typedef enum { KERNEL_LINEAR, KERNEL_RELU, KERNEL_SIGMOID, KERNEL_SILU } KernelActivation;

/// Where one call reads and writes
typedef struct {
  float*       out;
  const float* in[KERNEL_MAX_INPUTS];
} KernelData;

/// One axis along which a window moves: output o reads inputs o·stride - pad + tap·dilation
typedef struct {
  int32_t   out, in; ///< Positions
  int32_t   taps, stride, dilation, pad;
  ptrdiff_t in_step, out_step, residual_step; ///< Floats from one position to the next
  int32_t   in_ring, out_ring;                ///< Positions after which a tensor begins again in place, 0 for none
} KernelAxis;

/// What happens to a channel's sum before it is stored: residual + scale·activation(sum + bias) + shift
typedef struct {
  KernelActivation activation;
  int32_t          affine;   ///< Apply scale and shift
  int32_t          residual; ///< Add a tensor
} KernelEpilogue;

/**
   Dense convolution: out[batch][row][pixel][channel] = epilogue(sum over k of x[base + offset[k]]·w[channel][k]).

   in: x; weights [channel blocks][k][KERNEL_BLOCK]; int32 offsets [k]; constants
   [bias, scale, shift, sign][padded channels]; residual.
   k counts row taps, then pixel taps, then `inner` (input channels, in_inner floats apart).  Taps on
   padding are skipped or read zeros.  A unit is `chunk` pixels of one row times `blocks` channel blocks.
   With `maximum`, the largest value over the pixels is stored instead, where
   sign -1 stands for a channel that is packed negated and whose smallest is wanted.
*/
typedef struct {
  KernelAxis     rows, pixels;
  int32_t        batches, inner, channels;
  ptrdiff_t      in_batch, in_inner, out_batch, residual_batch;
  uint32_t       chunk, chunks, blocks, groups;
  int32_t        groups_outer; ///< Unit order: all rows of one channel group first
  int32_t        maximum;
  KernelEpilogue epilogue;
} KernelConv;

/**
   Convolution of one input channel by filters that are long along pixels, then the largest over the pixels.

   in: spectra of x's rows [rows in, padding included][half + 1][re, im]; spectra
   of the filters [channel blocks][half + 1][row taps][re, im][KERNEL_BLOCK];
   e^(i·pi·t / half) [2·half][re, im]; constants as KernelConv.
   A unit is KERNEL_FOURIER_ROWS rows of one channel block.
*/
typedef struct {
  KernelAxis     rows; ///< Without padding
  int32_t        channels;
  int32_t        half;                     ///< Of the transform's length: 2^a·3^b
  int32_t        radices[KERNEL_MAX_RANK]; ///< Of `half`, 4, 3 or 2, then 0
  int32_t        pixels;                   ///< Values of each row's sequence that count
  KernelEpilogue epilogue;
} KernelFourier;

/**
   Depthwise convolution over channels that lie side by side.

   in: x; weights [row taps][pixel taps][padded channels]; unused; constants as
   KernelConv; residual.  A unit is `chunk` channels of one row.
*/
typedef struct {
  KernelAxis     rows, pixels;
  int32_t        batches, channels;
  ptrdiff_t      in_batch, out_batch, residual_batch;
  uint32_t       chunk, chunks;
  KernelEpilogue epilogue;
} KernelDepthwise;

typedef enum {
  MAP_COPY, ///< a
  MAP_FILL, ///< low
  MAP_ADD,
  MAP_SUB,
  MAP_MUL,
  MAP_DIV,
  MAP_POW,
  MAP_PRELU,  ///< a, or a·b where a < 0
  MAP_AFFINE, ///< a·b + c
  MAP_SELECT, ///< b where a isn't 0, else c
  MAP_RELU,
  MAP_LEAKY_RELU, ///< a, or low·a where a < 0
  MAP_ELU,        ///< a, or low·(e^a - 1) where a < 0
  MAP_SIGMOID,
  MAP_HARD_SIGMOID, ///< 0 <= low·a + high <= 1
  MAP_SILU,
  MAP_SILU_GRADIENT, ///< b times the slope of MAP_SILU at a
  MAP_HARD_SWISH,    ///< a times 0 <= a / 6 + 1 / 2 <= 1
  MAP_GELU,          ///< a·Φ(a) by erf
  MAP_GELU_TANH,     ///< its approximation by tanh
  MAP_CLIP,          ///< low <= a <= high
  MAP_TANH,
  MAP_ERF,
  MAP_EXP,
  MAP_SQRT,
  MAP_COUNT
} KernelMapOp;

/**
   Element by element over up to three inputs, broadcast by strides of 0.

   A unit is `chunk` elements along the last dimension.
*/
typedef struct {
  KernelMapOp op;
  uint32_t    rank; ///< 1 or more
  uint32_t    shape[KERNEL_MAX_RANK];
  ptrdiff_t   out[KERNEL_MAX_RANK];
  ptrdiff_t   in[3][KERNEL_MAX_RANK];
  uint32_t    chunk, chunks;
  float       low, high;
} KernelMap;

/**
   Also, with one reduced dimension, as `max_index`: where along it the first largest value is.

   Maximum, or sum times `scale`, over the reduced dimensions; one pass in fixed order.

   A unit is `chunk` elements along the last kept dimension.
*/
typedef struct {
  int32_t   maximum;
  uint32_t  rank, reduced_rank; ///< 1 or more each
  uint32_t  shape[KERNEL_MAX_RANK];
  ptrdiff_t out[KERNEL_MAX_RANK], in[KERNEL_MAX_RANK];
  uint32_t  reduced[KERNEL_MAX_RANK];
  ptrdiff_t reduced_in[KERNEL_MAX_RANK];
  uint32_t  chunk, chunks;
  float     scale;
} KernelReduce;

/**
   Maximum over a window, or the average over what of it lies on x and, with
   `count_padding`, before it and up to where the `counted_` axes end.

   A unit is `chunk` channels of one row.
*/
typedef struct {
  KernelAxis rows, pixels;
  KernelAxis counted_rows, counted_pixels; ///< As `rows` and `pixels`, of what an average divides by
  int32_t    average, count_padding;
  int32_t    batches, channels;
  ptrdiff_t  in_batch, out_batch, in_channel, out_channel;
  uint32_t   chunk, chunks;
} KernelPool;

/// out[batch][m][n] = sum over k of a[batch][m][k]·b[batch][k][n]; batch as KernelMap; a unit is `chunk` columns of one
/// m
typedef struct {
  uint32_t  rank; ///< Of the batch, 1 or more
  uint32_t  shape[KERNEL_MAX_RANK];
  ptrdiff_t out[KERNEL_MAX_RANK], in[2][KERNEL_MAX_RANK];
  uint32_t  m, n, k, chunk, chunks;
  ptrdiff_t out_m, out_n, a_m, a_k, b_k, b_n;
} KernelMatmul;

/// (x - mean) / sqrt(variance + epsilon)·scale + bias over `n` neighbours; a unit is one such row.  in: x, scale, bias
/// or NULL
typedef struct {
  uint32_t n, rows;
  float    epsilon;
} KernelNorm;

/**
   What a convolution's maxima along pixels give back to its input, which lies row by row, pixels side by side.

   in: d and index [batch][row][channel] of its output, with one layout; weights
   [inner][row taps][channels][pixel taps].  `rows` and `pixels` are the convolution's.
   A unit is one row of the input.
*/
typedef struct {
  KernelAxis rows, pixels;
  int32_t    batches, inner, channels;
  ptrdiff_t  d_batch, d_row, d_channel;
} KernelScatter;

/// The shape of any kernel
typedef union {
  KernelConv      conv;
  KernelFourier   fourier;
  KernelDepthwise depthwise;
  KernelMap       map;
  KernelReduce    reduce;
  KernelPool      pool;
  KernelMatmul    matmul;
  KernelNorm      norm;
  KernelScatter   scatter;
} KernelShape;

typedef void (*Kernel)(const KernelShape* shape, const KernelData* data, uint32_t begin, uint32_t end) EQUUS_RT;

typedef enum {
  KERNEL_CONV,
  KERNEL_FOURIER,
  KERNEL_DEPTHWISE,
  KERNEL_MAP,
  KERNEL_REDUCE,
  KERNEL_POOL,
  KERNEL_MATMUL,
  KERNEL_NORM,
  KERNEL_SCATTER,   ///< This and those below for gradients alone
  KERNEL_MAX_INDEX, ///< Of KernelReduce
  KERNEL_UNPOOL,    ///< Of KernelPool
  KERNEL_KINDS
} KernelKind;

/// One instruction set's kernels
typedef struct {
  const char* name;
  Kernel      run[KERNEL_KINDS];
  uint32_t    conv_pixels, conv_blocks; ///< Pixels and channel blocks that its convolution computes side by side
} Kernels;

/// Instruction sets, each including the ones before it on its machine
typedef enum { KERNELS_BASELINE, KERNELS_AVX2, KERNELS_AVX512, KERNELS_COUNT } KernelsLevel;

/// Kernels of one instruction set, or NULL where this machine or build lacks it
const Kernels* kernels_get(KernelsLevel level);

/// Kernels of the instruction set of this name, or NULL as kernels_get()
const Kernels* kernels_named(const char* name);

/// What plans compiled from now on use: the best of this machine unless chosen otherwise
const Kernels* kernels_selected(void);

/**
   Choose an instruction set for plans compiled from now on, for tests and benchmarks.
   @return 0, or -1 where this machine lacks it.
*/
int kernels_select(KernelsLevel level);

#endif // EQUUS_MODELS_KERNELS_KERNELS_H
