// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/flip_scene.h"

#include "dsp/fft.h"
#include "plugin/flip_level.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TRANSFORM = 1048576 };

static const double nepers_in_db = 8.685889638065036; // 20 / ln(10)

/// A bin's place between two points of the grid
typedef struct {
  uint32_t low;
  float    share; ///< Of the higher one
} Place;

struct FlipScene {
  Hearing*         hearing;
  const FlipBands* bands;
  FlipLevel*       level;
  HearingMusic     music; ///< Its samples are `wet`
  Fft*             fft;
  uint32_t         size;      ///< Of the transform
  Place*           places;    ///< [size / 2 + 1]
  float*           dry;       ///< [size / 2 + 1][2] Spectrum of the music
  float*           wet;       ///< [size] The music through the last curve
  float*           spectrum;  ///< [size / 2 + 1][2] Of that
  double*          d_samples; ///< [size]
  FlipResponse     response;  ///< Of the last curve
  FlipResponse     cross;     ///< Spectrum of the slopes, conjugated, times that of the wet music
  double           match_slopes[CURVE_MAX_BANDS];
  float            seed[SIDECAR_MAX_LABELS];
  unsigned         runs, gradients;
};

/// Size of a transform that holds the music and what curves add behind it
static uint32_t
transform_size(const size_t n)
{
  uint32_t size = 1024;
  while (size < n + n / 8 && size < MAX_TRANSFORM) {
    size *= 2U;
  }
  return size;
}

static bool
allocate(FlipScene* const scene)
{
  const size_t bins = scene->size / 2U + 1U;
  scene->fft        = fft_new(scene->size);
  scene->places     = (Place*)calloc(bins, sizeof(Place));
  scene->dry        = (float*)calloc(2U * bins, sizeof(float));
  scene->spectrum   = (float*)calloc(2U * bins, sizeof(float));
  scene->wet        = (float*)calloc(scene->size, sizeof(float));
  scene->d_samples  = (double*)calloc(scene->size, sizeof(double));
  return scene->fft && scene->places && scene->dry && scene->spectrum && scene->wet && scene->d_samples;
}

static void
transform_music(const FlipScene* const scene, const HearingMusic* const dry)
{
  const double rate = hearing_sidecar(scene->hearing)->frontend.rate;
  memcpy(fft_input(scene->fft), dry->samples, dry->n * sizeof(float));
  memcpy(scene->dry, fft_forward(scene->fft), ((size_t)scene->size + 2U) * sizeof(float));
  for (uint32_t k = 0; k <= scene->size / 2U; ++k) {
    const double   place = flip_bands_place(scene->bands, k * rate / scene->size);
    const uint32_t low   = place < FLIP_GRID - 1 ? (uint32_t)place : FLIP_GRID - 2;
    scene->places[k]     = (Place){ low, (float)(place - low) };
  }
}

FlipScene*
flip_scene_new(Hearing* const            hearing,
               const FlipBands* const    bands,
               const FlipMusic* const    music,
               const HearingMusic* const dry)
{
  FlipScene* const scene = (FlipScene*)calloc(1, sizeof(FlipScene));
  if (!scene) {
    return NULL;
  }
  scene->hearing = hearing;
  scene->bands   = bands;
  scene->music   = *dry;
  scene->size    = transform_size(dry->n);
  scene->level   = flip_level_new(bands, music);
  if (!scene->level || scene->size < dry->n || !allocate(scene)) {
    flip_scene_free(scene);
    return NULL;
  }
  scene->music.samples = scene->wet;
  transform_music(scene, dry);
  return scene;
}

void
flip_scene_free(FlipScene* const scene)
{
  if (scene) {
    flip_level_free(scene->level);
    fft_free(scene->fft);
    free(scene->places);
    free(scene->dry);
    free(scene->wet);
    free(scene->spectrum);
    free(scene->d_samples);
    free(scene);
  }
}

/// The dry spectrum times the response and a gain
static void
filter(const FlipScene* const scene, const double gain)
{
  for (uint32_t k = 0; k <= scene->size / 2U; ++k) {
    const Place* const p  = &scene->places[k];
    const double       s  = (double)p->share;
    const double       hr = gain * ((1.0 - s) * scene->response.re[p->low] + s * scene->response.re[p->low + 1U]);
    const double       hi = gain * ((1.0 - s) * scene->response.im[p->low] + s * scene->response.im[p->low + 1U]);
    const double       re = (double)scene->dry[2U * k], im = (double)scene->dry[2U * k + 1U];
    scene->spectrum[2U * k]      = (float)(re * hr - im * hi);
    scene->spectrum[2U * k + 1U] = (float)(re * hi + im * hr);
  }
}

