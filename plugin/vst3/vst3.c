// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/vst3/vst3.h"

#include "plugin/vst3/vst3_parameters.h"

#include <stdio.h>
#include <stdlib.h>

static PresetList*
load_presets(const char* resources)
{
  char path[4096];
  return snprintf(path, sizeof(path), "%spresets", resources) < (int)sizeof(path) ? preset_list_load(path) : NULL;
}

static void
destroy(Vst3* vst3)
{
  if (vst3->handler) {
    (*vst3->handler)->unref(vst3->handler);
  }
  instance_free(vst3->instance);
  preset_list_free(vst3->presets);
  free(vst3);
}

Vst3*
vst3_new(const char* resources)
{
  Vst3* const vst3 = (Vst3*)calloc(1, sizeof(Vst3));
  if (!vst3) {
    return NULL;
  }
  vst3->component     = &vst3_component;
  vst3->processor     = &vst3_processor;
  vst3->controller    = &vst3_controller;
  vst3->units         = &vst3_units;
  vst3->references    = 1;
  vst3->rate          = 48000.0;
  vst3->channels      = 2;
  vst3->side_channels = 2;
  vst3->instance      = instance_new(resources);
  vst3->presets       = load_presets(resources);
  if (!vst3->instance || !vst3->presets) {
    destroy(vst3);
    return NULL;
  }
  return vst3;
}

v3_result
vst3_query(Vst3* vst3, const v3_tuid iid, void** object)
{
  if (v3_tuid_match(iid, v3_component_iid) || v3_tuid_match(iid, v3_plugin_base_iid) ||
      v3_tuid_match(iid, v3_funknown_iid)) {
    *object = &vst3->component;
  } else if (v3_tuid_match(iid, v3_audio_processor_iid)) {
    *object = &vst3->processor;
  } else if (v3_tuid_match(iid, v3_edit_controller_iid)) {
    *object = &vst3->controller;
  } else if (v3_tuid_match(iid, v3_unit_information_iid)) {
    *object = &vst3->units;
  } else {
    *object = NULL;
    return V3_NO_INTERFACE;
  }
  vst3_ref(vst3);
  return V3_OK;
}

uint32_t
vst3_ref(Vst3* vst3)
{
  return atomic_fetch_add(&vst3->references, 1) + 1;
}

uint32_t
vst3_unref(Vst3* vst3)
{
  const uint32_t left = atomic_fetch_sub(&vst3->references, 1) - 1;
  if (!left) {
    destroy(vst3);
  }
  return left;
}

void
vst3_edit(Vst3* vst3, unsigned index, float value)
{
  instance_set_shown(vst3->instance, index, value);
  if (vst3->handler) {
    (*vst3->handler)->perform_edit(vst3->handler, index, vst3_position(index, value));
  }
}
