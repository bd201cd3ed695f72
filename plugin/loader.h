// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_LOADER_H
#define EQUUS_PLUGIN_LOADER_H

#include "dsp/rt.h"
#include "plugin/rig.h"

#include <stdbool.h>

/**
   Between the audio thread, which wants models, and the worker, which builds and frees them.

   Neither waits for the other: wishes are numbers, of which the latest counts;
   rigs come through a mailbox a role and go through one queue.
*/
typedef struct Loader Loader;

/// @param directory Folder of the models; copied.  NULL if out of memory; free with loader_free()
Loader* loader_new(const char* directory);

/// No thread may be in any other function; frees what nobody took
void loader_free(Loader* loader);

/// Audio thread: from now on this value of the role's model parameter is wanted
void loader_want(Loader* loader, Role role, unsigned value) EQUUS_RT;

/// Audio thread: true once after something came up that the worker should do
bool loader_needs_work(Loader* loader) EQUUS_RT;

/// Audio thread: true from a wish to its answer
bool loader_is_loading(const Loader* loader, Role role) EQUUS_RT;

/// Audio thread: an answer that came in, now the caller's, or NULL.  After each there is room to discard two rigs.
Rig* loader_take(Loader* loader, Role role) EQUUS_RT;

/// Audio thread: have a rig that loader_take() gave freed; NULL is nothing
void loader_discard(Loader* loader, Rig* rig) EQUUS_RT;

/// Worker: build what is wanted, free what was discarded.  Any thread but the audio thread; one at a time gets in.
void loader_work(Loader* loader);

#endif // EQUUS_PLUGIN_LOADER_H
