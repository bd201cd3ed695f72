// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that both maps find the one band that a model listens to by construction, that slopes are those of the
// objective that was asked for, and that an objective's slopes are its differences.

#include "plugin/sensitivity.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LENGTH = 16000, WINDOWS = 6 };

static const char*      fixtures;
static const double     half_pi = 1.57079632679489662;
static float            samples[LENGTH];
static SensitivityMusic music;

/// Noise whose level moves differently at each place
static int
make_music(void** state)
{
  (void)state;
  uint32_t seed = 5U;
  for (uint32_t i = 0; i < LENGTH; ++i) {
    seed       = seed * 1664525U + 1013904223U;
    samples[i] = (float)((int32_t)seed / 2147483648.0 * (0.06 + 0.05 * sin(i * 0.01)));
  }
  music = (SensitivityMusic){ samples, LENGTH, 14, 12, WINDOWS };
  return 0;
}

static Sensitivity*
open_maps(const char* const name, const SensitivityAxis* const axis)
{
  EquusError         error = { EQUUS_OK, "" };
  Sensitivity* const maps  = sensitivity_new(fixtures, name, axis, 48000.0, &error);
  assert_string_equal(error.text, "");
  assert_non_null(maps);
  return maps;
}

/// Edges of the triangle of mel band 9 of 16, which the model listens to
static void
find_planted(const Sidecar* const sidecar, double* const low, double* const high)
{
  Mel* const mel = mel_new(&sidecar->frontend.mel);
  *low           = mel_centre(mel, 8);
  *high          = mel_centre(mel, 10);
  mel_free(mel);
}

static unsigned
largest(const unsigned n, const double* const values)
{
  unsigned most = 0;
  for (unsigned b = 1; b < n; ++b) {
    most = fabs(values[b]) > fabs(values[most]) ? b : most;
  }
  return most;
}

static void
check_planted(const unsigned bands)
{
  const SensitivityAxis axis      = sensitivity_axis(bands, 8000.0);
  Sensitivity* const    maps      = open_maps("keen", &axis);
  const Objective       objective = { .kind = OBJECTIVE_RAW, .label = 0 };
  const Objective       opposite  = { .kind = OBJECTIVE_RAW, .label = 1 };
  double                slopes[SENSITIVITY_MAX_BANDS], occlusion[SENSITIVITY_MAX_BANDS], other[SENSITIVITY_MAX_BANDS];
  double                low = 0.0, high = 0.0;
  find_planted(sensitivity_sidecar(maps), &low, &high);
  assert_int_equal(sensitivity_slopes(maps, &objective, &music, slopes, NULL, NULL, NULL), EQUUS_OK);
  assert_int_equal(sensitivity_slopes(maps, &opposite, &music, other, NULL, NULL, NULL), EQUUS_OK);
  assert_int_equal(sensitivity_occlusion(maps, &objective, &music, occlusion, NULL), EQUUS_OK);
  const unsigned slope  = largest(axis.n, slopes);
  const unsigned effect = largest(axis.n, occlusion);
  const double   half   = exp2(0.5 * axis.octaves);
  assert_true(sensitivity_centre(&axis, slope) > low && sensitivity_centre(&axis, slope) < high);
  assert_true(sensitivity_centre(&axis, effect) > low && sensitivity_centre(&axis, effect) < high);
  assert_true(slopes[slope] > 0.0 && occlusion[effect] > 0.0); // Louder or livelier means more
  for (unsigned b = 0; b < axis.n; ++b) {
    const double centre = sensitivity_centre(&axis, b);
    assert_true(fabs(slopes[b] + other[b]) <= 1e-6 * slopes[slope]);
    if (centre * half < low * 0.98 || centre / half > high * 1.02) {
      assert_true(fabs(occlusion[b]) < 1e-6);
    }
    if (centre < low / 2.0 || centre > high * 2.0) {
      assert_true(fabs(slopes[b]) < 0.1 * slopes[slope]);
    }
  }
  sensitivity_free(maps);
}

static void
both_maps_find_the_planted_cause(void** const state)
{
  (void)state;
  check_planted(10);
  check_planted(31);
  check_planted(96);
}

