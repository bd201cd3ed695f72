// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MINUS "\u2212"
#define THIN_SPACE "\u202F"

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

/// True if what is shown first has been read at both taps
static bool
has_reading(const Snapshot* snapshot, ModelKind kind)
{
  const SnapshotPlace* const place = snapshot_place(snapshot, kind);
  return place && place->sidecar && place->valid[TAP_DRY] && place->valid[TAP_WET] &&
         (kind == MODEL_TAGS || snapshot_mood(snapshot));
}

char*
format_absence(const Snapshot* snapshot, ModelKind kind, char* text, unsigned size)
{
  const StatusMessage* const status = &snapshot->status;
  const char* const          name   = kind == MODEL_TAGS ? "tag" : "mood";

  if (is_off(snapshot, kind)) {
    snprintf(text, size, "no %s model", name);
    return text;
  }
  const Place place = chosen_place(snapshot, kind);
  if (has_reading(snapshot, kind)) {
    return NULL;
  }
  if (!snapshot->has_status) {
    snprintf(text, size, "waiting for the plug-in");
  } else if (status->loading[place]) {
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
  return text;
}
