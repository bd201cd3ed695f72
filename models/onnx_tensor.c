// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/onnx_tensor.h"

#include "onnx.pb-c.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef Onnx__TensorProto Source;

enum { TYPE_COUNT = ONNX__TENSOR_PROTO__DATA_TYPE__BFLOAT16 + 1 };

/// Which typed field holds a type's values, and how wide its raw data are
typedef enum { FIELD_NONE, FIELD_FLOAT, FIELD_INT32, FIELD_INT64, FIELD_DOUBLE, FIELD_UINT64 } Field;

static const struct {
  uint8_t raw_size;
  Field   field;
  bool    real;
} types[TYPE_COUNT] = {
  [ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT]    = { 4, FIELD_FLOAT, true },
  [ONNX__TENSOR_PROTO__DATA_TYPE__UINT8]    = { 1, FIELD_INT32, false },
  [ONNX__TENSOR_PROTO__DATA_TYPE__INT8]     = { 1, FIELD_INT32, false },
  [ONNX__TENSOR_PROTO__DATA_TYPE__UINT16]   = { 2, FIELD_INT32, false },
  [ONNX__TENSOR_PROTO__DATA_TYPE__INT16]    = { 2, FIELD_INT32, false },
  [ONNX__TENSOR_PROTO__DATA_TYPE__INT32]    = { 4, FIELD_INT32, false },
  [ONNX__TENSOR_PROTO__DATA_TYPE__INT64]    = { 8, FIELD_INT64, false },
  [ONNX__TENSOR_PROTO__DATA_TYPE__BOOL]     = { 1, FIELD_INT32, false },
  [ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT16]  = { 2, FIELD_INT32, true },
  [ONNX__TENSOR_PROTO__DATA_TYPE__DOUBLE]   = { 8, FIELD_DOUBLE, true },
  [ONNX__TENSOR_PROTO__DATA_TYPE__UINT32]   = { 4, FIELD_UINT64, false },
  [ONNX__TENSOR_PROTO__DATA_TYPE__UINT64]   = { 8, FIELD_UINT64, false },
  [ONNX__TENSOR_PROTO__DATA_TYPE__BFLOAT16] = { 2, FIELD_INT32, true },
};

static size_t
typed_count(const Source* const source, const Field field)
{
  switch (field) {
  case FIELD_FLOAT:
    return source->n_float_data;
  case FIELD_INT32:
    return source->n_int32_data;
  case FIELD_INT64:
    return source->n_int64_data;
  case FIELD_DOUBLE:
    return source->n_double_data;
  case FIELD_UINT64:
    return source->n_uint64_data;
  case FIELD_NONE:
    break;
  }
  return 0;
}

/// Bits of element `i` as its type stores them; little-endian hosts, as raw data is
static uint64_t
bits_at(const Source* const source, const size_t i)
{
  uint64_t bits = 0;
  if (source->has_raw_data) {
    const size_t size = types[source->data_type].raw_size;
    memcpy(&bits, source->raw_data.data + i * size, size);
    return bits;
  }
  switch (types[source->data_type].field) {
  case FIELD_FLOAT:
    memcpy(&bits, &source->float_data[i], sizeof(float));
    break;
  case FIELD_INT32:
    bits = (uint64_t)source->int32_data[i];
    break;
  case FIELD_INT64:
    bits = (uint64_t)source->int64_data[i];
    break;
  case FIELD_DOUBLE:
    memcpy(&bits, &source->double_data[i], sizeof(double));
    break;
  case FIELD_UINT64:
    bits = source->uint64_data[i];
    break;
  case FIELD_NONE:
    break;
  }
  return bits;
}

static float
float_of_half(const unsigned bits)
{
  const int      exponent = (int)(bits >> 10 & 31u);
  const unsigned mantissa = bits & 1023u;
  const float    size     = exponent == 31  ? (mantissa ? NAN : INFINITY)
                            : exponent == 0 ? ldexpf((float)mantissa, -24)
                                            : ldexpf((float)(mantissa | 1024u), exponent - 25);
  return bits & 0x8000u ? -size : size;
}

