// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_LV2_PORTS_H
#define EQUUS_PLUGIN_LV2_PORTS_H

#include "plugin/parameters.h"

#include <stdbool.h>

/**
   Indices of the ports of a plug-in with this many channels, in order:
   audio in, audio out, control (atoms in), notify (atoms out), freewheel,
   latency, the parameters, the outputs, and the side-chain where there is one.
*/

static inline unsigned
port_audio_in(unsigned channels, unsigned channel)
{
  (void)channels;
  return channel;
}

static inline unsigned
port_audio_out(unsigned channels, unsigned channel)
{
  return channels + channel;
}

static inline unsigned
port_control(unsigned channels)
{
  return 2 * channels;
}

static inline unsigned
port_notify(unsigned channels)
{
  return port_control(channels) + 1;
}

static inline unsigned
port_freewheel(unsigned channels)
{
  return port_control(channels) + 2;
}

static inline unsigned
port_latency(unsigned channels)
{
  return port_control(channels) + 3;
}

static inline unsigned
port_parameter(unsigned channels, unsigned index)
{
  return port_control(channels) + 4 + index;
}

static inline unsigned
port_output(unsigned channels, unsigned index)
{
  return port_parameter(channels, PARAM_COUNT) + index;
}

static inline unsigned
port_side(unsigned channels, unsigned channel)
{
  return port_output(channels, OUTPUT_COUNT) + channel;
}

/// Number of ports of a plug-in with a side-chain or without
static inline unsigned
port_count(unsigned channels, bool side)
{
  return port_side(channels, side ? channels : 0);
}

#endif // EQUUS_PLUGIN_LV2_PORTS_H
