// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/catalogue.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_ENTRIES = 4096 };

const char*
model_origin_name(const ModelOrigin origin)
{
  static const char* const names[] = { "bundled", "user", "file" };
  return names[origin];
}

bool
catalogue_user_folder(char* const path, const size_t size)
{
  const char* const data = getenv("XDG_DATA_HOME");
  const char* const home = getenv("HOME");
  const bool        told = data && data[0] == '/';
  if (!told && (!home || home[0] != '/')) {
    return false;
  }
  return snprintf(path, size, "%s%s/equus/models", told ? data : home, told ? "" : "/.local/share") < (int)size;
}

static bool
ends_with(const char* const text, const char* const end)
{
  const size_t length = strlen(text), tail = strlen(end);
  return length > tail && !strcmp(text + length - tail, end);
}

/// Room for FOLDER/NAME and END in place of the name's last `cut` bytes; false if it is too long
static bool
join(char* const path, const char* const folder, const char* const name, const size_t cut, const char* const end)
{
  const int length = snprintf(path, CATALOGUE_MAX_PATH, "%s/%.*s%s", folder, (int)(strlen(name) - cut), name, end);
  return length >= 0 && length < CATALOGUE_MAX_PATH;
}

static bool
exists(const char* const path)
{
  return !access(path, F_OK);
}

/// What to do with a network that TensorFlow froze
static EquusStatus
refuse_frozen(const char* const path, EquusError* const error)
{
  const char* const slash = strrchr(path, '/');
  const char* const name  = slash ? slash + 1 : path;
  const int         stem  = (int)strlen(name) - (int)strlen(".pb");
  return equus_error_set(
    error,
    EQUUS_ERR_UNSUPPORTED,
    "%s is a network of TensorFlow, which Equus doesn't run; fetch %.*s.onnx if it is published, or "
    "convert it: python -m tf2onnx.convert --graphdef %s --inputs INPUT:0 --outputs OUTPUT:0 "
    "--output %.*s.onnx, with the names under \"schema\" in %.*s.json",
    path,
    stem,
    name,
    name,
    stem,
    name,
    stem,
    name);
}

/// Canonical form of a path that exists
static EquusStatus
canonical(const char* const from, char* const path, EquusError* const error)
{
  char* const real = realpath(from, NULL);
  if (!real) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s can't be read: %s", from, strerror(errno));
  }
  const bool fits = strlen(real) < CATALOGUE_MAX_PATH;
  memcpy(path, real, fits ? strlen(real) + 1 : 0);
  free(real);
  return fits ? EQUUS_OK : equus_error_set(error, EQUUS_ERR_RANGE, "the path of %s is too long", from);
}

static EquusStatus
find_file(const char* const model, char* const path, EquusError* const error)
{
  char         beside[CATALOGUE_MAX_PATH] = "";
  const size_t length                     = strlen(model);
  if (length >= sizeof(beside)) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "the path of model %.100s... is too long", model);
  }
  if (ends_with(model, ".pb")) {
    return refuse_frozen(model, error);
  }
  if (!ends_with(model, ".onnx")) {
    return canonical(model, path, error);
  }
  snprintf(beside, sizeof(beside), "%.*s.json", (int)(length - strlen(".onnx")), model);
  if (exists(model) && !exists(beside)) {
    return equus_error_set(error,
                           EQUUS_ERR_NOT_FOUND,
                           "%s has no side-car %s, which says what the network hears and what its numbers mean; write "
                           "one as docs/side-car.md describes, or fetch the metadata if it is a model of Essentia's",
                           model,
                           beside);
  }
  return canonical(exists(model) ? beside : model, path, error);
}

static EquusStatus
find_id(const char* const bundled, const char* const model, char* const path, EquusError* const error)
{
  char       user[CATALOGUE_MAX_PATH] = "", file[CATALOGUE_MAX_PATH] = "";
  const bool has_user = catalogue_user_folder(user, sizeof(user));
  if (!join(file, bundled, model, 0, ".json")) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "the path of model %.100s is too long", model);
  }
  if (exists(file) || (has_user && join(file, user, model, 0, ".json") && exists(file))) {
    return canonical(file, path, error);
  }
  return equus_error_set(
    error,
    EQUUS_ERR_NOT_FOUND,
    "no model \"%.60s\" is installed: there is no %.130s/%.60s.json%s%.130s%s; \"equus models\" lists "
    "those that are",
    model,
    bundled,
    model,
    has_user ? " and none in " : "",
    user,
    has_user ? "" : ", and the environment names no folder of yours");
}

EquusStatus
catalogue_find(const char* const bundled, const char* const model, char* const path, EquusError* const error)
{
  const bool file =
    strchr(model, '/') || ends_with(model, ".json") || ends_with(model, ".onnx") || ends_with(model, ".pb");
  return file ? find_file(model, path, error) : find_id(bundled, model, path, error);
}

