// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/lv2/uris.h"

#include <lv2/atom/atom.h>
#include <lv2/patch/patch.h>
#include <lv2/time/time.h>

#include <string.h>

unsigned
equus_uri_channels(const char* plugin)
{
  return strcmp(plugin, EQUUS_URN_MONO) && strcmp(plugin, EQUUS_URN_MONO_SIDE) ? 2 : 1;
}

bool
equus_uri_has_side(const char* plugin)
{
  return !strcmp(plugin, EQUUS_URN_STEREO_SIDE) || !strcmp(plugin, EQUUS_URN_MONO_SIDE);
}

void
equus_uris_map(EquusUris* uris, LV2_URID_Map* map)
{
  uris->atom_object         = map->map(map->handle, LV2_ATOM__Object);
  uris->atom_string         = map->map(map->handle, LV2_ATOM__String);
  uris->atom_chunk          = map->map(map->handle, LV2_ATOM__Chunk);
  uris->atom_event_transfer = map->map(map->handle, LV2_ATOM__eventTransfer);
  uris->atom_int            = map->map(map->handle, LV2_ATOM__Int);
  uris->atom_float          = map->map(map->handle, LV2_ATOM__Float);
  uris->atom_bool           = map->map(map->handle, LV2_ATOM__Bool);
  uris->atom_sequence       = map->map(map->handle, LV2_ATOM__Sequence);
  uris->atom_path           = map->map(map->handle, LV2_ATOM__Path);
  uris->atom_urid           = map->map(map->handle, LV2_ATOM__URID);
  uris->patch_get           = map->map(map->handle, LV2_PATCH__Get);
  uris->patch_set           = map->map(map->handle, LV2_PATCH__Set);
  uris->patch_property      = map->map(map->handle, LV2_PATCH__property);
  uris->patch_value         = map->map(map->handle, LV2_PATCH__value);
  uris->atom_long           = map->map(map->handle, LV2_ATOM__Long);
  uris->atom_double         = map->map(map->handle, LV2_ATOM__Double);
  uris->time_position       = map->map(map->handle, LV2_TIME__Position);
  uris->time_speed          = map->map(map->handle, LV2_TIME__speed);
  uris->time_frame          = map->map(map->handle, LV2_TIME__frame);
  uris->own[0]              = map->map(map->handle, EQUUS_URN_OWN_TAG_MODEL);
  uris->own[1]              = map->map(map->handle, EQUUS_URN_OWN_MOOD_MODEL);

  uris->reading  = map->map(map->handle, EQUUS_URN_READING);
  uris->spectrum = map->map(map->handle, EQUUS_URN_SPECTRUM);
  uris->status   = map->map(map->handle, EQUUS_URN_STATUS);
  uris->window   = map->map(map->handle, EQUUS_URN_WINDOW);
  uris->slot     = map->map(map->handle, EQUUS_URN_SLOT);
  uris->view     = map->map(map->handle, EQUUS_URN_VIEW);
  uris->wish     = map->map(map->handle, EQUUS_URN_WISH);
  uris->listen   = map->map(map->handle, EQUUS_URN_LISTEN);
  uris->maps     = map->map(map->handle, EQUUS_URN_MAPS);
  uris->mark     = map->map(map->handle, EQUUS_URN_MARK);
  uris->flip     = map->map(map->handle, EQUUS_URN_FLIP);
  uris->body     = map->map(map->handle, EQUUS_URN_BODY);
  uris->state    = map->map(map->handle, EQUUS_URN_STATE);
}
