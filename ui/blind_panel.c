// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/blind_panel.h"

#include "ui/chip.h"
#include "ui/format.h"

#include <math.h>
#include <stdio.h>

static const double page_width  = 640.0;
static const double page_height = 440.0;
static const double radius      = 10.0;

/// Where everything of the page is
typedef struct {
  Rect title, progress;
  Rect body;       ///< Between title and buttons
  Rect sounds[2];  ///< Of a trial
  Rect answers[2]; ///< "The mood changed", "The same mood"
  Rect hint;
  Rect start, close;
} Page;

bool
blind_panel_is_open(const ViewState* view)
{
  return view->blind.phase != BLIND_CLOSED;
}

static void
place_trial(Page* page, Rect rest)
{
  rect_cut_top(&rest, 92.0, 12.0); // The question
  Rect         sounds = rect_cut_top(&rest, 96.0, 40.0);
  Rect         answer = rect_cut_top(&rest, 44.0, 8.0);
  const double half   = 0.5 * (sounds.w - 16.0);
  page->sounds[0]     = rect_cut_left(&sounds, half, 16.0);
  page->sounds[1]     = sounds;
  page->answers[0]    = rect_cut_left(&answer, half, 16.0);
  page->answers[1]    = answer;
  page->hint          = rect_cut_top(&rest, 20.0, 0.0);
}

static Page
place(const Snapshot* snapshot, const ViewState* view)
{
  const double w    = fmin(page_width, view->width - 48.0);
  const double h    = fmin(page_height, view->height - 48.0);
  Rect         rest = { floor(0.5 * (view->width - w)), floor(0.5 * (view->height - h)), w, h };
  Page         page = { 0 };

  page.title    = rect_cut_top(&rest, 28.0, 8.0);
  page.progress = rect_cut_top(&rest, 8.0, 20.0);
  Rect foot     = rect_cut_bottom(&rest, 34.0, 16.0);
  page.close    = rect_cut_right(&foot, 110.0, 12.0);
  if (view->blind.phase == BLIND_TRIAL) {
    place_trial(&page, rest);
  } else if (view->blind.phase == BLIND_RESULT || !blind_obstacle(snapshot)) {
    page.start = rect_cut_left(&foot, 150.0, 0.0);
  }
  page.body = rest;
  return page;
}

Rect
blind_panel_control(const Snapshot* snapshot, const ViewState* view, Item item)
{
  const Page page = place(snapshot, view);
  switch (item.kind) {
  case ITEM_BLIND_SOUND:
    return page.sounds[item.index];
  case ITEM_BLIND_ANSWER:
    return page.answers[item.index];
  case ITEM_BLIND_START:
    return page.start;
  case ITEM_BLIND_CLOSE:
    return page.close;
  default:
    return (Rect){ 0 };
  }
}

unsigned
blind_panel_stops(const Snapshot* snapshot, const ViewState* view, Item* stops)
{
  static const Item all[BLIND_PANEL_STOPS] = { { ITEM_BLIND_SOUND, 0 },  { ITEM_BLIND_SOUND, 1 },
                                               { ITEM_BLIND_ANSWER, 0 }, { ITEM_BLIND_ANSWER, 1 },
                                               { ITEM_BLIND_START, 0 },  { ITEM_BLIND_CLOSE, 0 } };
  unsigned          n                      = 0;
  for (unsigned i = 0; i < BLIND_PANEL_STOPS; ++i) {
    if (blind_panel_control(snapshot, view, all[i]).w > 0.0) {
      stops[n++] = all[i];
    }
  }
  return n;
}

Item
blind_panel_hit(const Snapshot* snapshot, const ViewState* view, double x, double y)
{
  Item           stops[BLIND_PANEL_STOPS];
  const unsigned n = blind_panel_stops(snapshot, view, stops);
  for (unsigned i = 0; i < n; ++i) {
    if (rect_contains(blind_panel_control(snapshot, view, stops[i]), x, y)) {
      return stops[i];
    }
  }
  return (Item){ ITEM_NONE, 0 };
}

