// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/frontend.h"
#include "models/gradient.h"
#include "models/model.h"
#include "tools/bench.h"

#include <stdlib.h>
#include <string.h>

enum { LOADS = 3 };

/// Windows of a model that are being timed
typedef struct {
  const Model*            model;
  const FrontendSettings* settings;
  uint32_t                hop;
  unsigned                windows;
  Frontend*               frontend;
  PlanRun*                run;
  double*                 times; ///< [windows]
} Series;

static void
series_end(Series* const series)
{
  frontend_free(series->frontend);
  plan_run_free(series->run);
  free(series->times);
}

/// False if out of memory; series_end() follows in any case
static bool
series_begin(Series* const series, const Model* const model, const uint32_t hop, const unsigned windows)
{
  series->model    = model;
  series->settings = &model_sidecar(model)->frontend;
  series->hop      = hop;
  series->windows  = windows;
  series->frontend = frontend_new(series->settings, hop * (windows - 1));
  series->run      = plan_run_new(model_plan(model));
  series->times    = (double*)calloc(windows, sizeof(double));
  return series->frontend && series->run && series->times;
}

/// Fill the front end with noise; seconds that this takes for each second of audio
static double
hear(const Series* const series)
{
  const uint64_t frames  = (uint64_t)series->hop * (series->windows - 1) + series->settings->frames;
  uint64_t       samples = 0;
  double         spent   = 0.0;
  uint32_t       seed    = 1;
  float          noise[256];
  while (frontend_frames(series->frontend) < frames) {
    const uint32_t needed = frontend_needed(series->frontend);
    const uint32_t n      = needed < 256 ? needed : 256;
    bench_noise(&seed, noise, n);
    const double begin = bench_now();
    frontend_push(series->frontend, noise, n);
    spent += bench_now() - begin;
    samples += n;
  }
  return spent * series->settings->rate / (double)samples;
}

/// Seconds of a window from its frames to its outputs
static double
run_window(const Series* const series, const unsigned window, const bool slide)
{
  const double begin = bench_now();
  if (slide && window) {
    plan_run_slide(series->run, series->hop);
  } else {
    plan_run_rewind(series->run);
  }
  frontend_gather(
    series->frontend, (uint64_t)window * series->hop, 0, series->settings->frames, plan_run_input(series->run));
  plan_run_advance(series->run, UINT64_MAX);
  return bench_now() - begin;
}

static void
run_series(const Series* const series, const bool slide, const double sgemm, BenchPace* const pace)
{
  // The first shares nothing with another, and warms the caches up
  for (unsigned i = 0; i < series->windows; ++i) {
    series->times[i] = run_window(series, i, slide);
  }
  const double seconds = (double)series->hop * series->settings->stft.hop / series->settings->rate;
  pace->hop            = series->hop;
  pace->mmac           = (double)plan_run_spent(series->run) * 1e-6;
  pace->per_window     = bench_median(series->times + 1, series->windows - 1);
  pace->per_second     = pace->per_window / seconds;
  pace->gmacs          = pace->mmac * 1e-3 / pace->per_window;
  pace->share          = pace->gmacs / sgemm;
}

static EquusStatus
measure(const Model* const model,
        const bool         live,
        const unsigned     windows,
        const double       sgemm,
        BenchModel* const  result,
        EquusError* const  error)
{
  const Sidecar* const sidecar = model_sidecar(model);
  Series               series  = { .model = NULL };
  const uint32_t       hop     = live ? sidecar->live_hop : sidecar->frontend.frames;
  EquusStatus          status  = EQUUS_OK;
  if (series_begin(&series, model, hop, windows)) {
    result->front_end = hear(&series);
    run_series(&series, live, sgemm, live ? &result->live : &result->direct);
  } else {
    status = equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  series_end(&series);
  return status;
}

static Model*
load(const char* const models, const char* const name, BenchModel* const result, EquusError* const error)
{
  double times[LOADS];
  Model* model = NULL;
  for (unsigned i = 0; i < LOADS; ++i) {
    model_release(model);
    const double begin = bench_wall();
    model              = model_load(models, name, error);
    times[i]           = bench_wall() - begin;
    if (!model) {
      return NULL;
    }
  }
  result->load = bench_median(times, LOADS);
  return model;
}

/// Median of windows forth and back; 0 where the network can't be differentiated
static double
time_gradient(const char* const models, const Model* const model, const unsigned windows)
{
  Gradient* const gradient = gradient_load(models, model_path(model), NULL);
  const size_t    size     = gradient ? gradient_n_input(gradient) : 0;
  float* const    input    = (float*)calloc(2 * size + 1, sizeof(float));
  float* const    seed     = (float*)calloc(SIDECAR_MAX_LABELS, sizeof(float));
  double* const   times    = (double*)calloc(windows, sizeof(double));
  uint32_t        noise    = 1;
  double          seconds  = 0.0;
  if (gradient && input && seed && times) {
    bench_noise(&noise, input, (uint32_t)size);
    seed[0] = 1.0f;
    for (unsigned i = 0; i < windows; ++i) {
      const double begin = bench_now();
      gradient_run(gradient, input, seed, NULL, input + size);
      times[i] = bench_now() - begin;
    }
    seconds = bench_median(times, windows);
  }
  free(times);
  free(seed);
  free(input);
  gradient_free(gradient);
  return seconds;
}

EquusStatus
bench_model(const char* const models,
            const char* const name,
            const unsigned    windows,
            const double      sgemm,
            BenchModel* const result,
            EquusError* const error)
{
  Model* const model = load(models, name, result, error);
  if (!model) {
    return error->status;
  }
  snprintf(result->name, sizeof(result->name), "%s", model_sidecar(model)->name);
  EquusStatus status = measure(model, true, windows, sgemm, result, error);
  status             = status ? status : measure(model, false, windows, sgemm, result, error);
  result->gradient   = status ? 0.0 : time_gradient(models, model, windows);
  model_release(model);
  return status;
}
