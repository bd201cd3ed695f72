// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_OUTPUTS_H
#define EQUUS_PLUGIN_OUTPUTS_H

#include "dsp/rt.h"
#include "plugin/snapshot.h"

#include <stdbool.h>

/**
   The output ports: the newest readings, and which tag each slot shows.

   All zero is the beginning; everything belongs to the audio thread.
*/
typedef struct {
  float          ports[OUTPUT_COUNT];
  const Sidecar* tag_sidecar;                         ///< Borrowed; NULL without a tag model
  char           slots[TAG_SLOTS][SIDECAR_MAX_TEXT];  ///< As named by the user; empty for the model's own order
  float          tags[TAP_COUNT][SIDECAR_MAX_LABELS]; ///< Newest reading, published scale
} Outputs;

/// Back to 0 at every port; slots stay
void outputs_clear(Outputs* outputs) EQUUS_RT;

/// Another model (NULL for none) takes the role: its ports show 0 until it speaks
void outputs_set_model(Outputs* outputs, Role role, const Sidecar* sidecar) EQUUS_RT;

/// Name a slot's tag, cut to what fits; the port shows that tag at once
void outputs_set_slot(Outputs* outputs, unsigned slot, const char* tag) EQUUS_RT;

/// The tag that a slot shows, "" if there is none
const char* outputs_slot(const Outputs* outputs, unsigned slot) EQUUS_RT;

/// Show a reading of the model with this side-car
void outputs_publish(Outputs* outputs, const Sidecar* sidecar, const ReadingMessage* reading) EQUUS_RT;

#endif // EQUUS_PLUGIN_OUTPUTS_H
