// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_metrics.h"

#include "plugin/snapshot.h"
#include "tools/audit_truth.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { AXES = 2, QUADRANTS = 4, MATRIX = AUDIT_MAX_CLASSES * AUDIT_MAX_CLASSES };

/// What a model is judged by, and the songs of the condition at hand
typedef struct {
  const AuditSummary*  summary;
  const AuditModel*    model;
  AuditMetrics*        metrics;
  Truth                truth;
  int64_t*             rows;             ///< [songs] of the truth, -1 for none
  const AuditReading** heard;            ///< [songs] NULL for those without
  uint32_t             n;                ///< Songs with both, whose numbers follow
  const AuditReading** readings;         ///< [songs]
  uint32_t*            truths;           ///< [songs] rows
  double*              weights;          ///< [songs] all 1
  double *             ratings, *values; ///< [songs]
  Ranked*              ranked;           ///< [songs]
  bool*                positive;         ///< [songs]
  double*              numbers;          ///< Of the condition
  uint32_t*            counts;           ///< How often each number of a column was defined
} Work;

/// Numbers of a column: figures, those of the tags, the matrix
static size_t
length_of(const AuditMetrics* const metrics)
{
  return AUDIT_FIGURES + (size_t)metrics->n_tags * AUDIT_TAG_FIGURES + MATRIX;
}

static size_t
tag_at(const uint32_t tag)
{
  return AUDIT_FIGURES + (size_t)tag * AUDIT_TAG_FIGURES;
}

static size_t
matrix_at(const AuditMetrics* const metrics, const uint32_t people, const uint32_t model)
{
  return tag_at(metrics->n_tags) + (size_t)people * AUDIT_MAX_CLASSES + model;
}

static bool
has_tag(const Work* const work, const uint32_t song, const uint32_t t)
{
  return work->truth.has[(size_t)work->truths[song] * work->truth.n_tags + work->metrics->tags[t]];
}

/// The judged tag that a song's reading says
static uint32_t
said_tag(const Work* const work, const uint32_t song)
{
  const float* const values = work->readings[song]->values;
  uint32_t           best   = 0;
  for (uint32_t t = 1; t < work->metrics->n_tags; ++t) {
    best = values[work->metrics->tags[t]] > values[work->metrics->tags[best]] ? t : best;
  }
  return best;
}

static void
rank_tag(Work* const work, const uint32_t t, double* const figures)
{
  for (uint32_t i = 0; i < work->n; ++i) {
    work->ranked[i]   = (Ranked){ (double)work->readings[i]->values[work->metrics->tags[t]], i };
    work->positive[i] = has_tag(work, i, t);
  }
  statistics_rank(work->ranked, work->n);
  const Ranking ranking = { work->ranked, work->positive, work->n };
  figures[AUDIT_AUC]    = statistics_auc(&ranking, work->weights);
  figures[AUDIT_AP] =
    isfinite(figures[AUDIT_AUC]) ? statistics_average_precision(&ranking, work->weights) : (double)NAN;
}

static void
judge_tag(Work* const work, const uint32_t t, double* const figures)
{
  double said  = 0.0;
  double there = 0.0;
  double right = 0.0;
  for (uint32_t i = 0; i < work->n; ++i) {
    const bool says = said_tag(work, i) == t;
    const bool has  = has_tag(work, i, t);
    said += says;
    there += has;
    right += says && has;
  }
  figures[AUDIT_PRECISION] = said > 0.0 ? right / said : (double)NAN;
  figures[AUDIT_RECALL]    = there > 0.0 ? right / there : (double)NAN;
  figures[AUDIT_F]         = there > 0.0 ? 2.0 * right / (said + there) : (double)NAN;
  rank_tag(work, t, figures);
}

static void
fill_tag_matrix(Work* const work)
{
  for (uint32_t i = 0; i < work->n; ++i) {
    const uint32_t said  = said_tag(work, i);
    bool           right = false;
    for (uint32_t t = 0; t < work->metrics->n_tags; ++t) {
      if (has_tag(work, i, t)) {
        right = right || t == said;
        if (work->metrics->n_classes) {
          work->numbers[matrix_at(work->metrics, t, said)] += 1.0;
        }
      }
    }
    work->numbers[AUDIT_ACCURACY] += right ? 1.0 / work->n : 0.0;
  }
}

