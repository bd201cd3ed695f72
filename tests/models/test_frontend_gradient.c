// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What a decibel at each frequency adds to a network's output is what the front end and
// the network themselves show when music is made louder, as a whole and bin by bin.

#include "models/frontend.h"
#include "models/frontend_gradient.h"
#include "models/gradient.h"
#include "tests/models/networks.h"
#include "tests/npy.h"

#include <math.h>
#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/// A network and a window of music for it
typedef struct {
  Sidecar*          sidecar;
  FrontendSettings* settings;
  Npy*              music;
  float *           spectra, *input, *d_input, *seed, *values;
  size_t            n_input;
  Gradient*         gradient;
} Scene;

static float*
floats(const size_t n)
{
  float* const values = (float*)calloc(n + 1, sizeof(float));
  assert_non_null(values);
  return values;
}

/// The window's spectra, straight from the samples
static void
fill_spectra(const Scene* const s)
{
  Stft* const    stft  = stft_new(&s->settings->stft);
  const uint32_t bins  = stft_bins(stft);
  size_t         frame = 0;
  for (size_t at = 0; frame < s->settings->frames;) {
    const uint32_t     n        = stft_needed(stft);
    const float* const spectrum = stft_push(stft, s->music->values + at, n);
    at += n;
    if (spectrum) {
      memcpy(s->spectra + frame++ * bins, spectrum, bins * sizeof(float));
    }
  }
  stft_free(stft);
}

static Scene
scene_new(const char* const name, const uint32_t value)
{
  char       path[1024] = "";
  EquusError error      = { EQUUS_OK, "" };
  snprintf(path, sizeof(path), "%s/%s.json", networks_bundled(), name);
  Scene s    = { .sidecar = sidecar_load(path, NULL), .music = npy_reference("16k/music") };
  s.settings = &s.sidecar->frontend;
  s.gradient = gradient_load(networks_bundled(), name, &error);
  assert_string_equal(error.text, "");
  s.n_input = gradient_n_input(s.gradient);
  assert_int_equal(gradient_n_values(s.gradient), s.sidecar->n_labels);
  s.spectra = floats((size_t)s.settings->frames * (s.settings->stft.fft_size / 2 + 1));
  s.input   = floats(s.n_input);
  s.d_input = floats(s.n_input);
  s.seed    = floats(s.sidecar->n_labels);
  s.values  = floats(s.sidecar->n_labels);
  fill_spectra(&s);
  s.seed[value] = 1.0f;
  return s;
}

static void
scene_free(Scene* const s)
{
  gradient_free(s->gradient);
  npy_free(s->music);
  sidecar_free(s->sidecar);
  free(s->spectra);
  free(s->input);
  free(s->d_input);
  free(s->seed);
  free(s->values);
}

/// The network's input for the music times `gain`, by the front end that the plug-in uses
static void
hear(const Scene* const s, const float gain)
{
  Frontend* const frontend = frontend_new(s->settings, 1);
  float           block[64];
  for (size_t at = 0; frontend_frames(frontend) < s->settings->frames;) {
    uint32_t n = frontend_needed(frontend);
    n          = n < 64 ? n : 64;
    for (uint32_t i = 0; i < n; ++i) {
      block[i] = gain * s->music->values[at++];
    }
    frontend_push(frontend, block, n);
  }
  frontend_gather(frontend, 0, 0, s->settings->frames, s->input);
  frontend_free(frontend);
}

/// The seed's value for the input, whose slopes are left in d_input
static double
value_of(const Scene* const s)
{
  gradient_run(s->gradient, s->input, s->seed, s->values, s->d_input);
  double sum = 0.0;
  for (uint32_t i = 0; i < s->sidecar->n_labels; ++i) {
    sum += (double)s->seed[i] * (double)s->values[i];
  }
  return sum;
}

static double
value_at(const Scene* const s, const double decibels)
{
  hear(s, (float)pow(10.0, decibels / 20.0));
  return value_of(s);
}

/// A slope from differences of 0.04 dB and half of that
static double
loudness_slope(const Scene* const s)
{
  const double h     = 0.04;
  const double whole = (value_at(s, h) - value_at(s, -h)) / (2.0 * h);
  const double half  = (value_at(s, h / 2.0) - value_at(s, -h / 2.0)) / h;
  return (4.0 * half - whole) / 3.0;
}

static void
assert_loudness(const char* const name, const uint32_t value)
{
  Scene                   s  = scene_new(name, value);
  FrontendGradient* const fg = frontend_gradient_new(s.settings);
  const uint32_t          n  = frontend_gradient_bins(fg);
  double* const           d  = (double*)calloc(n, sizeof(double));
  (void)value_at(&s, 0.0);
  frontend_gradient_run(fg, s.spectra, s.d_input, d);
  double sum = 0.0, size = 0.0;
  for (uint32_t k = 0; k < n; ++k) {
    sum += d[k];
    size += fabs(d[k]);
  }
  const double measured = loudness_slope(&s);
  print_message("%s value %u: %.5f per dB, measured %.5f (sizes sum to %.5f)\n", name, value, sum, measured, size);
  assert_true(size > 0.0);
  assert_true(fabs(sum - measured) <= 0.01 * size);
  free(d);
  frontend_gradient_free(fg);
  scene_free(&s);
}

