// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that what a curve does not need is taken from it, and nothing that it does: on a model whose verdict hangs on
// one band, with proofs by the plug-in's own stages, and with proofs that say no.

#include "plugin/flip_trim.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { RATE = 48000, LENGTH = 48000, BANDS = 10, LOW = 0, PLANTED = 6, HIGH = 9 };

static const char*      fixtures;
static float            sound[LENGTH];
static const float*     channels[] = { sound };
static const FlipMusic  music      = { channels, 1U, LENGTH, RATE };
static const FlipWatch* watcher;

static Hearing*     hearing;
static FlipBands*   bands;
static FlipProof*   proof;
static FlipScene*   scene;
static float*       samples;
static HearingMusic windows = { .hop = 12, .first = 13, .windows = 1 };
static VerdictRule  rule;
static FlipGoal     goal;

typedef enum { HONEST, STRONGER, OUTSIDE } Manner;

/// How proofs come out, and how many there were
typedef struct {
  Manner   manner;
  unsigned asked;
} Judge;

/// Noise, and all that hears it
static int
set_scene(void** state)
{
  (void)state;
  const FlipSettings  settings = { .bands = BANDS, .limit = 6.0 };
  const CurveSettings flat     = { .bands = BANDS };
  EquusError          error    = { EQUUS_OK, "" };
  FlipProven          dry;
  FlipGoal            goals[FLIP_GOALS] = { { 0 } };
  uint32_t            seed              = 5U;
  for (uint32_t i = 0; i < LENGTH; ++i) {
    seed     = seed * 1664525U + 1013904223U;
    sound[i] = (float)((int32_t)seed / 2147483648.0 * 0.36);
  }
  hearing = hearing_new(fixtures, "chooser", &error);
  bands   = flip_bands_new(settings.bands, RATE);
  proof   = flip_proof_new(RATE, 1U, 16000.0);
  if (!hearing || !bands || !proof || flip_proof_filter(proof, &music, &flat, &samples, &windows.n, &dry, &error) ||
      verdict_parse(hearing_sidecar(hearing), "warm:cold", &rule, &error)) {
    return 1;
  }
  windows.samples = samples;
  scene           = flip_scene_new(hearing, bands, &music, &windows);
  if (!scene || flip_proof_run(proof, hearing, &music, &windows, &flat, &dry, &error)) {
    return 1;
  }
  goal = goals[flip_goals_of_rule(&rule, hearing_sidecar(hearing), dry.raw, goals) - 1U];
  return 0;
}

static int
free_scene(void** state)
{
  (void)state;
  flip_scene_free(scene);
  flip_proof_free(proof);
  flip_bands_free(bands);
  hearing_free(hearing);
  free(samples);
  return 0;
}

static double
room_of(const FlipProven* const proven)
{
  return flip_goal_room(&goal, hearing_sidecar(hearing), proven->raw, 0.0);
}

static EquusStatus
judge(const void* const handle, const CurveSettings* const curve, FlipProven* const proven, EquusError* const error)
{
  static const float warm[SIDECAR_MAX_LABELS] = { 9.0f, -9.0f };
  Judge* const       self                     = *(Judge* const*)handle;
  const EquusStatus  status                   = flip_proof_run(proof, hearing, &music, &windows, curve, proven, error);
  ++self->asked;
  if (self->manner == STRONGER) {
    proven->strength = 99.0;
  } else if (self->manner == OUTSIDE) {
    memcpy(proven->raw, warm, sizeof(warm));
  }
  return status;
}

/// Trim a curve that all bands lift by two decibels more than it needs
static void
trim(Judge* const self, FlipPoint* const point, FlipProven* const before, FlipProven* const after)
{
  const FlipSettings settings = { .bands = BANDS, .limit = 6.0 };
  const FlipProver   prover   = { judge, &self };
  FlipDescent        descent  = flip_descent_begin(scene, &settings, watcher, 100.0);
  *point                      = (FlipPoint){ .match = 0.0 };
  for (unsigned b = 0; b < BANDS; ++b) {
    point->gains[b] = b == PLANTED ? -4.0 : b == LOW ? 2.5 : 2.0;
  }
  const CurveSettings curve = flip_bands_settings(bands, point->gains);
  assert_int_equal(flip_proof_run(proof, hearing, &music, &windows, &curve, before, NULL), EQUUS_OK);
  assert_true(room_of(before) > 0.0);
  *after = *before;
  assert_int_equal(flip_trim(&descent, &goal, &prover, point, after, NULL), EQUUS_OK);
}

static void
what_does_nothing_is_taken_away(void** const state)
{
  (void)state;
  Judge      honest = { HONEST, 0U };
  FlipPoint  point;
  FlipProven before, after, again;
  unsigned   zeros = 0;
  trim(&honest, &point, &before, &after);
  for (unsigned b = 0; b < BANDS; ++b) {
    print_message(" %.3f", point.gains[b]);
    zeros += point.gains[b] == 0.0;
  }
  print_message(
    ": match %.3f, was %.3f; strength %.4f, was %.4f; room %.4f, was %.4f; %u zeros by %u proofs, predicted %.4f\n",
    after.match,
    before.match,
    after.strength,
    before.strength,
    room_of(&after),
    room_of(&before),
    zeros,
    honest.asked,
    point.strength);
  assert_true(before.match < -1.0 && fabs(after.match) < 0.3);
  assert_true(after.strength <= 1.005 * before.strength);
  assert_true(room_of(&after) > 0.0);
  assert_true(zeros > 3 && point.gains[LOW] == 0.0 && point.gains[PLANTED] < -3.0);
  assert_true(honest.asked <= 10);
  const CurveSettings curve = flip_bands_settings(bands, point.gains); // What is reported is what was proved
  assert_int_equal(flip_proof_run(proof, hearing, &music, &windows, &curve, &again, NULL), EQUUS_OK);
  assert_true(again.match == after.match && again.strength == after.strength && again.raw[0] == after.raw[0]);
  assert_true(fabs(point.strength - after.strength) < 0.05 && fabsf(point.raw[0] - after.raw[0]) < 0.1f);
}

static void
steps_without_proof_are_taken_back(void** const state)
{
  (void)state;
  for (Manner manner = STRONGER; manner <= OUTSIDE; ++manner) {
    Judge      strict = { manner, 0U };
    FlipPoint  point;
    FlipProven before, after;
    trim(&strict, &point, &before, &after);
    assert_true(strict.asked > 2 && strict.asked <= 10);
    assert_memory_equal(&before, &after, sizeof(before));
    assert_true(point.gains[PLANTED] == -4.0 && point.gains[LOW] == 2.5 && point.gains[HIGH] == 2.0);
  }
}

static void
a_stop_ends_it_at_once(void** const state)
{
  (void)state;
  atomic_bool     stop   = true;
  const FlipWatch watch  = { .stop = &stop };
  Judge           honest = { HONEST, 0U };
  FlipPoint       point;
  FlipProven      before, after;
  watcher = &watch;
  trim(&honest, &point, &before, &after);
  watcher = NULL;
  assert_int_equal(honest.asked, 0);
  assert_true(point.gains[PLANTED] == -4.0);
}

int
main(const int argc, char** const argv)
{
  if (argc != 2) {
    return 2;
  }
  fixtures                        = argv[1];
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_does_nothing_is_taken_away),
    cmocka_unit_test(steps_without_proof_are_taken_back),
    cmocka_unit_test(a_stop_ends_it_at_once),
  };
  return cmocka_run_group_tests(tests, set_scene, free_scene);
}
