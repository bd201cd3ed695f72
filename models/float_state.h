// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_FLOAT_STATE_H
#define EQUUS_MODELS_FLOAT_STATE_H

#include "dsp/rt.h"

#include <stdint.h>

#if defined(__SSE__)
#  include <xmmintrin.h>
#endif

/**
   The processor's floating-point modes around a stretch of arithmetic.

   Between enter and leave, denormals are zero and rounding is to nearest,
   whatever the host has set; then everything is as it was.
*/
typedef uint64_t FloatState;

static inline FloatState float_state_enter(void) EQUUS_RT;

static inline void float_state_leave(FloatState state) EQUUS_RT;

static inline FloatState
float_state_enter(void)
{
#if defined(__SSE__)
  const FloatState before = _mm_getcsr();
  _mm_setcsr(0x9FC0u); // All exceptions masked, to nearest, flush to zero, denormals are zero
  return before;
#elif defined(__aarch64__)
  FloatState before;
  __asm__ volatile("mrs %0, fpcr" : "=r"(before));
  __asm__ volatile("msr fpcr, %0" : : "r"((uint64_t)1 << 24));
  return before;
#else
  return 0;
#endif
}

static inline void
float_state_leave(const FloatState state)
{
#if defined(__SSE__)
  _mm_setcsr((unsigned)state);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(state));
#else
  (void)state;
#endif
}

#endif // EQUUS_MODELS_FLOAT_STATE_H
