// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/crew.h"
#include "tools/experiment.h"
#include "tools/hans_flip.h"
#include "tools/hans_output.h"
#include "tools/model_choice.h"
#include "tools/report.h"
#include "tools/settings.h"
#include "tools/verb.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char* const formats[] = { "table", "csv", "json", NULL };

enum { HANS_TABLE, HANS_CSV, HANS_JSON };

/// What the command line says
typedef struct {
  bool        help;
  TextList    presets, assignments, files;
  const char* models[ANALYSIS_PARTS]; ///< Names, by ModelKind
  const char* model_file;
  const char *insert, *insert_preset;
  const char* out;
  double      start, seconds, block, workers;
  int         format;
  HansFlip    flip;
} HansArguments;

/// What is made of it
typedef struct {
  HansArguments        arguments;
  Bundle*              bundle;
  Sidecar*             sidecars[ANALYSIS_PARTS];
  const BundlePreset** presets;
  BundlePreset         insert_preset; ///< Names the insert
  char                 insert_about[1024];
  Experiment           experiment;
} Hans;

static bool
parse(const Verb* const verb, HansArguments* const a, const int argc, char** const argv, int* const code)
{
  const Option options[] = {
    VERB_HELP(&a->help),
    { "out",
      'o',
      OPTION_TEXT,
      "DIR",
      "Write a report to this folder: index.html, results.csv, results.json",
      &a->out,
      0,
      0,
      NULL },
    { "preset", 'p', OPTION_LIST, "NAME", "Try this preset; may be repeated (default all)", &a->presets, 0, 0, NULL },
    { "insert",
      0,
      OPTION_TEXT,
      "URI",
      "Try this LV2 plug-in instead of presets; --set is for its controls then",
      &a->insert,
      0,
      0,
      NULL },
    { "insert-preset", 0, OPTION_TEXT, "NAME", "Preset of the insert, by label or URI", &a->insert_preset, 0, 0, NULL },
    { "tag-model", 0, OPTION_TEXT, "NAME", "Tag model (default MSD_musicnn)", &a->models[MODEL_TAGS], 0, 0, NULL },
    { "mood-model", 0, OPTION_TEXT, "NAME", "Mood model (default listeners)", &a->models[MODEL_MOOD], 0, 0, NULL },
    { "model-file", 0, OPTION_TEXT, "FILE", "A model of your own, for tags or mood", &a->model_file, 0, 0, NULL },
    { "start", 0, OPTION_NUMBER, "SECONDS", "Where in the files to begin (default 0)", &a->start, 0, 1e9, NULL },
    { "seconds", 0, OPTION_NUMBER, "SECONDS", "How much of them to hear (default all)", &a->seconds, 0, 1e9, NULL },
    { "set",
      's',
      OPTION_LIST,
      "SYMBOL=VALUE",
      "Set any parameter of the plug-in (presets override it) or of the insert",
      &a->assignments,
      0,
      0,
      NULL },
    { "format", 'f', OPTION_CHOICE, "table|csv|json", "How to print (default table)", &a->format, 0, 0, formats },
    { "jobs", 'j', OPTION_WHOLE, "N", "Trials at a time (default one a processor)", &a->workers, 1, 64, NULL },
    { "block",
      'b',
      OPTION_WHOLE,
      "FRAMES",
      "Frames a block; changes no digit (default 4096)",
      &a->block,
      1,
      HOST_MAX_BLOCK,
      NULL },
    HANS_FLIP_OPTIONS(&a->flip),
    { .name = NULL }
  };
  return verb_begin(verb, options, argc, argv, &a->help, 1, &a->files, code);
}

static EquusStatus
choose_presets(Hans* const hans, EquusError* const error)
{
  const TextList* const named = &hans->arguments.presets;
  const unsigned        n     = named->n ? named->n : bundle_n_presets(hans->bundle);
  if (!n) {
    return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s: holds no presets", bundle_path(hans->bundle));
  }
  hans->presets = (const BundlePreset**)calloc(n, sizeof(void*));
  if (!hans->presets) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  for (unsigned i = 0; i < n; ++i) {
    hans->presets[i] =
      named->n ? bundle_find_preset(hans->bundle, named->items[i], error) : bundle_preset(hans->bundle, i);
    if (!hans->presets[i]) {
      return EQUUS_ERR_NOT_FOUND;
    }
  }
  hans->experiment.presets   = hans->presets;
  hans->experiment.n_presets = n;
  return EQUUS_OK;
}

