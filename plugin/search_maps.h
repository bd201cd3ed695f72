// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_SEARCH_MAPS_H
#define EQUUS_PLUGIN_SEARCH_MAPS_H

#include "plugin/search_task.h"
#include "plugin/snapshot.h"

/// The search thread's work on maps: which bands push the value that is wished, on the newest window
typedef struct SearchMaps SearchMaps;

/// NULL if out of memory; free with search_maps_free()
SearchMaps* search_maps_new(void);

void search_maps_free(SearchMaps* maps);

/**
   Make maps if they are due: slopes when what is asked for has changed, and then with each hop of the model, at least a
   second, and not more often than so that they take 15 % of the time; occlusion behind them, a few bands a call, as
   plugin/search_occlusion.h says.

   Has the model in the form that can be gone through backwards, and gives it up once no maps are wished.
   @return True if `message` was filled: maps, why there are none, or that none are wished any more.
*/
bool search_maps_run(SearchMaps* maps, const SearchTask* task, MapsMessage* message);

#endif // EQUUS_PLUGIN_SEARCH_MAPS_H
