// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/undo.h"

#include "ui/preset_list.h"

#include <stdlib.h>

static const double joining_seconds = 0.7;

typedef struct {
  unsigned index;
  float    before, after;
} Change;

typedef struct {
  unsigned n;
  Change   changes[PARAM_COUNT];
  bool     has_slots;
  Slots    before, after;
  double   time;
  bool     quick;
} Step;

struct Undo {
  unsigned first; ///< Oldest step in the ring
  unsigned n;     ///< Steps that are kept
  unsigned done;  ///< Of these, how many are not taken back
  unsigned held;  ///< Gestures that go on
  bool     muted; ///< The event under way took a step back or did one again
  Step     open;  ///< What the event or gesture under way has changed so far
  Step     steps[UNDO_STEPS];
};

Undo*
undo_new(void)
{
  return (Undo*)calloc(1, sizeof(Undo));
}

void
undo_free(Undo* undo)
{
  free(undo);
}

void
undo_clear(Undo* undo)
{
  undo->first = undo->n = undo->done = undo->held = 0;
  undo->open.n                                    = 0;
  undo->open.has_slots                            = false;
}

bool
undo_covers(unsigned index)
{
  return slots_hold(index) || preset_sets(index);
}

/// A step by its age, 0 for the oldest
static Step*
step_at(Undo* undo, unsigned age)
{
  return &undo->steps[(undo->first + age) % UNDO_STEPS];
}

static Change*
find_change(Step* step, unsigned index)
{
  for (unsigned i = 0; i < step->n; ++i) {
    if (step->changes[i].index == index) {
      return &step->changes[i];
    }
  }
  return NULL;
}

static void
note(Step* step, unsigned index, float before, float after)
{
  Change* const known = find_change(step, index);
  if (known) {
    known->after = after;
  } else {
    step->changes[step->n++] = (Change){ index, before, after };
  }
}

/// Leave out what ended where it began
static void
tidy(Step* step)
{
  unsigned n = 0;
  for (unsigned i = 0; i < step->n; ++i) {
    if (step->changes[i].before != step->changes[i].after) {
      step->changes[n++] = step->changes[i];
    }
  }
  step->n = n;
}

static bool
are_alike(Step* step, const Step* newer)
{
  for (unsigned i = 0; i < newer->n; ++i) {
    if (!find_change(step, newer->changes[i].index)) {
      return false;
    }
  }
  return step->n == newer->n && !step->has_slots && !newer->has_slots;
}

/// Add the open step to the newest one if both are quick, close and of the same parameters
static bool
join(Undo* undo)
{
  const Step* const open = &undo->open;
  Step* const       last = undo->done ? step_at(undo, undo->done - 1) : NULL;
  if (!last || undo->done != undo->n || !last->quick || !open->quick || open->time < last->time ||
      open->time - last->time > joining_seconds || !are_alike(last, open)) {
    return false;
  }
  for (unsigned i = 0; i < open->n; ++i) {
    note(last, open->changes[i].index, open->changes[i].before, open->changes[i].after);
  }
  last->time = open->time;
  return true;
}

static void
push(Undo* undo)
{
  undo->n = undo->done; // What was taken back can't be done again
  if (undo->n == UNDO_STEPS) {
    undo->first = (undo->first + 1) % UNDO_STEPS;
    --undo->n;
  }
  *step_at(undo, undo->n) = undo->open;
  undo->done              = ++undo->n;
}

static void
close_step(Undo* undo, double time, bool quick)
{
  undo->open.time  = time;
  undo->open.quick = quick;
  tidy(&undo->open);
  if ((undo->open.n || undo->open.has_slots) && !join(undo)) {
    push(undo);
  }
  undo->open.n         = 0;
  undo->open.has_slots = false;
}

static void
note_action(Undo* undo, const Snapshot* snapshot, const Action* action)
{
  if (action->kind == ACTION_BEGIN) {
    ++undo->held;
  } else if (action->kind == ACTION_END && undo->held) {
    --undo->held;
  } else if (action->kind == ACTION_SET && undo_covers(action->index)) {
    note(&undo->open, action->index, snapshot->parameters[action->index], action->value);
  }
}

void
undo_watch(Undo*           undo,
           const Snapshot* snapshot,
           const Slots*    before,
           const Slots*    after,
           const Actions*  actions,
           double          time,
           bool            quick)
{
  if (undo->muted) {
    undo->muted = false;
    return;
  }
  for (unsigned i = 0; i < actions->n; ++i) {
    note_action(undo, snapshot, &actions->items[i]);
  }
  if (!slots_are_same(before, after)) {
    undo->open.has_slots = true;
    undo->open.before    = *before;
    undo->open.after     = *after;
  }
  if (!undo->held && (undo->open.n || undo->open.has_slots)) {
    close_step(undo, time, quick);
  }
}

bool
undo_has_past(const Undo* undo)
{
  return undo && undo->done > 0;
}

bool
undo_has_future(const Undo* undo)
{
  return undo && undo->done < undo->n;
}

static void
apply(Undo* undo, const Step* step, bool back, const Snapshot* snapshot, Slots* slots, Actions* actions)
{
  for (unsigned i = 0; i < step->n; ++i) {
    const float value = back ? step->changes[i].before : step->changes[i].after;
    if (snapshot->parameters[step->changes[i].index] != value) {
      actions_change(actions, step->changes[i].index, value);
    }
  }
  if (step->has_slots) {
    *slots        = back ? step->before : step->after;
    actions->keep = true;
  }
  actions->redraw = true;
  undo->muted     = true;
}

void
undo_back(Undo* undo, const Snapshot* snapshot, Slots* slots, Actions* actions)
{
  if (undo_has_past(undo) && !undo->held) {
    apply(undo, step_at(undo, --undo->done), true, snapshot, slots, actions);
  }
}

void
undo_forth(Undo* undo, const Snapshot* snapshot, Slots* slots, Actions* actions)
{
  if (undo_has_future(undo) && !undo->held) {
    apply(undo, step_at(undo, undo->done++), false, snapshot, slots, actions);
  }
}
