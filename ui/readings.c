// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/readings.h"

#include "ui/format.h"
#include "ui/moods.h"
#include "ui/tag_bar.h"

#include <math.h>
#include <stdio.h>

enum { READING_TABLE_ROWS = 4 };

static const double undecided_within = 0.05; ///< Distance to a border of the quadrants

static bool
is_decided(const SnapshotMood* mood, Tap tap)
{
  return fabs((double)mood->valence[tap]) >= undecided_within && fabs((double)mood->arousal[tap]) >= undecided_within;
}

static const SidecarAxis*
axis_of(const Mood* mood, bool valence)
{
  return valence ? &mood->sidecar->valence : &mood->sidecar->arousal;
}

static const char*
axis_name(const Mood* mood, bool valence)
{
  const Sidecar* const     sidecar = mood->place->sidecar;
  const SidecarAxis* const axis    = axis_of(mood, valence);
  const bool               own     = axis->label >= 0 && sidecar->kind == MODEL_MOOD;
  return own ? sidecar->labels[axis->label].name : valence ? "valence" : "arousal";
}

/// A value with its typical error, where that is known and there is room
static void
draw_value(Canvas* canvas, Rect* rest, double line, const Mood* mood, bool valence, double value)
{
  const char* const name  = axis_name(mood, valence);
  const double      error = moods_error(axis_of(mood, valence));
  const Rect        row   = rect_cut_top(rest, line, 0.0);
  const double      room  = row.w - canvas_text_width(canvas, FONT_TEXT, name) - 8.0;
  char              text[48];
  char              number[32];

  format_signed(value, 2, number, sizeof(number));
  snprintf(text, sizeof(text), "%s \u00B1 %.2f", number, error);
  const bool with_error = error > 0.0 && canvas_text_width(canvas, FONT_TEXT, text) + 1.0 <= room;
  Rect       words      = row;
  const Rect figure     = rect_cut_right(&words, with_error ? room : fmin(46.0, 0.4 * row.w), 4.0);
  canvas_text(canvas, FONT_TEXT, COLOUR_TEXT, figure, ALIGN_RIGHT, with_error ? text : number);
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, words, ALIGN_LEFT, name);
}

static void
draw_mark(const Canvas* canvas, Rect box, Glyph glyph, Tap tap)
{
  const double x = box.x + 5.0;
  const double y = box.y + 0.5 * box.h;
  if (tap == TAP_DRY) {
    glyph_stroke(canvas, glyph, x, y, 4.0, 2.0, COLOUR_DRY);
  } else {
    glyph_fill(canvas, glyph, x, y, 5.0, COLOUR_WET);
  }
}

static void
draw_reading(Canvas* canvas, const Mood* mood, Rect rest, Tap tap)
{
  const double              line    = rest.h / READING_LINES;
  Rect                      head    = rect_cut_top(&rest, line, 0.0);
  const Rect                name    = rect_cut_top(&rest, line * READING_VERDICT_LINES, 0.0);
  const SnapshotMood* const reading = mood->reading;
  char                      text[64];

  draw_mark(canvas, rect_cut_left(&head, 10.0, 6.0), mood->glyph, tap);
  snprintf(text, sizeof(text), "%s%s", tap == TAP_DRY ? "dry" : "wet", is_decided(reading, tap) ? "" : ", undecided");
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, head, ALIGN_LEFT, text);
  canvas_text(canvas,
              FONT_VERDICT,
              COLOUR_TEXT,
              name,
              ALIGN_LEFT,
              snapshot_quadrant_name(snapshot_quadrant(reading->valence[tap], reading->arousal[tap])));
  rest.w -= rest.w < 140.0 ? 14.0 : 0.0; // In a narrow column the next one is near
  draw_value(canvas, &rest, line, mood, true, (double)reading->valence[tap]);
  draw_value(canvas, &rest, line, mood, false, (double)reading->arousal[tap]);
}

static const char*
verdict_on_change(const SnapshotMood* mood)
{
  if (!is_decided(mood, TAP_DRY) || !is_decided(mood, TAP_WET)) {
    return "too close to call";
  }
  const int dry = snapshot_quadrant(mood->valence[TAP_DRY], mood->arousal[TAP_DRY]);
  const int wet = snapshot_quadrant(mood->valence[TAP_WET], mood->arousal[TAP_WET]);
  return dry == wet ? "same quadrant" : "quadrant flipped";
}

/// A change of a value: a triangle and the number, right-aligned
static void
draw_amount(Canvas* canvas, Rect box, double delta)
{
  const bool visible = fabs(delta) >= 0.005;
  const bool up      = delta > 0.0;
  char       text[32];

  const Rect       number = rect_cut_right(&box, fmin(46.0, 0.7 * box.w), 4.0);
  const ColourRole colour = !visible ? COLOUR_MUTED : up ? COLOUR_UP : COLOUR_DOWN;
  canvas_text(canvas, FONT_BOLD, colour, number, ALIGN_RIGHT, format_signed(delta, 2, text, sizeof(text)));
  if (visible) {
    const Rect mark = rect_cut_right(&box, 9.0, 4.0);
    canvas_triangle(canvas, mark.x + 4.5, mark.y + 0.5 * mark.h, 9.0, up, colour);
  }
}

