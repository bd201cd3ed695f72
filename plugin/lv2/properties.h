// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_LV2_PROPERTIES_H
#define EQUUS_PLUGIN_LV2_PROPERTIES_H

#include "plugin/equus.h"
#include "plugin/lv2/uris.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/forge.h>
#include <lv2/core/lv2.h>
#include <lv2/state/state.h>

#include <stdbool.h>

/**
   The properties `urn:equus:ownTagModel` and `urn:equus:ownMoodModel`: which models are the user's own.

   Any host or window sets and gets them by patch:Set and patch:Get, as a path
   (atom:Path) or the name of an installed model (atom:String or atom:Path); the
   plug-in answers with patch:Set.  Paths in a state go through the host's state:mapPath.
*/

enum { PROPERTIES = MODEL_MOOD + 1 }; ///< By ModelKind

/// Write a patch:Set at the forge's place; false if there is no room, then nothing was written at all
bool properties_write_set(LV2_Atom_Forge* forge, const EquusUris* uris, ModelKind kind, const char* name) EQUUS_RT;

/// Read a patch:Set of one of the properties; false if the object is anything else or malformed
bool properties_read_set(const LV2_Atom_Object* object,
                         const EquusUris*       uris,
                         ModelKind*             kind,
                         const char**           name) EQUUS_RT;

/// Read a patch:Get: which properties it asks for; false if none, or the object is anything else or malformed
bool properties_read_get(const LV2_Atom_Object* object, const EquusUris* uris, bool wanted[PROPERTIES]) EQUUS_RT;

/// Store what is set; not on the audio thread
LV2_State_Status properties_save(const Equus*              equus,
                                 const EquusUris*          uris,
                                 LV2_State_Store_Function  store,
                                 LV2_State_Handle          handle,
                                 const LV2_Feature* const* features);

/**
   Retrieve what was stored into `names`; not on the audio thread.

   "" stands where nothing was, or where the host's path leads nowhere: hosts put links to
   a session's files into its folder, which break when that is copied elsewhere.
   @return False if nothing was stored at all.
*/
bool properties_restore(const EquusUris*            uris,
                        LV2_State_Retrieve_Function retrieve,
                        LV2_State_Handle            handle,
                        const LV2_Feature* const*   features,
                        char                        names[PROPERTIES][EQUUS_OWN_SIZE]);

#endif // EQUUS_PLUGIN_LV2_PROPERTIES_H
