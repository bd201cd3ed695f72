// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/flip_panel.h"

#include "ui/chip.h"
#include "ui/curve_sketch.h"
#include "ui/experiment.h"

#include <math.h>
#include <stdio.h>

enum { HEADLINE_SIZE = 2 * SIDECAR_MAX_TEXT + 32, DETAIL_SIZE = STATUS_TEXT_SIZE + 64 };

/// What the meter says while there is no curve
typedef struct {
  char headline[HEADLINE_SIZE]; ///< Also in a strip
  char detail[DETAIL_SIZE];
} Saying;

static void
say_of_search(const Snapshot* snapshot, ExperimentState state, Saying* saying)
{
  const Wish* const wish = &snapshot->wish;
  if (state == EXPERIMENT_SEARCHING) {
    snprintf(
      saying->headline, sizeof(saying->headline), "searching, %.0f\u202F%%", 100.0 * (double)snapshot->meter.progress);
    snprintf(saying->detail,
             sizeof(saying->detail),
             "Curves of %u bands within \u00B1%g\u202FdB are tried on the last seconds of music.",
             (unsigned)wish->bands,
             wish->limit);
  } else {
    snprintf(saying->headline, sizeof(saying->headline), "waiting for music");
    snprintf(
      saying->detail, sizeof(saying->detail), "The search needs a whole window of it; silence doesn\u2019t count.");
  }
}

static void
say_of_result(const Snapshot* snapshot, ExperimentState state, Saying* saying)
{
  const FlipMessage* const found = snapshot->wish.meter ? &snapshot->meter : &snapshot->found;
  if (state == EXPERIMENT_NOT_FOUND) {
    snprintf(saying->headline, sizeof(saying->headline), "not found within \u00B1%g\u202FdB", (double)found->limit);
    snprintf(saying->detail,
             sizeof(saying->detail),
             "No curve of %u bands was found that turns %s. A wider limit may find one.",
             (unsigned)found->bands,
             found->from);
  } else if (state == EXPERIMENT_UNDECIDED) {
    snprintf(saying->headline, sizeof(saying->headline), "a tie already: %s", found->from);
    snprintf(saying->detail, sizeof(saying->detail), "It is too close to call without any equaliser.");
  } else {
    snprintf(saying->headline, sizeof(saying->headline), "no search");
    snprintf(saying->detail, sizeof(saying->detail), "%s", found->trouble);
  }
}

static void
say(const Snapshot* snapshot, ExperimentState state, Saying* saying)
{
  if (state == EXPERIMENT_IDLE) {
    snprintf(saying->headline, sizeof(saying->headline), "how little turns the verdict?");
    snprintf(saying->detail,
             sizeof(saying->detail),
             "Finds the weakest curve that changes what the model says about the music you play.");
  } else if (state == EXPERIMENT_OUT_OF_STEP) {
    snprintf(saying->headline, sizeof(saying->headline), "dry and wet are out of step");
    snprintf(saying->detail,
             sizeof(saying->detail),
             "By %.1f\u202Fms: no verdict is compared until they meet.",
             experiment_lag(snapshot));
  } else if (state == EXPERIMENT_WAITING || state == EXPERIMENT_SEARCHING) {
    say_of_search(snapshot, state, saying);
  } else {
    say_of_result(snapshot, state, saying);
  }
}

static Rect
unite(Rect a, Rect b)
{
  const double bottom = fmax(a.y + a.h, b.y + b.h);
  return (Rect){ a.x, a.y, fmax(a.x + a.w, b.x + b.w) - a.x, bottom - a.y };
}

static void
draw_saying(Canvas* canvas, const FlipRoom* room, const Saying* saying, bool all)
{
  Rect area = unite(room->figure, room->words[1]);
  if (room->detail.h > 0.0) {
    area = unite(area, room->detail);
  }
  if (all) {
    area = unite(area, (Rect){ area.x, area.y, area.w, room->verdict.y - 10.0 - area.y });
  }
  area.h += 6.0; // Up to the bar
  canvas_text(canvas, FONT_VERDICT, COLOUR_TEXT, rect_cut_top(&area, 22.0, 2.0), ALIGN_LEFT, saying->headline);
  if (area.h >= 36.0) {
    canvas_paragraph(canvas, FONT_TEXT, COLOUR_MUTED, area, false, saying->detail);
  }
}

