// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/embedding.h"

#include "dsp/resampler.h"
#include "models/catalogue.h"
#include "models/file.h"
#include "models/frontend.h"
#include "models/onnx.h"
#include "models/plan.h"
#include "tools/audio_file.h"
#include "tools/rows.h"

#include <stdbool.h>
#include <stdlib.h>

enum { BLOCK = 4096, MAX_BYTES = 1 << 30 };

struct Embedding {
  CatalogueModel* model;
  Plan*           plan;
};

/// One file being heard
typedef struct {
  const Embedding* embedding;
  AudioFile*       file;
  Resampler*       resampler;
  Frontend*        frontend;
  PlanRun*         run;
  float            channels[AUDIO_FILE_MAX_CHANNELS][BLOCK];
  float            mono[BLOCK];
  float*           resampled; ///< [resampler_max_output(BLOCK)]
  uint64_t         frames;    ///< Of the file, read so far
  uint64_t         next;      ///< First frame of the window that is due
  uint64_t         windows;
  double*          sum; ///< [embedding_size()]
} Hearing;

static Plan*
compile(const CatalogueModel* const model, const char* const tensor, EquusError* const error)
{
  const FrontendSettings* const frontend = &model->sidecar->frontend;
  const bool                    mel      = frontend->mel_major;
  const OnnxBinding             binding  = {
                 .input = model->sidecar->input,
                 .rank  = 3,
                 .shape = { 1, mel ? frontend->mel.bands : frontend->frames, mel ? frontend->frames : frontend->mel.bands },
                 .output = tensor,
                 .alias  = model->sidecar->tensorflow_names ? "embeddings" : NULL
  };
  size_t       size  = 0;
  char* const  bytes = file_read(model->network, MAX_BYTES, &size, error);
  Graph* const graph = bytes ? onnx_parse(bytes, size, model->network, &binding, error) : NULL;
  Plan* const  plan  = graph && !graph_simplify(graph, error) ? plan_compile(graph, error) : NULL;
  graph_free(graph);
  free(bytes);
  return plan;
}

Embedding*
embedding_new(const char* const bundled, const char* const model, const char* const tensor, EquusError* const error)
{
  Embedding* const embedding = (Embedding*)calloc(1, sizeof(*embedding));
  if (!embedding) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  embedding->model = catalogue_open(bundled, model, error);
  embedding->plan  = embedding->model ? compile(embedding->model, tensor, error) : NULL;
  if (!embedding->plan) {
    embedding_free(embedding);
    return NULL;
  }
  return embedding;
}

void
embedding_free(Embedding* const embedding)
{
  if (embedding) {
    plan_free(embedding->plan);
    catalogue_close(embedding->model);
    free(embedding);
  }
}

const Sidecar*
embedding_sidecar(const Embedding* const embedding)
{
  return embedding->model->sidecar;
}

uint32_t
embedding_size(const Embedding* const embedding)
{
  return (uint32_t)plan_output_size(embedding->plan);
}

/// Run the network on the window that is complete
static void
hear_window(Hearing* const h)
{
  const FrontendSettings* const settings = &embedding_sidecar(h->embedding)->frontend;
  plan_run_rewind(h->run);
  frontend_gather(h->frontend, h->next, 0, settings->frames, plan_run_input(h->run));
  plan_run_advance(h->run, UINT64_MAX);
  const float* const output = plan_run_output(h->run);
  for (uint32_t i = 0; i < embedding_size(h->embedding); ++i) {
    h->sum[i] += (double)output[i];
  }
  h->next += settings->frames;
  ++h->windows;
}

/// Feed the front end, hearing at most `most` windows in all
static void
push(Hearing* const h, const float* samples, uint32_t n, const uint64_t most)
{
  while (n && h->windows < most) {
    const uint32_t needed = frontend_needed(h->frontend);
    const uint32_t take   = needed < n ? needed : n;
    frontend_push(h->frontend, samples, take);
    samples += take;
    n -= take;
    if (frontend_frames(h->frontend) == h->next + embedding_sidecar(h->embedding)->frontend.frames) {
      hear_window(h);
    }
  }
}

