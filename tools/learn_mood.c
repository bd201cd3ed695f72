// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/random.h"
#include "tools/bundle.h"
#include "tools/campaign.h"
#include "tools/embedding.h"
#include "tools/mood_file.h"
#include "tools/rated_files.h"
#include "tools/ridge.h"
#include "tools/text.h"
#include "tools/verb.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LEAST_FILES = 20, RESAMPLES = 2000 };

/// What heads stand on
static const char* const model_name  = "MSD_musicnn";
static const char* const tensor_name = "embedding";

/// What the command line says
typedef struct {
  bool        help;
  const char *ratings, *out, *title, *scale;
  double      start, seconds, seed, workers;
  TextList    folders;
} LearnArguments;

/// Mean embedding of a file
typedef struct {
  bool       done;
  EquusError error;
} Heard;

typedef struct {
  LearnArguments arguments;
  Bundle*        bundle;
  char           models[PATH_MAX]; ///< The bundle's folder of them
  char           path[PATH_MAX];   ///< To write to, without ending
  char           folder[PATH_MAX]; ///< Without slashes at its end
  char           part[64];         ///< What was heard of each file, in words
  RatingScale    scale;
  Csv*           csv;
  Truth          truth;
  RatedFiles     rated;
  Embedding*     embedding;
  uint32_t       size;                 ///< Of the embedding
  Heard*         heard;                ///< [rated.n]
  double*        x;                    ///< [rated.n][size]; once read, the first n rows are of files that were heard
  double*        y[MOOD_AXES];         ///< [rated.n]
  double*        predicted[MOOD_AXES]; ///< [rated.n]
  double*        weights[MOOD_AXES];   ///< [size + 1]
  uint32_t       n;
  MoodFile       mood;
} Learn;

static bool
parse(const Verb* const verb, LearnArguments* const a, const int argc, char** const argv, int* const code)
{
  const Option options[] = {
    VERB_HELP(&a->help),
    { "ratings", 'r', OPTION_TEXT, "TABLE.csv", "Columns file, valence, arousal", &a->ratings, 0, 0, NULL },
    { "out", 'o', OPTION_TEXT, "NAME", "Write NAME.json and NAME.onnx", &a->out, 0, 0, NULL },
    { "title", 0, OPTION_TEXT, "TEXT", "What people shall call it (default its name)", &a->title, 0, 0, NULL },
    { "scale",
      0,
      OPTION_TEXT,
      "MIN:CENTRE:MAX",
      "Of the ratings (default the least, their mean, the largest)",
      &a->scale,
      0,
      0,
      NULL },
    { "start", 0, OPTION_NUMBER, "SECONDS", "Where in the files to begin (default 0)", &a->start, 0, 1e9, NULL },
    { "seconds", 0, OPTION_NUMBER, "SECONDS", "How much of them to hear (default all)", &a->seconds, 0, 1e9, NULL },
    { "seed", 0, OPTION_WHOLE, "N", "Of folds and intervals (default 1)", &a->seed, 0, 1e15, NULL },
    { "jobs", 'j', OPTION_WHOLE, "N", "Files at a time (default one a processor)", &a->workers, 1, 64, NULL },
    { .name = NULL }
  };
  return verb_begin(verb, options, argc, argv, &a->help, 1, &a->folders, code);
}

static const char*
base_name(const char* const path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static EquusStatus
check_arguments(const LearnArguments* const a, EquusError* const error)
{
  if (!a->ratings) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "--ratings is missing: a table with file, valence and arousal");
  }
  if (!a->out) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "-o is missing: what shall the model be called?");
  }
  if (a->folders.n > 1) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "takes one folder, not %u", a->folders.n);
  }
  const size_t size = strlen(base_name(a->out));
  if (!size || size > 100 || base_name(a->out)[0] == '.' || strlen(a->out) > PATH_MAX - 16) {
    return equus_error_set(error,
                           EQUUS_ERR_RANGE,
                           "-o takes a name of 1 to 100 bytes that doesn't begin with a dot, not \"%.200s\"",
                           a->out);
  }
  if (a->title && (!a->title[0] || strlen(a->title) > 100)) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "--title takes 1 to 100 bytes");
  }
  return EQUUS_OK;
}

