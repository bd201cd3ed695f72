// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_PARAMETER_SCALE_H
#define EQUUS_PLUGIN_PARAMETER_SCALE_H

#include "plugin/parameters.h"

/**
   Parameters as positions from 0 to 1 and as texts, for hosts that show and automate them so.

   Logarithmic parameters are even in their logarithm, stepped ones even in their steps.
*/

/// Steps between the lowest and the highest value: 0 for continuous parameters, 1 for switches
unsigned parameter_steps(unsigned index) EQUUS_RT;

/// True if hosts may add to the value from moment to moment: the continuous ones of the equaliser
bool parameter_is_modulated(unsigned index) EQUUS_RT;

/// Position 0 to 1 of a value, which is limited first
double parameter_position(unsigned index, float value) EQUUS_RT;

/// Value at a position, limited to 0 to 1
float parameter_value(unsigned index, double position) EQUUS_RT;

/**
   Understand a text as parameter_format() writes it or as a person does: "1.9 kHz", "1900", "-6", "on", "MSD musicnn".
   @return False if it says nothing of this parameter; then `value` is left alone.
*/
bool parameter_read(unsigned index, const char* text, float* value);

#endif // EQUUS_PLUGIN_PARAMETER_SCALE_H
