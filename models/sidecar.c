// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/sidecar.h"

#include "models/essentia.h"
#include "models/file.h"
#include "models/json_reader.h"

#include <json-c/json.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
  MAX_BYTES     = 1 << 20, ///< Of a side-car file
  MAX_LONG_TEXT = 4096,
  MAX_FRAMES    = 16384,
  MAX_WINDOW    = 1 << 22, ///< Values of one window
  MAX_SAMPLES   = 1 << 26  ///< Of one window
};

#define COUNT(array) ((unsigned)(sizeof(array) / sizeof(*(array))))

static const char* const kinds[]       = { "tags", "mood" };
static const char* const activations[] = { "none", "sigmoid", "clip" };
static const char* const log_forms[]   = { "none", "log10(1+scale*x)", "10*log10(max(floor,x))", "ln(x+offset)" };

static void
read_stft(const JsonPart* const part, StftSettings* const stft)
{
  static const char* const windows[] = { "hann", "hann_symmetric" };
  static const char* const spectra[] = { "magnitude", "power" };

  stft->fft_size = part_whole(part, "fft_size", 32, 32768);
  if (stft->fft_size % 2) {
    json_reader_fail(part, "fft_size", "must be even");
  }
  stft->symmetric     = part_choice(part, "window", windows, COUNT(windows)) == 1;
  stft->window_length = part_whole(part, "window_length", 2, stft->fft_size);
  stft->hop           = part_whole(part, "hop", 1, 32768);
  stft->centred       = part_bool(part, "centred");
  stft->power         = part_choice(part, "spectrum", spectra, COUNT(spectra)) == 1;
}

static void
read_mel(const JsonPart* const frontend, MelSettings* const mel)
{
  static const char* const scales[] = { "slaney", "htk" };
  static const char* const norms[]  = { "none", "slaney" };
  static const char* const shapes[] = { "hz", "mel" };

  const JsonPart part = part_object(frontend, "mel");
  mel->bands          = part_whole(&part, "bands", 1, 1024);
  mel->low            = part_number(&part, "low", 0, mel->rate / 2);
  mel->high           = part_number(&part, "high", 0, mel->rate / 2);
  mel->scale          = part_choice(&part, "scale", scales, COUNT(scales)) == 1 ? MEL_HTK : MEL_SLANEY;
  mel->area_norm      = part_choice(&part, "norm", norms, COUNT(norms)) == 1;
  mel->warped = part_has(&part, "straight_over") && part_choice(&part, "straight_over", shapes, COUNT(shapes)) == 1;
  if (mel->high <= mel->low) {
    json_reader_fail(&part, "high", "must be above \"low\"");
  }
}

static void
read_log(const JsonPart* const frontend, FrontendSettings* const settings)
{
  const JsonPart part = part_object(frontend, "log");
  settings->log       = (LogForm)part_choice(&part, "form", log_forms, COUNT(log_forms));
  switch (settings->log) {
  case LOG10_ONE_PLUS:
    settings->log_scale = (float)part_number(&part, "scale", 1e-6, 1e12);
    break;
  case LOG_DECIBEL:
    settings->log_floor  = (float)part_number(&part, "floor", 1e-30, 1);
    settings->log_top_db = part_has(&part, "top_db") ? (float)part_number(&part, "top_db", 0, 1000) : 0.0f;
    break;
  case LOG_NATURAL:
    settings->log_offset = (float)part_number(&part, "offset", 1e-30, 1);
    break;
  case LOG_NONE:
    break;
  }
}

/// Window length in frames and in samples
static void
read_window(const JsonPart* const part, FrontendSettings* const settings)
{
  settings->frames = part_whole(part, "frames", 1, MAX_FRAMES);
  if ((uint64_t)settings->frames * settings->mel.bands > MAX_WINDOW) {
    json_reader_fail(part, "frames", "times \"mel.bands\" must be at most 4194304");
  }

  const StftSettings* const stft  = &settings->stft;
  const uint64_t            steps = (uint64_t)(settings->frames ? settings->frames - 1 : 0) * stft->hop;
  const uint64_t            reach = stft->centred ? stft->fft_size / 2 : stft->window_length;
  const uint64_t            least = steps + (stft->centred && reach < stft->hop ? stft->hop : reach);
  if (least > MAX_SAMPLES) {
    json_reader_fail(part, "frames", "times \"hop\" must be at most 67108864 samples");
    return;
  }
  settings->window_samples = (uint32_t)least;
  if (part_has(part, "window_samples")) {
    settings->window_samples = part_whole(part, "window_samples", (uint32_t)least, MAX_SAMPLES);
  }
}