static void
resample(Hearing* const h, const uint32_t n, const uint64_t most)
{
  push(h, h->resampled, resampler_process(h->resampler, h->mono, n, h->resampled), most);
}

static EquusStatus
read_all(Hearing* const h, void (*const progress)(void*, double), void* const handle, EquusError* const error)
{
  float* const   blocks[] = { h->channels[0], h->channels[1] };
  const double   whole    = (double)audio_file_frames(h->file);
  const unsigned channels = audio_file_channels(h->file);
  uint32_t       got      = BLOCK;
  while (got == BLOCK) {
    const EquusStatus status = audio_file_read(h->file, blocks, BLOCK, &got, error);
    if (status) {
      return status;
    }
    for (uint32_t i = 0; i < got; ++i) {
      h->mono[i] = channels == 1 ? h->channels[0][i] : 0.5f * (h->channels[0][i] + h->channels[1][i]);
    }
    h->frames += got;
    resample(h, got, UINT64_MAX);
    progress(handle, whole > 0.0 ? (double)h->frames / whole : -1.0);
  }
  return EQUUS_OK;
}

/// Zeros after the end until the last window that the file holds has been heard
static EquusStatus
drain(Hearing* const h, const char* const path, EquusError* const error)
{
  const FrontendSettings* const settings = &embedding_sidecar(h->embedding)->frontend;
  const double                  rate     = audio_file_rate(h->file);
  const uint64_t                most = rows_count(settings, settings->frames, rows_samples(settings, h->frames, rate));
  if (!most) {
    return equus_error_set(error,
                           EQUUS_ERR_RANGE,
                           "%s: is %.4g s long; %s needs at least %.4g s",
                           path,
                           (double)h->frames / rate,
                           embedding_sidecar(h->embedding)->title,
                           rows_needed(settings));
  }
  for (uint32_t i = 0; i < BLOCK; ++i) {
    h->mono[i] = 0.0f;
  }
  while (h->windows < most) {
    resample(h, BLOCK, most);
  }
  return EQUUS_OK;
}

static Hearing*
hearing_new(const Embedding* const embedding, const EmbeddingPart* const part, double* const sum, EquusError* error)
{
  const FrontendSettings* const settings = &embedding_sidecar(embedding)->frontend;
  Hearing* const                h        = (Hearing*)calloc(1, sizeof(*h));
  if (!h) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  h->embedding = embedding;
  h->sum       = sum;
  h->file      = audio_file_open(part->path, part->start, part->seconds, error);
  h->resampler = h->file ? resampler_new(audio_file_rate(h->file), settings->rate) : NULL;
  h->frontend  = frontend_new(settings, 1);
  h->run       = plan_run_new(embedding->plan);
  h->resampled = h->resampler ? (float*)calloc(resampler_max_output(h->resampler, BLOCK), sizeof(float)) : NULL;
  if (h->file && !(h->frontend && h->run && h->resampled)) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "%s: out of memory, or its rate is out of range", part->path);
  }
  return h;
}

static void
hearing_free(Hearing* const h)
{
  if (h->file) {
    audio_file_close(h->file);
  }
  resampler_free(h->resampler);
  frontend_free(h->frontend);
  plan_run_free(h->run);
  free(h->resampled);
  free(h);
}

EquusStatus
embedding_of_file(const Embedding* const     embedding,
                  const EmbeddingPart* const part,
                  void (*const progress)(void* handle, double share),
                  void* const       handle,
                  double* const     mean,
                  EquusError* const error)
{
  for (uint32_t i = 0; i < embedding_size(embedding); ++i) {
    mean[i] = 0.0;
  }
  Hearing* const h = hearing_new(embedding, part, mean, error);
  if (!h) {
    return EQUUS_ERR_MEMORY;
  }
  EquusStatus status = h->file && h->resampled && h->frontend && h->run ? EQUUS_OK : EQUUS_ERR_IO;
  status             = status ? status : read_all(h, progress, handle, error);
  status             = status ? status : drain(h, part->path, error);
  for (uint32_t i = 0; !status && i < embedding_size(embedding); ++i) {
    mean[i] /= (double)h->windows;
  }
  hearing_free(h);
  return status;
}
