// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What the module exports: its entry, whose factory makes instances

#include "plugin/clap/clap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, PLUGINS = 2 };

static char resources[PATH_SIZE];

static const clap_plugin_descriptor_t descriptors[PLUGINS] = {
  { .clap_version = CLAP_VERSION_INIT,
    .id           = "equus.stereo",
    .name         = "Equus",
    .vendor       = "The Equus developers",
    .url          = "",
    .manual_url   = "",
    .support_url  = "",
    .version      = EQUUS_VERSION,
    .description  = "Shows what music classifiers hear, before and after an equaliser",
    .features     = (const char*[]){ CLAP_PLUGIN_FEATURE_AUDIO_EFFECT,
                                     CLAP_PLUGIN_FEATURE_ANALYZER,
                                     CLAP_PLUGIN_FEATURE_EQUALIZER,
                                     CLAP_PLUGIN_FEATURE_STEREO,
                                     NULL } },
  { .clap_version = CLAP_VERSION_INIT,
    .id           = "equus.mono",
    .name         = "Equus (mono)",
    .vendor       = "The Equus developers",
    .url          = "",
    .manual_url   = "",
    .support_url  = "",
    .version      = EQUUS_VERSION,
    .description  = "Shows what music classifiers hear, before and after an equaliser",
    .features     = (const char*[]){ CLAP_PLUGIN_FEATURE_AUDIO_EFFECT,
                                     CLAP_PLUGIN_FEATURE_ANALYZER,
                                     CLAP_PLUGIN_FEATURE_EQUALIZER,
                                     CLAP_PLUGIN_FEATURE_MONO,
                                     NULL } },
};

/**
   Find models and presets, which a CLAP file can't hold: in the folder Equus.clap.d beside
   it, or in the LV2 bundle where that lies beside it or where the same installation puts it.
*/
static bool
find_beside(const char* module)
{
  static const char* const places[] = { "Equus.clap.d/", "equus.lv2/", "../lv2/equus.lv2/", "../.lv2/equus.lv2/" };
  const char* const        slash    = strrchr(module, '/');
  const int                length   = slash ? (int)(slash - module) + 1 : 0;
  for (unsigned i = 0; i < sizeof(places) / sizeof(places[0]); ++i) {
    char models[PATH_SIZE];
    if (snprintf(resources, PATH_SIZE, "%.*s%s", length, module, places[i]) < PATH_SIZE &&
        snprintf(models, PATH_SIZE, "%smodels", resources) < PATH_SIZE && !access(models, R_OK)) {
      return true;
    }
  }
  return false;
}

/// As find_beside(), also of what the module is a symbolic link to
static bool CLAP_ABI
init(const char* plugin_path)
{
  if (find_beside(plugin_path)) {
    return true;
  }
  char* const real  = realpath(plugin_path, NULL);
  const bool  found = real && find_beside(real);
  free(real);
  if (!found) {
    fprintf(stderr, "equus: no models beside %s: neither the folder Equus.clap.d nor equus.lv2\n", plugin_path);
  }
  return found;
}

static void CLAP_ABI
deinit(void)
{
}

static uint32_t CLAP_ABI
get_plugin_count(const clap_plugin_factory_t* factory)
{
  (void)factory;
  return PLUGINS;
}

static const clap_plugin_descriptor_t* CLAP_ABI
get_plugin_descriptor(const clap_plugin_factory_t* factory, uint32_t index)
{
  (void)factory;
  return index < PLUGINS ? &descriptors[index] : NULL;
}

static const clap_plugin_t* CLAP_ABI
create_plugin(const clap_plugin_factory_t* factory, const clap_host_t* host, const char* id)
{
  (void)factory;
  for (unsigned i = 0; i < PLUGINS; ++i) {
    if (!strcmp(descriptors[i].id, id)) {
      return clap_new(&descriptors[i], host, resources, i ? 1 : 2);
    }
  }
  return NULL;
}

static const void* CLAP_ABI
get_factory(const char* id)
{
  static const clap_plugin_factory_t factory = { get_plugin_count, get_plugin_descriptor, create_plugin };
  return strcmp(id, CLAP_PLUGIN_FACTORY_ID) ? NULL : &factory;
}

CLAP_EXPORT const clap_plugin_entry_t clap_entry = { CLAP_VERSION_INIT, init, deinit, get_factory };