void
blind_panel_press(ViewState* view, const Snapshot* snapshot, Item item, Actions* actions)
{
  Blind* const blind = &view->blind;
  switch (item.kind) {
  case ITEM_BLIND_SOUND:
    blind_play(blind, item.index, actions);
    break;
  case ITEM_BLIND_ANSWER:
    blind_answer(blind, snapshot, item.index == 0, actions);
    break;
  case ITEM_BLIND_START:
    if (blind_obstacle(snapshot)) {
      blind_open(blind); // Which says so
    } else {
      blind_start(blind, actions);
    }
    break;
  case ITEM_BLIND_CLOSE:
    blind_stop(blind, actions);
    break;
  default:
    return;
  }
  actions->redraw = true;
}

static void
press_trial_key(ViewState* view, const Snapshot* snapshot, unsigned key, Actions* actions)
{
  Blind* const blind = &view->blind;
  switch (key) {
  case '1':
  case KEY_LEFT:
    blind_play(blind, 0, actions);
    break;
  case '2':
  case KEY_RIGHT:
    blind_play(blind, 1, actions);
    break;
  case KEY_SPACE:
    blind_play(blind, 1 - blind->playing, actions);
    break;
  case 'c':
    blind_answer(blind, snapshot, true, actions);
    break;
  case 's':
    blind_answer(blind, snapshot, false, actions);
    break;
  default:
    break;
  }
}

void
blind_panel_key(ViewState* view, const Snapshot* snapshot, unsigned key, Actions* actions)
{
  const bool on_page = view->focus_visible && blind_panel_control(snapshot, view, view->focus).w > 0.0;
  if (key == KEY_ESCAPE) {
    blind_stop(&view->blind, actions);
  } else if (key == KEY_RETURN && on_page) {
    blind_panel_press(view, snapshot, view->focus, actions);
  } else if (view->blind.phase == BLIND_TRIAL) {
    press_trial_key(view, snapshot, key, actions);
  } else if (key == KEY_RETURN || key == KEY_SPACE) {
    blind_panel_press(view, snapshot, on_page ? view->focus : (Item){ ITEM_BLIND_START, 0 }, actions);
  }
}

/// A button: round, filled when it is the main one, muted when it waits
typedef struct {
  const char* text;
  bool        main;
  bool        waits;
} Button;

static void
draw_button(Canvas* canvas, const ViewState* view, Item item, Rect rect, Button button)
{
  const bool       hovered = view->hover.kind == item.kind && view->hover.index == item.index && !button.waits;
  const ColourRole ground  = button.main ? COLOUR_TEXT : hovered ? COLOUR_RAISED : COLOUR_PANEL;
  const ColourRole colour  = button.waits ? COLOUR_MUTED : button.main ? COLOUR_PANEL : COLOUR_TEXT;
  canvas_fill_rect(canvas, rect, radius, ground);
  if (!button.main) {
    canvas_stroke_rect(canvas, rect, radius, hovered ? 2.0 : 1.0, hovered ? COLOUR_TEXT : COLOUR_LINE);
  }
  canvas_text(canvas, FONT_BOLD, colour, rect_inset(rect, 8.0, 0.0), ALIGN_CENTRE, button.text);
  if (chip_has_focus(view, item)) {
    chip_draw_focus(canvas, rect, radius);
  }
}

/// A loudspeaker with two waves
static void
draw_speaker(const Canvas* canvas, double x, double y, ColourRole colour)
{
  canvas_set_colour(canvas, colour, 1.0);
  cairo_new_path(canvas->cr);
  cairo_move_to(canvas->cr, x - 8.0, y - 3.0);
  cairo_line_to(canvas->cr, x - 4.0, y - 3.0);
  cairo_line_to(canvas->cr, x, y - 7.0);
  cairo_line_to(canvas->cr, x, y + 7.0);
  cairo_line_to(canvas->cr, x - 4.0, y + 3.0);
  cairo_line_to(canvas->cr, x - 8.0, y + 3.0);
  cairo_close_path(canvas->cr);
  cairo_fill(canvas->cr);
  cairo_set_line_width(canvas->cr, 1.75);
  for (unsigned i = 0; i < 2; ++i) {
    cairo_new_path(canvas->cr);
    cairo_arc(canvas->cr, x + 0.5, y, 4.0 + 4.0 * i, -0.8, 0.8);
    cairo_stroke(canvas->cr);
  }
}

