// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_MODEL_H
#define EQUUS_MODELS_MODEL_H

#include "models/plan.h"
#include "models/sidecar.h"

/**
   A side-car with its network, ready to run: constant, shared and counted.

   Instances in one process that load the same side-car share one Model; processes
   that load the same network share its plan's block, see models/prepared.h.
*/
typedef struct Model Model;

/**
   Load DIR/NAME.json and the ONNX file it names, or return the one already loaded.

   Checks the file's SHA-256, maps the plan from the cache or compiles it, and
   computes the reading of silence.  Takes a mutex: never on the audio thread.
   @return NULL with `error` naming the file and what to do.  Give back with model_release().
*/
Model* model_load(const char* directory, const char* name, EquusError* error);

/// Give back; the last one frees
void model_release(Model* model);

const Sidecar* model_sidecar(const Model* model) EQUUS_RT;
const Plan*    model_plan(const Model* model) EQUUS_RT;

/// Raw outputs [n_labels] for a window of exact zeros
const float* model_silence(const Model* model) EQUUS_RT;

#endif // EQUUS_MODELS_MODEL_H
