// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_SENSITIVITY_H
#define EQUUS_PLUGIN_SENSITIVITY_H

#include "plugin/hearing.h"
#include "plugin/objective.h"

/**
   Which bands of an equaliser push a reading: its slope per decibel at each, and what each holds.

   Two maps of recent music, which stand beside each other since either may mislead:
   - slopes: network, log form, mel bands and Fourier transform are gone through
     backwards to the samples, and from there through the equaliser's own
     filters, so that it is what half a decibel of these really does;
   - occlusion: in what the network is shown, a band's values are replaced by
     their mean over the window, which takes away what happens there but not its
     level (the network's objective before, minus after).

   For background threads; one thread at a time.
*/
typedef struct Sensitivity Sensitivity;

enum { SENSITIVITY_MAX_BANDS = 128 };

/// The bands of an equaliser: bells of equal width, one beside the other in log frequency
typedef struct {
  unsigned n;       ///< 1 to SENSITIVITY_MAX_BANDS
  double   first;   ///< Centre of the first, Hz
  double   octaves; ///< From centre to centre, and from edge to edge
} SensitivityAxis;

/**
   The usual axes, without the bands whose centre isn't below `limit` Hz.
   @param bands 10 for octaves around 1 kHz from 31.25 Hz on, 31 for its third octaves from 19.7 Hz on; any
   other number, to SENSITIVITY_MAX_BANDS, divides the ten octaves above 20 Hz.
*/
SensitivityAxis sensitivity_axis(unsigned bands, double limit);

/// Centre of a band, Hz
double sensitivity_centre(const SensitivityAxis* axis, unsigned band);

/// Q of the bells: half of a band's decibels at its edges
double sensitivity_q(const SensitivityAxis* axis);

/// A stream and the windows in it that a map is the mean of
typedef HearingMusic SensitivityMusic;

/**
   @param bundled, name As for model_load().
   @param axis Bands of the equaliser, which runs at `rate` Hz; all centres below half of it.
   @return NULL with `error` filled; free with sensitivity_free().
*/
Sensitivity* sensitivity_new(const char*            bundled,
                             const char*            name,
                             const SensitivityAxis* axis,
                             double                 rate,
                             EquusError*            error);

/// As sensitivity_new(), with the network of `hearing`, which it shares from now on
Sensitivity* sensitivity_new_sharing(const Hearing*         hearing,
                                     const SensitivityAxis* axis,
                                     double                 rate,
                                     EquusError*            error);

void sensitivity_free(Sensitivity* sensitivity);

/**
   Have what follows end early once `*stop` is true: what it then gives means nothing.
   @param stop Borrowed; NULL, as at first, for never.
*/
void sensitivity_set_stop(Sensitivity* sensitivity, const atomic_bool* stop);

const Sidecar* sensitivity_sidecar(const Sensitivity* sensitivity);

/// How many windows `hop` frames apart, the first from frame `first` on, are complete in `n` samples
uint32_t sensitivity_windows(const Sensitivity* sensitivity, size_t n, uint64_t first, uint32_t hop);

/**
   The objective, mean of the windows.
   @return EQUUS_ERR_RANGE if the windows aren't complete or too many samples, EQUUS_ERR_MEMORY; as the next two.
*/
EquusStatus sensitivity_value(Sensitivity*            sensitivity,
                              const Objective*        objective,
                              const SensitivityMusic* music,
                              double*                 value,
                              EquusError*             error);

/**
   What a decibel more at each band adds to the objective.
   @param slopes [axis->n] per dB, at 0 dB.
   @param energy [axis->n] the music's energy between a band's edges, dB of all of it; -200 for none.  May be NULL.
   @param value The objective itself, as sensitivity_value() gives it.  May be NULL.
*/
EquusStatus sensitivity_slopes(Sensitivity*            sensitivity,
                               const Objective*        objective,
                               const SensitivityMusic* music,
                               double*                 slopes,
                               double*                 energy,
                               double*                 value,
                               EquusError*             error);

/**
   What each band holds: the objective minus that with the band's values replaced by their means.

   Mel bands count with the share of their triangle that lies between the band's edges.
   @param effects [axis->n]
*/
EquusStatus sensitivity_occlusion(Sensitivity*            sensitivity,
                                  const Objective*        objective,
                                  const SensitivityMusic* music,
                                  double*                 effects,
                                  EquusError*             error);

/// Begin sensitivity_occlusion() in parts; each band's effect is then to be had by sensitivity_occlude()
EquusStatus sensitivity_begin_occlusion(Sensitivity*            sensitivity,
                                        const Objective*        objective,
                                        const SensitivityMusic* music,
                                        EquusError*             error);

/// What a band holds of the music and objective with which sensitivity_begin_occlusion() was called last
double sensitivity_occlude(Sensitivity* sensitivity, unsigned band);

#endif // EQUUS_PLUGIN_SENSITIVITY_H
