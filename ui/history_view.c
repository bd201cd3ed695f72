// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/history_view.h"

#include "ui/scene.h"

#include <math.h>

static const double spans[] = { 60.0, 180.0, HISTORY_SECONDS };

enum { SPANS = sizeof(spans) / sizeof(spans[0]) };

static const double key_step = 0.5; ///< Seconds
static const double far_step = 10.0;

static unsigned
add_axes(const Snapshot* snapshot, HistoryLane* lanes)
{
  const SnapshotPlace* const place = snapshot_place(snapshot, MODEL_MOOD);
  const SidecarMood* const   mood  = snapshot_mood_sidecar(snapshot);
  if (!place || !mood || mood->valence.label < 0 || mood->arousal.label < 0) {
    return 0;
  }
  const Place at = (Place)(place - snapshot->places);
  lanes[0]       = (HistoryLane){ at, place->sidecar, &mood->valence, mood->valence.label, "valence" };
  lanes[1]       = (HistoryLane){ at, place->sidecar, &mood->arousal, mood->arousal.label, "arousal" };
  return 2;
}

static bool
has_tag(const HistoryLane* lanes, unsigned n, int label)
{
  for (unsigned i = 0; i < n; ++i) {
    if (!lanes[i].axis && lanes[i].label == label) {
      return true;
    }
  }
  return false;
}

unsigned
history_view_lanes(const Snapshot* snapshot, const ViewState* view, HistoryLane lanes[HISTORY_LANES], unsigned n)
{
  const SnapshotPlace* const place = snapshot_place(snapshot, MODEL_TAGS);
  unsigned                   made  = add_axes(snapshot, lanes);
  if (!place || !place->sidecar) {
    return made;
  }
  const Place             at      = (Place)(place - snapshot->places);
  const TagRanking* const ranking = &view->rankings[at];
  for (unsigned i = 0; i < view->n_pins + ranking->by_peak.n && made < n; ++i) {
    const int label =
      i < view->n_pins ? sidecar_label(place->sidecar, view->pins[i]) : (int)ranking->by_peak.order[i - view->n_pins];
    if (label >= 0 && (uint32_t)label < place->sidecar->n_tags && !has_tag(lanes, made, label)) {
      lanes[made++] = (HistoryLane){ at, place->sidecar, NULL, label, place->sidecar->labels[label].name };
    }
  }
  return made;
}

double
history_view_value(const HistoryLane* lane, const float* raw)
{
  const float published = sidecar_activate(lane->sidecar, (uint32_t)lane->label, raw[lane->label]);
  return (double)(lane->axis ? sidecar_axis_to_plane(lane->axis, published) : published);
}

double
history_view_x(const ViewState* view, Rect plot, double time)
{
  return plot.x + plot.w * (1.0 - (history_end(view->history) - time) / view->history_span);
}

/// Time at a place in the plot, not before the first nor after the last that there is
static double
time_at(const ViewState* view, Rect plot, double x)
{
  const double end = history_end(view->history);
  return limit(end - view->history_span * (1.0 - (x - plot.x) / plot.w), 0.0, end);
}

bool
history_view_cursor(const ViewState* view, const Layout* layout, double* time)
{
  if (!view->history || history_end(view->history) <= 0.0) {
    return false;
  }
  const bool over = view->hover.kind == ITEM_HISTORY;
  *time           = view->scrubbing && !over ? view->scrub_time : time_at(view, layout->history.plot, view->pointer_x);
  return view->scrubbing || over;
}

const Snapshot*
history_view_shown(const Snapshot* snapshot, const ViewState* view)
{
  return view->history && view->scrubbing ? history_then(view->history, snapshot, view->scrub_time) : snapshot;
}

bool
history_view_is_shown(const Layout* layout)
{
  return layout->history.panel.h > 0.0;
}

void
history_view_scrub(ViewState* view, const Snapshot* snapshot, double x)
{
  const Layout layout = layout_make(view, snapshot);
  if (view->history && history_end(view->history) > 0.0) {
    view->scrubbing  = true;
    view->scrub_time = time_at(view, layout.history.plot, x);
    view->pointer_x  = x;
  }
}

