// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/past.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const double   step       = 0.5;  ///< Seconds between windows that are kept
static const double   slack      = 0.01; ///< By which they may come earlier
static const unsigned overhead   = 24;   ///< Values that a message with none is worth
static const double   most_ahead = 0.1;  ///< Seconds of the pace that can be saved up

/// A reading without its values, which lie in the ring
typedef struct {
  uint8_t  place, tap;
  uint16_t n_values;
  float    age;
  uint64_t sequence;
  double   time;
  uint64_t start; ///< Position of its values, counted since cleared
} Record;

struct Past {
  uint64_t kept;                   ///< Count since cleared; also the position of the next
  uint64_t oldest;                 ///< Position of the oldest
  uint64_t replayed;               ///< Position behind the next to replay
  bool     replaying;              ///< Whether a window wants it
  uint64_t forgotten[PLACE_COUNT]; ///< Readings of a place before this position aren't replayed
  uint64_t end;                    ///< Position behind the newest values
  bool     spoken[PLACE_COUNT];
  double   time[PLACE_COUNT]; ///< Of the window kept last
  uint64_t sequence[PLACE_COUNT];
  double   allowance; ///< Values that may go out now
  Record   records[PAST_RECORDS];
  float    values[PAST_VALUES]; ///< Each reading's without a break
};

Past*
past_new(void)
{
  Past* const past = (Past*)malloc(sizeof(Past));
  if (past) {
    memset(past, 0, sizeof(*past)); // Touches every page, so that the audio thread takes no fault
  }
  return past;
}

void
past_free(Past* past)
{
  free(past);
}

void
past_clear(Past* past)
{
  memset(past, 0, offsetof(Past, records));
}

void
past_forget(Past* past, Place place)
{
  past->forgotten[place] = past->kept;
  past->spoken[place]    = false;
}

static EQUUS_RT Record*
record(Past* past, uint64_t position)
{
  return &past->records[position % PAST_RECORDS];
}

/// Make room for a record with `n` values without a break; returns their position
static EQUUS_RT uint64_t
make_room(Past* past, uint32_t n)
{
  const uint64_t left = PAST_VALUES - past->end % PAST_VALUES;
  past->end += left < n ? left : 0;
  const uint64_t start = past->end;
  past->end += n;
  while (past->oldest < past->kept &&
         (record(past, past->oldest)->start + PAST_VALUES < past->end || past->kept - past->oldest == PAST_RECORDS)) {
    ++past->oldest;
  }
  return start;
}

void
past_keep(Past* past, const ReadingMessage* reading)
{
  const Place place = reading->place;
  const bool  other = past->spoken[place] && reading->sequence == past->sequence[place];
  const bool  early =
    past->spoken[place] && reading->time >= past->time[place] && reading->time < past->time[place] + step - slack;
  if (!other && early) {
    return;
  }
  past->spoken[place]   = true;
  past->sequence[place] = reading->sequence;
  past->time[place]     = reading->time;

  const uint64_t start        = make_room(past, reading->n_values);
  *record(past, past->kept++) = (Record){ (uint8_t)place,
                                          (uint8_t)reading->tap,
                                          (uint16_t)reading->n_values,
                                          (float)reading->age,
                                          reading->sequence,
                                          reading->time,
                                          start };
  memcpy(&past->values[start % PAST_VALUES], reading->values, reading->n_values * sizeof(float));
}

void
past_replay(Past* past, double before)
{
  past->replayed  = past->kept;
  past->replaying = true;
  while (past->replayed > past->oldest && record(past, past->replayed - 1)->time >= before) {
    --past->replayed;
  }
}

void
past_allow(Past* past, double seconds)
{
  past->allowance = fmin(past->allowance + seconds * PAST_PACE, most_ahead * PAST_PACE);
}

static EQUUS_RT void
read_record(const Past* past, const Record* kept, ReadingMessage* reading)
{
  reading->place    = (Place)kept->place;
  reading->tap      = (Tap)kept->tap;
  reading->sequence = kept->sequence;
  reading->time     = kept->time;
  reading->age      = (double)kept->age;
  reading->replay   = true;
  reading->n_values = kept->n_values;
  memcpy(reading->values, &past->values[kept->start % PAST_VALUES], kept->n_values * sizeof(float));
}

bool
past_next(Past* past, ReadingMessage* reading)
{
  while (past->replaying && past->allowance > 0.0) {
    if (past->replayed <= past->oldest) {
      past->replaying = false;
      break;
    }
    const uint64_t      position = --past->replayed;
    const Record* const kept     = record(past, position);
    if (kept->time < record(past, past->kept - 1)->time - PAST_SECONDS) {
      past->replaying = false;
    } else if (position >= past->forgotten[kept->place]) {
      past->allowance -= kept->n_values + overhead;
      read_record(past, kept, reading);
      return true;
    }
  }
  return false;
}
