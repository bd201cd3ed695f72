// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that each treatment does to a recording what it is said to do: responses measured by Fourier transform against
// theory and scipy's figures, noise at its ratio, the same numbers for the same seed.

#include "plugin/parameters.h"
#include "tools/conversion.h"
#include "tools/settings.h"
#include "tools/transform.h"
#include "tools/treatment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

enum { SIZE = 1 << 20, MIDDLE = SIZE / 2 };

static void
assert_near(const double value, const double expected, const double tolerance)
{
  if (!(fabs(value - expected) <= tolerance)) {
    fail_msg("%.9g instead of %.9g ± %g", value, expected, tolerance);
  }
}

static Sound
make(const double rate, const unsigned channels, const size_t n)
{
  Sound sound;
  assert_int_equal(sound_init(&sound, rate, channels, n, NULL), EQUUS_OK);
  return sound;
}

static Sound
treated(const Treatment* const treatment, const Sound* const dry)
{
  Sound      wet;
  EquusError error = { EQUUS_OK, "" };
  if (treatment_apply(treatment, dry, &wet, &error)) {
    fail_msg("%s", error.text);
  }
  return wet;
}

/// Two channels of a chord that differ
static Sound
music(const double rate, const size_t n)
{
  Sound sound = make(rate, 2, n);
  for (size_t i = 0; i < n; ++i) {
    const double t      = (double)i / rate;
    sound.channel[0][i] = (float)(0.3 * sin(2.0 * pi * 220.0 * t) + 0.1 * sin(2.0 * pi * 3300.0 * t));
    sound.channel[1][i] = (float)(0.2 * sin(2.0 * pi * 330.0 * t + 0.5));
  }
  return sound;
}

/// What is measured of an impulse that went through a treatment
typedef struct {
  Transform* transform;
  double     rate;
} Measured;

static Measured
measure(const Treatment* const treatment, const double rate)
{
  Sound impulse              = make(rate, 1, SIZE);
  impulse.channel[0][MIDDLE] = 1.0f;
  Sound            wet       = treated(treatment, &impulse);
  Transform* const transform = transform_new(SIZE);
  for (size_t i = 0; i < SIZE; ++i) {
    transform_samples(transform)[i] = (double)wet.channel[0][(i + MIDDLE) % SIZE];
  }
  transform_forward(transform);
  sound_clear(&impulse);
  sound_clear(&wet);
  return (Measured){ transform, rate };
}

/// dB at a frequency, between the two nearest bins
static double
level(const Measured* const measured, const double hertz)
{
  const double                place = hertz / measured->rate * SIZE;
  const double complex* const bins  = transform_spectrum(measured->transform) + (size_t)place;
  const double                share = place - floor(place);
  return 20.0 * log10((1.0 - share) * cabs(bins[0]) + share * (share > 0.0 ? cabs(bins[1]) : 0.0));
}

static void
test_null(void** state)
{
  (void)state;
  const TreatmentKind kinds[] = { TREATMENT_BYPASS, TREATMENT_POLARITY, TREATMENT_DELAY, TREATMENT_SWAP };
  Sound               dry     = music(44100.0, 5000);
  for (unsigned k = 0; k < 4; ++k) {
    const Treatment treatment = { .kind = kinds[k] };
    Sound           wet       = treated(&treatment, &dry);
    assert_int_equal(wet.n, dry.n);
    assert_false(treatment_is_matched(&treatment));
    assert_near(treatment_strength(&treatment, 44100.0, 0.0), 0.0, 0.0);
    for (size_t i = 1; i < dry.n; ++i) {
      const float left = kinds[k] == TREATMENT_POLARITY ? -dry.channel[0][i]
                         : kinds[k] == TREATMENT_DELAY  ? dry.channel[0][i - 1]
                                                        : dry.channel[kinds[k] == TREATMENT_SWAP][i];
      assert_true(wet.channel[0][i] == left);
    }
    assert_true(wet.channel[0][0] == (kinds[k] == TREATMENT_SWAP ? dry.channel[1][0] : 0.0f));
    sound_clear(&wet);
  }
  sound_clear(&dry);
}