/// A sound to listen to: its number, and whether it plays
static void
draw_sound(Canvas* canvas, const ViewState* view, Rect rect, unsigned sound)
{
  const Item  item    = { ITEM_BLIND_SOUND, sound };
  const bool  playing = view->blind.playing == sound;
  const bool  hovered = view->hover.kind == item.kind && view->hover.index == sound;
  Rect        rest    = rect_inset(rect, 12.0, 14.0);
  const char* state   = playing ? "playing" : view->blind.heard[sound] ? "heard" : "not heard yet";

  canvas_fill_rect(canvas, rect, radius, playing || hovered ? COLOUR_RAISED : COLOUR_PANEL);
  canvas_stroke_rect(canvas, rect, radius, playing ? 2.0 : 1.0, playing ? COLOUR_TEXT : COLOUR_LINE);
  canvas_text(canvas, FONT_NAME, COLOUR_TEXT, rect_cut_top(&rest, 40.0, 2.0), ALIGN_CENTRE, sound ? "2" : "1");
  const double width = canvas_text_width(canvas, FONT_TEXT, state);
  const double shift = playing ? 12.0 : 0.0;
  const double x     = rest.x + 0.5 * rest.w + shift;
  if (playing) {
    draw_speaker(canvas, x - 0.5 * width - 14.0, rest.y + 12.0, COLOUR_TEXT);
  }
  const Rect box = { x - 0.5 * width - 2.0, rest.y, width + 4.0, 24.0 };
  canvas_text(canvas, FONT_TEXT, playing ? COLOUR_TEXT : COLOUR_MUTED, box, ALIGN_CENTRE, state);
  if (chip_has_focus(view, item)) {
    chip_draw_focus(canvas, rect, radius);
  }
}

static void
draw_progress(const Canvas* canvas, const ViewState* view, Rect rect)
{
  const double step = rect.w / BLIND_TRIALS;
  for (unsigned i = 0; i < BLIND_TRIALS; ++i) {
    const Rect       part   = { rect.x + i * step, rect.y, step - 4.0, 4.0 };
    const ColourRole colour = i < view->blind.result.trials    ? COLOUR_MUTED
                              : i == view->blind.result.trials ? COLOUR_TEXT
                                                               : COLOUR_LINE;
    canvas_fill_rect(canvas, part, 2.0, colour);
  }
}

static void
draw_trial(Canvas* canvas, const ViewState* view, const Page* page)
{
  const bool ready = blind_can_answer(&view->blind);
  Rect       rest  = page->body;
  canvas_text(canvas,
              FONT_NAME,
              COLOUR_TEXT,
              rect_cut_top(&rest, 32.0, 6.0),
              ALIGN_LEFT,
              "Does the mood change between 1 and 2?");
  canvas_paragraph(
    canvas,
    FONT_TEXT,
    COLOUR_MUTED,
    rect_cut_top(&rest, 54.0, 0.0),
    false,
    "Switch between them as often as you like while the music plays. The music moves on by itself: judge "
    "whether what you switch to has another mood. Sometimes 1 and 2 are the very same.");
  draw_progress(canvas, view, page->progress);
  for (unsigned i = 0; i < 2; ++i) {
    draw_sound(canvas, view, page->sounds[i], i);
  }
  draw_button(
    canvas, view, (Item){ ITEM_BLIND_ANSWER, 0 }, page->answers[0], (Button){ "The mood changed  (c)", false, !ready });
  draw_button(
    canvas, view, (Item){ ITEM_BLIND_ANSWER, 1 }, page->answers[1], (Button){ "The same mood  (s)", false, !ready });
  canvas_text(canvas,
              FONT_SMALL,
              COLOUR_MUTED,
              page->hint,
              ALIGN_CENTRE,
              ready ? "Space, 1 and 2 switch; c and s answer" : "Listen to both first: Space, 1 and 2 switch");
}

