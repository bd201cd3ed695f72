// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/verdict.h"

#include "plugin/snapshot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char* const quadrant = "quadrant";

static EquusStatus
parse_quadrant(const Sidecar* const sidecar, const char* const text, VerdictRule* const rule, EquusError* const error)
{
  const char* const name = text[strlen(quadrant)] == ':' ? text + strlen(quadrant) + 1 : NULL;
  const int         mood = name ? sidecar_mood(sidecar, name) : 0;
  if (!sidecar->n_moods) {
    return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s hears no mood, so there are no quadrants", sidecar->title);
  }
  if (mood < 0) {
    return equus_error_set(error,
                           EQUUS_ERR_NOT_FOUND,
                           "%s hears no mood \"%.100s\"; its first is \"%s\"",
                           sidecar->title,
                           name,
                           sidecar->moods[0].name);
  }
  rule->kind = VERDICT_QUADRANT;
  rule->mood = (unsigned)mood;
  return EQUUS_OK;
}

/// Index of the label whose name is the first `length` characters of `text`, or -1
static int
find_label(const Sidecar* const sidecar, const char* const text, const size_t length)
{
  char name[SIDECAR_MAX_TEXT];
  if (length >= sizeof(name)) {
    return -1;
  }
  snprintf(name, sizeof(name), "%.*s", (int)length, text);
  return sidecar_label(sidecar, name);
}

static EquusStatus
no_label(const Sidecar* const sidecar, const char* const text, const size_t length, EquusError* const error)
{
  return equus_error_set(error,
                         EQUUS_ERR_NOT_FOUND,
                         "%s has no tag \"%.*s\"; its first is \"%s\"",
                         sidecar->title,
                         length < SIDECAR_MAX_TEXT ? (int)length : SIDECAR_MAX_TEXT,
                         text,
                         sidecar->n_labels ? sidecar->labels[0].name : "");
}

static EquusStatus
parse_pair(const Sidecar* const sidecar, const char* const text, VerdictRule* const rule, EquusError* const error)
{
  const char* const second = strchr(text, ':') + 1;
  const size_t      length = (size_t)(second - text) - 1;
  const int         a      = find_label(sidecar, text, length);
  const int         b      = sidecar_label(sidecar, second);
  if (a < 0 || b < 0) {
    return no_label(sidecar, a < 0 ? text : second, a < 0 ? length : strlen(second), error);
  }
  if (a == b) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "\"%.200s\": a tag can't turn into itself", text);
  }
  rule->kind = VERDICT_PAIR;
  rule->a    = (uint32_t)a;
  rule->b    = (uint32_t)b;
  return EQUUS_OK;
}

static EquusStatus
parse_threshold(const Sidecar* const sidecar, const char* const text, VerdictRule* const rule, EquusError* const error)
{
  const char* const number = strchr(text, '>') + 1;
  const size_t      length = (size_t)(number - text) - 1;
  const int         label  = find_label(sidecar, text, length);
  char*             end    = NULL;
  rule->threshold          = strtod(number, &end);
  if (label < 0) {
    return no_label(sidecar, text, length, error);
  }
  const SidecarLabel* const about   = &sidecar->labels[label];
  const bool                a_share = about->activation != ACTIVATION_NONE;
  const bool                is_fine = end != number && !*end && isfinite(rule->threshold);
  if (!is_fine || (a_share && !(rule->threshold > VERDICT_TIE && rule->threshold < 1.0 - VERDICT_TIE))) {
    return equus_error_set(error,
                           EQUUS_ERR_RANGE,
                           "\"%.200s\": a threshold is a number%s, such as %s>0.5",
                           text,
                           a_share ? " between 0.05 and 0.95" : "",
                           about->name);
  }
  rule->kind = VERDICT_THRESHOLD;
  rule->a    = (uint32_t)label;
  snprintf(rule->names[0], VERDICT_TEXT_SIZE, "%s < %.2f", about->name, rule->threshold);
  snprintf(rule->names[1], VERDICT_TEXT_SIZE, "%s > %.2f", about->name, rule->threshold);
  return EQUUS_OK;
}

EquusStatus
verdict_parse(const Sidecar* const sidecar, const char* const text, VerdictRule* const rule, EquusError* const error)
{
  *rule = (VerdictRule){ .kind = VERDICT_TOP };
  if (!strcmp(text, "top")) {
    return sidecar->n_tags > 1U ? EQUUS_OK
                                : equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s hears no tags", sidecar->title);
  }
  if (!strcmp(text, quadrant) || !strncmp(text, "quadrant:", strlen("quadrant:"))) {
    return parse_quadrant(sidecar, text, rule, error);
  }
  if (strchr(text, '>')) {
    return parse_threshold(sidecar, text, rule, error);
  }
  if (strchr(text, ':')) {
    return parse_pair(sidecar, text, rule, error);
  }
  return equus_error_set(error,
                         EQUUS_ERR_RANGE,
                         "\"%.200s\" is no verdict; there are top, quadrant, two tags such as happy:sad, and a tag "
                         "with a threshold such as happy>0.5",
                         text);
}

