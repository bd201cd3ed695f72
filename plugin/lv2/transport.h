// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_LV2_TRANSPORT_H
#define EQUUS_PLUGIN_LV2_TRANSPORT_H

#include "dsp/rt.h"
#include "plugin/lv2/uris.h"

#include <lv2/atom/atom.h>

#include <stdbool.h>

/**
   Read a time:Position.
   @param rolling Whether its speed is another than 0; as it was if it says none
   @param frame Where it is, in frames of the host's rate; NaN if it doesn't say
   @return False if the object is another.
*/
bool transport_read(const LV2_Atom_Object* object, const EquusUris* uris, bool* rolling, double* frame) EQUUS_RT;

#endif // EQUUS_PLUGIN_LV2_TRANSPORT_H
