// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The random graphs that plans are compared on hold every kernel, every form of
// the large ones, and each kind of step that a sliding window doesn't compute again.

#include "models/plan_parts.h"
#include "tests/models/networks.h"
#include "tests/models/random_graph.h"

#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <string.h>

#include <cmocka.h>

enum {
  RANDOM_GRAPHS = 2000, ///< As test_plan.c
  LEAST         = 5
};

/// What operators of published networks become
static const KernelKind kernels[] = { KERNEL_CONV,   KERNEL_FOURIER, KERNEL_DEPTHWISE, KERNEL_MAP,
                                      KERNEL_REDUCE, KERNEL_POOL,    KERNEL_MATMUL,    KERNEL_NORM };

static const KernelMapOp maps[] = { MAP_COPY, MAP_FILL,    MAP_ADD,          MAP_SUB,    MAP_MUL,        MAP_DIV,
                                    MAP_POW,  MAP_PRELU,   MAP_AFFINE,       MAP_SELECT, MAP_RELU,       MAP_LEAKY_RELU,
                                    MAP_ELU,  MAP_SIGMOID, MAP_HARD_SIGMOID, MAP_GELU,   MAP_HARD_SWISH, MAP_GELU_TANH,
                                    MAP_CLIP, MAP_TANH,    MAP_ERF,          MAP_EXP,    MAP_SQRT };

/// Those that make rows which follow the frames of the input
static const KernelKind kept[] = { KERNEL_CONV, KERNEL_FOURIER, KERNEL_MAP };

/// Forms of convolutions and poolings
typedef enum {
  CONV_RELU,
  CONV_SIGMOID,
  CONV_SILU,
  CONV_AFFINE,
  CONV_RESIDUAL,
  CONV_MAXIMUM,
  CONV_BATCHES,
  CONV_DILATED,
  CONV_STRIDED,
  CONV_PADDED,
  CONV_ODD_CHANNELS,
  DEPTHWISE_RESIDUAL,
  DEPTHWISE_SILU,
  DEPTHWISE_AFFINE,
  DEPTHWISE_DILATED,
  FOURIER_AFFINE,
  FOURIER_RELU,
  FOURIER_BY_THREE,
  FOURIER_FEW_ROWS,
  POOL_AVERAGE,
  POOL_MAXIMUM,
  POOL_COUNTS_PADDING,
  REDUCE_MAXIMUM,
  REDUCE_SUM,
  MATMUL_BATCHES,
  FORMS
} Form;

static const char* const form_names[FORMS] = {
  "a convolution with ReLU",
  "a convolution with a sigmoid",
  "a convolution with SiLU",
  "a convolution with a norm behind",
  "a convolution with a residual",
  "a convolution with a maximum",
  "a convolution of batches",
  "a dilated convolution",
  "a strided convolution",
  "a padded convolution",
  "a convolution whose channels fill no vector",
  "a depthwise convolution with a residual",
  "a depthwise convolution with SiLU",
  "a depthwise convolution with a norm behind",
  "a dilated depthwise convolution",
  "a Fourier convolution with a norm behind",
  "a Fourier convolution with ReLU",
  "a Fourier convolution of a length with a factor 3",
  "a Fourier convolution of few rows",
  "an average pooling",
  "a maximum pooling",
  "an average that counts padding",
  "a maximum",
  "a sum",
  "a product of batches",
};

typedef struct {
  unsigned kinds[KERNEL_KINDS], kept[KERNEL_KINDS], maps[MAP_COUNT], forms[FORMS];
} Drawn;

static void
count_conv(Drawn* const drawn, const KernelConv* const c)
{
  drawn->forms[CONV_RELU] += c->epilogue.activation == KERNEL_RELU;
  drawn->forms[CONV_SIGMOID] += c->epilogue.activation == KERNEL_SIGMOID;
  drawn->forms[CONV_SILU] += c->epilogue.activation == KERNEL_SILU;
  drawn->forms[CONV_AFFINE] += c->epilogue.affine != 0;
  drawn->forms[CONV_RESIDUAL] += c->epilogue.residual != 0;
  drawn->forms[CONV_MAXIMUM] += c->maximum != 0;
  drawn->forms[CONV_BATCHES] += c->batches > 1;
  drawn->forms[CONV_DILATED] += c->rows.dilation > 1 || c->pixels.dilation > 1;
  drawn->forms[CONV_STRIDED] += c->rows.stride > 1 || c->pixels.stride > 1;
  drawn->forms[CONV_PADDED] += c->rows.pad > 0 && c->pixels.pad > 0;
  drawn->forms[CONV_ODD_CHANNELS] += c->channels % KERNEL_BLOCK != 0;
}

