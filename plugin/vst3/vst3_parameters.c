// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/vst3/vst3_parameters.h"

#include "plugin/parameter_scale.h"
#include "plugin/vst3/wide_text.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_SIZE = 128 };

const char*
vst3_unit_name(int32_t unit)
{
  return unit == VST3_READINGS ? "Readings" : parameter_group_name((ParameterGroup)unit);
}

static const char*
unit_text(ParameterUnit unit)
{
  switch (unit) {
  case UNIT_DB:
    return "dB";
  case UNIT_HZ:
    return "Hz";
  case UNIT_SECONDS:
    return "s";
  case UNIT_FRAMES:
    return "frames";
  case UNIT_SAMPLES:
    return "samples";
  case UNIT_NONE:
    break;
  }
  return "";
}

int32_t
vst3_parameter_count(void)
{
  return PARAM_COUNT + OUTPUT_COUNT + 1;
}

static void
name(struct v3_param_info* info, const char* title, const char* unit)
{
  wide_text_from(info->title, TEXT_SIZE, title);
  wide_text_from(info->short_title, TEXT_SIZE, title);
  wide_text_from(info->units, TEXT_SIZE, unit);
}

static void
describe_input(unsigned index, struct v3_param_info* info)
{
  const Parameter* const p       = parameter(index);
  info->param_id                 = index;
  info->step_count               = (int32_t)parameter_steps(index);
  info->default_normalised_value = vst3_position(index, p->initial);
  info->unit_id                  = (int32_t)parameter_group(index);
  info->flags |= (p->flags & PARAMETER_EXPENSIVE) ? 0 : V3_PARAM_CAN_AUTOMATE;
  info->flags |= (p->flags & PARAMETER_ENUMERATION) ? V3_PARAM_IS_LIST : 0;
  if (index == PARAM_ENABLED) {
    info->flags |= V3_PARAM_IS_BYPASS;
    name(info, "Bypass", "");
  } else {
    name(info, p->name, unit_text(p->unit));
  }
}

static void
describe_output(unsigned index, struct v3_param_info* info)
{
  info->param_id                 = VST3_OUTPUTS + index;
  info->default_normalised_value = vst3_output_position(index, 0.0f);
  info->unit_id                  = VST3_READINGS;
  info->flags                    = V3_PARAM_READ_ONLY;
  name(info, parameter_output(index)->name, "");
}

static void
describe_program(const PresetList* presets, struct v3_param_info* info)
{
  info->param_id   = VST3_PROGRAM;
  info->step_count = (int32_t)presets->n - 1;
  info->flags      = V3_PARAM_PROGRAM_CHANGE | V3_PARAM_IS_LIST;
  name(info, "Preset", "");
}

bool
vst3_parameter_info(const PresetList* presets, int32_t place, struct v3_param_info* info)
{
  memset(info, 0, sizeof(*info));
  if (place < 0 || place >= vst3_parameter_count()) {
    return false;
  }
  if (place < PARAM_COUNT) {
    describe_input((unsigned)place, info);
  } else if (place < PARAM_COUNT + OUTPUT_COUNT) {
    describe_output((unsigned)place - PARAM_COUNT, info);
  } else {
    describe_program(presets, info);
  }
  return true;
}

bool
vst3_is_input(v3_param_id id)
{
  return id < PARAM_COUNT;
}

static bool
is_output(v3_param_id id)
{
  return id >= VST3_OUTPUTS && id < VST3_OUTPUTS + OUTPUT_COUNT;
}

double
vst3_position(v3_param_id id, float value)
{
  const double position = parameter_position(id, value);
  return id == PARAM_ENABLED ? 1.0 - position : position;
}

float
vst3_value(v3_param_id id, double position)
{
  return parameter_value(id, id == PARAM_ENABLED ? 1.0 - position : position);
}

double
vst3_output_position(unsigned index, float value)
{
  const Parameter* const p     = parameter_output(index);
  const float            share = (value - p->minimum) / (p->maximum - p->minimum);
  return share > 0.0f ? (double)(share < 1.0f ? share : 1.0f) : 0.0;
}

static float
output_value(unsigned index, double position)
{
  const Parameter* const p = parameter_output(index);
  return (float)((double)p->minimum + position * (double)(p->maximum - p->minimum));
}

unsigned
vst3_program_at(const PresetList* presets, double position)
{
  const double share = position > 0.0 ? position : 0.0;
  return (unsigned)((share < 1.0 ? share : 1.0) * (presets->n - 1) + 0.5);
}

bool
vst3_parameter_text(const PresetList* presets, v3_param_id id, double position, v3_str_128 text)
{
  char plain[TEXT_SIZE] = "";
  if (id == PARAM_ENABLED) {
    snprintf(plain, sizeof(plain), "%s", position >= 0.5 ? "on" : "off"); // The bypass
  } else if (vst3_is_input(id)) {
    parameter_format(id, vst3_value(id, position), plain, sizeof(plain));
  } else if (is_output(id)) {
    snprintf(plain, sizeof(plain), "%.3f", (double)output_value(id - VST3_OUTPUTS, position));
  } else if (id == VST3_PROGRAM) {
    snprintf(plain, sizeof(plain), "%s", presets->presets[vst3_program_at(presets, position)].title);
  } else {
    return false;
  }
  wide_text_from(text, TEXT_SIZE, plain);
  return true;
}

bool
vst3_parameter_read(const PresetList* presets, v3_param_id id, const int16_t* text, double* position)
{
  char  plain[TEXT_SIZE];
  float value = 0.0f;
  wide_text_to(plain, sizeof(plain), text);
  for (unsigned i = 0; id == VST3_PROGRAM && i < presets->n; ++i) {
    if (!strcmp(presets->presets[i].title, plain)) {
      *position = presets->n > 1 ? (double)i / (presets->n - 1) : 0.0;
      return true;
    }
  }
  if (!vst3_is_input(id) || !parameter_read(id, plain, &value)) {
    return false;
  }
  *position = parameter_position(id, value); // Of the bypass too: "on" bypasses
  return true;
}
