// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/onnx_input.h"

#include "onnx.pb-c.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/// True if the file leaves an axis free or has it as it is to be
static bool
axis_fits(const Onnx__TensorShapeProto__Dimension* const dim, const int64_t size)
{
  return dim->value_case != ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE || dim->dim_value == size ||
         dim->dim_value < 1;
}

static bool
shape_fits(const Onnx__TensorShapeProto* const file, const OnnxBinding* const binding)
{
  bool fits = file->n_dim == binding->rank;
  for (uint32_t d = 0; fits && d < binding->rank; ++d) {
    fits = axis_fits(file->dim[d], binding->shape[d]);
  }
  return fits;
}

/// The binding with an axis of 1 before its axis `at`
static OnnxBinding
widened(const OnnxBinding* const binding, const uint32_t at)
{
  OnnxBinding    wide  = *binding;
  const uint32_t after = binding->rank - at;
  memcpy(wide.shape + at + 1, binding->shape + at, after * sizeof(*wide.shape));
  wide.shape[at] = 1;
  ++wide.rank;
  return wide;
}

/// Put an axis in or leave one out, where that gives the file's rank
static void
adapt_rank(const Onnx__TensorShapeProto* const file, OnnxBinding* const binding)
{
  if (file->n_dim == binding->rank + 1 && binding->rank < GRAPH_MAX_RANK) {
    const OnnxBinding second = widened(binding, 1);
    const OnnxBinding last   = widened(binding, binding->rank);
    *binding                 = shape_fits(file, &last) && !shape_fits(file, &second) ? last : second;
  } else if (file->n_dim + 1 == binding->rank && binding->shape[0] == 1) {
    --binding->rank;
    memmove(binding->shape, binding->shape + 1, binding->rank * sizeof(*binding->shape));
  }
}

/// The name of an Essentia network for single windows, where that at `path` takes many; "" where there is no telling
static void
find_single(const char* const path, char* const name, const size_t size)
{
  const char* const slash = strrchr(path, '/');
  const char* const file  = slash ? slash + 1 : path;
  const char* const many  = strstr(file, "-bs64-");
  name[0]                 = '\0';
  if (many) {
    snprintf(name, size, "%.*s-bsdynamic-%s", (int)(many - file), file, many + strlen("-bs64-"));
  }
}

static EquusStatus
refuse_batch(const char* const path, const OnnxBinding* const binding, const int64_t batch, EquusError* const error)
{
  char single[256] = "";
  find_single(path, single, sizeof(single));
  return equus_error_set(error,
                         EQUUS_ERR_UNSUPPORTED,
                         "input \"%s\" takes %" PRId64 " windows at once, where Equus feeds one; %s%s",
                         binding->input,
                         batch,
                         *single ? "install instead its export for single windows, " : "export it with a batch of 1",
                         single);
}

EquusStatus
onnx_fit_input(const Onnx__TensorShapeProto* const file,
               const char* const                   path,
               OnnxBinding* const                  binding,
               EquusError* const                   error)
{
  const uint32_t rank = binding->rank;
  adapt_rank(file, binding);
  uint32_t d = 0;
  while (d < binding->rank && d < file->n_dim && axis_fits(file->dim[d], binding->shape[d])) {
    ++d;
  }
  if (file->n_dim == binding->rank && d == binding->rank) {
    return EQUUS_OK;
  }
  if (file->n_dim == binding->rank && d == 0 && binding->rank >= rank && binding->shape[0] == 1) {
    return refuse_batch(path, binding, file->dim[0]->dim_value, error);
  }
  if (file->n_dim != rank) {
    return equus_error_set(
      error, EQUUS_ERR_FORMAT, "input \"%s\" has %zu axes, where %u are to come", binding->input, file->n_dim, rank);
  }
  return equus_error_set(error,
                         EQUUS_ERR_FORMAT,
                         "input \"%s\" has %" PRId64 " values along axis %u, where %" PRId64 " are to come",
                         binding->input,
                         file->dim[d]->dim_value,
                         d,
                         binding->shape[d]);
}
