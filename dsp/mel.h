// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_MEL_H
#define EQUUS_DSP_MEL_H

#include "dsp/rt.h"

#include <stdbool.h>
#include <stdint.h>

/// Triangular mel filter bank, sparse; definitions as librosa.filters.mel but for MelSettings.warped
typedef struct Mel Mel;

typedef enum {
  MEL_SLANEY, ///< Linear below 1 kHz, logarithmic above (M. Slaney, Auditory Toolbox, 1998)
  MEL_HTK     ///< 2595·log10(1 + f/700) (Young et al., The HTK Book)
} MelScale;

typedef struct {
  double   rate; ///< Hz
  uint32_t fft_size;
  uint32_t bands;     ///< 1 to 1,024
  double   low, high; ///< Hz, 0 <= low < high <= rate / 2
  MelScale scale;
  bool     area_norm; ///< Each triangle scaled to unit area in Hz ("slaney" norm), else unit peak
  bool     warped;    ///< Triangles are straight over mel (as VGGish has them), else over Hz
} MelSettings;

/// NULL if out of memory or range; free with mel_free()
Mel* mel_new(const MelSettings* settings);

void mel_free(Mel* mel);

/// out [bands] = filter bank · spectrum [fft_size / 2 + 1]
void mel_apply(const Mel* mel, const float* spectrum, float* out) EQUUS_RT;

/// spectrum [fft_size / 2 + 1] += bands [bands] · filter bank: what each bin gets back of its bands, for gradients
void mel_add_transposed(const Mel* mel, const double* bands, double* spectrum);

/// Centre frequency of a band, Hz
double mel_centre(const Mel* mel, uint32_t band);

#endif // EQUUS_DSP_MEL_H
