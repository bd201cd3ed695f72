// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/model_choice.h"
#include "tools/settings.h"
#include "tools/sound_files.h"
#include "tools/steadiness.h"
#include "tools/verb.h"

#include <stdlib.h>
#include <string.h>

static const char* const formats[] = { "text", "csv", "json", NULL };

/// What the command line says
typedef struct {
  bool        help;
  const char* models[ANALYSIS_PARTS]; ///< Names, by ModelKind
  const char* model_file;
  double      draws, limit, seconds, seed, workers;
  int         format;
  TextList    paths;
} SteadyArguments;

typedef struct {
  SteadyArguments arguments;
  Bundle*         bundle;
  Sidecar*        sidecars[ANALYSIS_PARTS];
  SoundFiles      files;
  TextList        songs; ///< Paths of `files`
  Steadiness      steadiness;
} Steady;

static bool
parse(const Verb* const verb, SteadyArguments* const a, const int argc, char** const argv, int* const code)
{
  const Option options[] = {
    VERB_HELP(&a->help),
    { "tag-model", 0, OPTION_TEXT, "NAME", "Tag model (default MSD_musicnn)", &a->models[MODEL_TAGS], 0, 0, NULL },
    { "mood-model", 0, OPTION_TEXT, "NAME", "Mood model (default listeners)", &a->models[MODEL_MOOD], 0, 0, NULL },
    { "model-file", 0, OPTION_TEXT, "FILE", "A model of your own, for tags or mood", &a->model_file, 0, 0, NULL },
    { "draws", 'n', OPTION_WHOLE, "N", "Equalisers at each limit (default 200)", &a->draws, 2, 100000, NULL },
    { "limit", 'l', OPTION_NUMBER, "DB", "Largest gain (default 3, then 6)", &a->limit, 0.1, 24, NULL },
    { "seconds", 0, OPTION_NUMBER, "SECONDS", "Length of an excerpt (default 12)", &a->seconds, 1, 3600, NULL },
    { "seed", 0, OPTION_WHOLE, "N", "Of the draws (default 1)", &a->seed, 0, 1e15, NULL },
    { "format", 'f', OPTION_CHOICE, "text|csv|json", "How to print (default text)", &a->format, 0, 0, formats },
    { "jobs", 'j', OPTION_WHOLE, "N", "Draws at a time (default one a processor)", &a->workers, 1, 64, NULL },
    { .name = NULL }
  };
  return verb_begin(verb, options, argc, argv, &a->help, 1, &a->paths, code);
}

static EquusStatus
find_songs(Steady* const steady, EquusError* const error)
{
  const TextList* const paths = &steady->arguments.paths;
  for (unsigned i = 0; i < paths->n; ++i) {
    const EquusStatus status = sound_files_add(&steady->files, paths->items[i], error);
    if (status) {
      return status;
    }
  }
  for (uint32_t i = 0; i < steady->files.n; ++i) {
    if (!text_list_add(&steady->songs, steady->files.files[i].path)) {
      return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    }
  }
  return EQUUS_OK;
}

static void
set_plan(Steady* const steady)
{
  const SteadyArguments* const a = &steady->arguments;
  Steadiness* const            s = &steady->steadiness;
  s->experiment.bundle           = steady->bundle;
  s->experiment.seconds          = a->seconds;
  s->experiment.block            = HOST_MAX_BLOCK;
  s->experiment.workers          = (unsigned)a->workers;
  s->n_draws                     = (unsigned)a->draws;
  s->seed                        = (uint64_t)a->seed;
  s->n_limits                    = a->limit > 0.0 ? 1 : 2;
  s->limits[0]                   = a->limit > 0.0 ? a->limit : 3.0;
  s->limits[1]                   = 6.0;
  s->songs                       = steady->songs.items;
  s->n_songs                     = steady->songs.n;
  settings_init(s->experiment.parameters);
}

static EquusStatus
choose_models(Steady* const steady, EquusError* const error)
{
  SteadyArguments* const a      = &steady->arguments;
  EquusStatus            status = model_choice_of_file(steady->bundle, a->model_file, a->models, error);
  for (unsigned kind = 0; kind < ANALYSIS_PARTS; ++kind) {
    status = status
               ? status
               : experiment_choose(
                   &steady->steadiness.experiment, (ModelKind)kind, a->models[kind], &steady->sidecars[kind], error);
  }
  return status;
}

static EquusStatus
prepare(Steady* const steady, EquusError* const error)
{
  steady->bundle = bundle_open(error);
  if (!steady->bundle) {
    return EQUUS_ERR_IO;
  }
  const EquusStatus status = find_songs(steady, error);
  if (status) {
    return status;
  }
  set_plan(steady);
  return choose_models(steady, error);
}

/// Name the trouble of each song once; returns how many draws went well
static unsigned
complain_of_draws(const Steadiness* const s)
{
  unsigned done = 0;
  for (unsigned i = 0; i < s->n_limits * s->n_draws; ++i) {
    const Trial* const trial = &s->draws[i].trial;
    done += trial->done;
    if (!trial->done && i < s->n_songs) {
      complain("%s", trial->error.text);
    }
  }
  return done;
}

static int
carry_out(Steady* const steady)
{
  static void (*const writers[])(
    FILE*, const Steadiness*) = { steadiness_write_text, steadiness_write_csv, steadiness_write_json };
  Steadiness* const s         = &steady->steadiness;
  EquusError        error     = { EQUUS_OK, "" };
  if (steadiness_run(s, &error)) {
    complain("%s", error.text);
    return EXIT_TROUBLE;
  }
  const unsigned done = complain_of_draws(s);
  if (!done) {
    return EXIT_TROUBLE;
  }
  if (s->n_songs < 2) {
    complain("one song has no spread: the sizes of the changes aren't defined; name several");
  }
  writers[steady->arguments.format](stdout, s);
  return done < s->n_limits * s->n_draws ? EXIT_TROUBLE : EXIT_DONE;
}

static int
run(const Verb* const verb, const int argc, char** const argv)
{
  Steady     steady = { .arguments = { .draws = 200.0, .seconds = 12.0, .seed = 1.0 } };
  EquusError error  = { EQUUS_OK, "" };
  int        code   = EXIT_DONE;
  if (parse(verb, &steady.arguments, argc, argv, &code)) {
    const EquusStatus status = prepare(&steady, &error);
    code                     = status ? complain_usage(verb, status, &error) : carry_out(&steady);
  }
  steadiness_clear(&steady.steadiness);
  sidecar_free(steady.sidecars[MODEL_TAGS]);
  sidecar_free(steady.sidecars[MODEL_MOOD]);
  text_list_free(&steady.songs);
  sound_files_clear(&steady.files);
  bundle_close(steady.bundle);
  text_list_free(&steady.arguments.paths);
  return code;
}

const Verb steadiness_verb = {
  .name    = "steadiness",
  .usage   = "[OPTION]... FOLDER|FILE...",
  .summary = "Measure how far readings move under random equalisers",
  .details =
    "Each draw is an excerpt of a song through random gains of the four bells, made as loud as before.  Printed are "
    "the\n"
    "mean sizes of the changes of valence and arousal, in units of the model's own spread over the songs, and the\n"
    "shares of draws that flip the quadrant and the top tag, beside the models' accuracy.  The same seed gives the "
    "same\n"
    "draws whatever the model, so that models can be compared.",
  .run = run,
};
