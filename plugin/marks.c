// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/marks.h"

#include "plugin/text.h"

#include <math.h>
#include <string.h>

static const double settle = 1.0; ///< Seconds without a change after which the equaliser counts as set
static const double leeway = 0.1; ///< Seconds by which a transport may be off without having jumped

void
marks_reset(Marks* marks, double rate)
{
  float parameters[PARAM_COUNT];
  memcpy(parameters, marks->parameters, sizeof(parameters));
  memset(marks, 0, sizeof(*marks));
  memcpy(marks->parameters, parameters, sizeof(parameters));
  marks->rate     = rate;
  marks->expected = (double)NAN;
}

static EQUUS_RT MarkMessage*
append(Marks* marks, MarkKind kind, uint64_t position)
{
  MarkMessage* const mark = &marks->ring[marks->made % MARKS_KEPT];
  memset(mark, 0, sizeof(*mark));
  mark->kind      = kind;
  mark->number    = marks->made++;
  mark->time      = (double)position / marks->rate;
  mark->transport = marks->heard ? marks->expected : (double)NAN;
  memcpy(mark->parameters, marks->parameters, sizeof(mark->parameters));
  if (marks->made - marks->taken > MARKS_KEPT) {
    marks->taken = marks->made - MARKS_KEPT;
  }
  return mark;
}

void
marks_set_parameter(Marks* marks, unsigned index, float value, bool of_equaliser, uint64_t position)
{
  marks->parameters[index] = value;
  if (of_equaliser) {
    marks->turned    = true;
    marks->turned_at = position;
  }
}

void
marks_set_transport(Marks* marks, bool rolling, double seconds, uint64_t position)
{
  const bool   heard    = marks->heard;
  const bool   was      = marks->rolling;
  const double expected = marks->expected;
  marks->heard          = true;
  marks->rolling        = rolling;
  marks->expected       = seconds;
  if (heard && rolling != was) {
    append(marks, rolling ? MARK_START : MARK_STOP, position);
  } else if (heard && rolling && fabs(seconds - expected) > leeway) { // False where either is unknown
    append(marks, MARK_JUMP, position);
  }
}

void
marks_set_model(Marks* marks, ModelKind kind, const char* name, uint64_t position)
{
  char* const known = marks->models[kind];
  if (!*name || !strcmp(known, name)) {
    return; // One that is being loaded has no name yet
  }
  const bool first = !*known;
  text_copy(known, name, MARK_TEXT_SIZE);
  if (!first) {
    text_copy(append(marks, MARK_MODEL, position)->text, name, MARK_TEXT_SIZE);
  }
}

void
marks_add(Marks* marks, double time, uint64_t position)
{
  MarkMessage* const mark = append(marks, MARK_USER, position);
  if (time >= 0.0 && time < mark->time) {
    mark->transport = (double)NAN; // Where the transport was then isn't known
    mark->time      = time;
  }
}

static EQUUS_RT void
mark_settings(Marks* marks, MarkKind kind, uint64_t position)
{
  append(marks, kind, position);
  memcpy(marks->settings, marks->parameters, sizeof(marks->settings));
  marks->turned = false;
}

/// True if anything is set otherwise than it was marked last
static EQUUS_RT bool
is_set_anew(const Marks* marks)
{
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    if (marks->settings[i] != marks->parameters[i]) {
      return true;
    }
  }
  return false;
}

void
marks_advance(Marks* marks, uint64_t position, uint32_t n)
{
  if (!marks->begun && n) {
    marks->begun = true;
    mark_settings(marks, MARK_BEGIN, position);
  }
  if (marks->turned && (double)(position - marks->turned_at) >= settle * marks->rate) {
    marks->turned = false;
    if (is_set_anew(marks)) {
      mark_settings(marks, MARK_EQUALISER, marks->turned_at);
    }
  }
  if (marks->rolling) {
    marks->expected += n / marks->rate;
  }
}

void
marks_replay(Marks* marks)
{
  marks->taken = marks->made > MARKS_KEPT ? marks->made - MARKS_KEPT : 0;
}

const MarkMessage*
marks_next(Marks* marks)
{
  if (marks->taken == marks->made) {
    return NULL;
  }
  marks->message = marks->ring[marks->taken++ % MARKS_KEPT];
  return &marks->message;
}
