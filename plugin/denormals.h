// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_DENORMALS_H
#define EQUUS_PLUGIN_DENORMALS_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   Treat denormal numbers as zero while processing, and give the host its mode back.

   Where the processor has no such mode both functions do nothing.
*/

#if defined(__SSE2__)
#  include <xmmintrin.h>
#endif

/// Begin; returns what denormals_restore() needs
static inline uint64_t
denormals_flush(void) EQUUS_RT
{
#if defined(__SSE2__)
  const unsigned mode = _mm_getcsr();
  _mm_setcsr(mode | 0x8040u); // Flush to zero, denormals are zero
  return mode;
#elif defined(__aarch64__)
  uint64_t mode;
  __asm__ __volatile__("mrs %0, fpcr" : "=r"(mode));
  __asm__ __volatile__("msr fpcr, %0" : : "r"(mode | ((uint64_t)1 << 24u)));
  return mode;
#else
  return 0;
#endif
}

static inline void
denormals_restore(uint64_t mode) EQUUS_RT
{
#if defined(__SSE2__)
  _mm_setcsr((unsigned)mode);
#elif defined(__aarch64__)
  __asm__ __volatile__("msr fpcr, %0" : : "r"(mode));
#else
  (void)mode;
#endif
}

#endif // EQUUS_PLUGIN_DENORMALS_H