void
history_view_live(ViewState* view)
{
  view->scrubbing = false;
}

void
history_view_change_span(ViewState* view, int steps, Actions* actions)
{
  int now = SPANS - 1;
  while (now > 0 && spans[now] > view->history_span) {
    --now;
  }
  view->history_span       = spans[(now + steps + SPANS) % SPANS];
  view->history_message[0] = '\0';
  actions->redraw          = true;
}

/// Mark the time that is scrubbed to, else now
static void
add_mark(const ViewState* view, Actions* actions)
{
  actions_add(actions, ACTION_MARK, 0, view->scrubbing ? (float)view->scrub_time : -1.0f);
}

/// Bring the panel to where the tags are, or take it away
static void
toggle_over(ViewState* view, Actions* actions)
{
  view->history_over = !view->history_over;
  if (!view->history_over) {
    history_view_live(view);
    view->focus = (Item){ ITEM_NONE, 0 };
  }
  actions->redraw = true;
}

bool
history_view_press(ViewState* view, ItemKind item, Actions* actions)
{
  switch (item) {
  case ITEM_HISTORY_SHOW:
    toggle_over(view, actions);
    return true;
  case ITEM_HISTORY_SPAN:
    history_view_change_span(view, 1, actions);
    return true;
  case ITEM_HISTORY_MARK:
    add_mark(view, actions);
    return true;
  case ITEM_HISTORY_SAVE:
    actions_add(actions, ACTION_EXPORT, 0, 0.0f);
    return true;
  case ITEM_HISTORY_LIVE:
    history_view_live(view);
    return true;
  default:
    return false;
  }
}

static void
step(ViewState* view, double seconds)
{
  const double end = history_end(view->history);
  if (end > 0.0) {
    const double from = view->scrubbing ? view->scrub_time : end;
    view->scrub_time  = limit(from + seconds, fmax(0.0, end - HISTORY_SECONDS), end);
    view->scrubbing   = true;
  }
}

/// Show the panel if there is none, and give it the focus; a second time takes it away again
static void
turn_to(ViewState* view, const Snapshot* snapshot, Actions* actions)
{
  const Layout layout = layout_make(view, snapshot);
  if (!history_view_is_shown(&layout) || (view->history_over && view->focus.kind == ITEM_HISTORY)) {
    toggle_over(view, actions);
  }
  if (history_view_is_shown(&layout) ? layout.history_show.w <= 0.0 : view->history_over) {
    view->focus         = (Item){ ITEM_HISTORY, 0 };
    view->focus_visible = true;
  }
}

/// Keys that other parts of the window use too, while the panel has the focus
static bool
press_focused(ViewState* view, unsigned key, bool far, Actions* actions)
{
  switch (key) {
  case KEY_LEFT:
  case KEY_RIGHT:
    step(view, (key == KEY_LEFT ? -1.0 : 1.0) * (far ? far_step : key_step));
    return true;
  case 'm':
    return history_view_press(view, ITEM_HISTORY_MARK, actions);
  case 'e':
    return history_view_press(view, ITEM_HISTORY_SAVE, actions);
  case 's':
    return history_view_press(view, ITEM_HISTORY_SPAN, actions);
  default:
    return false;
  }
}

bool
history_view_key(ViewState* view, const Snapshot* snapshot, unsigned key, bool far, Actions* actions)
{
  if (!view->history) {
    return false;
  }
  view->history_message[0] = '\0';
  if (view->focus.kind == ITEM_HISTORY && press_focused(view, key, far, actions)) {
    return true;
  }
  switch (key) {
  case KEY_ESCAPE:
    if (view->scrubbing) {
      history_view_live(view);
      return true;
    }
    return false;
  case 'r':
    turn_to(view, snapshot, actions);
    return true;
  case 'k':
    add_mark(view, actions);
    return true;
  default:
    return false;
  }
}
