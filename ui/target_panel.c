// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/target_panel.h"

#include "ui/chip.h"
#include "ui/curve_sketch.h"
#include "ui/experiment.h"
#include "ui/format.h"

#include <math.h>
#include <stdio.h>

enum { LINE_SIZE = STATUS_TEXT_SIZE + 64 };

/// What was asked for, in axis values or points, and what of it the curve does
typedef struct {
  double asked, predicted, verified;
  bool   points; ///< Of a tag
} Gain;

static Gain
gain_of(const Snapshot* snapshot, const FlipMessage* flip)
{
  const Wish* const wish     = &snapshot->wish;
  double            place[2] = { 0.0, 0.0 };
  if (wish_target(wish, place) == WISH_POINT) {
    const double asked = hypot(place[0] - (double)flip->valence[TAP_DRY], place[1] - (double)flip->arousal[TAP_DRY]);
    const double left  = hypot(place[0] - (double)flip->valence[TAP_WET], place[1] - (double)flip->arousal[TAP_WET]);
    return (Gain){ asked, asked - fabs((double)flip->predicted), asked - left, false };
  }
  const double sign = wish->target[0] == '-' ? -1.0 : 1.0;
  const double dry  = (double)flip->value[TAP_DRY];
  return (Gain){ sign * wish->amount, (double)flip->predicted - dry, (double)flip->value[TAP_WET] - dry, true };
}

static void
describe_gain(const Gain* gain, char* text, unsigned size)
{
  const double factor   = gain->points ? 100.0 : 1.0;
  const int    decimals = gain->points ? 0 : 2;
  char         asked[32];
  char         predicted[32];
  char         verified[32];
  snprintf(text,
           size,
           "predicted %s, verified %s of %s%s",
           format_signed(factor * gain->predicted, decimals, predicted, sizeof(predicted)),
           format_signed(factor * gain->verified, decimals, verified, sizeof(verified)),
           format_signed(factor * gain->asked, decimals, asked, sizeof(asked)),
           gain->points ? " points" : "");
}

/// What is going on while there is no proposal
static void
describe_state(const Snapshot* snapshot, char* text, unsigned size)
{
  switch (experiment_target(snapshot)) {
  case EXPERIMENT_SEARCHING:
    snprintf(text, size, "searching, %.0f\u202F%%", 100.0 * (double)snapshot->target.progress);
    break;
  case EXPERIMENT_OUT_OF_STEP:
    snprintf(text, size, "dry and wet are out of step");
    break;
  case EXPERIMENT_TROUBLE:
    snprintf(text, size, "%s", snapshot->target.trouble);
    break;
  case EXPERIMENT_NOT_FOUND:
  case EXPERIMENT_FOUND:
  case EXPERIMENT_UNDECIDED:
    snprintf(text, size, "no curve within \u00B1%g\u202FdB brings it nearer", snapshot->wish.limit);
    break;
  default:
    snprintf(text, size, "waiting for music");
  }
}

static void
describe_aim(const ViewState* view, char* text, unsigned size)
{
  char valence[32];
  char arousal[32];
  snprintf(text,
           size,
           "to valence %s, arousal %s",
           format_signed(view->aim_valence, 2, valence, sizeof(valence)),
           format_signed(view->aim_arousal, 2, arousal, sizeof(arousal)));
}

static void
draw_buttons(Canvas* canvas, const ViewState* view, const TargetRoom* room)
{
  static const struct {
    ItemKind kind;
    Chip     chip;
  } buttons[] = { { ITEM_TARGET_ACCEPT, { .kind = CHIP_STRONG, .text = "Accept" } },
                  { ITEM_TARGET_HALF, { .kind = CHIP_PLAIN, .text = "Half" } },
                  { ITEM_TARGET_REJECT, { .kind = CHIP_PLAIN, .text = "Reject" } } };

  const Rect rects[] = { room->accept, room->half, room->reject };
  for (unsigned i = 0; i < 3; ++i) {
    if (rects[i].w > 0.0) {
      Chip chip = buttons[i].chip;
      chip.text = i == 2 && room->accept.w <= 0.0 ? "Cancel" : chip.text;
      chip_draw(canvas, view, (Item){ buttons[i].kind, 0 }, rects[i], &chip);
    }
  }
}

