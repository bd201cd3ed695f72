// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/kernels/kernels.h"

#include <stdatomic.h>
#include <string.h>

extern const Kernels kernels_baseline;

#ifdef KERNELS_HAVE_X86
extern const Kernels kernels_avx2;
extern const Kernels kernels_avx512;
#endif

/// 1 + the level chosen, 0 for the best
static atomic_int chosen;

const Kernels*
kernels_get(const KernelsLevel level)
{
  switch (level) {
  case KERNELS_BASELINE:
    return &kernels_baseline;
#ifdef KERNELS_HAVE_X86
  case KERNELS_AVX2:
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &kernels_avx2 : NULL;
  case KERNELS_AVX512:
    return __builtin_cpu_supports("avx512f") ? &kernels_avx512 : NULL;
#endif
  default:
    return NULL;
  }
}

const Kernels*
kernels_named(const char* const name)
{
  const Kernels* named = NULL;
  for (int i = 0; i < KERNELS_COUNT && !named; ++i) {
    const Kernels* const kernels = kernels_get((KernelsLevel)i);
    named                        = kernels && !strcmp(kernels->name, name) ? kernels : NULL;
  }
  return named;
}

const Kernels*
kernels_selected(void)
{
  const int level = atomic_load(&chosen);
  if (level > 0) {
    return kernels_get((KernelsLevel)(level - 1));
  }

  const Kernels* best = NULL;
  for (int i = KERNELS_COUNT - 1; i >= 0 && !best; --i) {
    best = kernels_get((KernelsLevel)i);
  }
  return best;
}

int
kernels_select(const KernelsLevel level)
{
  if (!kernels_get(level)) {
    return -1;
  }
  atomic_store(&chosen, (int)level + 1);
  return 0;
}
