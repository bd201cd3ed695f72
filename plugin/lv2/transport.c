// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/lv2/transport.h"

#include <lv2/atom/util.h>

#include <math.h>
#include <stdint.h>
#include <string.h>

/// A number of any of the atoms' types; `otherwise` for what is none
static EQUUS_RT double
number(const LV2_Atom* atom, const EquusUris* uris, double otherwise)
{
  const void* const body = atom ? (const void*)(atom + 1) : NULL;
  if (!body) {
    return otherwise;
  }
  if (atom->type == uris->atom_float && atom->size == sizeof(float)) {
    return (double)*(const float*)body;
  }
  if (atom->type == uris->atom_int && atom->size == sizeof(int32_t)) {
    return (double)*(const int32_t*)body;
  }
  if (atom->type == uris->atom_long && atom->size == sizeof(int64_t)) {
    return (double)*(const int64_t*)body;
  }
  if (atom->type == uris->atom_double && atom->size == sizeof(double)) {
    return *(const double*)body;
  }
  return otherwise;
}

bool
transport_read(const LV2_Atom_Object* object, const EquusUris* uris, bool* rolling, double* frame)
{
  const LV2_Atom* speed = NULL;
  const LV2_Atom* place = NULL;
  if (object->atom.type != uris->atom_object || object->atom.size < sizeof(LV2_Atom_Object_Body) ||
      object->body.otype != uris->time_position) {
    return false;
  }
  lv2_atom_object_get(object, uris->time_speed, &speed, uris->time_frame, &place, 0);
  *rolling = number(speed, uris, *rolling ? 1.0 : 0.0) != 0.0;
  *frame   = number(place, uris, (double)NAN);
  return true;
}
