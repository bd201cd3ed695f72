// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/history.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const double least_step    = 0.49; ///< Seconds between two points
static const double same          = 1e-6; ///< Seconds within which two readings are of one window
static const double trail_seconds = 30.0;

typedef struct {
  double   time;
  uint32_t slot; ///< Of its values
  bool     valid[TAP_COUNT];
  uint64_t sequence;
} Entry;

/// Of one place
typedef struct {
  char     model[SIDECAR_MAX_TEXT];
  uint32_t n_labels;
  unsigned n;
  Entry    entries[HISTORY_POINTS];
  float*   values; ///< [HISTORY_POINTS][TAP_COUNT][n_labels]
} Column;

struct History {
  Column         columns[PLACE_COUNT];
  unsigned       n_marks;
  MarkMessage    marks[HISTORY_MARKS];
  Snapshot       then;
  ReadingMessage reading; ///< One that `then` is made of
};

History*
history_new(void)
{
  return (History*)calloc(1, sizeof(History));
}

void
history_free(History* history)
{
  if (history) {
    for (unsigned place = 0; place < PLACE_COUNT; ++place) {
      free(history->columns[place].values);
    }
    free(history);
  }
}

static float*
values_of(const Column* column, const Entry* entry, Tap tap)
{
  return column->values + ((size_t)entry->slot * TAP_COUNT + tap) * column->n_labels;
}

/// Make a column one of this model, empty if it was another's; false if out of memory
static bool
dedicate(Column* column, const Sidecar* sidecar)
{
  if (column->values && column->n_labels == sidecar->n_labels && !strcmp(column->model, sidecar->name)) {
    return true;
  }
  free(column->values);
  column->n        = 0;
  column->n_labels = sidecar->n_labels;
  memcpy(column->model, sidecar->name, sizeof(column->model));
  column->values = (float*)malloc((size_t)HISTORY_POINTS * TAP_COUNT * sidecar->n_labels * sizeof(float));
  return column->values;
}