/// The path without ".json", and a name that no bundled model has
static EquusStatus
choose_name(Learn* const learn, EquusError* const error)
{
  const char* const out    = learn->arguments.out;
  const size_t      length = strlen(out);
  const bool        ended  = length > 5 && !strcmp(out + length - 5, ".json");
  char              taken[3 * PATH_MAX];
  snprintf(learn->path, sizeof(learn->path), "%.*s", (int)(ended ? length - 5 : length), out);
  learn->mood.name  = base_name(learn->path);
  learn->mood.title = learn->arguments.title ? learn->arguments.title : learn->mood.name;
  snprintf(taken, sizeof(taken), "%s/%s.json", learn->models, learn->mood.name);
  if (!access(taken, F_OK)) {
    return equus_error_set(
      error, EQUUS_ERR_RANGE, "%s is the name of a model that comes with Equus; choose another", learn->mood.name);
  }
  return EQUUS_OK;
}

/// Whether so many of the table's files are enough
static EquusStatus
check_number(const Learn* const learn, const uint32_t n, EquusError* const error)
{
  if (n < LEAST_FILES) {
    return equus_error_set(error,
                           EQUUS_ERR_FORMAT,
                           "only %u of the %u files in %s can be heard; %d are the least to learn from",
                           n,
                           learn->truth.n,
                           learn->arguments.ratings,
                           LEAST_FILES);
  }
  return EQUUS_OK;
}

/// The stated scale, or the least, the mean and the largest rating of the table
static EquusStatus
choose_scale(Learn* const learn, const unsigned axis, EquusError* const error)
{
  const Truth* const truth = &learn->truth;
  RatingScale        found = { HUGE_VAL, 0.0, -HUGE_VAL };
  for (uint32_t i = 0; i < truth->n; ++i) {
    const double rating = axis ? truth->rows[i].arousal : truth->rows[i].valence;
    found.minimum       = fmin(found.minimum, rating);
    found.maximum       = fmax(found.maximum, rating);
    found.centre += rating / truth->n;
  }
  if (!(found.minimum < found.centre && found.centre < found.maximum)) {
    return equus_error_set(error,
                           EQUUS_ERR_FORMAT,
                           "%s: %s is %g for every file: there is nothing to learn",
                           learn->arguments.ratings,
                           mood_axis_name(axis),
                           found.minimum);
  }
  RatingScale* const scale = &learn->mood.axes[axis].scale;
  *scale                   = learn->arguments.scale ? learn->scale : found;
  if (found.minimum < scale->minimum || found.maximum > scale->maximum) {
    return equus_error_set(error,
                           EQUUS_ERR_RANGE,
                           "%s goes from %g to %g, beyond --scale %s",
                           mood_axis_name(axis),
                           found.minimum,
                           found.maximum,
                           learn->arguments.scale);
  }
  return EQUUS_OK;
}

static EquusStatus
prepare(Learn* const learn, EquusError* const error)
{
  const LearnArguments* const a      = &learn->arguments;
  EquusStatus                 status = check_arguments(a, error);
  status = status || !a->scale ? status : rating_scale_parse(a->scale, &learn->scale, error);
  if (status) {
    return status;
  }
  learn->bundle = bundle_open(error);
  if (!learn->bundle) {
    return EQUUS_ERR_IO;
  }
  snprintf(learn->models, sizeof(learn->models), "%s/models", bundle_path(learn->bundle));
  status     = choose_name(learn, error);
  learn->csv = status ? NULL : csv_load(a->ratings, error);
  if (!learn->csv) {
    return status ? status : EQUUS_ERR_FORMAT;
  }
  status = truth_read(learn->csv, TRUTH_MOOD, NULL, 0, &learn->truth, error);
  for (unsigned axis = 0; axis < MOOD_AXES; ++axis) {
    status = status ? status : choose_scale(learn, axis, error);
  }
  status = status ? status : rated_files_match(a->folders.items[0], learn->csv, &learn->truth, &learn->rated, error);
  status = status ? status : check_number(learn, learn->rated.n, error);
  learn->embedding = status ? NULL : embedding_new(learn->models, model_name, tensor_name, error);
  return status || learn->embedding ? status : EQUUS_ERR_FORMAT;
}

/// One file's progress
typedef struct {
  const CampaignReport* report;
  const char*           path;
} Listener;

static void
show(void* const handle, const double share)
{
  const Listener* const listener = (const Listener*)handle;
  campaign_show(listener->report, listener->path, share);
}

static void
hear_file(void* const handle, const unsigned index, const CampaignReport* const report)
{
  Learn* const                learn    = (Learn*)handle;
  const LearnArguments* const a        = &learn->arguments;
  Heard* const                heard    = &learn->heard[index];
  Listener                    listener = { report, learn->rated.files[index].path };
  const EmbeddingPart         part     = { listener.path, a->start, a->seconds };
  double* const               mean     = learn->x + (size_t)index * learn->size;
  heard->done = !embedding_of_file(learn->embedding, &part, show, &listener, mean, &heard->error);
  show(&listener, 1.0);
}

