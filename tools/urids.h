// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_URIDS_H
#define EQUUS_TOOLS_URIDS_H

#include <lv2/urid/urid.h>

/// The host's table of URIs and their numbers; one a thread
typedef struct Urids Urids;

/// NULL if out of memory; free with urids_free()
Urids* urids_new(void);

void urids_free(Urids* urids);

/// The features' data, valid as long as the table
LV2_URID_Map*   urids_map(Urids* urids);
LV2_URID_Unmap* urids_unmap(Urids* urids);

/// Number of a URI, 0 if out of memory
LV2_URID urids_get(Urids* urids, const char* uri);

#endif // EQUUS_TOOLS_URIDS_H
