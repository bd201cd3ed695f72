// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/mood_file.h"

#include "models/sha256.h"
#include "tools/text.h"

#include <errno.h>
#include <limits.h>
#include <onnx.pb-c.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPSET = 20, IR_VERSION = 10 };

/// Names of tensors in the network
#define INPUT "embedding"
#define OUTPUT "moods"

/// The ONNX file in memory
typedef struct {
  uint8_t* bytes;
  size_t   size;
} Network;

const char*
mood_axis_name(const unsigned axis)
{
  return axis ? "arousal" : "valence";
}

/// Everything that one row of values, input or output, says of itself
typedef struct {
  Onnx__ValueInfoProto               value;
  Onnx__TypeProto                    type;
  Onnx__TypeProto__Tensor            tensor;
  Onnx__TensorShapeProto             shape;
  Onnx__TensorShapeProto__Dimension  dims[2];
  Onnx__TensorShapeProto__Dimension* list[2];
} Row;

/// Describe a float tensor (1, size); `row` stays where it is
static void
describe_row(Row* const row, char* const name, const int64_t size)
{
  onnx__value_info_proto__init(&row->value);
  onnx__type_proto__init(&row->type);
  onnx__type_proto__tensor__init(&row->tensor);
  onnx__tensor_shape_proto__init(&row->shape);
  for (unsigned i = 0; i < 2; ++i) {
    onnx__tensor_shape_proto__dimension__init(&row->dims[i]);
    row->dims[i].value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE;
    row->dims[i].dim_value  = i ? size : 1;
    row->list[i]            = &row->dims[i];
  }
  row->shape.n_dim          = 2;
  row->shape.dim            = row->list;
  row->tensor.has_elem_type = 1;
  row->tensor.elem_type     = ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT;
  row->tensor.shape         = &row->shape;
  row->type.value_case      = ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE;
  row->type.tensor_type     = &row->tensor;
  row->value.name           = name;
  row->value.type           = &row->type;
}

static void
describe_constant(Onnx__TensorProto* const tensor,
                  char* const              name,
                  int64_t* const           dims,
                  const size_t             rank,
                  float* const             values,
                  const size_t             n)
{
  onnx__tensor_proto__init(tensor);
  tensor->name          = name;
  tensor->n_dims        = rank;
  tensor->dims          = dims;
  tensor->has_data_type = 1;
  tensor->data_type     = ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT;
  tensor->n_float_data  = n;
  tensor->float_data    = values;
}

/// Pack a graph into a model
static bool
pack_model(Onnx__GraphProto* const graph, Network* const network)
{
  char                      empty[]    = "";
  char                      producer[] = "equus";
  Onnx__OperatorSetIdProto  opset;
  Onnx__OperatorSetIdProto* opsets[] = { &opset };
  Onnx__ModelProto          model;
  onnx__operator_set_id_proto__init(&opset);
  opset.domain      = empty;
  opset.has_version = 1;
  opset.version     = OPSET;
  onnx__model_proto__init(&model);
  model.has_ir_version = 1;
  model.ir_version     = IR_VERSION;
  model.producer_name  = producer;
  model.n_opset_import = 1;
  model.opset_import   = opsets;
  model.graph          = graph;
  network->size        = onnx__model_proto__get_packed_size(&model);
  network->bytes       = (uint8_t*)malloc(network->size);
  return network->bytes && onnx__model_proto__pack(&model, network->bytes) == network->size;
}