static EquusStatus
allocate(Learn* const learn, EquusError* const error)
{
  const size_t n = learn->rated.n + 1;
  learn->size    = embedding_size(learn->embedding);
  learn->heard   = (Heard*)calloc(n, sizeof(Heard));
  learn->x       = (double*)calloc(n * learn->size, sizeof(double));
  bool fine      = learn->heard && learn->x;
  for (unsigned axis = 0; axis < MOOD_AXES; ++axis) {
    learn->y[axis]         = (double*)calloc(n, sizeof(double));
    learn->predicted[axis] = (double*)calloc(n, sizeof(double));
    learn->weights[axis]   = (double*)calloc(learn->size + 1, sizeof(double));
    fine                   = fine && learn->y[axis] && learn->predicted[axis] && learn->weights[axis];
  }
  return fine ? EQUUS_OK : equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
}

/// Move rows of files that were heard to the front, complaining of the others
static EquusStatus
collect(Learn* const learn, EquusError* const error)
{
  const size_t size = learn->size;
  for (uint32_t i = 0; i < learn->rated.n; ++i) {
    const TruthRow* const truth = learn->rated.files[i].truth;
    if (!learn->heard[i].done) {
      complain("%s", learn->heard[i].error.text);
      continue;
    }
    memmove(learn->x + learn->n * size, learn->x + i * size, size * sizeof(double));
    learn->y[0][learn->n] = truth->valence;
    learn->y[1][learn->n] = truth->arousal;
    ++learn->n;
  }
  return check_number(learn, learn->n, error);
}

/// Put all rows into random order, so that folds are random
static EquusStatus
shuffle(Learn* const learn, EquusError* const error)
{
  const size_t    row    = learn->size * sizeof(double);
  uint32_t* const order  = (uint32_t*)calloc(learn->n, sizeof(uint32_t));
  double* const   x      = (double*)malloc(learn->n * row);
  double* const   y      = (double*)malloc(learn->n * sizeof(double));
  Random          random = { (uint64_t)learn->arguments.seed };
  const bool      fine   = order && x && y;
  if (fine) {
    random_order(&random, learn->n, order);
    memcpy(x, learn->x, learn->n * row);
    for (uint32_t i = 0; i < learn->n; ++i) {
      memcpy(learn->x + (size_t)i * learn->size, x + (size_t)order[i] * learn->size, row);
    }
    for (unsigned axis = 0; axis < MOOD_AXES; ++axis) {
      memcpy(y, learn->y[axis], learn->n * sizeof(double));
      for (uint32_t i = 0; i < learn->n; ++i) {
        learn->y[axis][i] = y[order[i]];
      }
    }
  }
  free(y);
  free(x);
  free(order);
  return fine ? EQUUS_OK : equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
}

/// What figures of an axis are computed from
typedef struct {
  const double *truth, *predicted;
  uint32_t      n;
} Folds;

static void
compute_figures(void* const handle, const double* const weights, double* const figures)
{
  const Folds* const folds = (const Folds*)handle;
  figures[0]               = statistics_correlation(folds->truth, folds->predicted, weights, folds->n);
  figures[1]               = statistics_r2(folds->truth, folds->predicted, weights, folds->n);
  figures[2]               = statistics_rmse(folds->truth, folds->predicted, weights, folds->n);
}

static EquusStatus
learn_axis(Learn* const learn, const unsigned axis, EquusError* const error)
{
  MoodAxis* const mood      = &learn->mood.axes[axis];
  const RidgeData data      = { learn->n, learn->size, learn->x, learn->y[axis] };
  Folds           folds     = { learn->y[axis], learn->predicted[axis], learn->n };
  const Bootstrap bootstrap = { learn->n,     RESAMPLES,       (uint64_t)learn->arguments.seed,
                                MOOD_FIGURES, compute_figures, &folds };
  mood->weights             = learn->weights[axis];
  if (ridge_choose(&data, NULL, &mood->alpha) || ridge_fit(&data, NULL, mood->alpha, learn->weights[axis]) ||
      ridge_predict_folds(&data, learn->predicted[axis]) || statistics_bootstrap(&bootstrap, mood->figures)) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  return EQUUS_OK;
}

/// What was heard of each file, in words
static void
describe_part(const LearnArguments* const a, char* const text, const size_t size)
{
  if (a->seconds > 0.0) {
    snprintf(text, size, "%g s from %g s on", a->seconds, a->start);
  } else if (a->start > 0.0) {
    snprintf(text, size, "all from %g s on", a->start);
  } else {
    snprintf(text, size, "all");
  }
}