static void
draw_delta(Canvas* canvas, Rect* rest, double line, const char* name, double delta)
{
  Rect row = rect_cut_top(rest, line, 0.0);
  char text[SIDECAR_MAX_TEXT + 8];
  draw_amount(canvas, rect_cut_right(&row, fmin(59.0, 0.6 * row.w), 4.0), delta);
  snprintf(text, sizeof(text), "\u0394 %s", name);
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, row, ALIGN_LEFT, text);
}

static void
draw_change(Canvas* canvas, const Mood* mood, Rect rest)
{
  const SnapshotMood* const reading   = mood->reading;
  const double              line      = rest.h / CHANGE_LINES;
  const Rect                statement = rect_cut_top(&rest, line * READING_VERDICT_LINES, 0.0);
  const double              valence   = (double)reading->valence[TAP_WET] - (double)reading->valence[TAP_DRY];
  const double              arousal   = (double)reading->arousal[TAP_WET] - (double)reading->arousal[TAP_DRY];
  canvas_text(canvas, FONT_TITLE, COLOUR_TEXT, statement, ALIGN_LEFT, verdict_on_change(reading));
  draw_delta(canvas, &rest, line, axis_name(mood, true), valence);
  draw_delta(canvas, &rest, line, axis_name(mood, false), arousal);
}

/// Where the columns of a table are
typedef struct {
  Rect name, taps[2], change;
} Columns;

static const char*
quadrant_of(const SnapshotMood* reading, Tap tap)
{
  return snapshot_quadrant_name(snapshot_quadrant(reading->valence[tap], reading->arousal[tap]));
}

static const char*
change_of(const SnapshotMood* reading)
{
  if (!is_decided(reading, TAP_DRY) || !is_decided(reading, TAP_WET)) {
    return "undecided";
  }
  return quadrant_of(reading, TAP_DRY) == quadrant_of(reading, TAP_WET) ? "same" : "flipped";
}

static Columns
cut_columns(Rect row)
{
  Columns      columns;
  const double tap = 0.255 * row.w;
  columns.name     = rect_cut_left(&row, 0.29 * row.w, 2.0);
  columns.taps[0]  = rect_cut_left(&row, tap, 2.0);
  columns.taps[1]  = rect_cut_left(&row, tap, 2.0);
  columns.change   = row;
  return columns;
}

/// The marks that stand for dry and wet
static void
draw_table_head(Canvas* canvas, Glyph glyph, Rect row)
{
  const Columns columns = cut_columns(row);
  for (unsigned tap = 0; tap < 2; ++tap) {
    const char* const text  = tap == TAP_DRY ? "dry" : "wet";
    Rect              head  = columns.taps[tap];
    const Rect        words = rect_cut_right(&head, canvas_text_width(canvas, FONT_TEXT, text) + 1.0, 6.0);
    draw_mark(canvas, rect_cut_right(&head, 10.0, 0.0), glyph, (Tap)tap);
    canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, words, ALIGN_RIGHT, text);
  }
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, columns.change, ALIGN_RIGHT, "change");
}

/// The quadrants, bold where there is room for all of them
static void
draw_table_verdicts(Canvas* canvas, const SnapshotMood* reading, Rect row)
{
  const Columns     columns = cut_columns(row);
  const Rect        boxes[] = { columns.taps[0], columns.taps[1], columns.change };
  const char* const texts[] = { quadrant_of(reading, TAP_DRY), quadrant_of(reading, TAP_WET), change_of(reading) };
  FontRole          font    = FONT_BOLD;
  for (unsigned i = 0; i < 3; ++i) {
    font = canvas_text_width(canvas, FONT_BOLD, texts[i]) <= boxes[i].w ? font : FONT_TEXT;
  }
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, columns.name, ALIGN_LEFT, "quadrant");
  for (unsigned i = 0; i < 3; ++i) {
    canvas_text(canvas, font, COLOUR_TEXT, boxes[i], ALIGN_RIGHT, texts[i]);
  }
}

/// An axis with its typical error, where that is known and there is room, and its values
static void
draw_table_axis(Canvas* canvas, const Mood* mood, bool valence, Rect row)
{
  const Columns     columns = cut_columns(row);
  const char* const name    = axis_name(mood, valence);
  const double      error   = moods_error(axis_of(mood, valence));
  const float*      values  = valence ? mood->reading->valence : mood->reading->arousal;
  char              text[SIDECAR_MAX_TEXT + 16];

  snprintf(text, sizeof(text), "%s \u00B1 %.2f", name, error);
  const bool fits = error > 0.0 && canvas_text_width(canvas, FONT_TEXT, text) <= columns.name.w;
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, columns.name, ALIGN_LEFT, fits ? text : name);
  for (unsigned tap = 0; tap < 2; ++tap) {
    format_signed((double)values[tap], 2, text, sizeof(text));
    canvas_text(canvas, FONT_TEXT, COLOUR_TEXT, columns.taps[tap], ALIGN_RIGHT, text);
  }
  draw_amount(canvas, columns.change, (double)values[TAP_WET] - (double)values[TAP_DRY]);
}

