// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/essentia.h"

#include <json-c/json.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_METRICS = 1024, MAX_SCHEMA = 64, MAX_FRAMES = 4096 };

#define COUNT(array) ((unsigned)(sizeof(array) / sizeof(*(array))))

/// src/algorithms/spectral/tensorflowinputmusicnn.cpp: Hann over all 512 samples, symmetric, power, unit_tri
#define MUSICNN_STFT                \
  {                                 \
    512, 512, 256, true, true, true \
  }
#define MUSICNN_MEL                                        \
  {                                                        \
    16000.0, 512, 96, 0.0, 8000.0, MEL_SLANEY, true, false \
  }

/// What an algorithm does before its network
typedef struct {
  const char*      algorithm;
  FrontendSettings frontend; ///< `window_samples` follows from `frames`
  uint32_t         live_hop;
} EssentiaFrontend;

static const EssentiaFrontend frontends[] = {
  { "TensorflowPredictMusiCNN",
    { .rate      = 16000.0,
      .stft      = MUSICNN_STFT,
      .mel       = MUSICNN_MEL,
      .log       = LOG10_ONE_PLUS,
      .log_scale = 10000.0f,
      .frames    = 187 },
    31 },
  { "TensorflowPredictEffnetDiscogs",
    { .rate      = 16000.0,
      .stft      = MUSICNN_STFT,
      .mel       = MUSICNN_MEL,
      .log       = LOG10_ONE_PLUS,
      .log_scale = 10000.0f,
      .frames    = 128 },
    62 },
  // src/algorithms/spectral/tensorflowinputvggish.cpp: magnitude, bands straight over mel, of unit peak
  { "TensorflowPredictVGGish",
    { .rate       = 16000.0,
      .stft       = { 512, 400, 160, true, false, true },
      .mel        = { 16000.0, 512, 64, 125.0, 7500.0, MEL_HTK, false, true },
      .log        = LOG_NATURAL,
      .log_offset = 0.01f,
      .frames     = 96 },
    48 },
};

bool
essentia_is(const JsonPart* const top)
{
  return part_has(top, "inference") && part_has(top, "schema") && !part_has(top, "format");
}

static void
read_name(const JsonPart* const top, const char* const path, Sidecar* const sidecar)
{
  const char* const slash = strrchr(path, '/');
  const char* const file  = slash ? slash + 1 : path;
  const char* const dot   = strrchr(file, '.');
  const size_t      stem  = dot && dot != file ? (size_t)(dot - file) : strlen(file);
  if (stem + sizeof(".onnx") > sizeof(sidecar->file)) {
    json_reader_fail(top, "name", "can't be taken from a file with so long a name; rename it");
    return;
  }
  snprintf(sidecar->name, sizeof(sidecar->name), "%.*s", (int)stem, file);
  snprintf(sidecar->file, sizeof(sidecar->file), "%.*s.onnx", (int)stem, file);
  memcpy(sidecar->title, sidecar->name, sizeof(sidecar->title));
}

/// Append "NAME KEY NUMBER", if the value is one
static void
append_number(char* const text, const char* const name, const char* const key, struct json_object* const value)
{
  const size_t length = strlen(text);
  if (json_object_is_type(value, json_type_double) || json_object_is_type(value, json_type_int)) {
    snprintf(text + length,
             MAX_METRICS - length,
             "%s%.70s%s%.80s %.4g",
             length ? ", " : "",
             name,
             *name ? " " : "",
             key,
             json_object_get_double(value));
  }
}

/// Append an object's numbers, and those of the objects in it
static void
append_metrics(char* const text, struct json_object* const metrics)
{
  json_object_object_foreach(metrics, key, value)
  {
    append_number(text, "", key, value);
    if (json_object_is_type(value, json_type_object)) {
      json_object_object_foreach(value, inner_key, inner)
      {
        append_number(text, key, inner_key, inner);
      }
    }
  }
}

/// A copy that the side-car owns
static char*
keep(const JsonPart* const part, const char* const text)
{
  const size_t size = strlen(text) + 1;
  char* const  copy = malloc(size);
  if (copy) {
    memcpy(copy, text, size);
  } else {
    part->reader->status = equus_error_set(part->reader->error, EQUUS_ERR_MEMORY, "out of memory");
  }
  return copy;
}

/// What isn't plain ASCII, of which cutting may have left half a character, to question marks
static void
make_plain(char* const text)
{
  for (char* c = text; *c; ++c) {
    if ((unsigned char)*c < 32 || (unsigned char)*c > 126) {
      *c = '?';
    }
  }
}

