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
format_arousal_name(const Sidecar* sidecar, char* text, unsigned size)
{
  const int         label = sidecar ? sidecar->arousal.label : -1;
  const char* const name  = label >= 0 ? sidecar->labels[label].name : "arousal";
  if (strcmp(name, "arousal") != 0) {
    snprintf(text, size, "%s (arousal)", name);
  } else {
    snprintf(text, size, "arousal");
  }
  return text;
}

static bool
is_off(const Snapshot* snapshot, Role role)
{
  const unsigned index = role == ROLE_TAGS ? PARAM_TAG_MODEL : PARAM_MOOD_MODEL;
  return !parameter_model_name(index, snapshot->parameters[index]);
}

char*
format_absence(const Snapshot* snapshot, Role role, char* text, unsigned size)
{
  const StatusMessage* const status = &snapshot->status;
  const SnapshotRole* const  r      = &snapshot->roles[role];
  const char* const          kind   = role == ROLE_TAGS ? "tag" : "mood";

  if (is_off(snapshot, role)) {
    snprintf(text, size, "no %s model", kind);
  } else if (r->sidecar && r->valid[TAP_DRY] && r->valid[TAP_WET]) {
    return NULL;
  } else if (!snapshot->has_status) {
    snprintf(text, size, "waiting for the plug-in");
  } else if (status->loading[role]) {
    snprintf(text, size, "loading the %s model", kind);
  } else if (!status->model[role][0]) {
    snprintf(text, size, "%s model missing", kind);
  } else if (!status->analysing) {
    snprintf(text, size, "analysis is off");
  } else if (status->settling[role] > 0.0f) {
    snprintf(text, size, "first reading in %.1f s", (double)status->settling[role]);
  } else {
    snprintf(text, size, "waiting for a reading");
  }
  return text;
}
