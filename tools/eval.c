// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/eval_output.h"
#include "tools/rated_files.h"
#include "tools/settings.h"
#include "tools/survey.h"
#include "tools/verb.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_FILES = 3 };

static const double margin = 0.25; ///< Of the model's scale, by which a rating on it may lie outside

static const char* const kinds[]   = { "table", "mood", "tags", "quadrant", NULL };
static const char* const formats[] = { "text", "csv", "json", NULL };

/// What the command line says
typedef struct {
  bool        help;
  const char* truth;
  int         of; ///< 0 for what the table tells of, else 1 + TruthKind
  const char *model, *model_file;
  const char* scale;
  const char* preset;
  TextList    assignments, folders;
  double      hop, start, seconds, resamples, seed, workers, block;
  int         format;
} EvalArguments;

/// What is made of it
typedef struct {
  EvalArguments   arguments;
  Csv*            csv;
  Truth           truth;
  RatedFiles      rated;
  Survey          survey;
  SurveyFile*     readings; ///< [rated.n]
  RatingScale     scale;
  EvaluationTask  task;
  EvaluationFile* files; ///< [task.n]
  Evaluation      evaluation;
} Eval;

static bool
parse(const Verb* const verb, EvalArguments* const a, const int argc, char** const argv, int* const code)
{
  const Option options[] = {
    VERB_HELP(&a->help),
    { "truth", 't', OPTION_TEXT, "TABLE.csv", "What people say: see below", &a->truth, 0, 0, NULL },
    { "of", 0, OPTION_CHOICE, "WHAT", "mood, tags or quadrant (default: see below)", &a->of, 0, 0, kinds },
    { "model", 'm', OPTION_TEXT, "NAME", "Tag or mood model (default that of the plug-in)", &a->model, 0, 0, NULL },
    { "model-file",
      0,
      OPTION_TEXT,
      "FILE",
      "A model of your own: its side-car or network",
      &a->model_file,
      0,
      0,
      NULL },
    { "scale", 0, OPTION_TEXT, "MIN:CENTRE:MAX", "Of the ratings (default the model's)", &a->scale, 0, 0, NULL },
    { "hop",
      0,
      OPTION_NUMBER,
      "SECONDS",
      "From window to window (default its length, half of long ones)",
      &a->hop,
      0.02,
      60,
      NULL },
    { "start", 0, OPTION_NUMBER, "SECONDS", "Where in the files to begin (default 0)", &a->start, 0, 1e9, NULL },
    { "seconds", 0, OPTION_NUMBER, "SECONDS", "How much of them to hear (default all)", &a->seconds, 0, 1e9, NULL },
    { "preset", 'p', OPTION_TEXT, "NAME", "Setting of the equaliser (default flat)", &a->preset, 0, 0, NULL },
    { "set",
      's',
      OPTION_LIST,
      "SYMBOL=VALUE",
      "Set any parameter of the plug-in; may be repeated",
      &a->assignments,
      0,
      0,
      NULL },
    { "resamples", 0, OPTION_WHOLE, "N", "Draws for the intervals (default 2000)", &a->resamples, 100, 100000, NULL },
    { "seed", 0, OPTION_WHOLE, "N", "Of the draws (default 1)", &a->seed, 0, 1e15, NULL },
    { "format", 'f', OPTION_CHOICE, "text|csv|json", "How to print (default text)", &a->format, 0, 0, formats },
    { "jobs", 'j', OPTION_WHOLE, "N", "Files at a time (default one a processor)", &a->workers, 1, 64, NULL },
    { "block",
      'b',
      OPTION_WHOLE,
      "FRAMES",
      "Frames a block; changes no digit (default 4096)",
      &a->block,
      1,
      HOST_MAX_BLOCK,
      NULL },
    { .name = NULL }
  };
  return verb_begin(verb, options, argc, argv, &a->help, 1, &a->folders, code);
}

static EquusStatus
check_arguments(const EvalArguments* const a, EquusError* const error)
{
  if (!a->truth) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "--truth is missing: what do people say of these files?");
  }
  if (a->model && a->model_file) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "--model and --model-file name two models; leave one out");
  }
  if (a->folders.n > 1) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "takes one folder, not %u", a->folders.n);
  }
  return EQUUS_OK;
}

