// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/eval_output.h"

#include "plugin/snapshot.h"
#include "tools/text.h"

#include <math.h>
#include <string.h>

enum { NAME_WIDTH = 22, FIGURE_WIDTH = 28, CELL_WIDTH = 14 };

/// What a measure is called in a table for people
static const char*
measure_title(const char* const measure)
{
  static const char* const titles[][2] = {
    { "r2", "R\u00b2" },
    { "rmse", "RMSE" },
    { "auc", "AUC" },
  };
  for (unsigned i = 0; i < sizeof(titles) / sizeof(titles[0]); ++i) {
    if (!strcmp(titles[i][0], measure)) {
      return titles[i][1];
    }
  }
  return measure;
}

static void
write_figure(FILE* const stream, const Estimate* const estimate)
{
  char numbers[3][TEXT_SIGNED_SIZE];
  char text[4 * TEXT_SIGNED_SIZE];
  if (!isfinite(estimate->value)) {
    text_write_padded(stream, "  \u2014", FIGURE_WIDTH);
    return;
  }
  snprintf(text,
           sizeof(text),
           "  %s [%s, %s]",
           text_signed(numbers[0], estimate->value, 3, false),
           text_signed(numbers[1], estimate->low, 3, false),
           text_signed(numbers[2], estimate->high, 3, false));
  text_write_padded(stream, text, FIGURE_WIDTH);
}

/// True if figures `a` and `b` are of the same thing, one beside the other
static bool
share_row(const Evaluation* const evaluation, const uint32_t a, const uint32_t b)
{
  return b < evaluation->n && !strcmp(evaluation->figures[a].of, evaluation->figures[b].of);
}

/// The names of the measures of a row of figures from `first` on
static void
write_heading(FILE* const stream, const Evaluation* const evaluation, const uint32_t first)
{
  fprintf(stream, "\n%*s", NAME_WIDTH, "");
  for (uint32_t i = first; share_row(evaluation, first, i); ++i) {
    fputs("  ", stream);
    text_write_padded(stream, measure_title(evaluation->figures[i].measure), FIGURE_WIDTH - 2);
  }
  putc('\n', stream);
}

static void
write_figures(FILE* const stream, const Evaluation* const evaluation)
{
  const char* heading = "";
  for (uint32_t first = 0; first < evaluation->n;) {
    const Figure* const figure = &evaluation->figures[first];
    if (strcmp(heading, figure->measure)) {
      heading = figure->measure;
      write_heading(stream, evaluation, first);
    }
    text_write_padded(stream, figure->of, NAME_WIDTH);
    uint32_t next = first;
    for (; share_row(evaluation, first, next); ++next) {
      write_figure(stream, &evaluation->figures[next].estimate);
    }
    if (figure->positives) {
      fprintf(stream, "  %u files", figure->positives);
    }
    putc('\n', stream);
    first = next;
  }
}

static void
write_confusion(FILE* const stream, const Evaluation* const evaluation)
{
  fprintf(stream, "\n%-*s", NAME_WIDTH, "people say | read as");
  for (int read = 1; read <= 4; ++read) {
    fprintf(stream, " %*s", CELL_WIDTH, snapshot_quadrant_name(read));
  }
  for (int truth = 1; truth <= 4; ++truth) {
    fprintf(stream, "\n%-*s", NAME_WIDTH, snapshot_quadrant_name(truth));
    for (int read = 1; read <= 4; ++read) {
      fprintf(stream, " %*u", CELL_WIDTH, evaluation->confusion[truth - 1][read - 1]);
    }
  }
  putc('\n', stream);
}

static void
write_scale(FILE* const stream, const EvalResult* const result)
{
  const SidecarMood* const mood = result->task->mood;
  fprintf(stream,
          "R\u00b2 and RMSE are on the model's scale: valence %g to %g around %g, arousal %g to %g around %g.\n",
          (double)mood->valence.minimum,
          (double)mood->valence.maximum,
          (double)mood->valence.centre,
          (double)mood->arousal.minimum,
          (double)mood->arousal.maximum,
          (double)mood->arousal.centre);
}