/// The insert in the presets' place
static EquusStatus
choose_insert(Hans* const hans, EquusError* const error)
{
  const HansArguments* const a = &hans->arguments;
  if (a->presets.n) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "--insert takes the presets' place; --preset doesn't go with it");
  }
  Insert* const insert    = insert_open(a->insert, a->insert_preset, &a->assignments, error);
  hans->experiment.insert = insert;
  if (!insert) {
    return error->status;
  }
  snprintf(hans->insert_about, sizeof(hans->insert_about), "%s: %s", insert_uri(insert), insert_settings(insert));
  hans->insert_preset = (BundlePreset){ .name  = (char*)insert_uri(insert),
                                        .title = (char*)insert_name(insert),
                                        .about = hans->insert_about,
                                        .uri   = (char*)insert_uri(insert) };
  hans->presets       = (const BundlePreset**)calloc(1, sizeof(void*));
  if (!hans->presets) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  hans->presets[0]           = &hans->insert_preset;
  hans->experiment.presets   = hans->presets;
  hans->experiment.n_presets = 1;
  return EQUUS_OK;
}

/// What makes the wet, and what the plug-in is set to
static EquusStatus
choose_treatment(Hans* const hans, EquusError* const error)
{
  const HansArguments* const a = &hans->arguments;
  if (a->insert) {
    return choose_insert(hans, error);
  }
  if (a->insert_preset) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "--insert-preset needs --insert");
  }
  const EquusStatus status = choose_presets(hans, error);
  return status ? status : settings_assign(hans->experiment.parameters, &a->assignments, error);
}

static EquusStatus
prepare(Hans* const hans, EquusError* const error)
{
  const HansArguments* const a          = &hans->arguments;
  Experiment* const          experiment = &hans->experiment;
  settings_init(experiment->parameters);
  hans->bundle = bundle_open(error);
  if (!hans->bundle) {
    return EQUUS_ERR_IO;
  }
  experiment->bundle  = hans->bundle;
  experiment->start   = a->start;
  experiment->seconds = a->seconds;
  experiment->block   = (uint32_t)a->block;
  experiment->workers = a->workers > 0.0 ? (unsigned)a->workers : crew_processors();
  EquusStatus status  = choose_treatment(hans, error);
  status = status ? status : model_choice_of_file(hans->bundle, a->model_file, hans->arguments.models, error);
  status = status
             ? status
             : experiment_choose(experiment, MODEL_TAGS, a->models[MODEL_TAGS], &hans->sidecars[MODEL_TAGS], error);
  status = status
             ? status
             : experiment_choose(experiment, MODEL_MOOD, a->models[MODEL_MOOD], &hans->sidecars[MODEL_MOOD], error);
  return status ? status : experiment_prepare(experiment, a->files.items, a->files.n, error);
}

static EquusStatus
make_folder(const char* const path, EquusError* const error)
{
  struct stat about;
  if (mkdir(path, 0777) && !(errno == EEXIST && !stat(path, &about) && S_ISDIR(about.st_mode))) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: can't make this folder: %s", path, strerror(errno));
  }
  return EQUUS_OK;
}

static EquusStatus
write_file(const Experiment* const experiment,
           const char* const       folder,
           const char* const       name,
           void (*const write)(FILE* stream, const Experiment* experiment),
           EquusError* const error)
{
  char path[PATH_MAX];
  snprintf(path, sizeof(path), "%s/%s", folder, name);
  FILE* const file = fopen(path, "w");
  if (!file) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: %s", path, strerror(errno));
  }
  write(file, experiment);
  const bool failed = ferror(file);
  errno             = 0;
  if (fclose(file) || failed) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: can't be written: %s", path, strerror(errno ? errno : EIO));
  }
  return EQUUS_OK;
}

static EquusStatus
write_report(const Experiment* const experiment, const char* const folder, EquusError* const error)
{
  EquusStatus status = write_file(experiment, folder, "results.csv", hans_write_csv, error);
  status             = status ? status : write_file(experiment, folder, "results.json", hans_write_json, error);
  return status ? status : write_file(experiment, folder, "index.html", report_write, error);
}

/// Name each trouble once a song; returns an exit code
static int
complain_of_trials(const Experiment* const experiment)
{
  int code = EXIT_DONE;
  for (unsigned s = 0; s < experiment->n_songs; ++s) {
    const char* last = "";
    for (unsigned p = 0; p < experiment->n_presets; ++p) {
      const Trial* const trial = &experiment->songs[s].trials[p];
      if (!trial->done && strcmp(trial->error.text, last)) {
        last = trial->error.text;
        complain("%s", last);
      }
      code = trial->done ? code : EXIT_TROUBLE;
    }
  }
  return code;
}

static bool
any_done(const Experiment* const experiment)
{
  for (unsigned s = 0; s < experiment->n_songs; ++s) {
    if (experiment_any_trial(experiment, &experiment->songs[s])) {
      return true;
    }
  }
  return false;
}

