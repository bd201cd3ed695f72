// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/chain.h"

#include "models/file.h"
#include "models/onnx.h"
#include "models/sha256.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NETWORK_BYTES = 1 << 30 };

/// A file in memory
typedef struct {
  const char* path;
  char*       bytes;
  size_t      size;
} Network;

struct Chain {
  CatalogueModel* model;
  Network         below; ///< Of the embedding; no bytes without one
  Network         own;
  char            options[1024];
};

/// Read a network's file and check that it is the one the side-car names
static EquusStatus
read_network(Sidecar* const sidecar, const char* const path, Network* const network, EquusError* const error)
{
  network->path  = path;
  network->bytes = file_read(path, MAX_NETWORK_BYTES, &network->size, error);
  if (!network->bytes) {
    return EQUUS_ERR_IO;
  }

  char hash[SHA256_TEXT_SIZE] = "";
  sha256_text(network->bytes, network->size, hash);
  if (*sidecar->sha256 && strcmp(hash, sidecar->sha256) != 0) {
    return equus_error_set(
      error,
      EQUUS_ERR_HASH,
      "%s isn't the file that %s.json describes: its SHA-256 begins with %.12s, not %.12s. Install "
      "the model again, or correct the side-car if you changed the network.",
      path,
      sidecar->name,
      hash,
      sidecar->sha256);
  }
  memcpy(sidecar->sha256, hash, sizeof(hash));
  return EQUUS_OK;
}

/// The tensor of the embedding's network that feeds the head
static const char*
joint(const CatalogueModel* const model)
{
  return *model->sidecar->embedding.tensor ? model->sidecar->embedding.tensor : model->base->features;
}

/// Every name with its length before it, so that no two bindings read alike
static void
write_options(Chain* const chain)
{
  const Sidecar* const          head   = chain->model->sidecar;
  const Sidecar* const          first  = chain->model->base ? chain->model->base : head;
  const FrontendSettings* const f      = &first->frontend;
  const int                     length = snprintf(chain->options,
                              sizeof(chain->options),
                              "%" PRIu32 " %" PRIu32 " %d %d %" PRIu32 "\n%zu %s\n%zu %s",
                              f->frames,
                              f->mel.bands,
                              f->mel_major,
                              head->tensorflow_names,
                              head->n_labels,
                              strlen(head->input),
                              head->input,
                              strlen(head->output),
                              head->output);
  if (chain->model->base) {
    snprintf(chain->options + length,
             sizeof(chain->options) - (size_t)length,
             "\n%s %d %" PRIu32 "\n%zu %s\n%zu %s",
             first->sha256,
             first->tensorflow_names,
             first->n_features,
             strlen(first->input),
             first->input,
             strlen(joint(chain->model)),
             joint(chain->model));
  }
}

Chain*
chain_new(CatalogueModel* const model, EquusError* const error)
{
  if (!model->sidecar->n_labels) {
    equus_error_set(error,
                    EQUUS_ERR_UNSUPPORTED,
                    "%s yields features for heads, no tags or moods of its own; choose a model that stands on it",
                    model->path);
    return NULL;
  }
  Chain* const chain = calloc(1, sizeof(Chain));
  if (!chain) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  chain->model = model;
  if ((model->base && read_network(model->base, model->below, &chain->below, error)) ||
      read_network(model->sidecar, model->network, &chain->own, error)) {
    chain_free(chain);
    return NULL;
  }
  write_options(chain);
  return chain;
}

void
chain_free(Chain* const chain)
{
  if (chain) {
    free(chain->below.bytes);
    free(chain->own.bytes);
    free(chain);
  }
}

const char*
chain_options(const Chain* const chain)
{
  return chain->options;
}

/// What Essentia's own exports call the outputs that its metadata names as TensorFlow does
static const char* const predictions = "activations";
static const char* const embeddings  = "embeddings";

/// The network that the front end feeds, up to its output or, for a head, the tensor `features`
static Graph*
parse_first(const Sidecar* const sidecar,
            const Network* const network,
            const char* const    features,
            const uint32_t       n_features,
            EquusError* const    error)
{
  const FrontendSettings* const frontend = &sidecar->frontend;
  const int64_t                 frames   = frontend->frames;
  const int64_t                 bands    = frontend->mel.bands;
  OnnxBinding                   binding  = {
                       .input    = sidecar->input,
                       .rank     = 3,
                       .shape    = { 1, frames, bands },
                       .output   = features ? features : sidecar->output,
                       .n_values = features ? n_features : sidecar->n_labels,
  };
  if (sidecar->tensorflow_names) {
    binding.alias = features ? embeddings : predictions;
  }
  if (frontend->mel_major) {
    binding.shape[1] = bands;
    binding.shape[2] = frames;
  }
  return onnx_parse(network->bytes, network->size, network->path, &binding, error);
}

/// The network that `features` feed
static Graph*
parse_head(const Chain* const chain, const GraphTensor* const features, EquusError* const error)
{
  const Sidecar* const head    = chain->model->sidecar;
  const OnnxBinding    binding = { .input    = head->input,
                                   .rank     = 2,
                                   .shape    = { 1, (int64_t)graph_tensor_size(features) },
                                   .output   = head->output,
                                   .n_values = head->n_labels,
                                   .alias    = head->tensorflow_names ? predictions : NULL };
  return onnx_parse(chain->own.bytes, chain->own.size, chain->own.path, &binding, error);
}

Graph*
chain_parse(const Chain* const chain, EquusError* const error)
{
  const CatalogueModel* const model = chain->model;
  if (!model->base) {
    return parse_first(model->sidecar, &chain->own, NULL, 0, error);
  }

  const uint32_t n_features = *model->sidecar->embedding.tensor ? 0 : model->base->n_features;
  Graph* const   graph      = parse_first(model->base, &chain->below, joint(model), n_features, error);
  Graph* const   head       = graph ? parse_head(chain, &graph->tensors[graph->output], error) : NULL;
  EquusError     why        = { EQUUS_OK, "" };
  const bool     joined     = head && !graph_append(graph, head, &why);
  if (why.status) {
    equus_error_set(error, why.status, "%s behind %s: %.400s", model->network, model->base->name, why.text);
  }
  graph_free(head);
  if (!joined) {
    graph_free(graph);
    return NULL;
  }
  return graph;
}

uint32_t
chain_frame_axis(const Graph* const graph, const FrontendSettings* const frontend)
{
  const GraphTensor* const input = &graph->tensors[graph->input];
  const uint32_t           axis  = frontend->mel_major ? 2 : 1;
  const int64_t            inner = frontend->mel_major ? frontend->frames : frontend->mel.bands;
  if (input->rank < 3) {
    return axis - 1;
  }
  // With four axes, one of 1 was put in: as second, or as last
  return input->rank == 4 && input->shape[1] == 1 && input->shape[3] == inner ? axis + 1 : axis;
}