static void
read_frontend(const JsonPart* const top, FrontendSettings* const settings)
{
  static const char* const axes[] = { "time,mel", "mel,time" };

  const JsonPart part = part_object(top, "frontend");
  settings->rate      = part_number(&part, "sample_rate", 1000, 384000);
  read_stft(&part, &settings->stft);
  settings->mel.rate     = settings->rate;
  settings->mel.fft_size = settings->stft.fft_size;
  read_mel(&part, &settings->mel);
  read_log(&part, settings);
  read_window(&part, settings);
  settings->mel_major = part_choice(&part, "axes", axes, COUNT(axes)) == 1;
}

static void
read_outputs(const JsonPart* const top, Sidecar* const sidecar)
{
  sidecar->n_labels = part_list(top, "outputs", 1, SIDECAR_MAX_LABELS);
  sidecar->labels   = calloc(sidecar->n_labels ? sidecar->n_labels : 1, sizeof(SidecarLabel));
  if (!sidecar->labels) {
    top->reader->status = equus_error_set(top->reader->error, EQUUS_ERR_MEMORY, "out of memory");
    return;
  }
  for (uint32_t i = 0; i < sidecar->n_labels && json_reader_ok(top->reader); ++i) {
    SidecarLabel* const label = &sidecar->labels[i];
    const JsonPart      item  = part_item(top, "outputs", i);
    part_text(&item, "name", label->name, sizeof(label->name));
    label->activation = (Activation)part_choice(&item, "activation", activations, COUNT(activations));
    for (uint32_t j = 0; j < i; ++j) {
      if (!strcmp(sidecar->labels[j].name, label->name)) {
        json_reader_fail(&item, "name", "must differ from the other outputs'");
      }
    }
  }
}

static void
read_axis(const JsonPart* const axes, const char* const key, const Sidecar* const sidecar, SidecarAxis* const axis)
{
  char           output[SIDECAR_MAX_TEXT] = "";
  const JsonPart part                     = part_object(axes, key);
  part_text(&part, "output", output, sizeof(output));
  axis->minimum = (float)part_number(&part, "minimum", -1e6, 1e6);
  axis->centre  = (float)part_number(&part, "centre", -1e6, 1e6);
  axis->maximum = (float)part_number(&part, "maximum", -1e6, 1e6);
  axis->rmse    = part_has(&part, "rmse") ? (float)part_number(&part, "rmse", 0, 1e6) : 0.0f;
  if (!json_reader_ok(part.reader)) {
    return;
  }
  axis->label = sidecar_label(sidecar, output);
  if (axis->label < 0) {
    json_reader_fail(&part, "output", "must be the name of one of \"outputs\"");
  }
  if (!(axis->minimum < axis->centre && axis->centre < axis->maximum)) {
    json_reader_fail(&part, "centre", "must lie between \"minimum\" and \"maximum\"");
  }
}

static void
read_long_texts(const JsonPart* const part, char** const training_data, char** const accuracy, char** const limits)
{
  *training_data = part_long_text(part, "training_data", MAX_LONG_TEXT);
  *accuracy      = part_long_text(part, "accuracy", MAX_LONG_TEXT);
  *limits        = part_long_text(part, "limits", MAX_LONG_TEXT);
}

static void
read_axes(const JsonPart* const part, const Sidecar* const sidecar, SidecarMood* const mood)
{
  read_axis(part, "valence", sidecar, &mood->valence);
  read_axis(part, "arousal", sidecar, &mood->arousal);
}

/// The model's own axes, as a mood that has the model's name and says what the model says
static void
read_own_mood(const JsonPart* const top, Sidecar* const sidecar)
{
  const JsonPart     axes = part_object(top, "axes");
  SidecarMood* const mood = &sidecar->moods[sidecar->n_moods++];
  memcpy(mood->name, sidecar->name, sizeof(mood->name));
  memcpy(mood->title, sidecar->title, sizeof(mood->title));
  read_long_texts(top, &mood->training_data, &mood->accuracy, &mood->limits);
  read_axes(&axes, sidecar, mood);
  sidecar->valence = mood->valence;
  sidecar->arousal = mood->arousal;
}

