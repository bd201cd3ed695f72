// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/npy.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char magic[8] = { '\x93', 'N', 'U', 'M', 'P', 'Y', 1, 0 };

/// Read "'shape': (2, 3), " into the tensor
static bool
parse_shape(Npy* const npy, const char* const header)
{
  const char* text = strstr(header, "'shape': (");
  if (!text) {
    return false;
  }
  npy->size = 1;
  for (text += strlen("'shape': ("); *text != ')'; text += strspn(text, ", ")) {
    char*                    end  = NULL;
    const unsigned long long size = strtoull(text, &end, 10);
    if (end == text || npy->rank == NPY_MAX_RANK) {
      return false;
    }
    npy->shape[npy->rank++] = size;
    npy->size *= size;
    text = end;
  }
  return true;
}

/// @return Bytes of a value: 4 for float32, 2 for int16, 0 for anything else
static size_t
value_size(const char* const header)
{
  if (!strstr(header, "'fortran_order': False")) {
    return 0;
  }
  return strstr(header, "'descr': '<f4'") ? 4 : strstr(header, "'descr': '<i2'") ? 2 : 0;
}

static char*
read_header(FILE* const file)
{
  char    start[sizeof(magic)];
  uint8_t length[2];
  if (fread(start, sizeof(start), 1, file) != 1 || memcmp(start, magic, sizeof(magic)) ||
      fread(length, sizeof(length), 1, file) != 1) {
    return NULL;
  }
  const size_t size   = length[0] | (size_t)length[1] << 8;
  char* const  header = calloc(size + 1, 1);
  if (header && fread(header, 1, size, file) != size) {
    free(header);
    return NULL;
  }
  return header;
}

static bool
read_values(Npy* const npy, FILE* const file, const size_t bytes)
{
  npy->values        = malloc(npy->size * sizeof(float) + 1);
  void* const raw    = bytes == sizeof(float) ? npy->values : malloc(npy->size * bytes + 1);
  const bool  loaded = npy->values && raw && fread(raw, bytes, npy->size, file) == npy->size && fgetc(file) == EOF;
  for (size_t i = 0; loaded && raw != npy->values && i < npy->size; ++i) {
    npy->values[i] = (float)((const int16_t*)raw)[i] / 32768.0f;
  }
  if (raw != npy->values) {
    free(raw);
  }
  return loaded;
}

static Npy*
read_npy(FILE* const file)
{
  Npy* const   npy    = calloc(1, sizeof(Npy));
  char* const  header = read_header(file);
  const size_t bytes  = header ? value_size(header) : 0;
  const bool   loaded = npy && bytes && parse_shape(npy, header) && read_values(npy, file, bytes);
  free(header);
  if (!loaded) {
    npy_free(npy);
    return NULL;
  }
  return npy;
}

Npy*
npy_load(const char* const path, EquusError* const error)
{
  FILE* const file = fopen(path, "rb");
  if (!file) {
    equus_error_set(error, EQUUS_ERR_IO, "%s can't be opened", path);
    return NULL;
  }
  Npy* const npy = read_npy(file);
  fclose(file);
  if (!npy) {
    equus_error_set(error, EQUUS_ERR_FORMAT, "%s isn't an .npy file of float32 or int16 in C order", path);
  }
  return npy;
}

Npy*
npy_reference(const char* const name)
{
  char path[1024];
  snprintf(path, sizeof(path), "%s/%s.npy", EQUUS_REFERENCE_DATA, name);
  EquusError error = { EQUUS_OK, "" };
  Npy* const npy   = npy_load(path, &error);
  if (!npy) {
    fail_msg("%s", error.text);
  }
  return npy;
}

void
npy_free(Npy* const npy)
{
  if (npy) {
    free(npy->values);
    free(npy);
  }
}

double
npy_difference(const Npy* const expected, const float* const actual, const size_t stride)
{
  double largest = 0.0;
  for (size_t k = 0; k < expected->size; ++k) {
    const double difference = fabs((double)actual[k * stride] - (double)expected->values[k]);
    if (!(difference <= largest)) {
      largest = isnan(difference) ? HUGE_VAL : difference;
    }
  }
  return largest;
}
