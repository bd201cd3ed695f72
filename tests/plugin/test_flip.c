// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that the least curve is found where it is known by construction, that what is reported is what the plug-in's
// own stages do, and that ties, limits, targets, seeds and the stop are what they say.

#include "dsp/eq.h"
#include "dsp/resampler.h"
#include "plugin/flip.h"
#include "plugin/flip_scene.h"
#include "plugin/hearing.h"

#include <ebur128.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { RATE = 48000, LENGTH = 48000 };

static const double steepness = 8.0; // Of the chooser, per factor of ten in power

static const char* fixtures;
static float       left[LENGTH], right[LENGTH];
static FlipMusic   music;

/// Noise, louder on the left, that swells
static int
make_music(void** state)
{
  (void)state;
  static const float* const channels[] = { left, right };
  uint32_t                  seed       = 5U;
  for (uint32_t i = 0; i < LENGTH; ++i) {
    seed                = seed * 1664525U + 1013904223U;
    const double sample = (int32_t)seed / 2147483648.0 * (0.48 + 0.24 * sin(i * 0.0004));
    left[i]             = (float)sample;
    right[i]            = (float)(0.5 * sample);
  }
  music = (FlipMusic){ channels, 2U, LENGTH, RATE };
  return 0;
}

static Flip*
open_flip(const char* const model, const FlipSettings* const settings)
{
  EquusError  error = { EQUUS_OK, "" };
  Flip* const flip  = flip_new(fixtures, model, settings, RATE, 2U, &error);
  assert_string_equal(error.text, "");
  assert_non_null(flip);
  return flip;
}

static VerdictRule
rule_of(const Flip* const flip, const char* const text)
{
  VerdictRule rule;
  EquusError  error = { EQUUS_OK, "" };
  assert_int_equal(verdict_parse(flip_sidecar(flip), text, &rule, &error), EQUUS_OK);
  return rule;
}

static FlipResult
search(Flip* const flip, const char* const text)
{
  const VerdictRule rule  = rule_of(flip, text);
  EquusError        error = { EQUUS_OK, "" };
  FlipResult        result;
  assert_int_equal(flip_search(flip, &rule, &music, NULL, &result, &error), EQUUS_OK);
  assert_string_equal(error.text, "");
  return result;
}

enum { POINTS = 256 };

/// The applied response in dB at points even in log frequency
static void
respond(const FlipResult* const result, const double low, const double high, double* const decibels)
{
  double hertz[POINTS];
  for (unsigned i = 0; i < POINTS; ++i) {
    hertz[i] = low * pow(high / low, (i + 0.5) / POINTS);
  }
  curve_response(&result->curve, RATE, hertz, POINTS, decibels);
  for (unsigned i = 0; i < POINTS; ++i) {
    decibels[i] += result->match;
  }
}

/// Mean over the planted band's triangle of what the curve does there, in power, as dB
static double
effect_on_planted(const Flip* const flip, const FlipResult* const result)
{
  Mel* const   mel = mel_new(&flip_sidecar(flip)->frontend.mel);
  const double low = mel_centre(mel, 8), centre = mel_centre(mel, 9), high = mel_centre(mel, 10);
  double       decibels[POINTS];
  double       sum = 0.0, weights = 0.0;
  respond(result, low, high, decibels);
  for (unsigned i = 0; i < POINTS; ++i) {
    const double f      = low * pow(high / low, (i + 0.5) / POINTS);
    const double weight = f * (f < centre ? (f - low) / (centre - low) : (high - f) / (high - centre));
    sum += weight * pow(10.0, decibels[i] / 10.0);
    weights += weight;
  }
  mel_free(mel);
  return 10.0 * log10(sum / weights);
}

static double
strength_of(const FlipResult* const result)
{
  double decibels[POINTS];
  double sum = 0.0;
  respond(result, 20.0, 8000.0, decibels);
  for (unsigned i = 0; i < POINTS; ++i) {
    sum += decibels[i] * decibels[i] / POINTS;
  }
  return sqrt(sum);
}

