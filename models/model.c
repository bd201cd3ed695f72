// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/model.h"

#include "models/file.h"
#include "models/frontend.h"
#include "models/onnx.h"
#include "models/prepared.h"
#include "models/sha256.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PATH = 4096, MAX_NETWORK_BYTES = 1 << 30 };

struct Model {
  char*    path; ///< Of the side-car: the key by which instances share
  unsigned uses;
  Sidecar* sidecar;
  Plan*    plan;
  float*   silence; ///< [n_labels]
  Model*   next;
};

/// Loaded models of this process
static Model*          loaded;
static pthread_mutex_t loaded_mutex = PTHREAD_MUTEX_INITIALIZER;

static void
model_free(Model* const model)
{
  if (model) {
    free(model->path);
    sidecar_free(model->sidecar);
    plan_free(model->plan);
    free(model->silence);
    free(model);
  }
}

/// Read the network's file and check that it is the one the side-car names
static char*
read_network(const Sidecar* const sidecar, const char* const path, size_t* const size, EquusError* const error)
{
  char* const bytes = file_read(path, MAX_NETWORK_BYTES, size, error);
  if (!bytes) {
    return NULL;
  }

  char hash[SHA256_TEXT_SIZE] = "";
  sha256_text(bytes, *size, hash);
  if (strcmp(hash, sidecar->sha256)) {
    equus_error_set(error,
                    EQUUS_ERR_HASH,
                    "%s isn't the file that %s.json describes: its SHA-256 begins with %.12s, not %.12s. Install the "
                    "model again, or correct the side-car if you changed the network.",
                    path,
                    sidecar->name,
                    hash,
                    sidecar->sha256);
    free(bytes);
    return NULL;
  }
  return bytes;
}

static OnnxBinding
binding_of(const Sidecar* const sidecar)
{
  const FrontendSettings* const frontend = &sidecar->frontend;
  const int64_t                 frames   = frontend->frames;
  const int64_t                 bands    = frontend->mel.bands;
  OnnxBinding                   binding  = { sidecar->input, 3, { 1, frames, bands }, sidecar->output };
  if (frontend->mel_major) {
    binding.shape[1] = bands;
    binding.shape[2] = frames;
  }
  return binding;
}

/// Axis of the input along which windows share their frames, -1 where a floor that depends on the window's maximum
/// changes them
static int32_t
sliding_axis(const FrontendSettings* const frontend)
{
  const bool own_floor = frontend->log == LOG_DECIBEL && frontend->log_top_db > 0.0f;
  return own_floor ? -1 : frontend->mel_major ? 2 : 1;
}

static Plan*
compile(const Sidecar* const sidecar, const char* const path, const void* bytes, const size_t size, EquusError* error)
{
  const OnnxBinding binding = binding_of(sidecar);
  Graph* const      graph   = onnx_parse(bytes, size, path, &binding, error);
  if (!graph) {
    return NULL;
  }

  EquusError    why  = { EQUUS_OK, "" };
  const int32_t axis = sliding_axis(&sidecar->frontend);
  Plan*         plan = NULL;
  if (!graph_simplify(graph, &why)) {
    plan = axis < 0 ? plan_compile(graph, &why) : plan_compile_sliding(graph, (uint32_t)axis, &why);
  }
  if (!plan) {
    equus_error_set(error, why.status, "%s: %.400s", path, why.text);
  }
  graph_free(graph);
  return plan;
}

/// The network's plan, shared with other processes if that can be
static Plan*
prepare(const Sidecar* const sidecar, const char* const path, const void* bytes, const size_t size, EquusError* error)
{
  const OnnxBinding binding                       = binding_of(sidecar);
  char              options[4 * SIDECAR_MAX_TEXT] = "";
  snprintf(options,
           sizeof(options),
           "%d %lld %lld %zu\n%s\n%s",
           (int)sliding_axis(&sidecar->frontend),
           (long long)binding.shape[1],
           (long long)binding.shape[2],
           strlen(binding.input),
           binding.input,
           binding.output);
  const PreparedKey key  = { sidecar->sha256, options };
  Plan*             plan = prepared_load(&key);
  if (plan || !(plan = compile(sidecar, path, bytes, size, error))) {
    return plan;
  }
  Plan* const shared = prepared_store(&key, plan);
  if (shared) {
    plan_free(plan);
  }
  return shared ? shared : plan;
}

/// One value for each label
static EquusStatus
check_values(const Sidecar* const sidecar, const char* const path, const size_t values, EquusError* const error)
{
  return values == sidecar->n_labels
           ? EQUUS_OK
           : equus_error_set(error,
                             EQUUS_ERR_FORMAT,
                             "%s yields %zu values, but its side-car names %u outputs; correct \"outputs\" in %s.json",
                             path,
                             values,
                             sidecar->n_labels,
                             sidecar->name);
}