/**
   Back to samples by a forward transform: the real sequence Re - Im of a real signal's
   spectrum is its Hartley transform, which is its own inverse but for the size.
*/
static void
return_to_samples(const FlipScene* const scene)
{
  const uint32_t     size = scene->size;
  const float* const s    = scene->spectrum;
  float* const       x    = fft_input(scene->fft);
  x[0]                    = s[0];
  x[size / 2U]            = s[size];
  for (uint32_t k = 1; k < size / 2U; ++k) {
    x[k]        = s[2U * k] - s[2U * k + 1U];
    x[size - k] = s[2U * k] + s[2U * k + 1U];
  }
  const float* const y     = fft_forward(scene->fft);
  const float        scale = 1.0f / (float)size;
  scene->wet[0]            = y[0] * scale;
  scene->wet[size / 2U]    = y[size] * scale;
  for (uint32_t i = 1; i < size / 2U; ++i) {
    scene->wet[i]        = (y[2U * i] - y[2U * i + 1U]) * scale;
    scene->wet[size - i] = (y[2U * i] + y[2U * i + 1U]) * scale;
  }
}

EquusStatus
flip_scene_hear(FlipScene* const scene, FlipPoint* const point, EquusError* const error)
{
  flip_bands_respond(scene->bands, point->gains, &scene->response);
  point->match    = flip_level_match(scene->level, &scene->response);
  point->strength = flip_bands_strength(scene->bands, &scene->response, point->match);
  flip_level_slopes(scene->level, scene->match_slopes);
  filter(scene, exp(point->match / nepers_in_db));
  return_to_samples(scene);
  const EquusStatus status = hearing_listen(scene->hearing, &scene->music, error);
  if (!status) {
    hearing_read_all(scene->hearing, point->raw);
    scene->runs += scene->music.windows;
  }
  return status;
}

/// Sum up on the grid what each frequency does
static void
gather_cross(FlipScene* const scene)
{
  float* const input = fft_input(scene->fft);
  for (uint32_t i = 0; i < scene->size; ++i) {
    input[i] = (float)scene->d_samples[i];
  }
  const float* const d = fft_forward(scene->fft);
  memset(&scene->cross, 0, sizeof(scene->cross));
  for (uint32_t k = 1; k < scene->size / 2U; ++k) {
    const Place* const p  = &scene->places[k];
    const double       re = (double)scene->spectrum[2U * k], im = (double)scene->spectrum[2U * k + 1U];
    const double       cr = (double)d[2U * k] * re + (double)d[2U * k + 1U] * im;
    const double       ci = (double)d[2U * k] * im - (double)d[2U * k + 1U] * re;
    scene->cross.re[p->low] += cr * (1.0 - (double)p->share);
    scene->cross.im[p->low] += ci * (1.0 - (double)p->share);
    scene->cross.re[p->low + 1U] += cr * (double)p->share;
    scene->cross.im[p->low + 1U] += ci * (double)p->share;
  }
}

void
flip_scene_slopes(FlipScene* const       scene,
                  const Objective* const objective,
                  const FlipPoint* const point,
                  double* const          slopes)
{
  const Sidecar* const sidecar = hearing_sidecar(scene->hearing);
  objective_slopes(objective, sidecar, point->raw, scene->seed);
  for (uint32_t i = 0; i < sidecar->n_labels; ++i) {
    scene->seed[i] /= (float)scene->music.windows;
  }
  memset(scene->d_samples, 0, scene->size * sizeof(double));
  for (uint32_t w = 0; w < scene->music.windows; ++w) {
    hearing_add_slopes(scene->hearing, w, scene->seed, scene->d_samples);
  }
  scene->gradients += scene->music.windows;
  gather_cross(scene);
  double gain = 0.0;
  for (unsigned i = 0; i < FLIP_GRID; ++i) {
    gain += scene->cross.re[i] / nepers_in_db;
  }
  for (unsigned b = 0; b < flip_bands_n(scene->bands); ++b) {
    const FlipResponse* const slope = flip_bands_slope(scene->bands, b);
    double                    sum   = gain * scene->match_slopes[b];
    for (unsigned i = 0; i < FLIP_GRID; ++i) {
      sum += scene->cross.re[i] * slope->re[i] - scene->cross.im[i] * slope->im[i];
    }
    slopes[b] = sum * 2.0 / scene->size;
  }
}

void
flip_scene_aim(const FlipScene* const scene, const FlipPoint* const point, FlipStep* const step)
{
  flip_bands_aim(scene->bands, &scene->response, point->gains, point->match, scene->match_slopes, step);
}

unsigned
flip_scene_runs(const FlipScene* const scene)
{
  return scene->runs;
}

unsigned
flip_scene_gradients(const FlipScene* const scene)
{
  return scene->gradients;
}

const FlipBands*
flip_scene_bands(const FlipScene* const scene)
{
  return scene->bands;
}

const Sidecar*
flip_scene_sidecar(const FlipScene* const scene)
{
  return hearing_sidecar(scene->hearing);
}