static void
test_swap_leaves_mono(void** state)
{
  (void)state;
  Sound dry           = make(8000.0, 1, 3);
  dry.channel[0][1]   = 0.5f;
  const Treatment t   = { .kind = TREATMENT_SWAP };
  Sound           wet = treated(&t, &dry);
  assert_memory_equal(wet.channel[0], dry.channel[0], 3 * sizeof(float));
  sound_clear(&dry);
  sound_clear(&wet);
}

static void
test_gain(void** state)
{
  (void)state;
  Sound           dry       = music(44100.0, 100);
  const Treatment treatment = { .kind = TREATMENT_GAIN, .decibels = -20.0 };
  Sound           wet       = treated(&treatment, &dry);
  for (size_t i = 0; i < dry.n; ++i) {
    assert_near((double)wet.channel[1][i], 0.1 * (double)dry.channel[1][i], 1e-8);
  }
  assert_false(treatment_is_matched(&treatment));
  assert_near(treatment_strength(&treatment, 44100.0, 0.0), 20.0, 1e-12);
  assert_near(treatment_strength(&treatment, 44100.0, 20.0), 0.0, 1e-12);
  sound_clear(&dry);
  sound_clear(&wet);
}

/// scipy.signal.buttord(40, 20, 1, 30, fs=rate) is of order 6; sosfreqz of butter() with it gives these levels
static void
test_high_pass(void** state)
{
  (void)state;
  const Treatment treatment = { .kind = TREATMENT_HIGH_PASS };
  const double    rates[]   = { 44100.0, 48000.0, 96000.0 };
  for (unsigned r = 0; r < 3; ++r) {
    Measured measured = measure(&treatment, rates[r]);
    assert_near(level(&measured, 20.0), r < 2 ? -30.2596 : -30.2594, 0.001);
    assert_near(level(&measured, 30.0), -9.6256, 0.001);
    assert_near(level(&measured, 40.0), -1.0, 0.001);
    assert_near(level(&measured, 100.0), 0.0, 0.001);
    transform_free(measured.transform);
  }
  const double hertz[] = { 10.0, 20.0, 30.0, 40.0 };
  double       decibels[4];
  assert_true(treatment_response(&treatment, 48000.0, hertz, 4, decibels));
  assert_near(decibels[0], -66.379, 1e-3);
  assert_near(decibels[1], -30.2596, 1e-4);
  assert_near(decibels[2], -9.6256, 1e-4);
  assert_near(decibels[3], -1.0, 1e-9);
}

static void
test_steep_high_pass(void** state)
{
  (void)state;
  const Treatment treatment = { .kind = TREATMENT_STEEP_HIGH_PASS };
  const double    rates[]   = { 44100.0, 96000.0 };
  for (unsigned r = 0; r < 2; ++r) {
    Measured measured = measure(&treatment, rates[r]);
    double   loudest  = -HUGE_VAL;
    double   furthest = 0.0;
    for (size_t k = 1; k <= SIZE / 2; ++k) {
      const double hertz = (double)k * rates[r] / SIZE;
      const double here  = level(&measured, hertz);
      loudest            = hertz <= 19.0 ? fmax(loudest, here) : loudest;
      furthest           = hertz >= 20.0 ? fmax(furthest, fabs(here)) : furthest;
      // Linear phase without delay: the imaginary part is nothing
      assert_near(cimag(transform_spectrum(measured.transform)[k]), 0.0, 1e-5);
    }
    assert_true(loudest < -60.0 && loudest > -80.0);
    assert_true(furthest < 0.01);
    transform_free(measured.transform);
  }
}

