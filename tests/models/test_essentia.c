// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Models with Essentia's metadata are read as what they are, hear what Essentia's algorithms compute, heads run behind
// their embeddings as ONNX Runtime runs the two, and one that can't run is refused with a message that says what to do.

#include "models/catalogue.h"
#include "models/chain.h"
#include "models/frontend.h"
#include "models/model.h"
#include "tests/models/networks.h"
#include "tests/npy.h"

#include <math.h>
#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Npy*
read_array(const char* const name)
{
  char path[1024] = "";
  snprintf(path, sizeof(path), "%s/%s.npy", networks_essentia(), name);
  EquusError error = { EQUUS_OK, "" };
  Npy* const array = npy_load(path, &error);
  if (!array) {
    fail_msg("%s", error.text);
  }
  return array;
}

static Model*
load(const char* const name)
{
  EquusError   error = { EQUUS_OK, "" };
  Model* const model = model_load(networks_essentia(), name, &error);
  if (!model) {
    fail_msg("%s", error.text);
  }
  return model;
}

/// Every model that works, with its input: alone, as a head, with four axes, without and with names of its own
static const char* const working[][2] = {
  { "toy-musicnn-1", "musicnn_input" },
  { "toy-effnet-bsdynamic-1", "effnet_input" },
  { "mood_happy-toy-musicnn-1", "musicnn_input" },
  { "emomusic-toy-musicnn-2", "musicnn_input" },
  { "mood_sad-toy-effnet-1", "effnet_input" },
  { "mood_calm-toy-release-1", "effnet_input" },
  { "deam-toy-vggish-1", "vggish_input" },
  { "deam-toy-vggish-2", "vggish_input" },
};

enum { WORKING = sizeof(working) / sizeof(*working) };

static void
networks_and_chains_compute_what_onnx_runtime_does(void** const state)
{
  (void)state;
  for (size_t i = 0; i < WORKING; ++i) {
    Model* const model    = load(working[i][0]);
    Npy* const   expected = read_array(working[i][0]);
    Npy* const   input    = read_array(working[i][1]);
    PlanRun*     run      = plan_run_new(model_plan(model));
    assert_int_equal(plan_input_size(model_plan(model)), input->size);
    assert_int_equal(model_sidecar(model)->n_labels, expected->size);
    plan_run_rewind(run);
    memcpy(plan_run_input(run), input->values, input->size * sizeof(float));
    plan_run_advance(run, UINT64_MAX);
    const double difference = npy_difference(expected, plan_run_output(run), 1);
    if (!(difference < 1e-5)) {
      fail_msg("%s differs by %g", working[i][0], difference);
    }
    plan_run_free(run);
    npy_free(input);
    npy_free(expected);
    model_release(model);
  }
}

/// Compute the window that begins at frame `at` of `frames`, fresh or sliding on
static void
compute(PlanRun* const       run,
        const Sidecar* const sidecar,
        const float* const   frames,
        const uint32_t       at,
        const uint32_t       hop)
{
  const size_t size = (size_t)sidecar->frontend.frames * sidecar->frontend.mel.bands;
  if (hop) {
    plan_run_slide(run, hop);
  } else {
    plan_run_rewind(run);
  }
  memcpy(plan_run_input(run), frames + (size_t)at * sidecar->frontend.mel.bands, size * sizeof(float));
  plan_run_advance(run, UINT64_MAX);
}

static void
a_chain_slides_to_the_same_bits(void** const state)
{
  (void)state;
  for (size_t i = 0; i < WORKING; ++i) {
    Model* const         model   = load(working[i][0]);
    const Sidecar* const sidecar = model_sidecar(model);
    const uint32_t       hop     = 8;
    const size_t         size    = (size_t)(sidecar->frontend.frames + hop) * sidecar->frontend.mel.bands;
    float* const         frames  = malloc(size * sizeof(float));
    for (size_t k = 0; k < size; ++k) {
      frames[k] = (float)((k * 2654435761U) % 1000U) / 1000.0f;
    }
    PlanRun* const sliding = plan_run_new(model_plan(model));
    PlanRun* const fresh   = plan_run_new(model_plan(model));
    compute(sliding, sidecar, frames, 0, 0);
    compute(sliding, sidecar, frames, hop, hop);
    compute(fresh, sidecar, frames, hop, 0);
    assert_memory_equal(plan_run_output(sliding), plan_run_output(fresh), sidecar->n_labels * sizeof(float));
    plan_run_free(fresh);
    plan_run_free(sliding);
    free(frames);
    model_release(model);
  }
}