/// dB by which the planted band must fall until cold leads warm by five points
static double
needed(const float* const dry)
{
  const double lead = log(0.525 / 0.475); // Logit of a probability whose distance from its opposite is 0.05
  return 10.0 * ((double)dry[0] + lead) / steepness;
}

/// Where a model listens to one band alone, the least curve is known: that band falls by what is missing, no more
static void
the_least_flip_is_the_planted_one(void** const state)
{
  (void)state;
  FlipSettings settings = flip_settings_usual();
  for (unsigned bands = 10; bands <= 31; bands += 21) {
    settings.bands          = bands;
    Flip* const      flip   = open_flip("chooser", &settings);
    const FlipResult result = search(flip, "warm:cold");
    assert_int_equal(result.outcome, FLIP_FOUND);
    assert_string_equal(flip_sidecar(flip)->labels[result.dry.choice].name, "warm");
    assert_string_equal(flip_sidecar(flip)->labels[result.wet.choice].name, "cold");
    assert_true(result.dry.decided && result.wet.decided);
    print_message("%u bands: needs %.2f dB, has %.2f dB; strength %.3f dB, %u runs, %u gradients\n",
                  bands,
                  needed(result.readings[0]),
                  -effect_on_planted(flip, &result),
                  result.strength,
                  result.runs,
                  result.gradients);
    assert_true(fabs(-effect_on_planted(flip, &result) - needed(result.readings[0])) < 0.15);
    assert_true(fabs(strength_of(&result) - result.strength) < 0.01);
    FlipResult one = { .curve = { .bands = bands } }; // No single band does it with less
    for (unsigned b = 0; b < bands; ++b) {
      memset(one.curve.gains, 0, sizeof(one.curve.gains));
      while (one.curve.gains[b] > -6.0f && -effect_on_planted(flip, &one) < needed(result.readings[0])) {
        one.curve.gains[b] -= 0.25f;
      }
      assert_true(one.curve.gains[b] <= -6.0f || strength_of(&one) > result.strength);
    }
    for (unsigned b = 0; b < bands; ++b) {
      assert_true(fabsf(result.curve.gains[b]) <= 6.0f);
    }
    flip_free(flip);
  }
}

/// Mean outputs of the windows that end with the music, by the plug-in's stages put together here once more
static void
hear_through(Flip* const flip, const FlipResult* const result, float* const raw)
{
  static float     wet[2][LENGTH], mono[LENGTH], heard[LENGTH];
  EquusError       error    = { EQUUS_OK, "" };
  Eq* const        eq       = eq_new(RATE, 2U);
  Curve* const     curve    = curve_new(RATE, 2U);
  Resampler* const resample = resampler_new(RATE, 16000.0);
  Hearing* const   hearing  = hearing_new(fixtures, flip_sidecar(flip)->name, &error);
  EqSettings       settings = eq_settings_flat();
  float* const     out[]    = { wet[0], wet[1] };
  const float*     in[]     = { wet[0], wet[1] };
  settings.output_gain      = (float)result->match;
  eq_set(eq, &settings);
  curve_set(curve, &result->curve);
  eq_process(eq, music.channels, out, LENGTH);
  curve_process(curve, in, out, LENGTH);
  for (uint32_t i = 0; i < LENGTH; ++i) {
    mono[i] = 0.5f * (wet[0][i] + wet[1][i]);
  }
  HearingMusic windows = { .samples = heard, .n = resampler_process(resample, mono, LENGTH, heard), .hop = 12 };
  const size_t lead    = 13; // Frames of 8 ms in a tenth of a second
  windows.windows      = hearing_windows(hearing, windows.n, lead, 12);
  while (hearing_windows(hearing, windows.n, lead + windows.first, 12) == windows.windows) {
    ++windows.first;
  }
  windows.first += lead - 1U;
  assert_int_equal(hearing_listen(hearing, &windows, &error), EQUUS_OK);
  hearing_read_all(hearing, raw);
  hearing_free(hearing);
  resampler_free(resample);
  curve_free(curve);
  eq_free(eq);
}

