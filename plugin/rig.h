// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_RIG_H
#define EQUUS_PLUGIN_RIG_H

#include "dsp/error.h"
#include "dsp/rt.h"
#include "models/model.h"
#include "models/predictor.h"
#include "plugin/snapshot.h"

#include <stdbool.h>
#include <stdint.h>

/**
   One role's model on both taps: what the worker builds and the audio thread runs.

   Both predictors hear the same number of samples and so stay in step.  A rig
   without a model is the answer "off", or says why a model could not be loaded.
*/
typedef struct {
  Role        role;
  unsigned    value; ///< Of the parameter that asked for it
  Model*      model; ///< NULL for off and for a failure
  Predictor*  predictors[TAP_COUNT];
  uint64_t    start; ///< Sample position at the model's rate at which it began; the audio thread's
  uint32_t    hop;   ///< Frames between readings; the audio thread's
  EquusStatus status;
  char        trouble[STATUS_TEXT_SIZE]; ///< What a person should know if `status` is not EQUUS_OK
} Rig;

enum { RIG_RATE = 16000 }; ///< Hz that every model must take

/**
   Build what a value of the role's model parameter asks for; not on the audio thread.

   @return NULL only if out of memory for the rig itself; a model that fails
   gives a rig with its status set.  Free with rig_free().
*/
Rig* rig_load(const char* directory, Role role, unsigned value);

void rig_free(Rig* rig);

/// Parameter that chooses this role's model
unsigned rig_parameter(Role role) EQUUS_RT;

/// Hop in frames that these parameters [PARAM_COUNT] ask for; live at least 0.1 s
uint32_t rig_wanted_hop(const Rig* rig, const float* parameters, bool freewheel) EQUUS_RT;

/// Begin anew with this hop at a sample position
void rig_start(Rig* rig, uint32_t hop, uint64_t position) EQUUS_RT;

#endif // EQUUS_PLUGIN_RIG_H