static void
judge_tags(Work* const work)
{
  double   sums[AUDIT_TAG_FIGURES]   = { 0.0 };
  uint32_t counts[AUDIT_TAG_FIGURES] = { 0 };
  for (uint32_t t = 0; t < work->metrics->n_tags; ++t) {
    double* const figures = work->numbers + tag_at(t);
    judge_tag(work, t, figures);
    for (unsigned f = 0; f < AUDIT_TAG_FIGURES; ++f) {
      const bool never = f == AUDIT_PRECISION && isfinite(figures[AUDIT_RECALL]); // Never said: nothing was right
      counts[f] += never || isfinite(figures[f]);
      sums[f] += isfinite(figures[f]) ? figures[f] : 0.0;
    }
  }
  for (unsigned f = 0; f < AUDIT_TAG_FIGURES; ++f) {
    work->numbers[f] = counts[f] ? sums[f] / counts[f] : (double)NAN;
  }
  fill_tag_matrix(work);
}

static const AuditAxis*
axis_of(const AuditModel* const model, const unsigned axis)
{
  return axis ? &model->arousal : &model->valence;
}

static double
rating_of(const TruthRow* const row, const unsigned axis)
{
  return axis ? row->arousal : row->valence;
}

static void
judge_axis(Work* const work, const unsigned axis)
{
  const AuditAxis* const about = axis_of(work->model, axis);
  if (about->label < 0) {
    return;
  }
  for (uint32_t i = 0; i < work->n; ++i) {
    work->ratings[i] = rating_of(&work->truth.rows[work->truths[i]], axis);
    work->values[i]  = (double)work->readings[i]->values[about->label];
  }
  work->numbers[AUDIT_R_VALENCE + axis] = statistics_correlation(work->ratings, work->values, work->weights, work->n);
  if (work->metrics->scale_fits) {
    work->numbers[AUDIT_R2_VALENCE + axis]   = statistics_r2(work->ratings, work->values, work->weights, work->n);
    work->numbers[AUDIT_RMSE_VALENCE + axis] = statistics_rmse(work->ratings, work->values, work->weights, work->n);
  }
}

static int
quadrant_of_truth(const Work* const work, const TruthRow* const row)
{
  if (work->truth.kind == TRUTH_QUADRANT) {
    return row->quadrant;
  }
  return snapshot_quadrant((float)(row->valence - work->model->valence.centre),
                           (float)(row->arousal - work->model->arousal.centre));
}

static void
judge_quadrants(Work* const work)
{
  work->numbers[AUDIT_ACCURACY] = 0.0;
  for (uint32_t i = 0; i < work->n; ++i) {
    const int people = quadrant_of_truth(work, &work->truth.rows[work->truths[i]]);
    const int model  = snapshot_quadrant((float)work->readings[i]->valence, (float)work->readings[i]->arousal);
    work->numbers[matrix_at(work->metrics, (uint32_t)people - 1, (uint32_t)model - 1)] += 1.0;
    work->numbers[AUDIT_ACCURACY] += people == model ? 1.0 / work->n : 0.0;
  }
}

/// Compute the numbers of the songs that are heard
static void
judge_condition(Work* const work)
{
  const size_t matrix = matrix_at(work->metrics, 0, 0);
  work->n             = 0;
  for (uint32_t s = 0; s < work->summary->log->n_songs; ++s) {
    if (work->heard[s] && work->rows[s] >= 0) {
      work->readings[work->n] = work->heard[s];
      work->truths[work->n++] = (uint32_t)work->rows[s];
    }
  }
  for (size_t i = 0; i < length_of(work->metrics); ++i) {
    work->numbers[i] = i < matrix ? (double)NAN : 0.0;
  }
  if (work->truth.kind == TRUTH_TAGS) {
    work->numbers[AUDIT_ACCURACY] = 0.0;
    judge_tags(work);
  } else {
    if (work->truth.kind == TRUTH_MOOD) {
      judge_axis(work, 0);
      judge_axis(work, 1);
    }
    if (work->metrics->n_classes) {
      judge_quadrants(work);
    }
  }
}

/// Add a condition to its column
static void
add_condition(Work* const work, const uint32_t column)
{
  const size_t  length = length_of(work->metrics);
  double* const sums   = work->metrics->numbers + column * length;
  judge_condition(work);
  if (!work->n) {
    return;
  }
  ++work->metrics->conditions[column];
  for (size_t i = 0; i < length; ++i) {
    if (isfinite(work->numbers[i])) {
      sums[i] += work->numbers[i];
      ++work->counts[column * length + i];
    }
  }
}

static void
divide(Work* const work)
{
  const size_t n = work->metrics->n_columns * length_of(work->metrics);
  for (size_t i = 0; i < n; ++i) {
    work->metrics->numbers[i] = work->counts[i] ? work->metrics->numbers[i] / work->counts[i] : (double)NAN;
  }
}

static uint32_t
treatments_of(const AuditLog* const log)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < log->n_records; ++i) {
    n = log->records[i].treatment.index >= n ? log->records[i].treatment.index + 1 : n;
  }
  return n;
}

