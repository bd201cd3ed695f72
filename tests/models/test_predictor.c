// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A predictor publishes each window's reading exactly one hop after the window
// is due, the same bits for every block size, with its work spread evenly; and
// the bundled models' readings of music are those of TensorFlow and ONNX Runtime.

#include "models/frontend.h"
#include "models/naive.h"
#include "models/onnx.h"
#include "models/predictor.h"
#include "tests/models/networks.h"
#include "tests/npy.h"

#include <math.h>
#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MAX_READINGS = 256, MAX_VALUES = 64 };

/// What a predictor published
typedef struct {
  size_t   count;
  uint64_t due[MAX_READINGS], now[MAX_READINGS], sequence[MAX_READINGS];
  uint32_t n_values;
  float    raw[MAX_READINGS][MAX_VALUES];
} Record;

static Model*
load(const char* const directory, const char* const name)
{
  EquusError   error = { EQUUS_OK, "" };
  Model* const model = model_load(directory, name, &error);
  if (!model) {
    fail_msg("%s", error.text);
  }
  return model;
}

static void
note(Record* const record, const Reading* const reading)
{
  assert_true(record->count < MAX_READINGS && reading->n_values <= MAX_VALUES);
  record->due[record->count]      = reading->due;
  record->now[record->count]      = reading->now;
  record->sequence[record->count] = reading->sequence;
  record->n_values                = reading->n_values;
  memcpy(record->raw[record->count], reading->raw, reading->n_values * sizeof(float));
  ++record->count;
}

/// A predictor with a front end to itself
typedef struct {
  Predictor* predictor;
  Frontend*  frontend;
} Listener;

static Listener
listener_new(const Model* const model, const uint32_t hop)
{
  const Listener listener = { predictor_new(model, hop, 0.25), predictor_frontend(model, hop) };
  assert_non_null(listener.predictor);
  assert_non_null(listener.frontend);
  predictor_start(listener.predictor, listener.frontend, hop);
  return listener;
}

static void
listener_free(const Listener* const listener)
{
  predictor_free(listener->predictor);
  frontend_free(listener->frontend);
}

/// Feed `n` samples in blocks of `block`, or of random sizes if it is 0, noting what comes out
static void
push_all(const Listener* const listener,
         const float* const    in,
         const size_t          n,
         const uint32_t        block,
         Record* const         record)
{
  uint32_t random = 1;
  for (size_t at = 0; at < n;) {
    random           = random * 1664525u + 1013904223u;
    size_t left      = block ? block : 1 + (random >> 16) % 1000;
    left             = left < n - at ? left : n - at;
    const size_t end = at + left;
    while (at < end) {
      const uint32_t needed = predictor_needed(listener->predictor);
      const uint32_t step   = (uint32_t)(needed < end - at ? needed : end - at);
      Reading        reading;
      assert_true(needed >= 1);
      frontend_push(listener->frontend, in + at, step);
      if (predictor_follow(listener->predictor, &reading)) {
        note(record, &reading);
      }
      at += step;
    }
  }
}

static Record*
record_of(const Model* const model, const uint32_t hop, const float* const in, const size_t n, const uint32_t block)
{
  const Listener listener = listener_new(model, hop);
  Record* const  record   = calloc(1, sizeof(Record));
  assert_non_null(record);
  push_all(&listener, in, n, block, record);
  listener_free(&listener);
  return record;
}

/// Noise with a stretch of zeros in it
static float*
noise_new(const size_t n)
{
  float* const noise  = malloc(n * sizeof(float));
  uint32_t     random = 7;
  for (size_t i = 0; i < n; ++i) {
    random   = random * 1664525u + 1013904223u;
    noise[i] = i > n / 2 && i < 3 * n / 4 ? 0.0f : (float)(random >> 8) / (float)(1 << 24) - 0.5f;
  }
  return noise;
}

static void
the_block_size_changes_neither_bits_nor_positions(void** const state)
{
  (void)state;
  static const uint32_t blocks[] = { 1, 16, 64, 1024, 4096, 0 };
  enum { N = 16000 };

  Model* const         model    = load(networks_fixtures(), "tiny");
  const Sidecar* const sidecar  = model_sidecar(model);
  float* const         in       = noise_new(N);
  Record* const        expected = record_of(model, 3, in, N, N);
  assert_true(expected->count > 15);
  for (size_t p = 0; p < expected->count; ++p) {
    const uint64_t hop = 3 * (uint64_t)sidecar->frontend.stft.hop;
    assert_int_equal(expected->sequence[p], p);
    assert_int_equal(expected->due[p], p * hop + sidecar->frontend.window_samples);
    assert_int_equal(expected->now[p], expected->due[p] + hop);
  }
  for (size_t b = 0; b < sizeof(blocks) / sizeof(*blocks); ++b) {
    Record* const record = record_of(model, 3, in, N, blocks[b]);
    assert_memory_equal(record, expected, sizeof(*record));
    free(record);
  }
  free(expected);
  free(in);
  model_release(model);
}

