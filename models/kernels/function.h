// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_KERNELS_FUNCTION_H
#define EQUUS_MODELS_KERNELS_FUNCTION_H

#include "models/kernels/vector.h"

/// Transcendental functions of a vector; the polynomials are Chebyshev's fits to the functions in double precision

/**
   e^x to 1e-7 relative wherever that is a normal number, infinite above and 0 below.

   x = n·ln 2 + r with |r| <= ln 2 / 2: Taylor's polynomial of degree 7 in r.
*/
VECTOR_INLINE Vector
vector_exp_full(const Vector x)
{
  const Vector round   = vector_set(12582912.0f); // 1.5·2^23: adding it rounds to an integer
  const Vector clamped = vector_min(vector_max(x, vector_set(-104.0f)), vector_set(89.0f));
  const Vector shifted = vector_fma(clamped, vector_set(1.44269504f), round);
  const Vector n       = shifted - round;
  const Vector r       = vector_fma(n, vector_set(2.12194440e-4f), vector_fma(n, vector_set(-0.693359375f), clamped));

  Vector p = vector_set(1.98412698e-4f);
  p        = vector_fma(p, r, vector_set(1.38888889e-3f));
  p        = vector_fma(p, r, vector_set(8.33333333e-3f));
  p        = vector_fma(p, r, vector_set(4.16666667e-2f));
  p        = vector_fma(p, r, vector_set(1.66666667e-1f));
  p        = vector_fma(p, r, vector_set(0.5f));
  p        = vector_fma(p, r, vector_set(1.0f));
  p        = vector_fma(p, r, vector_set(1.0f));

  const VectorInt power = (VectorInt)shifted - (VectorInt)round;
  const VectorInt half  = power >> 1; // Two factors, since 2^128 and 2^-150 are no floats
  return p * (Vector)((half + 127) << 23) * (Vector)((power - half + 127) << 23);
}

/// The sign of x on the absolute value y
VECTOR_INLINE Vector
vector_sign(const Vector y, const Vector x)
{
  const VectorInt sign = (VectorInt){ 0 } + INT32_MIN;
  return (Vector)((VectorInt)y | ((VectorInt)x & sign));
}

/// tanh to 2e-7 relative: near 0 a minimax polynomial, beyond through e^2x
VECTOR_INLINE Vector
vector_tanh(const Vector x)
{
  const Vector size = vector_max(x, -x);
  const Vector s    = x * x;

  Vector p = vector_set(-0.00610491820f);
  p        = vector_fma(p, s, vector_set(0.0210036151f));
  p        = vector_fma(p, s, vector_set(-0.0538524911f));
  p        = vector_fma(p, s, vector_set(0.133327827f));
  p        = vector_fma(p, s, vector_set(-0.333333284f));

  const Vector one = vector_set(1.0f);
  const Vector far = one - vector_set(2.0f) / (vector_exp(size + size) + one);
  return vector_select(size < vector_set(0.625f), vector_fma(x * s, p, x), vector_sign(far, x));
}

/**
   erf to 2e-7 relative: near 0 a minimax polynomial, beyond by one of the logarithm of 1 - erf.

   At 3.95 it is 1 to the last bit.
*/
VECTOR_INLINE Vector
vector_erf(const Vector x)
{
  const Vector size = vector_min(vector_max(x, -x), vector_set(3.95f));
  const Vector s    = size * size;

  Vector p = vector_set(8.62397283e-05f);
  p        = vector_fma(p, s, vector_set(-0.000821502937f));
  p        = vector_fma(p, s, vector_set(0.00520856911f));
  p        = vector_fma(p, s, vector_set(-0.0268629100f));
  p        = vector_fma(p, s, vector_set(0.112837665f));
  p        = vector_fma(p, s, vector_set(-0.376126379f));
  p        = vector_fma(p, s, vector_set(1.12837917f));

  Vector q = vector_set(1.63288882e-06f);
  q        = vector_fma(q, size, vector_set(-4.59502153e-05f));
  q        = vector_fma(q, size, vector_set(0.000595696270f));
  q        = vector_fma(q, size, vector_set(-0.00475345645f));
  q        = vector_fma(q, size, vector_set(0.0264010131f));
  q        = vector_fma(q, size, vector_set(-0.110039972f));
  q        = vector_fma(q, size, vector_set(-0.631873608f));
  q        = vector_fma(q, size, vector_set(-1.13020277f));
  q        = vector_fma(q, size, vector_set(0.000311877666f));

  const Vector far = vector_set(1.0f) - vector_exp(q);
  return vector_select(size < vector_set(0.96f), p * x, vector_sign(far, x));
}

#endif // EQUUS_MODELS_KERNELS_FUNCTION_H
