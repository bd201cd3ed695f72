// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_SENSITIVITY_CHECK_H
#define EQUUS_TOOLS_SENSITIVITY_CHECK_H

#include "plugin/sensitivity.h"

/// What the equaliser itself does to an objective, to hold slopes against

/// How much of a file is heard, at its own rate
typedef struct {
  const float* samples; ///< [n] mono
  size_t       n;
  double       rate; ///< Hz
} SensitivitySound;

/**
   Resample to the model's rate, as the plug-in does.
   @param n Set to the number of samples.
   @return NULL if out of memory; free with free().
*/
float* sensitivity_resample(const SensitivitySound* sound, double rate, size_t* n);

/**
   Run each band at half a decibel up and down through the plug-in's equaliser, resampler, front end and network.
   @param music Says which windows; its samples aren't used.
   @param slopes [axis->n] per dB.
   @param shift What hearing the sound one sample later changes, as a slope that would change as much.
*/
EquusStatus sensitivity_measure(Sensitivity*            sensitivity,
                                const Objective*        objective,
                                const SensitivityAxis*  axis,
                                const SensitivitySound* sound,
                                const SensitivityMusic* music,
                                double*                 slopes,
                                double*                 shift,
                                EquusError*             error);

/// How slopes agree with measured ones
typedef struct {
  unsigned sounding;    ///< Bands within 60 dB of the loudest
  unsigned qualified;   ///< Of these, bands whose effect exceeds ten times that of a shift by one sample
  double   same_sign;   ///< Share of the qualified
  double   correlation; ///< Over the qualified
  double   of_all;      ///< Correlation over all that sound
} SensitivityAgreement;

SensitivityAgreement sensitivity_agreement(unsigned      n,
                                           const double* slopes,
                                           const double* measured,
                                           const double* energy,
                                           double        shift);

#endif // EQUUS_TOOLS_SENSITIVITY_CHECK_H
