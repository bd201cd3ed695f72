// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: spectra and mel bands are librosa's, as musicnn and vibenet use them, and resampled music is soxr HQ's.

#include "dsp/mel.h"
#include "dsp/resampler.h"
#include "dsp/stft.h"
#include "tests/dsp/signals.h"
#include "tests/npy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const StftSettings musicnn_stft = { 512U, 512U, 256U, true, true, false };
static const StftSettings vibenet_stft = { 1024U, 640U, 320U, false, true, false };
static const MelSettings  musicnn_mel  = { 16000.0, 512U, 96U, 0.0, 8000.0, MEL_SLANEY, true, false };
static const MelSettings  vibenet_mel  = { 16000.0, 1024U, 128U, 0.0, 8000.0, MEL_SLANEY, true, false };

/// Power spectra [frames][bins] of `signal`, zeros after its end; the caller frees
static float*
power_spectra(const StftSettings* const settings, const Npy* const signal, const uint32_t frames)
{
  Stft* const    stft = stft_new(settings);
  const uint32_t bins = stft_bins(stft);
  float* const   out  = (float*)calloc((size_t)frames * bins + 1U, sizeof(float));
  float* const   pad  = (float*)calloc(signal->size + settings->fft_size, sizeof(float));
  memcpy(pad, signal->values, signal->size * sizeof(float));
  size_t position = 0;
  for (uint32_t t = 0; t < frames; ++t) {
    const uint32_t n = stft_needed(stft);
    memcpy(out + (size_t)t * bins, stft_push(stft, pad + position, n), bins * sizeof(float));
    position += n;
  }
  free(pad);
  stft_free(stft);
  return out;
}

/// Largest difference of chosen frames, relative to the largest value of the reference
static double
frame_difference(const Npy* const expected, const float* const spectra, const uint32_t* const frames)
{
  const size_t bins    = expected->shape[1];
  double       worst   = 0.0;
  double       largest = 0.0;
  for (size_t i = 0; i < expected->size; ++i) {
    const double value = (double)expected->values[i];
    worst              = fmax(worst, fabs(value - (double)spectra[frames[i / bins] * bins + i % bins]));
    largest            = fmax(largest, value);
  }
  return worst / largest;
}

static void
test_musicnn_front_end(void** const state)
{
  (void)state;
  Npy* const     music    = npy_reference("16k/music");
  Npy* const     power    = npy_reference("mel/musicnn_power");
  Npy* const     expected = npy_reference("mel/musicnn_log_mel");
  Mel* const     mel      = mel_new(&musicnn_mel);
  const uint32_t frames   = (uint32_t)expected->shape[0];
  const uint32_t chosen[] = { 0U, 1U, 2U, 300U, 749U, 750U };
  float* const   spectra  = power_spectra(&musicnn_stft, music, frames);
  float* const   actual   = (float*)calloc(expected->size, sizeof(float));
  assert_true(frame_difference(power, spectra, chosen) < 1e-6);
  for (uint32_t t = 0; t < frames; ++t) {
    mel_apply(mel, spectra + (size_t)t * 257U, actual + (size_t)t * 96U);
  }
  for (size_t i = 0; i < expected->size; ++i) {
    actual[i] = log10f(10000.0f * actual[i] + 1.0f);
  }
  assert_true(npy_difference(expected, actual, 1U) < 1e-5);
  free(actual);
  free(spectra);
  mel_free(mel);
  npy_free(expected);
  npy_free(power);
  npy_free(music);
}

static void
test_vibenet_front_end(void** const state)
{
  (void)state;
  Npy* const     music    = npy_reference("16k/music");
  Npy* const     power    = npy_reference("mel/vibenet_power");
  Npy* const     expected = npy_reference("mel/vibenet_mel");
  Mel* const     mel      = mel_new(&vibenet_mel);
  const uint32_t frames   = (uint32_t)expected->shape[1];
  const uint32_t chosen[] = { 0U, 1U, 250U, 498U };
  float* const   spectra  = power_spectra(&vibenet_stft, music, frames);
  float* const   actual   = (float*)calloc(expected->size, sizeof(float));
  float          bands[128];
  float          largest = -100.0f;
  assert_true(frame_difference(power, spectra, chosen) < 1e-6);
  for (uint32_t t = 0; t < frames; ++t) {
    mel_apply(mel, spectra + (size_t)t * 513U, bands);
    for (uint32_t b = 0; b < 128U; ++b) {
      actual[b * frames + t] = 10.0f * log10f(fmaxf(1e-10f, bands[b]));
      largest                = fmaxf(largest, actual[b * frames + t]);
    }
  }
  for (size_t i = 0; i < expected->size; ++i) {
    actual[i] = fmaxf(actual[i], largest - 80.0f);
  }
  assert_true(npy_difference(expected, actual, 1U) < 1e-3); // dB
  free(actual);
  free(spectra);
  mel_free(mel);
  npy_free(expected);
  npy_free(power);
  npy_free(music);
}

