// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Whatever bytes an ONNX file holds, it is either refused with a message or
// read, simplified, compiled and played without harm.

#include "models/onnx.h"
#include "models/plan.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

/// Play two windows, the second sliding on the first, unless that would take long
static void
play(const Plan* const plan)
{
  PlanRun* const run = plan_cost(plan) < 1000000 && plan_input_size(plan) == 12 * 16 ? plan_run_new(plan) : NULL;
  for (uint32_t window = 0; run && window < 2; ++window) {
    plan_run_slide(run, window);
    float* const input = plan_run_input(run);
    for (unsigned i = 0; i < 12 * 16; ++i) {
      input[i] = (float)((i * 37 + window) % 19) - 9.0f;
    }
    plan_run_advance(run, UINT64_MAX);
  }
  plan_run_free(run);
}

/// Read the same bytes as a head of Essentia's, whose names and axes have to be found
static void
read_head(const uint8_t* const data, const size_t size)
{
  static const OnnxBinding binding = { "model/Placeholder", 2, { 1, 8 }, "model/Softmax", 2, "activations" };

  EquusError   error = { EQUUS_OK, "" };
  Graph* const graph = onnx_parse(data, size, "head-bs64-1.onnx", &binding, &error);
  if (!graph && (!error.status || !*error.text)) {
    abort();
  }
  graph_free(graph);
}

int
LLVMFuzzerTestOneInput(const uint8_t* const data, const size_t size)
{
  static const OnnxBinding binding = { "mel", 3, { 1, 12, 16 }, "logits", 0, NULL };

  read_head(data, size);
  EquusError   error = { EQUUS_OK, "" };
  Graph* const graph = onnx_parse(data, size, "fuzz", &binding, &error);
  if (!graph) {
    if (!error.status || !*error.text) {
      abort();
    }
    return 0;
  }
  if (!graph_simplify(graph, &error)) {
    Plan* const plan = plan_compile_sliding(graph, 1, &error);
    if (plan) {
      play(plan);
    }
    plan_free(plan);
  }
  graph_free(graph);
  return 0;
}
