// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { UNITS = 2, PARTS = 2, FLIPPED = 0, DECIDED = 1 };

static const double highest = 0.49; ///< Of the rate, of a low-pass that the protocol applies

/// What is counted at a time: flips of each rule, in song means and in windows, song by song
typedef struct {
  const AuditLog* log;
  uint32_t*       order;  ///< Records, those of a cell one after the other
  uint32_t*       starts; ///< [cells + 1] where those of a cell begin
  int64_t*        rows;   ///< [songs] the row of a song, -1 for none
  double*         counts; ///< [songs][rules][UNITS][PARTS]
  uint32_t        n_rows;
} Count;

static bool
same(const double a, const double b)
{
  return (isnan(a) && isnan(b)) || !(a < b || a > b || isnan(a) || isnan(b));
}

/// True if treatments of this kind differ by chance, or by what a search found, alone
static bool
is_drawn(const AuditTreatment* const treatment)
{
  return !strcmp(treatment->kind, "cloud") || !strcmp(treatment->kind, "noise") ||
         !strcmp(treatment->part, AUDIT_PART_FLIP);
}

static bool
same_group(const AuditTreatment* const a, const AuditTreatment* const b)
{
  return !strcmp(a->part, b->part) && !strcmp(a->kind, b->kind) && !strcmp(a->aim, b->aim) && a->bands == b->bands &&
         same(a->hertz, b->hertz) && same(a->decibels, b->decibels) && same(a->rate, b->rate) &&
         (is_drawn(a) || !strcmp(a->text, b->text));
}

static const AuditPart*
part_of(const AuditRun* const run, const AuditTreatment* const treatment)
{
  for (uint32_t i = 0; i < run->n_parts; ++i) {
    const AuditPart* const part = &run->parts[i];
    if (treatment->index >= part->first && treatment->index - part->first < part->n) {
      return part;
    }
  }
  return NULL;
}

static void
name_group(AuditGroup* const group)
{
  const AuditTreatment* const t    = group->treatment;
  char* const                 name = group->name;
  if (!strcmp(t->part, AUDIT_PART_FLIP)) {
    snprintf(name, AUDIT_GROUP_NAME_SIZE, "directed, for %s, %u bands within ±%g dB", t->aim, t->bands, t->decibels);
  } else if (!strcmp(t->kind, "cloud")) {
    snprintf(name, AUDIT_GROUP_NAME_SIZE, "random curves, %u bands, ±%g dB", t->bands, t->decibels);
  } else if (!strcmp(t->kind, "low-pass")) {
    snprintf(name, AUDIT_GROUP_NAME_SIZE, "low-pass, %g kHz", t->hertz / 1000.0);
  } else if (!strcmp(t->kind, "noise")) {
    snprintf(name, AUDIT_GROUP_NAME_SIZE, "white noise, SNR %g dB", t->decibels);
  } else {
    snprintf(name, AUDIT_GROUP_NAME_SIZE, "%s", t->text);
  }
}

static int
compare_groups(const void* const a, const void* const b)
{
  const uint32_t left  = ((const AuditGroup*)a)->treatment->index;
  const uint32_t right = ((const AuditGroup*)b)->treatment->index;
  return left < right ? -1 : left > right;
}

uint32_t
audit_summary_group(const AuditSummary* const summary, const AuditTreatment* const treatment)
{
  uint32_t g = 0;
  while (g < summary->n_groups && !same_group(summary->groups[g].treatment, treatment)) {
    ++g;
  }
  return g;
}