/// The records of each treatment, which are sorted by song: one pass a treatment over those of this model
static EquusStatus
judge_treatments(Work* const work, const uint32_t model)
{
  const AuditLog* const log   = work->summary->log;
  const uint32_t        n     = treatments_of(log);
  const AuditRecord**   table = (const AuditRecord**)calloc((size_t)n * log->n_songs + 1, sizeof(void*));
  if (!table) {
    return EQUUS_ERR_MEMORY;
  }
  for (uint32_t i = 0; i < log->n_records; ++i) {
    const AuditRecord* const record = &log->records[i];
    if (record->model == model && record->heard) {
      table[(size_t)record->treatment.index * log->n_songs + record->song] = record;
    }
  }
  for (uint32_t t = 0; t < n; ++t) {
    const AuditRecord* any = NULL;
    for (uint32_t s = 0; s < log->n_songs; ++s) {
      const AuditRecord* const record = table[(size_t)t * log->n_songs + s];
      work->heard[s]                  = record ? &record->wet : NULL;
      any                             = record ? record : any;
    }
    if (any) {
      add_condition(work, 1 + audit_summary_group(work->summary, &any->treatment));
    }
  }
  free((void*)table);
  return EQUUS_OK;
}

static void
judge_dry(Work* const work, const uint32_t model)
{
  for (uint32_t s = 0; s < work->summary->log->n_songs; ++s) {
    work->heard[s] = &work->summary->log->songs[s].dry[model];
  }
  add_condition(work, 0);
}

/// List the tags that labels of these songs speak of
static EquusStatus
list_tags(Work* const work)
{
  AuditMetrics* const   metrics = work->metrics;
  const AuditLog* const log     = work->summary->log;
  metrics->tags                 = (uint32_t*)calloc((size_t)work->truth.n_tags + 1, sizeof(uint32_t));
  metrics->positives            = (uint32_t*)calloc((size_t)work->truth.n_tags + 1, sizeof(uint32_t));
  if (!metrics->tags || !metrics->positives) {
    return EQUUS_ERR_MEMORY;
  }
  for (uint32_t tag = 0; work->truth.kind == TRUTH_TAGS && tag < work->truth.n_tags; ++tag) {
    if (work->truth.known[tag]) {
      const uint32_t t = metrics->n_tags++;
      metrics->tags[t] = tag;
      for (uint32_t s = 0; s < log->n_songs; ++s) {
        const int64_t row = work->rows[s];
        metrics->positives[t] += row >= 0 && work->truth.has[(size_t)row * work->truth.n_tags + tag];
      }
    }
  }
  return EQUUS_OK;
}

static bool
rating_fits(const Work* const work, const TruthRow* const row, const unsigned axis)
{
  const AuditAxis* const about = axis_of(work->model, axis);
  const double           value = rating_of(row, axis);
  return about->label < 0 || (value >= about->minimum && value <= about->maximum);
}

static void
look_over(Work* const work)
{
  AuditMetrics* const metrics = work->metrics;
  metrics->scale_fits         = work->truth.kind == TRUTH_MOOD;
  for (uint32_t s = 0; s < work->summary->log->n_songs; ++s) {
    if (work->rows[s] >= 0) {
      const TruthRow* const row = &work->truth.rows[work->rows[s]];
      ++metrics->songs;
      metrics->scale_fits = metrics->scale_fits && rating_fits(work, row, 0) && rating_fits(work, row, 1);
    }
  }
  if (work->truth.kind == TRUTH_TAGS) {
    metrics->n_classes = metrics->n_tags <= AUDIT_MAX_CLASSES ? metrics->n_tags : 0;
  } else if (work->model->valence.label >= 0 && work->model->arousal.label >= 0) {
    metrics->n_classes = work->truth.kind == TRUTH_QUADRANT || metrics->scale_fits ? QUADRANTS : 0;
  }
}

