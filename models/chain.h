// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_CHAIN_H
#define EQUUS_MODELS_CHAIN_H

#include "models/catalogue.h"
#include "models/graph.h"

/**
   A model's network behind that of its embedding, if it has one.

   Never on the audio thread.
*/
typedef struct Chain Chain;

/**
   Read the files and check their SHA-256 where the side-cars say them; fill in the model's where its doesn't.
   @param model Must outlive the chain.
   @return NULL with `error` naming the file and what to do.  Free with chain_free().
*/
Chain* chain_new(CatalogueModel* model, EquusError* error);

void chain_free(Chain* chain);

/// All that decides chain_parse()'s graph beside the bytes of the model's own network; owned by the chain
const char* chain_options(const Chain* chain);

/**
   The networks as one graph, not simplified.
   @return NULL with `error` naming the file, the node and what to do.  Free with graph_free().
*/
Graph* chain_parse(const Chain* chain, EquusError* error);

/// The axis of such a graph's input along which the front end's frames lie
uint32_t chain_frame_axis(const Graph* graph, const FrontendSettings* frontend);

#endif // EQUUS_MODELS_CHAIN_H