/// scipy.signal: sosfreqz of butter(4, hertz, fs=44100)
static void
test_low_pass(void** state)
{
  (void)state;
  static const double corners[]     = { 1000.0, 5000.0, 11000.0 };
  static const double expected[][5] = { { 0.0, -3.01029996, -57.3731946, -91.6005017, -112.545928 },
                                        { 0.0, -7.95179629e-06, -3.01029996, -34.2289555, -55.1727547 },
                                        { 0.0, 0.0, -1.64047939e-03, -3.01029996, -20.9802202 } };
  static const double hertz[]       = { 100.0, 1000.0, 5000.0, 11000.0, 15000.0 };
  for (unsigned c = 0; c < 3; ++c) {
    const Treatment treatment = { .kind = TREATMENT_LOW_PASS, .hertz = corners[c] };
    Measured        measured  = measure(&treatment, 44100.0);
    double          decibels[5];
    assert_true(treatment_response(&treatment, 44100.0, hertz, 5, decibels));
    for (unsigned i = 0; i < 5; ++i) {
      assert_near(decibels[i], expected[c][i], 1e-5);
      assert_near(level(&measured, hertz[i]), expected[c][i], 0.01);
    }
    transform_free(measured.transform);
  }
}

static void
test_low_pass_out_of_range(void** state)
{
  (void)state;
  const Treatment treatment = { .kind = TREATMENT_LOW_PASS, .hertz = 11000.0 };
  Sound           dry       = make(22050.0, 1, 10);
  Sound           wet;
  EquusError      error;
  assert_int_equal(treatment_apply(&treatment, &dry, &wet, &error), EQUUS_ERR_RANGE);
  assert_non_null(strstr(error.text, "11000 Hz"));
  assert_null(wet.channel[0]);
  sound_clear(&dry);
}

static void
test_96_bands(void** state)
{
  (void)state;
  const Treatment treatment = { .kind = TREATMENT_CLOUD, .bands = 96, .decibels = 6.0, .seed = 1, .draw = 2 };
  float           gains[TREATMENT_MAX_BANDS];
  double          hertz[TREATMENT_MAX_BANDS], here[TREATMENT_MAX_BANDS];
  Measured        measured = measure(&treatment, 48000.0);
  assert_int_equal(treatment_gains(&treatment, gains), 96);
  for (unsigned b = 0; b < 96; ++b) {
    hertz[b] = treatment_centre(96, b);
  }
  assert_true(treatment_response(&treatment, 48000.0, hertz, 96, here));
  for (unsigned b = 0; b < 96; ++b) {
    assert_true(fabsf(gains[b]) <= 6.0f);
    assert_near(here[b], (double)gains[b], 0.03);
    assert_near(level(&measured, hertz[b]), here[b], 0.01);
  }
  // Minimum phase: nothing comes before the impulse
  transform_backward(measured.transform);
  double before = 0.0;
  for (size_t i = MIDDLE; i < SIZE; ++i) {
    before = fmax(before, fabs(transform_samples(measured.transform)[i]));
  }
  assert_true(before < 1e-7);
  transform_free(measured.transform);
}

/// The plug-in's own stage, met within 0.3 dB as dsp/curve.h says
static void
test_bands_of_the_plugin(void** state)
{
  (void)state;
  const unsigned counts[] = { 8, 10, 31 };
  for (unsigned k = 0; k < 3; ++k) {
    const Treatment treatment = { .kind = TREATMENT_CLOUD, .bands = counts[k], .decibels = 8.0, .seed = 1 };
    float           gains[TREATMENT_MAX_BANDS];
    Measured        measured = measure(&treatment, 48000.0);
    assert_int_equal(treatment_gains(&treatment, gains), counts[k]);
    for (unsigned b = 0; b < counts[k]; ++b) {
      const double hertz = treatment_centre(counts[k], b);
      double       here  = (double)NAN;
      assert_true(treatment_response(&treatment, 48000.0, &hertz, 1, &here));
      assert_near(here, (double)gains[b], 0.3);
      assert_near(level(&measured, hertz), here, 0.01);
    }
    transform_free(measured.transform);
  }
}

