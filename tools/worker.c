// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/worker.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static LV2_Worker_Status
respond(const LV2_Worker_Respond_Handle handle, const uint32_t size, const void* const data)
{
  Worker* const worker = (Worker*)handle;
  const size_t  needed = worker->size + sizeof(size) + size;
  if (needed > worker->room) {
    char* const responses = (char*)realloc(worker->responses, 2 * needed);
    if (!responses) {
      return LV2_WORKER_ERR_NO_SPACE;
    }
    worker->responses = responses;
    worker->room      = 2 * needed;
  }
  memcpy(worker->responses + worker->size, &size, sizeof(size));
  if (size) {
    memcpy(worker->responses + worker->size + sizeof(size), data, size);
  }
  worker->size = needed;
  return LV2_WORKER_SUCCESS;
}

static LV2_Worker_Status
schedule(const LV2_Worker_Schedule_Handle handle, const uint32_t size, const void* const data)
{
  Worker* const worker = (Worker*)handle;
  return worker->interface ? worker->interface->work(worker->instance, respond, worker, size, data)
                           : LV2_WORKER_ERR_UNKNOWN;
}

void
worker_init(Worker* const worker)
{
  *worker = (Worker){ .schedule = { worker, schedule } };
}

void
worker_attach(Worker* const worker, const LV2_Worker_Interface* const interface, const LV2_Handle instance)
{
  worker->interface = interface;
  worker->instance  = instance;
}

void
worker_end_run(Worker* const worker)
{
  for (size_t at = 0; at < worker->size;) {
    uint32_t size = 0;
    memcpy(&size, worker->responses + at, sizeof(size));
    worker->interface->work_response(worker->instance, size, worker->responses + at + sizeof(size));
    at += sizeof(size) + size;
  }
  worker->size = 0;
  if (worker->interface && worker->interface->end_run) {
    worker->interface->end_run(worker->instance);
  }
}

void
worker_clear(Worker* const worker)
{
  free(worker->responses);
  *worker = (Worker){ 0 };
}
