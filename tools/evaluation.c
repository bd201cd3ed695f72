// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/evaluation.h"

#include "plugin/snapshot.h"

#include <math.h>
#include <stdlib.h>

enum { AXES = 2, PER_AXIS = 3, PER_SIGN = 2 };

static const char* const axis_names[AXES] = { "valence", "arousal" };

/// Numbers of all files, in columns [files], and what computes figures from them
typedef struct {
  const EvaluationTask* task;
  double*               readings; ///< [AXES] columns
  double*               ratings;  ///< As people gave them
  double*               scaled;   ///< On the model's scale
  Ranked*               ranked;   ///< A column an axis or a judged tag
  bool*                 positive; ///< As many
  double*               correct;  ///< 1 for files whose quadrant is right
  uint32_t              columns;  ///< Of `ranked` and `positive`
} Work;

static const SidecarAxis*
axis_of(const SidecarMood* const mood, const unsigned axis)
{
  return axis ? &mood->arousal : &mood->valence;
}

double
evaluation_rating(const EvaluationTask* const task, const SidecarAxis* const axis, const double rating)
{
  if (!task->scale) {
    return rating;
  }
  const RatingScale* const scale  = task->scale;
  const bool               below  = rating < scale->centre;
  const double             from   = below ? scale->centre - scale->minimum : scale->maximum - scale->centre;
  const double             centre = (double)axis->centre;
  const double             to     = below ? centre - (double)axis->minimum : (double)axis->maximum - centre;
  return centre + (rating - scale->centre) / from * to;
}

int
evaluation_quadrant(const SidecarMood* const mood, const double* const values)
{
  return snapshot_quadrant(sidecar_axis_to_plane(&mood->valence, (float)values[mood->valence.label]),
                           sidecar_axis_to_plane(&mood->arousal, (float)values[mood->arousal.label]));
}

/// True if people put the file on the upper side of an axis
static bool
is_positive(const TruthRow* const truth, const unsigned axis)
{
  return axis ? truth->quadrant <= 2 : truth->quadrant == 1 || truth->quadrant == 4;
}

static void
fill_axis(Work* const work, const unsigned axis)
{
  const EvaluationTask* const task  = work->task;
  const SidecarAxis* const    about = axis_of(task->mood, axis);
  for (uint32_t i = 0; i < task->n; ++i) {
    const EvaluationFile* const file   = &task->files[i];
    const size_t                at     = (size_t)axis * task->n + i;
    const double                rating = axis ? file->truth.arousal : file->truth.valence;
    work->readings[at]                 = file->values[about->label];
    work->ratings[at]                  = rating;
    work->scaled[at]                   = evaluation_rating(task, about, rating);
  }
}

static void
fill_sign(Work* const work, const unsigned axis)
{
  const EvaluationTask* const task  = work->task;
  const SidecarAxis* const    about = axis_of(task->mood, axis);
  for (uint32_t i = 0; i < task->n; ++i) {
    const size_t at    = (size_t)axis * task->n + i;
    work->ranked[at]   = (Ranked){ task->files[i].values[about->label], i };
    work->positive[at] = is_positive(&task->files[i].truth, axis);
  }
}

static void
fill_tag(Work* const work, const uint32_t column, const uint32_t tag)
{
  const EvaluationTask* const task = work->task;
  for (uint32_t i = 0; i < task->n; ++i) {
    const size_t at    = (size_t)column * task->n + i;
    work->ranked[at]   = (Ranked){ task->files[i].values[tag], i };
    work->positive[at] = task->files[i].has[tag];
  }
}

static void
judge_quadrants(Work* const work, Evaluation* const evaluation)
{
  const EvaluationTask* const task = work->task;
  for (uint32_t i = 0; i < task->n; ++i) {
    const int truth  = task->files[i].truth.quadrant;
    const int read   = evaluation_quadrant(task->mood, task->files[i].values);
    work->correct[i] = truth == read ? 1.0 : 0.0;
    ++evaluation->confusion[truth - 1][read - 1];
  }
}

