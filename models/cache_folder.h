// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_CACHE_FOLDER_H
#define EQUUS_MODELS_CACHE_FOLDER_H

#include <stdbool.h>

/**
   Open $XDG_CACHE_HOME/equus, or ~/.cache/equus if that isn't set.

   @param make Make it, for the user alone, if it isn't there.  Root makes no folder
   in another user's.
   @return A descriptor to be closed, or -1 if there is none that is the user's own.
*/
int cache_folder_open(bool make);

#endif // EQUUS_MODELS_CACHE_FOLDER_H
