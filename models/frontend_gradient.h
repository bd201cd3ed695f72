// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_FRONTEND_GRADIENT_H
#define EQUUS_MODELS_FRONTEND_GRADIENT_H

#include "models/sidecar.h"

/**
   From what a network's input does to its output back to gain at each frequency.

   Goes through floor, log form and mel bands to the spectra that they were made
   of, and takes an equaliser as a factor on these spectra, the same in every
   frame: right where its response is smooth beside the window's spectral width.

   For background threads; one thread at a time.
*/
typedef struct FrontendGradient FrontendGradient;

/// NULL if out of memory or range; free with frontend_gradient_free()
FrontendGradient* frontend_gradient_new(const FrontendSettings* settings);

void frontend_gradient_free(FrontendGradient* gradient);

/// Bins of a spectrum: fft_size / 2 + 1, bin k at k·rate / fft_size Hz
uint32_t frontend_gradient_bins(const FrontendGradient* gradient);

/**
   What a decibel more at each bin, in all frames of a window, adds to the output.

   The change for an equaliser with response r[k] in dB is the sum of r[k]·d_gain[k],
   so a band's slope is that sum with the band's own response to one decibel.

   @param spectra As Stft yields them (power or magnitude, as the settings say), [frames][bins].
   @param d_input d output / d network's input, in its axis order, as gradient_run() gives it.
   @param d_gain Set to d output / d gain in dB, [bins].  Where the floor below a window's maximum holds a
   value, what it gives goes to that maximum, the first if there are several; what is not finite gives nothing.
*/
void frontend_gradient_run(FrontendGradient* gradient, const float* spectra, const float* d_input, double* d_gain);

/**
   What a change of each frame's spectrum adds to the output.

   @param spectra, d_input As above.
   @param d_spectra Set to d output / d spectra, [frames][bins], floors as above.
*/
void frontend_gradient_spectra(FrontendGradient* gradient,
                               const float*      spectra,
                               const float*      d_input,
                               double*           d_spectra);

#endif // EQUUS_MODELS_FRONTEND_GRADIENT_H
