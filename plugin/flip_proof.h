// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_FLIP_PROOF_H
#define EQUUS_PLUGIN_FLIP_PROOF_H

#include "plugin/flip.h"
#include "plugin/hearing.h"

/**
   What the plug-in itself makes of a curve: equaliser, curve, gain, resampler, front end and network, on the audio.

   For background threads; one thread at a time.
*/
typedef struct FlipProof FlipProof;

/// What came of it
typedef struct {
  double match, strength; ///< dB
  float  raw[SIDECAR_MAX_LABELS];
} FlipProven;

/// NULL if out of memory or range; free with flip_proof_free()
FlipProof* flip_proof_new(double rate, unsigned channels, double model_rate);

void flip_proof_free(FlipProof* proof);

/// Host frames that the resampler must see after a sample
uint32_t flip_proof_lookahead(const FlipProof* proof);

/**
   Send music through a curve, matched in level, and resample it.
   @param samples Set to the samples at the model's rate; free with free(), also after an error.
   @param n Set to their number.
   @param proven Gets match and strength.
*/
EquusStatus flip_proof_filter(FlipProof*           proof,
                              const FlipMusic*     music,
                              const CurveSettings* curve,
                              float**              samples,
                              size_t*              n,
                              FlipProven*          proven,
                              EquusError*          error);

/**
   The same, and let a model hear it.
   @param windows Which windows; its samples aren't used.
*/
EquusStatus flip_proof_run(FlipProof*           proof,
                           Hearing*             hearing,
                           const FlipMusic*     music,
                           const HearingMusic*  windows,
                           const CurveSettings* curve,
                           FlipProven*          proven,
                           EquusError*          error);

/// Strength of a curve with a gain, by its filters: RMS over log frequency, 20 Hz to 8 kHz or half the rate, dB
double flip_strength(const CurveSettings* curve, double rate, double match);

#endif // EQUUS_PLUGIN_FLIP_PROOF_H
