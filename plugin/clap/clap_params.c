// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// CLAP's parameters: the table's inputs under their indices, the outputs, read-only, after CLAP_OUTPUTS

#include "plugin/clap/clap.h"
#include "plugin/parameter_group.h"
#include "plugin/parameter_scale.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
is_output(clap_id id)
{
  return id >= CLAP_OUTPUTS && id < CLAP_OUTPUTS + OUTPUT_COUNT;
}

static uint32_t CLAP_ABI
count(const clap_plugin_t* plugin)
{
  (void)plugin;
  return PARAM_COUNT + OUTPUT_COUNT;
}

static clap_param_info_flags
input_flags(unsigned index)
{
  const Parameter* const p     = parameter(index);
  clap_param_info_flags  flags = parameter_steps(index) ? CLAP_PARAM_IS_STEPPED : 0;
  flags |= (p->flags & PARAMETER_EXPENSIVE) ? CLAP_PARAM_REQUIRES_PROCESS : CLAP_PARAM_IS_AUTOMATABLE;
  flags |= parameter_is_modulated(index) ? CLAP_PARAM_IS_MODULATABLE : 0;
  return flags;
}

static bool CLAP_ABI
get_info(const clap_plugin_t* plugin, uint32_t place, clap_param_info_t* info)
{
  (void)plugin;
  if (place >= PARAM_COUNT + OUTPUT_COUNT) {
    return false;
  }
  const bool             input = place < PARAM_COUNT;
  const Parameter* const p     = input ? parameter(place) : parameter_output(place - PARAM_COUNT);
  memset(info, 0, sizeof(*info));
  info->id            = input ? place : CLAP_OUTPUTS + place - PARAM_COUNT;
  info->flags         = input ? input_flags(place) : CLAP_PARAM_IS_READONLY;
  info->min_value     = (double)p->minimum;
  info->max_value     = (double)p->maximum;
  info->default_value = (double)p->initial;
  snprintf(info->name, sizeof(info->name), "%s", p->name);
  snprintf(info->module, sizeof(info->module), "%s", input ? parameter_group_name(parameter_group(place)) : "Readings");
  return true;
}

static bool CLAP_ABI
get_value(const clap_plugin_t* plugin, clap_id id, double* value)
{
  const Instance* const instance = clap_of(plugin)->instance;
  if (id < PARAM_COUNT) {
    *value = (double)instance_parameter(instance, id);
  } else if (is_output(id)) {
    *value = (double)instance_output(instance, id - CLAP_OUTPUTS);
  } else {
    return false;
  }
  return true;
}

static bool CLAP_ABI
value_to_text(const clap_plugin_t* plugin, clap_id id, double value, char* text, uint32_t size)
{
  (void)plugin;
  if (id < PARAM_COUNT) {
    parameter_format(id, (float)value, text, size);
  } else if (is_output(id)) {
    snprintf(text, size, "%.3f", value);
  } else {
    return false;
  }
  return true;
}

static bool CLAP_ABI
text_to_value(const clap_plugin_t* plugin, clap_id id, const char* text, double* value)
{
  float number = 0.0f;
  (void)plugin;
  if (id >= PARAM_COUNT || !parameter_read(id, text, &number)) {
    return false;
  }
  *value = (double)number;
  return true;
}

void
clap_apply_event(Clap* clap, const clap_event_header_t* event)
{
  if (event->space_id != CLAP_CORE_EVENT_SPACE_ID) {
    return;
  }
  if (event->type == CLAP_EVENT_PARAM_VALUE) {
    const clap_event_param_value_t* const set = (const clap_event_param_value_t*)(const void*)event;
    if (set->param_id < PARAM_COUNT) {
      instance_set(clap->instance, set->param_id, (float)set->value);
    }
  } else if (event->type == CLAP_EVENT_PARAM_MOD) {
    const clap_event_param_mod_t* const moved = (const clap_event_param_mod_t*)(const void*)event;
    if (moved->param_id < PARAM_COUNT) {
      instance_modulate(clap->instance, moved->param_id, (float)moved->amount);
    }
  }
}

static EQUUS_RT void
tell_gesture(const clap_output_events_t* out, uint32_t index, uint16_t type)
{
  const clap_event_param_gesture_t event = {
    .header = { .size = sizeof(event), .space_id = CLAP_CORE_EVENT_SPACE_ID, .type = type }, .param_id = index
  };
  out->try_push(out, &event.header);
}

static EQUUS_RT void
tell_value(const clap_output_events_t* out, uint32_t index, float value)
{
  const clap_event_param_value_t event = {
    .header     = { .size = sizeof(event), .space_id = CLAP_CORE_EVENT_SPACE_ID, .type = CLAP_EVENT_PARAM_VALUE },
    .param_id   = index,
    .note_id    = -1,
    .port_index = -1,
    .channel    = -1,
    .key        = -1,
    .value      = (double)value
  };
  out->try_push(out, &event.header);
}

void
clap_take_edits(Clap* clap, const clap_output_events_t* out)
{
  ClapEdit edit;
  for (uint32_t type = 0; (type = ring_read(clap->edits, &edit, sizeof(edit)));) {
    if (type == EDIT_VALUE) {
      instance_set(clap->instance, edit.index, edit.value);
    }
    if (out && type == EDIT_VALUE) {
      tell_value(out, edit.index, edit.value);
    } else if (out) {
      tell_gesture(out, edit.index, type == EDIT_BEGIN ? CLAP_EVENT_PARAM_GESTURE_BEGIN : CLAP_EVENT_PARAM_GESTURE_END);
    }
  }
}

static void CLAP_ABI
flush(const clap_plugin_t* plugin, const clap_input_events_t* in, const clap_output_events_t* out)
{
  Clap* const clap = clap_of(plugin);
  clap_take_edits(clap, out);
  for (uint32_t i = 0, n = in ? in->size(in) : 0; i < n; ++i) {
    clap_apply_event(clap, in->get(in, i));
  }
}

const clap_plugin_params_t clap_params = { count, get_info, get_value, value_to_text, text_to_value, flush };