static void
draw_table(Canvas* canvas, const Mood* mood, Rect table)
{
  const double line = table.h / READING_TABLE_ROWS;
  draw_table_head(canvas, mood->glyph, rect_cut_top(&table, line, 0.0));
  draw_table_verdicts(canvas, mood->reading, rect_cut_top(&table, line, 0.0));
  draw_table_axis(canvas, mood, true, rect_cut_top(&table, line, 0.0));
  draw_table_axis(canvas, mood, false, rect_cut_top(&table, line, 0.0));
}

static void
draw_attribute(Canvas* canvas, Rect row, const char* name, double dry, double wet)
{
  Rect       words = rect_cut_top(&row, 16.0, 2.0);
  const Rect track = { row.x, row.y + 2.0, row.w, 6.0 };
  char       text[32];

  snprintf(text, sizeof(text), "%.0f\u202F%%", 100.0 * wet);
  canvas_text(canvas, FONT_SMALL, COLOUR_MUTED, rect_cut_right(&words, 36.0, 4.0), ALIGN_RIGHT, text);
  canvas_text(canvas, FONT_SMALL, COLOUR_MUTED, words, ALIGN_LEFT, name);
  tag_bar_draw_bar(canvas, track, COLOUR_PANEL, dry, wet);
}

static bool
is_axis(const SidecarMood* mood, uint32_t label)
{
  return (int)label == mood->valence.label || (int)label == mood->arousal.label;
}

/// What a mood model hears besides the axes, as many as fit
static void
draw_attributes(Canvas* canvas, const Mood* mood, Rect rest)
{
  const SnapshotPlace* const place   = mood->place;
  const Sidecar* const       sidecar = place->sidecar;
  const double               tight   = 25.0;
  const double               roomy   = 32.0;
  const double               pitch   = limit(rest.h / fmax(1.0, sidecar->n_labels - 2.0), tight, roomy);

  for (uint32_t i = 0; i < sidecar->n_labels && rest.h >= pitch - 1.0; ++i) {
    if (!is_axis(mood->sidecar, i)) {
      draw_attribute(canvas,
                     rect_cut_top(&rest, pitch, 0.0),
                     sidecar->labels[i].name,
                     (double)place->values[TAP_DRY][i],
                     (double)place->values[TAP_WET][i]);
    }
  }
}

/// Which marks will stand where, while there is no reading
static void
draw_empty_reading(Canvas* canvas, Rect rest, Tap tap)
{
  const double line = rest.h / READING_LINES;
  Rect         head = rect_cut_top(&rest, line, 0.0);

  draw_mark(canvas, rect_cut_left(&head, 10.0, 6.0), GLYPH_CIRCLE, tap);
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, head, ALIGN_LEFT, tap == TAP_DRY ? "dry" : "wet");
  canvas_text(
    canvas, FONT_VERDICT, COLOUR_MUTED, rect_cut_top(&rest, line * READING_VERDICT_LINES, 0.0), ALIGN_LEFT, "\u2013");
}

static void
draw_empty(Canvas* canvas, const Layout* layout)
{
  if (layout->reading_table.h > 0.0) {
    Rect rest = layout->reading_table;
    draw_table_head(canvas, GLYPH_CIRCLE, rect_cut_top(&rest, rest.h / READING_TABLE_ROWS, 0.0));
    return;
  }
  draw_empty_reading(canvas, layout->dry_reading, TAP_DRY);
  draw_empty_reading(canvas, layout->wet_reading, TAP_WET);
}

void
readings_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  Mood           list[MOODS_MAX];
  const unsigned n = moods_list(snapshot, list);
  char           text[STATUS_TEXT_SIZE];
  if (!n || format_absence(snapshot, MODEL_MOOD, text, sizeof(text))) {
    draw_empty(canvas, layout);
    return;
  }
  const Mood* const mood = &list[moods_in_focus(view, n)];
  if (layout->reading_table.h > 0.0) {
    draw_table(canvas, mood, layout->reading_table);
  } else {
    draw_reading(canvas, mood, layout->dry_reading, TAP_DRY);
    draw_reading(canvas, mood, layout->wet_reading, TAP_WET);
    draw_change(canvas, mood, layout->change);
  }
  if (mood->place->sidecar->kind == MODEL_MOOD) {
    draw_attributes(canvas, mood, layout->attributes);
  }
}
