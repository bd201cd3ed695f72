// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_ESSENTIA_H
#define EQUUS_MODELS_ESSENTIA_H

#include "models/json_reader.h"
#include "models/sidecar.h"

/**
   The metadata that Essentia publishes beside its models, read as a side-car.

   `inference.algorithm` names the front end: docs/side-car.md says which and
   what each computes.  TensorflowPredict2D has none: the network is a head on
   the features of the model that `inference.embedding_model` names.
*/

/// True if the document is such metadata
bool essentia_is(const JsonPart* top);

/**
   Fill `sidecar` from the metadata of a file at `path`, after which model and network are called.

   Reports what is wrong to the part's reader.  `classes` that are valence and
   arousal make a mood model on the scale 1 to 9 on which Essentia publishes
   them; others are tags; none a network that serves as an embedding only.
*/
void essentia_read(const JsonPart* top, const char* path, Sidecar* sidecar);

#endif // EQUUS_MODELS_ESSENTIA_H
