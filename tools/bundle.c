// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/bundle.h"

#include "models/catalogue.h"
#include "plugin/equus.h"
#include "plugin/lv2/uris.h"
#include "plugin/places.h"
#include "tools/bundle_path.h"
#include "tools/nearest.h"
#include "tools/urids.h"

#include <lv2/atom/atom.h>
#include <lv2/presets/presets.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NS_RDFS "http://www.w3.org/2000/01/rdf-schema#"

enum { MAX_PRESETS = 256, MAX_MODELS = 32 };

struct Bundle {
  char*             path;
  char              version[32];
  LilvWorld*        world;
  const LilvPlugin* plugins[2][2]; ///< [stereo][with a side-chain]
  BundlePreset*     presets;
  unsigned          n_presets;
  char              own[MODEL_MOOD + 1][EQUUS_OWN_SIZE]; ///< The user's own models, by ModelKind
  pthread_mutex_t   lock;                                ///< Of lilv
};

static const LilvPlugin*
find_plugin(const Bundle* const bundle, const char* const uri)
{
  LilvNode* const          node   = lilv_new_uri(bundle->world, uri);
  const LilvPlugins* const all    = lilv_world_get_all_plugins(bundle->world);
  const LilvPlugin* const  plugin = node ? lilv_plugins_get_by_uri(all, node) : NULL;
  lilv_node_free(node);
  return plugin;
}

static EquusStatus
load_plugins(Bundle* const bundle, EquusError* const error)
{
  char* const folder = (char*)malloc(strlen(bundle->path) + 2);
  if (!folder) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  snprintf(folder, strlen(bundle->path) + 2, "%s/", bundle->path);
  LilvNode* const uri = lilv_new_file_uri(bundle->world, NULL, folder);
  free(folder);
  lilv_world_load_bundle(bundle->world, uri);
  lilv_node_free(uri);
  for (unsigned i = 0; i < 4; ++i) {
    static const char* const uris[4] = { EQUUS_URN_MONO, EQUUS_URN_MONO_SIDE, EQUUS_URN_STEREO, EQUUS_URN_STEREO_SIDE };
    bundle->plugins[i / 2][i % 2]    = find_plugin(bundle, uris[i]);
    if (!bundle->plugins[i / 2][i % 2]) {
      return equus_error_set(error,
                             EQUUS_ERR_FORMAT,
                             "%s: doesn't describe %s; build it again with ./bootstrap build",
                             bundle->path,
                             uris[i]);
    }
  }
  return EQUUS_OK;
}

/// Copy of the first `property` of a subject as text, empty if there is none
static char*
text_of(LilvWorld* const world, const LilvNode* const subject, const char* const property)
{
  LilvNode* const predicate = lilv_new_uri(world, property);
  LilvNode* const value     = lilv_world_get(world, subject, predicate, NULL);
  char* const     text      = strdup(value ? lilv_node_as_string(value) : "");
  lilv_node_free(value);
  lilv_node_free(predicate);
  return text;
}

/// A preset that is being read
typedef struct {
  BundlePreset* preset;
  Urids*        urids;
} PresetReading;

/// Numbers come with the type that their spelling in Turtle has
static bool
to_float(Urids* const urids, const void* const value, const uint32_t size, const LV2_URID type, float* const number)
{
  int32_t whole = 0;
  double  real  = 0.0;
  if (type == urids_get(urids, LV2_ATOM__Float) && size == sizeof(*number)) {
    memcpy(number, value, size);
  } else if (type == urids_get(urids, LV2_ATOM__Double) && size == sizeof(real)) {
    memcpy(&real, value, size);
    *number = (float)real;
  } else if ((type == urids_get(urids, LV2_ATOM__Int) || type == urids_get(urids, LV2_ATOM__Bool)) &&
             size == sizeof(whole)) {
    memcpy(&whole, value, size);
    *number = (float)whole;
  } else {
    return false;
  }
  return true;
}

static void
take_port_value(const char* const symbol,
                void* const       handle,
                const void* const value,
                const uint32_t    size,
                const uint32_t    type)
{
  const PresetReading* const reading = (const PresetReading*)handle;
  const int                  index   = parameter_find(symbol);
  if (index >= 0 && to_float(reading->urids, value, size, type, &reading->preset->values[index])) {
    reading->preset->sets[index] = true;
  }
}