/// All bands of a narrow axis together are nearly a gain: their slopes sum to that of loudness
static void
energies_and_slopes_add_up(void** const state)
{
  (void)state;
  const SensitivityAxis axis      = sensitivity_axis(96, 8000.0);
  Sensitivity* const    maps      = open_maps("tiny", &axis);
  const Objective       objective = { .kind = OBJECTIVE_VALUE, .label = 2 };
  double                slopes[SENSITIVITY_MAX_BANDS], energy[SENSITIVITY_MAX_BANDS], values[2];
  double                sum = 0.0;
  assert_int_equal(sensitivity_slopes(maps, &objective, &music, slopes, energy, NULL, NULL), EQUUS_OK);
  for (unsigned b = 0; b < axis.n; ++b) {
    sum += pow(10.0, energy[b] / 10.0);
  }
  assert_true(sum > 0.98 && sum < 1.0001); // White noise has 2 % of its energy outside of the bands
  static float           louder[LENGTH];
  const SensitivityMusic loud = { louder, LENGTH, music.first, music.hop, WINDOWS };
  for (int side = 0; side < 2; ++side) {
    for (uint32_t i = 0; i < LENGTH; ++i) {
      louder[i] = samples[i] * (float)pow(10.0, (side ? 0.1 : -0.1) / 20.0);
    }
    assert_int_equal(sensitivity_value(maps, &objective, &loud, &values[side], NULL), EQUUS_OK);
  }
  const double loudness = (values[1] - values[0]) / 0.2;
  double       slope    = 0.0;
  for (unsigned b = 0; b < axis.n; ++b) {
    slope += slopes[b];
  }
  // In decibels a bell of this Q has pi/2 times the area of its band
  print_message("bands %.6f, loudness %.6f\n", slope / half_pi, loudness);
  assert_true(fabs(slope / half_pi - loudness) < 0.1 * fabs(loudness));
  sensitivity_free(maps);
}

static void
check_slopes(const Sidecar* const sidecar, const Objective* const objective)
{
  float outputs[4] = { 2.2f, 3.7f, -0.4f, 0.0f };
  float slopes[4];
  objective_slopes(objective, sidecar, outputs, slopes);
  for (uint32_t i = 0; i < sidecar->n_labels; ++i) {
    const float at = outputs[i];
    outputs[i]     = at + 0.01f;
    double change  = objective_value(objective, sidecar, outputs);
    outputs[i]     = at - 0.01f;
    change -= objective_value(objective, sidecar, outputs);
    outputs[i] = at;
    assert_true(fabs(change / 0.02 - (double)slopes[i]) < 1e-4);
  }
}

static void
check_objective(const Sidecar* const sidecar, const char* const text, const bool raw)
{
  Objective  objective;
  EquusError error = { EQUUS_OK, "" };
  assert_int_equal(objective_parse(sidecar, text, NULL, raw, &objective, &error), EQUUS_OK);
  check_slopes(sidecar, &objective);
}

static void
objectives_slope_as_differences_do(void** const state)
{
  (void)state;
  const SensitivityAxis axis = sensitivity_axis(10, 8000.0);
  Sensitivity* const    tags = open_maps("tiny", &axis);
  Sensitivity* const    mood = open_maps("headed", &axis);
  check_objective(sensitivity_sidecar(tags), "cold", false);
  check_objective(sensitivity_sidecar(tags), "cold", true);
  check_slopes(sensitivity_sidecar(tags), &(Objective){ .kind = OBJECTIVE_LEAD, .label = 2, .other = 0 });
  check_objective(sensitivity_sidecar(mood), "valence", false);
  check_objective(sensitivity_sidecar(mood), "arousal", false);
  check_objective(sensitivity_sidecar(mood), "0.5,-0.25", false);
  sensitivity_free(mood);
  sensitivity_free(tags);
}