static Ranking
ranking_of(const Work* const work, const uint32_t column)
{
  const uint32_t n  = work->task->n;
  const size_t   at = (size_t)column * n;
  return (Ranking){ work->ranked + at, work->positive + at, n };
}

static void
mood_figures(void* const handle, const double* const weights, double* const figures)
{
  const Work* const work = (const Work*)handle;
  const uint32_t    n    = work->task->n;
  for (size_t axis = 0; axis < AXES; ++axis) {
    const double* const readings = work->readings + axis * n;
    double* const       to       = figures + axis * PER_AXIS;
    to[0]                        = statistics_correlation(work->ratings + axis * n, readings, weights, n);
    to[1] = to[2] = (double)NAN;
    if (work->task->scale_fits) {
      to[1] = statistics_r2(work->scaled + axis * n, readings, weights, n);
      to[2] = statistics_rmse(work->scaled + axis * n, readings, weights, n);
    }
  }
}

static void
rank_figures(const Work* const work, const double* const weights, double* const figures)
{
  for (uint32_t column = 0; column < work->columns; ++column) {
    const Ranking ranking          = ranking_of(work, column);
    figures[PER_SIGN * column]     = statistics_auc(&ranking, weights);
    figures[PER_SIGN * column + 1] = statistics_average_precision(&ranking, weights);
  }
}

static void
quadrant_figures(void* const handle, const double* const weights, double* const figures)
{
  const Work* const work  = (const Work*)handle;
  double            sum   = 0.0;
  double            total = 0.0;
  for (uint32_t i = 0; i < work->task->n; ++i) {
    sum += weights[i] * work->correct[i];
    total += weights[i];
  }
  figures[0] = sum / total;
  rank_figures(work, weights, figures + 1);
}

/// Behind the means over those tags that have both files with and without them
static void
tag_figures(void* const handle, const double* const weights, double* const figures)
{
  const Work* const   work  = (const Work*)handle;
  const double* const rows  = figures + PER_SIGN;
  double              auc   = 0.0;
  double              ap    = 0.0;
  double              count = 0.0;
  rank_figures(work, weights, figures + PER_SIGN);
  for (uint32_t column = 0; column < work->columns; ++column) {
    if (isfinite(rows[PER_SIGN * column])) {
      auc += rows[PER_SIGN * column];
      ap += rows[PER_SIGN * column + 1];
      count += 1.0;
    }
  }
  figures[0] = count > 0.0 ? auc / count : (double)NAN;
  figures[1] = count > 0.0 ? ap / count : (double)NAN;
}

static uint32_t
count_positives(const Work* const work, const uint32_t column)
{
  uint32_t count = 0;
  for (uint32_t i = 0; i < work->task->n; ++i) {
    count += work->positive[(size_t)column * work->task->n + i];
  }
  return count;
}

static void
add_figure(Evaluation* const evaluation, const char* const of, const char* const measure, const uint32_t positives)
{
  evaluation->figures[evaluation->n++] = (Figure){ .of = of, .measure = measure, .positives = positives };
}

/// Name and prepare one ranked column, the next of `work`
static void
add_ranked(Work* const work, Evaluation* const evaluation, const char* const of)
{
  const uint32_t column    = work->columns++;
  const uint32_t positives = count_positives(work, column);
  statistics_rank(work->ranked + (size_t)column * work->task->n, work->task->n);
  add_figure(evaluation, of, "auc", positives);
  add_figure(evaluation, of, "average precision", positives);
}

static StatisticsFigures
prepare_mood(Work* const work, Evaluation* const evaluation)
{
  static const char* const measures[PER_AXIS] = { "r", "r2", "rmse" };
  for (unsigned axis = 0; axis < AXES; ++axis) {
    fill_axis(work, axis);
    for (unsigned i = 0; i < PER_AXIS; ++i) {
      add_figure(evaluation, axis_names[axis], measures[i], 0);
    }
  }
  return mood_figures;
}

