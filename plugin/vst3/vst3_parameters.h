// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_VST3_VST3_PARAMETERS_H
#define EQUUS_PLUGIN_VST3_VST3_PARAMETERS_H

#include "plugin/parameter_group.h"
#include "plugin/parameters.h"
#include "plugin/vst3/travesty.h"
#include "ui/preset_list.h"

#include <stdbool.h>

/**
   The table of parameters as VST3 sees it: numbers that stay for ever, positions from 0 to 1, units as groups.

   Inputs have their index as number, outputs VST3_OUTPUTS and up, and the choice
   of a preset VST3_PROGRAM.  "Enabled" is shown as VST3's bypass, which is its opposite.
*/

enum { VST3_OUTPUTS = 1000, VST3_PROGRAM = 2000, VST3_PROGRAM_LIST = 1 };

/// Units: the root, which is GROUP_GENERAL, the other groups, and the outputs
enum { VST3_READINGS = PARAMETER_GROUPS, VST3_UNITS };

const char* vst3_unit_name(int32_t unit);

/// How many there are, with outputs and program
int32_t vst3_parameter_count(void);

/// Describe the parameter in a place of the list; false if there is none
bool vst3_parameter_info(const PresetList* presets, int32_t place, struct v3_param_info* info);

/// True if the number is one of an input parameter
bool vst3_is_input(v3_param_id id);

double vst3_position(v3_param_id id, float value) EQUUS_RT;
float  vst3_value(v3_param_id id, double position) EQUUS_RT;

/// Position of an output's value
double vst3_output_position(unsigned index, float value) EQUUS_RT;

/// Index of the preset at a position of VST3_PROGRAM
unsigned vst3_program_at(const PresetList* presets, double position) EQUUS_RT;

/// Write the text of a position; false for a number that isn't known
bool vst3_parameter_text(const PresetList* presets, v3_param_id id, double position, v3_str_128 text);

/// Read a text; false if it can't be understood
bool vst3_parameter_read(const PresetList* presets, v3_param_id id, const int16_t* text, double* position);

#endif // EQUUS_PLUGIN_VST3_VST3_PARAMETERS_H
