// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/objective.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// A number that depends on one label alone
typedef struct {
  double value;
  double slope; ///< d value / d raw output
} Reached;

/// True if `text` is two finite numbers with a comma between them
static bool
parse_target(const char* const text, double* const valence, double* const arousal)
{
  char* end = NULL;
  *valence  = strtod(text, &end);
  if (end == text || *end != ',') {
    return false;
  }
  const char* const second = end + 1;
  *arousal                 = strtod(second, &end);
  return end != second && !*end && isfinite(*valence) && isfinite(*arousal);
}

static EquusStatus
parse_mood(const Sidecar* const sidecar, const char* const name, Objective* const objective, EquusError* const error)
{
  const int mood = name ? sidecar_mood(sidecar, name) : 0;
  if (!sidecar->n_moods) {
    return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s hears no mood", sidecar->title);
  }
  if (mood < 0) {
    return equus_error_set(error,
                           EQUUS_ERR_NOT_FOUND,
                           "%s hears no mood \"%s\"; its first is \"%s\"",
                           sidecar->title,
                           name,
                           sidecar->moods[0].name);
  }
  objective->mood = (unsigned)mood;
  return EQUUS_OK;
}

EquusStatus
objective_parse(const Sidecar* const sidecar,
                const char* const    text,
                const char* const    mood,
                const bool           raw,
                Objective* const     objective,
                EquusError* const    error)
{
  const int label  = sidecar_label(sidecar, text);
  *objective       = (Objective){ .kind = raw ? OBJECTIVE_RAW : OBJECTIVE_VALUE };
  const bool is_on = !strcmp(text, "valence") || !strcmp(text, "arousal");
  if (is_on) {
    objective->kind = *text == 'v' ? OBJECTIVE_VALENCE : OBJECTIVE_AROUSAL;
    return parse_mood(sidecar, mood, objective, error);
  }
  if (parse_target(text, &objective->valence, &objective->arousal)) {
    objective->kind = OBJECTIVE_NEARNESS;
    return parse_mood(sidecar, mood, objective, error);
  }
  if (label < 0) {
    return equus_error_set(error,
                           EQUUS_ERR_NOT_FOUND,
                           "%s has no value \"%s\"; its first is \"%s\", and there may be valence, arousal, "
                           "or a target such as 0.5,-0.2",
                           sidecar->title,
                           text,
                           sidecar->labels[0].name);
  }
  objective->label = (uint32_t)label;
  return EQUUS_OK;
}

/// A label's published value, not clipped
static Reached
published(const Sidecar* const sidecar, const uint32_t label, const float* const raw)
{
  if (sidecar->labels[label].activation != ACTIVATION_SIGMOID) {
    return (Reached){ (double)raw[label], 1.0 };
  }
  const double p = 1.0 / (1.0 + exp(-(double)raw[label]));
  return (Reached){ p, p * (1.0 - p) };
}

static Reached
on_plane(const Sidecar* const sidecar, const SidecarAxis* const axis, const float* const raw)
{
  const Reached at   = published(sidecar, (uint32_t)axis->label, raw);
  const bool    low  = at.value < (double)axis->centre;
  const double  span = (double)(low ? axis->centre - axis->minimum : axis->maximum - axis->centre);
  return (Reached){ (at.value - (double)axis->centre) / span, at.slope / span };
}

double
objective_value(const Objective* const objective, const Sidecar* const sidecar, const float* const raw)
{
  const SidecarMood* const mood = &sidecar->moods[objective->mood];
  switch (objective->kind) {
  case OBJECTIVE_RAW:
    break;
  case OBJECTIVE_VALUE:
    return published(sidecar, objective->label, raw).value;
  case OBJECTIVE_VALENCE:
    return on_plane(sidecar, &mood->valence, raw).value;
  case OBJECTIVE_AROUSAL:
    return on_plane(sidecar, &mood->arousal, raw).value;
  case OBJECTIVE_LEAD:
    return published(sidecar, objective->label, raw).value - published(sidecar, objective->other, raw).value;
  case OBJECTIVE_NEARNESS:
    return -hypot(on_plane(sidecar, &mood->valence, raw).value - objective->valence,
                  on_plane(sidecar, &mood->arousal, raw).value - objective->arousal);
  }
  return (double)raw[objective->label];
}

/// Slopes of minus the distance; none at the target itself
static void
nearness_slopes(const Objective* const objective,
                const Sidecar* const   sidecar,
                const float* const     raw,
                float* const           slopes)
{
  const SidecarMood* const mood     = &sidecar->moods[objective->mood];
  const Reached            valence  = on_plane(sidecar, &mood->valence, raw);
  const Reached            arousal  = on_plane(sidecar, &mood->arousal, raw);
  const double             distance = -objective_value(objective, sidecar, raw);
  if (distance > 0.0) {
    slopes[mood->valence.label] = (float)((objective->valence - valence.value) / distance * valence.slope);
    slopes[mood->arousal.label] = (float)((objective->arousal - arousal.value) / distance * arousal.slope);
  }
}

void
objective_slopes(const Objective* const objective,
                 const Sidecar* const   sidecar,
                 const float* const     raw,
                 float* const           slopes)
{
  const SidecarMood* const mood = &sidecar->moods[objective->mood];
  memset(slopes, 0, sidecar->n_labels * sizeof(float));
  switch (objective->kind) {
  case OBJECTIVE_RAW:
    slopes[objective->label] = 1.0f;
    break;
  case OBJECTIVE_VALUE:
    slopes[objective->label] = (float)published(sidecar, objective->label, raw).slope;
    break;
  case OBJECTIVE_VALENCE:
    slopes[mood->valence.label] = (float)on_plane(sidecar, &mood->valence, raw).slope;
    break;
  case OBJECTIVE_AROUSAL:
    slopes[mood->arousal.label] = (float)on_plane(sidecar, &mood->arousal, raw).slope;
    break;
  case OBJECTIVE_LEAD:
    slopes[objective->label] += (float)published(sidecar, objective->label, raw).slope;
    slopes[objective->other] -= (float)published(sidecar, objective->other, raw).slope;
    break;
  case OBJECTIVE_NEARNESS:
    nearness_slopes(objective, sidecar, raw, slopes);
    break;
  }
}
