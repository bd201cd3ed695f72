// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/sample_history.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static History* history; ///< Freed with the next; the last one stays reachable

/// What the network would have said for a published value
static float
raw_of(const Sidecar* sidecar, uint32_t label, double value)
{
  if (sidecar->labels[label].activation == ACTIVATION_SIGMOID) {
    const double p = fmin(fmax(value, 0.002), 0.998);
    return (float)log(p / (1.0 - p));
  }
  return (float)value;
}

/// How far a label was from its present value; the equaliser was turned a third before the end
static double
wander(uint32_t label, unsigned tap, double time)
{
  const double slow  = 0.16 * sin(0.011 * time + label) + 0.06 * sin(0.053 * time + 2.0 * label);
  const double quick = 0.03 * sin(0.9 * time + tap + 0.7 * label) * cos(0.37 * time);
  return slow * (tap && time < 400.0 ? 1.1 : 1.0) + quick;
}

static void
fill_place(const Snapshot* snapshot, Place place)
{
  const SnapshotPlace* const at      = &snapshot->places[place];
  const Sidecar* const       sidecar = at->sidecar;
  for (unsigned i = 0; i < 600; ++i) {
    for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
      ReadingMessage reading = {
        .place = place, .tap = (Tap)tap, .sequence = i, .time = 1.0 + i, .n_values = sidecar->n_labels
      };
      for (uint32_t label = 0; label < sidecar->n_labels; ++label) {
        const bool   before   = tap && reading.time < 400.0; // Wet was dry before the equaliser was turned
        const double now      = (double)at->values[before ? TAP_DRY : tap][label];
        const bool   small    = label < sidecar->n_tags;
        reading.values[label] = raw_of(sidecar, label, now + (small ? 0.2 : 1.0) * wander(label, tap, reading.time));
      }
      history_apply_reading(history, sidecar, &reading);
    }
  }
}

static void
add_marks(const Snapshot* snapshot)
{
  static const struct {
    MarkKind kind;
    double   time;
  } marks[] = { { MARK_BEGIN, 0.0 },   { MARK_START, 1.0 },   { MARK_STOP, 120.0 },
                { MARK_START, 150.0 }, { MARK_JUMP, 210.0 },  { MARK_EQUALISER, 400.0 },
                { MARK_USER, 470.0 },  { MARK_MODEL, 520.0 }, { MARK_USER, 590.0 } };
  for (unsigned i = 0; i < sizeof(marks) / sizeof(marks[0]); ++i) {
    MarkMessage mark = { .kind = marks[i].kind, .number = i, .time = marks[i].time, .transport = marks[i].time + 30.0 };
    memcpy(mark.parameters, snapshot->parameters, sizeof(mark.parameters));
    snprintf(mark.text, sizeof(mark.text), "%s", mark.kind == MARK_MODEL ? "MSD_musicnn" : "");
    history_apply_mark(history, &mark);
  }
}

void
sample_history(Sample* sample, SampleKind kind)
{
  bool any = false;
  history_free(history);
  history              = history_new();
  sample->view.history = history;
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    const SnapshotPlace* const at = &sample->snapshot.places[place];
    if (at->sidecar && at->valid[TAP_DRY] && at->valid[TAP_WET]) {
      fill_place(&sample->snapshot, (Place)place);
      any = true;
    }
  }
  if (any) {
    add_marks(&sample->snapshot);
  }
  if (kind == SAMPLE_SCRUB) {
    sample->view.scrubbing  = true;
    sample->view.scrub_time = 470.5;
    sample->view.focus      = (Item){ ITEM_HISTORY, 0 };
    sample->view.pointer_x  = 900.0;
  } else if (kind == SAMPLE_OVER) {
    sample->view.history_over = true;
    sample->view.history_span = 180.0;
    snprintf(sample->view.history_message,
             sizeof(sample->view.history_message),
             "Saved /home/me/Documents/equus-history-2026-05-04-101500.csv");
  }
}