static void
read_dataset(const JsonPart* const top, Sidecar* const sidecar)
{
  char           name[256] = "", size[256] = "", data[520] = "", metrics[MAX_METRICS] = "";
  const JsonPart dataset = part_has(top, "dataset") ? part_object(top, "dataset") : (JsonPart){ top->reader, NULL, "" };
  part_free_text(&dataset, "name", name, sizeof(name));
  part_free_text(&dataset, "size", size, sizeof(size));
  snprintf(data, sizeof(data), "%s%s%s", name, *name && *size ? ": " : "", size);

  struct json_object* values = NULL;
  if (json_object_object_get_ex(dataset.object, "metrics", &values) && json_object_is_type(values, json_type_object)) {
    append_metrics(metrics, values);
    make_plain(metrics);
  }
  sidecar->training_data = keep(top, data);
  sidecar->accuracy      = keep(top, metrics);
  sidecar->limits        = keep(top, "");
}

static void
read_about(const JsonPart* const top, Sidecar* const sidecar)
{
  char description[100] = "", link[150] = "";
  part_free_text(top, "description", description, sizeof(description));
  part_free_text(top, "link", link, sizeof(link));
  snprintf(sidecar->source, sizeof(sidecar->source), "%s%s%s", description, *description && *link ? "; " : "", link);
  snprintf(
    sidecar->licence, sizeof(sidecar->licence), "not said here; Essentia publishes its models as CC-BY-NC-SA-4.0");
  read_dataset(top, sidecar);
}

/// Name the algorithms whose front ends are known
static void
refuse_algorithm(const JsonPart* const inference, const char* const algorithm)
{
  char must[256] = "";
  snprintf(must, sizeof(must), "names %.60s, whose front end Equus lacks; it knows those of", algorithm);
  for (unsigned i = 0; i < COUNT(frontends); ++i) {
    const size_t length = strlen(must);
    snprintf(must + length, sizeof(must) - length, "%s %s", i ? "," : "", frontends[i].algorithm);
  }
  json_reader_fail(inference, "algorithm", must);
}

/// The window's length as the network's input has it, whose last axis must be the front end's bands
static void
read_input_shape(const JsonPart* const input, FrontendSettings* const settings)
{
  const uint32_t rank = part_length(input, "shape");
  if (rank >= 2) {
    const uint32_t frames = part_whole_item(input, "shape", rank - 2);
    const uint32_t bands  = part_whole_item(input, "shape", rank - 1);
    if ((bands && bands != settings->mel.bands) || frames > MAX_FRAMES) {
      char must[96] = "";
      snprintf(must,
               sizeof(must),
               "must end with a number of frames up to %u and the front end's %" PRIu32 " bands",
               MAX_FRAMES,
               settings->mel.bands);
      json_reader_fail(input, "shape", must);
      return;
    }
    settings->frames = frames ? frames : settings->frames;
  }
  settings->window_samples = (settings->frames - 1) * settings->stft.hop + settings->stft.fft_size / 2;
}

static void
read_embedding(const JsonPart* const inference, Sidecar* const sidecar)
{
  const JsonPart part = part_object(inference, "embedding_model");
  part_text(&part, "model_name", sidecar->embedding.model, sizeof(sidecar->embedding.model));
  if (strpbrk(sidecar->embedding.model, "/\\")) {
    json_reader_fail(&part, "model_name", "must not contain a slash");
  }
}

/// The front end, or the model whose embedding takes its place
static void
read_inference(const JsonPart* const top, const JsonPart* const input, Sidecar* const sidecar)
{
  char           algorithm[SIDECAR_MAX_TEXT] = "";
  const JsonPart inference                   = part_object(top, "inference");
  part_text(&inference, "algorithm", algorithm, sizeof(algorithm));
  if (!strcmp(algorithm, "TensorflowPredict2D")) {
    read_embedding(&inference, sidecar);
    return;
  }
  for (unsigned i = 0; i < COUNT(frontends); ++i) {
    if (!strcmp(algorithm, frontends[i].algorithm)) {
      sidecar->frontend = frontends[i].frontend;
      read_input_shape(input, &sidecar->frontend);
      sidecar->live_hop =
        frontends[i].live_hop < sidecar->frontend.frames ? frontends[i].live_hop : sidecar->frontend.frames;
      return;
    }
  }
  refuse_algorithm(&inference, algorithm);
}

/// Index of the first output with this purpose, or -1
static int
find_output(const JsonPart* const schema, const uint32_t n, const char* const purpose)
{
  for (uint32_t i = 0; i < n; ++i) {
    char           text[SIDECAR_MAX_TEXT] = "";
    const JsonPart output                 = part_item(schema, "outputs", i);
    part_free_text(&output, "output_purpose", text, sizeof(text));
    if (!strcmp(text, purpose)) {
      return (int)i;
    }
  }
  return -1;
}

