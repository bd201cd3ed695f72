// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/classic/classic_model.h"

#include "models/classic/classic_parameters.h"
#include "models/file.h"
#include "models/json_reader.h"

#include <json-c/json.h>

#include <stdlib.h>
#include <string.h>

enum {
  MAX_BYTES     = 1 << 24, ///< Of a model's file
  MAX_LONG_TEXT = 4096
};

#define COUNT(array) ((unsigned)(sizeof(array) / sizeof(*(array))))

static const char* const tasks[] = { "genre", "instrument", "mood" };

static void
read_texts(const JsonPart* const top, ClassicModel* const model)
{
  static const char* const formats[] = { "equus-classic" };

  part_choice(top, "format", formats, COUNT(formats));
  part_whole(top, "version", 1, 1);
  part_text(top, "name", model->name, sizeof(model->name));
  if (strpbrk(model->name, "/\\") || model->name[0] == '.') {
    json_reader_fail(top, "name", "must not contain a slash or begin with a dot");
  }
  part_text(top, "title", model->title, sizeof(model->title));
  part_text(top, "licence", model->licence, sizeof(model->licence));
  part_text(top, "source", model->source, sizeof(model->source));
  model->training_data = part_long_text(top, "training_data", MAX_LONG_TEXT);
  model->accuracy      = part_long_text(top, "accuracy", MAX_LONG_TEXT);
  model->limits        = part_long_text(top, "limits", MAX_LONG_TEXT);
}

static void
read_feature(const JsonPart* const part, ClassicFeature* const feature)
{
  static const char* const statistics[] = { "mean", "variance", "deviation", "value" };

  char name[SIDECAR_MAX_TEXT] = "";
  part_text(part, "feature", name, sizeof(name));
  feature->feature = feature_named(name);
  if (feature->feature == N_FEATURES) {
    json_reader_fail(part, "feature", "must be the name of one of Equus's features");
    return;
  }
  const FeatureInfo* const info = feature_info(feature->feature);
  feature->element              = part_has(part, "element") ? part_whole(part, "element", 1, info->width) : 0;
  feature->statistic            = (ClassicStatistic)part_choice(part, "statistic", statistics, COUNT(statistics));
  feature->mean                 = part_number(part, "mean", -1e12, 1e12);
  feature->scale                = part_number(part, "scale", 1e-12, 1e12);
  if (info->is_summary != (feature->statistic == CLASSIC_VALUE)) {
    json_reader_fail(part, "statistic", "must be \"value\" for what has one value a span, and only for that");
  }
}

static bool
is_same(const ClassicFeature* const a, const ClassicFeature* const b)
{
  return a->element == b->element && a->statistic == b->statistic && a->feature == b->feature;
}

static void
read_features(const JsonPart* const top, ClassicModel* const model)
{
  model->n_features = part_list(top, "features", 1, CLASSIC_MAX_FEATURES);
  model->features   = parameters_room(top, model->n_features, sizeof(ClassicFeature));
  for (uint32_t i = 0; i < model->n_features && json_reader_ok(top->reader); ++i) {
    const JsonPart item = part_item(top, "features", i);
    read_feature(&item, &model->features[i]);
    for (uint32_t j = 0; j < i; ++j) {
      if (is_same(&model->features[i], &model->features[j])) {
        json_reader_fail(&item, "feature", "must not stand there twice with the same element and statistic");
      }
    }
  }
}

static void
read_scale(const JsonPart* const part, ClassicLabel* const label)
{
  label->minimum = (float)part_number(part, "minimum", -1e6, 1e6);
  label->centre  = (float)part_number(part, "centre", -1e6, 1e6);
  label->maximum = (float)part_number(part, "maximum", -1e6, 1e6);
  if (!(label->minimum < label->centre && label->centre < label->maximum)) {
    json_reader_fail(part, "centre", "must lie between \"minimum\" and \"maximum\"");
  }
}

static void
read_labels(const JsonPart* const top, ClassicModel* const model)
{
  const bool values = model->kind == CLASSIC_SVR;
  model->n_labels   = part_list(top, "labels", values ? 1 : 2, CLASSIC_MAX_LABELS);
  model->labels     = parameters_room(top, model->n_labels, sizeof(ClassicLabel));
  for (uint32_t i = 0; i < model->n_labels && json_reader_ok(top->reader); ++i) {
    const JsonPart item = part_item(top, "labels", i);
    part_text(&item, "name", model->labels[i].name, sizeof(model->labels[i].name));
    if (values) {
      read_scale(&item, &model->labels[i]);
    }
    if (classic_model_label(model, model->labels[i].name) != (int)i) {
      json_reader_fail(&item, "name", "must differ from the other labels'");
    }
  }
}

static void
check_mood(const JsonPart* const top, const ClassicModel* const model)
{
  if (model->task == CLASSIC_MOOD && model->kind == CLASSIC_SVR &&
      (classic_model_label(model, "valence") < 0 || classic_model_label(model, "arousal") < 0)) {
    json_reader_fail(top, "labels", "must have \"valence\" and \"arousal\"");
  }
}

static void
read_model(const JsonPart* const top, ClassicModel* const model)
{
  static const char* const kinds[] = { "svm", "svr", "knn", "gmm" };

  read_texts(top, model);
  model->kind = (ClassicKind)part_choice(top, "kind", kinds, COUNT(kinds));
  model->task = (ClassicTask)part_choice(top, "task", tasks, COUNT(tasks));
  model->rate = part_number(top, "sample_rate", 1000, 384000);
  model->span = part_number(top, "span", 0, 600);
  read_features(top, model);
  read_labels(top, model);
  check_mood(top, model);
  parameters_read(top, model);
}

ClassicModel*
classic_model_load(const char* const path, EquusError* const error)
{
  size_t      size = 0;
  char* const text = file_read(path, MAX_BYTES, &size, error);
  if (!text) {
    return NULL;
  }

  JsonReader                reader   = { path, error, EQUUS_OK };
  struct json_object* const document = json_reader_parse(&reader, text, size);
  ClassicModel*             model    = calloc(1, sizeof(ClassicModel));
  if (document && model) {
    const JsonPart top = json_reader_top(&reader, document);
    read_model(&top, model);
  } else if (document) {
    reader.status = equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  json_object_put(document);
  free(text);
  if (!json_reader_ok(&reader)) {
    classic_model_free(model);
    model = NULL;
  }
  return model;
}

void
classic_model_free(ClassicModel* const model)
{
  if (model) {
    free(model->training_data);
    free(model->accuracy);
    free(model->limits);
    free(model->features);
    free(model->labels);
    parameters_free(model);
    free(model);
  }
}

const char*
classic_task_name(const ClassicTask task)
{
  return tasks[task];
}

int
classic_model_label(const ClassicModel* const model, const char* const name)
{
  for (uint32_t i = 0; i < model->n_labels; ++i) {
    if (!strcmp(model->labels[i].name, name)) {
      return (int)i;
    }
  }
  return -1;
}

uint32_t
classic_model_decisions(const ClassicModel* const model)
{
  switch (model->kind) {
  case CLASSIC_SVM:
    return model->n_labels * (model->n_labels - 1) / 2;
  case CLASSIC_KNN:
    return model->neighbours;
  case CLASSIC_SVR:
  case CLASSIC_GMM:
    break;
  }
  return model->n_labels;
}