static void
read_mood(const JsonPart* const part, Sidecar* const sidecar)
{
  SidecarMood* const mood = &sidecar->moods[sidecar->n_moods];
  part_text(part, "name", mood->name, sizeof(mood->name));
  if (sidecar_mood(sidecar, mood->name) >= 0) {
    json_reader_fail(part, "name", "must differ from the other moods' and from the model's");
  }
  ++sidecar->n_moods;
  part_text(part, "title", mood->title, sizeof(mood->title));
  read_long_texts(part, &mood->training_data, &mood->accuracy, &mood->limits);
  read_axes(part, sidecar, mood);
}

static void
read_heads(const JsonPart* const top, Sidecar* const sidecar)
{
  const uint32_t n = part_list(top, "moods", 1, SIDECAR_MAX_MOODS - sidecar->n_moods);
  for (uint32_t i = 0; i < n && json_reader_ok(top->reader); ++i) {
    const JsonPart part = part_item(top, "moods", i);
    read_mood(&part, sidecar);
  }
}

/// True if a mood other than the model's own has this label as an axis
static bool
belongs_to_head(const Sidecar* const sidecar, const int label)
{
  for (unsigned i = sidecar->valence.label >= 0 ? 1 : 0; i < sidecar->n_moods; ++i) {
    if (sidecar->moods[i].valence.label == label || sidecar->moods[i].arousal.label == label) {
      return true;
    }
  }
  return false;
}

/// Tags stand first, so that their number alone says which labels they are
static void
count_tags(const JsonPart* const top, Sidecar* const sidecar)
{
  if (sidecar->kind != MODEL_TAGS || !json_reader_ok(top->reader)) {
    return;
  }
  while (sidecar->n_tags < sidecar->n_labels && !belongs_to_head(sidecar, (int)sidecar->n_tags)) {
    ++sidecar->n_tags;
  }
  bool first = sidecar->n_tags > 0;
  for (uint32_t i = sidecar->n_tags; i < sidecar->n_labels; ++i) {
    first = first && belongs_to_head(sidecar, (int)i);
  }
  if (!first) {
    json_reader_fail(top, "outputs", "must hold the tags first, then the values of \"moods\"");
  }
}

static void
read_moods(const JsonPart* const top, Sidecar* const sidecar)
{
  sidecar->valence.label = sidecar->arousal.label = -1;
  if (sidecar->kind == MODEL_MOOD || part_has(top, "axes")) {
    read_own_mood(top, sidecar);
  }
  if (part_has(top, "moods")) {
    read_heads(top, sidecar);
  }
  count_tags(top, sidecar);
}

static void
read_file_name(const JsonPart* const top, Sidecar* const sidecar)
{
  part_text(top, "file", sidecar->file, sizeof(sidecar->file));
  if (strchr(sidecar->file, '/')) {
    json_reader_fail(top, "file", "must be the name of a file beside the side-car, without a folder");
  }
  part_text(top, "sha256", sidecar->sha256, sizeof(sidecar->sha256));
  if (strspn(sidecar->sha256, "0123456789abcdef") != 64) {
    json_reader_fail(top, "sha256", "must be 64 lower-case hexadecimal digits");
  }
}

static void
read_texts(const JsonPart* const top, Sidecar* const sidecar)
{
  static const char* const formats[] = { "equus-model" };

  part_choice(top, "format", formats, COUNT(formats));
  part_whole(top, "version", 1, 1);
  part_text(top, "name", sidecar->name, sizeof(sidecar->name));
  if (strpbrk(sidecar->name, "/\\") || sidecar->name[0] == '.') {
    json_reader_fail(top, "name", "must not contain a slash or begin with a dot");
  }
  part_text(top, "title", sidecar->title, sizeof(sidecar->title));
  part_text(top, "licence", sidecar->licence, sizeof(sidecar->licence));
  part_text(top, "source", sidecar->source, sizeof(sidecar->source));
  read_long_texts(top, &sidecar->training_data, &sidecar->accuracy, &sidecar->limits);
}