static void
louder_music_changes_readings_as_the_sum_over_all_bins_says(void** const state)
{
  (void)state;
  assert_loudness("MSD_musicnn", 0);
  assert_loudness("MSD_musicnn", 6);
  assert_loudness("vibenet", 0);
  assert_loudness("vibenet", 5);
}

/// Log form of a mel value, in double precision
static double
log_form(const FrontendSettings* const s, const double x)
{
  switch (s->log) {
  case LOG10_ONE_PLUS:
    return log10(1.0 + (double)s->log_scale * x);
  case LOG_DECIBEL:
    return 10.0 * log10(fmax(x, (double)s->log_floor));
  case LOG_NATURAL:
    return log(x + (double)s->log_offset);
  case LOG_NONE:
    break;
  }
  return x;
}

/// Sum of weights times the input that these spectra give, bin `bin` times `factor`
static double
weighted_input(const FrontendSettings* const s,
               const float* const            spectra,
               const float* const            weights,
               const uint32_t                bin,
               const double                  factor)
{
  const uint32_t bins = s->mel.fft_size / 2 + 1, bands = s->mel.bands;
  Mel* const     mel    = mel_new(&s->mel);
  double* const  values = (double*)calloc((size_t)s->frames * bands, sizeof(double));
  double*        unit   = (double*)calloc(bins, sizeof(double));
  double         most = -1e30, sum = 0.0;
  for (uint32_t b = 0; b < bands; ++b) { // Row by row of the bank, in double precision
    double* const one = (double*)calloc(bands, sizeof(double));
    one[b]            = 1.0;
    memset(unit, 0, bins * sizeof(double));
    mel_add_transposed(mel, one, unit);
    free(one);
    for (uint32_t f = 0; f < s->frames; ++f) {
      double x = 0.0;
      for (uint32_t k = 0; k < bins; ++k) {
        x += unit[k] * (double)spectra[f * bins + k] * (k == bin ? factor : 1.0);
      }
      values[f * bands + b] = log_form(s, x);
      most                  = fmax(most, values[f * bands + b]);
    }
  }
  for (uint32_t i = 0; i < s->frames * bands; ++i) {
    const double   floor = s->log == LOG_DECIBEL && s->log_top_db > 0.0f ? most - (double)s->log_top_db : -1e30;
    const uint32_t place = s->mel_major ? i % bands * s->frames + i / bands : i;
    sum += (double)weights[place] * fmax(values[i], floor);
  }
  free(unit);
  free(values);
  mel_free(mel);
  return sum;
}

/// Every form, with power and with magnitude, against differences of 0.01 dB
static void
every_log_form_slopes_as_differences_do(void** const state)
{
  (void)state;
  char path[1024] = "";
  snprintf(path, sizeof(path), "%s/MSD_musicnn.json", networks_bundled());
  Sidecar* const   sidecar = sidecar_load(path, NULL);
  FrontendSettings s       = sidecar->frontend;
  s.frames                 = 5;
  s.log_scale              = 50.0f;
  s.log_floor              = 0.02f;
  s.log_offset             = 0.01f;
  const uint32_t bins      = s.mel.fft_size / 2 + 1;
  float* const   spectra   = floats((size_t)bins * s.frames);
  float* const   weights   = floats((size_t)s.mel.bands * s.frames);
  double* const  d         = (double*)calloc(bins, sizeof(double));
  for (uint32_t i = 0; i < bins * s.frames; ++i) {
    spectra[i] = (float)(0.6 + 0.5 * sin(i * 12.9898)) * (i % bins < 40 ? 60.0f : 3.0f);
  }
  for (uint32_t i = 0; i < s.mel.bands * s.frames; ++i) {
    weights[i] = (float)cos(i * 0.37);
  }
  for (int form = 0; form < 12; ++form) {
    s.log                      = (LogForm)(form % 4);
    s.stft.power               = form / 4 % 2;
    s.mel_major                = form / 4 == 1;
    s.log_top_db               = form / 4 == 2 ? 0.0f : 12.0f;
    FrontendGradient* const fg = frontend_gradient_new(&s);
    frontend_gradient_run(fg, spectra, weights, d);
    const double up = pow(10.0, 0.01 / (s.stft.power ? 10.0 : 20.0));
    for (uint32_t k = 3; k < bins; k += 37) {
      const double measured =
        (weighted_input(&s, spectra, weights, k, up) - weighted_input(&s, spectra, weights, k, 1.0 / up)) / 0.02;
      if (!(fabs(measured - d[k]) <= 1e-4 * fabs(measured) + 1e-6)) {
        fail_msg("form %d bin %u: %g, measured %g", form, k, d[k], measured);
      }
    }
    frontend_gradient_free(fg);
  }
  free(d);
  free(weights);
  free(spectra);
  sidecar_free(sidecar);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(louder_music_changes_readings_as_the_sum_over_all_bins_says),
    cmocka_unit_test(every_log_form_slopes_as_differences_do),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
