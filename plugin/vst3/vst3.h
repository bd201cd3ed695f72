// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_VST3_VST3_H
#define EQUUS_PLUGIN_VST3_VST3_H

#include "plugin/direct/instance.h"
#include "plugin/vst3/travesty.h"
#include "ui/preset_list.h"

#include <stdatomic.h>
#include <stddef.h>

/**
   One instance in a VST3 host: component, processor and controller in one object.

   Hosts hold pointers to its tables; the functions below find the object behind
   them.  It lives until the last reference is given back.
*/
typedef struct {
  const struct v3_component*        component;
  const struct v3_audio_processor*  processor;
  const struct v3_edit_controller*  controller;
  const struct v3_unit_information* units;

  atomic_uint                   references;
  Instance*                     instance;
  PresetList*                   presets;
  struct v3_component_handler** handler; ///< The host's, NULL for none
  _Atomic(double)               program; ///< Position of VST3_PROGRAM
  double                        rate;
  unsigned                      channels, side_channels; ///< Of the main buses; of the side-chain, 0 for none
  bool                          offline;

  // Audio thread
  float told[OUTPUT_COUNT]; ///< Values of outputs that the host knows
} Vst3;

/// @param resources Folder of models and presets, ending in a slash.  NULL if out of memory; one reference is the
/// caller's
Vst3* vst3_new(const char* resources);

/// Another interface of the object, with a reference; as queryInterface
v3_result vst3_query(Vst3* vst3, const v3_tuid iid, void** object);
uint32_t  vst3_ref(Vst3* vst3);
uint32_t  vst3_unref(Vst3* vst3);

/// The tables
extern const struct v3_component        vst3_component;
extern const struct v3_audio_processor  vst3_processor;
extern const struct v3_edit_controller  vst3_controller;
extern const struct v3_unit_information vst3_units;

/// The object behind a table's pointer
#define VST3_OF(self, member) ((Vst3*)(void*)((char*)(self)-offsetof(Vst3, member)))

/// Define queryInterface, addRef and release for one of the tables as prefix_query and so on
#define VST3_UNKNOWN(prefix, member)                                                   \
  static v3_result V3_API prefix##_query(void* self, const v3_tuid iid, void** object) \
  {                                                                                    \
    return vst3_query(VST3_OF(self, member), iid, object);                             \
  }                                                                                    \
  static uint32_t V3_API prefix##_ref(void* self)                                      \
  {                                                                                    \
    return vst3_ref(VST3_OF(self, member));                                            \
  }                                                                                    \
  static uint32_t V3_API prefix##_unref(void* self)                                    \
  {                                                                                    \
    return vst3_unref(VST3_OF(self, member));                                          \
  }

/// Have the host set a parameter as if the user did; main thread
void vst3_edit(Vst3* vst3, unsigned index, float value);

#endif // EQUUS_PLUGIN_VST3_VST3_H
