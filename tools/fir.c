// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/fir.h"

#include "tools/transform.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

static EquusStatus
out_of_memory(EquusError* const error)
{
  return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
}

static size_t
power_of_two(const double least)
{
  size_t size = 1;
  while ((double)size < least) {
    size *= 2U;
  }
  return size;
}

/// Modified Bessel function of the first kind and order zero
static double
bessel(const double x)
{
  double sum  = 1.0;
  double term = 1.0;
  for (unsigned k = 1; term > 1e-17 * sum; ++k) {
    term *= 0.25 * x * x / ((double)k * k);
    sum += term;
  }
  return sum;
}

static EquusStatus
allocate(Fir* const fir, const size_t n, const size_t delay, EquusError* const error)
{
  *fir = (Fir){ (double*)calloc(n, sizeof(double)), n, delay };
  return fir->taps ? EQUUS_OK : out_of_memory(error);
}

EquusStatus
fir_design_high_pass(Fir* const        fir,
                     const double      stop,
                     const double      pass,
                     const double      attenuation,
                     const double      rate,
                     EquusError* const error)
{
  const double      beta   = 0.1102 * (attenuation - 8.7);
  const double      length = (attenuation - 7.95) / (2.285 * 2.0 * pi * (pass - stop) / rate);
  const size_t      half   = (size_t)ceil(0.5 * length);
  const double      corner = (pass + stop) / rate; // Twice the mean, over the rate
  const EquusStatus status = allocate(fir, 2U * half + 1U, half, error);
  for (size_t i = 1; !status && i <= half; ++i) {
    const double place  = (double)i / (double)half;
    const double window = bessel(beta * sqrt(1.0 - place * place)) / bessel(beta);
    const double tap    = -window * sin(pi * corner * (double)i) / (pi * (double)i);
    fir->taps[half - i] = tap;
    fir->taps[half + i] = tap;
  }
  if (!status) {
    fir->taps[half] = 1.0 - corner;
  }
  return status;
}

/// Spectrum of the wished magnitude's logarithm to that of the filter of minimum phase
static void
fold_cepstrum(Transform* const transform)
{
  const size_t  size     = transform_size(transform);
  double* const cepstrum = transform_samples(transform);
  transform_backward(transform);
  for (size_t i = 1; i < size / 2U; ++i) {
    cepstrum[i] *= 2.0;
    cepstrum[size - i] = 0.0;
  }
  transform_forward(transform);
}

EquusStatus
fir_design_minimum_phase(Fir* const        fir,
                         const FirWish     wish,
                         const void* const handle,
                         const double      rate,
                         EquusError* const error)
{
  const size_t      size      = power_of_two(8.0 * rate);
  const size_t      n         = size / 4U;
  Transform* const  transform = transform_new(size);
  const EquusStatus status    = transform ? allocate(fir, n, 0, error) : out_of_memory(error);
  if (!status) {
    double complex* const spectrum = transform_spectrum(transform);
    for (size_t k = 0; k <= size / 2U; ++k) {
      spectrum[k] = log(10.0) / 20.0 * wish(handle, (double)k * rate / (double)size);
    }
    fold_cepstrum(transform);
    for (size_t k = 0; k <= size / 2U; ++k) {
      spectrum[k] = cexp(spectrum[k]);
    }
    transform_backward(transform);
    for (size_t i = 0; i < n; ++i) {
      const double fade = i < n / 2U ? 1.0 : 0.5 + 0.5 * cos(2.0 * pi * ((double)i / (double)n - 0.5));
      fir->taps[i]      = fade * transform_samples(transform)[i];
    }
  } else {
    fir_clear(fir);
  }
  transform_free(transform);
  return status;
}

void
fir_clear(Fir* const fir)
{
  free(fir->taps);
  *fir = (Fir){ NULL, 0, 0 };
}

/// Samples `from` ... of a recording with silence around it
static void
take(const float* const in, const size_t n, const ptrdiff_t from, double* const out, const size_t size)
{
  for (size_t i = 0; i < size; ++i) {
    const ptrdiff_t at = from + (ptrdiff_t)i;
    out[i]             = at >= 0 && at < (ptrdiff_t)n ? (double)in[at] : 0.0;
  }
}

static void
convolve(const Fir* const            fir,
         const double complex* const response,
         Transform* const            transform,
         const float* const          in,
         const size_t                n,
         float* const                out)
{
  const size_t          size     = transform_size(transform);
  const size_t          step     = size - fir->n + 1U;
  double complex* const spectrum = transform_spectrum(transform);
  for (size_t at = 0; at < n; at += step) {
    take(in, n, (ptrdiff_t)(at + fir->delay) - (ptrdiff_t)(fir->n - 1U), transform_samples(transform), size);
    transform_forward(transform);
    for (size_t k = 0; k <= size / 2U; ++k) {
      spectrum[k] *= response[k];
    }
    transform_backward(transform);
    const double* const samples = transform_samples(transform) + fir->n - 1U;
    for (size_t i = 0; i < step && at + i < n; ++i) {
      out[at + i] = (float)samples[i];
    }
  }
}

/// A transform at least four times as long as the filter, with the filter's spectrum in it; NULL if out of memory
static Transform*
transform_of(const Fir* const fir)
{
  Transform* const transform = transform_new(power_of_two(4.0 * (double)fir->n));
  if (transform) {
    memset(transform_samples(transform), 0, transform_size(transform) * sizeof(double));
    memcpy(transform_samples(transform), fir->taps, fir->n * sizeof(double));
    transform_forward(transform);
  }
  return transform;
}

EquusStatus
fir_apply(const Fir* const fir, const float* const in, const size_t n, float* const out, EquusError* const error)
{
  Transform* const      transform = transform_of(fir);
  const size_t          bytes     = transform ? (transform_size(transform) / 2U + 1U) * sizeof(double complex) : 0;
  double complex* const response  = (double complex*)malloc(bytes ? bytes : 1U);
  const bool            fine      = transform && response;
  if (fine) {
    memcpy(response, transform_spectrum(transform), bytes);
    convolve(fir, response, transform, in, n, out);
  }
  free(response);
  transform_free(transform);
  return fine ? EQUUS_OK : out_of_memory(error);
}

bool
fir_response(const Fir* const    fir,
             const double        rate,
             const double* const hertz,
             const unsigned      n,
             double* const       decibels)
{
  Transform* const transform = transform_of(fir);
  for (unsigned i = 0; transform && i < n; ++i) {
    const double                bins     = (double)transform_size(transform);
    const double                place    = fmin(fmax(hertz[i] / rate, 0.0), 0.5) * bins;
    const size_t                below    = (size_t)fmin(place, 0.5 * bins - 1.0);
    const double                share    = place - (double)below;
    const double complex* const spectrum = transform_spectrum(transform) + below;
    decibels[i]                          = 20.0 * log10((1.0 - share) * cabs(spectrum[0]) + share * cabs(spectrum[1]));
  }
  transform_free(transform);
  return transform != NULL;
}