static void
frames_lie_along_one_axis_of_the_input(void** const state)
{
  (void)state;
  for (size_t i = 0; i < WORKING; ++i) {
    CatalogueModel* const   model = catalogue_open(networks_essentia(), working[i][0], NULL);
    Chain* const            chain = chain_new(model, NULL);
    Graph* const            graph = chain_parse(chain, NULL);
    const FrontendSettings* front = &model->sidecar->frontend;
    assert_non_null(graph);
    const GraphTensor* const input = &graph->tensors[graph->input];
    const uint32_t           axis  = chain_frame_axis(graph, front);
    assert_true(axis + 1 < input->rank);
    assert_int_equal(input->shape[axis], front->frames);
    assert_int_equal(input->shape[axis + 1], front->mel.bands);
    graph_free(graph);
    chain_free(chain);
    catalogue_close(model);
  }
}

static void
an_algorithm_names_its_front_end(void** const state)
{
  (void)state;
  Model* const         model   = load("toy-musicnn-1");
  const Sidecar* const musicnn = model_sidecar(model);
  assert_string_equal(musicnn->name, "toy-musicnn-1");
  assert_string_equal(musicnn->file, "toy-musicnn-1.onnx");
  assert_int_equal(strlen(musicnn->sha256), 64);
  assert_int_equal(musicnn->kind, MODEL_TAGS);
  assert_int_equal(musicnn->n_tags, 3);
  assert_string_equal(musicnn->labels[1].name, "Mellow");
  assert_string_equal(musicnn->accuracy, "ROC-AUC 0.5");
  assert_string_equal(musicnn->training_data, "None: 0 songs");
  assert_non_null(strstr(musicnn->source, "https://example.org/toy-musicnn-1.pb"));
  assert_int_equal(musicnn->frontend.frames, 187);
  assert_int_equal(musicnn->frontend.window_samples, 187 * 256);
  assert_true(musicnn->frontend.stft.symmetric && musicnn->frontend.stft.power && musicnn->frontend.mel.area_norm);
  assert_int_equal(musicnn->live_hop, 31);
  model_release(model);

  Model* const         head   = load("deam-toy-vggish-1");
  const Sidecar* const vggish = model_sidecar(head);
  assert_int_equal(vggish->frontend.frames, 96);
  assert_int_equal(vggish->frontend.stft.hop, 160);
  assert_int_equal(vggish->frontend.mel.scale, MEL_HTK);
  assert_true(vggish->frontend.mel.warped && !vggish->frontend.mel.area_norm && !vggish->frontend.stft.power);
  assert_int_equal(vggish->frontend.log, LOG_NATURAL);
  assert_int_equal(vggish->live_hop, 48);
  model_release(head);

  Model* const effnet = load("mood_sad-toy-effnet-1");
  assert_int_equal(model_sidecar(effnet)->frontend.frames, 128);
  assert_int_equal(model_sidecar(effnet)->live_hop, 62);
  model_release(effnet);
}

/// Largest difference between a front end's frames of the music and each `every`th of Essentia's
static double
front_end_difference(const char* const model, const char* const reference, const uint64_t every)
{
  Model* const                  loaded   = load(model);
  const FrontendSettings* const settings = &model_sidecar(loaded)->frontend;
  Npy* const                    music    = npy_reference("16k/music");
  Npy* const                    expected = npy_reference(reference);
  Frontend* const               frontend = frontend_new(settings, 1);
  double                        worst    = 0.0;
  size_t                        row      = 0;
  assert_int_equal(expected->shape[1], settings->mel.bands);
  for (size_t at = 0; at < music->size && row < expected->shape[0];) {
    const uint32_t needed = frontend_needed(frontend);
    const uint32_t n      = needed < music->size - at ? needed : (uint32_t)(music->size - at);
    const uint64_t before = frontend_frames(frontend);
    frontend_push(frontend, music->values + at, n);
    at += n;
    if (frontend_frames(frontend) > before && before % every == 0) {
      for (size_t b = 0; b < settings->mel.bands; ++b) {
        const float value = expected->values[row * settings->mel.bands + b];
        worst             = fmax(worst, fabs((double)value - (double)frontend_frame(frontend, before)[b]));
      }
      ++row;
    }
  }
  assert_int_equal(row, expected->shape[0]);
  frontend_free(frontend);
  npy_free(expected);
  npy_free(music);
  model_release(loaded);
  return worst;
}