static void
draw_intro(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Page* page)
{
  const char* const obstacle = blind_obstacle(snapshot);
  Rect              rest     = page->body;
  char              text[512];
  char              last[320];

  canvas_text(canvas,
              FONT_NAME,
              COLOUR_TEXT,
              rect_cut_top(&rest, 32.0, 10.0),
              ALIGN_LEFT,
              "The machine hears the mood change. Do you?");
  snprintf(
    text,
    sizeof(text),
    "Play your music, then start. In each of %d rounds you switch between two sounds, 1 and 2. Each is dry "
    "(without the equaliser) or wet (with it), drawn by lot and made equally loud; often both are the same.\n\n"
    "Say after each whether the mood changed, or not. Nobody tells you whether you are right before the end, and "
    "the window shows nothing that could give it away. Don\u2019t look at the meters of your host.\n\n"
    "Who only guesses is right in half of the rounds. You hear it if you do clearly better.",
    (int)BLIND_TRIALS);
  canvas_paragraph(canvas, FONT_TEXT, COLOUR_TEXT, rect_cut_top(&rest, 166.0, 8.0), false, text);
  if (obstacle) {
    canvas_paragraph(canvas, FONT_BOLD, COLOUR_TEXT, rect_cut_top(&rest, 36.0, 0.0), false, obstacle);
  } else if (view->blind.n_kept) {
    blind_summary(&view->blind.kept[0], last, sizeof(last));
    snprintf(text, sizeof(text), "Last time: %s.", last);
    canvas_paragraph(canvas, FONT_TEXT, COLOUR_MUTED, rect_cut_top(&rest, 36.0, 0.0), false, text);
  }
}

/// What follows from both verdicts together
static const char*
moral(const BlindResult* result)
{
  const char* const heard   = blind_conclusion(result);
  const bool        hears   = heard[4] == 'h' && heard[3] == ' ';
  const bool        unsure  = heard[0] == 't';
  const bool        flipped = 2 * result->flipped > result->read;
  if (unsure) {
    return "With so few rounds even a perfect score could be luck. Take the whole check.";
  }
  if (flipped) {
    return hears ? "You and the machine both hear the mood change: the flip may well be fair."
                 : "The machine\u2019s verdict flips although you hear no change of mood. That is the horse: it reads "
                   "something other than what you listen to.";
  }
  return hears ? "You hear a change of mood that the machine\u2019s verdict doesn\u2019t show."
               : "Neither you nor the machine\u2019s verdict finds that the mood changes.";
}

static void
draw_column(Canvas* canvas, Rect rest, const char* head, const char* large, const char* const* lines, unsigned n)
{
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, rect_cut_top(&rest, 18.0, 4.0), ALIGN_LEFT, head);
  canvas_paragraph(canvas, FONT_VERDICT, COLOUR_TEXT, rect_cut_top(&rest, 44.0, 6.0), false, large);
  for (unsigned i = 0; i < n; ++i) {
    canvas_text(canvas, FONT_TEXT, COLOUR_TEXT, rect_cut_top(&rest, 19.0, 0.0), ALIGN_LEFT, lines[i]);
  }
}

static void
draw_machine(Canvas* canvas, const BlindResult* result, Rect rect)
{
  char        verdict[2 * SIDECAR_MAX_TEXT + 8];
  char        share[96];
  const char* lines[1] = { share };
  if (!result->read) {
    draw_column(canvas, rect, "The machine", "no verdict", lines, 0);
    return;
  }
  if (result->flipped) {
    snprintf(verdict, sizeof(verdict), "%s \u2192 %s", result->from, result->to);
  } else {
    snprintf(verdict, sizeof(verdict), "%s before and after", result->from);
  }
  snprintf(share, sizeof(share), "flipped in %u of %u rounds", result->flipped, result->read);
  draw_column(canvas, rect, "The machine", verdict, lines, 1);
}