static EquusStatus
make_groups(AuditSummary* const summary)
{
  const AuditLog* const log  = summary->log;
  uint32_t              room = 0;
  for (uint32_t i = 0; i < log->n_records; ++i) {
    const AuditTreatment* const treatment = &log->records[i].treatment;
    const uint32_t              g         = audit_summary_group(summary, treatment);
    if (g == summary->n_groups) {
      if (g == room) {
        room                     = 2 * room + 64;
        AuditGroup* const larger = (AuditGroup*)realloc(summary->groups, room * sizeof(AuditGroup));
        if (!larger) {
          return EQUUS_ERR_MEMORY;
        }
        summary->groups = larger;
      }
      summary->groups[summary->n_groups++] = (AuditGroup){ "", treatment, part_of(&log->run, treatment) };
    } else if (treatment->index < summary->groups[g].treatment->index) {
      summary->groups[g].treatment = treatment;
    }
  }
  if (summary->n_groups) {
    qsort(summary->groups, summary->n_groups, sizeof(AuditGroup), compare_groups);
  }
  for (uint32_t g = 0; g < summary->n_groups; ++g) {
    name_group(&summary->groups[g]);
  }
  return EQUUS_OK;
}

/// Order the records by model and group
static EquusStatus
order_records(const AuditSummary* const summary, Count* const count)
{
  const AuditLog* const log   = summary->log;
  const uint32_t        cells = log->run.n_models * summary->n_groups;
  uint32_t* const       cell  = (uint32_t*)calloc((size_t)log->n_records + 1, sizeof(uint32_t));
  count->order                = (uint32_t*)calloc((size_t)log->n_records + 1, sizeof(uint32_t));
  count->starts               = (uint32_t*)calloc((size_t)cells + 2, sizeof(uint32_t));
  if (!cell || !count->order || !count->starts) {
    free(cell);
    return EQUUS_ERR_MEMORY;
  }
  for (uint32_t i = 0; i < log->n_records; ++i) {
    cell[i] = log->records[i].model * summary->n_groups + audit_summary_group(summary, &log->records[i].treatment);
    ++count->starts[cell[i] + 2];
  }
  for (uint32_t c = 0; c < cells; ++c) {
    count->starts[c + 1] += count->starts[c];
  }
  for (uint32_t i = 0; i < log->n_records; ++i) {
    count->order[count->starts[cell[i] + 1]++] = i;
  }
  free(cell);
  return EQUUS_OK;
}

static double*
counts_at(const Count* const count, const uint32_t row, const uint32_t rule, const unsigned unit)
{
  return count->counts + (((size_t)row * count->log->run.n_rules + rule) * UNITS + unit) * PARTS;
}

static void
forget(Count* const count)
{
  const AuditLog* const log = count->log;
  for (uint32_t s = 0; s < log->n_songs; ++s) {
    count->rows[s] = -1;
  }
  memset(count->counts, 0, (size_t)log->n_songs * log->run.n_rules * UNITS * PARTS * sizeof(double));
  count->n_rows = 0;
}

static uint32_t
row_of(Count* const count, const uint32_t song)
{
  if (count->rows[song] < 0) {
    count->rows[song] = count->n_rows++;
  }
  return (uint32_t)count->rows[song];
}

static void
add_verdict(Count* const              count,
            AuditCell* const          cell,
            const AuditVerdict* const verdict,
            const uint32_t            row,
            const uint32_t            rule)
{
  AuditShare* const mean       = &cell->means[rule];
  AuditShare* const windows    = &cell->windows[rule];
  double* const     means_at   = counts_at(count, row, rule, 0);
  double* const     windows_at = counts_at(count, row, rule, 1);
  if (!verdict->applies) {
    return;
  }
  mean->flipped += verdict->turn == TURN_FLIPPED;
  mean->held += verdict->turn == TURN_HELD;
  mean->undecided += verdict->turn == TURN_UNDECIDED;
  windows->flipped += verdict->flipped;
  windows->held += verdict->held;
  windows->undecided += verdict->undecided;
  means_at[FLIPPED] += verdict->turn == TURN_FLIPPED;
  means_at[DECIDED] += verdict->turn != TURN_UNDECIDED;
  windows_at[FLIPPED] += verdict->flipped;
  windows_at[DECIDED] += (double)verdict->flipped + verdict->held;
}

/// Sums of a cell whose means aren't taken yet
typedef struct {
  double   strength, valence, arousal;
  uint32_t strengths, moods;
} Sums;