static void
what_is_not_there_is_named(void** const state)
{
  (void)state;
  const SensitivityAxis axis = sensitivity_axis(31, 8000.0);
  Sensitivity* const    maps = open_maps("tiny", &axis);
  EquusError            error;
  Objective             objective;
  double                value = 0.0;
  const Sidecar* const  tiny  = sensitivity_sidecar(maps);
  assert_int_equal(objective_parse(tiny, "sad", NULL, false, &objective, &error), EQUUS_ERR_NOT_FOUND);
  assert_non_null(strstr(error.text, "\"sad\""));
  assert_int_equal(objective_parse(tiny, "valence", NULL, false, &objective, &error), EQUUS_ERR_NOT_FOUND);
  assert_int_equal(objective_parse(tiny, "0.5,nan", NULL, false, &objective, &error), EQUUS_ERR_NOT_FOUND);
  assert_int_equal(objective_parse(tiny, "loud", NULL, false, &objective, &error), EQUUS_OK);
  SensitivityMusic brief = music;
  brief.n                = 3000;
  assert_int_equal(sensitivity_windows(maps, brief.n, brief.first, brief.hop), 0);
  assert_int_equal(sensitivity_value(maps, &objective, &brief, &value, &error), EQUUS_ERR_RANGE);
  sensitivity_free(maps);
  assert_null(sensitivity_new(fixtures, "tiny", &axis, 8000.0, &error)); // Bands above half of the rate
  assert_int_equal(error.status, EQUUS_ERR_RANGE);
  assert_null(sensitivity_new(fixtures, "unsupported", &axis, 48000.0, &error));
  assert_non_null(strstr(error.text, "Hardmax"));
}

/// A run that is stopped goes nowhere, and the next one is as if there had been none
static void
a_stop_is_obeyed(void** const state)
{
  (void)state;
  const SensitivityAxis axis      = sensitivity_axis(10, 8000.0);
  const Objective       objective = { .kind = OBJECTIVE_RAW, .label = 0 };
  Sensitivity* const    maps      = open_maps("keen", &axis);
  atomic_bool           stop      = true;
  double                stopped[SENSITIVITY_MAX_BANDS], again[SENSITIVITY_MAX_BANDS], plain[SENSITIVITY_MAX_BANDS];
  sensitivity_set_stop(maps, &stop);
  assert_int_equal(sensitivity_slopes(maps, &objective, &music, stopped, NULL, NULL, NULL), EQUUS_OK);
  stop = false;
  assert_int_equal(sensitivity_slopes(maps, &objective, &music, again, NULL, NULL, NULL), EQUUS_OK);
  sensitivity_set_stop(maps, NULL);
  assert_int_equal(sensitivity_slopes(maps, &objective, &music, plain, NULL, NULL, NULL), EQUUS_OK);
  for (unsigned b = 0; b < axis.n; ++b) {
    assert_true(stopped[b] == 0.0);
  }
  assert_true(plain[largest(axis.n, plain)] != 0.0);
  assert_memory_equal(again, plain, axis.n * sizeof(double));
  sensitivity_free(maps);
}

/// The usual centres, and as many as the rate has room for
static void
axes_are_the_usual_ones(void** const state)
{
  (void)state;
  const SensitivityAxis thirds = sensitivity_axis(31, 21600.0);
  assert_int_equal(thirds.n, 31);
  assert_true(fabs(sensitivity_centre(&thirds, 17) - 1000.0) < 1e-9);
  assert_true(fabs(sensitivity_q(&thirds) - 4.318) < 0.001);
  assert_int_equal(sensitivity_axis(31, 3600.0).n, 23);
  const SensitivityAxis octaves = sensitivity_axis(10, 21600.0);
  assert_true(fabs(sensitivity_centre(&octaves, 9) - 16000.0) < 1e-9);
  const SensitivityAxis fine = sensitivity_axis(96, 21600.0);
  assert_true(fabs(sensitivity_centre(&fine, 95) * exp2(0.5 * fine.octaves) - 20480.0) < 1e-6);
}

int
main(const int argc, char** const argv)
{
  if (argc != 2) {
    return 2;
  }
  fixtures                        = argv[1];
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(both_maps_find_the_planted_cause),
    cmocka_unit_test(energies_and_slopes_add_up),
    cmocka_unit_test(objectives_slope_as_differences_do),
    cmocka_unit_test(what_is_not_there_is_named),
    cmocka_unit_test(a_stop_is_obeyed),
    cmocka_unit_test(axes_are_the_usual_ones),
  };
  return cmocka_run_group_tests(tests, make_music, NULL);
}
