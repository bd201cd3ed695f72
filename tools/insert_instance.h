// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_INSERT_INSTANCE_H
#define EQUUS_TOOLS_INSERT_INSTANCE_H

#include "tools/insert_ports.h"
#include "tools/urids.h"

/// One running instance of an insert, with buffers for all its ports
typedef struct InsertInstance InsertInstance;

enum { INSERT_BLOCK = 1024 }; ///< Every run is as long: what needs fixed blocks or powers of two has them

/// The first feature that the plug-in requires and instances don't get, or NULL; to be freed with lilv_free()
char* insert_instance_missing(const LilvPlugin* plugin);

/**
   Instantiate, restore the state, connect and activate.

   @param state Of a preset or the plug-in's defaults, or NULL
   @return NULL with `error`; free with insert_instance_free()
*/
InsertInstance* insert_instance_new(const InsertPorts* ports,
                                    const LilvState*   state,
                                    Urids*             urids,
                                    double             rate,
                                    EquusError*        error);

void insert_instance_free(InsertInstance* instance);

/// [INSERT_BLOCK] of an audio input or output, by its number among them
float*       insert_instance_input(InsertInstance* instance, unsigned channel);
const float* insert_instance_output(const InsertInstance* instance, unsigned channel);

void insert_instance_run(InsertInstance* instance);

/// Samples that the plug-in has reported in its last run, 0 where it reports none
double insert_instance_latency(const InsertInstance* instance);

#endif // EQUUS_TOOLS_INSERT_INSTANCE_H