static const char*
reader_title(const EvaluationTask* const task)
{
  return task->mood ? task->mood->title : task->sidecar->title;
}

/// True for a mood that a tag network's head hears
static bool
stands_beside_tags(const EvaluationTask* const task)
{
  return task->mood && task->sidecar->kind == MODEL_TAGS;
}

void
eval_write_text(FILE* const stream, const EvalResult* const result)
{
  const EvaluationTask* const task = result->task;
  fprintf(stream,
          "%s of %u files, read by %s%s%s, against %s\n",
          truth_kind_name(task->kind),
          task->n,
          reader_title(task),
          stands_beside_tags(task) ? " of " : "",
          stands_beside_tags(task) ? task->sidecar->title : "",
          result->table);
  write_figures(stream, result->evaluation);
  if (task->kind == TRUTH_QUADRANT) {
    write_confusion(stream, result->evaluation);
  }
  putc('\n', stream);
  if (task->kind == TRUTH_MOOD) {
    write_scale(stream, result);
  }
  fprintf(stream,
          "In brackets: 95 %% intervals of %u draws of the files with replacement (seed %llu).\n"
          "A file's reading is the mean over its windows, one every %.4g s.\n",
          task->resamples,
          (unsigned long long)task->seed,
          result->hop);
}

static void
write_csv_number(FILE* const stream, const double number)
{
  if (isfinite(number)) {
    fprintf(stream, "%.9g", number);
  }
}

static void
write_csv_estimate(FILE* const stream, const Estimate* const estimate)
{
  write_csv_number(stream, estimate->value);
  putc(',', stream);
  write_csv_number(stream, estimate->low);
  putc(',', stream);
  write_csv_number(stream, estimate->high);
}

static void
write_csv_confusion(FILE* const stream, const EvalResult* const result)
{
  for (int truth = 1; truth <= 4; ++truth) {
    for (int read = 1; read <= 4; ++read) {
      fprintf(stream,
              "people say %s,read as %s,%u,,,%u,\n",
              snapshot_quadrant_name(truth),
              snapshot_quadrant_name(read),
              result->evaluation->confusion[truth - 1][read - 1],
              result->task->n);
    }
  }
}

void
eval_write_csv(FILE* const stream, const EvalResult* const result)
{
  fputs("of,measure,value,low,high,files,positives\n", stream);
  for (uint32_t i = 0; i < result->evaluation->n; ++i) {
    const Figure* const figure = &result->evaluation->figures[i];
    text_write_csv(stream, figure->of);
    fprintf(stream, ",%s,", figure->measure);
    write_csv_estimate(stream, &figure->estimate);
    fprintf(stream, ",%u,", result->task->n);
    if (figure->positives) {
      fprintf(stream, "%u", figure->positives);
    }
    putc('\n', stream);
  }
  if (result->task->kind == TRUTH_QUADRANT) {
    write_csv_confusion(stream, result);
  }
}

static void
write_member(FILE* const stream, const char* const key, const char* const text)
{
  fprintf(stream, ",\n \"%s\": ", key);
  text_write_json(stream, text);
}

static void
write_json_value(FILE* const stream, const char* const key, const double number)
{
  fprintf(stream, ", \"%s\": ", key);
  text_write_json_number(stream, number);
}

static void
write_json_figures(FILE* const stream, const Evaluation* const evaluation)
{
  fputs(",\n \"figures\": [", stream);
  for (uint32_t i = 0; i < evaluation->n; ++i) {
    const Figure* const figure = &evaluation->figures[i];
    fprintf(stream, "%s\n  {\"of\": ", i ? "," : "");
    text_write_json(stream, figure->of);
    fprintf(stream, ", \"measure\": \"%s\"", figure->measure);
    write_json_value(stream, "value", figure->estimate.value);
    write_json_value(stream, "low", figure->estimate.low);
    write_json_value(stream, "high", figure->estimate.high);
    if (figure->positives) {
      fprintf(stream, ", \"positives\": %u", figure->positives);
    }
    putc('}', stream);
  }
  putc(']', stream);
}

