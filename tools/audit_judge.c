// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_judge.h"

#include "tools/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_WINDOWS = 3 };

static bool
is_valence(const char* const rule)
{
  return !strcmp(rule, "valence");
}

bool
audit_judge_is_move(const char* const rule)
{
  return is_valence(rule) || !strcmp(rule, "arousal");
}

static EquusStatus
understand(AuditJudge* const judge, const uint32_t index, EquusError* const error)
{
  const char* const    text  = judge->run->rules[index];
  const SidecarMood*   mood  = judge->ear->mood;
  const Sidecar* const about = judge->ear->sidecar;
  char                 full[SIDECAR_MAX_TEXT + 16];
  if (audit_judge_is_move(text)) {
    judge->applies[index] = mood != NULL;
    return EQUUS_OK;
  }
  if (!strcmp(text, "quadrant")) {
    if (!mood) {
      return EQUUS_OK;
    }
    snprintf(full, sizeof(full), "quadrant:%s", mood->name);
  } else {
    snprintf(full, sizeof(full), "%s", text);
  }
  const EquusStatus status = verdict_parse(about, full, &judge->rules[index], error);
  judge->applies[index]    = !status;
  return status == EQUUS_ERR_NOT_FOUND ? EQUUS_OK : status;
}

EquusStatus
audit_judge_init(AuditJudge* const judge, const Ear* const ear, const AuditRun* const run, EquusError* const error)
{
  EquusStatus status = EQUUS_OK;
  *judge             = (AuditJudge){ .ear = ear, .run = run };
  for (uint32_t i = 0; !status && i < run->n_rules; ++i) {
    status = understand(judge, i, error);
  }
  return status;
}

/// Means over windows, summed in double
static void
mean_of(const Ear* const ear, const Heard* const heard, float* const mean)
{
  for (uint32_t i = 0; i < ear->sidecar->n_labels; ++i) {
    double sum = 0.0;
    for (uint32_t w = 0; w < heard->n; ++w) {
      sum += (double)heard_window(ear, heard, w)[i];
    }
    mean[i] = (float)(sum / heard->n);
  }
}

static uint32_t
top_of(const float* const values, const uint32_t n)
{
  uint32_t top = 0;
  for (uint32_t i = 1; i < n; ++i) {
    top = values[i] > values[top] ? i : top;
  }
  return top;
}

static AuditWindow
read_window(const Ear* const ear, const float* const values)
{
  const uint32_t tags   = ear->sidecar->n_tags;
  AuditWindow    window = { .top = top_of(values, tags) };
  window.probability    = tags ? (double)values[window.top] : (double)NAN;
  ear_plane(ear, values, &window.valence, &window.arousal);
  return window;
}