static void
test_other_bands_are_refused(void** state)
{
  (void)state;
  const Treatment treatment = { .kind = TREATMENT_CURVE, .bands = 12 };
  Sound           dry       = make(44100.0, 1, 10);
  Sound           wet;
  EquusError      error;
  assert_int_equal(treatment_apply(&treatment, &dry, &wet, &error), EQUUS_ERR_RANGE);
  assert_string_equal(error.text, "an equaliser has 8, 10, 31 or 96 bands, not 12");
  sound_clear(&dry);
}

static void
test_flat_bands_keep_the_bits(void** state)
{
  (void)state;
  const unsigned counts[] = { 10, 31, 96 };
  Sound          dry      = music(48000.0, 20000);
  for (unsigned k = 0; k < 3; ++k) {
    const Treatment treatment = { .kind = TREATMENT_CURVE, .bands = counts[k] };
    Sound           wet       = treated(&treatment, &dry);
    assert_memory_equal(wet.channel[0], dry.channel[0], dry.n * sizeof(float));
    assert_memory_equal(wet.channel[1], dry.channel[1], dry.n * sizeof(float));
    sound_clear(&wet);
  }
  sound_clear(&dry);
}

static void
test_clouds(void** state)
{
  (void)state;
  enum { DRAWS = 500 };
  float  first[TREATMENT_MAX_BANDS], again[TREATMENT_MAX_BANDS];
  double sum     = 0.0;
  double squares = 0.0;
  for (unsigned draw = 0; draw < DRAWS; ++draw) {
    const Treatment cloud = { .kind = TREATMENT_CLOUD, .bands = 96, .decibels = 3.0, .seed = 7, .draw = draw };
    treatment_gains(&cloud, first);
    treatment_gains(&cloud, again);
    assert_memory_equal(first, again, sizeof(first));
    for (unsigned b = 0; b < 96; ++b) {
      sum += (double)first[b];
      squares += (double)(first[b] * first[b]);
    }
  }
  // Uniform within ±3: mean 0, variance 3
  assert_near(sum / (DRAWS * 96), 0.0, 0.03);
  assert_near(squares / (DRAWS * 96), 3.0, 0.06);
  const Treatment other = { .kind = TREATMENT_CLOUD, .bands = 96, .decibels = 3.0, .seed = 8, .draw = DRAWS - 1 };
  treatment_gains(&other, again);
  assert_memory_not_equal(first, again, sizeof(first));
}

static void
test_noise(void** state)
{
  (void)state;
  enum { N = 100001 };
  Sound dry = music(44100.0, N);
  for (unsigned k = 0; k < 2; ++k) {
    const Treatment treatment = { .kind = TREATMENT_NOISE, .decibels = k ? 15.0 : 0.0, .seed = 3 };
    Sound           wet       = treated(&treatment, &dry);
    Sound           again     = treated(&treatment, &dry);
    double          signal    = 0.0;
    double          noise     = 0.0;
    double          fourth    = 0.0;
    double          next      = 0.0;
    double          before    = 0.0;
    for (size_t i = 0; i < N; ++i) {
      const double added = sound_mono(&wet, i) - sound_mono(&dry, i);
      signal += sound_mono(&dry, i) * sound_mono(&dry, i);
      noise += added * added;
      fourth += pow(added, 4.0);
      next += added * before;
      before = added;
    }
    assert_near(10.0 * log10(signal / noise), treatment.decibels, 1e-3);
    assert_near(N * fourth / (noise * noise), 3.0, 0.1); // Gaussian
    assert_near(next / noise, 0.0, 0.02);                // White
    assert_memory_equal(wet.channel[1], again.channel[1], N * sizeof(float));
    assert_true(treatment_is_matched(&treatment) && isnan(treatment_strength(&treatment, 44100.0, 0.0)));
    sound_clear(&wet);
    sound_clear(&again);
  }
  sound_clear(&dry);
}

static void
test_noise_on_silence(void** state)
{
  (void)state;
  const Treatment treatment = { .kind = TREATMENT_NOISE, .seed = 3 };
  Sound           dry       = make(44100.0, 1, 10);
  Sound           wet       = treated(&treatment, &dry);
  assert_memory_equal(wet.channel[0], dry.channel[0], 10 * sizeof(float));
  sound_clear(&dry);
  sound_clear(&wet);
}