/// Side-cars, and networks that lack one
static int
is_model(const struct dirent* const entry)
{
  const char* const name = entry->d_name;
  return name[0] != '.' && (ends_with(name, ".json") || ends_with(name, ".onnx") || ends_with(name, ".pb"));
}

/// True if another file of the folder speaks for this network
static bool
is_described(const char* const folder, const char* const name)
{
  char path[CATALOGUE_MAX_PATH] = "";
  if (ends_with(name, ".json")) {
    return false;
  }
  const size_t cut = ends_with(name, ".pb") ? strlen(".pb") : strlen(".onnx");
  return (join(path, folder, name, cut, ".json") && exists(path)) ||
         (ends_with(name, ".pb") && join(path, folder, name, cut, ".onnx") && exists(path));
}

static bool
is_listed(const Catalogue* const catalogue, const char* const id)
{
  for (unsigned i = 0; i < catalogue->n; ++i) {
    if (!strcmp(catalogue->entries[i].id, id)) {
      return true;
    }
  }
  return false;
}

static void
describe(CatalogueEntry* const entry, const char* const bundled, const Catalogue* const before)
{
  if (is_listed(before, entry->id)) {
    equus_error_set(&entry->error,
                    EQUUS_ERR_FORMAT,
                    "%s: another installed model is called %s; rename this one, its files and \"name\" in its side-car",
                    entry->path,
                    entry->id);
    return;
  }
  CatalogueModel* const model = catalogue_open(bundled, entry->path, &entry->error);
  if (model) {
    entry->sidecar = model->sidecar;
    model->sidecar = NULL;
    catalogue_close(model);
  }
}

static EquusStatus
add_entry(Catalogue* const  catalogue,
          const char* const bundled,
          const char* const folder,
          const char* const name,
          const ModelOrigin origin,
          EquusError* const error)
{
  CatalogueEntry* const entries = realloc(catalogue->entries, (catalogue->n + 1) * sizeof(CatalogueEntry));
  if (!entries) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  catalogue->entries          = entries;
  CatalogueEntry* const entry = &entries[catalogue->n];
  *entry                      = (CatalogueEntry){ .origin = origin };
  const size_t stem           = (size_t)(strrchr(name, '.') - name);
  if (stem < sizeof(entry->id) && join(entry->path, folder, name, 0, "")) {
    snprintf(entry->id, sizeof(entry->id), "%.*s", (int)stem, name);
    describe(entry, bundled, catalogue);
    ++catalogue->n;
  }
  return EQUUS_OK;
}

/// Add a folder's models in the order of their names; a folder that isn't there holds none
static EquusStatus
add_folder(Catalogue* const  catalogue,
           const char* const bundled,
           const char* const folder,
           const ModelOrigin origin,
           EquusError* const error)
{
  struct dirent** names = NULL;
  const int       n     = scandir(folder, &names, is_model, alphasort);
  if (n < 0) {
    return (errno == ENOENT || errno == ENOTDIR) && origin == ORIGIN_USER
             ? EQUUS_OK
             : equus_error_set(error, EQUUS_ERR_IO, "%s can't be read: %s", folder, strerror(errno));
  }
  EquusStatus status = EQUUS_OK;
  for (int i = 0; i < n; ++i) {
    if (!status && catalogue->n < MAX_ENTRIES && !is_described(folder, names[i]->d_name)) {
      status = add_entry(catalogue, bundled, folder, names[i]->d_name, origin, error);
    }
    free(names[i]);
  }
  free(names);
  return status;
}

Catalogue*
catalogue_new(const char* const bundled, EquusError* const error)
{
  char             user[CATALOGUE_MAX_PATH] = "";
  Catalogue* const catalogue                = calloc(1, sizeof(Catalogue));
  if (!catalogue) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  EquusStatus status = add_folder(catalogue, bundled, bundled, ORIGIN_BUNDLED, error);
  if (!status && catalogue_user_folder(user, sizeof(user))) {
    status = add_folder(catalogue, bundled, user, ORIGIN_USER, error);
  }
  if (status) {
    catalogue_free(catalogue);
    return NULL;
  }
  return catalogue;
}

void
catalogue_free(Catalogue* const catalogue)
{
  if (catalogue) {
    for (unsigned i = 0; i < catalogue->n; ++i) {
      sidecar_free(catalogue->entries[i].sidecar);
    }
    free(catalogue->entries);
    free(catalogue);
  }
}