/// The network's own output for window `p`, by plain loops from a history of all frames
static void
compute_plainly(const Sidecar* const sidecar, const float* const in, const size_t n, const size_t p, float* const out)
{
  const FrontendSettings* const settings = &sidecar->frontend;
  Frontend* const               frontend = frontend_new(settings, 1000);
  for (size_t at = 0; at < n;) {
    const uint32_t needed = frontend_needed(frontend);
    const uint32_t step   = (uint32_t)(needed < n - at ? needed : n - at);
    frontend_push(frontend, in + at, step);
    at += step;
  }
  float* const input = calloc((size_t)settings->frames * settings->mel.bands, sizeof(float));
  frontend_gather(frontend, p, 0, settings->frames, input);

  const int64_t     rows    = settings->mel_major ? settings->mel.bands : settings->frames;
  const int64_t     cols    = settings->mel_major ? settings->frames : settings->mel.bands;
  const OnnxBinding binding = { sidecar->input, 3, { 1, rows, cols }, sidecar->output, 0, NULL };
  size_t            size    = 0;
  char              path[1024];
  snprintf(path, sizeof(path), "%s/%s", networks_fixtures(), sidecar->file);
  void* const     bytes = networks_read(path, &size);
  Graph* const    graph = onnx_parse(bytes, size, path, &binding, NULL);
  NaiveRun* const run   = naive_run(graph, input, NULL);
  memcpy(out, naive_output(run), sidecar->n_labels * sizeof(float));
  naive_free(run);
  graph_free(graph);
  free(bytes);
  free(input);
  frontend_free(frontend);
}

/// Noise of which every third stretch is 60 dB louder: the window's floor hangs on a few frames
static float*
bursts_new(const size_t n)
{
  float* const bursts = noise_new(n);
  for (size_t i = 0; i < n; ++i) {
    bursts[i] *= i / 1500 % 3 ? 0.001f : 1.0f;
  }
  return bursts;
}

static void
assert_readings_of_plain_loops(const char* const name, const uint32_t hop)
{
  enum { N = 16000 };

  Model* const         model   = load(networks_fixtures(), name);
  const Sidecar* const sidecar = model_sidecar(model);
  float* const         in      = bursts_new(N);
  Record* const        record  = record_of(model, hop, in, N, 100);
  assert_true(record->count >= 2);
  for (size_t p = 0; p < record->count; ++p) {
    float expected[MAX_VALUES] = { 0 };
    compute_plainly(sidecar, in, N, hop * p, expected);
    for (uint32_t i = 0; i < record->n_values; ++i) {
      assert_true(fabsf(record->raw[p][i] - expected[i]) < 1e-5f * (1.0f + fabsf(expected[i])));
    }
  }
  free(record);
  free(in);
  model_release(model);
}

static void
readings_are_those_of_plain_loops(void** const state)
{
  (void)state;
  assert_readings_of_plain_loops("tiny", 2);
  assert_readings_of_plain_loops("tiny", 12);
  assert_readings_of_plain_loops("tiny", 30); // Longer than the window
  assert_readings_of_plain_loops("thin", 7);
  assert_readings_of_plain_loops("thin", 40);
}

static void
silence_is_published_with_the_bits_that_computing_gives(void** const state)
{
  (void)state;
  enum { N = 16000 };

  Model* const         model   = load(networks_fixtures(), "tiny");
  const Sidecar* const sidecar = model_sidecar(model);
  float* const         in      = calloc(N, sizeof(float));
  in[N - 1]                    = 1.0f;
  Record* const silent         = record_of(model, 4, in, N, 64);
  assert_true(silent->count > 5);
  for (size_t p = 0; p < silent->count; ++p) {
    assert_memory_equal(silent->raw[p], model_silence(model), silent->n_values * sizeof(float));
  }

  // Music before leaves nothing behind: a window that follows it by its own length is silent again
  in[100]             = 1.0f;
  Record* const after = record_of(model, 4, in, N, 64);
  assert_memory_not_equal(after->raw[0], model_silence(model), silent->n_values * sizeof(float));
  assert_memory_equal(after->raw[after->count - 1], model_silence(model), silent->n_values * sizeof(float));

  // And computing it, on a run of one's own, gives the same bits
  Frontend* const frontend = frontend_new(&sidecar->frontend, 1);
  PlanRun* const  run      = plan_run_new(model_plan(model));
  const float     zero     = 0;
  while (frontend_frames(frontend) < sidecar->frontend.frames) {
    frontend_push(frontend, &zero, 1);
  }
  frontend_gather(frontend, 0, 0, sidecar->frontend.frames, plan_run_input(run));
  assert_true(plan_run_advance(run, UINT64_MAX));
  assert_memory_equal(plan_run_output(run), model_silence(model), silent->n_values * sizeof(float));
  plan_run_free(run);
  frontend_free(frontend);
  free(after);
  free(silent);
  free(in);
  model_release(model);
}

