// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/steadiness.h"
#include "tools/text.h"

#include <math.h>

enum { COLUMN = 26 };

/// The figures of a row by name
typedef struct {
  bool            mood; ///< Else of the tag model
  const char*     measure;
  const Estimate* estimate;
} Named;

enum { NAMED = 6 };

static void
name_figures(const SteadinessRow* const row, Named* const named)
{
  const Named all[NAMED] = {
    { true, "valence change", &row->valence },    { true, "arousal change", &row->arousal },
    { true, "quadrant flipped", &row->quadrant }, { true, "quadrant undecided", &row->quadrant_undecided },
    { false, "top tag flipped", &row->top },      { false, "top tag undecided", &row->top_undecided },
  };
  for (unsigned i = 0; i < NAMED; ++i) {
    named[i] = all[i];
  }
}

static void
write_change(FILE* const stream, const Estimate* const estimate)
{
  char text[64];
  if (isfinite(estimate->value)) {
    snprintf(text, sizeof(text), "%.3f [%.3f, %.3f]", estimate->value, estimate->low, estimate->high);
  } else {
    snprintf(text, sizeof(text), "\u2014");
  }
  text_write_padded(stream, text, COLUMN);
}

static void
write_share(FILE* const stream, const Estimate* const estimate)
{
  char text[64];
  snprintf(
    text, sizeof(text), "%.1f %% [%.1f, %.1f]", 100.0 * estimate->value, 100.0 * estimate->low, 100.0 * estimate->high);
  text_write_padded(stream, text, COLUMN);
}

static void
write_limit(FILE* const stream, const double limit)
{
  char text[32];
  snprintf(text, sizeof(text), "\u00b1%g dB", limit);
  text_write_padded(stream, text, 10);
}

static void
write_mood(FILE* const stream, const Steadiness* const s)
{
  const SidecarMood* const mood = s->experiment.parts[MODEL_MOOD].mood;
  fprintf(stream,
          "\n%s: its spread over songs is %.3f in valence, %.3f in arousal (plane of -1 to 1)\naccuracy: %s\n%10s",
          mood->title,
          s->spread_valence,
          s->spread_arousal,
          mood->accuracy[0] ? mood->accuracy : "none stated",
          "");
  text_write_padded(stream, "mean |\u0394V| / spread", COLUMN);
  text_write_padded(stream, "mean |\u0394A| / spread", COLUMN);
  text_write_padded(stream, "quadrant flipped", COLUMN);
  fputs("undecided\n", stream);
  for (unsigned i = 0; i < s->n_limits; ++i) {
    const SteadinessRow* const row = &s->rows[i];
    write_limit(stream, row->limit);
    write_change(stream, &row->valence);
    write_change(stream, &row->arousal);
    write_share(stream, &row->quadrant);
    fprintf(stream, "%.1f %%\n", 100.0 * row->quadrant_undecided.value);
  }
}

static void
write_tags(FILE* const stream, const Steadiness* const s)
{
  const Sidecar* const tags = s->experiment.parts[MODEL_TAGS].sidecar;
  fprintf(stream, "\n%s\naccuracy: %s\n%10s", tags->title, tags->accuracy[0] ? tags->accuracy : "none stated", "");
  text_write_padded(stream, "top tag flipped", COLUMN);
  fputs("undecided\n", stream);
  for (unsigned i = 0; i < s->n_limits; ++i) {
    const SteadinessRow* const row = &s->rows[i];
    write_limit(stream, row->limit);
    write_share(stream, &row->top);
    fprintf(stream, "%.1f %%\n", 100.0 * row->top_undecided.value);
  }
}

void
steadiness_write_text(FILE* const stream, const Steadiness* const s)
{
  fprintf(stream,
          "%u draws at each limit, of %u song%s: %g s from a random place on, random gains of the four bells,\n"
          "as loud as before by one gain.  In brackets: 95 %% intervals over the draws (seed %llu).\n",
          s->n_draws,
          s->n_songs,
          s->n_songs == 1 ? "" : "s",
          s->experiment.seconds,
          (unsigned long long)s->seed);
  write_mood(stream, s);
  write_tags(stream, s);
  fprintf(stream,
          "\nA verdict has flipped if it was clear before and after, and differs; undecided are a dot within %g of a\n"
          "border and two top tags within %g points.\n",
          VERDICT_BORDER,
          100.0 * VERDICT_TIE);
}

static const char*
title_of(const Steadiness* const s, const bool mood)
{
  return mood ? s->experiment.parts[MODEL_MOOD].mood->name : s->experiment.parts[MODEL_TAGS].sidecar->name;
}

static void
write_csv_number(FILE* const stream, const double number)
{
  if (isfinite(number)) {
    fprintf(stream, "%.9g", number);
  }
  putc(',', stream);
}