static EquusStatus
allocate(Work* const work)
{
  AuditMetrics* const metrics = work->metrics;
  const size_t        songs   = (size_t)work->summary->log->n_songs + 1;
  const size_t        length  = length_of(metrics);
  metrics->n_columns          = 1 + work->summary->n_groups;
  metrics->conditions         = (uint32_t*)calloc(metrics->n_columns, sizeof(uint32_t));
  metrics->numbers            = (double*)calloc(metrics->n_columns * length, sizeof(double));
  work->counts                = (uint32_t*)calloc(metrics->n_columns * length, sizeof(uint32_t));
  work->numbers               = (double*)calloc(length, sizeof(double));
  work->heard                 = (const AuditReading**)calloc(songs, sizeof(void*));
  work->readings              = (const AuditReading**)calloc(songs, sizeof(void*));
  work->truths                = (uint32_t*)calloc(songs, sizeof(uint32_t));
  work->weights               = (double*)calloc(songs, sizeof(double));
  work->ratings               = (double*)calloc(songs, sizeof(double));
  work->values                = (double*)calloc(songs, sizeof(double));
  work->ranked                = (Ranked*)calloc(songs, sizeof(Ranked));
  work->positive              = (bool*)calloc(songs, sizeof(bool));
  for (size_t s = 0; work->weights && s < songs; ++s) {
    work->weights[s] = 1.0;
  }
  return metrics->conditions && metrics->numbers && work->counts && work->numbers && work->heard && work->readings &&
             work->truths && work->weights && work->ratings && work->values && work->ranked && work->positive
           ? EQUUS_OK
           : EQUUS_ERR_MEMORY;
}

static void
clear_work(Work* const work)
{
  truth_clear(&work->truth);
  free(work->rows);
  free(work->counts);
  free(work->numbers);
  free((void*)work->heard);
  free((void*)work->readings);
  free(work->truths);
  free(work->weights);
  free(work->ratings);
  free(work->values);
  free(work->ranked);
  free(work->positive);
}

/// Read the labels of this model's songs
static EquusStatus
read_truth(Work* const work, const Csv* const csv, EquusError* const error)
{
  const AuditModel* const model = work->model;
  const TruthKind         kind  = truth_kind(csv);
  const char**            names = (const char**)calloc((size_t)model->n_tags + 1, sizeof(char*));
  work->rows                    = (int64_t*)calloc((size_t)work->summary->log->n_songs + 1, sizeof(int64_t));
  EquusStatus status            = names && work->rows ? EQUUS_OK : EQUUS_ERR_MEMORY;
  for (uint32_t i = 0; names && i < model->n_tags; ++i) {
    names[i] = model->labels[i];
  }
  work->metrics->kind = kind;
  if (status) {
    equus_error_set(error, status, "out of memory");
  } else {
    status = truth_read(csv, kind, names, model->n_tags, &work->truth, error);
    status = status ? status : audit_truth_match(work->summary->log, &work->truth, work->rows, error);
  }
  free((void*)names);
  return status;
}

/// Whether there is anything to judge
static EquusStatus
check(const Work* const work, const Csv* const csv, EquusError* const error)
{
  const AuditModel* const model = work->model;
  const bool              moods = model->valence.label >= 0 || model->arousal.label >= 0;
  if (work->metrics->kind == TRUTH_TAGS ? !work->metrics->n_tags : !moods) {
    return equus_error_set(error,
                           EQUUS_ERR_NOT_FOUND,
                           "%s speaks of nothing that %s hears, so this model can't be judged by it",
                           csv_path(csv),
                           model->title);
  }
  return work->metrics->songs
           ? EQUUS_OK
           : equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s names none of the songs", csv_path(csv));
}

EquusStatus
audit_metrics_make(const AuditSummary* const summary,
                   const uint32_t            model,
                   const Csv* const          truth,
                   AuditMetrics* const       metrics,
                   EquusError* const         error)
{
  Work work          = { .summary = summary, .model = &summary->log->run.models[model], .metrics = metrics };
  *metrics           = (AuditMetrics){ .songs = 0 };
  EquusStatus status = read_truth(&work, truth, error);
  if (!status && (list_tags(&work) || allocate(&work))) {
    status = equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  if (!status) {
    look_over(&work);
    status = check(&work, truth, error);
  }
  if (!status) {
    judge_dry(&work, model);
    status = judge_treatments(&work, model) ? equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory") : EQUUS_OK;
    divide(&work);
  }
  clear_work(&work);
  return status;
}

void
audit_metrics_clear(AuditMetrics* const metrics)
{
  free(metrics->tags);
  free(metrics->positives);
  free(metrics->conditions);
  free(metrics->numbers);
  *metrics = (AuditMetrics){ .songs = 0 };
}

double
audit_metrics_figure(const AuditMetrics* const metrics, const uint32_t column, const AuditFigure figure)
{
  return metrics->numbers[column * length_of(metrics) + figure];
}

double
audit_metrics_tag(const AuditMetrics* const metrics,
                  const uint32_t            column,
                  const uint32_t            tag,
                  const AuditFigure         figure)
{
  return metrics->numbers[column * length_of(metrics) + tag_at(tag) + figure];
}

double
audit_metrics_confusion(const AuditMetrics* const metrics,
                        const uint32_t            column,
                        const uint32_t            people,
                        const uint32_t            model)
{
  return metrics->numbers[column * length_of(metrics) + matrix_at(metrics, people, model)];
}
