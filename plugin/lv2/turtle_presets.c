// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/lv2/turtle.h"

#include "plugin/parameters.h"

#include <json-c/json.h>

/// The member of this type; NULL after saying what is missing
static json_object*
need(json_object* preset, const char* path, const char* key, json_type type)
{
  json_object* found = NULL;
  if (!json_object_object_get_ex(preset, key, &found) || !json_object_is_type(found, type)) {
    fprintf(stderr, "%s: no \"%s\" of type %s\n", path, key, json_type_to_name(type));
    return NULL;
  }
  return found;
}

/// Put the file's values over `values` [PARAM_COUNT]; false after saying what is wrong
static bool
read_values(json_object* parameters, const char* path, float* values)
{
  json_object_object_foreach(parameters, symbol, value)
  {
    const int   index  = parameter_find(symbol);
    const float number = (float)json_object_get_double(value);
    if (index < 0 || parameter_limit((unsigned)index, number) != number) {
      fprintf(stderr, "%s: no parameter \"%s\" of value %s\n", path, symbol, json_object_get_string(value));
      return false;
    }
    values[index] = number;
  }
  return true;
}

/// What a preset sets: everything that is heard, but neither bypass nor models
static bool
is_preset(unsigned index)
{
  return parameter_is_of_band(index) || parameter_is_of_curve(index) || index == PARAM_OUTPUT_GAIN ||
         index == PARAM_LEVEL_MATCH;
}

static void
write_preset(FILE* out, const char* path, const TurtlePlugin* plugin, const char* texts[2], const float* values)
{
  fputc('\n', out);
  turtle_preset_uri(out, path, plugin);
  fprintf(out, "\n\ta pset:Preset ;\n\tlv2:appliesTo <%s> ;\n\trdfs:label ", plugin->uri);
  turtle_string(out, texts[0]);
  fputs(" ;\n\trdfs:comment ", out);
  turtle_string(out, texts[1]);
  const char* separator = " ;\n\tlv2:port ";
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    if (is_preset(i)) {
      const char* const symbol = parameter(i)->symbol;
      fprintf(out, "%s[ lv2:symbol \"%s\" ; pset:value %.7g ]", separator, symbol, (double)values[i]);
      separator = " ,\n\t\t";
    }
  }
  fputs(" .\n", out);
}

static bool
convert(FILE* out, const char* path, json_object* preset)
{
  json_object* const title      = need(preset, path, "title", json_type_string);
  json_object* const about      = need(preset, path, "about", json_type_string);
  json_object* const parameters = need(preset, path, "parameters", json_type_object);
  float              values[PARAM_COUNT];
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    values[i] = parameter(i)->initial;
  }
  if (!title || !about || !parameters || !read_values(parameters, path, values)) {
    return false;
  }

  const char* texts[2] = { json_object_get_string(title), json_object_get_string(about) };
  for (int i = 0; i < TURTLE_PLUGINS; ++i) {
    write_preset(out, path, &turtle_plugins()[i], texts, values);
  }
  return true;
}

bool
turtle_presets(FILE* out, char** presets, int n_presets)
{
  fputs("@prefix lv2: <http://lv2plug.in/ns/lv2core#> .\n"
        "@prefix pset: <http://lv2plug.in/ns/ext/presets#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n",
        out);
  bool good = true;
  for (int i = 0; good && i < n_presets; ++i) {
    json_object* const preset = json_object_from_file(presets[i]);
    if (!preset) {
      fprintf(stderr, "%s: %s", presets[i], json_util_get_last_err());
    }
    good = preset && convert(out, presets[i], preset);
    json_object_put(preset);
  }
  return good;
}