void
steadiness_write_csv(FILE* const stream, const Steadiness* const s)
{
  Named named[NAMED];
  fputs("limit,of,measure,value,low,high,draws\n", stream);
  for (unsigned i = 0; i < s->n_limits; ++i) {
    name_figures(&s->rows[i], named);
    for (unsigned f = 0; f < NAMED; ++f) {
      fprintf(stream, "%.9g,", s->rows[i].limit);
      text_write_csv(stream, title_of(s, named[f].mood));
      fprintf(stream, ",%s,", named[f].measure);
      write_csv_number(stream, named[f].estimate->value);
      write_csv_number(stream, named[f].estimate->low);
      write_csv_number(stream, named[f].estimate->high);
      fprintf(stream, "%u\n", s->rows[i].done);
    }
  }
}

static void
write_json_number(FILE* const stream, const char* const key, const double number)
{
  fprintf(stream, ", \"%s\": ", key);
  text_write_json_number(stream, number);
}

static void
write_json_text(FILE* const stream, const char* const key, const char* const text)
{
  fprintf(stream, ", \"%s\": ", key);
  text_write_json(stream, text);
}

static void
write_json_figures(FILE* const stream, const Steadiness* const s)
{
  Named       named[NAMED];
  const char* comma = "";
  fputs(",\n \"figures\": [", stream);
  for (unsigned i = 0; i < s->n_limits; ++i) {
    name_figures(&s->rows[i], named);
    for (unsigned f = 0; f < NAMED; ++f) {
      fprintf(stream, "%s\n  {\"limit\": %.9g", comma, s->rows[i].limit);
      write_json_text(stream, "of", title_of(s, named[f].mood));
      write_json_text(stream, "measure", named[f].measure);
      write_json_number(stream, "value", named[f].estimate->value);
      write_json_number(stream, "low", named[f].estimate->low);
      write_json_number(stream, "high", named[f].estimate->high);
      fprintf(stream, ", \"draws\": %u}", s->rows[i].done);
      comma = ",";
    }
  }
  putc(']', stream);
}

static void
write_json_tap(FILE* const stream, const char* const tap, const SongMean* const mean, const Sidecar* const tags)
{
  fprintf(stream, ", \"%s\": {\"valence\": ", tap);
  text_write_json_number(stream, mean->valence);
  write_json_number(stream, "arousal", mean->arousal);
  write_json_text(stream, "top", tags->labels[mean->top.choice].name);
  putc('}', stream);
}

static void
write_json_draw(FILE* const stream, const Steadiness* const s, const SteadinessDraw* const draw)
{
  const Sidecar* const tags  = s->experiment.parts[MODEL_TAGS].sidecar;
  const Trial* const   trial = &draw->trial;
  fputs("{\"file\": ", stream);
  text_write_json(stream, s->songs[draw->song]);
  write_json_number(stream, "start", draw->experiment.start);
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    if (draw->equaliser.sets[i]) {
      write_json_number(stream, parameter(i)->symbol, (double)draw->equaliser.values[i]);
    }
  }
  if (trial->done) {
    write_json_number(stream, "strength", trial->strength);
    write_json_number(stream, "match", trial->match);
    write_json_tap(stream, "dry", &trial->mean[TAP_DRY], tags);
    write_json_tap(stream, "wet", &trial->mean[TAP_WET], tags);
    write_json_text(stream, "quadrant", verdict_turn_name(trial->quadrant));
    write_json_text(stream, "top", verdict_turn_name(trial->top));
  } else {
    write_json_text(stream, "error", trial->error.text);
  }
  putc('}', stream);
}

void
steadiness_write_json(FILE* const stream, const Steadiness* const s)
{
  fputs("{\"format\": \"equus-steadiness\", \"version\": 1", stream);
  write_json_text(stream, "tag_model", s->experiment.parts[MODEL_TAGS].sidecar->name);
  write_json_text(stream, "mood", s->experiment.parts[MODEL_MOOD].mood->name);
  write_json_text(stream, "mood_model", s->experiment.parts[MODEL_MOOD].sidecar->name);
  fprintf(
    stream, ",\n \"songs\": %u, \"draws\": %u, \"seed\": %llu", s->n_songs, s->n_draws, (unsigned long long)s->seed);
  write_json_number(stream, "seconds", s->experiment.seconds);
  write_json_number(stream, "spread_valence", s->spread_valence);
  write_json_number(stream, "spread_arousal", s->spread_arousal);
  write_json_figures(stream, s);
  fputs(",\n \"each\": [", stream);
  for (unsigned i = 0; i < s->n_limits * s->n_draws; ++i) {
    fprintf(stream, "%s\n  ", i ? "," : "");
    write_json_draw(stream, s, &s->draws[i]);
  }
  fputs("]}\n", stream);
}