static void
reset_and_another_hop_start_afresh(void** const state)
{
  (void)state;
  enum { N = 8000 };

  Model* const   model    = load(networks_fixtures(), "tiny");
  float* const   in       = noise_new(N);
  const Listener listener = listener_new(model, 5);
  Record* const  first    = calloc(1, sizeof(Record));
  Record* const  again    = calloc(1, sizeof(Record));
  Record* const  hop_2    = calloc(1, sizeof(Record));
  const uint64_t settling = predictor_settling(listener.predictor);
  const uint32_t hop      = model_sidecar(model)->frontend.stft.hop;
  assert_int_equal(settling, model_sidecar(model)->frontend.window_samples + 5 * hop);
  push_all(&listener, in, N, 333, first);
  assert_true(predictor_settling(listener.predictor) <= 5 * hop);

  frontend_reset(listener.frontend);
  predictor_start(listener.predictor, listener.frontend, 5);
  assert_int_equal(predictor_settling(listener.predictor), settling);
  push_all(&listener, in, N, 333, again);
  assert_memory_equal(first, again, sizeof(*first));

  frontend_reset(listener.frontend);
  predictor_start(listener.predictor, listener.frontend, 2);
  push_all(&listener, in, N, 333, hop_2);
  Record* const expected = record_of(model, 2, in, N, 64);
  assert_memory_equal(hop_2, expected, sizeof(*hop_2));
  free(expected);
  free(hop_2);
  free(again);
  free(first);
  listener_free(&listener);
  free(in);
  model_release(model);
}

/// Two follow one front end: each reads what it reads alone; the second, begun late, has no window to wait for
static void
predictors_share_a_front_end(void** const state)
{
  (void)state;
  enum { N = 8000, LATE = 4321, HOP = 3 };

  Model* const   model    = load(networks_fixtures(), "tiny");
  const uint32_t stft_hop = model_sidecar(model)->frontend.stft.hop;
  float* const   in       = noise_new(N);
  const Listener listener = listener_new(model, HOP);
  Predictor*     late     = predictor_new(model, HOP, 0.75);
  Record* const  expected = record_of(model, 1, in, N, 64);
  Record* const  alone    = record_of(model, HOP, in, N, 64);
  Record* const  first    = calloc(1, sizeof(Record));
  size_t         n_late   = 0;
  for (size_t at = 0; at < N; ++at) {
    Reading reading;
    frontend_push(listener.frontend, in + at, 1);
    if (predictor_follow(listener.predictor, &reading)) {
      note(first, &reading);
    }
    if (at + 1 == LATE) {
      predictor_start(late, listener.frontend, HOP);
      assert_true(predictor_settling(late) <= (HOP + 1) * stft_hop);
    } else if (at + 1 > LATE && predictor_follow(late, &reading)) {
      const size_t window = (reading.due - expected->due[0]) / stft_hop;
      assert_int_equal(reading.sequence, n_late++);
      assert_int_equal(reading.due, expected->due[window]);
      for (uint32_t i = 0; i < reading.n_values; ++i) {
        assert_true(fabsf(reading.raw[i] - expected->raw[window][i]) < 1e-4f * (1.0f + fabsf(reading.raw[i])));
      }
    }
  }
  assert_true(n_late >= (N - LATE) / (HOP * stft_hop) - 1);
  assert_memory_equal(first, alone, sizeof(*first));
  free(first);
  free(alone);
  free(expected);
  predictor_free(late);
  listener_free(&listener);
  free(in);
  model_release(model);
}

static void
work_is_spread_evenly(void** const state)
{
  (void)state;
  enum { HOP = 31, BLOCK = 4 };

  Model* const   model    = load(networks_bundled(), "MSD_musicnn");
  const Plan*    plan     = model_plan(model);
  const uint64_t start    = model_sidecar(model)->frontend.window_samples;
  const double   period   = HOP * 256.0;
  const double   tile     = (double)plan_largest_tile(plan) / (double)plan_cost(plan);
  const Listener listener = listener_new(model, HOP);
  float* const   in       = noise_new(BLOCK);
  uint64_t       at       = 0;
  for (Reading reading; at < start + HOP * 256; at += BLOCK) {
    const double before = predictor_progress(listener.predictor);
    frontend_push(listener.frontend, in, BLOCK);
    if (predictor_follow(listener.predictor, &reading)) {
      break;
    }
    const double done = predictor_progress(listener.predictor);
    const double pace = at + BLOCK <= start ? 0 : (double)(at + BLOCK - start) / period;
    assert_true(done >= pace - 1e-6 && done <= pace + 2 * tile);
    assert_true(done - before <= BLOCK / period + 2 * tile);
  }
  free(in);
  listener_free(&listener);
  model_release(model);
}

