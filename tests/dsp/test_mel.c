// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: filters have the weights of librosa.filters.mel (0.11), Slaney and HTK, and weigh a spectrum as a
// dense matrix would.

#include "dsp/mel.h"
#include "tests/dsp/signals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { BINS = 257, MAX_BANDS = 96 };

typedef struct {
  uint32_t band;
  uint32_t bin;
  float    weight;
} Weight;

static const MelSettings slaney = { 16000.0, 512U, 96U, 0.0, 8000.0, MEL_SLANEY, true, false };
static const MelSettings htk    = { 16000.0, 512U, 40U, 20.0, 7000.0, MEL_HTK, false, false };

// Printed by librosa.filters.mel(sr=16000, n_fft=512, n_mels=96)
static const Weight slaney_weights[] = {
  { 0U, 1U, 0.03199922293424606f },
  { 1U, 1U, 0.00015857240941841155f },
  { 1U, 2U, 0.031840648502111435f },
  { 30U, 30U, 0.004757172428071499f },
  { 30U, 31U, 0.02724204957485199f },
  { 60U, 79U, 0.004132087342441082f },
  { 60U, 81U, 0.010932313278317451f },
  { 95U, 241U, 0.00046491858665831387f },
  { 95U, 243U, 0.0014935217332094908f },
  { 0U, 0U, 0.0f },
  { 30U, 32U, 0.0f },
  { 95U, 256U, 0.0f },
};

// ... and with n_mels=40, htk=True, norm=None, fmin=20, fmax=7000
static const Weight htk_weights[] = {
  { 0U, 1U, 0.2626000940799713f },
  { 0U, 2U, 0.9920448064804077f },
  { 1U, 3U, 0.6809709668159485f },
  { 10U, 19U, 0.1361338198184967f },
  { 10U, 20U, 0.5453739166259766f },
  { 39U, 198U, 0.06878037005662918f },
  { 0U, 0U, 0.0f },
  { 39U, 225U, 0.0f },
};

// VGGish's, straight over mel: by its formula, in double precision
static const MelSettings vggish = { 16000.0, 512U, 64U, 125.0, 7500.0, MEL_HTK, false, true };

static const Weight vggish_weights[] = {
  { 0U, 5U, 0.947690486907959f },
  { 1U, 5U, 0.052309535443782806f },
  { 1U, 6U, 0.9331063628196716f },
  { 63U, 230U, 0.9002553820610046f },
  { 63U, 239U, 0.10807140171527863f },
  { 63U, 240U, 0.0f },
  { 0U, 4U, 0.0f },
  { 0U, 0U, 0.0f },
};

/// The weight of one bin in one band, read through mel_apply()
static float
weight(const Mel* const mel, const uint32_t band, const uint32_t bin)
{
  float spectrum[BINS] = { 0.0f };
  float out[MAX_BANDS];
  spectrum[bin] = 1.0f;
  mel_apply(mel, spectrum, out);
  return out[band];
}

static void
check_weights(const MelSettings* const settings, const Weight* const expected, const size_t n)
{
  Mel* const mel = mel_new(settings);
  assert_non_null(mel);
  for (size_t i = 0; i < n; ++i) {
    assert_float_equal(weight(mel, expected[i].band, expected[i].bin), expected[i].weight, 1e-8f);
  }
  mel_free(mel);
}

static void
test_weights_are_librosas(void** const state)
{
  (void)state;
  check_weights(&slaney, slaney_weights, sizeof(slaney_weights) / sizeof(slaney_weights[0]));
  check_weights(&htk, htk_weights, sizeof(htk_weights) / sizeof(htk_weights[0]));
  check_weights(&vggish, vggish_weights, sizeof(vggish_weights) / sizeof(vggish_weights[0]));
}

static void
test_centres_are_librosas(void** const state)
{
  (void)state;
  Mel* const mel = mel_new(&slaney);
  assert_float_equal((float)mel_centre(mel, 0U), 31.096660118161488f, 1e-5f);
  assert_float_equal((float)mel_centre(mel, 49U), 1772.1372958684613f, 1e-3f);
  assert_float_equal((float)mel_centre(mel, 95U), 7747.516046447934f, 1e-3f);
  mel_free(mel);
}

static void
test_bands_are_a_matrix_product(void** const state)
{
  (void)state;
  Mel* const mel = mel_new(&slaney);
  float      spectrum[BINS];
  float      out[MAX_BANDS];
  fill_noise(spectrum, BINS, 3U);
  mel_apply(mel, spectrum, out);
  for (uint32_t b = 0; b < slaney.bands; ++b) {
    double sum = 0.0;
    for (uint32_t k = 0; k < BINS; ++k) {
      sum += (double)weight(mel, b, k) * (double)spectrum[k];
    }
    assert_true(fabs((double)out[b] - sum) < 1e-7);
  }
  mel_free(mel);
}

static void
test_bad_settings_are_refused(void** const state)
{
  (void)state;
  const MelSettings bad[] = {
    { 16000.0, 512U, 0U, 0.0, 8000.0, MEL_SLANEY, true, false },
    { 16000.0, 512U, 1025U, 0.0, 8000.0, MEL_SLANEY, true, false },
    { 16000.0, 512U, 96U, -1.0, 8000.0, MEL_SLANEY, true, false },
    { 16000.0, 512U, 96U, 0.0, 8000.5, MEL_SLANEY, true, false },
    { 16000.0, 512U, 96U, 500.0, 500.0, MEL_SLANEY, true, false },
    { 16000.0, 0U, 96U, 0.0, 8000.0, MEL_SLANEY, true, false },
    { 16000.0, 512U, 96U, 0.0, (double)NAN, MEL_HTK, false, false },
    { (double)NAN, 512U, 96U, 0.0, 8000.0, MEL_HTK, false, false },
  };
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    assert_null(mel_new(&bad[i]));
  }
  mel_free(NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_weights_are_librosas),
    cmocka_unit_test(test_centres_are_librosas),
    cmocka_unit_test(test_bands_are_a_matrix_product),
    cmocka_unit_test(test_bad_settings_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