/// What feeds the network: a front end, or another model's tensor
static void
read_feed(const JsonPart* const top, Sidecar* const sidecar)
{
  if (!part_has(top, "embedding")) {
    read_frontend(top, &sidecar->frontend);
    return;
  }
  const JsonPart part = part_object(top, "embedding");
  part_text(&part, "model", sidecar->embedding.model, sizeof(sidecar->embedding.model));
  if (strpbrk(sidecar->embedding.model, "/\\")) {
    json_reader_fail(&part, "model", "must be the name of an installed model, without a folder");
  }
  if (part_has(&part, "tensor")) {
    part_text(&part, "tensor", sidecar->embedding.tensor, sizeof(sidecar->embedding.tensor));
  }
  if (part_has(top, "frontend")) {
    json_reader_fail(top, "frontend", "must not stand beside \"embedding\", whose model has one");
  }
}

static void
read_live_hop(const JsonPart* const top, Sidecar* const sidecar)
{
  const uint32_t frames = sidecar->frontend.frames;
  sidecar->live_hop     = part_whole(top, "live_hop", 1, frames ? frames : MAX_FRAMES);
}

static void
read_sidecar(const JsonPart* const top, Sidecar* const sidecar)
{
  read_texts(top, sidecar);
  sidecar->kind = (ModelKind)part_choice(top, "kind", kinds, COUNT(kinds));
  read_file_name(top, sidecar);
  read_feed(top, sidecar);
  part_text(top, "input", sidecar->input, sizeof(sidecar->input));
  part_text(top, "output", sidecar->output, sizeof(sidecar->output));
  if (part_has(top, "features")) {
    part_text(top, "features", sidecar->features, sizeof(sidecar->features));
  }
  read_outputs(top, sidecar);
  read_moods(top, sidecar);
  read_live_hop(top, sidecar);
  if (part_has(top, "mmac_per_second")) {
    sidecar->mmac_per_second = (float)part_number(top, "mmac_per_second", 0, 1e6);
  }
}

Sidecar*
sidecar_load(const char* const path, EquusError* const error)
{
  size_t      size = 0;
  char* const text = file_read(path, MAX_BYTES, &size, error);
  if (!text) {
    return NULL;
  }

  JsonReader                reader   = { path, error, EQUUS_OK };
  struct json_object* const document = json_reader_parse(&reader, text, size);
  Sidecar*                  sidecar  = calloc(1, sizeof(Sidecar));
  if (document && sidecar) {
    const JsonPart top = json_reader_top(&reader, document);
    if (essentia_is(&top)) {
      essentia_read(&top, path, sidecar);
    } else {
      read_sidecar(&top, sidecar);
    }
  } else if (document) {
    reader.status = equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  json_object_put(document);
  free(text);
  if (!json_reader_ok(&reader)) {
    sidecar_free(sidecar);
    sidecar = NULL;
  }
  return sidecar;
}

void
sidecar_free(Sidecar* const sidecar)
{
  if (sidecar) {
    for (unsigned i = 0; i < sidecar->n_moods; ++i) {
      free(sidecar->moods[i].training_data);
      free(sidecar->moods[i].accuracy);
      free(sidecar->moods[i].limits);
    }
    free(sidecar->labels);
    free(sidecar->training_data);
    free(sidecar->accuracy);
    free(sidecar->limits);
    free(sidecar);
  }
}

int
sidecar_label(const Sidecar* const sidecar, const char* const name)
{
  int alike = -1;
  for (uint32_t i = 0; i < sidecar->n_labels; ++i) {
    if (!strcmp(sidecar->labels[i].name, name)) {
      return (int)i;
    }
    if (alike < 0 && !strcasecmp(sidecar->labels[i].name, name)) {
      alike = (int)i;
    }
  }
  return alike;
}

int
sidecar_mood(const Sidecar* const sidecar, const char* const name)
{
  for (unsigned i = 0; i < sidecar->n_moods; ++i) {
    if (!strcmp(sidecar->moods[i].name, name)) {
      return (int)i;
    }
  }
  return -1;
}

float
sidecar_activate(const Sidecar* const sidecar, const uint32_t label, const float raw)
{
  switch (sidecar->labels[label].activation) {
  case ACTIVATION_SIGMOID:
    return (float)(1.0 / (1.0 + exp(-(double)raw)));
  case ACTIVATION_CLIP:
    return raw < 0 ? 0 : raw > 1 ? 1 : raw;
  case ACTIVATION_NONE:
    break;
  }
  return raw;
}

float
sidecar_axis_to_plane(const SidecarAxis* const axis, const float value)
{
  const float span = value < axis->centre ? axis->centre - axis->minimum : axis->maximum - axis->centre;
  return (value - axis->centre) / span;
}
