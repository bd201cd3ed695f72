// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// VST3's units: groups of parameters, and the presets as a program list

#include "plugin/vst3/vst3.h"
#include "plugin/vst3/vst3_parameters.h"
#include "plugin/vst3/wide_text.h"

#include <string.h>

enum { NAME_SIZE = 128 };

VST3_UNKNOWN(units, units)

static int32_t V3_API
get_unit_count(void* self)
{
  (void)self;
  return VST3_UNITS;
}

static v3_result V3_API
get_unit_info(void* self, int32_t place, v3_unit_info* info)
{
  (void)self;
  if (place < 0 || place >= VST3_UNITS) {
    return V3_INVALID_ARG;
  }
  memset(info, 0, sizeof(*info));
  info->id              = place;
  info->parent_unit_id  = place == GROUP_GENERAL ? -1 : GROUP_GENERAL;
  info->program_list_id = place == GROUP_GENERAL ? VST3_PROGRAM_LIST : -1;
  wide_text_from(info->name, NAME_SIZE, vst3_unit_name(place));
  return V3_OK;
}

static int32_t V3_API
get_program_list_count(void* self)
{
  (void)self;
  return 1;
}

static v3_result V3_API
get_program_list_info(void* self, int32_t place, v3_program_list_info* info)
{
  if (place != 0) {
    return V3_INVALID_ARG;
  }
  memset(info, 0, sizeof(*info));
  info->id           = VST3_PROGRAM_LIST;
  info->programCount = (int32_t)VST3_OF(self, units)->presets->n;
  wide_text_from(info->name, NAME_SIZE, "Presets");
  return V3_OK;
}

static v3_result V3_API
get_program_name(void* self, int32_t list, int32_t program, v3_str_128 text)
{
  const PresetList* const presets = VST3_OF(self, units)->presets;
  if (list != VST3_PROGRAM_LIST || program < 0 || program >= (int32_t)presets->n) {
    return V3_INVALID_ARG;
  }
  wide_text_from(text, NAME_SIZE, presets->presets[program].title);
  return V3_OK;
}

static v3_result V3_API
get_program_info(void* self, int32_t list, int32_t program, const char* attribute, v3_str_128 value)
{
  (void)self;
  (void)list;
  (void)program;
  (void)attribute;
  (void)value;
  return V3_FALSE;
}

static v3_result V3_API
has_program_pitch_names(void* self, int32_t list, int32_t program)
{
  (void)self;
  (void)list;
  (void)program;
  return V3_FALSE;
}

static v3_result V3_API
get_program_pitch_name(void* self, int32_t list, int32_t program, int16_t pitch, v3_str_128 text)
{
  (void)self;
  (void)list;
  (void)program;
  (void)pitch;
  (void)text;
  return V3_FALSE;
}

static int32_t V3_API
get_selected_unit(void* self)
{
  (void)self;
  return GROUP_GENERAL;
}

static v3_result V3_API
select_unit(void* self, int32_t unit)
{
  (void)self;
  return unit >= 0 && unit < VST3_UNITS ? V3_OK : V3_INVALID_ARG;
}

static v3_result V3_API
get_unit_by_bus(void* self, int32_t type, int32_t direction, int32_t bus, int32_t channel, int32_t* unit)
{
  (void)self;
  (void)type;
  (void)direction;
  (void)bus;
  (void)channel;
  *unit = GROUP_GENERAL;
  return V3_OK;
}

static v3_result V3_API
set_unit_program_data(void* self, int32_t list, int32_t program, struct v3_bstream** data)
{
  (void)self;
  (void)list;
  (void)program;
  (void)data;
  return V3_NOT_IMPLEMENTED;
}

const struct v3_unit_information vst3_units = {
  .query_interface         = units_query,
  .ref                     = units_ref,
  .unref                   = units_unref,
  .get_unit_count          = get_unit_count,
  .get_unit_info           = get_unit_info,
  .get_program_list_count  = get_program_list_count,
  .get_program_list_info   = get_program_list_info,
  .get_program_name        = get_program_name,
  .get_program_info        = get_program_info,
  .has_program_pitch_names = has_program_pitch_names,
  .get_program_pitch_name  = get_program_pitch_name,
  .get_selected_unit       = get_selected_unit,
  .select_unit             = select_unit,
  .get_unit_by_bus         = get_unit_by_bus,
  .set_unit_program_data   = set_unit_program_data,
};
