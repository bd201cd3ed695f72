// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_INSERT_PORTS_H
#define EQUUS_TOOLS_INSERT_PORTS_H

#include "dsp/error.h"
#include "tools/text_list.h"

#include <lilv/lilv.h>
#include <stdbool.h>
#include <stdint.h>

/// What the ports of an LV2 plug-in are, and the values of its controls

enum { INSERT_MAX_CHANNELS = 2 };

typedef enum {
  PORT_NOTHING,     ///< May stay unconnected
  PORT_AUDIO_IN,    ///< One of `in`
  PORT_AUDIO_OUT,   ///< One of `out`
  PORT_SILENCE,     ///< A side-chain
  PORT_CONTROL_IN,  ///< Reads its value
  PORT_CONTROL_OUT, ///< Writes its value
  PORT_ATOM_IN,
  PORT_ATOM_OUT
} PortRole;

typedef struct {
  const LilvPlugin* plugin;
  uint32_t          n;
  PortRole*         roles;  ///< [n]
  float*            values; ///< [n] of the controls
  uint32_t*         sizes;  ///< [n] bytes of the atom ports
  uint32_t          in[INSERT_MAX_CHANNELS], out[INSERT_MAX_CHANNELS];
  unsigned          n_in, n_out;
  uint32_t          latency; ///< Port that tells it, `n` for none
} InsertPorts;

/**
   Look at all ports; controls get their defaults.
   @param ports Freed with insert_ports_clear(), also after a failure.
   @return EQUUS_ERR_MEMORY, or EQUUS_ERR_UNSUPPORTED with `error` naming the port that can't be served
*/
EquusStatus insert_ports_init(InsertPorts* ports, LilvWorld* world, const LilvPlugin* plugin, EquusError* error);

void insert_ports_clear(InsertPorts* ports);

/// Port of this symbol, `n` where there is none
uint32_t insert_ports_find(const InsertPorts* ports, const char* symbol);

/**
   Set a control from SYMBOL=VALUE.
   @return EQUUS_ERR_NOT_FOUND or EQUUS_ERR_RANGE with `error` listing the controls, or the range and names of values
*/
EquusStatus insert_ports_assign(InsertPorts* ports, const char* assignment, EquusError* error);

#endif // EQUUS_TOOLS_INSERT_PORTS_H