static void
add_reading(Sums* const sums, const AuditLog* const log, const AuditRecord* const record)
{
  const AuditReading* const dry     = audit_log_dry(log, record);
  const double              valence = fabs(record->wet.valence - dry->valence);
  const double              arousal = fabs(record->wet.arousal - dry->arousal);
  if (isfinite(valence) && isfinite(arousal)) {
    sums->valence += valence;
    sums->arousal += arousal;
    ++sums->moods;
  }
}

static void
add_record(Count* const count, AuditCell* const cell, Sums* const sums, const AuditRecord* const record)
{
  const uint32_t row = row_of(count, record->song);
  ++cell->records;
  cell->heard += record->heard;
  cell->passed += record->passed;
  cell->found += !strcmp(record->treatment.outcome, "found");
  cell->not_found += !strcmp(record->treatment.outcome, "not found");
  cell->undecided += !strcmp(record->treatment.outcome, "undecided");
  if (!record->heard) {
    return;
  }
  if (isfinite(record->strength)) {
    sums->strength += record->strength;
    ++sums->strengths;
  }
  add_reading(sums, count->log, record);
  for (uint32_t r = 0; r < count->log->run.n_rules; ++r) {
    add_verdict(count, cell, &record->verdicts[r], row, r);
  }
}

static void
compute_shares(void* const handle, const double* const weights, double* const figures)
{
  const Count* const count = (const Count*)handle;
  const uint32_t     rules = count->log->run.n_rules;
  for (uint32_t f = 0; f < rules * UNITS; ++f) {
    double flipped = 0.0;
    double decided = 0.0;
    for (uint32_t row = 0; row < count->n_rows; ++row) {
      const double* const at = counts_at(count, row, f / UNITS, f % UNITS);
      flipped += weights[row] * at[FLIPPED];
      decided += weights[row] * at[DECIDED];
    }
    figures[f] = decided > 0.0 ? flipped / decided : (double)NAN;
  }
}

/// Wilson's interval, stretched to what a bootstrap over songs says unless each song counts once
static void
set_share(AuditShare* const share, const Estimate* const draws, const uint32_t songs)
{
  const uint32_t decided = share->flipped + share->held;
  share->share           = statistics_share(share->flipped, decided);
  if (draws && decided + share->undecided > songs && isfinite(draws->low)) {
    share->share.low  = fmin(share->share.low, draws->low);
    share->share.high = fmax(share->share.high, draws->high);
  }
}

static EquusStatus
finish_cell(Count* const count, AuditCell* const cell, const Sums* const sums)
{
  const AuditRun* const run = &count->log->run;
  Estimate              draws[AUDIT_MAX_RULES * UNITS];
  const bool            several = count->n_rows > 1 && run->n_rules;
  if (several) {
    const Bootstrap bootstrap = {
      count->n_rows, AUDIT_RESAMPLES, run->seed, run->n_rules * UNITS, compute_shares, count
    };
    if (statistics_bootstrap(&bootstrap, draws)) {
      return EQUUS_ERR_MEMORY;
    }
  }
  for (uint32_t r = 0; r < run->n_rules; ++r) {
    set_share(&cell->means[r], several ? &draws[(size_t)r * UNITS] : NULL, count->n_rows);
    set_share(&cell->windows[r], several ? &draws[(size_t)r * UNITS + 1] : NULL, count->n_rows);
  }
  cell->songs    = count->n_rows;
  cell->strength = sums->strengths ? sums->strength / sums->strengths : (double)NAN;
  cell->valence  = sums->moods ? sums->valence / sums->moods : (double)NAN;
  cell->arousal  = sums->moods ? sums->arousal / sums->moods : (double)NAN;
  return EQUUS_OK;
}

static EquusStatus
count_cell(Count* const count, AuditCell* const cell, const uint32_t index)
{
  Sums sums = { .strengths = 0 };
  forget(count);
  for (uint32_t i = count->starts[index]; i < count->starts[index + 1]; ++i) {
    add_record(count, cell, &sums, &count->log->records[count->order[i]]);
  }
  return finish_cell(count, cell, &sums);
}

