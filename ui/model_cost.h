// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_MODEL_COST_H
#define EQUUS_UI_MODEL_COST_H

#include "models/catalogue.h"
#include "plugin/snapshot.h"

/// What models cost, from the work that their side-cars state and the load that is measured of those that run

/// Side-car of the model of a place, running or not; NULL if it isn't known
const Sidecar* model_cost_sidecar(const Snapshot* snapshot, const Catalogue* catalogue, Place place);

/**
   What a value of tag_model, mood_model or compare would add to the others that are chosen, in few words.

   The work of both taps; once something runs and its load was measured also the
   share of a block's time that this would take.  "" where it isn't known.
*/
void model_cost_text(const Snapshot*  snapshot,
                     const Catalogue* catalogue,
                     unsigned         index,
                     float            value,
                     char*            text,
                     unsigned         size);

#endif // EQUUS_UI_MODEL_COST_H
