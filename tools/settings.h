// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_SETTINGS_H
#define EQUUS_TOOLS_SETTINGS_H

#include "plugin/snapshot.h"
#include "tools/bundle.h"
#include "tools/text_list.h"

/// Values [PARAM_COUNT] for the plug-in, from defaults, a preset and assignments

/// All parameters at their defaults
void settings_init(float* values);

/// What a preset says about the sound; models and hops stay as they are
void settings_apply(float* values, const BundlePreset* preset);

/**
   What the preset of this name says; nothing for NULL.
   @return EQUUS_ERR_NOT_FOUND with `error` listing the presets
*/
EquusStatus settings_apply_named(float* values, const Bundle* bundle, const char* name, EquusError* error);

/**
   Assign from texts of the form SYMBOL=VALUE.
   @return EQUUS_ERR_NOT_FOUND or EQUUS_ERR_RANGE with `error` saying what is possible
*/
EquusStatus settings_assign(float* values, const TextList* assignments, EquusError* error);

/// Time from reading to reading of a model, in its frames
void settings_hop(float* values, const Sidecar* sidecar, uint32_t hop);

#endif // EQUUS_TOOLS_SETTINGS_H
