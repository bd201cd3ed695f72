// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_EVAL_OUTPUT_H
#define EQUUS_TOOLS_EVAL_OUTPUT_H

#include "tools/evaluation.h"

#include <stdio.h>

/// What `equus eval` found, and how
typedef struct {
  const EvaluationTask* task;
  const Evaluation*     evaluation;
  const char*           folder;
  const char*           table;
  double                start, seconds; ///< Part of each file; 0 seconds for all that follows
  double                hop;            ///< Seconds from window to window
} EvalResult;

/// For people
void eval_write_text(FILE* stream, const EvalResult* result);

/// Columns of,measure,value,low,high,files,positives; the confusion matrix as measure "read as NAME" of "people say
/// NAME"
void eval_write_csv(FILE* stream, const EvalResult* result);

/// All of it, with the mean reading of each file
void eval_write_json(FILE* stream, const EvalResult* result);

#endif // EQUUS_TOOLS_EVAL_OUTPUT_H