/// moods = embedding · weights (size, 2) + bias, one Gemm
static bool
pack_network(const MoodFile* const mood, float* const weights, float* const bias, Network* const network)
{
  char                  names[][16] = { INPUT, "weights", "bias", OUTPUT, "Gemm", "head" };
  char*                 inputs[]    = { names[0], names[1], names[2] };
  char*                 outputs[]   = { names[3] };
  int64_t               dims[]      = { mood->size, MOOD_AXES };
  Row                   in;
  Row                   out;
  Onnx__TensorProto     constants[2];
  Onnx__NodeProto       node;
  Onnx__GraphProto      graph;
  Onnx__TensorProto*    initializers[] = { &constants[0], &constants[1] };
  Onnx__NodeProto*      nodes[]        = { &node };
  Onnx__ValueInfoProto* graph_ins[]    = { &in.value };
  Onnx__ValueInfoProto* graph_outs[]   = { &out.value };
  describe_row(&in, names[0], mood->size);
  describe_row(&out, names[3], MOOD_AXES);
  describe_constant(&constants[0], names[1], dims, 2, weights, (size_t)mood->size * MOOD_AXES);
  describe_constant(&constants[1], names[2], dims + 1, 1, bias, MOOD_AXES);
  onnx__node_proto__init(&node);
  node.n_input  = 3;
  node.input    = inputs;
  node.n_output = 1;
  node.output   = outputs;
  node.name     = names[3];
  node.op_type  = names[4];
  onnx__graph_proto__init(&graph);
  graph.name          = names[5];
  graph.n_node        = 1;
  graph.node          = nodes;
  graph.n_initializer = 2;
  graph.initializer   = initializers;
  graph.n_input       = 1;
  graph.input         = graph_ins;
  graph.n_output      = 1;
  graph.output        = graph_outs;
  return pack_model(&graph, network);
}

static EquusStatus
make_network(const MoodFile* const mood, Network* const network, EquusError* const error)
{
  float        bias[MOOD_AXES];
  float* const weights = (float*)calloc((size_t)mood->size * MOOD_AXES, sizeof(float));
  for (unsigned axis = 0; weights && axis < MOOD_AXES; ++axis) {
    const double* const from = mood->axes[axis].weights;
    for (uint32_t i = 0; i < mood->size; ++i) {
      weights[(size_t)i * MOOD_AXES + axis] = (float)from[i];
    }
    bias[axis] = (float)from[mood->size];
  }
  const bool fine = weights && pack_network(mood, weights, bias, network);
  free(weights);
  return fine ? EQUUS_OK : equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
}

static EquusStatus
close_file(FILE* const file, const char* const path, EquusError* const error)
{
  const bool failed = ferror(file) != 0;
  errno             = 0;
  if (fclose(file) || failed) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: can't be written: %s", path, strerror(errno ? errno : EIO));
  }
  return EQUUS_OK;
}

static FILE*
open_file(const char* const path, EquusError* const error)
{
  FILE* const file = fopen(path, "wb");
  if (!file) {
    equus_error_set(error, EQUUS_ERR_IO, "%s: %s", path, strerror(errno));
  }
  return file;
}

static void
write_member(FILE* const stream, const char* const key, const char* const text)
{
  fprintf(stream, ",\n  \"%s\": ", key);
  text_write_json(stream, text);
}

/// A member whose text is made like printf's
__attribute__((format(printf, 3, 4))) static void write_sentence(FILE*       stream,
                                                                 const char* key,
                                                                 const char* format,
                                                                 ...);

static void
write_sentence(FILE* const stream, const char* const key, const char* const format, ...)
{
  char    text[2048];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof(text), format, args);
  va_end(args);
  write_member(stream, key, text);
}

static void
write_accuracy(FILE* const stream, const MoodFile* const mood)
{
  char texts[MOOD_AXES][128];
  for (unsigned axis = 0; axis < MOOD_AXES; ++axis) {
    const Estimate* const f = mood->axes[axis].figures;
    snprintf(texts[axis],
             sizeof(texts[axis]),
             "%s r %.2f (%.2f to %.2f), R\u00b2 %.2f (%.2f to %.2f), RMSE %.3g",
             mood_axis_name(axis),
             f[0].value,
             f[0].low,
             f[0].high,
             f[1].value,
             f[1].low,
             f[1].high,
             f[2].value);
  }
  write_sentence(
    stream, "accuracy", "%s; %s: ten folds over the rated files, with 95 %% intervals", texts[0], texts[1]);
}

static void
write_texts(FILE* const stream, const MoodFile* const mood)
{
  write_member(stream, "licence", "not stated");
  write_sentence(stream, "source", "equus %s learn-mood, from the ratings of %u files", EQUUS_VERSION, mood->files);
  write_sentence(stream,
                 "training_data",
                 "Ratings in %s of %u files in %s, of which it heard %s",
                 mood->table,
                 mood->files,
                 mood->folder,
                 mood->part);
  write_accuracy(stream, mood);
  write_sentence(stream,
                 "limits",
                 "Knows the music and the listeners of these %u files alone. A weighted sum of what %s hears in 3 s at "
                 "16 kHz, mono; fitted to the mean over a file.",
                 mood->files,
                 mood->model);
}

