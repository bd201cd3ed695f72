// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/readings.h"

#include "plugin/past.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { VALUES = (READINGS_WAITING + 1) * SIDECAR_MAX_LABELS }; ///< Of all readings that are kept; one is for the break

/// A reading without its values, which lie in the ring
typedef struct {
  Place    place;
  Tap      tap;
  uint32_t n_values;
  uint64_t sequence;
  double   time, age;
  uint64_t start; ///< Position of its values, counted since cleared
} Record;

struct Readings {
  Past*    past;
  uint64_t published;              ///< Count since cleared; also the position of the next
  uint64_t oldest;                 ///< Position of the oldest that is kept
  uint64_t waiting;                ///< Position of the oldest that waits
  uint64_t replayed;               ///< Position of the next to replay
  uint64_t replay_end;             ///< Position behind the last to replay
  uint64_t forgotten[PLACE_COUNT]; ///< Readings of a place before this position aren't replayed
  uint64_t end;                    ///< Position behind the newest values
  double   since;
  Record   records[READINGS_KEPT];
  float    values[VALUES]; ///< Each reading's without a break
};

Readings*
readings_new(void)
{
  Readings* const readings = (Readings*)malloc(sizeof(Readings));
  if (readings) {
    memset(readings, 0, sizeof(*readings)); // Touches every page, so that the audio thread takes no fault
    readings->past = past_new();
  }
  if (readings && !readings->past) {
    readings_free(readings);
    return NULL;
  }
  return readings;
}

void
readings_free(Readings* readings)
{
  if (readings) {
    past_free(readings->past);
    free(readings);
  }
}

void
readings_clear(Readings* readings)
{
  Past* const past = readings->past;
  memset(readings, 0, offsetof(Readings, records));
  readings->past = past;
  past_clear(past);
}

void
readings_forget(Readings* readings, Place place)
{
  readings->forgotten[place] = readings->published;
  past_forget(readings->past, place);
}

static Record*
record(Readings* readings, uint64_t position)
{
  return &readings->records[position % READINGS_KEPT];
}

/// Make room for `n` values without a break; returns their position
static uint64_t
make_room(Readings* readings, uint32_t n)
{
  const uint64_t left = VALUES - readings->end % VALUES;
  readings->end += left < n ? left : 0;
  const uint64_t start = readings->end;
  readings->end += n;

  while (readings->oldest < readings->published &&
         (record(readings, readings->oldest)->start + VALUES < readings->end ||
          readings->published - readings->oldest == READINGS_KEPT)) {
    ++readings->oldest;
  }
  return start;
}

void
readings_publish(Readings* readings, const ReadingMessage* reading)
{
  const uint64_t start = make_room(readings, reading->n_values);
  *record(readings, readings->published++) =
    (Record){ reading->place, reading->tap, reading->n_values, reading->sequence, reading->time, reading->age, start };
  memcpy(&readings->values[start % VALUES], reading->values, reading->n_values * sizeof(float));

  past_keep(readings->past, reading);
  if (readings->published - readings->waiting > READINGS_WAITING) {
    readings->waiting = readings->published - READINGS_WAITING;
  }
}

static void
read_record(const Readings* readings, const Record* kept, bool replay, ReadingMessage* reading)
{
  reading->place    = kept->place;
  reading->tap      = kept->tap;
  reading->sequence = kept->sequence;
  reading->time     = kept->time;
  reading->age      = kept->age;
  reading->replay   = replay;
  reading->n_values = kept->n_values;
  memcpy(reading->values, &readings->values[kept->start % VALUES], kept->n_values * sizeof(float));
}

void
readings_replay(Readings* readings, double since)
{
  readings->since      = since;
  readings->replayed   = readings->oldest;
  readings->replay_end = readings->waiting;

  const bool full = readings->oldest < readings->published;
  past_replay(readings->past, full ? fmax(since, record(readings, readings->oldest)->time) : since);
}

static bool
next_replay(Readings* readings, ReadingMessage* reading)
{
  if (readings->replayed < readings->oldest) {
    readings->replayed = readings->oldest;
  }
  while (readings->replayed < readings->replay_end) {
    const uint64_t      position = readings->replayed++;
    const Record* const kept     = record(readings, position);
    if (kept->time >= readings->since && position >= readings->forgotten[kept->place]) {
      read_record(readings, kept, true, reading);
      return true;
    }
  }
  return false;
}

bool
readings_next(Readings* readings, ReadingMessage* reading)
{
  if (next_replay(readings, reading)) {
    return true;
  }
  if (readings->waiting == readings->published) {
    return past_next(readings->past, reading);
  }
  read_record(readings, record(readings, readings->waiting++), false, reading);
  return true;
}

void
readings_allow(Readings* readings, double seconds)
{
  past_allow(readings->past, seconds);
}
