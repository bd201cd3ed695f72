// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_SPECTRAL_H
#define EQUUS_DSP_SPECTRAL_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   Shape of a magnitude spectrum.

   As librosa.feature's spectral_centroid, _bandwidth (p = 2), _rolloff (0.85),
   _flatness (of power, at least 1e-10) and _contrast (six octaves above 200 Hz and what
   is below, quantile 0.02), and Essentia's Flux (L2 norm of the difference to the spectrum before, on librosa's
   magnitudes; the first is its difference to silence).
*/
typedef struct Spectral Spectral;

enum { SPECTRAL_BANDS = 7 };

typedef struct {
  double centroid;  ///< Hz; 0 for silence, as are the next two
  double bandwidth; ///< Hz
  double rolloff;   ///< Hz
  double flatness;  ///< 0 to 1, 1 for silence
  double flux;
  double peaks[SPECTRAL_BANDS];   ///< 10·log10 of the mean of each band's strongest magnitudes, at least 1e-10
  double valleys[SPECTRAL_BANDS]; ///< The same of its weakest
} SpectralFrame;

/// For a rate of 12,801 Hz or more, so that no band of contrast lies above its half; an FFT of 256 to 32,768.
/// NULL if out of memory or range; free with spectral_free()
Spectral* spectral_new(double rate, uint32_t fft_size);

void spectral_free(Spectral* spectral);

/// Forget the spectrum before
void spectral_reset(Spectral* spectral) EQUUS_RT;

/// magnitude [fft_size / 2 + 1], finite and not negative
void spectral_process(Spectral* spectral, const float* magnitude, SpectralFrame* frame) EQUUS_RT;

#endif // EQUUS_DSP_SPECTRAL_H