static StatisticsFigures
prepare_quadrants(Work* const work, Evaluation* const evaluation)
{
  judge_quadrants(work, evaluation);
  add_figure(evaluation, "quadrant", "accuracy", 0);
  for (unsigned axis = 0; axis < AXES; ++axis) {
    fill_sign(work, axis);
    add_ranked(work, evaluation, axis_names[axis]);
  }
  return quadrant_figures;
}

static StatisticsFigures
prepare_tags(Work* const work, Evaluation* const evaluation)
{
  const EvaluationTask* const task = work->task;
  add_figure(evaluation, "mean of tags", "auc", 0);
  add_figure(evaluation, "mean of tags", "average precision", 0);
  for (uint32_t tag = 0; tag < task->sidecar->n_tags; ++tag) {
    if (task->known[tag]) {
      fill_tag(work, work->columns, tag);
      add_ranked(work, evaluation, task->sidecar->labels[tag].name);
    }
  }
  return tag_figures;
}

static StatisticsFigures
prepare(Work* const work, Evaluation* const evaluation)
{
  switch (work->task->kind) {
  case TRUTH_MOOD:
    return prepare_mood(work, evaluation);
  case TRUTH_QUADRANT:
    return prepare_quadrants(work, evaluation);
  default:
    return prepare_tags(work, evaluation);
  }
}

/// Room for the columns of any kind
static bool
allocate(Work* const work, Evaluation* const evaluation)
{
  const size_t n      = work->task->n;
  const size_t ranked = AXES + work->task->sidecar->n_tags;
  work->readings      = (double*)calloc(AXES * n, sizeof(double));
  work->ratings       = (double*)calloc(AXES * n, sizeof(double));
  work->scaled        = (double*)calloc(AXES * n, sizeof(double));
  work->correct       = (double*)calloc(n, sizeof(double));
  work->ranked        = (Ranked*)calloc(ranked * n, sizeof(Ranked));
  work->positive      = (bool*)calloc(ranked * n, sizeof(bool));
  evaluation->figures = (Figure*)calloc(PER_SIGN * ranked + AXES * PER_AXIS, sizeof(Figure));
  return work->readings && work->ratings && work->scaled && work->correct && work->ranked && work->positive &&
         evaluation->figures;
}

static void
clear_work(Work* const work)
{
  free(work->readings);
  free(work->ratings);
  free(work->scaled);
  free(work->correct);
  free(work->ranked);
  free(work->positive);
}

static EquusStatus
estimate(Work* const work, Evaluation* const evaluation)
{
  const EvaluationTask* const task      = work->task;
  const StatisticsFigures     figures   = prepare(work, evaluation);
  const Bootstrap             bootstrap = { task->n, task->resamples, task->seed, evaluation->n, figures, work };
  Estimate* const             estimates = (Estimate*)calloc(evaluation->n, sizeof(Estimate));
  const EquusStatus           status    = estimates ? statistics_bootstrap(&bootstrap, estimates) : EQUUS_ERR_MEMORY;
  for (uint32_t i = 0; !status && i < evaluation->n; ++i) {
    evaluation->figures[i].estimate = estimates[i];
  }
  free(estimates);
  return status;
}

EquusStatus
evaluation_make(const EvaluationTask* const task, Evaluation* const evaluation, EquusError* const error)
{
  Work work                = { .task = task };
  *evaluation              = (Evaluation){ .n = 0 };
  const EquusStatus status = allocate(&work, evaluation) ? estimate(&work, evaluation) : EQUUS_ERR_MEMORY;
  clear_work(&work);
  return status ? equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory") : EQUUS_OK;
}

void
evaluation_clear(Evaluation* const evaluation)
{
  free(evaluation->figures);
  *evaluation = (Evaluation){ .n = 0 };
}