static void
draw_proposal(Canvas* canvas, const Snapshot* snapshot, const TargetRoom* room, const FlipMessage* proposal)
{
  const Gain gain = gain_of(snapshot, proposal);
  char       text[LINE_SIZE];
  char       strength[32];
  snprintf(strength, sizeof(strength), "%.1f dB", (double)proposal->strength);
  describe_gain(&gain, text, sizeof(text));
  if (room->strip) {
    Rect rest = room->numbers;
    canvas_text(canvas, FONT_VERDICT, COLOUR_WET, rect_cut_left(&rest, 58.0, 4.0), ALIGN_LEFT, strength);
    canvas_text(canvas, FONT_TEXT, COLOUR_TEXT, rest, ALIGN_LEFT, text);
    return;
  }
  canvas_text(canvas, FONT_TITLE, COLOUR_WET, room->strength, ALIGN_RIGHT, strength);
  canvas_text(canvas, FONT_TEXT, COLOUR_TEXT, room->numbers, ALIGN_LEFT, text);
  curve_sketch_draw(canvas, room->sketch, proposal, (double)proposal->limit, COLOUR_WET);
}

/// Where it should go, and how far the search is
static void
draw_goal(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const TargetRoom* room)
{
  char goal[LINE_SIZE];
  char state[LINE_SIZE];
  if (view->aiming) {
    describe_aim(view, goal, sizeof(goal));
    snprintf(state, sizeof(state), view->drag.moved ? "let go to ask for a curve" : "Enter asks for a curve");
  } else {
    experiment_describe_target(&snapshot->wish, goal, sizeof(goal));
    describe_state(snapshot, state, sizeof(state));
  }
  const bool proposed = experiment_proposal(snapshot) && !view->aiming;
  if (room->strip && !proposed) {
    Rect       rest  = room->numbers;
    const Rect words = rect_cut_left(&rest, ceil(canvas_text_width(canvas, FONT_TEXT, goal)) + 1.0, 16.0);
    canvas_text(canvas, FONT_TEXT, COLOUR_TEXT, words, ALIGN_LEFT, goal);
    canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, rest, ALIGN_LEFT, state);
  } else if (!room->strip) {
    canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, room->goal, ALIGN_LEFT, goal);
    if (!proposed && experiment_target(snapshot) == EXPERIMENT_TROUBLE) {
      canvas_paragraph(canvas, FONT_TEXT, COLOUR_TEXT, room->numbers, false, state);
    } else if (!proposed) {
      canvas_text(canvas, FONT_TEXT, COLOUR_TEXT, room->numbers, ALIGN_LEFT, state);
    }
  }
}

void
target_panel_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  static const char invitation[] = "Drag the filled dot to where the music should go, or press + or \u2212 on a tag: "
                                   "the weakest curve that does it is proposed here.";

  const TargetRoom* const  room     = &layout->target;
  const FlipMessage* const proposal = experiment_proposal(snapshot);
  if (room->panel.h <= 0.0) {
    return;
  }
  canvas_fill_rect(canvas, room->panel, THEME_RADIUS, COLOUR_PANEL);
  if (!room->strip) {
    canvas_text(canvas, FONT_TITLE, COLOUR_TEXT, room->title, ALIGN_LEFT, "Toward a target");
  }
  if (!experiment_has_target(snapshot, view)) {
    canvas_paragraph(canvas, FONT_TEXT, COLOUR_MUTED, room->text, false, invitation);
    return;
  }
  draw_goal(canvas, snapshot, view, room);
  if (proposal && !view->aiming) {
    draw_proposal(canvas, snapshot, room, proposal);
  }
  draw_buttons(canvas, view, room);
}
