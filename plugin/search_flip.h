// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_SEARCH_FLIP_H
#define EQUUS_PLUGIN_SEARCH_FLIP_H

#include "plugin/search_board.h"
#include "plugin/search_task.h"

/// The search thread's work on flips: the meter, again and again, and the target, once for each request
typedef struct SearchFlip SearchFlip;

/// Told what there is of a flip, also while it is being searched
typedef void (*SearchFlipTell)(void* handle, const FlipMessage* message);

/// NULL if out of memory; free with search_flip_free()
SearchFlip* search_flip_new(void);

void search_flip_free(SearchFlip* flip);

/**
   Search if it is due: a target once; the meter when what is asked for has changed and then with music of two seconds
   or more that it hasn't heard.

   Loads the model, one for both kinds where they can share it, and gives it up once neither is wished.
   @param delay Samples by which wet comes later than dry where dry comes from the side-chain, SEARCH_UNKNOWN there
   while not known; else 0.  Beyond one sample there is no flip, and why is told.
*/
void search_flip_run(SearchFlip*       flip,
                     const SearchTask* task,
                     FlipKind          kind,
                     int               delay,
                     SearchFlipTell    tell,
                     void*             handle);

#endif // EQUUS_PLUGIN_SEARCH_FLIP_H
