// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/row_verb.h"

#include "tools/analysis.h"
#include "tools/columns.h"
#include "tools/model_choice.h"
#include "tools/progress.h"
#include "tools/recent_spread.h"
#include "tools/row_writer.h"
#include "tools/rows.h"
#include "tools/settings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char* const taps[]    = { "dry", "wet", NULL };
static const char* const formats[] = { "csv", "json", "table", NULL };

/// What the command line says
typedef struct {
  bool        help;
  const char *model, *model_file;
  const char* preset;
  TextList    assignments;
  double      hop; ///< Frames or seconds, 0 for the default
  double      start, seconds;
  double      block;
  int         tap;
  int         format;
  TextList    files;
} RowArguments;

enum { AXES = 2 };

/// How sure a mood's valence and arousal are: columns after those of its values
typedef struct {
  const SidecarAxis* axes[AXES];
  bool               errors;        ///< The model says how large its errors are
  RecentSpread*      spreads[AXES]; ///< NULL for tags
  unsigned           n;             ///< Columns
} Confidence;

/// A table that is being written
typedef struct {
  const RowArguments* arguments;
  Bundle*             bundle;
  Sidecar*            sidecar;
  float               parameters[PARAM_COUNT];
  AnalysisPart        parts[ANALYSIS_PARTS];
  Columns             columns;
  Confidence          confidence;
  const char*         names[ROWS_MAX_COLUMNS]; ///< Of `columns`, then of `confidence`
  RowWriter*          writer;
  Progress            progress;
  const char*         file;
} RowTable;

static bool
parse(const Verb* const   verb,
      const ModelKind     kind,
      RowArguments* const a,
      const int           argc,
      char** const        argv,
      int* const          code)
{
  const bool             mood      = kind == MODEL_MOOD;
  const Parameter* const hop       = parameter(mood ? PARAM_MOOD_HOP : PARAM_TAG_HOP);
  const Option           options[] = {
              VERB_HELP(&a->help),
              { "model",
                'm',
                OPTION_TEXT,
                "NAME",
      mood ? "Mood model (default listeners)" : "Tag model (default MSD_musicnn)",
                &a->model,
                0,
                0,
                NULL },
              { "model-file",
                0,
                OPTION_TEXT,
                "FILE",
                "A model of your own: its side-car, or its network with the side-car beside it",
                &a->model_file,
                0,
                0,
                NULL },
              { "hop",
                0,
      mood ? OPTION_NUMBER : OPTION_WHOLE,
      mood ? "SECONDS" : "FRAMES",
      mood ? "Time from row to row (default 1; moods read beside tags as live, 0.5)"
                     : "Frames of the model from row to row (default as live: 31 or 32)",
                &a->hop,
                fmax((double)hop->minimum, mood ? 0.0 : 1.0),
                (double)hop->maximum,
                NULL },
              { "tap", 't', OPTION_CHOICE, "dry|wet", "Before or after the equaliser (default wet)", &a->tap, 0, 0, taps },
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
              { "start", 0, OPTION_NUMBER, "SECONDS", "Where in the file to begin (default 0)", &a->start, 0, 1e9, NULL },
              { "seconds", 0, OPTION_NUMBER, "SECONDS", "How much of it to hear (default all)", &a->seconds, 0, 1e9, NULL },
              { "block",
                'b',
                OPTION_WHOLE,
                "FRAMES",
                "Frames a block; changes no digit (default 4096)",
                &a->block,
                1,
                HOST_MAX_BLOCK,
                NULL },
              { "format", 'f', OPTION_CHOICE, "csv|json|table", "How to print (default csv)", &a->format, 0, 0, formats },
              { .name = NULL }
  };
  return verb_begin(verb, options, argc, argv, &a->help, 1, &a->files, code);
}

