// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_CREW_H
#define EQUUS_TOOLS_CREW_H

#include <stdbool.h>

/// A job: `index` from 0; runs in any thread, several at once
typedef void (*CrewJob)(void* handle, unsigned index);

/**
   Do jobs 0 ... n - 1 in order of their index by up to `workers` threads and wait for all.

   Where no thread can be started, the caller's does the work.
*/
void crew_run(unsigned workers, unsigned n, CrewJob job, void* handle);

/// Processors that this process may use, 1 or more
unsigned crew_processors(void);

#endif // EQUUS_TOOLS_CREW_H
