// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_EMBEDDING_H
#define EQUUS_TOOLS_EMBEDDING_H

#include "models/sidecar.h"

/// An inner layer of an installed model, on which heads stand: constant, so that threads may share one
typedef struct Embedding Embedding;

/**
   @param bundled The bundle's folder of models.
   @param model Name of an installed model.
   @param tensor In its network.
   @return NULL with `error`.  Free with embedding_free().
*/
Embedding* embedding_new(const char* bundled, const char* model, const char* tensor, EquusError* error);

void embedding_free(Embedding* embedding);

const Sidecar* embedding_sidecar(const Embedding* embedding);

/// Values of one window
uint32_t embedding_size(const Embedding* embedding);

/// What part of a file is heard, in windows back to back
typedef struct {
  const char* path;
  double      start, seconds; ///< 0 seconds for all that follows
} EmbeddingPart;

/**
   Mean over the windows of a part of a file, heard as the plug-in hears it.

   @param progress Called with the share of the file that is read, below 0 where that isn't known.
   @param mean [embedding_size()]
   @return EQUUS_ERR_RANGE if it is shorter than a window, EQUUS_ERR_IO, EQUUS_ERR_FORMAT or EQUUS_ERR_MEMORY, with
   `error` naming the file
*/
EquusStatus embedding_of_file(const Embedding*     embedding,
                              const EmbeddingPart* part,
                              void (*progress)(void* handle, double share),
                              void*       handle,
                              double*     mean,
                              EquusError* error);

#endif // EQUUS_TOOLS_EMBEDDING_H