static void
count_depthwise(Drawn* const drawn, const KernelDepthwise* const c)
{
  drawn->forms[DEPTHWISE_RESIDUAL] += c->epilogue.residual != 0;
  drawn->forms[DEPTHWISE_SILU] += c->epilogue.activation == KERNEL_SILU;
  drawn->forms[DEPTHWISE_AFFINE] += c->epilogue.affine != 0;
  drawn->forms[DEPTHWISE_DILATED] += c->rows.dilation > 1 || c->pixels.dilation > 1;
}

static void
count_fourier(Drawn* const drawn, const KernelFourier* const f)
{
  drawn->forms[FOURIER_AFFINE] += f->epilogue.affine != 0;
  drawn->forms[FOURIER_RELU] += f->epilogue.activation == KERNEL_RELU;
  drawn->forms[FOURIER_BY_THREE] += f->half % 3 == 0;
  drawn->forms[FOURIER_FEW_ROWS] += f->rows.out < KERNEL_FOURIER_ROWS;
}

static void
count_work(Drawn* const drawn, const PlanWork* const work)
{
  const KernelShape* const s = &work->shape;
  ++drawn->kinds[work->kernel];
  switch (work->kernel) {
  case KERNEL_CONV:
    count_conv(drawn, &s->conv);
    break;
  case KERNEL_FOURIER:
    count_fourier(drawn, &s->fourier);
    break;
  case KERNEL_DEPTHWISE:
    count_depthwise(drawn, &s->depthwise);
    break;
  case KERNEL_MAP:
    ++drawn->maps[s->map.op];
    break;
  case KERNEL_REDUCE:
    ++drawn->forms[s->reduce.maximum ? REDUCE_MAXIMUM : REDUCE_SUM];
    break;
  case KERNEL_POOL:
    ++drawn->forms[s->pool.average ? POOL_AVERAGE : POOL_MAXIMUM];
    drawn->forms[POOL_COUNTS_PADDING] += s->pool.average && s->pool.count_padding;
    break;
  case KERNEL_MATMUL:
    drawn->forms[MATMUL_BATCHES] += s->matmul.rank > 1 || s->matmul.shape[0] > 1;
    break;
  default:
    break;
  }
}

static void
count_plan(Drawn* const drawn, const Plan* const plan)
{
  for (uint32_t i = 0; i < plan->head->n_works; ++i) {
    count_work(drawn, &plan->works[i]);
  }
  for (uint32_t i = 0; i < plan->head->n_tiles; ++i) {
    drawn->kept[plan->works[plan->tiles[i].step].kernel] += plan->tiles[i].reuse > 0;
  }
}

static void
assert_drawn(const char* const what, const int which, const unsigned times)
{
  if (times < LEAST) {
    fail_msg("%s %d is there %u times only", what, which, times);
  }
}

static void
every_kernel_and_form_is_drawn(void** const state)
{
  (void)state;
  Drawn    drawn;
  uint32_t used[OP_COUNT] = { 0 };
  memset(&drawn, 0, sizeof(drawn));
  for (uint32_t seed = 1; seed <= RANDOM_GRAPHS; ++seed) {
    Random       random = { seed };
    Graph* const graph  = random_graph(&random, used);
    Plan* const  plan   = plan_compile_sliding(graph, 2, NULL);
    assert_non_null(plan);
    count_plan(&drawn, plan);
    plan_free(plan);
    graph_free(graph);
  }
  for (size_t i = 0; i < sizeof(kernels) / sizeof(*kernels); ++i) {
    assert_drawn("Kernel", (int)kernels[i], drawn.kinds[kernels[i]]);
  }
  for (size_t i = 0; i < sizeof(maps) / sizeof(*maps); ++i) {
    assert_drawn("Element-wise operator", (int)maps[i], drawn.maps[maps[i]]);
  }
  for (int i = 0; i < FORMS; ++i) {
    if (drawn.forms[i] < LEAST) {
      fail_msg("There is %s %u times only", form_names[i], drawn.forms[i]);
    }
  }
  for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); ++i) {
    assert_drawn("What a sliding window keeps of kernel", (int)kept[i], drawn.kept[kept[i]]);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_kernel_and_form_is_drawn),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
