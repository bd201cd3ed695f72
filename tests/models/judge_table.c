// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// judge_table MODEL: reads rows of features, as many numbers as the model has features, until the input ends; writes
// for each its choice, whether it has ground, its distance, its decisions

#include "models/classic/classic_judge.h"
#include "models/classic/classic_model.h"

#include <stdio.h>

static bool
read_row(const ClassicModel* const model, double* const row)
{
  for (uint32_t i = 0; i < model->n_features; ++i) {
    if (scanf("%lf", &row[i]) != 1) { // NOLINT(cert-err34-c)
      return false;
    }
  }
  return true;
}

static void
write_reading(const ClassicModel* const model, const ClassicJudge* const judge)
{
  const ClassicReading* const reading = classic_judge_reading(judge);
  printf("%u %d %.9g", reading->choice, reading->grounded, reading->distance);
  for (uint32_t i = 0; i < classic_model_decisions(model); ++i) {
    printf(" %.12g", classic_judge_decisions(judge)[i]);
  }
  printf("\n");
}

int
main(const int argc, char** const argv)
{
  EquusError          error = { EQUUS_OK, "needs a model's file" };
  ClassicModel* const model = argc == 2 ? classic_model_load(argv[1], &error) : NULL;
  ClassicJudge* const judge = model ? classic_judge_new(model) : NULL;
  double              row[CLASSIC_MAX_FEATURES];
  if (!judge) {
    fprintf(stderr, "judge_table: %s\n", error.text);
    classic_model_free(model);
    return 1;
  }
  while (read_row(model, row)) {
    classic_judge_begin(judge, row);
    classic_judge_step(judge, model->n_vectors);
    write_reading(model, judge);
  }
  classic_judge_free(judge);
  classic_model_free(model);
  return 0;
}
