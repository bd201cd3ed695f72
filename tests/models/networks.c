// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/models/networks.h"

#include "models/onnx.h"

#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const char*
networks_bundled(void)
{
  return EQUUS_BUNDLED;
}

const char*
networks_fixtures(void)
{
  return EQUUS_FIXTURES;
}

const char*
networks_essentia(void)
{
  return EQUUS_ESSENTIA;
}

const char*
networks_manual(void)
{
  return EQUUS_MANUAL;
}

void*
networks_read(const char* const path, size_t* const size)
{
  FILE* const file = fopen(path, "rb");
  if (!file) {
    fail_msg("%s can't be read", path);
    return NULL;
  }
  fseek(file, 0, SEEK_END);
  *size            = (size_t)ftell(file);
  void* const data = malloc(*size + 1);
  rewind(file);
  assert_int_equal(fread(data, 1, *size, file), *size);
  fclose(file);
  return data;
}

static Graph*
parse(const char* const name, const OnnxBinding* const binding)
{
  char   path[1024] = "";
  size_t size       = 0;
  snprintf(path, sizeof(path), "%s/%s.onnx", EQUUS_BUNDLED, name);
  void* const  bytes = networks_read(path, &size);
  EquusError   error = { EQUUS_OK, "" };
  Graph* const graph = onnx_parse(bytes, size, path, binding, &error);
  free(bytes);
  if (!graph) {
    fail_msg("%s", error.text);
  }
  return graph;
}

Graph*
networks_graph(const char* const name)
{
  static const OnnxBinding vibenet = { "x", 3, { 1, 128, 499 }, "out", 0, NULL };
  return strcmp(name, "vibenet") ? networks_graph_to(name, "logits") : parse(name, &vibenet);
}

Graph*
networks_graph_to(const char* const name, const char* const output)
{
  const OnnxBinding binding = { "mel", 3, { 1, 187, 96 }, output, 0, NULL };
  return parse(name, &binding);
}