static void
front_ends_are_essentias(void** const state)
{
  (void)state;
  const double musicnn = front_end_difference("toy-musicnn-1", "essentia/musicnn.every31", 31);
  const double vggish  = front_end_difference("deam-toy-vggish-1", "essentia/vggish.every50", 50);
  if (!(musicnn < 2e-4 && vggish < 2e-4)) {
    fail_msg("MusiCNN's differs by %g, VGGish's by %g", musicnn, vggish);
  }
}

static void
valence_and_arousal_make_a_mood(void** const state)
{
  (void)state;
  Model* const         model = load("emomusic-toy-musicnn-2");
  const Sidecar* const mood  = model_sidecar(model);
  assert_int_equal(mood->kind, MODEL_MOOD);
  assert_int_equal(mood->n_tags, 0);
  assert_int_equal(mood->n_moods, 1);
  assert_string_equal(mood->moods[0].name, "emomusic-toy-musicnn-2");
  assert_int_equal(mood->moods[0].valence.label, 0);
  assert_int_equal(mood->moods[0].arousal.label, 1);
  assert_true(sidecar_axis_to_plane(&mood->valence, 9.0f) == 1.0f &&
              sidecar_axis_to_plane(&mood->valence, 3.0f) == -0.5f);
  assert_true(mood->valence.rmse == 0.76f && mood->arousal.rmse == 0.667f);
  assert_non_null(strstr(mood->moods[0].accuracy, "arousal R^2 Score 0.5, arousal Root Mean Square Error 0.667"));
  model_release(model);
}

static void
what_cannot_run_is_refused_with_a_way_out(void** const state)
{
  static const struct {
    const char* name;
    EquusStatus status;
    const char *thing, *why;
  } cases[] = {
    { "frozen", EQUUS_ERR_UNSUPPORTED, "frozen.pb", "python -m tf2onnx.convert --graphdef frozen.pb" },
    { "other_algorithm",
      EQUUS_ERR_FORMAT,
      "\"inference.algorithm\" names TensorflowPredictMAEST",
      "TensorflowPredictVGGish" },
    { "other_bands", EQUUS_ERR_FORMAT, "\"schema.inputs[0].shape\"", "96 bands" },
    { "no_outputs", EQUUS_ERR_FORMAT, "\"schema.outputs\"", "a list of 1 to 64 objects" },
    { "twice", EQUUS_ERR_FORMAT, "\"classes\"", "must all differ" },
    { "no_texts", EQUUS_ERR_FORMAT, "\"classes\"", "must be a list of texts" },
    { "no_embedding", EQUUS_ERR_FORMAT, "\"inference.embedding_model\"", "is missing" },
    { "absent", EQUUS_ERR_NOT_FOUND, "stands on the model \"gone-1\"", "put gone-1.onnx and gone-1.json beside it" },
    { "on_a_head", EQUUS_ERR_UNSUPPORTED, "\"mood_happy-toy-musicnn-1\"", "which itself stands on another" },
    { "outside", EQUUS_ERR_FORMAT, "\"inference.embedding_model.model_name\"", "slash" },
    { "wide", EQUUS_ERR_FORMAT, "wide.onnx", "9 values along axis 1, where 8 are to come" },
    { "toy-vggish-1", EQUUS_ERR_UNSUPPORTED, "toy-vggish-1.json", "choose a model that stands on it" },
    { "toy-effnet-bs64-1", EQUUS_ERR_UNSUPPORTED, "takes 64 windows at once", "toy-effnet-bsdynamic-1.onnx" },
  };
  (void)state;
  for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); ++i) {
    EquusError error = { EQUUS_OK, "" };
    assert_null(model_load(networks_essentia(), cases[i].name, &error));
    if (error.status != cases[i].status || !strstr(error.text, cases[i].thing) || !strstr(error.text, cases[i].why)) {
      fail_msg("%s: status %d: %s", cases[i].name, error.status, error.text);
    }
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(networks_and_chains_compute_what_onnx_runtime_does),
    cmocka_unit_test(a_chain_slides_to_the_same_bits),
    cmocka_unit_test(frames_lie_along_one_axis_of_the_input),
    cmocka_unit_test(an_algorithm_names_its_front_end),
    cmocka_unit_test(front_ends_are_essentias),
    cmocka_unit_test(valence_and_arousal_make_a_mood),
    cmocka_unit_test(what_cannot_run_is_refused_with_a_way_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
