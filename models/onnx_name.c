// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/onnx_name.h"

#include "onnx.pb-c.h"

#include <string.h>

static const char*
text(const char* const maybe)
{
  return maybe ? maybe : "";
}

/// Length of a name without ":0" at its end
static size_t
stem(const char* const name)
{
  const size_t length = strlen(name);
  return length > 2 && !strcmp(name + length - 2, ":0") ? length - 2 : length;
}

static bool
same(const char* const a, const char* const b)
{
  return stem(a) == stem(b) && !strncmp(a, b, stem(a));
}

static bool
is_initializer(const Onnx__GraphProto* const source, const char* const name)
{
  for (size_t i = 0; i < source->n_initializer; ++i) {
    if (!strcmp(text(source->initializer[i]->name), name)) {
      return true;
    }
  }
  return false;
}

static const char*
find_input(const Onnx__GraphProto* const source, const char* const name)
{
  const char* only  = name;
  unsigned    count = 0;
  for (size_t i = 0; i < source->n_input; ++i) {
    const char* const input = text(source->input[i]->name);
    if (same(input, name)) {
      return input;
    }
    if (!is_initializer(source, input)) {
      only = input;
      ++count;
    }
  }
  return count == 1 ? only : name;
}

/// Size of a tensor's last axis as the file declares it, 0 where it doesn't
static int64_t
last_axis(const Onnx__ValueInfoProto* const value)
{
  if (!value->type || value->type->value_case != ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE ||
      !value->type->tensor_type->shape || !value->type->tensor_type->shape->n_dim) {
    return 0;
  }
  const Onnx__TensorShapeProto* const            shape = value->type->tensor_type->shape;
  const Onnx__TensorShapeProto__Dimension* const last  = shape->dim[shape->n_dim - 1];
  return last->value_case == ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE ? last->dim_value : 0;
}

/// The file's output of the other name, else its only one of so many values, else the name that was asked for
static const char*
find_other(const Onnx__GraphProto* const source, const OnnxBinding* const binding)
{
  const char* only  = binding->output;
  unsigned    count = 0;
  for (size_t i = 0; i < source->n_output; ++i) {
    if (!strcmp(text(source->output[i]->name), binding->alias)) {
      return source->output[i]->name;
    }
    if (binding->n_values && last_axis(source->output[i]) == binding->n_values) {
      only = text(source->output[i]->name);
      ++count;
    }
  }
  return count == 1 ? only : binding->output;
}

static const char*
find_output(const Onnx__GraphProto* const source, const OnnxBinding* const binding)
{
  for (size_t n = 0; n < source->n_node; ++n) {
    for (size_t o = 0; o < source->node[n]->n_output; ++o) {
      if (same(text(source->node[n]->output[o]), binding->output)) {
        return source->node[n]->output[o];
      }
    }
  }
  return find_other(source, binding);
}

void
onnx_find_names(const Onnx__GraphProto* const source, OnnxBinding* const binding)
{
  if (binding->alias) {
    binding->input  = find_input(source, binding->input);
    binding->output = find_output(source, binding);
  }
}
