// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

/// All kernels of one instruction set; KERNELS_NAME is its name, the compiler's flags are its width

#include "models/kernels/function.h"
#include "models/kernels/kernels.h"
#include "models/kernels/vector.h"

#include <math.h>
#include <stdbool.h>

// Each uses the ones before it
// clang-format off
#include "models/kernels/epilogue.inc"
#include "models/kernels/conv.inc"
#include "models/kernels/depthwise.inc"
#include "models/kernels/fourier.inc"
#include "models/kernels/map.inc"
#include "models/kernels/gradient.inc"
// clang-format on

#define KERNELS_JOIN_(a, b) a##b
#define KERNELS_JOIN(a, b) KERNELS_JOIN_(a, b)
#define KERNELS_TEXT_(a) #a
#define KERNELS_TEXT(a) KERNELS_TEXT_(a)

extern const Kernels KERNELS_JOIN(kernels_, KERNELS_NAME);

const Kernels KERNELS_JOIN(kernels_, KERNELS_NAME) = {
  .name        = KERNELS_TEXT(KERNELS_NAME),
  .run =
    {
      [KERNEL_CONV]      = kernel_conv,
      [KERNEL_FOURIER]   = kernel_fourier,
      [KERNEL_DEPTHWISE] = kernel_depthwise,
      [KERNEL_MAP]       = kernel_map,
      [KERNEL_REDUCE]    = kernel_reduce,
      [KERNEL_POOL]      = kernel_pool,
      [KERNEL_MATMUL]    = kernel_matmul,
      [KERNEL_NORM]      = kernel_norm,
      [KERNEL_SCATTER]   = kernel_scatter,
      [KERNEL_MAX_INDEX] = kernel_max_index,
      [KERNEL_UNPOOL]    = kernel_unpool,
    },
  .conv_pixels = CONV_PIXELS,
  .conv_blocks = CONV_BLOCKS,
};