static void
print(const Hans* const hans)
{
  switch (hans->arguments.format) {
  case HANS_CSV:
    hans_write_csv(stdout, &hans->experiment);
    break;
  case HANS_JSON:
    hans_write_json(stdout, &hans->experiment);
    break;
  default:
    hans_write_table(stdout, &hans->experiment);
    break;
  }
}

static int
carry_out(Hans* const hans)
{
  const char* const folder = hans->arguments.out;
  EquusError        error  = { EQUUS_OK, "" };
  if ((folder && make_folder(folder, &error)) || experiment_run(&hans->experiment, &error)) {
    complain("%s", error.text);
    return EXIT_TROUBLE;
  }
  int code = complain_of_trials(&hans->experiment);
  if (!any_done(&hans->experiment)) {
    return code;
  }
  print(hans);
  if (folder && write_report(&hans->experiment, folder, &error)) {
    complain("%s", error.text);
    code = EXIT_TROUBLE;
  } else if (folder && hans->arguments.format == HANS_TABLE) {
    printf("Report: %s/index.html\n", folder);
  }
  return code;
}

/// Search for equalisers in place of trying presets
static int
find_flips(const Verb* const verb, const Hans* const hans)
{
  const HansArguments* const a      = &hans->arguments;
  EquusError                 error  = { EQUUS_OK, "" };
  EquusStatus                status = EQUUS_OK;
  if (a->insert || a->presets.n) {
    status = equus_error_set(&error,
                             EQUUS_ERR_RANGE,
                             "--flip and --toward try curves of their own; leave out the %s",
                             a->insert ? "insert" : "presets");
    return complain_usage(verb, status, &error);
  }
  if (a->out && make_folder(a->out, &error)) {
    complain("%s", error.text);
    return EXIT_TROUBLE;
  }
  const int code = hans_flip_run(
    &a->flip, &hans->experiment, a->files.items, a->files.n, (HansFlipFormat)a->format, a->out, &status, &error);
  return status ? complain_usage(verb, status, &error) : code;
}

static int
carry_out_any(const Verb* const verb, Hans* const hans)
{
  const HansFlip* const flip = &hans->arguments.flip;
  return flip->rule || flip->toward ? find_flips(verb, hans) : carry_out(hans);
}

static int
run(const Verb* const verb, const int argc, char** const argv)
{
  Hans       hans  = { .arguments = { .block = 4096.0, .flip = HANS_FLIP_USUAL } };
  EquusError error = { EQUUS_OK, "" };
  int        code  = EXIT_DONE;
  if (parse(verb, &hans.arguments, argc, argv, &code)) {
    const EquusStatus status = prepare(&hans, &error);
    code                     = status ? complain_usage(verb, status, &error) : carry_out_any(verb, &hans);
  }
  experiment_clear(&hans.experiment);
  insert_free(hans.experiment.insert);
  free((void*)hans.presets);
  sidecar_free(hans.sidecars[MODEL_TAGS]);
  sidecar_free(hans.sidecars[MODEL_MOOD]);
  bundle_close(hans.bundle);
  text_list_free(&hans.arguments.presets);
  text_list_free(&hans.arguments.assignments);
  text_list_free(&hans.arguments.files);
  return code;
}

const Verb hans_verb = {
  .name    = "hans",
  .usage   = "[OPTION]... FILE...",
  .summary = "Try every preset on every song: does an equaliser turn what the models hear?",
  .details =
    "Clever Hans was a horse that seemed to do sums, but watched the man who asked.  For each song and each preset\n"
    "the table shows what the models hear after the equaliser, and how that differs from before: valence and\n"
    "arousal (-1 to 1), the quadrant, the top five tags, all as means over the song.  A verdict has flipped only\n"
    "if it was clear before and after: undecided are a dot within 0.05 of a border and two top tags within 5 points.\n"
    "Wet is as loud as dry: one gain a trial, from integrated loudness.\n"
    "\n"
    "With --insert any other LV2 plug-in makes the wet, such as a DAW's equaliser or a whole master chain: URIs are\n"
    "those that lv2ls lists, controls are set by their symbols.  Its latency is taken off, its response is measured,\n"
    "and what depends on the level or changes with time is called not linear.  It runs in this process: a plug-in\n"
    "that crashes ends the run.\n"
    "\n"
    "With --flip or --toward the plug-in's own curve takes the presets' place, window after window: the weakest one\n"
    "that turns the verdict, or moves the reading to the target.  A RULE is top (the most probable tag), quadrant,\n"
    "two tags such as happy:sad, or a tag with a threshold such as 'happy>0.5'.  What is shown was verified on the\n"
    "audio; a window that isn't clear dry is undecided.",
  .run = run,
};
