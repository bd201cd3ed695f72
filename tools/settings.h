// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_SETTINGS_H
#define EQUUS_TOOLS_SETTINGS_H

#include "tools/bundle.h"
#include "tools/text_list.h"

/// Values [PARAM_COUNT] for the plug-in, from defaults, a preset and assignments

/// All parameters at their defaults
void settings_init(float* values);

/// What a preset says about the sound; models and hops stay as they are
void settings_apply(float* values, const Preset* preset);

/**
   Assign from texts of the form SYMBOL=VALUE.
   @return EQUUS_ERR_NOT_FOUND or EQUUS_ERR_RANGE with `error` saying what is possible
*/
EquusStatus settings_assign(float* values, const TextList* assignments, EquusError* error);

/// Run this model of a role, with its hop in frames (tags) or seconds (mood); model 0 turns the role off
void settings_model(float* values, bool mood, float model, double hop);

#endif // EQUUS_TOOLS_SETTINGS_H
