// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_CATALOGUE_H
#define EQUUS_MODELS_CATALOGUE_H

#include "models/sidecar.h"

#include <stddef.h>

/**
   The models that are installed: those of the bundle, then those that the user put into a folder of their own.

   The user's folder is $XDG_DATA_HOME/equus/models, by default
   ~/.local/share/equus/models; only the user creates it.  A model's id is its
   side-car's file name without ".json"; where both folders have one, the
   bundle's is meant.  Reads files and the environment: never on the audio thread.
*/

enum { CATALOGUE_MAX_PATH = 4096 };

typedef enum {
  ORIGIN_BUNDLED,
  ORIGIN_USER,
  ORIGIN_FILE ///< Named by a path outside both folders
} ModelOrigin;

/// "bundled", "user" or "file"
const char* model_origin_name(ModelOrigin origin);

/// What is installed under one name
typedef struct {
  char        id[SIDECAR_MAX_TEXT];
  char        path[CATALOGUE_MAX_PATH]; ///< Of the side-car, or of what stands there without one
  ModelOrigin origin;
  Sidecar*    sidecar; ///< Owned by the catalogue; NULL where it can't be read
  EquusError  error;   ///< Why it can't, with what to do
} CatalogueEntry;

typedef struct {
  unsigned        n;
  CatalogueEntry* entries; ///< Bundled first, each part by id
} Catalogue;

/**
   All that is installed, broken ones too.

   Reads side-cars alone, no networks: whether one can run is what model_load() says.
   @param bundled The bundle's folder of models.
   @return NULL with `error` if out of memory or `bundled` can't be read.  Free with catalogue_free().
*/
Catalogue* catalogue_new(const char* bundled, EquusError* error);

void catalogue_free(Catalogue* catalogue);

/// The user's folder, whether it exists or not; false if the environment names none or `size` is too small
bool catalogue_user_folder(char* path, size_t size);

/**
   Find a model's side-car.
   @param bundled The bundle's folder of models.
   @param model An id; or, if it holds a slash or ends with ".json", ".onnx" or ".pb", the path of a side-car or of a
   network with its side-car beside it.
   @param path Set to the side-car's canonical path, [CATALOGUE_MAX_PATH].
   @return Otherwise a status with `error` naming the model, where it was looked for and what to do.
*/
EquusStatus catalogue_find(const char* bundled, const char* model, char* path, EquusError* error);

/// A side-car with what it stands on, and the networks' files
typedef struct CatalogueModel {
  Sidecar* sidecar;                     ///< Its front end is its embedding's, if it has one
  Sidecar* base;                        ///< Of the embedding, or NULL
  char     path[CATALOGUE_MAX_PATH];    ///< Canonical, of the side-car
  char     network[CATALOGUE_MAX_PATH]; ///< The side-car's ONNX file
  char     below[CATALOGUE_MAX_PATH];   ///< The embedding's ONNX file
} CatalogueModel;

/**
   Find a model, read its side-car and that of the model that it stands on.

   The latter is looked for beside the side-car, then in the bundle and the
   user's folder.  An Essentia embedding published for batches of 64
   ("...-bs64-...") may be there under its name for single windows
   ("...-bsdynamic-...", "...-bs1-...").
   @param bundled, model As for catalogue_find().
   @return NULL with `error` filled.  Free with catalogue_close().
*/
CatalogueModel* catalogue_open(const char* bundled, const char* model, EquusError* error);

void catalogue_close(CatalogueModel* model);

#endif // EQUUS_MODELS_CATALOGUE_H