/// Integrated loudness through the curve, without the match
static double
loudness_through(const FlipResult* const result)
{
  static float   wet[2][LENGTH], frames[2 * LENGTH];
  Curve* const   curve       = curve_new(RATE, 2U);
  float* const   out[]       = { wet[0], wet[1] };
  ebur128_state* meter       = ebur128_init(2, RATE, EBUR128_MODE_I);
  double         result_lufs = 0.0;
  curve_set(curve, &result->curve);
  curve_process(curve, music.channels, out, LENGTH);
  for (uint32_t i = 0; i < 2 * LENGTH; ++i) {
    frames[i] = wet[i % 2][i / 2];
  }
  ebur128_add_frames_float(meter, frames, LENGTH);
  ebur128_loudness_global(meter, &result_lufs);
  ebur128_destroy(&meter);
  curve_free(curve);
  return result_lufs;
}

static void
what_is_reported_is_what_the_plug_in_does(void** const state)
{
  (void)state;
  const FlipSettings settings = flip_settings_usual();
  Flip* const        flip     = open_flip("chooser", &settings);
  const FlipResult   result   = search(flip, "top");
  const FlipResult   flat     = { .curve = { .bands = 10U } };
  float              raw[SIDECAR_MAX_LABELS];
  assert_int_equal(result.outcome, FLIP_FOUND);
  hear_through(flip, &result, raw);
  for (unsigned i = 0; i < 3; ++i) {
    assert_true(fabsf(raw[i] - result.readings[1][i]) < 1e-4f);
  }
  hear_through(flip, &flat, raw);
  for (unsigned i = 0; i < 3; ++i) {
    assert_true(fabsf(raw[i] - result.readings[0][i]) < 1e-4f);
  }
  assert_true(fabs(loudness_through(&flat) - loudness_through(&result) - result.match) < 1e-3);
  const VerdictRule rule = rule_of(flip, "top");
  assert_true(fabs(verdict_of(&rule, flip_sidecar(flip), result.readings[1]).margin - result.verified) < 1e-6);
  assert_true(result.predicted != result.verified && fabs(result.predicted - result.verified) < 0.01);
  flip_free(flip);
}

static float lie; ///< By which predictions of a curve are wrong: warm seems less, cold more

EquusStatus real_hear(FlipScene* scene, FlipPoint* point, EquusError* error) __asm__("__real_flip_scene_hear");
EquusStatus false_hear(FlipScene* scene, FlipPoint* point, EquusError* error) __asm__("__wrap_flip_scene_hear");

/// In the place of flip_scene_hear(), by the linker
EquusStatus
false_hear(FlipScene* const scene, FlipPoint* const point, EquusError* const error)
{
  const EquusStatus status = real_hear(scene, point, error);
  if (point->strength > 1e-6) {
    point->raw[0] -= lie;
    point->raw[1] += lie;
  }
  return status;
}

