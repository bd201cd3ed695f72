// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/preset_list.h"

#include <json-c/json.h>

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
preset_sets(unsigned index)
{
  return parameter_is_of_band(index) || parameter_is_of_curve(index) || index == PARAM_OUTPUT_GAIN ||
         index == PARAM_LEVEL_MATCH;
}

static void
set_flat(Preset* preset)
{
  snprintf(preset->title, sizeof(preset->title), "Flat");
  snprintf(preset->about, sizeof(preset->about), "The equaliser changes nothing.");
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    preset->values[i] = parameter(i)->initial;
  }
}

static void
copy_text(struct json_object* document, const char* key, char* text, size_t size)
{
  struct json_object* value = NULL;
  if (json_object_object_get_ex(document, key, &value) && json_object_is_type(value, json_type_string)) {
    snprintf(text, size, "%s", json_object_get_string(value));
  }
}

static bool
read_preset(Preset* preset, struct json_object* document)
{
  struct json_object* parameters = NULL;
  if (!json_object_object_get_ex(document, "parameters", &parameters) ||
      !json_object_is_type(parameters, json_type_object)) {
    return false;
  }

  set_flat(preset);
  copy_text(document, "title", preset->title, sizeof(preset->title));
  copy_text(document, "about", preset->about, sizeof(preset->about));
  json_object_object_foreach(parameters, symbol, value)
  {
    const int index = parameter_find(symbol);
    if (index < 0 || !preset_sets((unsigned)index)) {
      return false;
    }
    preset->values[index] = parameter_limit((unsigned)index, (float)json_object_get_double(value));
  }
  return true;
}

static void
load_file(PresetList* list, const char* folder, const char* name)
{
  const size_t length = strlen(name);
  char         path[4096];
  if (list->n == PRESET_LIST_MAX || length < 6 || strcmp(name + length - 5, ".json") != 0 ||
      snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path)) {
    return;
  }

  struct json_object* const document = json_object_from_file(path);
  if (document && read_preset(&list->presets[list->n], document)) {
    ++list->n;
  }
  json_object_put(document);
}

static int
compare_titles(const void* a, const void* b)
{
  return strcmp(((const Preset*)a)->title, ((const Preset*)b)->title);
}

PresetList*
preset_list_load(const char* folder)
{
  PresetList* const list = (PresetList*)calloc(1, sizeof(PresetList));
  if (!list || !(list->presets = (Preset*)calloc(PRESET_LIST_MAX, sizeof(Preset)))) {
    free(list);
    return NULL;
  }

  set_flat(&list->presets[list->n++]);
  DIR* const directory = opendir(folder);
  if (directory) {
    for (struct dirent* entry = readdir(directory); entry; entry = readdir(directory)) {
      load_file(list, folder, entry->d_name);
    }
    closedir(directory);
  }
  qsort(list->presets + 1, list->n - 1, sizeof(Preset), compare_titles);
  return list;
}

void
preset_list_free(PresetList* list)
{
  if (list) {
    free(list->presets);
    free(list);
  }
}

/// True if this parameter of the curve can be heard: a flat curve may have any number of bands
static bool
matters_to_curve(const float* values, unsigned index)
{
  CurveSettings curve;
  parameters_to_curve(values, &curve);
  return !curve_settings_are_flat(&curve) && (index == PARAM_CURVE_BANDS || index - PARAM_CURVE < curve.bands);
}

/// True if this parameter can be heard: a band that is off may have any frequency
static bool
matters(const float* values, unsigned index)
{
  if (parameter_is_of_curve(index)) {
    return matters_to_curve(values, index);
  }
  if (!parameter_is_of_band(index)) {
    return index == PARAM_OUTPUT_GAIN;
  }
  const unsigned band = (index - PARAM_BANDS) / PARAMS_PER_BAND;
  const EqKind   kind = eq_band_kind(band);
  const bool     on   = values[parameter_of_band(band, BAND_ON)] > 0.0f;
  const bool     pass = kind == EQ_HIGH_PASS || kind == EQ_LOW_PASS;
  return on && (pass || values[parameter_of_band(band, BAND_GAIN)] != 0.0f);
}

static bool
sounds_like(const Preset* preset, const float* values)
{
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    const float tolerance = 1e-4f * fmaxf(1.0f, fabsf(values[i]));
    if ((matters(values, i) || matters(preset->values, i)) && fabsf(values[i] - preset->values[i]) > tolerance) {
      return false;
    }
  }
  return true;
}

int
preset_list_find(const PresetList* list, const float* values)
{
  for (unsigned i = 0; i < list->n; ++i) {
    if (sounds_like(&list->presets[i], values)) {
      return (int)i;
    }
  }
  return -1;
}