static double
published(const Sidecar* const sidecar, const uint32_t label, const float* const raw)
{
  return (double)sidecar_activate(sidecar, label, raw[label]);
}

static double
on_plane(const Sidecar* const sidecar, const SidecarAxis* const axis, const float* const raw)
{
  return (double)sidecar_axis_to_plane(axis, sidecar_activate(sidecar, (uint32_t)axis->label, raw[axis->label]));
}

static Verdict
top_of(const Sidecar* const sidecar, const float* const raw)
{
  float tags[SIDECAR_MAX_LABELS] = { 0.0f };
  for (uint32_t i = 0; i < sidecar->n_tags; ++i) {
    tags[i] = sidecar_activate(sidecar, i, raw[i]);
  }
  return verdict_top(tags, sidecar->n_tags);
}

static Verdict
with_margin(const int choice, const double margin)
{
  return (Verdict){ choice, margin > VERDICT_TIE, margin };
}

Verdict
verdict_of(const VerdictRule* const rule, const Sidecar* const sidecar, const float* const raw)
{
  const SidecarMood* const mood = &sidecar->moods[rule->mood];
  double                   lead = 0.0;
  switch (rule->kind) {
  case VERDICT_TOP:
    break;
  case VERDICT_PAIR:
    lead = published(sidecar, rule->a, raw) - published(sidecar, rule->b, raw);
    return with_margin((int)(lead >= 0.0 ? rule->a : rule->b), fabs(lead));
  case VERDICT_QUADRANT:
    return verdict_quadrant(on_plane(sidecar, &mood->valence, raw), on_plane(sidecar, &mood->arousal, raw));
  case VERDICT_THRESHOLD:
    lead = published(sidecar, rule->a, raw) - rule->threshold;
    return with_margin(lead > 0.0, fabs(lead));
  }
  return top_of(sidecar, raw);
}

const char*
verdict_name(const VerdictRule* const rule, const Sidecar* const sidecar, const Verdict verdict)
{
  switch (rule->kind) {
  case VERDICT_QUADRANT:
    return snapshot_quadrant_name(verdict.choice);
  case VERDICT_THRESHOLD:
    return rule->names[verdict.choice];
  case VERDICT_TOP:
  case VERDICT_PAIR:
    break;
  }
  return sidecar->labels[verdict.choice].name;
}

double
verdict_least_margin(const VerdictRule* const rule)
{
  static const double margins[] = { [VERDICT_TOP]       = VERDICT_TIE,
                                    [VERDICT_PAIR]      = VERDICT_TIE,
                                    [VERDICT_QUADRANT]  = VERDICT_BORDER,
                                    [VERDICT_THRESHOLD] = VERDICT_TIE };
  return margins[rule->kind];
}

Verdict
verdict_top(const float* const tags, const uint32_t n)
{
  uint32_t top    = 0;
  float    second = -1.0f;
  for (uint32_t i = 1; i < n; ++i) {
    if (tags[i] > tags[top]) {
      second = tags[top];
      top    = i;
    } else if (tags[i] > second) {
      second = tags[i];
    }
  }
  return with_margin((int)top, (double)tags[top] - (double)second);
}

Verdict
verdict_quadrant(const double valence, const double arousal)
{
  const double margin = fmin(fabs(valence), fabs(arousal));
  return (Verdict){ snapshot_quadrant((float)valence, (float)arousal), margin > VERDICT_BORDER, margin };
}

Turn
verdict_turn(const Verdict dry, const Verdict wet)
{
  if (!dry.decided || !wet.decided) {
    return TURN_UNDECIDED;
  }
  return dry.choice == wet.choice ? TURN_HELD : TURN_FLIPPED;
}

const char*
verdict_turn_name(const Turn turn)
{
  switch (turn) {
  case TURN_HELD:
    return "held";
  case TURN_FLIPPED:
    return "flipped";
  case TURN_UNDECIDED:
    return "undecided";
  }
  return "";
}

void
verdict_count(TurnCount* const count, const Turn turn)
{
  ++count->windows;
  count->flipped += turn == TURN_FLIPPED;
  count->undecided += turn == TURN_UNDECIDED;
}
