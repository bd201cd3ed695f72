// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/kernels/kernels.h"
#include "models/plan.h"
#include "tools/bench.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE = 512, REPEATS = 9 };

typedef void (*Sgemm)(const char*  trans_a,
                      const char*  trans_b,
                      const int*   m,
                      const int*   n,
                      const int*   k,
                      const float* alpha,
                      const float* a,
                      const int*   lda,
                      const float* b,
                      const int*   ldb,
                      const float* beta,
                      float*       c,
                      const int*   ldc);

/// Two matrices and their product
typedef struct {
  float *a, *b, *c;
} Matrices;

static const double gigamacs = (double)SIDE * SIDE * SIDE * 1e-9;

static void
read_cpu(char* const name, const size_t size)
{
  FILE* const file = fopen("/proc/cpuinfo", "r");
  char        line[256];
  name[0] = '\0';
  while (file && !name[0] && fgets(line, sizeof(line), file)) {
    const char* const colon = strchr(line, ':');
    if (!strncmp(line, "model name", 10) && colon) {
      snprintf(name, size, "%.*s", (int)strcspn(colon + 2, "\n"), colon + 2);
    }
  }
  if (file) {
    fclose(file);
  }
}

static void
keep_faster(BenchMachine* const machine, const char* const name, double* const times)
{
  const double rate = gigamacs / bench_median(times, REPEATS);
  if (rate > machine->sgemm_gmacs) {
    machine->sgemm_gmacs = rate;
    snprintf(machine->sgemm, sizeof(machine->sgemm), "%s", name);
  }
}

/// Look a function up without converting an object's pointer to a function's
static void
find_function(void* const library, const char* const name, void* const function, const size_t size)
{
  void* const symbol = dlsym(library, name);
  memcpy(function, &symbol, size);
}

static void
time_blas(BenchMachine* const machine, const char* const name, const Matrices* const m)
{
  void* const library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    return;
  }
  Sgemm sgemm              = NULL;
  void (*set_threads)(int) = NULL;
  find_function(library, "sgemm_", (void*)&sgemm, sizeof(sgemm));
  find_function(library, "openblas_set_num_threads", (void*)&set_threads, sizeof(set_threads));
  if (set_threads) {
    set_threads(1);
  }
  const int   side = SIDE;
  const float one  = 1.0f;
  const float zero = 0.0f;
  double      times[REPEATS];
  for (unsigned i = 0; sgemm && i < REPEATS; ++i) {
    const double begin = bench_now();
    sgemm("N", "N", &side, &side, &side, &one, m->a, &side, m->b, &side, &zero, m->c, &side);
    times[i] = bench_now() - begin;
  }
  if (sgemm) {
    keep_faster(machine, name, times);
  }
  dlclose(library);
}

/// One MatMul by a constant matrix
static Plan*
compile(const float* const b, EquusError* const error)
{
  const int64_t shape[2] = { SIDE, SIDE };
  Graph* const  graph    = graph_new();
  if (!graph) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  GraphNode node   = graph_node(OP_MATMUL);
  node.n_inputs    = 2;
  node.inputs[0]   = graph_add_tensor(graph, "a", TENSOR_FLOAT, 2, shape, NULL);
  node.inputs[1]   = graph_add_tensor(graph, "b", TENSOR_FLOAT, 2, shape, b);
  graph->input     = node.inputs[0];
  graph->output    = graph_add_node(graph, &node, "product", "c", error);
  Plan* const plan = graph->output < 0 ? NULL : plan_compile(graph, error);
  graph_free(graph);
  return plan;
}

static EquusStatus
time_engine(BenchMachine* const machine, const Matrices* const m, EquusError* const error)
{
  Plan* const    plan = compile(m->b, error);
  PlanRun* const run  = plan ? plan_run_new(plan) : NULL;
  double         times[REPEATS];
  for (unsigned i = 0; run && i < REPEATS; ++i) {
    plan_run_rewind(run);
    memcpy(plan_run_input(run), m->a, sizeof(float) * SIDE * SIDE);
    const double begin = bench_now();
    plan_run_advance(run, UINT64_MAX);
    times[i] = bench_now() - begin;
  }
  if (run) {
    keep_faster(machine, "the engine's MatMul", times);
  }
  plan_run_free(run);
  plan_free(plan);
  return run ? EQUUS_OK : EQUUS_ERR_MEMORY;
}

EquusStatus
bench_machine(BenchMachine* const machine, EquusError* const error)
{
  static const char* const libraries[] = { "libopenblas.so.0", "libblas.so.3" };

  const size_t size  = (size_t)SIDE * SIDE;
  uint32_t     seed  = 1;
  float* const block = (float*)malloc(3 * size * sizeof(float));
  if (!block) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  const Matrices m = { block, block + size, block + 2 * size };
  bench_noise(&seed, block, 3 * (uint32_t)size);
  *machine = (BenchMachine){ .sgemm_gmacs = 0.0 };
  read_cpu(machine->cpu, sizeof(machine->cpu));
  snprintf(machine->kernels, sizeof(machine->kernels), "%s", kernels_selected()->name);
  for (unsigned i = 0; i < sizeof(libraries) / sizeof(libraries[0]); ++i) {
    time_blas(machine, libraries[i], &m);
  }
  const EquusStatus status = time_engine(machine, &m, error);
  free(block);
  return status;
}
