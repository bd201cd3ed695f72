// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MINUS "\u2212"
#define THIN_SPACE "\u202F"

static const double level_match_most = 12.0; ///< dB either way, as dsp/level_match.h says

/// Copy with hyphens before digits turned into minus signs
static char*
copy_with_minus(const char* from, char* text, unsigned size)
{
  unsigned n = 0;
  for (; *from; ++from) {
    const bool     minus  = *from == '-' && from[1] >= '0' && from[1] <= '9';
    const unsigned length = minus ? (unsigned)sizeof(MINUS) - 1u : 1u;
    if (n + length >= size) {
      break;
    }
    memcpy(text + n, minus ? MINUS : from, length);
    n += length;
  }
  text[n] = '\0';
  return text;
}

char*
format_parameter(unsigned index, float value, char* text, unsigned size)
{
  char plain[64];
  return copy_with_minus(parameter_format(index, value, plain, sizeof(plain)), text, size);
}

char*
format_signed(double value, int decimals, char* text, unsigned size)
{
  const double scale   = pow(10.0, decimals);
  const double rounded = round(value * scale) / scale;
  char         plain[64];

  snprintf(plain, sizeof(plain), rounded == 0.0 ? "%.*f" : "%+.*f", decimals, fabs(rounded) > 0.0 ? rounded : 0.0);
  return copy_with_minus(plain, text, size);
}

char*
format_rate(double rate, char* text, unsigned size)
{
  const long hertz = lround(rate);
  if (hertz >= 1000) {
    snprintf(text, size, "%ld" THIN_SPACE "%03ld", hertz / 1000, hertz % 1000);
  } else {
    snprintf(text, size, "%ld", hertz);
  }
  return text;
}

char*
format_arousal_name(const Snapshot* snapshot, char* text, unsigned size)
{
  const SidecarMood* const mood  = snapshot_mood_sidecar(snapshot);
  const SidecarLabel*      label = NULL;
  if (mood && mood->arousal.label >= 0) {
    label = &snapshot_place(snapshot, MODEL_MOOD)->sidecar->labels[mood->arousal.label];
  }
  if (label && snapshot_place(snapshot, MODEL_MOOD)->sidecar->kind == MODEL_MOOD &&
      strcmp(label->name, "arousal") != 0) {
    snprintf(text, size, "%s (arousal)", label->name);
  } else {
    snprintf(text, size, "arousal");
  }
  return text;
}

bool
format_level_match_is_limited(const Snapshot* snapshot)
{
  return snapshot->parameters[PARAM_LEVEL_MATCH] > 0.0f &&
         fabs((double)snapshot->status.level_match_gain) > level_match_most - 0.05;
}

/// True if the parameters choose no model of the kind
static bool
is_off(const Snapshot* snapshot, ModelKind kind)
{
  return !places_choice_name(kind, snapshot->parameters[places_parameter(kind)]);
}

/// The place that the parameters choose for a kind, which isn't off
static Place
chosen_place(const Snapshot* snapshot, ModelKind kind)
{
  return kind == MODEL_TAGS ? places_tags(snapshot->parameters) : places_mood(snapshot->parameters).place;
}

static bool
has_reading(const SnapshotPlace* place)
{
  return place->sidecar && place->valid[TAP_DRY] && place->valid[TAP_WET];
}

/// Why a place has no reading yet, whose model is of this kind
static void
describe_absence(const StatusMessage* status, Place place, const char* name, char* text, unsigned size)
{
  if (status->loading[place]) {
    snprintf(text, size, "loading the %s model", name);
  } else if (!status->model[place][0]) {
    snprintf(text, size, "%s model missing", name);
  } else if (!status->analysing) {
    snprintf(text, size, "analysis is off");
  } else if (status->settling[place] > 0.0f) {
    snprintf(text, size, "first reading in %.1f s", (double)status->settling[place]);
  } else {
    snprintf(text, size, "waiting for a reading");
  }
}

char*
format_absence(const Snapshot* snapshot, ModelKind kind, char* text, unsigned size)
{
  const SnapshotPlace* const shown = snapshot_place(snapshot, kind);
  const char* const          name  = kind == MODEL_TAGS ? "tag" : "mood";
  if (is_off(snapshot, kind)) {
    snprintf(text, size, "no %s model", name);
    return text;
  }
  if (shown && has_reading(shown) && (kind == MODEL_TAGS || snapshot_mood(snapshot))) {
    return NULL;
  }
  if (!snapshot->has_status) {
    snprintf(text, size, "waiting for the plug-in");
  } else {
    describe_absence(&snapshot->status, chosen_place(snapshot, kind), name, text, size);
  }
  return text;
}

char*
format_place_absence(const Snapshot* snapshot, Place place, char* text, unsigned size)
{
  const StatusMessage* const status = &snapshot->status;
  if (has_reading(&snapshot->places[place])) {
    return NULL;
  }
  if (status->loading[place] || !status->model[place][0]) {
    snprintf(text, size, status->loading[place] ? "loading" : "can\u2019t run");
  } else {
    describe_absence(status, place, "", text, size);
  }
  return text;
}
