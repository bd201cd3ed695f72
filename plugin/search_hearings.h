// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_SEARCH_HEARINGS_H
#define EQUUS_PLUGIN_SEARCH_HEARINGS_H

#include "plugin/hearing.h"
#include "plugin/shared_text.h"
#include "plugin/snapshot.h"

enum { SEARCH_HEARINGS = MODEL_MOOD + 1 };

/// Networks that can be gone through backwards, of which maps, meter and target share one where they ask the same
/// model; all zero at first, and the search thread's own
typedef struct {
  char     path[SEARCH_HEARINGS][SHARED_TEXT_SIZE]; ///< Of the side-car
  Hearing* hearing[SEARCH_HEARINGS];                ///< NULL for none
} SearchHearings;

/**
   One to share, loaded if it isn't there.
   @param bundled, path As for model_load().
   @return NULL with `error` filled; valid until the next search_hearings_tidy(), if it isn't shared by then.
*/
const Hearing* search_hearings_get(SearchHearings* hearings, const char* bundled, const char* path, EquusError* error);

/// Give up what nobody shares
void search_hearings_tidy(SearchHearings* hearings);

#endif // EQUUS_PLUGIN_SEARCH_HEARINGS_H
