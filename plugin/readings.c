// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/readings.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct Readings {
  uint64_t       published;             ///< Count since cleared; also the position of the next
  uint64_t       waiting;               ///< Position of the oldest that waits
  uint64_t       replayed;              ///< Position of the next to replay
  uint64_t       replay_end;            ///< Position behind the last to replay
  uint64_t       forgotten[ROLE_COUNT]; ///< Readings of a role before this position aren't replayed
  double         since;
  ReadingMessage kept[READINGS_KEPT];
};

Readings*
readings_new(void)
{
  Readings* const readings = (Readings*)malloc(sizeof(Readings));
  if (readings) {
    memset(readings, 0, sizeof(*readings)); // Touches every page, so that the audio thread takes no fault
  }
  return readings;
}

void
readings_free(Readings* readings)
{
  free(readings);
}

void
readings_clear(Readings* readings)
{
  memset(readings, 0, offsetof(Readings, kept));
}

void
readings_forget(Readings* readings, Role role)
{
  readings->forgotten[role] = readings->published;
}

static void
copy_reading(ReadingMessage* to, const ReadingMessage* from)
{
  memcpy(to, from, offsetof(ReadingMessage, values) + from->n_values * sizeof(float));
}

void
readings_publish(Readings* readings, const ReadingMessage* reading)
{
  ReadingMessage* const slot = &readings->kept[readings->published++ % READINGS_KEPT];
  copy_reading(slot, reading);
  slot->replay = false;
  if (readings->published - readings->waiting > READINGS_WAITING) {
    readings->waiting = readings->published - READINGS_WAITING;
  }
}

static uint64_t
oldest_kept(const Readings* readings)
{
  return readings->published > READINGS_KEPT ? readings->published - READINGS_KEPT : 0;
}

void
readings_replay(Readings* readings, double since)
{
  readings->since      = since;
  readings->replayed   = oldest_kept(readings);
  readings->replay_end = readings->waiting;
}

static bool
next_replay(Readings* readings, ReadingMessage* reading)
{
  const uint64_t oldest = oldest_kept(readings);
  if (readings->replayed < oldest) {
    readings->replayed = oldest;
  }
  while (readings->replayed < readings->replay_end) {
    const uint64_t              position = readings->replayed++;
    const ReadingMessage* const kept     = &readings->kept[position % READINGS_KEPT];
    if (kept->time >= readings->since && position >= readings->forgotten[kept->role]) {
      copy_reading(reading, kept);
      reading->replay = true;
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
    return false;
  }
  copy_reading(reading, &readings->kept[readings->waiting++ % READINGS_KEPT]);
  return true;
}