static EquusStatus
write_model(Learn* const learn, EquusError* const error)
{
  const LearnArguments* const a      = &learn->arguments;
  MoodFile* const             mood   = &learn->mood;
  size_t                      length = strlen(a->folders.items[0]);
  while (length > 1 && a->folders.items[0][length - 1] == '/') {
    --length;
  }
  snprintf(learn->folder, sizeof(learn->folder), "%.*s", (int)length, a->folders.items[0]);
  describe_part(a, learn->part, sizeof(learn->part));
  mood->model    = model_name;
  mood->tensor   = tensor_name;
  mood->size     = learn->size;
  mood->live_hop = embedding_sidecar(learn->embedding)->live_hop;
  mood->files    = learn->n;
  mood->seed     = (uint64_t)a->seed;
  mood->folder   = base_name(learn->folder);
  mood->table    = base_name(a->ratings);
  mood->part     = learn->part;
  return mood_file_write(mood, learn->path, error);
}

static void
print_figure(const Estimate* const figure)
{
  char texts[3][TEXT_SIGNED_SIZE];
  printf("  %s [%s, %s]",
         text_signed(texts[0], figure->value, 3, false),
         text_signed(texts[1], figure->low, 3, false),
         text_signed(texts[2], figure->high, 3, false));
}

static void
print_summary(const Learn* const learn)
{
  printf("%s.json and %s.onnx: valence and arousal learnt from %u files\n\n", learn->path, learn->path, learn->n);
  printf("in ten folds  r                     R\u00b2                    RMSE\n");
  for (unsigned axis = 0; axis < MOOD_AXES; ++axis) {
    const MoodAxis* const mood = &learn->mood.axes[axis];
    printf("%-12s", mood_axis_name(axis));
    for (unsigned i = 0; i < MOOD_FIGURES; ++i) {
      print_figure(&mood->figures[i]);
    }
    printf("  from %g to %g, penalty %.3g\n", mood->scale.minimum, mood->scale.maximum, mood->alpha);
  }
  puts("\nEach file was read by a fit that never saw it; in brackets 95 % intervals over the files.");
}

static int
carry_out(Learn* const learn)
{
  EquusError  error  = { EQUUS_OK, "" };
  EquusStatus status = allocate(learn, &error);
  if (!status && learn->rated.n) {
    status = campaign_run((unsigned)learn->arguments.workers, learn->rated.n, hear_file, learn, &error);
  }
  status = status ? status : collect(learn, &error);
  status = status ? status : shuffle(learn, &error);
  for (unsigned axis = 0; axis < MOOD_AXES; ++axis) {
    status = status ? status : learn_axis(learn, axis, &error);
  }
  status = status ? status : write_model(learn, &error);
  if (status) {
    complain("%s", error.text);
    return EXIT_TROUBLE;
  }
  print_summary(learn);
  return learn->n < learn->truth.n ? EXIT_TROUBLE : EXIT_DONE;
}

static void
clear(Learn* const learn)
{
  for (unsigned axis = 0; axis < MOOD_AXES; ++axis) {
    free(learn->y[axis]);
    free(learn->predicted[axis]);
    free(learn->weights[axis]);
  }
  free(learn->x);
  free(learn->heard);
  embedding_free(learn->embedding);
  rated_files_clear(&learn->rated);
  truth_clear(&learn->truth);
  csv_free(learn->csv);
  bundle_close(learn->bundle);
  text_list_free(&learn->arguments.folders);
}

static int
run(const Verb* const verb, const int argc, char** const argv)
{
  Learn      learn = { .arguments = { .seed = 1.0 } };
  EquusError error = { EQUUS_OK, "" };
  int        code  = EXIT_DONE;
  if (parse(verb, &learn.arguments, argc, argv, &code)) {
    const EquusStatus status = prepare(&learn, &error);
    code                     = status ? complain_usage(verb, status, &error) : carry_out(&learn);
  }
  clear(&learn);
  return code;
}

const Verb learn_mood_verb = {
  .name    = "learn-mood",
  .usage   = "[OPTION]... FOLDER --ratings TABLE.csv -o NAME",
  .summary = "Learn a mood model from ratings of a folder of music",
  .details =
    "The table's columns are file (a path from FOLDER or from the table, or a name with or without its ending),\n"
    "valence and arousal, on any scale.  Each file's mean of what MSD musicnn hears, 200 values, is fitted to them by\n"
    "ridge regression, its penalty chosen by ten folds.  r, R\u00b2 and RMSE are those of ten folds around all that.\n"
    "NAME.json and NAME.onnx are a model like any other, for the plug-in and for the other verbs.",
  .run = run,
};