static EquusStatus
count_nulls(const AuditSummary* const summary, Count* const count, AuditCell* const cell, const uint32_t model)
{
  Sums sums = { .strengths = 0 };
  forget(count);
  for (uint32_t i = 0; i < summary->log->n_records; ++i) {
    const AuditRecord* const record = &summary->log->records[i];
    if (record->model == model && !strcmp(record->treatment.part, AUDIT_PART_NULL)) {
      add_record(count, cell, &sums, record);
    }
  }
  return finish_cell(count, cell, &sums);
}

static EquusStatus
count_all(AuditSummary* const summary, Count* const count)
{
  const AuditLog* const log    = summary->log;
  const uint32_t        cells  = log->run.n_models * summary->n_groups;
  const size_t          counts = (size_t)log->n_songs * log->run.n_rules * UNITS * PARTS;
  EquusStatus           status = order_records(summary, count);
  summary->cells               = (AuditCell*)calloc((size_t)cells + 1, sizeof(AuditCell));
  count->rows                  = (int64_t*)calloc((size_t)log->n_songs + 1, sizeof(int64_t));
  count->counts                = (double*)calloc(counts + 1, sizeof(double));
  summary->records_of          = (uint32_t*)calloc((size_t)log->n_songs + 1, sizeof(uint32_t));
  status =
    !status && (!summary->cells || !summary->records_of || !count->rows || !count->counts) ? EQUUS_ERR_MEMORY : status;
  for (uint32_t c = 0; !status && c < cells; ++c) {
    status = count_cell(count, &summary->cells[c], c);
  }
  for (uint32_t i = 0; !status && i < log->n_records; ++i) {
    ++summary->records_of[log->records[i].song];
  }
  for (uint32_t m = 0; !status && m < log->run.n_models; ++m) {
    status = count_nulls(summary, count, &summary->nulls[m], m);
  }
  return status;
}

EquusStatus
audit_summary_make(const AuditLog* const log, AuditSummary* const summary, EquusError* const error)
{
  memset(summary, 0, sizeof(*summary));
  summary->log       = log;
  Count       count  = { .log = log };
  EquusStatus status = make_groups(summary);
  status             = status ? status : count_all(summary, &count);
  free(count.order);
  free(count.starts);
  free(count.rows);
  free(count.counts);
  return status ? equus_error_set(error, status, "out of memory") : EQUUS_OK;
}

void
audit_summary_clear(AuditSummary* const summary)
{
  free(summary->groups);
  free(summary->cells);
  free(summary->records_of);
  memset(summary, 0, sizeof(*summary));
}

const AuditCell*
audit_summary_cell(const AuditSummary* const summary, const uint32_t model, const uint32_t group)
{
  return &summary->cells[(size_t)model * summary->n_groups + group];
}

bool
audit_summary_applies(const AuditSummary* const summary, const uint32_t model, const uint32_t rule)
{
  for (uint32_t i = 0; i < summary->log->n_records; ++i) {
    const AuditRecord* const record = &summary->log->records[i];
    if (record->model == model && record->heard && record->verdicts[rule].applies) {
      return true;
    }
  }
  return false;
}

/// Treatments that a song goes through: low-passes need a rate that has room for them
static uint32_t
treatments_of(const AuditSummary* const summary, const AuditSong* const song, const uint32_t all)
{
  uint32_t n = all;
  for (uint32_t g = 0; g < summary->n_groups; ++g) {
    const AuditTreatment* const t = summary->groups[g].treatment;
    n -= !strcmp(t->kind, "low-pass") && t->hertz >= highest * song->rate;
  }
  return n;
}

AuditProgress
audit_summary_progress(const AuditSummary* const summary)
{
  const AuditLog* const log      = summary->log;
  AuditProgress         progress = { 0, 0, log->n_records, 0 };
  for (uint32_t i = 0; i < log->run.n_parts; ++i) {
    progress.treatments += log->run.parts[i].n;
  }
  for (uint32_t s = 0; s < log->n_songs; ++s) {
    const uint32_t expected = treatments_of(summary, &log->songs[s], progress.treatments) * log->run.n_models;
    progress.expected += expected;
    progress.whole_songs += summary->records_of[s] >= expected;
  }
  return progress;
}
