// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_BUNDLE_H
#define EQUUS_TOOLS_BUNDLE_H

#include "dsp/error.h"
#include "models/sidecar.h"
#include "plugin/parameters.h"

#include <lilv/lilv.h>
#include <stdbool.h>

/**
   The built LV2 bundle, found and read: its plug-ins, presets and models.

   Only this bundle is loaded, whatever else is installed.  Constant once open, so
   that threads may share one; what they do with lilv itself they do under its lock.
*/
typedef struct Bundle Bundle;

/// A preset as the bundle's Turtle gives it
typedef struct {
  char* name;  ///< To type, e.g. "bass-lift", from its URI
  char* title; ///< For people, e.g. "Bass lift"
  char* about; ///< A sentence, or empty
  char* uri;
  bool  sets[PARAM_COUNT]; ///< Whether the preset says anything about a parameter
  float values[PARAM_COUNT];
} BundlePreset;

/**
   Find and load the bundle.

   Looked for in $EQUUS_BUNDLE, else beside the executable, else as equus.lv2 in
   $LV2_PATH (~/.lv2, /usr/local/lib/lv2, /usr/lib/lv2 where that isn't set).
   @return NULL with `error` saying where it was looked for and what to do.  Free with bundle_close().
*/
Bundle* bundle_open(EquusError* error);

void bundle_close(Bundle* bundle);

/// Folder of the bundle, without a slash at the end
const char* bundle_path(const Bundle* bundle);

/// Version of the plug-in that the bundle states, e.g. "0.1.0", else empty
const char* bundle_version(const Bundle* bundle);

LilvWorld* bundle_world(const Bundle* bundle);

/// The plug-in for 1 or 2 channels, with a side-chain of as many or without
const LilvPlugin* bundle_plugin(const Bundle* bundle, unsigned channels, bool side);

/// Hold the bundle's lock around every use of lilv after bundle_open(): it isn't safe for threads
void bundle_lock(Bundle* bundle);
void bundle_unlock(Bundle* bundle);

unsigned            bundle_n_presets(const Bundle* bundle);
const BundlePreset* bundle_preset(const Bundle* bundle, unsigned index);

/// The preset of this name or title (case, spaces and hyphens don't matter), or NULL with `error` listing them
const BundlePreset* bundle_find_preset(const Bundle* bundle, const char* name, EquusError* error);

/**
   The value of the parameter for models of this kind that means the model or mood head `name`.
   @return EQUUS_ERR_NOT_FOUND with `error` listing the models of that kind
*/
EquusStatus bundle_find_model(ModelKind kind, const char* name, float* value, EquusError* error);

/**
   Load the side-car of an installed model, or of one that lies anywhere.
   @param name An id or a path, as catalogue_find() takes it.
   @return NULL with `error` filled.  Free with sidecar_free().
*/
Sidecar* bundle_sidecar(const Bundle* bundle, const char* name, EquusError* error);

/**
   Name the user's own model of a kind, of which every instance hosted from now on is told.

   Not while other threads use the bundle.
   @param name As for bundle_sidecar().
   @return Otherwise a status with `error` saying where it was looked for.
*/
EquusStatus bundle_set_own_model(Bundle* bundle, ModelKind kind, const char* name, EquusError* error);

/// Path of the side-car of the user's own model of a kind, "" where none is named
const char* bundle_own_model(const Bundle* bundle, ModelKind kind);

#endif // EQUUS_TOOLS_BUNDLE_H