static void
draw_listener(Canvas* canvas, const BlindResult* result, Rect rect)
{
  char        right[96];
  char        hits[96];
  char        alarms[96];
  char        p[32];
  const char* lines[3] = { right, hits, alarms };
  snprintf(right,
           sizeof(right),
           "%u of %u right, %s",
           blind_right(result),
           result->trials,
           blind_format_p(result, p, sizeof(p)));
  snprintf(hits, sizeof(hits), "%u of %u changes noticed", result->hits, result->different);
  snprintf(alarms,
           sizeof(alarms),
           "%u of %u false alarms, where 1 and 2 were the same",
           result->false_alarms,
           result->trials - result->different);
  draw_column(canvas, rect, "You", blind_conclusion(result), lines, 3);
}

static void
draw_result(Canvas* canvas, const ViewState* view, const Page* page)
{
  const BlindResult* const result = &view->blind.result;
  Rect                     rest   = page->body;
  char                     text[256];

  Rect         columns = rect_cut_top(&rest, 146.0, 18.0);
  const double half    = 0.5 * (columns.w - 24.0);
  draw_machine(canvas, result, rect_cut_left(&columns, half, 24.0));
  draw_listener(canvas, result, columns);
  canvas_paragraph(canvas, FONT_BOLD, COLOUR_TEXT, rect_cut_top(&rest, 40.0, 8.0), false, moral(result));
  snprintf(
    text,
    sizeof(text),
    "p is the chance of doing as well or better by guessing alone: here %.*f\u202F%%. Below 5\u202F%% we say that "
    "you hear it. The result is kept with the session.",
    blind_p(result) < 0.1 ? 1 : 0,
    100.0 * blind_p(result));
  canvas_paragraph(canvas, FONT_TEXT, COLOUR_MUTED, rect_cut_top(&rest, 40.0, 0.0), false, text);
}

static void
draw_head(Canvas* canvas, const ViewState* view, const Page* page)
{
  char text[64] = "";
  if (view->blind.phase == BLIND_TRIAL) {
    snprintf(text, sizeof(text), "round %u of %d", view->blind.result.trials + 1, (int)BLIND_TRIALS);
  } else if (view->blind.phase == BLIND_RESULT && view->blind.result.trials < BLIND_TRIALS) {
    snprintf(text, sizeof(text), "stopped after %u of %d rounds", view->blind.result.trials, (int)BLIND_TRIALS);
  }
  canvas_text(canvas, FONT_TITLE, COLOUR_TEXT, page->title, ALIGN_LEFT, "Blind check");
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, page->title, ALIGN_RIGHT, text);
}

void
blind_panel_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view)
{
  const Page  page   = place(snapshot, view);
  const bool  result = view->blind.phase == BLIND_RESULT;
  const char* close  = view->blind.phase == BLIND_TRIAL ? "Stop  (Esc)" : "Close  (Esc)";

  canvas_fill_rect(canvas, (Rect){ 0.0, 0.0, view->width, view->height }, 0.0, COLOUR_BACKGROUND);
  draw_head(canvas, view, &page);
  if (view->blind.phase == BLIND_TRIAL) {
    draw_trial(canvas, view, &page);
  } else if (result) {
    draw_result(canvas, view, &page);
  } else {
    draw_intro(canvas, snapshot, view, &page);
  }
  if (page.start.w > 0.0) {
    draw_button(canvas,
                view,
                (Item){ ITEM_BLIND_START, 0 },
                page.start,
                (Button){ result ? "Once more" : "Start  (Return)", true, false });
  }
  draw_button(canvas, view, (Item){ ITEM_BLIND_CLOSE, 0 }, page.close, (Button){ close, false, false });
}
