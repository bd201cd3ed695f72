// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_CASTING_H
#define EQUUS_PLUGIN_CASTING_H

#include "dsp/rt.h"
#include "plugin/analysis.h"
#include "plugin/loader.h"

#include <stdbool.h>
#include <stdint.h>

/**
   Decides which models run and which of them are shown.

   What the parameters ask for is wanted from the loader; what they no longer ask
   for is taken out, but what is shown goes on until the model chosen in its
   stead is there, and for good if that can't be loaded.  Everything belongs to
   the audio thread; all zero is the beginning.
*/
typedef struct {
  PlaceSet   running; ///< Asked for by the parameters
  PlaceSet   asked;   ///< Those of them that the loader was asked for
  PlaceSet   own;     ///< Those of the user's own models that have a name
  Place      tags;    ///< Chosen
  MoodChoice mood;    ///< Chosen
  char       trouble[PLACE_COUNT][STATUS_TEXT_SIZE];
} Casting;

/// Want what these parameters [PARAM_COUNT] ask for
void casting_update(Casting* casting, Loader* loader, const Analysis* analysis, const float* parameters) EQUUS_RT;

/// Name the user's own model of a place, "" for none; loaded anew if it is wanted.  casting_update() must follow.
void casting_set_own(Casting* casting, Loader* loader, Place place, const char* name) EQUUS_RT;

/// Let the loader's answers take effect at this frame position since activate
void casting_take(Casting* casting, Loader* loader, Analysis* analysis, uint64_t position) EQUUS_RT;

/// What a person should know of the models, the chosen ones first; "" if all is well
const char* casting_trouble(const Casting* casting) EQUUS_RT;

#endif // EQUUS_PLUGIN_CASTING_H
