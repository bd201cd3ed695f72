// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_TRANSFORM_H
#define EQUUS_TOOLS_TRANSFORM_H

#include <complex.h>
#include <stddef.h>

/**
   Fourier transform of real values in double precision, there and back, by FFTW.

   Plans are estimated, never measured: the same bits in every run.  Each thread has its own.
*/
typedef struct Transform Transform;

/// NULL if out of memory; free with transform_free()
Transform* transform_new(size_t size);

void transform_free(Transform* transform);

size_t transform_size(const Transform* transform);

/// [size]
double* transform_samples(Transform* transform);

/// [size / 2 + 1]
double complex* transform_spectrum(Transform* transform);

/// Samples to spectrum without scaling; the samples stay
void transform_forward(Transform* transform);

/// Spectrum to samples, scaled so that it undoes transform_forward(); the spectrum is lost
void transform_backward(Transform* transform);

#endif // EQUUS_TOOLS_TRANSFORM_H
