// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_KERNELS_VECTOR_H
#define EQUUS_MODELS_KERNELS_VECTOR_H

/**
   One vector of floats of the instruction set that this translation unit is compiled for.

   Kernels are written once against these few functions; the compiler's flags
   choose the width.  Everything else is the compiler's own vector arithmetic.
*/

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__AVX512F__)
#  include <immintrin.h>
#  define VECTOR_WIDTH 16
#elif defined(__AVX2__)
#  include <immintrin.h>
#  define VECTOR_WIDTH 8
#elif defined(__SSE2__)
#  include <emmintrin.h>
#  define VECTOR_WIDTH 4
#elif defined(__ARM_NEON)
#  include <arm_neon.h>
#  define VECTOR_WIDTH 4
#else
#  define VECTOR_WIDTH 4
#endif

enum { VECTOR_BATCH = 4 }; ///< Vectors that long chains of arithmetic are best interleaved for

#define VECTOR_INLINE static inline __attribute__((always_inline, unused))

typedef float   Vector __attribute__((vector_size(VECTOR_WIDTH * 4)));
typedef int32_t VectorInt __attribute__((vector_size(VECTOR_WIDTH * 4)));

VECTOR_INLINE Vector
vector_load(const float* const p)
{
  Vector v;
  memcpy(&v, p, sizeof(v));
  return v;
}

VECTOR_INLINE void
vector_store(float* const p, const Vector v)
{
  memcpy(p, &v, sizeof(v));
}

VECTOR_INLINE Vector
vector_set(const float x)
{
  return x - (Vector){ 0.0f };
}

/// The first n < VECTOR_WIDTH lanes from p, the others 0
VECTOR_INLINE Vector
vector_load_part(const float* const p, const uint32_t n)
{
#if defined(__AVX512F__)
  return (Vector)_mm512_maskz_loadu_ps((__mmask16)((1u << n) - 1u), p);
#else
  float lanes[VECTOR_WIDTH] = { 0.0f };
  for (uint32_t i = 0; i < n; ++i) {
    lanes[i] = p[i];
  }
  return vector_load(lanes);
#endif
}

VECTOR_INLINE void
vector_store_part(float* const p, const Vector v, const uint32_t n)
{
#if defined(__AVX512F__)
  _mm512_mask_storeu_ps(p, (__mmask16)((1u << n) - 1u), (__m512)v);
#else
  for (uint32_t i = 0; i < n; ++i) {
    p[i] = v[i];
  }
#endif
}

/// a·b + c, rounded once where the instruction set can
VECTOR_INLINE Vector
vector_fma(const Vector a, const Vector b, const Vector c)
{
#if defined(__AVX512F__)
  return (Vector)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
#elif defined(__FMA__)
  return (Vector)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
#elif defined(__ARM_NEON) && defined(__ARM_FEATURE_FMA)
  return (Vector)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
#else
  return a * b + c;
#endif
}

VECTOR_INLINE Vector
vector_max(const Vector a, const Vector b)
{
#if defined(__AVX512F__)
  return (Vector)_mm512_max_ps((__m512)a, (__m512)b);
#elif defined(__AVX2__)
  return (Vector)_mm256_max_ps((__m256)a, (__m256)b);
#elif defined(__SSE2__)
  return (Vector)_mm_max_ps((__m128)a, (__m128)b);
#else
  const VectorInt larger = a > b;
  return (Vector)(((VectorInt)a & larger) | ((VectorInt)b & ~larger));
#endif
}

VECTOR_INLINE Vector
vector_min(const Vector a, const Vector b)
{
#if defined(__AVX512F__)
  return (Vector)_mm512_min_ps((__m512)a, (__m512)b);
#elif defined(__AVX2__)
  return (Vector)_mm256_min_ps((__m256)a, (__m256)b);
#elif defined(__SSE2__)
  return (Vector)_mm_min_ps((__m128)a, (__m128)b);
#else
  return -vector_max(-a, -b);
#endif
}

/// Lane by lane `a` where the mask is set, else b
VECTOR_INLINE Vector
vector_select(const VectorInt mask, const Vector a, const Vector b)
{
  return (Vector)((mask & (VectorInt)a) | (~mask & (VectorInt)b));
}