static void
check_bank(const char* const name, const MelSettings* const settings)
{
  Npy* const   expected = npy_reference(name);
  Mel* const   mel      = mel_new(settings);
  const size_t bins     = expected->shape[1];
  float* const spectrum = (float*)calloc(bins, sizeof(float));
  float* const column   = (float*)calloc(settings->bands, sizeof(float));
  float* const actual   = (float*)calloc(expected->size, sizeof(float));
  assert_int_equal(expected->shape[0], settings->bands);
  for (size_t k = 0; k < bins; ++k) {
    spectrum[k] = 1.0f;
    mel_apply(mel, spectrum, column);
    spectrum[k] = 0.0f;
    for (uint32_t b = 0; b < settings->bands; ++b) {
      actual[b * bins + k] = column[b];
    }
  }
  assert_true(npy_difference(expected, actual, 1U) < (settings->area_norm ? 1e-9 : 1e-6));
  free(actual);
  free(column);
  free(spectrum);
  mel_free(mel);
  npy_free(expected);
}

static void
test_filter_banks(void** const state)
{
  (void)state;
  const MelSettings htk      = { 16000.0, 512U, 40U, 60.0, 7600.0, MEL_HTK, false, false };
  const MelSettings htk_area = { 22050.0, 1024U, 64U, 0.0, 8000.0, MEL_HTK, true, false };
  const MelSettings peak     = { 44100.0, 512U, 24U, 30.0, 17000.0, MEL_SLANEY, false, false };
  check_bank("mel/bank_slaney_512_96", &musicnn_mel);
  check_bank("mel/bank_slaney_1024_128", &vibenet_mel);
  check_bank("mel/bank_htk_512_40", &htk);
  check_bank("mel/bank_htk_area_1024_64", &htk_area);
  check_bank("mel/bank_slaney_peak_512_24", &peak);
}

/// resampler/<signal>_<rate> at 16 kHz, less what soxr made of it; the caller frees
static Npy*
resampled_difference(const char* const signal, const unsigned rate)
{
  char name[64];
  snprintf(name, sizeof(name), "resampler/%s_%u", signal, rate);
  Npy* const in = npy_reference(name);
  snprintf(name, sizeof(name), "resampler/%s_%u_16000", signal, rate);
  Npy* const       difference = npy_reference(name);
  Resampler* const resampler  = resampler_new(rate, 16000.0);
  const uint32_t   n          = (uint32_t)in->size + resampler_lookahead(resampler) + 8U;
  float* const     padded     = (float*)calloc(n, sizeof(float));
  float* const     out        = (float*)calloc(resampler_max_output(resampler, n), sizeof(float));
  memcpy(padded, in->values, in->size * sizeof(float));
  assert_true(resampler_process(resampler, padded, n, out) >= difference->size);
  for (size_t i = 0; i < difference->size; ++i) {
    difference->values[i] = out[i] - difference->values[i];
  }
  free(out);
  free(padded);
  resampler_free(resampler);
  npy_free(in);
  return difference;
}

static double
peak(const Npy* const signal)
{
  double largest = 0.0;
  for (size_t i = 0; i < signal->size; ++i) {
    largest = fmax(largest, fabs((double)signal->values[i]));
  }
  return decibels(largest);
}

/// Largest component below 3 kHz, dB against a sine of amplitude 1
static double
peak_of_lower_band(const Npy* const signal)
{
  const uint32_t frames     = (uint32_t)(signal->size / 256U);
  float* const   spectra    = power_spectra(&musicnn_stft, signal, frames);
  const float    full_scale = 128.0f * 128.0f;
  float          largest    = 0.0f;
  for (uint32_t t = 0; t < frames; ++t) {
    for (uint32_t k = 0; k < 3000U * 512U / 16000U; ++k) {
      largest = fmaxf(largest, spectra[t * 257U + k] / full_scale);
    }
  }
  free(spectra);
  return decibels(sqrt((double)largest));
}

static void
test_resampled_like_soxr(void** const state)
{
  (void)state;
  const unsigned rates[] = { 8000U, 22050U, 44100U, 44123U, 48000U, 96000U };
  for (size_t r = 0; r < sizeof(rates) / sizeof(rates[0]); ++r) {
    // At ratios of many phases soxr's response falls by 0.007 dB to 7 kHz, where Equus stays flat
    const bool soxr_is_flat = 96000U % rates[r] == 0U;
    Npy* const tones        = resampled_difference("tones", rates[r]);
    Npy* const music        = resampled_difference("music", rates[r]);
    assert_true(peak(tones) < (soxr_is_flat ? -100.0 : -75.0));
    assert_true(peak_of_lower_band(tones) < -130.0);
    assert_true(peak_of_lower_band(music) < -110.0);
    npy_free(music);
    npy_free(tones);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_musicnn_front_end),
    cmocka_unit_test(test_vibenet_front_end),
    cmocka_unit_test(test_filter_banks),
    cmocka_unit_test(test_resampled_like_soxr),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