/// "1.8 dB", and which verdict becomes which
static void
draw_flip(Canvas*            canvas,
          const Snapshot*    snapshot,
          const FlipRoom*    room,
          const FlipMessage* flip,
          ExperimentState    state)
{
  const bool old = state != EXPERIMENT_FOUND;
  char       text[DETAIL_SIZE];
  Rect       words[2] = { room->words[0], room->words[1] };
  snprintf(text, sizeof(text), "%.1f dB", (double)flip->strength);
  const double width =
    canvas_text(canvas, FONT_FIGURE, old ? COLOUR_MUTED : COLOUR_WET, room->figure, ALIGN_LEFT, text);
  for (unsigned i = 0; i < 2; ++i) {
    rect_cut_left(&words[i], width + 16.0, 0.0);
  }
  canvas_text(canvas, FONT_TITLE, old ? COLOUR_MUTED : COLOUR_TEXT, words[0], ALIGN_LEFT, flip->from);
  snprintf(text, sizeof(text), "\u2192 %s", flip->to);
  canvas_text(canvas, FONT_TITLE, old ? COLOUR_MUTED : COLOUR_TEXT, words[1], ALIGN_LEFT, text);
  if (state == EXPERIMENT_SEARCHING) {
    snprintf(text, sizeof(text), "searching anew, %.0f\u202F%%", 100.0 * (double)snapshot->meter.progress);
  } else if (old) {
    snprintf(text, sizeof(text), "the last flip; waiting for music");
  } else {
    snprintf(text,
             sizeof(text),
             "%u bands, \u00B1%g\u202FdB, verified on the audio",
             (unsigned)flip->bands,
             (double)flip->limit);
  }
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, room->detail, ALIGN_LEFT, text);
}

static double
scale_x(Rect bar, double decibels)
{
  return bar.x + bar.w * limit(decibels / EXPERIMENT_SCALE, 0.0, 1.0);
}

static void
draw_bar(const Canvas* canvas, Rect bar, const FlipMessage* flip, bool old)
{
  canvas_fill_rect(canvas, bar, 5.0, COLOUR_TRACK);
  if (flip) {
    const double end = fmax(scale_x(bar, (double)flip->strength), bar.x + 4.0);
    canvas_fill_rect(canvas, (Rect){ bar.x, bar.y, end - bar.x, bar.h }, 5.0, old ? COLOUR_MUTED : COLOUR_WET);
  }
  for (unsigned i = 0; i < 2; ++i) {
    const double x = floor(scale_x(bar, i ? EXPERIMENT_ROBUST : EXPERIMENT_HORSE)) + 0.5;
    canvas_line(canvas, x, bar.y - 2.0, x, bar.y + bar.h + 2.0, 3.0, COLOUR_PANEL);
    canvas_line(canvas, x, bar.y - 2.0, x, bar.y + bar.h + 2.0, 1.0, COLOUR_MUTED);
  }
}

static void
draw_mark(Canvas* canvas, const FlipRoom* room, double decibels, Align align, const char* text)
{
  const double x     = scale_x(room->bar, decibels);
  const double width = 72.0;
  const double left  = align == ALIGN_LEFT ? x : align == ALIGN_RIGHT ? x - width : x - 0.5 * width;
  canvas_text(canvas, FONT_SMALL, COLOUR_MUTED, (Rect){ left, room->marks.y, width, room->marks.h }, align, text);
}

static void
draw_marks(Canvas* canvas, const FlipRoom* room)
{
  draw_mark(canvas, room, 0.0, ALIGN_LEFT, "0");
  draw_mark(canvas, room, 0.5 * EXPERIMENT_HORSE, ALIGN_CENTRE, "a horse");
  draw_mark(canvas, room, EXPERIMENT_HORSE, ALIGN_CENTRE, "3");
  draw_mark(canvas, room, EXPERIMENT_ROBUST, ALIGN_CENTRE, "6");
  draw_mark(canvas, room, 0.5 * (EXPERIMENT_ROBUST + EXPERIMENT_SCALE), ALIGN_CENTRE, "robust");
  draw_mark(canvas, room, EXPERIMENT_SCALE, ALIGN_RIGHT, "12 dB");
}

static void
draw_settings(Canvas* canvas, const Wish* wish, const ViewState* view, const FlipRoom* room)
{
  char text[EXPERIMENT_RULE_SIZE + 16];
  snprintf(text, sizeof(text), "%s", experiment_rule_name(wish->verdict));
  chip_draw(canvas, view, (Item){ ITEM_FLIP_VERDICT, 0 }, room->verdict, &(Chip){ .kind = CHIP_MENU, .text = text });
  snprintf(text, sizeof(text), "\u00B1%g\u202FdB", wish->limit);
  chip_draw(canvas, view, (Item){ ITEM_FLIP_LIMIT, 0 }, room->limit, &(Chip){ .kind = CHIP_MENU, .text = text });
  snprintf(text, sizeof(text), "%u bands", (unsigned)wish->bands);
  chip_draw(canvas, view, (Item){ ITEM_FLIP_BANDS, 0 }, room->bands, &(Chip){ .kind = CHIP_MENU, .text = text });
}

/// How far the search is, at the foot of its button
static void
draw_progress(const Canvas* canvas, Rect button, double progress)
{
  const Rect track = { button.x + 8.0, button.y + button.h - 5.0, button.w - 16.0, 2.0 };
  canvas_fill_rect(
    canvas, (Rect){ track.x, track.y, track.w * limit(progress, 0.0, 1.0), track.h }, 1.0, COLOUR_ON_WET);
}