/// Fill a plan's input with the frames that zeros give
static bool
gather_silence(const FrontendSettings* const settings, float* const input)
{
  static const float zeros[256] = { 0 };

  Frontend* const frontend = frontend_new(settings, 1);
  if (!frontend) {
    return false;
  }
  while (frontend_frames(frontend) < settings->frames) {
    const uint32_t needed = frontend_needed(frontend);
    frontend_push(frontend, zeros, needed < 256 ? needed : 256);
  }
  frontend_gather(frontend, 0, 0, settings->frames, input);
  frontend_free(frontend);
  return true;
}

static float*
compute_silence(const Sidecar* const sidecar, const Plan* const plan)
{
  const size_t   bytes   = sidecar->n_labels * sizeof(float);
  PlanRun* const run     = plan_run_new(plan);
  float*         silence = malloc(bytes);
  if (run) {
    plan_run_rewind(run);
  }
  if (run && silence && gather_silence(&sidecar->frontend, plan_run_input(run))) {
    plan_run_advance(run, UINT64_MAX);
    memcpy(silence, plan_run_output(run), bytes);
  } else {
    free(silence);
    silence = NULL;
  }
  plan_run_free(run);
  return silence;
}

static EquusStatus
load_network(Model* const model, const char* const directory, EquusError* const error)
{
  char      path[MAX_PATH] = "";
  const int length         = snprintf(path, sizeof(path), "%s/%s", directory, model->sidecar->file);
  if (length < 0 || length >= MAX_PATH) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "the path of %s is too long", model->sidecar->file);
  }

  size_t      size  = 0;
  char* const bytes = read_network(model->sidecar, path, &size, error);
  if (!bytes) {
    return EQUUS_ERR_IO;
  }
  model->plan = prepare(model->sidecar, path, bytes, size, error);
  free(bytes);
  if (!model->plan) {
    return EQUUS_ERR_UNSUPPORTED;
  }
  if (check_values(model->sidecar, path, plan_output_size(model->plan), error)) {
    return EQUUS_ERR_FORMAT;
  }

  model->silence = compute_silence(model->sidecar, model->plan);
  return model->silence ? EQUUS_OK : equus_error_set(error, EQUUS_ERR_MEMORY, "%s: out of memory", path);
}

static Model*
load(const char* const path, const char* const directory, const char* const name, EquusError* const error)
{
  Model* const model = calloc(1, sizeof(Model));
  if (!model || !(model->path = malloc(strlen(path) + 1))) {
    model_free(model);
    equus_error_set(error, EQUUS_ERR_MEMORY, "%s: out of memory", path);
    return NULL;
  }
  memcpy(model->path, path, strlen(path) + 1);

  model->sidecar = sidecar_load(path, error);
  if (model->sidecar && strcmp(model->sidecar->name, name)) {
    equus_error_set(error, EQUUS_ERR_FORMAT, "%s: \"name\" must be \"%s\", as the file is called", path, name);
  } else if (model->sidecar && !load_network(model, directory, error)) {
    return model;
  }
  model_free(model);
  return NULL;
}

static Model*
find(const char* const path)
{
  Model* model = loaded;
  while (model && strcmp(model->path, path)) {
    model = model->next;
  }
  return model;
}

Model*
model_load(const char* const directory, const char* const name, EquusError* const error)
{
  char      path[MAX_PATH] = "";
  const int length         = snprintf(path, sizeof(path), "%s/%s.json", directory, name);
  if (length < 0 || length >= MAX_PATH) {
    equus_error_set(error, EQUUS_ERR_RANGE, "the path of model %.100s is too long", name);
    return NULL;
  }

  pthread_mutex_lock(&loaded_mutex);
  Model* model = find(path);
  if (!model && (model = load(path, directory, name, error))) {
    model->next = loaded;
    loaded      = model;
  }
  if (model) {
    ++model->uses;
  }
  pthread_mutex_unlock(&loaded_mutex);
  return model;
}

void
model_release(Model* const model)
{
  if (!model) {
    return;
  }

  pthread_mutex_lock(&loaded_mutex);
  const bool last = --model->uses == 0;
  if (last) {
    Model** link = &loaded;
    while (*link != model) {
      link = &(*link)->next;
    }
    *link = model->next;
  }
  pthread_mutex_unlock(&loaded_mutex);
  if (last) {
    model_free(model);
  }
}

const Sidecar*
model_sidecar(const Model* const model)
{
  return model->sidecar;
}

const Plan*
model_plan(const Model* const model)
{
  return model->plan;
}

const float*
model_silence(const Model* const model)
{
  return model->silence;
}
