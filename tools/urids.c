// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/urids.h"

#include <stdlib.h>
#include <string.h>

struct Urids {
  char**         uris; ///< URID u is uris[u - 1]
  uint32_t       n, room;
  LV2_URID_Map   map;
  LV2_URID_Unmap unmap;
};

LV2_URID
urids_get(Urids* const urids, const char* const uri)
{
  for (uint32_t i = 0; i < urids->n; ++i) {
    if (!strcmp(urids->uris[i], uri)) {
      return i + 1;
    }
  }
  if (urids->n == urids->room) {
    const uint32_t room = urids->room ? 2 * urids->room : 64;
    char** const   uris = (char**)realloc(urids->uris, room * sizeof(*uris));
    if (!uris) {
      return 0;
    }
    urids->uris = uris;
    urids->room = room;
  }
  char* const copy = strdup(uri);
  if (!copy) {
    return 0;
  }
  urids->uris[urids->n++] = copy;
  return urids->n;
}

static LV2_URID
map(void* const handle, const char* const uri)
{
  return urids_get((Urids*)handle, uri);
}

static const char*
unmap(void* const handle, const LV2_URID urid)
{
  const Urids* const urids = (const Urids*)handle;
  return urid && urid <= urids->n ? urids->uris[urid - 1] : NULL;
}

Urids*
urids_new(void)
{
  Urids* const urids = (Urids*)calloc(1, sizeof(*urids));
  if (urids) {
    urids->map   = (LV2_URID_Map){ urids, map };
    urids->unmap = (LV2_URID_Unmap){ urids, unmap };
  }
  return urids;
}

void
urids_free(Urids* const urids)
{
  if (urids) {
    for (uint32_t i = 0; i < urids->n; ++i) {
      free(urids->uris[i]);
    }
    free((void*)urids->uris);
    free(urids);
  }
}

LV2_URID_Map*
urids_map(Urids* const urids)
{
  return &urids->map;
}

LV2_URID_Unmap*
urids_unmap(Urids* const urids)
{
  return &urids->unmap;
}
