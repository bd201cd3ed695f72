// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_LV2_URIS_H
#define EQUUS_PLUGIN_LV2_URIS_H

#include <lv2/urid/urid.h>

#include <stdbool.h>

#define EQUUS_URN_STEREO "urn:equus:stereo"
#define EQUUS_URN_MONO "urn:equus:mono"
#define EQUUS_URN_STEREO_SIDE "urn:equus:stereo-sidechain"
#define EQUUS_URN_MONO_SIDE "urn:equus:mono-sidechain"
#define EQUUS_URN_UI "urn:equus:ui"
#define EQUUS_URN_STATE "urn:equus:state"                 ///< State property: the JSON document, atom:String
#define EQUUS_URN_READING "urn:equus:Reading"             ///< Plug-in to window: object, see messages.h
#define EQUUS_URN_SPECTRUM "urn:equus:Spectrum"           ///< Plug-in to window
#define EQUUS_URN_STATUS "urn:equus:Status"               ///< Plug-in to window
#define EQUUS_URN_WINDOW "urn:equus:Window"               ///< Window to plug-in: opened or closed
#define EQUUS_URN_SLOT "urn:equus:Slot"                   ///< Window to plug-in: tag of an output slot
#define EQUUS_URN_VIEW "urn:equus:View"                   ///< Both ways: the window's settings
#define EQUUS_URN_WISH "urn:equus:Wish"                   ///< Both ways: what the window wants found out
#define EQUUS_URN_LISTEN "urn:equus:Listen"               ///< Window to plug-in: what a blind check plays
#define EQUUS_URN_MAPS "urn:equus:Maps"                   ///< Plug-in to window
#define EQUUS_URN_FLIP "urn:equus:Flip"                   ///< Plug-in to window
#define EQUUS_URN_MARK "urn:equus:Mark"                   ///< Both ways: what happened, or what the user marks
#define EQUUS_URN_OWN_TAG_MODEL "urn:equus:ownTagModel"   ///< Property: the user's own tag model
#define EQUUS_URN_OWN_MOOD_MODEL "urn:equus:ownMoodModel" ///< Property: the user's own mood model
#define EQUUS_URN_BODY "urn:equus:body"                   ///< Property: atom:Chunk or atom:String with the content

/// URIs mapped once per instance
typedef struct {
  LV2_URID atom_object, atom_string, atom_chunk, atom_event_transfer, atom_int, atom_float, atom_bool, atom_sequence;
  LV2_URID atom_path, atom_urid, patch_get, patch_set, patch_property, patch_value;
  LV2_URID atom_long, atom_double, time_position, time_speed, time_frame;
  LV2_URID own[2]; ///< By ModelKind
  LV2_URID reading, spectrum, status, window, slot, view, wish, listen, maps, flip, mark, body, state;
} EquusUris;

/// Audio channels in and out of the plug-in with this URI, and whether it has a side-chain of as many
unsigned equus_uri_channels(const char* plugin);
bool     equus_uri_has_side(const char* plugin);

void equus_uris_map(EquusUris* uris, LV2_URID_Map* map);

#endif // EQUUS_PLUGIN_LV2_URIS_H