static void
draw_buttons(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const FlipRoom* room)
{
  const Wish* const wish = &snapshot->wish;
  chip_draw(canvas,
            view,
            (Item){ ITEM_FLIP_FIND, 0 },
            room->find,
            &(Chip){ .kind = CHIP_STRONG, .text = room->strip ? "Find" : "Find a flip" });
  if (experiment_meter(snapshot) == EXPERIMENT_SEARCHING) {
    draw_progress(canvas, room->find, (double)snapshot->meter.progress);
  }
  chip_draw(canvas,
            view,
            (Item){ ITEM_FLIP_APPLY, 0 },
            room->apply,
            &(Chip){ .kind = experiment_flip(snapshot) ? CHIP_PLAIN : CHIP_IDLE, .text = "Apply" });
  chip_draw(canvas,
            view,
            (Item){ ITEM_FLIP_LIVE, 0 },
            room->live,
            &(Chip){ .kind = CHIP_SWITCH, .on = wish->meter && !wish->once, .text = "live" });
}

static void
draw_strip(Canvas* canvas, const Snapshot* snapshot, const FlipRoom* room)
{
  const ExperimentState    state = experiment_meter(snapshot);
  const FlipMessage* const flip  = experiment_flip(snapshot);
  const bool               shown =
    flip && (state == EXPERIMENT_FOUND || state == EXPERIMENT_SEARCHING || state == EXPERIMENT_WAITING);
  char text[HEADLINE_SIZE];
  if (shown) {
    const bool old = state != EXPERIMENT_FOUND;
    snprintf(text, sizeof(text), "%.1f dB", (double)flip->strength);
    canvas_text(canvas, FONT_VERDICT, old ? COLOUR_MUTED : COLOUR_WET, room->figure, ALIGN_LEFT, text);
    snprintf(text, sizeof(text), "%s \u2192 %s", flip->from, flip->to);
    if (canvas_text_width(canvas, FONT_TEXT, text) > room->words[0].w) {
      snprintf(text, sizeof(text), "\u2192 %s", flip->to);
    }
    canvas_text(canvas, FONT_TEXT, old ? COLOUR_MUTED : COLOUR_TEXT, room->words[0], ALIGN_LEFT, text);
    return;
  }
  Saying saying;
  say(snapshot, state, &saying);
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, unite(room->figure, room->words[0]), ALIGN_LEFT, saying.headline);
}

static void
draw_panel(Canvas* canvas, const Snapshot* snapshot, const FlipRoom* room)
{
  const ExperimentState    state  = experiment_meter(snapshot);
  const FlipMessage* const flip   = experiment_flip(snapshot);
  const bool               old    = state != EXPERIMENT_FOUND;
  const bool               shown  = flip && (!old || state == EXPERIMENT_SEARCHING || state == EXPERIMENT_WAITING);
  const bool               broken = state == EXPERIMENT_TROUBLE;

  canvas_text(canvas, FONT_TITLE, COLOUR_TEXT, room->title, ALIGN_LEFT, "Flip meter");
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, room->about, ALIGN_RIGHT, "least EQ that turns the verdict");
  if (shown) {
    draw_flip(canvas, snapshot, room, flip, state);
  } else {
    Saying saying;
    say(snapshot, state, &saying);
    draw_saying(canvas, room, &saying, broken);
  }
  if (!broken) {
    draw_bar(canvas, room->bar, shown ? flip : NULL, old);
    draw_marks(canvas, room);
    curve_sketch_draw(canvas, room->sketch, shown ? flip : NULL, snapshot->wish.limit, old ? COLOUR_MUTED : COLOUR_WET);
  }
}

void
flip_panel_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const FlipRoom* const room = &layout->flip;
  if (room->panel.h <= 0.0) {
    return;
  }
  canvas_fill_rect(canvas, room->panel, THEME_RADIUS, COLOUR_PANEL);
  if (room->strip) {
    draw_strip(canvas, snapshot, room);
  } else {
    draw_panel(canvas, snapshot, room);
  }
  draw_settings(canvas, &snapshot->wish, view, room);
  draw_buttons(canvas, snapshot, view, room);
}

bool
flip_panel_has_tooltip(const ViewState* view)
{
  return view->hover.kind == ITEM_FLIP_SCALE;
}

void
flip_panel_draw_tooltip(Canvas* canvas, const ViewState* view, const Layout* layout)
{
  static const char text[] = "dB RMS of the curve, level-matched. Below 3 dB the model is called a horse here, above "
                             "6 dB robust: conventions, not facts.";
  const Rect        bar    = layout->flip.bar;
  if (!flip_panel_has_tooltip(view) || bar.w <= 0.0) {
    return;
  }
  const Rect box = { bar.x, bar.y + bar.h + 4.0, bar.w, 62.0 };
  canvas_fill_rect(canvas, box, 6.0, COLOUR_RAISED);
  canvas_stroke_rect(canvas, box, 6.0, 1.0, COLOUR_LINE);
  canvas_paragraph(canvas, FONT_TEXT, COLOUR_TEXT, rect_inset(box, 10.0, 5.0), true, text);
}
