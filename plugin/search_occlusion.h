// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_SEARCH_OCCLUSION_H
#define EQUUS_PLUGIN_SEARCH_OCCLUSION_H

#include "plugin/sensitivity.h"
#include "plugin/snapshot.h"

/**
   The search thread's occlusion maps, a few bands at a time: one takes a run of the network for each band.

   The first of an objective is made at once, those that follow rest until they
   have taken a twentieth of the time, and five seconds at least.
*/
typedef struct SearchOcclusion SearchOcclusion;

/// NULL with `error` filled; free with search_occlusion_free()
SearchOcclusion* search_occlusion_new(const Hearing*         hearing,
                                      const SensitivityAxis* axis,
                                      double                 rate,
                                      EquusError*            error);

void search_occlusion_free(SearchOcclusion* occlusion);

/// Give up what was begun and forget what was found: something else is asked for
void search_occlusion_reset(SearchOcclusion* occlusion);

/// True if one may begin with music that ends at `time`, seconds since activate
bool search_occlusion_is_due(const SearchOcclusion* occlusion, double time);

/// Begin; the music is needed no longer than this takes
EquusStatus search_occlusion_begin(SearchOcclusion*        occlusion,
                                   const Objective*        objective,
                                   const SensitivityMusic* music,
                                   double                  time,
                                   EquusError*             error);

/// Go on, if one has begun, for a twentieth of a second or one band; true if it is complete now
bool search_occlusion_run(SearchOcclusion* occlusion, const atomic_bool* stop);

/// Write what was found last, if anything, into a message
void search_occlusion_fill(const SearchOcclusion* occlusion, MapsMessage* message);

#endif // EQUUS_PLUGIN_SEARCH_OCCLUSION_H
