// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_FLIP_SCENE_H
#define EQUUS_PLUGIN_FLIP_SCENE_H

#include "plugin/flip.h"
#include "plugin/flip_bands.h"
#include "plugin/flip_step.h"
#include "plugin/hearing.h"

/**
   A piece of music that a model hears through one curve after the other, quickly.

   Curves are multiplied with the music's spectrum at the model's rate, and the
   level is matched by the K-weighted spectra of the blocks of BS.1770, so that
   little but the network is run again.  It predicts; plugin/flip_proof.h verifies.
*/
typedef struct FlipScene FlipScene;

/// A curve and what comes of it
typedef struct {
  double gains[CURVE_MAX_BANDS];
  double match;                   ///< dB
  double strength;                ///< dB RMS with the match
  float  raw[SIDECAR_MAX_LABELS]; ///< Mean of the windows, before activation
} FlipPoint;

/**
   @param hearing, bands Borrowed.
   @param dry The music as the plug-in resamples it; copied.
   @return NULL if out of memory or range; free with flip_scene_free().
*/
FlipScene* flip_scene_new(Hearing* hearing, const FlipBands* bands, const FlipMusic* music, const HearingMusic* dry);

void flip_scene_free(FlipScene* scene);

/// Hear the curve whose gains stand in `point`, and fill in the rest
EquusStatus flip_scene_hear(FlipScene* scene, FlipPoint* point, EquusError* error);

/// How many runs and gradients of a window there were so far
unsigned flip_scene_runs(const FlipScene* scene);
unsigned flip_scene_gradients(const FlipScene* scene);

/**
   What a decibel more at each band adds to an objective, at the curve that was heard last, the level matched again.
   @param point That curve as flip_scene_hear() left it.
   @param slopes [flip_bands_n()] per dB.
*/
void flip_scene_slopes(FlipScene* scene, const Objective* objective, const FlipPoint* point, double* slopes);

/// Set the step's `n`, `square` and `linear` so that it minimises strength, linearised at the curve that was heard last
void flip_scene_aim(const FlipScene* scene, const FlipPoint* point, FlipStep* step);

/// The bands of which curves are made
const FlipBands* flip_scene_bands(const FlipScene* scene);

const Sidecar* flip_scene_sidecar(const FlipScene* scene);

#endif // EQUUS_PLUGIN_FLIP_SCENE_H
