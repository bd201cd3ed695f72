// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_LV2_TURTLE_H
#define EQUUS_PLUGIN_LV2_TURTLE_H

#include <stdbool.h>
#include <stdio.h>

/**
   Writes the bundle's descriptions from the tables, while building.

   All write to `out`, whose state the caller checks at the end.
*/

enum { TURTLE_PLUGINS = 4 };

typedef struct {
  const char* uri;
  const char* suffix; ///< Of the URIs of presets
  const char* name;
  unsigned    channels;
  bool        side; ///< Has a side-chain
} TurtlePlugin;

/// The plug-ins in the bundle: [TURTLE_PLUGINS]
const TurtlePlugin* turtle_plugins(void);

/// Write "text" with what Turtle wants escaped
void turtle_string(FILE* out, const char* text);

/// manifest.ttl; `presets` are the paths of their JSON files
bool turtle_manifest(FILE* out, char** presets, int n_presets);

/// equus.ttl; `version` is that of the project, "major.minor.micro"
bool turtle_plugin(FILE* out, const char* version);

/// presets.ttl; false after saying on stderr what is wrong with a file
bool turtle_presets(FILE* out, char** presets, int n_presets);

/// URI of the preset in the file of this path for a plug-in, written as <...>
void turtle_preset_uri(FILE* out, const char* path, const TurtlePlugin* plugin);

#endif // EQUUS_PLUGIN_LV2_TURTLE_H