/// A conversion keeps a sine where it was in time
static void
test_resample(void** state)
{
  (void)state;
  const double rates[] = { 44100.0, 48000.0, 96000.0 };
  Sound        dry     = music(44100.0, 44101);
  for (unsigned r = 0; r < 3; ++r) {
    const Treatment treatment = { .kind = TREATMENT_RESAMPLE, .rate = rates[r] };
    Sound           wet       = treated(&treatment, &dry);
    Sound           same      = music(rates[r], (size_t)ceil(44101.0 * rates[r] / 44100.0));
    assert_int_equal(wet.n, same.n);
    assert_true(wet.rate == rates[r]);
    for (size_t i = 5000; i + 5000 < wet.n; ++i) {
      assert_near((double)wet.channel[0][i], (double)same.channel[0][i], 1e-6);
      assert_near((double)wet.channel[1][i], (double)same.channel[1][i], 1e-6);
    }
    sound_clear(&wet);
    sound_clear(&same);
  }
  sound_clear(&dry);
}

static void
test_preset(void** state)
{
  (void)state;
  float parameters[PARAM_COUNT];
  settings_init(parameters);
  parameters[parameter_find("p1_gain")] = 6.0f;
  EqSettings eq;
  parameters_to_eq(parameters, &eq);
  const Treatment treatment = { .kind = TREATMENT_PRESET, .name = "Three", .parameters = parameters };
  Measured        measured  = measure(&treatment, 48000.0);
  const double    hertz[]   = { 50.0, 200.0, 1000.0 };
  double          decibels[3];
  assert_true(treatment_response(&treatment, 48000.0, hertz, 3, decibels));
  assert_true(decibels[1] > 5.9);
  for (unsigned i = 0; i < 3; ++i) {
    assert_near(level(&measured, hertz[i]), decibels[i], 0.01);
  }
  transform_free(measured.transform);
}

static void
test_strength(void** state)
{
  (void)state;
  Treatment treatment = { .kind = TREATMENT_CURVE, .bands = 96 };
  for (unsigned b = 0; b < 96; ++b) {
    treatment.gains[b] = 6.0f;
  }
  assert_near(treatment_strength(&treatment, 48000.0, 0.0), 6.0, 0.001);
  assert_near(treatment_strength(&treatment, 48000.0, -6.0), 0.0, 0.001);
}

static void
test_descriptions(void** state)
{
  (void)state;
  char            text[128];
  const Treatment cloud = { .kind = TREATMENT_CLOUD, .bands = 31, .decibels = 6.0, .seed = 1, .draw = 3 };
  treatment_describe(&cloud, text, sizeof(text));
  assert_string_equal(text, "31 random bands within ±6 dB, draw 3 of seed 1");
  for (unsigned a = 0; a < TREATMENT_KINDS; ++a) {
    for (unsigned b = 0; b < a; ++b) {
      assert_string_not_equal(treatment_kind_name((TreatmentKind)a), treatment_kind_name((TreatmentKind)b));
    }
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_null),
    cmocka_unit_test(test_swap_leaves_mono),
    cmocka_unit_test(test_gain),
    cmocka_unit_test(test_high_pass),
    cmocka_unit_test(test_steep_high_pass),
    cmocka_unit_test(test_low_pass),
    cmocka_unit_test(test_low_pass_out_of_range),
    cmocka_unit_test(test_96_bands),
    cmocka_unit_test(test_bands_of_the_plugin),
    cmocka_unit_test(test_other_bands_are_refused),
    cmocka_unit_test(test_flat_bands_keep_the_bits),
    cmocka_unit_test(test_clouds),
    cmocka_unit_test(test_noise),
    cmocka_unit_test(test_noise_on_silence),
    cmocka_unit_test(test_resample),
    cmocka_unit_test(test_preset),
    cmocka_unit_test(test_strength),
    cmocka_unit_test(test_descriptions),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
