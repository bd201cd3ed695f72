// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_POLLER_H
#define EQUUS_PLUGIN_POLLER_H

#include "plugin/equus.h"

/// A thread that calls equus_work() every few milliseconds, for hosts that have no worker
typedef struct Poller Poller;

/// Start the thread; NULL if there is none to be had.  End with poller_free(), before equus_free().
Poller* poller_new(Equus* equus);

/// Stop and join the thread; waits for a load in progress
void poller_free(Poller* poller);

#endif // EQUUS_PLUGIN_POLLER_H