static EquusStatus
choose_model(Eval* const eval, EquusError* const error)
{
  const EvalArguments* const a      = &eval->arguments;
  Survey* const              survey = &eval->survey;
  const ModelKind            kind   = eval->task.kind == TRUTH_TAGS ? MODEL_TAGS : MODEL_MOOD;
  settings_init(survey->parameters);
  survey->start   = a->start;
  survey->seconds = a->seconds;
  survey->block   = (uint32_t)a->block;
  survey->workers = (unsigned)a->workers;
  survey->bundle  = bundle_open(error);
  if (!survey->bundle) {
    return EQUUS_ERR_IO;
  }
  EquusStatus status = settings_apply_named(survey->parameters, survey->bundle, a->preset, error);
  status             = status ? status : settings_assign(survey->parameters, &a->assignments, error);
  status = status ? status : survey_choose(survey, kind, a->model_file ? a->model_file : a->model, a->hop, error);
  eval->task.sidecar = survey->sidecar;
  eval->task.mood    = survey->parts[kind].mood;
  return status;
}

static EquusStatus
read_truth(Eval* const eval, EquusError* const error)
{
  const Sidecar* const sidecar = eval->task.sidecar;
  const char*          tags[SIDECAR_MAX_LABELS];
  for (uint32_t i = 0; i < sidecar->n_tags; ++i) {
    tags[i] = sidecar->labels[i].name;
  }
  const EquusStatus status = truth_read(eval->csv, eval->task.kind, tags, sidecar->n_tags, &eval->truth, error);
  eval->task.known         = eval->truth.known;
  if (!status && eval->truth.strangers) {
    complain("%s doesn't know \"%s\"; left out what %s says of it and the like, %u time%s",
             sidecar->title,
             eval->truth.a_stranger,
             csv_path(eval->csv),
             eval->truth.strangers,
             eval->truth.strangers == 1 ? "" : "s");
  }
  return status;
}

static EquusStatus
prepare(Eval* const eval, EquusError* const error)
{
  const EvalArguments* const a      = &eval->arguments;
  EquusStatus                status = check_arguments(a, error);
  if (!status && a->scale) {
    status           = rating_scale_parse(a->scale, &eval->scale, error);
    eval->task.scale = &eval->scale;
  }
  if (status) {
    return status;
  }
  eval->csv = csv_load(a->truth, error);
  if (!eval->csv) {
    return EQUUS_ERR_FORMAT;
  }
  eval->task.kind      = a->of ? (TruthKind)(a->of - 1) : truth_kind(eval->csv);
  eval->task.resamples = (uint32_t)a->resamples;
  eval->task.seed      = (uint64_t)a->seed;
  status               = choose_model(eval, error);
  status               = status ? status : read_truth(eval, error);
  return status ? status : rated_files_match(a->folders.items[0], eval->csv, &eval->truth, &eval->rated, error);
}

/// Collect the files that were read, complaining of the others
static EquusStatus
collect(Eval* const eval, EquusError* const error)
{
  eval->files = (EvaluationFile*)calloc(eval->rated.n + 1, sizeof(EvaluationFile));
  if (!eval->files) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  eval->task.files = eval->files;
  for (uint32_t i = 0; i < eval->rated.n; ++i) {
    const SurveyFile* const reading = &eval->readings[i];
    const TruthRow* const   truth   = eval->rated.files[i].truth;
    if (!reading->done) {
      complain("%s", reading->error.text);
      continue;
    }
    const bool* const has =
      eval->truth.has ? eval->truth.has + (size_t)(truth - eval->truth.rows) * eval->truth.n_tags : NULL;
    eval->files[eval->task.n++] = (EvaluationFile){ reading->path, *truth, has, reading->mean, reading->windows };
  }
  if (eval->task.n < LEAST_FILES) {
    return equus_error_set(error,
                           EQUUS_ERR_FORMAT,
                           "only %u of the %u files in %s could be read; %d are the least to compare",
                           eval->task.n,
                           eval->truth.n,
                           eval->arguments.truth,
                           LEAST_FILES);
  }
  return EQUUS_OK;
}

/// Say so where an axis' ratings can't be on the model's scale; true if they can
static bool
fits_scale(const Eval* const eval, const char* const name, const SidecarAxis* const axis, const bool arousal)
{
  const double minimum = (double)axis->minimum;
  const double maximum = (double)axis->maximum;
  const double beyond  = margin * (maximum - minimum);
  for (uint32_t i = 0; i < eval->task.n; ++i) {
    const TruthRow* const truth  = &eval->files[i].truth;
    const double          rating = evaluation_rating(&eval->task, axis, arousal ? truth->arousal : truth->valence);
    if (rating < minimum - beyond || rating > maximum + beyond) {
      complain("no R\u00b2 and RMSE: %s of \"%s\" is %g, far outside the %s from %g to %g; state the ratings' scale "
               "with --scale",
               name,
               truth->file,
               arousal ? truth->arousal : truth->valence,
               eval->task.scale ? "stated scale, on the model's" : "model's scale",
               (double)axis->minimum,
               (double)axis->maximum);
      return false;
    }
  }
  return true;
}