static void
write_axes(FILE* const stream, const MoodFile* const mood)
{
  fputs(",\n  \"axes\": {", stream);
  for (unsigned axis = 0; axis < MOOD_AXES; ++axis) {
    const MoodAxis* const about = &mood->axes[axis];
    fprintf(
      stream,
      "%s\n    \"%s\": {\"output\": \"%s\", \"minimum\": %.9g, \"centre\": %.9g, \"maximum\": %.9g, \"rmse\": %.9g}",
      axis ? "," : "",
      mood_axis_name(axis),
      mood_axis_name(axis),
      about->scale.minimum,
      about->scale.centre,
      about->scale.maximum,
      about->figures[2].value);
  }
  fputs("\n  }", stream);
}

static void
write_figures(FILE* const stream, const MoodFile* const mood)
{
  static const char* const names[MOOD_FIGURES] = { "r", "r2", "rmse" };
  fprintf(stream, ",\n  \"folds\": {\n    \"folds\": 10, \"seed\": %llu", (unsigned long long)mood->seed);
  for (unsigned axis = 0; axis < MOOD_AXES; ++axis) {
    fprintf(stream, ",\n    \"%s\": {\"alpha\": %.9g", mood_axis_name(axis), mood->axes[axis].alpha);
    for (unsigned i = 0; i < MOOD_FIGURES; ++i) {
      const Estimate* const f = &mood->axes[axis].figures[i];
      fprintf(stream, ", \"%s\": [%.9g, %.9g, %.9g]", names[i], f->value, f->low, f->high);
    }
    putc('}', stream);
  }
  fputs("\n  }", stream);
}

static void
write_sidecar(FILE* const stream, const MoodFile* const mood, const char* const hash)
{
  fputs("{\n  \"format\": \"equus-model\",\n  \"version\": 1", stream);
  write_member(stream, "name", mood->name);
  write_member(stream, "title", mood->title);
  write_member(stream, "kind", "mood");
  write_sentence(stream, "file", "%s.onnx", mood->name);
  write_member(stream, "sha256", hash);
  write_texts(stream, mood);
  fputs(",\n  \"embedding\": {\"model\": ", stream);
  text_write_json(stream, mood->model);
  fputs(", \"tensor\": ", stream);
  text_write_json(stream, mood->tensor);
  fputs("},\n  \"input\": \"" INPUT "\",\n  \"output\": \"" OUTPUT "\",\n  \"outputs\": [", stream);
  for (unsigned axis = 0; axis < MOOD_AXES; ++axis) {
    fprintf(stream, "%s{\"name\": \"%s\", \"activation\": \"none\"}", axis ? ", " : "", mood_axis_name(axis));
  }
  putc(']', stream);
  write_axes(stream, mood);
  write_figures(stream, mood);
  fprintf(stream, ",\n  \"live_hop\": %u\n}\n", mood->live_hop);
}

static EquusStatus
write_both(const MoodFile* const mood, const Network* const network, const char* const path, EquusError* const error)
{
  char name[PATH_MAX];
  char hash[SHA256_TEXT_SIZE];
  sha256_text(network->bytes, network->size, hash);
  snprintf(name, sizeof(name), "%s.onnx", path);
  FILE* file = open_file(name, error);
  if (!file) {
    return EQUUS_ERR_IO;
  }
  fwrite(network->bytes, 1, network->size, file);
  if (close_file(file, name, error)) {
    return EQUUS_ERR_IO;
  }
  snprintf(name, sizeof(name), "%s.json", path);
  file = open_file(name, error);
  if (!file) {
    return EQUUS_ERR_IO;
  }
  write_sidecar(file, mood, hash);
  return close_file(file, name, error);
}

EquusStatus
mood_file_write(const MoodFile* const mood, const char* const path, EquusError* const error)
{
  Network     network = { NULL, 0 };
  EquusStatus status  = make_network(mood, &network, error);
  status              = status ? status : write_both(mood, &network, path, error);
  free(network.bytes);
  return status;
}