/// Names of the input and of the two outputs that matter
static void
read_schema(const JsonPart* const schema, Sidecar* const sidecar)
{
  const uint32_t n_inputs  = part_list(schema, "inputs", 1, MAX_SCHEMA);
  const uint32_t n_outputs = part_list(schema, "outputs", 1, MAX_SCHEMA);
  if (!n_inputs || !n_outputs) {
    return;
  }
  const JsonPart input    = part_item(schema, "inputs", 0);
  const int      values   = find_output(schema, n_outputs, "predictions");
  const int      features = find_output(schema, n_outputs, "embeddings");
  part_text(&input, "name", sidecar->input, sizeof(sidecar->input));
  if (features >= 0) {
    const JsonPart part = part_item(schema, "outputs", (uint32_t)features);
    const uint32_t rank = part_length(&part, "shape");
    part_text(&part, "name", sidecar->features, sizeof(sidecar->features));
    sidecar->n_features = rank ? part_whole_item(&part, "shape", rank - 1) : 0;
  }
  const JsonPart part = part_item(schema, "outputs", values < 0 ? 0 : (uint32_t)values);
  part_text(&part, "name", sidecar->output, sizeof(sidecar->output));
  sidecar->tensorflow_names = true;
}

static void
read_classes(const JsonPart* const top, Sidecar* const sidecar)
{
  const uint32_t n = part_length(top, "classes");
  if (n > SIDECAR_MAX_LABELS) {
    char must[64] = "";
    snprintf(must, sizeof(must), "must name at most %d classes", SIDECAR_MAX_LABELS);
    json_reader_fail(top, "classes", must);
    return;
  }
  sidecar->n_labels = n;
  sidecar->labels   = calloc(n ? n : 1, sizeof(SidecarLabel));
  if (!sidecar->labels) {
    top->reader->status = equus_error_set(top->reader->error, EQUUS_ERR_MEMORY, "out of memory");
    return;
  }
  for (uint32_t i = 0; i < n && json_reader_ok(top->reader); ++i) {
    part_text_item(top, "classes", i, sidecar->labels[i].name, sizeof(sidecar->labels[i].name));
    for (uint32_t j = 0; j < i; ++j) {
      if (!strcmp(sidecar->labels[j].name, sidecar->labels[i].name)) {
        json_reader_fail(top, "classes", "must all differ");
      }
    }
  }
}

/// Root mean square error that `dataset.metrics` gives for an axis, 0 where it doesn't
static float
published_error(const JsonPart* const top, const char* const axis)
{
  struct json_object *dataset = NULL, *metrics = NULL, *of_axis = NULL, *error = NULL;
  const double        value = json_object_object_get_ex(top->object, "dataset", &dataset) &&
                           json_object_object_get_ex(dataset, "metrics", &metrics) &&
                           json_object_object_get_ex(metrics, axis, &of_axis) &&
                           json_object_object_get_ex(of_axis, "Root Mean Square Error", &error)
                                ? json_object_get_double(error)
                                : 0.0;
  return value > 0.0 && value < 10.0 ? (float)value : 0.0f;
}

/// Classes valence and arousal make one mood; others are tags
static void
read_kind(const JsonPart* const top, Sidecar* const sidecar)
{
  const int valence      = sidecar_label(sidecar, "valence");
  const int arousal      = sidecar_label(sidecar, "arousal");
  sidecar->valence.label = sidecar->arousal.label = -1;
  sidecar->kind                                   = valence >= 0 && arousal >= 0 ? MODEL_MOOD : MODEL_TAGS;
  if (sidecar->kind == MODEL_TAGS) {
    sidecar->n_tags = sidecar->n_labels;
    return;
  }
  sidecar->valence  = (SidecarAxis){ valence, 1.0f, 5.0f, 9.0f, published_error(top, "valence") };
  sidecar->arousal  = (SidecarAxis){ arousal, 1.0f, 5.0f, 9.0f, published_error(top, "arousal") };
  SidecarMood* mood = &sidecar->moods[sidecar->n_moods++];
  memcpy(mood->name, sidecar->name, sizeof(mood->name));
  memcpy(mood->title, sidecar->title, sizeof(mood->title));
  mood->training_data = keep(top, sidecar->training_data ? sidecar->training_data : "");
  mood->accuracy      = keep(top, sidecar->accuracy ? sidecar->accuracy : "");
  mood->limits        = keep(top, "");
  mood->valence       = sidecar->valence;
  mood->arousal       = sidecar->arousal;
}

void
essentia_read(const JsonPart* const top, const char* const path, Sidecar* const sidecar)
{
  read_name(top, path, sidecar);
  read_about(top, sidecar);
  const JsonPart schema = part_object(top, "schema");
  read_schema(&schema, sidecar);
  if (!json_reader_ok(top->reader)) {
    return;
  }
  const JsonPart input = part_item(&schema, "inputs", 0);
  read_inference(top, &input, sidecar);
  read_classes(top, sidecar);
  if (json_reader_ok(top->reader)) {
    read_kind(top, sidecar);
  }
}