/// The name in a URI such as urn:equus:preset:NAME:stereo
static char*
short_name(const char* const uri)
{
  static const char end[]  = ":stereo";
  const size_t      length = strlen(uri);
  const size_t      tail   = sizeof(end) - 1;
  const bool        tailed = length > tail && !strcmp(uri + length - tail, end);
  const size_t      stop   = tailed ? length - tail : length;
  size_t            start  = stop;
  while (start > 0 && uri[start - 1] != ':' && uri[start - 1] != '/' && uri[start - 1] != '#') {
    --start;
  }
  return strndup(uri + start, stop - start);
}

static bool
read_preset(Bundle* const bundle, Urids* const urids, const LilvNode* const node, BundlePreset* const preset)
{
  lilv_world_load_resource(bundle->world, node);
  const char* const uri  = lilv_node_as_string(node);
  preset->uri            = strdup(uri);
  preset->name           = short_name(uri);
  preset->title          = text_of(bundle->world, node, NS_RDFS "label");
  preset->about          = text_of(bundle->world, node, NS_RDFS "comment");
  LilvState* const state = lilv_state_new_from_world(bundle->world, urids_map(urids), node);
  if (state) {
    PresetReading reading = { preset, urids };
    lilv_state_emit_port_values(state, take_port_value, &reading);
    lilv_state_free(state);
  }
  return state && preset->uri && preset->name && preset->title && preset->about;
}

static int
compare_presets(const void* const a, const void* const b)
{
  return strcmp(((const BundlePreset*)a)->name, ((const BundlePreset*)b)->name);
}

static EquusStatus
load_presets(Bundle* const bundle, EquusError* const error)
{
  Urids* const     urids = urids_new();
  LilvNode* const  type  = lilv_new_uri(bundle->world, LV2_PRESETS__Preset);
  LilvNodes* const nodes = lilv_plugin_get_related(bundle->plugins[1][0], type);
  const unsigned   n     = nodes ? lilv_nodes_size(nodes) : 0;
  bool             fine  = urids && (!n || (bundle->presets = (BundlePreset*)calloc(n, sizeof(BundlePreset))));
  LILV_FOREACH(nodes, i, nodes)
  {
    fine = fine && read_preset(bundle, urids, lilv_nodes_get(nodes, i), &bundle->presets[bundle->n_presets++]);
  }
  lilv_nodes_free(nodes);
  lilv_node_free(type);
  urids_free(urids);
  if (!fine) {
    return equus_error_set(error, EQUUS_ERR_FORMAT, "%s: a preset can't be read", bundle->path);
  }
  if (n) {
    qsort(bundle->presets, n, sizeof(BundlePreset), compare_presets);
  }
  return EQUUS_OK;
}

static void
read_version(Bundle* const bundle)
{
  const LilvNode* const uri   = lilv_plugin_get_uri(bundle->plugins[1][0]);
  char* const           minor = text_of(bundle->world, uri, "http://lv2plug.in/ns/lv2core#minorVersion");
  char* const           micro = text_of(bundle->world, uri, "http://lv2plug.in/ns/lv2core#microVersion");
  if (minor && micro && *minor && *micro) {
    snprintf(bundle->version, sizeof(bundle->version), "%s.%s", minor, micro);
  }
  free(minor);
  free(micro);
}