EquusStatus
audit_judge_read(const AuditJudge* const judge,
                 const Heard* const      heard,
                 AuditReading* const     reading,
                 EquusError* const       error)
{
  const Ear* const ear   = judge->ear;
  double* const    plane = (double*)calloc(2U * heard->n + 1U, sizeof(double));
  *reading               = (AuditReading){ .n_windows = heard->n };
  reading->values        = (float*)calloc(ear->sidecar->n_labels + 1U, sizeof(float));
  reading->windows       = judge->run->windows ? (AuditWindow*)calloc(heard->n + 1U, sizeof(AuditWindow)) : NULL;
  if (!plane || !reading->values || (judge->run->windows && !reading->windows)) {
    free(plane);
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  mean_of(ear, heard, reading->values);
  ear_plane(ear, reading->values, &reading->valence, &reading->arousal);
  for (uint32_t w = 0; w < heard->n; ++w) {
    const AuditWindow window = read_window(ear, heard_window(ear, heard, w));
    plane[w]                 = window.valence;
    plane[heard->n + w]      = window.arousal;
    if (reading->windows) {
      reading->windows[w] = window;
    }
  }
  reading->valence_deviation = statistics_deviation(plane, heard->n);
  reading->arousal_deviation = statistics_deviation(plane + heard->n, heard->n);
  free(plane);
  return EQUUS_OK;
}

static Turn
move_turn(const double move, const double limit)
{
  if (!isfinite(limit)) {
    return TURN_UNDECIDED;
  }
  return fabs(move) > limit ? TURN_FLIPPED : TURN_HELD;
}

static void
count(AuditVerdict* const verdict, const Turn turn)
{
  verdict->held += turn == TURN_HELD;
  verdict->flipped += turn == TURN_FLIPPED;
  verdict->undecided += turn == TURN_UNDECIDED;
}

static double
axis_of(const Ear* const ear, const float* const values, const bool valence)
{
  double v = 0.0;
  double a = 0.0;
  ear_plane(ear, values, &v, &a);
  return valence ? v : a;
}

static void
judge_move(const AuditJudge* const   judge,
           const bool                valence,
           const AuditHearing* const dry,
           const AuditHearing* const wet,
           AuditVerdict* const       verdict)
{
  const Ear* const ear       = judge->ear;
  const double     deviation = valence ? dry->reading->valence_deviation : dry->reading->arousal_deviation;
  const bool       enough    = dry->heard->n >= LEAST_WINDOWS;
  const double     limit     = enough ? judge->run->deviations * deviation : (double)NAN;
  const double     before    = valence ? dry->reading->valence : dry->reading->arousal;
  const double     after     = valence ? wet->reading->valence : wet->reading->arousal;
  snprintf(verdict->dry, sizeof(verdict->dry), "%+.3f", before);
  snprintf(verdict->wet, sizeof(verdict->wet), "%+.3f", after);
  verdict->turn = move_turn(after - before, limit);
  for (uint32_t w = 0; w < dry->heard->n && w < wet->heard->n; ++w) {
    const double move =
      axis_of(ear, heard_window(ear, wet->heard, w), valence) - axis_of(ear, heard_window(ear, dry->heard, w), valence);
    count(verdict, move_turn(move, limit));
  }
}

static void
judge_rule(const AuditJudge* const   judge,
           const VerdictRule* const  rule,
           const AuditHearing* const dry,
           const AuditHearing* const wet,
           AuditVerdict* const       verdict)
{
  const Sidecar* const about  = &judge->ear->published;
  const Verdict        before = verdict_of(rule, about, dry->reading->values);
  const Verdict        after  = verdict_of(rule, about, wet->reading->values);
  snprintf(verdict->dry, sizeof(verdict->dry), "%.63s", verdict_name(rule, about, before));
  snprintf(verdict->wet, sizeof(verdict->wet), "%.63s", verdict_name(rule, about, after));
  verdict->turn = verdict_turn(before, after);
  for (uint32_t w = 0; w < dry->heard->n && w < wet->heard->n; ++w) {
    count(verdict,
          verdict_turn(verdict_of(rule, about, heard_window(judge->ear, dry->heard, w)),
                       verdict_of(rule, about, heard_window(judge->ear, wet->heard, w))));
  }
}

void
audit_judge_turns(const AuditJudge* const   judge,
                  const AuditHearing* const dry,
                  const AuditHearing* const wet,
                  AuditVerdict* const       verdicts)
{
  for (uint32_t i = 0; i < judge->run->n_rules; ++i) {
    const char* const rule = judge->run->rules[i];
    verdicts[i]            = (AuditVerdict){ .applies = judge->applies[i] };
    if (judge->applies[i] && audit_judge_is_move(rule)) {
      judge_move(judge, is_valence(rule), dry, wet, &verdicts[i]);
    } else if (judge->applies[i]) {
      judge_rule(judge, &judge->rules[i], dry, wet, &verdicts[i]);
    }
  }
}

void
audit_judge_change(const AuditJudge* const judge,
                   const Heard* const      dry,
                   const Heard* const      wet,
                   double* const           tags,
                   double* const           plane)
{
  *tags  = 0.0;
  *plane = 0.0;
  for (uint32_t w = 0; w < dry->n && w < wet->n; ++w) {
    const float* const before = heard_window(judge->ear, dry, w);
    const float* const after  = heard_window(judge->ear, wet, w);
    for (uint32_t i = 0; i < judge->ear->sidecar->n_tags; ++i) {
      *tags = fmax(*tags, fabs((double)after[i] - (double)before[i]));
    }
    for (unsigned valence = 0; judge->ear->mood && valence < 2; ++valence) {
      *plane = fmax(*plane, fabs(axis_of(judge->ear, after, valence) - axis_of(judge->ear, before, valence)));
    }
  }
}
