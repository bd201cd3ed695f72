// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_WORKER_H
#define EQUUS_TOOLS_WORKER_H

#include <lv2/worker/worker.h>
#include <stddef.h>

/// The worker of a host that runs all work at once, in the thread that asks for it
typedef struct {
  LV2_Worker_Schedule         schedule; ///< The feature's data
  const LV2_Worker_Interface* interface;
  LV2_Handle                  instance;
  char*                       responses; ///< Size and bytes of each, in order
  size_t                      size, room;
} Worker;

/// Before the instance exists; `worker` must stay where it is
void worker_init(Worker* worker);

/// Once it exists; `interface` may be NULL
void worker_attach(Worker* worker, const LV2_Worker_Interface* interface, LV2_Handle instance);

/// Hand the responses over; after each run
void worker_end_run(Worker* worker);

void worker_clear(Worker* worker);

#endif // EQUUS_TOOLS_WORKER_H
