// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_HISTORY_H
#define EQUUS_UI_HISTORY_H

#include "plugin/snapshot.h"

#include <stdbool.h>

/**
   What the window has heard of the last ten minutes: every model's readings, at most two a second, and the marks.

   Readings may come in any order, as live ones and those of before do.
   Belongs to the UI thread.
*/
typedef struct History History;

#define HISTORY_SECONDS 600.0

enum { HISTORY_POINTS = 1300, HISTORY_MARKS = 512 };

/// Both taps' readings of one window
typedef struct {
  double       time; ///< Seconds since activate at which the window ended
  bool         valid[TAP_COUNT];
  const float* raw[TAP_COUNT]; ///< Before activation [n_labels], until the next change
} HistoryPoint;

/// NULL if out of memory; free with history_free()
History* history_new(void);

void history_free(History* history);

/**
   Take in a reading of this model; of another model in that place all is forgotten, of another run everything.
   @return True if something changed.
*/
bool history_apply_reading(History* history, const Sidecar* sidecar, const ReadingMessage* reading);

/// Take in a mark, unless it is known
bool history_apply_mark(History* history, const MarkMessage* mark);

/// How many points there are of a place's model, NULL for none; the oldest first
unsigned     history_points(const History* history, Place place, const Sidecar* sidecar);
HistoryPoint history_point(const History* history, Place place, unsigned index);

/// The newest point that is not later than `time`, -1 for none
int history_find(const History* history, Place place, double time);

/// The marks, the earliest first
unsigned           history_marks(const History* history);
const MarkMessage* history_mark(const History* history, unsigned index);

/// Time of the newest reading of all, 0 for none
double history_end(const History* history);

/// `now` with the readings as they were at `time`; valid until the next call
const Snapshot* history_then(History* history, const Snapshot* now, double time);

#endif // EQUUS_UI_HISTORY_H