static float
sigmoid(const float x)
{
  return (float)(1.0 / (1.0 + exp(-(double)x)));
}

/// Largest difference in probability between a tag network's readings of a signal and TensorFlow's
static double
tags_difference(const Model* const model, const uint32_t hop, const char* const signal, const char* const reference)
{
  Npy* const   music    = npy_reference(signal);
  Npy* const   expected = npy_reference(reference);
  const size_t rows     = expected->shape[0];
  const size_t tags     = expected->shape[1];
  const size_t padded   = music->size + 100000; // Zeros until the last reading is out
  float* const in       = calloc(padded, sizeof(float));
  memcpy(in, music->values, music->size * sizeof(float));
  Record* const record = record_of(model, hop, in, padded, 480);
  assert_true(record->count >= rows && record->n_values >= tags);
  double most = 0;
  for (size_t p = 0; p < rows; ++p) {
    assert_int_equal(record->due[p], (hop * p + 187) * 256);
    for (size_t i = 0; i < tags; ++i) {
      most = fmax(most, fabs((double)sigmoid(record->raw[p][i]) - (double)expected->values[p * tags + i]));
    }
  }
  free(record);
  free(in);
  npy_free(expected);
  npy_free(music);
  return most;
}

/// With readings as often as live, and with windows back to back
static void
assert_reads_as_tensorflow(const char* const name, const char* const files)
{
  static const char* const signals[] = { "16k/music", "tones/tones" };
  static const char* const folders[] = { "16k", "tones" };
  Model* const             model     = load(networks_bundled(), name);
  const uint32_t           hops[]    = { model_sidecar(model)->live_hop, 187 };
  double                   most      = 0;
  for (int i = 0; i < 4; ++i) {
    char reference[128];
    snprintf(reference, sizeof(reference), "%s/%s_hop%u", folders[i / 2], files, hops[i % 2]);
    most = fmax(most, tags_difference(model, hops[i % 2], signals[i / 2], reference));
  }
  print_message("%s: largest difference in probability %g\n", name, most);
  assert_true(most <= 1e-4);
  model_release(model);
}

static void
tag_networks_read_music_and_tones_as_tensorflow_does(void** const state)
{
  (void)state;
  assert_reads_as_tensorflow("MSD_musicnn", "tags");
  assert_reads_as_tensorflow("MTT_musicnn", "MTT_musicnn");
  assert_reads_as_tensorflow("MSD_vgg", "MSD_vgg");
  assert_reads_as_tensorflow("MSD_vgg_as_trained", "MSD_vgg_as_trained");
  assert_reads_as_tensorflow("MTT_vgg", "MTT_vgg");
}

static void
vibenet_reads_music_as_onnx_runtime_does(void** const state)
{
  (void)state;
  Model* const model    = load(networks_bundled(), "vibenet");
  Npy* const   music    = npy_reference("16k/music");
  Npy* const   expected = npy_reference("16k/mood_hop1s");
  const size_t padded   = music->size + 32000;
  float* const in       = calloc(padded, sizeof(float));
  memcpy(in, music->values, music->size * sizeof(float));
  Record* const record = record_of(model, 50, in, padded, 480);
  assert_true(record->count >= expected->shape[0]);
  double most = 0;
  for (size_t p = 0; p < expected->shape[0]; ++p) {
    assert_int_equal(record->due[p], 160000 + p * 16000);
    for (uint32_t i = 0; i < record->n_values; ++i) {
      const float value = sidecar_activate(model_sidecar(model), i, record->raw[p][i]);
      most              = fmax(most, fabs((double)value - (double)expected->values[p * record->n_values + i]));
    }
  }
  print_message("largest difference of an attribute %g\n", most);
  assert_true(most <= 1e-4);
  free(record);
  free(in);
  npy_free(expected);
  npy_free(music);
  model_release(model);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_block_size_changes_neither_bits_nor_positions),
    cmocka_unit_test(readings_are_those_of_plain_loops),
    cmocka_unit_test(silence_is_published_with_the_bits_that_computing_gives),
    cmocka_unit_test(reset_and_another_hop_start_afresh),
    cmocka_unit_test(predictors_share_a_front_end),
    cmocka_unit_test(work_is_spread_evenly),
    cmocka_unit_test(tag_networks_read_music_and_tones_as_tensorflow_does),
    cmocka_unit_test(vibenet_reads_music_as_onnx_runtime_does),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
