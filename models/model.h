// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_MODEL_H
#define EQUUS_MODELS_MODEL_H

#include "models/plan.h"
#include "models/sidecar.h"

/// What model_load() allows: multiply-accumulates a second on one tap, of which a core may do 45e9; and bytes
#define MODEL_MAX_WORK 10e9
#define MODEL_MAX_BYTES 500e6

/**
   A side-car with its network, ready to run: constant, shared and counted.

   Instances in one process that load the same side-car share one Model.
*/
typedef struct Model Model;

/**
   Load an installed model or one that lies anywhere, or return it if it is loaded already.

   Checks the files' SHA-256, maps the plan from the cache or compiles it, and
   computes the reading of silence.  Takes a mutex: never on the audio thread.
   @param bundled The bundle's folder of models.
   @param name An id or a path, as catalogue_find() takes it: of the bundle, of the user's folder, or of a file.
   @return NULL with `error` naming the file, in it the node, and what to do.  Give back with model_release().
*/
Model* model_load(const char* bundled, const char* name, EquusError* error);

/// Give back; the last one frees
void model_release(Model* model);

/// Multiply-accumulates a second on one tap, with readings every `live_hop` frames; at most MODEL_MAX_WORK
double model_work(const Model* model) EQUUS_RT;

/// The side-car's canonical path
const char* model_path(const Model* model) EQUUS_RT;

const Sidecar* model_sidecar(const Model* model) EQUUS_RT;
const Plan*    model_plan(const Model* model) EQUUS_RT;

/// Raw outputs [n_labels] for a window of exact zeros
const float* model_silence(const Model* model) EQUUS_RT;

#endif // EQUUS_MODELS_MODEL_H