/// What was predicted wrongly is asked for again until it is so, or not reported
static void
a_false_prediction_is_caught(void** const state)
{
  (void)state;
  const FlipSettings settings = flip_settings_usual();
  Flip* const        flip     = open_flip("chooser", &settings);
  const FlipResult   honest   = search(flip, "warm:cold");
  float              raw[SIDECAR_MAX_LABELS];
  lie                       = 0.3f;
  const FlipResult  result  = search(flip, "warm:cold");
  const VerdictRule rule    = rule_of(flip, "warm:cold");
  lie                       = 20.0f; // Whatever the curve, cold seems certain
  const FlipResult hopeless = search(flip, "warm:cold");
  lie                       = 0.0f;
  hear_through(flip, &result, raw);
  const Verdict wet = verdict_of(&rule, flip_sidecar(flip), raw);
  print_message("predicted %.3f, verified %.3f, heard %.3f\n", result.predicted, result.verified, wet.margin);
  assert_int_equal(result.outcome, FLIP_FOUND);
  assert_int_equal(wet.choice, honest.wet.choice);
  assert_true(wet.decided && fabs(wet.margin - result.verified) < 1e-4);
  assert_true(result.predicted > result.verified + 0.1);
  assert_true(result.strength >= honest.strength);
  assert_int_equal(hopeless.outcome, FLIP_NOT_FOUND);
  assert_true(curve_settings_are_flat(&hopeless.curve));
  flip_free(flip);
}

static void
a_tie_is_no_flip(void** const state)
{
  (void)state;
  const FlipSettings settings = flip_settings_usual();
  Flip* const        flip     = open_flip("chooser", &settings);
  const FlipResult   probe    = search(flip, "warm>0.5");
  char               text[32];
  const double       p = 1.0 / (1.0 + exp(-(double)probe.readings[0][0]));
  snprintf(text, sizeof(text), "warm>%.3f", p + 0.03);
  const FlipResult result = search(flip, text);
  assert_int_equal(result.outcome, FLIP_UNDECIDED);
  assert_false(result.dry.decided);
  assert_true(curve_settings_are_flat(&result.curve));
  assert_int_equal(result.gradients, 0);
  flip_free(flip);
}

static void
a_narrow_limit_is_not_passed(void** const state)
{
  (void)state;
  FlipSettings settings   = flip_settings_usual();
  settings.limit          = 0.5;
  Flip* const      flip   = open_flip("chooser", &settings);
  const FlipResult result = search(flip, "warm:cold");
  assert_int_equal(result.outcome, FLIP_NOT_FOUND);
  assert_true(curve_settings_are_flat(&result.curve));
  assert_int_equal(result.wet.choice, result.dry.choice);
  flip_free(flip);
}

static void
directed_beats_random(void** const state)
{
  (void)state;
  const FlipSettings settings = flip_settings_usual();
  EquusError         error    = { EQUUS_OK, "" };
  for (unsigned m = 0; m < 2; ++m) {
    Flip* const       flip   = open_flip(m ? "tiny" : "chooser", &settings);
    const char* const text   = m ? "Loud>0.6" : "top";
    const VerdictRule rule   = rule_of(flip, text);
    const FlipResult  result = search(flip, text);
    FlipResult        drawn, again;
    assert_int_equal(flip_random(flip, &rule, &music, 300U, NULL, &drawn, &error), EQUUS_OK);
    assert_int_equal(flip_random(flip, &rule, &music, 300U, NULL, &again, &error), EQUUS_OK);
    assert_memory_equal(&drawn.curve, &again.curve, sizeof(drawn.curve));
    if (!m) {
      assert_int_equal(drawn.outcome, FLIP_FOUND);
      assert_true(drawn.flipped > 0 && drawn.flipped < 300);
      assert_true(drawn.wet.decided && drawn.wet.choice != drawn.dry.choice);
    }
    if (drawn.outcome == FLIP_FOUND) {
      assert_int_equal(result.outcome, FLIP_FOUND);
      assert_true(result.strength <= drawn.strength);
    }
    flip_free(flip);
  }
}

static void
same_seed_same_bits(void** const state)
{
  (void)state;
  const FlipSettings settings = flip_settings_usual();
  Flip* const        flip     = open_flip("chooser", &settings);
  Flip* const        other    = open_flip("chooser", &settings);
  FlipResult         a        = search(flip, "top");
  FlipResult         b        = search(other, "top");
  FlipResult         c        = search(flip, "top"); // After another search
  a.seconds = b.seconds = c.seconds = 0.0;
  assert_memory_equal(&a.curve, &b.curve, sizeof(a.curve));
  assert_memory_equal(&a.curve, &c.curve, sizeof(a.curve));
  assert_true(a.strength == b.strength && a.strength == c.strength && a.verified == b.verified);
  assert_true(a.runs == b.runs && a.gradients == b.gradients);
  flip_free(other);
  flip_free(flip);
}