/// Turn off what isn't read, unless the mood is read from it
static void
turn_other_off(RowTable* const table, const ModelKind kind)
{
  const bool tags = kind == MODEL_TAGS;
  if (tags || places_tags(table->parameters) != table->parts[kind].place) {
    table->parameters[places_parameter(tags ? MODEL_MOOD : MODEL_TAGS)] = 0.0f;
  }
}

static EquusStatus
prepare_model(RowTable* const table, const ModelKind kind, EquusError* const error)
{
  const RowArguments* const a    = table->arguments;
  AnalysisPart* const       part = &table->parts[kind];
  const char* const         name = a->model_file ? a->model_file : a->model;
  if (a->model && a->model_file) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "--model and --model-file name two models; leave one out");
  }
  const EquusStatus status = model_choose(table->bundle, kind, name, table->parameters, &table->sidecar, part, error);
  if (status) {
    return status;
  }
  if (!part->sidecar) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "the model is turned off; name one with --model");
  }
  const FrontendSettings* const frontend = &part->sidecar->frontend;
  part->hop = part->sidecar->kind == MODEL_MOOD ? rows_hop(frontend, 1.0) : part->sidecar->live_hop;
  if (a->hop > 0.0) {
    part->hop = kind == MODEL_MOOD ? rows_hop(frontend, a->hop) : (uint32_t)a->hop;
  }
  settings_hop(table->parameters, part->sidecar, part->hop);
  turn_other_off(table, kind);
  return EQUUS_OK;
}

/// Name all columns, those that say how sure a mood is last
static EquusStatus
choose_columns(RowTable* const table, const AnalysisPart* const part, EquusError* const error)
{
  static const char* const errors[]   = { "valence_rmse", "arousal_rmse" };
  static const char* const deviants[] = { "valence_spread", "arousal_spread" };
  Confidence* const        confidence = &table->confidence;
  columns_choose(table->sidecar, part->mood, &table->columns);
  const char** name = table->names;
  for (unsigned i = 0; i < table->columns.n; ++i) {
    *name++ = table->columns.names[i];
  }
  if (!part->mood) {
    return EQUUS_OK;
  }
  confidence->axes[0] = &part->mood->valence;
  confidence->axes[1] = &part->mood->arousal;
  confidence->errors  = part->mood->valence.rmse > 0.0f && part->mood->arousal.rmse > 0.0f;
  confidence->n       = confidence->errors ? 2 * AXES : AXES;
  bool fine           = true;
  for (unsigned axis = 0; axis < AXES; ++axis) {
    confidence->spreads[axis] = recent_spread_new(rows_hop_seconds(&part->sidecar->frontend, part->hop));
    fine                      = fine && confidence->spreads[axis];
  }
  memcpy(name, errors, confidence->errors ? sizeof(errors) : 0);
  memcpy(name + (confidence->errors ? AXES : 0), deviants, sizeof(deviants));
  return fine ? EQUUS_OK : equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
}

