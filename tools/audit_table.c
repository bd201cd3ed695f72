// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_table.h"

#include "tools/statistics.h"
#include "tools/text.h"

#include <math.h>
#include <string.h>

enum { LABEL = 56 };

/// Counts of one rule over the records of one part and model
typedef struct {
  uint32_t n, flipped, undecided; ///< Song means
  uint32_t windows, windows_flipped;
} Tally;

static bool
belongs(const AuditRecord* const record, const AuditPart* const part, const uint32_t model)
{
  const uint32_t index = record->treatment.index;
  return record->model == model && index >= part->first && index < part->first + part->n;
}

static Tally
tally_of(const AuditLog* const log, const AuditPart* const part, const uint32_t model, const uint32_t rule)
{
  Tally tally = { 0 };
  for (uint32_t i = 0; i < log->n_records; ++i) {
    const AuditRecord* const record = &log->records[i];
    if (record->heard && belongs(record, part, model) && record->verdicts[rule].applies) {
      const AuditVerdict* const verdict = &record->verdicts[rule];
      ++tally.n;
      tally.flipped += verdict->turn == TURN_FLIPPED;
      tally.undecided += verdict->turn == TURN_UNDECIDED;
      tally.windows += verdict->held + verdict->flipped + verdict->undecided;
      tally.windows_flipped += verdict->flipped;
    }
  }
  return tally;
}

static void
print_nulls(FILE* const stream, const AuditLog* const log, const AuditPart* const part, const uint32_t model)
{
  double   tags   = 0.0;
  double   plane  = 0.0;
  uint32_t n      = 0;
  uint32_t passed = 0;
  for (uint32_t i = 0; i < log->n_records; ++i) {
    const AuditRecord* const record = &log->records[i];
    if (record->heard && belongs(record, part, model)) {
      tags  = fmax(tags, record->tag_change);
      plane = fmax(plane, record->plane_change);
      passed += record->passed;
      ++n;
    }
  }
  if (n) {
    text_write_padded(stream, part->text, LABEL);
    fprintf(stream,
            "  %u of %u passed; largest change of a window %.2g (tags), %.2g (plane); tolerated %g\n",
            passed,
            n,
            tags,
            plane,
            part->tag_tolerance);
  }
}

static void
print_rule(FILE* const stream, const char* const rule, const Tally* const tally)
{
  const Estimate share   = statistics_share(tally->flipped, tally->n);
  const Estimate windows = statistics_share(tally->windows_flipped, tally->windows);
  fputs("    ", stream);
  text_write_padded(stream, rule, LABEL - 4);
  fprintf(stream,
          "  %5u  %5.1f %% [%5.1f, %5.1f]  %5.1f %%   %5.1f %%\n",
          tally->n,
          100.0 * share.value,
          100.0 * share.low,
          100.0 * share.high,
          100.0 * tally->undecided / tally->n,
          100.0 * windows.value);
}

static void
print_part(FILE* const stream, const AuditLog* const log, const AuditPart* const part, const uint32_t model)
{
  bool named = false;
  for (uint32_t rule = 0; rule < log->run.n_rules; ++rule) {
    const Tally tally = tally_of(log, part, model, rule);
    if (tally.n && !named) {
      fprintf(stream, "  %s\n", part->text);
      named = true;
    }
    if (tally.n) {
      print_rule(stream, log->run.rules[rule], &tally);
    }
  }
}

/// How many searches found something
static void
print_searches(FILE* const stream, const AuditLog* const log, const AuditPart* const part, const uint32_t model)
{
  uint32_t n         = 0;
  uint32_t found     = 0;
  uint32_t undecided = 0;
  uint32_t brief     = 0;
  double   least     = HUGE_VAL;
  for (uint32_t i = 0; i < log->n_records; ++i) {
    const AuditRecord* const record = &log->records[i];
    if (belongs(record, part, model)) {
      ++n;
      found += !strcmp(record->treatment.outcome, "found");
      undecided += !strcmp(record->treatment.outcome, "undecided");
      brief += !strcmp(record->treatment.outcome, AUDIT_TOO_SHORT);
      least = record->heard ? fmin(least, record->strength) : least;
    }
  }
  if (n) {
    fprintf(stream, "  %s\n    found in %u of %u windows, %u were undecided", part->text, found, n - brief, undecided);
    if (brief) {
      fprintf(stream, "; too short for a search: %u", brief);
    }
    if (found) {
      fprintf(stream, "; the least has %.2f dB", least);
    }
    fputc('\n', stream);
  }
}

static void
print_model(FILE* const stream, const AuditLog* const log, const uint32_t model)
{
  const AuditModel* const about = &log->run.models[model];
  fprintf(stream, "%s%s%s\n", about->title, *about->mood ? ", mood " : "", about->mood);
  for (uint32_t p = 0; p < log->run.n_parts; ++p) {
    if (isfinite(log->run.parts[p].tag_tolerance)) {
      print_nulls(stream, log, &log->run.parts[p], model);
    }
  }
  text_write_padded(stream, "", LABEL);
  fputs("  songs  flipped  [95 % interval]  undecided  windows flipped\n", stream);
  for (uint32_t p = 0; p < log->run.n_parts; ++p) {
    if (!strcmp(log->run.parts[p].part, "flip")) {
      print_searches(stream, log, &log->run.parts[p], model);
    } else if (!isfinite(log->run.parts[p].tag_tolerance)) {
      print_part(stream, log, &log->run.parts[p], model);
    }
  }
}

void
audit_table_print(FILE* const stream, const AuditLog* const log)
{
  for (uint32_t m = 0; m < log->run.n_models; ++m) {
    print_model(stream, log, m);
  }
  fprintf(stream,
          "%u records of %u songs, %s protocol, %u draws a cloud, seed %llu\n",
          log->n_records,
          log->n_songs,
          log->run.plan,
          log->run.draws,
          (unsigned long long)log->run.seed);
}