/// A watch that stops at the first news, and how often it was told, and the last share
typedef struct {
  atomic_bool stop;
  bool        ends;
  unsigned    told;
  double      share;
} Spectator;

static void
tell(void* const handle, const double share)
{
  Spectator* const spectator = (Spectator*)handle;
  assert_true(share >= spectator->share && share <= 1.0);
  spectator->share = share;
  ++spectator->told;
  atomic_store(&spectator->stop, spectator->ends);
}

static void
a_search_can_be_watched_and_stopped(void** const state)
{
  (void)state;
  const FlipSettings settings = flip_settings_usual();
  Flip* const        flip     = open_flip("chooser", &settings);
  const VerdictRule  rule     = rule_of(flip, "top");
  FlipResult         result;
  for (unsigned ends = 0; ends < 2; ++ends) {
    Spectator       spectator = { .ends = ends };
    const FlipWatch watch     = { &spectator.stop, tell, &spectator };
    assert_int_equal(flip_search(flip, &rule, &music, &watch, &result, NULL), EQUUS_OK);
    assert_int_equal(result.outcome, ends ? FLIP_STOPPED : FLIP_FOUND);
    assert_true(ends ? spectator.told == 1 : spectator.told > 10);
    assert_true(!ends || curve_settings_are_flat(&result.curve));
  }
  Spectator       spectator = { .ends = true };
  const FlipWatch watch     = { &spectator.stop, tell, &spectator };
  assert_int_equal(flip_random(flip, &rule, &music, 50U, &watch, &result, NULL), EQUUS_OK);
  assert_int_equal(result.outcome, FLIP_STOPPED);
  assert_int_equal(search(flip, "top").outcome, FLIP_FOUND); // The stop is forgotten
  flip_free(flip);
}

static double
probability(const float raw)
{
  return 1.0 / (1.0 + exp(-(double)raw));
}

static void
a_tag_goes_up_and_down_by_the_amount(void** const state)
{
  (void)state;
  const FlipSettings settings  = flip_settings_usual();
  Flip* const        flip      = open_flip("chooser", &settings);
  const Objective    warm      = { .kind = OBJECTIVE_VALUE, .label = 0 };
  const double       amounts[] = { 0.1, -0.2, 0.0, 0.9 };
  for (unsigned i = 0; i < 4; ++i) {
    FlipResult result;
    assert_int_equal(flip_toward(flip, &warm, amounts[i], &music, NULL, &result, NULL), EQUUS_OK);
    const double change = probability(result.readings[1][0]) - probability(result.readings[0][0]);
    print_message("%.1f: %.4f with %.3f dB\n", amounts[i], change, result.strength);
    assert_true(fabs(result.verified - probability(result.readings[1][0])) < 1e-6);
    if (i == 3) { // More than there is: as near as the limit allows
      assert_int_equal(result.outcome, FLIP_NOT_FOUND);
      assert_true(change > 0.1 && change < 0.9);
    } else {
      assert_int_equal(result.outcome, FLIP_FOUND);
      assert_true(change * (amounts[i] < 0.0 ? -1.0 : 1.0) >= fabs(amounts[i]) - 1e-9);
      assert_true(fabs(change - amounts[i]) < 0.02);
      assert_true(amounts[i] != 0.0 || curve_settings_are_flat(&result.curve));
    }
  }
  flip_free(flip);
}

