// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_RIG_H
#define EQUUS_PLUGIN_RIG_H

#include "dsp/error.h"
#include "dsp/rt.h"
#include "models/model.h"
#include "models/predictor.h"
#include "plugin/ears.h"
#include "plugin/places.h"
#include "plugin/snapshot.h"
#include "plugin/stream.h"

#include <stdint.h>

/**
   One place's model on both taps: what the worker builds and the audio thread runs.

   It brings a stream and ears of its own, and uses those of a rig that runs
   already where they agree (plugin/lineup.h).  Both predictors hear the same
   number of samples and so stay in step.  A rig without a model says why it
   could not be loaded.
*/
typedef struct {
  Place       place;
  unsigned    wish;  ///< Number of the wish that it answers
  Model*      model; ///< NULL after a failure
  Predictor*  predictors[TAP_COUNT];
  Stream*     own_stream;
  Ears*       own_ears;
  Stream*     stream; ///< The one it uses; the audio thread's, as all that follows
  Ears*       ears;
  uint32_t    hop; ///< Frames between readings
  EquusStatus status;
  char        trouble[STATUS_TEXT_SIZE]; ///< What a person should know if `status` is not EQUUS_OK
} Rig;

/// For what rigs are built
typedef struct {
  const char* directory; ///< Folder of the bundled models
  double      host_rate;
  uint32_t    most; ///< Frames of the largest round
} RigConfig;

/**
   Build the model of a place; not on the audio thread.

   @param own Path or name of the user's own model, for the places of those.
   @return NULL only if out of memory for the rig itself; a model that fails
   gives a rig with its status set.  Free with rig_free().
*/
Rig* rig_load(const RigConfig* config, Place place, const char* own);

/// Frees also its own stream and ears, whoever uses them
void rig_free(Rig* rig);

const Sidecar* rig_sidecar(const Rig* rig) EQUUS_RT;

/// Hop in frames that these parameters [PARAM_COUNT] ask for; live at least 0.1 s
uint32_t rig_wanted_hop(const Rig* rig, const float* parameters, bool freewheel) EQUUS_RT;

/// Begin anew with this hop, on whatever history its ears have
void rig_start(Rig* rig, uint32_t hop) EQUUS_RT;

#endif // EQUUS_PLUGIN_RIG_H
