// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/model.h"

#include "models/catalogue.h"
#include "models/chain.h"
#include "models/frontend.h"
#include "models/prepared.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct Model {
  char     path[CATALOGUE_MAX_PATH]; ///< Canonical, of the side-car: the key by which instances share
  unsigned uses;
  Sidecar* sidecar;
  Plan*    plan;
  float*   silence; ///< [n_labels]
  double   work;    ///< Multiply-accumulates a second
  Model*   next;
};

/// Loaded models of this process
static Model*          loaded;
static pthread_mutex_t loaded_mutex = PTHREAD_MUTEX_INITIALIZER;

static void
model_free(Model* const model)
{
  if (model) {
    sidecar_free(model->sidecar);
    plan_free(model->plan);
    free(model->silence);
    free(model);
  }
}

/// Windows share their frames unless a floor that depends on the window's maximum changes them
static bool
slides(const FrontendSettings* const frontend)
{
  return frontend->log != LOG_DECIBEL || frontend->log_top_db <= 0.0f;
}

static Plan*
compile(const Chain* const chain, const CatalogueModel* const source, EquusError* const error)
{
  Graph* const graph = chain_parse(chain, error);
  if (!graph) {
    return NULL;
  }

  const FrontendSettings* const frontend = &source->sidecar->frontend;
  EquusError                    why      = { EQUUS_OK, "" };
  Plan*                         plan     = NULL;
  if (!graph_simplify(graph, &why)) {
    plan = slides(frontend) ? plan_compile_sliding(graph, chain_frame_axis(graph, frontend), &why)
                            : plan_compile(graph, &why);
  }
  if (!plan) {
    equus_error_set(error, why.status, "%s: %.400s", source->network, why.text);
  }
  graph_free(graph);
  return plan;
}

/// The network's plan, shared with other processes if that can be
static Plan*
prepare(const CatalogueModel* const source, const Chain* const chain, EquusError* const error)
{
  char options[1200] = "";
  snprintf(options, sizeof(options), "%d %s", slides(&source->sidecar->frontend), chain_options(chain));

  const PreparedKey key  = { source->sidecar->sha256, options };
  Plan*             plan = prepared_load(&key);
  if (plan || !(plan = compile(chain, source, error))) {
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
check_values(const CatalogueModel* const source, const Plan* const plan, EquusError* const error)
{
  const Sidecar* const sidecar = source->sidecar;
  const size_t         values  = plan_output_size(plan);
  return values == sidecar->n_labels
           ? EQUUS_OK
           : equus_error_set(error,
                             EQUUS_ERR_FORMAT,
                             "%s yields %zu values, but its side-car names %u outputs; correct \"%s\" in %s.json",
                             source->network,
                             values,
                             sidecar->n_labels,
                             sidecar->tensorflow_names ? "classes" : "outputs",
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

/// Readings a second
static double
live_rate(const Sidecar* const sidecar)
{
  return sidecar->frontend.rate / ((double)sidecar->frontend.stft.hop * sidecar->live_hop);
}

static EquusStatus
refuse_work(const Model* const model, const double work, EquusError* const error)
{
  return equus_error_set(
    error,
    EQUUS_ERR_UNSUPPORTED,
    "%s asks for %.0f MMAC of work a second, with a reading every %.2g s, where Equus gives a model "
    "%.0f on one tap; raise \"live_hop\" in its side-car, or use a smaller network",
    model->path,
    work / 1e6,
    1.0 / live_rate(model->sidecar),
    MODEL_MAX_WORK / 1e6);
}

/// Refuse, before a window is computed, what needs too much memory, or too much work even if windows shared all
static EquusStatus
check_size(const Model* const model, EquusError* const error)
{
  const FrontendSettings* const frontend = &model->sidecar->frontend;
  const double                  least =
    (double)plan_cost(model->plan) * frontend->rate / ((double)frontend->stft.hop * frontend->frames);
  const double bytes = (double)plan_weights_bytes(model->plan) + (double)plan_arena_bytes(model->plan);
  if (bytes > MODEL_MAX_BYTES) {
    return equus_error_set(error,
                           EQUUS_ERR_UNSUPPORTED,
                           "%s needs %.0f MB of memory, where Equus gives a model %.0f; use a smaller network",
                           model->path,
                           bytes / 1e6,
                           MODEL_MAX_BYTES / 1e6);
  }
  return least > MODEL_MAX_WORK ? refuse_work(model, least, error) : EQUUS_OK;
}

/// Compute a window of silence, and by it the work for the next one
static EquusStatus
compute_silence(Model* const model, EquusError* const error)
{
  const Sidecar* const sidecar = model->sidecar;
  const size_t         bytes   = sidecar->n_labels * sizeof(float);
  PlanRun* const       run     = plan_run_new(model->plan);
  model->silence               = malloc(bytes);
  if (run) {
    plan_run_rewind(run);
  }
  const bool done = run && model->silence && gather_silence(&sidecar->frontend, plan_run_input(run));
  if (done) {
    plan_run_advance(run, UINT64_MAX);
    memcpy(model->silence, plan_run_output(run), bytes);
    plan_run_slide(run, sidecar->live_hop);
    model->work = (double)plan_run_cost(run) * live_rate(sidecar);
  }
  plan_run_free(run);
  return !done                          ? equus_error_set(error, EQUUS_ERR_MEMORY, "%s: out of memory", model->path)
         : model->work > MODEL_MAX_WORK ? refuse_work(model, model->work, error)
                                        : EQUUS_OK;
}

/// Take the side-car over and make what else there is to a model
static EquusStatus
fill(Model* const model, CatalogueModel* const source, EquusError* const error)
{
  Chain* const chain = chain_new(source, error);
  if (!chain) {
    return EQUUS_ERR_IO;
  }
  model->plan = prepare(source, chain, error);
  chain_free(chain);
  if (!model->plan) {
    return EQUUS_ERR_UNSUPPORTED;
  }

  EquusStatus status = check_values(source, model->plan, error);
  model->sidecar     = source->sidecar;
  source->sidecar    = NULL;
  memcpy(model->path, source->path, sizeof(model->path));
  status = status ? status : check_size(model, error);
  return status ? status : compute_silence(model, error);
}

static Model*
load(const char* const bundled, const char* const path, EquusError* const error)
{
  CatalogueModel* const source = catalogue_open(bundled, path, error);
  Model*                model  = source ? calloc(1, sizeof(Model)) : NULL;
  if (source && !model) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "%s: out of memory", path);
  }
  if (model && fill(model, source, error)) {
    model_free(model);
    model = NULL;
  }
  catalogue_close(source);
  return model;
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
model_load(const char* const bundled, const char* const name, EquusError* const error)
{
  char path[CATALOGUE_MAX_PATH] = "";
  if (catalogue_find(bundled, name, path, error)) {
    return NULL;
  }

  pthread_mutex_lock(&loaded_mutex);
  Model* model = find(path);
  if (!model && (model = load(bundled, path, error))) {
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

double
model_work(const Model* const model)
{
  return model->work;
}

const Sidecar*
model_sidecar(const Model* const model)
{
  return model->sidecar;
}

const char*
model_path(const Model* const model)
{
  return model->path;
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
