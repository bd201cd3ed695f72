// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_LOADER_H
#define EQUUS_PLUGIN_LOADER_H

#include "dsp/rt.h"
#include "plugin/rig.h"

#include <stdbool.h>

/**
   Between the audio thread, which wants models, and the worker, which builds and frees them.

   Neither waits for the other: wishes are numbered, of which the latest of a
   place counts; rigs come through a mailbox a place and go through one queue.
*/
typedef struct Loader Loader;

/// @param config Copied.  NULL if out of memory; free with loader_free()
Loader* loader_new(const RigConfig* config);

/// No thread may be in any other function; frees what nobody took
void loader_free(Loader* loader);

/// Audio thread: have the model of a place built, anew if it was before
void loader_want(Loader* loader, Place place) EQUUS_RT;

/// Audio thread: withdraw the wish for a place; what was being built for it is freed
void loader_drop(Loader* loader, Place place) EQUUS_RT;

/// Audio thread: name the user's own model for later wishes of its place; cut to SHARED_TEXT_SIZE - 1 characters
void loader_set_own(Loader* loader, Place place, const char* name) EQUUS_RT;

/// Audio thread: true once after something came up that the worker should do
bool loader_needs_work(Loader* loader) EQUUS_RT;

/// Audio thread: true from a wish to its answer
bool loader_is_loading(const Loader* loader, Place place) EQUUS_RT;

/// Audio thread: the answer to the present wish for a place, now the caller's, or NULL while there is none
Rig* loader_take(Loader* loader, Place place) EQUUS_RT;

/// Audio thread: how many rigs can be discarded
unsigned loader_room(const Loader* loader) EQUUS_RT;

/// Audio thread: have a rig that loader_take() gave freed, while there is room; NULL is nothing
void loader_discard(Loader* loader, Rig* rig) EQUUS_RT;

/// Worker: build what is wanted, free what was discarded.  Any thread but the audio thread; one at a time gets in.
void loader_work(Loader* loader);

#endif // EQUUS_PLUGIN_LOADER_H