static float
float_at(const Source* const source, const size_t i)
{
  const uint64_t bits  = bits_at(source, i);
  float          value = 0;
  double         wide  = 0;
  switch (source->data_type) {
  case ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT16:
    return float_of_half((unsigned)(bits & 0xFFFFu));
  case ONNX__TENSOR_PROTO__DATA_TYPE__DOUBLE:
    memcpy(&wide, &bits, sizeof(wide));
    return (float)wide;
  case ONNX__TENSOR_PROTO__DATA_TYPE__BFLOAT16: {
    const uint32_t high = (uint32_t)(bits & 0xFFFFu) << 16;
    memcpy(&value, &high, sizeof(value));
    return value;
  }
  default:
    memcpy(&value, &bits, sizeof(value));
    return value;
  }
}

static int64_t
int_at(const Source* const source, const size_t i)
{
  const uint64_t bits = bits_at(source, i);
  switch (source->data_type) {
  case ONNX__TENSOR_PROTO__DATA_TYPE__INT8:
    return (int8_t)bits;
  case ONNX__TENSOR_PROTO__DATA_TYPE__INT16:
    return (int16_t)bits;
  case ONNX__TENSOR_PROTO__DATA_TYPE__INT32:
    return (int32_t)bits;
  default:
    return (int64_t)bits;
  }
}

/// How many values the dimensions hold; SIZE_MAX if that is certainly more than `most`
static size_t
dims_product(const Source* const source, const size_t most)
{
  size_t count = 1;
  for (size_t d = 0; d < source->n_dims; ++d) {
    if (source->dims[d] < 0) {
      return SIZE_MAX;
    }
    count = source->dims[d] ? count : 0;
  }
  for (size_t d = 0; d < source->n_dims && count; ++d) {
    if (count > most / (size_t)source->dims[d]) {
      return SIZE_MAX;
    }
    count *= (size_t)source->dims[d];
  }
  return count;
}

static EquusStatus
check(const Source* const source, const char* const name, size_t* const count, EquusError* const error)
{
  if (source->n_external_data || source->data_location != ONNX__TENSOR_PROTO__DATA_LOCATION__DEFAULT) {
    return equus_error_set(error,
                           EQUUS_ERR_UNSUPPORTED,
                           "tensor \"%s\" lies in another file; export the network with its weights inside",
                           name);
  }
  if (source->data_type < 1 || source->data_type >= TYPE_COUNT || !types[source->data_type].raw_size) {
    return equus_error_set(error,
                           EQUUS_ERR_UNSUPPORTED,
                           "tensor \"%s\" holds no numbers that Equus reads (type %d)",
                           name,
                           source->data_type);
  }
  if (source->n_dims > GRAPH_MAX_RANK) {
    return equus_error_set(error, EQUUS_ERR_UNSUPPORTED, "tensor \"%s\" has more than 8 dimensions", name);
  }

  const size_t have = source->has_raw_data ? source->raw_data.len / types[source->data_type].raw_size
                                           : typed_count(source, types[source->data_type].field);
  const bool   odd  = source->has_raw_data && source->raw_data.len % types[source->data_type].raw_size;
  *count            = dims_product(source, have);
  if (odd || *count != have) {
    return equus_error_set(
      error, EQUUS_ERR_FORMAT, "tensor \"%s\" has a size that disagrees with its data; the file is damaged", name);
  }
  return EQUUS_OK;
}

int32_t
onnx_add_constant(Graph* const graph, const Source* const source, const char* const name, EquusError* const error)
{
  size_t count = 0;
  if (check(source, name, &count, error)) {
    return -1;
  }

  const bool real   = types[source->data_type].real;
  int32_t    tensor = -1;
  void*      values = malloc(count ? count * (real ? sizeof(float) : sizeof(int64_t)) : 1);
  if (values) {
    for (size_t i = 0; i < count; ++i) {
      if (real) {
        ((float*)values)[i] = float_at(source, i);
      } else {
        ((int64_t*)values)[i] = int_at(source, i);
      }
    }
    tensor =
      graph_add_tensor(graph, name, real ? TENSOR_FLOAT : TENSOR_INT64, (uint32_t)source->n_dims, source->dims, values);
    free(values);
  }
  if (tensor < 0) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "tensor \"%s\" needs too much memory", name);
  }
  return tensor;
}