/// Path of the network that a side-car at `path` names; says what to do where only a frozen one is there
static EquusStatus
find_network(const char* const path, const Sidecar* const sidecar, char* const network, EquusError* const error)
{
  char folder[CATALOGUE_MAX_PATH] = "", frozen[CATALOGUE_MAX_PATH] = "";
  snprintf(folder, sizeof(folder), "%.*s", (int)(strrchr(path, '/') - path), path);
  if (!join(network, folder, sidecar->file, 0, "")) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "the path of %s is too long", sidecar->file);
  }
  const bool onnx = ends_with(sidecar->file, ".onnx");
  return onnx && !exists(network) && join(frozen, folder, sidecar->file, strlen(".onnx"), ".pb") && exists(frozen)
           ? refuse_frozen(frozen, error)
           : EQUUS_OK;
}

static Sidecar*
read_side_car(const char* const path, char* const network, EquusError* const error)
{
  const char* const name    = strrchr(path, '/') + 1;
  const size_t      stem    = strlen(name) - (ends_with(name, ".json") ? strlen(".json") : 0);
  Sidecar*          sidecar = sidecar_load(path, error);
  if (sidecar && (strlen(sidecar->name) != stem || strncmp(sidecar->name, name, stem) != 0)) {
    equus_error_set(
      error, EQUUS_ERR_FORMAT, "%s: \"name\" must be \"%.*s\", as the file is called", path, (int)stem, name);
  } else if (sidecar && !find_network(path, sidecar, network, error)) {
    return sidecar;
  }
  sidecar_free(sidecar);
  return NULL;
}

/// Look for an embedding beside the head, then where all models are
static bool
find_named(const char* const bundled, const char* const folder, const char* const name, char* const path)
{
  char file[CATALOGUE_MAX_PATH] = "";
  if (join(file, folder, name, 0, ".json") && exists(file)) {
    return !canonical(file, path, NULL);
  }
  return !find_id(bundled, name, path, NULL);
}

/// As find_named(), with the names that the same embedding has for single windows before that for many
static bool
find_embedding(const char* const bundled, const char* const folder, const char* const name, char* const path)
{
  static const char* const single[] = { "-bsdynamic-", "-bs1-" };

  const char* const many = strstr(name, "-bs64-");
  for (unsigned i = 0; many && i < sizeof(single) / sizeof(*single); ++i) {
    char other[SIDECAR_MAX_TEXT + 8] = "";
    snprintf(other, sizeof(other), "%.*s%s%s", (int)(many - name), name, single[i], many + strlen("-bs64-"));
    if (find_named(bundled, folder, other, path)) {
      return true;
    }
  }
  return find_named(bundled, folder, name, path);
}

/// Read what a head stands on and take its front end over
static EquusStatus
open_base(CatalogueModel* const model, const char* const bundled, EquusError* const error)
{
  char           folder[CATALOGUE_MAX_PATH] = "", path[CATALOGUE_MAX_PATH] = "";
  Sidecar* const head = model->sidecar;
  snprintf(folder, sizeof(folder), "%.*s", (int)(strrchr(model->path, '/') - model->path), model->path);
  if (!find_embedding(bundled, folder, head->embedding.model, path)) {
    return equus_error_set(error,
                           EQUUS_ERR_NOT_FOUND,
                           "%s stands on the model \"%s\", which isn't installed; put %s.onnx and %s.json beside it",
                           model->path,
                           head->embedding.model,
                           head->embedding.model,
                           head->embedding.model);
  }
  model->base = read_side_car(path, model->below, error);
  if (!model->base) {
    return EQUUS_ERR_FORMAT;
  }
  if (*model->base->embedding.model || (!*head->embedding.tensor && !*model->base->features)) {
    return equus_error_set(error,
                           EQUUS_ERR_UNSUPPORTED,
                           "%s stands on the model \"%s\", %s",
                           model->path,
                           model->base->name,
                           *model->base->embedding.model ? "which itself stands on another; Equus joins two at most"
                                                         : "whose side-car names no features; name the tensor");
  }
  const uint32_t hop = head->live_hop ? head->live_hop : model->base->live_hop;
  head->frontend     = model->base->frontend;
  head->live_hop     = hop < head->frontend.frames ? hop : head->frontend.frames;
  return EQUUS_OK;
}

CatalogueModel*
catalogue_open(const char* const bundled, const char* const model, EquusError* const error)
{
  CatalogueModel* const open = calloc(1, sizeof(CatalogueModel));
  if (!open) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  if (!catalogue_find(bundled, model, open->path, error) &&
      (open->sidecar = read_side_car(open->path, open->network, error)) &&
      (!*open->sidecar->embedding.model || !open_base(open, bundled, error))) {
    return open;
  }
  catalogue_close(open);
  return NULL;
}

void
catalogue_close(CatalogueModel* const model)
{
  if (model) {
    sidecar_free(model->sidecar);
    sidecar_free(model->base);
    free(model);
  }
}
