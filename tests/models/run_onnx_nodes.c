// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Each listed ONNX file gives the listed output for the listed input: by plain
// loops and by plans with every instruction set, simplified or not.
//
// run_onnx_nodes LIST: each line of LIST is
//   name <tab> input's name <tab> output's name <tab> relative <tab> absolute tolerance
// and beside LIST lie name.onnx, name.input.npy and name.output.npy.

#include "models/file.h"
#include "models/kernels/kernels.h"
#include "models/naive.h"
#include "models/onnx.h"
#include "models/plan.h"
#include "tests/npy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const char* name;
  double      relative, absolute;
  Npy *       input, *output;
} Case;

/// Where values first differ by more than the case allows, or -1
static ptrdiff_t
difference(const Case* const c, const float* const actual)
{
  for (size_t i = 0; i < c->output->size; ++i) {
    const double a = (double)actual[i], e = (double)c->output->values[i];
    const bool   same = a == e || (isnan(a) && isnan(e));
    if (!same && !(fabs(a - e) <= c->absolute + c->relative * fabs(e))) {
      return (ptrdiff_t)i;
    }
  }
  return -1;
}

static bool
agrees(const Case* const c, const float* const actual, const char* const how)
{
  const ptrdiff_t at = difference(c, actual);
  if (at >= 0) {
    printf("FAILED %s: %s gives %.9g where %.9g is expected, at %td\n",
           c->name,
           how,
           (double)actual[at],
           (double)c->output->values[at],
           at);
  }
  return at < 0;
}

static bool
shape_agrees(const Case* const c, const Graph* const graph)
{
  const GraphTensor* const tensor = &graph->tensors[graph->output];
  bool                     same   = tensor->rank == c->output->rank;
  for (uint32_t d = 0; same && d < tensor->rank; ++d) {
    same = (size_t)tensor->shape[d] == c->output->shape[d];
  }
  if (!same) {
    printf("FAILED %s: the output has another shape than is expected\n", c->name);
  }
  return same;
}

static bool
naive_agrees(const Case* const c, const Graph* const graph, const char* const how)
{
  EquusError      error = { EQUUS_OK, "" };
  NaiveRun* const run   = naive_run(graph, c->input->values, &error);
  const bool      same  = run && agrees(c, naive_output(run), how);
  if (!run) {
    printf("FAILED %s: %s\n", c->name, error.text);
  }
  naive_free(run);
  return same;
}

static bool
plan_agrees(const Case* const c, const Graph* const graph)
{
  EquusError     error = { EQUUS_OK, "" };
  Plan* const    plan  = plan_compile(graph, &error);
  PlanRun* const run   = plan ? plan_run_new(plan) : NULL;
  bool           same  = false;
  if (run) {
    memcpy(plan_run_input(run), c->input->values, c->input->size * sizeof(float));
    while (!plan_run_advance(run, 1)) {
    }
    same = agrees(c, plan_run_output(run), kernels_selected()->name);
  } else {
    printf("FAILED %s: %s\n", c->name, error.text);
  }
  plan_run_free(run);
  plan_free(plan);
  return same;
}

static bool
plans_agree(const Case* const c, const Graph* const graph)
{
  bool same = true;
  for (int level = 0; level < KERNELS_COUNT; ++level) {
    same = (kernels_select((KernelsLevel)level) || plan_agrees(c, graph)) && same;
  }
  return same;
}

static bool
graph_agrees(const Case* const c, Graph* const graph)
{
  EquusError error = { EQUUS_OK, "" };
  bool       same  = shape_agrees(c, graph) && naive_agrees(c, graph, "plain") && plans_agree(c, graph);
  if (graph_simplify(graph, &error)) {
    printf("FAILED %s: %s\n", c->name, error.text);
    return false;
  }
  return shape_agrees(c, graph) && naive_agrees(c, graph, "plain, simplified") && plans_agree(c, graph) && same;
}

static Npy*
load_npy(const char* const folder, const char* const name, const char* const which)
{
  char path[4096] = "";
  snprintf(path, sizeof(path), "%s/%s.%s.npy", folder, name, which);
  return npy_load(path, NULL);
}

static Graph*
load_graph(const char* const folder, const char* const name, const OnnxBinding* const binding, EquusError* const error)
{
  char   path[4096] = "";
  size_t size       = 0;
  snprintf(path, sizeof(path), "%s/%s.onnx", folder, name);
  void* const  bytes = file_read(path, 1 << 26, &size, error);
  Graph* const graph = bytes ? onnx_parse(bytes, size, name, binding, error) : NULL;
  free(bytes);
  return graph;
}

static bool
run_case(const char* const folder, char* const line)
{
  Case        c              = { strtok(line, "\t\n"), 0, 0, NULL, NULL };
  OnnxBinding binding        = { .input = strtok(NULL, "\t\n") };
  binding.output             = strtok(NULL, "\t\n");
  const char* const relative = strtok(NULL, "\t\n");
  const char* const absolute = strtok(NULL, "\t\n");
  if (!absolute) {
    printf("FAILED: a line of the list is incomplete\n");
    return false;
  }
  c.relative = strtod(relative, NULL);
  c.absolute = strtod(absolute, NULL);
  c.input    = load_npy(folder, c.name, "input");
  c.output   = load_npy(folder, c.name, "output");

  EquusError error = { EQUUS_OK, "can't read its .npy files" };
  Graph*     graph = NULL;
  if (c.input && c.output) {
    binding.rank = c.input->rank;
    for (uint32_t d = 0; d < binding.rank; ++d) {
      binding.shape[d] = (int64_t)c.input->shape[d];
    }
    graph = load_graph(folder, c.name, &binding, &error);
  }
  const bool same = graph && graph_agrees(&c, graph);
  if (!graph) {
    printf("FAILED %s: %s\n", c.name, error.text);
  }
  graph_free(graph);
  npy_free(c.output);
  npy_free(c.input);
  return same;
}

int
main(const int argc, char** const argv)
{
  FILE* const list = argc == 2 ? fopen(argv[1], "r") : NULL;
  if (!list) {
    printf("Usage: run_onnx_nodes LIST\n");
    return 2;
  }
  char folder[4096] = "";
  strncpy(folder, argv[1], sizeof(folder) - 1);
  char* const slash = strrchr(folder, '/');
  if (slash) {
    *slash = '\0';
  } else {
    snprintf(folder, sizeof(folder), ".");
  }

  char     line[1024];
  unsigned passed = 0, failed = 0;
  while (fgets(line, sizeof(line), list)) {
    ++*(run_case(folder, line) ? &passed : &failed);
  }
  fclose(list);
  printf("%u passed, %u failed\n", passed, failed);
  return failed ? 1 : 0;
}
