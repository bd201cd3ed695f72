// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_LV2_MESSAGES_H
#define EQUUS_PLUGIN_LV2_MESSAGES_H

#include "plugin/listen.h"
#include "plugin/lv2/uris.h"
#include "plugin/snapshot.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/forge.h>

#include <stdbool.h>

/**
   The messages between plug-in, window and tools as LV2 atoms.

   Each is an atom:Object of its type with one property `body`: an atom:Chunk
   holding the plain struct (readings cut to their n_values), or an atom:String.  All sides run on one
   machine and come from one build; a body of another size is refused.
*/

/// Write a message at the forge's place; false if the forge's buffer has no room, then nothing was written at all
bool messages_write_reading(LV2_Atom_Forge* forge, const EquusUris* uris, const ReadingMessage* reading);
bool messages_write_spectrum(LV2_Atom_Forge* forge, const EquusUris* uris, const SpectrumMessage* spectrum);
bool messages_write_status(LV2_Atom_Forge* forge, const EquusUris* uris, const StatusMessage* status);
bool messages_write_window(LV2_Atom_Forge* forge, const EquusUris* uris, bool open);
bool messages_write_listen(LV2_Atom_Forge* forge, const EquusUris* uris, Listen listen);
bool messages_write_slot(LV2_Atom_Forge* forge, const EquusUris* uris, unsigned slot, const char* tag);
bool messages_write_view(LV2_Atom_Forge* forge, const EquusUris* uris, const char* json);
bool messages_write_wish(LV2_Atom_Forge* forge, const EquusUris* uris, const char* json);
bool messages_write_maps(LV2_Atom_Forge* forge, const EquusUris* uris, const MapsMessage* maps);
bool messages_write_flip(LV2_Atom_Forge* forge, const EquusUris* uris, const FlipMessage* flip);
bool messages_write_mark(LV2_Atom_Forge* forge, const EquusUris* uris, const MarkMessage* mark);

/// Read a message; false if the object is of another type or malformed
bool messages_read_reading(const LV2_Atom_Object* object, const EquusUris* uris, ReadingMessage* reading);
bool messages_read_spectrum(const LV2_Atom_Object* object, const EquusUris* uris, SpectrumMessage* spectrum);
bool messages_read_status(const LV2_Atom_Object* object, const EquusUris* uris, StatusMessage* status);
bool messages_read_window(const LV2_Atom_Object* object, const EquusUris* uris, bool* open);
bool messages_read_listen(const LV2_Atom_Object* object, const EquusUris* uris, Listen* listen);
bool messages_read_slot(const LV2_Atom_Object* object, const EquusUris* uris, unsigned* slot, const char** tag);
bool messages_read_view(const LV2_Atom_Object* object, const EquusUris* uris, const char** json);
bool messages_read_wish(const LV2_Atom_Object* object, const EquusUris* uris, const char** json);
bool messages_read_maps(const LV2_Atom_Object* object, const EquusUris* uris, MapsMessage* maps);
bool messages_read_flip(const LV2_Atom_Object* object, const EquusUris* uris, FlipMessage* flip);
bool messages_read_mark(const LV2_Atom_Object* object, const EquusUris* uris, MarkMessage* mark);

#endif // EQUUS_PLUGIN_LV2_MESSAGES_H