static void
a_target_on_the_plane_is_neared(void** const state)
{
  (void)state;
  const FlipSettings settings = flip_settings_usual();
  Flip* const        flip     = open_flip("headed", &settings);
  EquusError         error    = { EQUUS_OK, "" };
  Objective          far      = { .kind = OBJECTIVE_NEARNESS };
  FlipResult         result;
  assert_int_equal(flip_toward(flip, &far, 0.0, &music, NULL, &result, &error), EQUUS_OK);
  Objective aim = { .kind = OBJECTIVE_VALENCE };
  far.valence   = objective_value(&aim, flip_sidecar(flip), result.readings[1]);
  aim.kind      = OBJECTIVE_AROUSAL;
  far.arousal   = objective_value(&aim, flip_sidecar(flip), result.readings[1]);
  print_message("nearest to 0,0: %.4f (was %.4f)\n",
                -result.verified,
                -objective_value(&(Objective){ .kind = OBJECTIVE_NEARNESS }, flip_sidecar(flip), result.readings[0]));
  assert_true(result.verified >=
              objective_value(&(Objective){ .kind = OBJECTIVE_NEARNESS }, flip_sidecar(flip), result.readings[0]));
  FlipResult back; // What was reached once can be reached
  assert_int_equal(flip_toward(flip, &far, 0.0, &music, NULL, &back, &error), EQUUS_OK);
  assert_int_equal(back.outcome, FLIP_FOUND);
  assert_true(-back.verified <= FLIP_NEAR);
  flip_free(flip);
}

static void
what_does_not_fit_is_refused(void** const state)
{
  (void)state;
  FlipSettings settings = flip_settings_usual();
  EquusError   error    = { EQUUS_OK, "" };
  FlipResult   result;
  Flip* const  flip  = open_flip("chooser", &settings);
  FlipMusic    brief = music;
  brief.n            = flip_needed(flip, 1U) - 100U;
  VerdictRule rule   = rule_of(flip, "top");
  assert_int_equal(flip_search(flip, &rule, &brief, NULL, &result, &error), EQUUS_ERR_RANGE);
  assert_non_null(strstr(error.text, "frames of music"));
  brief.n = flip_needed(flip, 1U);
  assert_int_equal(flip_search(flip, &rule, &brief, NULL, &result, &error), EQUUS_OK);
  FlipMusic other = music;
  other.rate      = 44100.0;
  assert_int_equal(flip_search(flip, &rule, &other, NULL, &result, &error), EQUUS_ERR_RANGE);
  flip_free(flip);
  settings.bands = 12;
  assert_null(flip_new(fixtures, "chooser", &settings, RATE, 2U, &error));
  assert_non_null(strstr(error.text, "8, 10 or 31"));
  settings = (FlipSettings){ .bands = 10, .limit = 0.0 };
  assert_null(flip_new(fixtures, "chooser", &settings, RATE, 2U, &error));
  settings = flip_settings_usual();
  assert_null(flip_new(fixtures, "chooser", &settings, RATE, 3U, &error));
  assert_null(flip_new(fixtures, "nobody", &settings, RATE, 2U, &error));
}

int
main(const int argc, char** const argv)
{
  if (argc != 2) {
    return 2;
  }
  fixtures                        = argv[1];
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_least_flip_is_the_planted_one),
    cmocka_unit_test(what_is_reported_is_what_the_plug_in_does),
    cmocka_unit_test(a_false_prediction_is_caught),
    cmocka_unit_test(a_tie_is_no_flip),
    cmocka_unit_test(a_narrow_limit_is_not_passed),
    cmocka_unit_test(directed_beats_random),
    cmocka_unit_test(same_seed_same_bits),
    cmocka_unit_test(a_search_can_be_watched_and_stopped),
    cmocka_unit_test(a_tag_goes_up_and_down_by_the_amount),
    cmocka_unit_test(a_target_on_the_plane_is_neared),
    cmocka_unit_test(what_does_not_fit_is_refused),
  };
  return cmocka_run_group_tests(tests, make_music, NULL);
}
