// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_SAMPLE_GRADIENT_H
#define EQUUS_MODELS_SAMPLE_GRADIENT_H

#include "models/sidecar.h"

#include <stddef.h>

/**
   From what a network's input does to its output back to the samples that it was made of.

   The front end taken backwards: floor, log form, mel bands, then the adjoint of
   the short-time Fourier transform.  As it holds for the samples themselves, it holds for
   whatever makes them: a filter's slope is the sum of its response's slope times this.

   For background threads; one thread at a time.
*/
typedef struct SampleGradient SampleGradient;

/// NULL if out of memory or range; free with sample_gradient_free().  Takes the FFT planner's mutex.
SampleGradient* sample_gradient_new(const FrontendSettings* settings);

void sample_gradient_free(SampleGradient* gradient);

/**
   Add what one window gives.

   @param samples A stream at the model's rate, [n], with zeros before and after it.
   @param first The window's first frame, counted as Frontend counts those of this stream.
   @param d_input d output / d network's input, in its axis order, as gradient_run() gives it.
   @param d_samples d output / d samples is added here, [n].
*/
void sample_gradient_add(SampleGradient* gradient,
                         const float*    samples,
                         size_t          n,
                         uint64_t        first,
                         const float*    d_input,
                         double*         d_samples);

#endif // EQUUS_MODELS_SAMPLE_GRADIENT_H