static void
write_json_confusion(FILE* const stream, const Evaluation* const evaluation)
{
  fputs(",\n \"confusion\": [", stream);
  for (unsigned truth = 0; truth < 4; ++truth) {
    const uint32_t* const row = evaluation->confusion[truth];
    fprintf(stream, "%s[%u, %u, %u, %u]", truth ? ", " : "", row[0], row[1], row[2], row[3]);
  }
  putc(']', stream);
}

static void
write_json_point(FILE* const stream, const char* const who, const double valence, const double arousal)
{
  fprintf(stream, ", \"%s\": {\"valence\": ", who);
  text_write_json_number(stream, valence);
  write_json_value(stream, "arousal", arousal);
  putc('}', stream);
}

/// Names of the tags that people gave, and what the model reads for all that are judged
static void
write_json_tags(FILE* const stream, const EvaluationTask* const task, const EvaluationFile* const file)
{
  const char* comma = "";
  fputs(", \"people\": [", stream);
  for (uint32_t i = 0; i < task->sidecar->n_tags; ++i) {
    if (file->has[i]) {
      fputs(comma, stream);
      text_write_json(stream, task->sidecar->labels[i].name);
      comma = ", ";
    }
  }
  fputs("], \"model\": {", stream);
  comma = "";
  for (uint32_t i = 0; i < task->sidecar->n_tags; ++i) {
    if (task->known[i]) {
      fputs(comma, stream);
      text_write_json(stream, task->sidecar->labels[i].name);
      fputs(": ", stream);
      text_write_json_number(stream, file->values[i]);
      comma = ", ";
    }
  }
  putc('}', stream);
}

static void
write_json_file(FILE* const stream, const EvaluationTask* const task, const EvaluationFile* const file)
{
  fputs("{\"file\": ", stream);
  text_write_json(stream, file->path);
  fprintf(stream, ", \"windows\": %llu", (unsigned long long)file->windows);
  const SidecarMood* const mood = task->mood;
  if (!mood) {
    write_json_tags(stream, task, file);
  } else if (task->kind == TRUTH_QUADRANT) {
    fprintf(stream, ", \"people\": %d", file->truth.quadrant);
  } else {
    write_json_point(stream,
                     "people",
                     evaluation_rating(task, &mood->valence, file->truth.valence),
                     evaluation_rating(task, &mood->arousal, file->truth.arousal));
  }
  if (mood) {
    write_json_point(stream, "model", file->values[mood->valence.label], file->values[mood->arousal.label]);
  }
  putc('}', stream);
}

void
eval_write_json(FILE* const stream, const EvalResult* const result)
{
  const EvaluationTask* const task = result->task;
  fputs("{\"format\": \"equus-eval\", \"version\": 1", stream);
  write_member(stream, "of", truth_kind_name(task->kind));
  write_member(stream, "model", task->sidecar->name);
  write_member(stream, "sha256", task->sidecar->sha256);
  if (task->mood) {
    write_member(stream, "mood", task->mood->name);
  }
  write_member(stream, "folder", result->folder);
  write_member(stream, "table", result->table);
  fprintf(stream, ",\n \"files\": %u, \"resamples\": %u", task->n, task->resamples);
  fprintf(stream, ", \"seed\": %llu", (unsigned long long)task->seed);
  write_json_value(stream, "start", result->start);
  write_json_value(stream, "seconds", result->seconds);
  write_json_value(stream, "hop", result->hop);
  write_json_figures(stream, result->evaluation);
  if (task->kind == TRUTH_QUADRANT) {
    write_json_confusion(stream, result->evaluation);
  }
  fputs(",\n \"readings\": [", stream);
  for (uint32_t i = 0; i < task->n; ++i) {
    fprintf(stream, "%s\n  ", i ? "," : "");
    write_json_file(stream, task, &task->files[i]);
  }
  fputs("]}\n", stream);
}