Bundle*
bundle_open(EquusError* const error)
{
  Bundle* const bundle = (Bundle*)calloc(1, sizeof(*bundle));
  if (!bundle || pthread_mutex_init(&bundle->lock, NULL)) {
    free(bundle);
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  bundle->path = bundle_path_find(error);
  if (!bundle->path || !(bundle->world = lilv_world_new()) || load_plugins(bundle, error) ||
      load_presets(bundle, error)) {
    bundle_close(bundle);
    return NULL;
  }
  read_version(bundle);
  return bundle;
}

void
bundle_close(Bundle* const bundle)
{
  if (!bundle) {
    return;
  }
  for (unsigned i = 0; i < bundle->n_presets; ++i) {
    free(bundle->presets[i].name);
    free(bundle->presets[i].title);
    free(bundle->presets[i].about);
    free(bundle->presets[i].uri);
  }
  free(bundle->presets);
  lilv_world_free(bundle->world);
  pthread_mutex_destroy(&bundle->lock);
  free(bundle->path);
  free(bundle);
}

const char*
bundle_path(const Bundle* const bundle)
{
  return bundle->path;
}

const char*
bundle_version(const Bundle* const bundle)
{
  return bundle->version;
}

LilvWorld*
bundle_world(const Bundle* const bundle)
{
  return bundle->world;
}

const LilvPlugin*
bundle_plugin(const Bundle* const bundle, const unsigned channels, const bool side)
{
  return bundle->plugins[channels > 1][side];
}

void
bundle_lock(Bundle* const bundle)
{
  pthread_mutex_lock(&bundle->lock);
}

void
bundle_unlock(Bundle* const bundle)
{
  pthread_mutex_unlock(&bundle->lock);
}

unsigned
bundle_n_presets(const Bundle* const bundle)
{
  return bundle->n_presets;
}

const BundlePreset*
bundle_preset(const Bundle* const bundle, const unsigned index)
{
  return &bundle->presets[index];
}

const BundlePreset*
bundle_find_preset(const Bundle* const bundle, const char* const name, EquusError* const error)
{
  const char* names[MAX_PRESETS];
  unsigned    n = 0;
  for (; n < bundle->n_presets && n < MAX_PRESETS; ++n) {
    names[n] = bundle->presets[n].name;
    if (names_match(names[n], name) || names_match(bundle->presets[n].title, name)) {
      return &bundle->presets[n];
    }
  }
  char text[EQUUS_ERROR_TEXT_SIZE];
  nearest_explain("preset", name, names, n, text, sizeof(text));
  equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s", text);
  return NULL;
}

EquusStatus
bundle_find_model(const ModelKind kind, const char* const name, float* const value, EquusError* const error)
{
  const Parameter* const about = parameter(places_parameter(kind));
  const char*            names[MAX_MODELS];
  unsigned               n = 0;
  for (unsigned i = 0; i < about->n_points && n < MAX_MODELS; ++i) {
    const char* const choice = places_choice_name(kind, about->points[i].value);
    if (choice && names_match(choice, name)) {
      *value = about->points[i].value;
      return EQUUS_OK;
    }
    if (choice) {
      names[n++] = choice;
    }
  }
  char text[EQUUS_ERROR_TEXT_SIZE];
  nearest_explain(kind == MODEL_TAGS ? "tag model" : "mood model", name, names, n, text, sizeof(text));
  return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s", text);
}

static bool
model_folder(const Bundle* const bundle, char* const folder, EquusError* const error)
{
  const bool fits = snprintf(folder, CATALOGUE_MAX_PATH, "%s/models", bundle->path) < CATALOGUE_MAX_PATH;
  return fits || !equus_error_set(error, EQUUS_ERR_RANGE, "the path of %.100s... is too long", bundle->path);
}

Sidecar*
bundle_sidecar(const Bundle* const bundle, const char* const name, EquusError* const error)
{
  char                  folder[CATALOGUE_MAX_PATH] = "";
  CatalogueModel* const model   = model_folder(bundle, folder, error) ? catalogue_open(folder, name, error) : NULL;
  Sidecar*              sidecar = NULL;
  if (model) {
    sidecar        = model->sidecar;
    model->sidecar = NULL;
  }
  catalogue_close(model);
  return sidecar;
}

EquusStatus
bundle_set_own_model(Bundle* const bundle, const ModelKind kind, const char* const name, EquusError* const error)
{
  char folder[CATALOGUE_MAX_PATH] = "", path[CATALOGUE_MAX_PATH] = "";
  if (!model_folder(bundle, folder, error)) {
    return EQUUS_ERR_RANGE;
  }
  const EquusStatus status = catalogue_find(folder, name, path, error);
  if (!status && strlen(path) >= EQUUS_OWN_SIZE) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "the path of %.200s... is too long for a state", name);
  }
  memcpy(bundle->own[kind], path, status ? 0 : strlen(path) + 1);
  return status;
}

const char*
bundle_own_model(const Bundle* const bundle, const ModelKind kind)
{
  return bundle->own[kind];
}
