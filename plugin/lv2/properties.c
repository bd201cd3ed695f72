// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/lv2/properties.h"

#include "plugin/text.h"

#include <lv2/atom/util.h>
#include <lv2/core/lv2_util.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// Bytes of a patch:Set for a value of this size
static uint32_t
set_size(uint32_t size)
{
  const uint32_t property = (uint32_t)sizeof(LV2_Atom_Property_Body);
  return (uint32_t)sizeof(LV2_Atom_Object) + property + 8 + property + lv2_atom_pad_size(size);
}

bool
properties_write_set(LV2_Atom_Forge* forge, const EquusUris* uris, ModelKind kind, const char* name)
{
  const uint32_t size = (uint32_t)strlen(name) + 1;
  if (forge->buf && forge->size - forge->offset < set_size(size)) {
    return false;
  }

  LV2_Atom_Forge_Frame frame;
  const LV2_URID       type = name[0] == '/' ? uris->atom_path : uris->atom_string;
  const bool           done = lv2_atom_forge_object(forge, &frame, 0, uris->patch_set) &&
                    lv2_atom_forge_key(forge, uris->patch_property) && lv2_atom_forge_urid(forge, uris->own[kind]) &&
                    lv2_atom_forge_key(forge, uris->patch_value) && lv2_atom_forge_atom(forge, size, type) &&
                    lv2_atom_forge_write(forge, name, size);
  lv2_atom_forge_pop(forge, &frame);
  return done;
}

/// The value of a property, its size checked against the object's, or NULL
static const LV2_Atom*
find(const LV2_Atom_Object* object, const EquusUris* uris, LV2_URID type, LV2_URID key)
{
  if (object->atom.type != uris->atom_object || object->atom.size < sizeof(LV2_Atom_Object_Body) ||
      object->body.otype != type) {
    return NULL;
  }

  const uint8_t* place = (const uint8_t*)(&object->body + 1);
  size_t         left  = object->atom.size - sizeof(LV2_Atom_Object_Body);
  while (left >= sizeof(LV2_Atom_Property_Body)) {
    const LV2_Atom_Property_Body* const property = (const LV2_Atom_Property_Body*)(const void*)place;
    const size_t                        step     = sizeof(*property) + lv2_atom_pad_size(property->value.size);
    if (property->value.size > left - sizeof(*property)) {
      return NULL;
    }
    if (property->key == key) {
      return &property->value;
    }
    place += step;
    left -= step < left ? step : left;
  }
  return NULL;
}

/// The property that a patch message of this type is about, as a ModelKind; PROPERTIES for another, -1 for none
static int
property_of(const LV2_Atom_Object* object, const EquusUris* uris, LV2_URID type)
{
  const LV2_Atom* const property = find(object, uris, type, uris->patch_property);
  if (!property) {
    return -1;
  }
  const bool     named = property->type == uris->atom_urid && property->size == sizeof(LV2_URID);
  const LV2_URID urid  = named ? ((const LV2_Atom_URID*)property)->body : 0;
  int            kind  = 0;
  while (kind < PROPERTIES && uris->own[kind] != urid) {
    ++kind;
  }
  return kind;
}

bool
properties_read_set(const LV2_Atom_Object* object, const EquusUris* uris, ModelKind* kind, const char** name)
{
  const int             property = property_of(object, uris, uris->patch_set);
  const LV2_Atom* const value    = find(object, uris, uris->patch_set, uris->patch_value);
  if (property < 0 || property >= PROPERTIES || !value ||
      (value->type != uris->atom_path && value->type != uris->atom_string) || value->size > EQUUS_OWN_SIZE ||
      !memchr(value + 1, '\0', value->size)) {
    return false;
  }
  *kind = (ModelKind)property;
  *name = (const char*)(value + 1);
  return true;
}

bool
properties_read_get(const LV2_Atom_Object* object, const EquusUris* uris, bool wanted[PROPERTIES])
{
  if (object->atom.type != uris->atom_object || object->atom.size < sizeof(LV2_Atom_Object_Body) ||
      object->body.otype != uris->patch_get) {
    return false;
  }
  const int property = property_of(object, uris, uris->patch_get);
  for (int kind = 0; kind < PROPERTIES; ++kind) {
    wanted[kind] = property < 0 || property == kind; // Without a property all are asked for
  }
  return property < PROPERTIES;
}

static void
free_path(const LV2_State_Free_Path* free_feature, char* path)
{
  if (free_feature) {
    free_feature->free_path(free_feature->handle, path);
  } else {
    free(path);
  }
}

LV2_State_Status
properties_save(const Equus*              equus,
                const EquusUris*          uris,
                LV2_State_Store_Function  store,
                LV2_State_Handle          handle,
                const LV2_Feature* const* features)
{
  const LV2_State_Map_Path* const  map   = (const LV2_State_Map_Path*)lv2_features_data(features, LV2_STATE__mapPath);
  const LV2_State_Free_Path* const freer = (const LV2_State_Free_Path*)lv2_features_data(features, LV2_STATE__freePath);
  LV2_State_Status                 status = LV2_STATE_SUCCESS;
  for (unsigned kind = 0; !status && kind < PROPERTIES; ++kind) {
    const char* const name   = equus_own_model(equus, (ModelKind)kind);
    char* const       mapped = name[0] == '/' && map ? map->abstract_path(map->handle, name) : NULL;
    const char* const value  = mapped ? mapped : name;
    const uint32_t    type   = name[0] == '/' ? uris->atom_path : uris->atom_string;
    if (*name) {
      status = store(handle, uris->own[kind], value, strlen(value) + 1, type, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
    }
    if (mapped) {
      free_path(freer, mapped);
    }
  }
  return status;
}

/// True for the path of a file that isn't there, or leads nowhere
static bool
is_gone(const char* name)
{
  return name[0] == '/' && access(name, R_OK);
}

bool
properties_restore(const EquusUris*            uris,
                   LV2_State_Retrieve_Function retrieve,
                   LV2_State_Handle            handle,
                   const LV2_Feature* const*   features,
                   char                        names[PROPERTIES][EQUUS_OWN_SIZE])
{
  const LV2_State_Map_Path* const  map   = (const LV2_State_Map_Path*)lv2_features_data(features, LV2_STATE__mapPath);
  const LV2_State_Free_Path* const freer = (const LV2_State_Free_Path*)lv2_features_data(features, LV2_STATE__freePath);
  bool                             any   = false;
  for (unsigned kind = 0; kind < PROPERTIES; ++kind) {
    size_t            size  = 0;
    uint32_t          type  = 0;
    uint32_t          flags = 0;
    const char* const value = (const char*)retrieve(handle, uris->own[kind], &size, &type, &flags);
    const bool        path  = type == uris->atom_path;
    const bool        sound = value && size && !value[size - 1] && (path || type == uris->atom_string);
    char* const       place = sound && path && map ? map->absolute_path(map->handle, value) : NULL;
    const char* const name  = place ? place : sound ? value : "";
    text_copy(names[kind], is_gone(name) ? "" : name, EQUUS_OWN_SIZE);
    any = any || sound;
    if (place) {
      free_path(freer, place);
    }
  }
  return any;
}