VECTOR_INLINE Vector
vector_sqrt(const Vector x)
{
#if defined(__AVX512F__)
  return (Vector)_mm512_sqrt_ps((__m512)x);
#elif defined(__AVX2__)
  return (Vector)_mm256_sqrt_ps((__m256)x);
#elif defined(__SSE2__)
  return (Vector)_mm_sqrt_ps((__m128)x);
#else
  Vector result = x;
  for (uint32_t i = 0; i < VECTOR_WIDTH; ++i) {
    result[i] = __builtin_sqrtf(x[i]);
  }
  return result;
#endif
}

/**
   e^x to 3e-7 relative between -87 and 88, clamped there.

   x = n·ln 2 + r with |r| <= ln 2 / 2; the polynomial of degree 5 in r whose
   largest relative error there is least; n is added to the exponent's bits.
*/
VECTOR_INLINE Vector
vector_exp(const Vector x)
{
  const Vector round   = vector_set(12582912.0f); // 1.5·2^23: adding it rounds to an integer, kept in the low bits
  const Vector clamped = vector_min(vector_max(x, vector_set(-87.0f)), vector_set(88.0f));
  const Vector shifted = vector_fma(clamped, vector_set(1.44269504f), round);
  const Vector n       = shifted - round;
  const Vector r       = vector_fma(n, vector_set(2.12194440e-4f), vector_fma(n, vector_set(-0.693359375f), clamped));

  Vector p = vector_set(0.00829760730f);
  p        = vector_fma(p, r, vector_set(0.0419156328f));
  p        = vector_fma(p, r, vector_set(0.166675761f));
  p        = vector_fma(p, r, vector_set(0.499988914f));
  p        = vector_fma(p, r, vector_set(0.999999702f));
  p        = vector_fma(p, r, vector_set(1.00000012f));
  return (Vector)((VectorInt)p + ((VectorInt)shifted << 23));
}

/**
   Replace each x of n vectors by over / (1 + e^-x), to 2e-7, and relative to its value to 1e-6 above -12, 1e-5 below.

   e^-x = 2^t with t = m + f and |f| <= 1/2; the polynomial of degree 5 in f whose
   largest relative error there is least; m is added to the exponent's bits.
   Several at once, step by step, so that none waits for its own last step.
*/
VECTOR_INLINE void
vector_sigmoids(Vector* const x, const Vector* const over, const uint32_t n)
{
  static const float factors[] = { 0.00967559870f, 0.0555071384f, 0.240221187f, 0.693146944f, 1.00000012f };

  const Vector round = vector_set(12582912.0f); // 1.5·2^23: adding it rounds to an integer, kept in the low bits
  Vector       shifted[VECTOR_BATCH], f[VECTOR_BATCH], p[VECTOR_BATCH];
  for (uint32_t i = 0; i < n; ++i) {
    f[i] = vector_min(vector_max(x[i], vector_set(-87.0f)), vector_set(87.0f)) * vector_set(-1.44269504f);
  }
  for (uint32_t i = 0; i < n; ++i) {
    shifted[i] = f[i] + round;
  }
  for (uint32_t i = 0; i < n; ++i) {
    f[i] = f[i] - (shifted[i] - round);
    p[i] = vector_set(0.00132764038f);
  }
  for (uint32_t k = 0; k < sizeof(factors) / sizeof(*factors); ++k) {
    for (uint32_t i = 0; i < n; ++i) {
      p[i] = vector_fma(p[i], f[i], vector_set(factors[k]));
    }
  }
  for (uint32_t i = 0; i < n; ++i) {
    x[i] = over[i] / (vector_set(1.0f) + (Vector)((VectorInt)p[i] + ((VectorInt)shifted[i] << 23)));
  }
}

VECTOR_INLINE Vector
vector_sigmoid(Vector x)
{
  const Vector one = vector_set(1.0f);
  vector_sigmoids(&x, &one, 1);
  return x;
}

#endif // EQUUS_MODELS_KERNELS_VECTOR_H
