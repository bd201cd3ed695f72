// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_FLIP_H
#define EQUUS_PLUGIN_FLIP_H

#include "dsp/curve.h"
#include "plugin/hearing.h"
#include "plugin/objective.h"
#include "plugin/verdict.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/**
   The least equaliser that turns a verdict, or that brings a reading to a target.

   Curves are those of dsp/curve.h within ± a limit at each band, and always as
   loud as dry: one gain, by integrated loudness (ITU-R BS.1770), belongs to each.
   Least is smallest in strength: the RMS over log frequency from 20 Hz to 8 kHz of
   curve and gain together, dB.

   A search predicts what the model hears from the music's spectrum, and follows
   slopes: steps of least strength to the linearised border of the verdict (as S.-M.
   Moosavi-Dezfooli et al., "DeepFool", CVPR 2016, with this strength in place of the
   plain norm), toward each of the eight nearest other verdicts and then from random
   curves.  What it reports it has verified by the
   plug-in's own equaliser, curve, gain, resampler, front end and network, and taken from it what does nothing
   (plugin/flip_trim.h).
   Verdicts are of the mean of the windows' outputs before activation.

   For background threads; one thread at a time.  Same music, settings and rule: same bits.
*/
typedef struct Flip Flip;

typedef struct {
  unsigned bands;  ///< 8, 10 or 31
  double   limit;  ///< dB a band, above 0 to 24
  uint64_t seed;   ///< Of random curves
  unsigned starts; ///< Random curves from which to search besides the flat one
} FlipSettings;

/**
   Music at the host's rate, as it comes in.

   The model's windows stand back to back and end with it; there must be one at least.
*/
typedef struct {
  const float* const* channels; ///< [n_channels][n]
  unsigned            n_channels;
  size_t              n; ///< flip_needed() or more
  double              rate;
} FlipMusic;

typedef enum {
  FLIP_FOUND,     ///< And verified: both sides decided
  FLIP_NOT_FOUND, ///< Within the limit; for a target the nearest curve is given all the same
  FLIP_UNDECIDED, ///< Dry is no verdict that could be turned
  FLIP_STOPPED
} FlipOutcome;

typedef struct {
  FlipOutcome   outcome;
  Verdict       dry, wet; ///< As verified; for a target zeros
  CurveSettings curve;    ///< Flat where nothing was found
  double        strength; ///< dB RMS after level match
  double        match;    ///< Gain that makes wet as loud as dry, dB
  double        predicted,
    verified;               ///< Margin of wet, or the target's objective, before the plug-in's own filtering and by it
  unsigned gradients, runs; ///< How often the network was gone through backwards, and run, a window each
  unsigned flipped;         ///< flip_random(): draws that are predicted to flip
  double   seconds;         ///< Taken
  float    readings[2][SIDECAR_MAX_LABELS]; ///< Outputs before activation, dry and wet, as verified; dry twice where
                                            ///< nothing was found
} FlipResult;

/// How a search is watched and ended
typedef struct {
  const atomic_bool* stop;                      ///< Looked at before each run of the network; NULL for never
  void (*progress)(void* handle, double share); ///< Called with 0 to 1; NULL for nobody
  void* handle;
} FlipWatch;

/// 10 bands, ±6 dB, seed 1, two starts
FlipSettings flip_settings_usual(void);

/**
   @param bundled, model As for model_load().
   @param rate, channels Of the music to come.
   @return NULL with `error` filled; free with flip_free().
*/
Flip* flip_new(const char*         bundled,
               const char*         model,
               const FlipSettings* settings,
               double              rate,
               unsigned            channels,
               EquusError*         error);

/// As flip_new(), with the network of `hearing`, which it shares from now on
Flip* flip_new_sharing(const Hearing*      hearing,
                       const FlipSettings* settings,
                       double              rate,
                       unsigned            channels,
                       EquusError*         error);

void flip_free(Flip* flip);

const Sidecar* flip_sidecar(const Flip* flip);

/// Frames of music for so many windows, with a tenth of a second before them and what the resampler looks ahead
size_t flip_needed(const Flip* flip, unsigned windows);

/// "found", "not found", "undecided", "stopped"
const char* flip_outcome_name(FlipOutcome outcome);

/**
   Look for the least curve that turns the verdict.
   @param watch NULL for nobody.
   @return EQUUS_ERR_RANGE for music that doesn't fit, EQUUS_ERR_MEMORY; as the next two.
*/
EquusStatus flip_search(Flip*              flip,
                        const VerdictRule* rule,
                        const FlipMusic*   music,
                        const FlipWatch*   watch,
                        FlipResult*        result,
                        EquusError*        error);

/**
   Look for the least curve that moves the reading to a target, or as near to it as the limit allows.

   OBJECTIVE_NEARNESS: to within FLIP_NEAR of it on the plane.  Any other: by `amount`, up or down.
*/
EquusStatus flip_toward(Flip*            flip,
                        const Objective* objective,
                        double           amount,
                        const FlipMusic* music,
                        const FlipWatch* watch,
                        FlipResult*      result,
                        EquusError*      error);

#define FLIP_NEAR 0.05 ///< On the plane, -1 to 1

/**
   The honest comparison: the best of `draws` curves whose gains are drawn evenly within the limit.

   Judged, matched and verified as in flip_search().
*/
EquusStatus flip_random(Flip*              flip,
                        const VerdictRule* rule,
                        const FlipMusic*   music,
                        unsigned           draws,
                        const FlipWatch*   watch,
                        FlipResult*        result,
                        EquusError*        error);

#endif // EQUUS_PLUGIN_FLIP_H