/// Say so where all ratings of an axis are the same
static void
note_constant(const Eval* const eval, const char* const name, const bool arousal)
{
  const TruthRow* const first = &eval->files[0].truth;
  const double          value = arousal ? first->arousal : first->valence;
  for (uint32_t i = 1; i < eval->task.n; ++i) {
    const TruthRow* const truth = &eval->files[i].truth;
    if (fabs((arousal ? truth->arousal : truth->valence) - value) > 0.0) {
      return;
    }
  }
  complain("%s is %g for every file: its r and R\u00b2 aren't defined", name, value);
}

static void
check_ratings(Eval* const eval)
{
  if (eval->task.kind == TRUTH_MOOD) {
    const SidecarMood* const mood = eval->task.mood;
    eval->task.scale_fits =
      fits_scale(eval, "valence", &mood->valence, false) && fits_scale(eval, "arousal", &mood->arousal, true);
    note_constant(eval, "valence", false);
    note_constant(eval, "arousal", true);
  }
}

static EquusStatus
read_files(Eval* const eval, EquusError* const error)
{
  const uint32_t n = eval->rated.n;
  eval->readings   = (SurveyFile*)calloc(n + 1, sizeof(SurveyFile));
  if (!eval->readings) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  for (uint32_t i = 0; i < n; ++i) {
    eval->readings[i].path = eval->rated.files[i].path;
  }
  return n ? survey_run(&eval->survey, eval->readings, n, error) : EQUUS_OK;
}

static void
print(const Eval* const eval)
{
  static void (*const writers[])(FILE*, const EvalResult*) = { eval_write_text, eval_write_csv, eval_write_json };
  const EvalArguments* const a                             = &eval->arguments;
  const EvalResult           result = { &eval->task, &eval->evaluation, a->folders.items[0], a->truth,
                                        a->start,    a->seconds,        eval->survey.hop };
  writers[a->format](stdout, &result);
}

static int
carry_out(Eval* const eval)
{
  EquusError  error  = { EQUUS_OK, "" };
  EquusStatus status = read_files(eval, &error);
  status             = status ? status : collect(eval, &error);
  if (!status) {
    check_ratings(eval);
    status = evaluation_make(&eval->task, &eval->evaluation, &error);
  }
  if (status) {
    complain("%s", error.text);
    return EXIT_TROUBLE;
  }
  print(eval);
  return eval->task.n < eval->truth.n ? EXIT_TROUBLE : EXIT_DONE;
}

static void
clear(Eval* const eval)
{
  evaluation_clear(&eval->evaluation);
  free(eval->files);
  if (eval->readings) {
    survey_clear(eval->readings, eval->rated.n);
    free(eval->readings);
  }
  rated_files_clear(&eval->rated);
  truth_clear(&eval->truth);
  csv_free(eval->csv);
  sidecar_free(eval->survey.sidecar);
  bundle_close(eval->survey.bundle);
  text_list_free(&eval->arguments.folders);
  text_list_free(&eval->arguments.assignments);
}

static int
run(const Verb* const verb, const int argc, char** const argv)
{
  Eval       eval  = { .arguments = { .block = 4096.0, .resamples = 2000.0, .seed = 1.0 } };
  EquusError error = { EQUUS_OK, "" };
  int        code  = EXIT_DONE;
  if (parse(verb, &eval.arguments, argc, argv, &code)) {
    const EquusStatus status = prepare(&eval, &error);
    code                     = status ? complain_usage(verb, status, &error) : carry_out(&eval);
  }
  clear(&eval);
  return code;
}

const Verb eval_verb = {
  .name    = "eval",
  .usage   = "[OPTION]... FOLDER --truth TABLE.csv",
  .summary = "Compare what a model reads in a folder of music with what people say",
  .details =
    "The table's first line names its columns.  One is \"file\": a path from FOLDER or from the table, or a file's\n"
    "name, with or without its ending.  Beside it stand\n"
    "- valence and arousal, numbers on any scale: r, R\u00b2 and RMSE, these two on the model's scale;\n"
    "- quadrant, 1 (+V+A), 2 (-V+A), 3 (-V-A), 4 (+V-A) or happy, angry, sad, calm: the confusion matrix, AUC and\n"
    "average precision of the signs of valence and arousal;\n"
    "- tag, with a row for each tag of a file: AUC and average precision of each tag;\n"
    "- a column for each tag with 1 and 0: the same.\n"
    "A file's reading is the mean over its windows.  All figures have 95 % bootstrap intervals over the files.",
  .run = run,
};
