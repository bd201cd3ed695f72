// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_OUTPUTS_H
#define EQUUS_PLUGIN_OUTPUTS_H

#include "dsp/rt.h"
#include "plugin/snapshot.h"

#include <stdbool.h>

/// Newest reading of one place
typedef struct {
  const Sidecar* sidecar; ///< Borrowed; NULL without a model
  bool           valid[TAP_COUNT];
  float          values[TAP_COUNT][SIDECAR_MAX_LABELS]; ///< Published scale
} OutputsPlace;

/**
   The output ports: the newest readings of what is shown, and which tag each slot shows.

   All zero and outputs_show() is the beginning; everything belongs to the audio thread.
*/
typedef struct {
  float        ports[OUTPUT_COUNT];
  Shown        shown;
  OutputsPlace places[PLACE_COUNT];
  char         slots[TAG_SLOTS][SIDECAR_MAX_TEXT]; ///< As named by the user; empty for the model's own order
} Outputs;

/// Forget all readings: 0 at every port; slots stay
void outputs_clear(Outputs* outputs) EQUUS_RT;

/// Another model (NULL for none) takes a place
void outputs_set_model(Outputs* outputs, Place place, const Sidecar* sidecar) EQUUS_RT;

/// Show other models' newest readings, 0 where there is none yet
void outputs_show(Outputs* outputs, Shown shown) EQUUS_RT;

/// Name a slot's tag, cut to what fits; the port shows that tag at once
void outputs_set_slot(Outputs* outputs, unsigned slot, const char* tag) EQUUS_RT;

/// The tag that a slot shows, "" if there is none
const char* outputs_slot(const Outputs* outputs, unsigned slot) EQUUS_RT;

/// Take a reading of the model in its place
void outputs_publish(Outputs* outputs, const ReadingMessage* reading) EQUUS_RT;

#endif // EQUUS_PLUGIN_OUTPUTS_H
