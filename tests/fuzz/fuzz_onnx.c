// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Whatever bytes an ONNX file holds, it is either refused with a message or
// read, simplified and compiled without harm.

#include "models/onnx.h"
#include "models/plan.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t* const data, const size_t size)
{
  static const OnnxBinding binding = { "mel", 3, { 1, 12, 16 }, "logits" };

  EquusError   error = { EQUUS_OK, "" };
  Graph* const graph = onnx_parse(data, size, "fuzz", &binding, &error);
  if (!graph) {
    if (!error.status || !*error.text) {
      abort();
    }
    return 0;
  }
  if (!graph_simplify(graph, &error)) {
    plan_free(plan_compile(graph, &error));
  }
  graph_free(graph);
  return 0;
}
