// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_PRESET_LIST_H
#define EQUUS_UI_PRESET_LIST_H

#include "plugin/parameters.h"

enum { PRESET_TEXT_SIZE = 64, PRESET_ABOUT_SIZE = 256, PRESET_LIST_MAX = 64 };

/// Settings of the equaliser under a name
typedef struct {
  char  title[PRESET_TEXT_SIZE];
  char  about[PRESET_ABOUT_SIZE];
  float values[PARAM_COUNT]; ///< Valid where preset_sets() is true
} Preset;

/// Presets sorted by title; the flat equaliser comes first
typedef struct {
  unsigned n;
  Preset*  presets;
} PresetList;

/**
   Read all *.json of a folder.

   Files that can't be read are left out; a folder that doesn't exist gives the flat equaliser alone.
   @return NULL if out of memory.  Free with preset_list_free().
*/
PresetList* preset_list_load(const char* folder);

void preset_list_free(PresetList* list);

/// True if presets set this parameter: the bands, output gain and level match
bool preset_sets(unsigned index);

/// Index of the preset that these values [PARAM_COUNT] are (level match aside), or -1
int preset_list_find(const PresetList* list, const float* values);

#endif // EQUUS_UI_PRESET_LIST_H