static EquusStatus
prepare(RowTable* const table, const ModelKind kind, EquusError* const error)
{
  const RowArguments* const a = table->arguments;
  settings_init(table->parameters);
  table->bundle = bundle_open(error);
  if (!table->bundle) {
    return EQUUS_ERR_IO;
  }
  EquusStatus status = settings_apply_named(table->parameters, table->bundle, a->preset, error);
  status             = status ? status : settings_assign(table->parameters, &a->assignments, error);
  status             = status ? status : prepare_model(table, kind, error);
  status             = status ? status : choose_columns(table, &table->parts[kind], error);
  if (!status) {
    const unsigned n = table->columns.n + table->confidence.n;
    table->writer    = row_writer_new(stdout, (RowFormat)a->format, table->sidecar, table->names, n, a->files.n > 1);
    status           = table->writer ? EQUUS_OK : equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  return status;
}

/// What `confidence` says of a reading's published values
static void
add_confidence(const Confidence* const confidence, const float* const published, float* const values)
{
  float* value = values;
  for (unsigned axis = 0; confidence->errors && axis < AXES; ++axis) {
    *value++ = confidence->axes[axis]->rmse;
  }
  for (unsigned axis = 0; confidence->n && axis < AXES; ++axis) {
    const double reading = (double)published[confidence->axes[axis]->label];
    *value++             = (float)recent_spread_add(confidence->spreads[axis], reading);
  }
}

static bool
write_row(void* const handle, const AnalysisRow* const row)
{
  RowTable* const table = (RowTable*)handle;
  if ((int)row->tap != table->arguments->tap) {
    return true;
  }
  float values[ROWS_MAX_COLUMNS];
  for (unsigned i = 0; i < table->columns.n; ++i) {
    values[i] = row->values[table->columns.labels[i]];
  }
  add_confidence(&table->confidence, row->values, values + table->columns.n);
  progress_clear(&table->progress);
  row_writer_row(table->writer, row->time, values);
  return !row_writer_failed(table->writer);
}

static void
show_progress(void* const handle, const double share)
{
  RowTable* const table = (RowTable*)handle;
  progress_show(&table->progress, table->file, share);
}

static EquusStatus
write_file(RowTable* const table, EquusError* const error)
{
  const RowArguments* const a    = table->arguments;
  const PlayerSettings  settings = { table->file, a->start, a->seconds, (uint32_t)a->block, table->parameters, NULL };
  const AnalysisHandler handler  = { table, write_row, show_progress };
  AnalysisSummary       summary  = { .rate = 0.0 };
  table->progress                = progress_begin();
  const EquusStatus status       = analysis_of_file(table->bundle, &settings, table->parts, &handler, &summary, error);
  progress_clear(&table->progress);
  if (summary.rate > 0.0) {
    const RowFileEnd end = {
      summary.rate, summary.channels, (double)summary.frames / summary.rate, status ? error->text : NULL
    };
    row_writer_file_end(table->writer, &end);
  }
  return status;
}

/// Write every file that can be read; returns an exit code
static int
write_files(RowTable* const table, const ModelKind kind)
{
  const RowArguments* const a    = table->arguments;
  const AnalysisPart* const used = &table->parts[kind];
  int                       code = EXIT_DONE;
  for (unsigned i = 0; i < a->files.n && !row_writer_failed(table->writer); ++i) {
    EquusError    error = { EQUUS_OK, "" };
    const RowFile file  = {
       a->files.items[i],
       taps[a->tap],
       a->preset,
       rows_hop_seconds(&used->sidecar->frontend, used->hop),
      used->mood ? used->mood->name : NULL,
    };
    for (unsigned axis = 0; table->confidence.n && axis < AXES; ++axis) {
      recent_spread_reset(table->confidence.spreads[axis]);
    }
    table->file = file.file;
    row_writer_file(table->writer, &file);
    if (write_file(table, &error) && !row_writer_failed(table->writer)) {
      complain("%s", error.text);
      code = EXIT_TROUBLE;
    }
  }
  EquusError error = { EQUUS_OK, "" };
  if (row_writer_finish(table->writer, &error)) {
    complain("%s", error.text);
    code = EXIT_TROUBLE;
  }
  return code;
}

int
row_verb_run(const Verb* const verb, const ModelKind kind, const int argc, char** const argv)
{
  RowArguments arguments = { .block = 4096, .tap = TAP_WET };
  RowTable     table     = { .arguments = &arguments };
  EquusError   error     = { EQUUS_OK, "" };
  int          code      = EXIT_DONE;
  if (parse(verb, kind, &arguments, argc, argv, &code)) {
    const EquusStatus status = prepare(&table, kind, &error);
    code                     = status ? complain_usage(verb, status, &error) : write_files(&table, kind);
  }
  row_writer_free(table.writer);
  for (unsigned axis = 0; axis < AXES; ++axis) {
    recent_spread_free(table.confidence.spreads[axis]);
  }
  sidecar_free(table.sidecar);
  bundle_close(table.bundle);
  text_list_free(&arguments.files);
  text_list_free(&arguments.assignments);
  return code;
}