/// Index behind the last entry that is not later than `time`
static unsigned
position_of(const Column* column, double time)
{
  unsigned low  = 0;
  unsigned high = column->n;
  while (low < high) {
    const unsigned middle = (low + high) / 2;
    if (column->entries[middle].time <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/// The entry of this window, made if there is none and none is near; NULL for a reading that isn't kept
static Entry*
entry_for(Column* column, double time, uint64_t sequence)
{
  unsigned     at     = position_of(column, time + same);
  Entry* const before = at ? &column->entries[at - 1] : NULL;
  if (before && fabs(before->time - time) <= same) {
    return before;
  }
  if ((before && time - before->time < least_step) ||
      (at < column->n && column->entries[at].time - time < least_step)) {
    return NULL;
  }
  uint32_t   slot = column->n;
  const bool full = column->n == HISTORY_POINTS;
  const bool old  = column->n && column->entries[0].time < time - HISTORY_SECONDS - 1.0;
  if (full || old) {
    if (!at) {
      return NULL; // Older than all that there is room for
    }
    slot = column->entries[0].slot;
    --column->n;
    --at;
    memmove(column->entries, column->entries + 1, column->n * sizeof(Entry));
  }
  memmove(&column->entries[at + 1], &column->entries[at], (column->n - at) * sizeof(Entry));
  ++column->n;
  column->entries[at] = (Entry){ .time = time, .slot = slot, .sequence = sequence };
  return &column->entries[at];
}

/// Time has run back: the plug-in was activated anew
static bool
is_another_run(const Column* column, const ReadingMessage* reading)
{
  return !reading->replay && column->n && reading->time < column->entries[column->n - 1].time - same;
}

static void
forget(History* history)
{
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    history->columns[place].n = 0;
  }
  history->n_marks = 0;
}

bool
history_apply_reading(History* history, const Sidecar* sidecar, const ReadingMessage* reading)
{
  if ((unsigned)reading->place >= PLACE_COUNT || (unsigned)reading->tap >= TAP_COUNT || !sidecar ||
      reading->n_values != sidecar->n_labels || !isfinite(reading->time)) {
    return false;
  }
  Column* const column = &history->columns[reading->place];
  if (!dedicate(column, sidecar)) {
    return false;
  }
  if (is_another_run(column, reading)) {
    forget(history);
  }
  Entry* const entry = entry_for(column, reading->time, reading->sequence);
  if (!entry || entry->valid[reading->tap]) {
    return false;
  }
  entry->valid[reading->tap] = true;
  memcpy(values_of(column, entry, reading->tap), reading->values, reading->n_values * sizeof(float));
  return true;
}

bool
history_apply_mark(History* history, const MarkMessage* mark)
{
  unsigned at = history->n_marks;
  for (unsigned i = 0; i < history->n_marks; ++i) {
    if (history->marks[i].number == mark->number && history->marks[i].kind == mark->kind &&
        history->marks[i].time == mark->time) {
      return false;
    }
  }
  if (history->n_marks == HISTORY_MARKS) {
    memmove(history->marks, history->marks + 1, --history->n_marks * sizeof(MarkMessage));
    --at;
  }
  while (at && history->marks[at - 1].time > mark->time) {
    --at;
  }
  memmove(&history->marks[at + 1], &history->marks[at], (history->n_marks - at) * sizeof(MarkMessage));
  history->marks[at] = *mark;
  ++history->n_marks;
  return true;
}

unsigned
history_points(const History* history, Place place, const Sidecar* sidecar)
{
  const Column* const column = &history->columns[place];
  return sidecar && !strcmp(column->model, sidecar->name) && column->n_labels == sidecar->n_labels ? column->n : 0;
}

HistoryPoint
history_point(const History* history, Place place, unsigned index)
{
  const Column* const column = &history->columns[place];
  const Entry* const  entry  = &column->entries[index];
  return (HistoryPoint){ entry->time,
                         { entry->valid[TAP_DRY], entry->valid[TAP_WET] },
                         { values_of(column, entry, TAP_DRY), values_of(column, entry, TAP_WET) } };
}

int
history_find(const History* history, Place place, double time)
{
  return (int)position_of(&history->columns[place], time + same) - 1;
}

unsigned
history_marks(const History* history)
{
  return history->n_marks;
}

const MarkMessage*
history_mark(const History* history, unsigned index)
{
  return &history->marks[index];
}

double
history_end(const History* history)
{
  double end = 0.0;
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    const Column* const column = &history->columns[place];
    end                        = column->n ? fmax(end, column->entries[column->n - 1].time) : end;
  }
  return end;
}

/// Read a place's windows anew, those of a trail up to `time`
static void
apply_place(History* history, Place place, double time)
{
  const Column* const   column  = &history->columns[place];
  ReadingMessage* const reading = &history->reading;
  const unsigned        end     = position_of(column, time + same);
  for (unsigned i = position_of(column, time - trail_seconds); i < end; ++i) {
    const Entry* const entry = &column->entries[i];
    for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
      reading->place    = place;
      reading->tap      = (Tap)tap;
      reading->sequence = entry->sequence;
      reading->time     = entry->time;
      reading->n_values = column->n_labels;
      if (entry->valid[tap]) {
        memcpy(reading->values, values_of(column, entry, (Tap)tap), column->n_labels * sizeof(float));
        snapshot_apply_reading(&history->then, reading);
      }
    }
  }
}

const Snapshot*
history_then(History* history, const Snapshot* now, double time)
{
  history->then = *now;
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    const Sidecar* const sidecar = now->places[place].sidecar;
    if (history_points(history, (Place)place, sidecar)) {
      snapshot_set_sidecar(&history->then, (Place)place, NULL); // Forgets its readings
      snapshot_set_sidecar(&history->then, (Place)place, sidecar);
      apply_place(history, (Place)place, time);
    }
  }
  return &history->then;
}
