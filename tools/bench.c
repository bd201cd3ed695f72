// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/bench.h"
#include "plugin/places.h"
#include "tools/bundle_path.h"
#include "tools/verb.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/// What the command line says
typedef struct {
  bool        help;
  const char* json; ///< File, "-" or NULL
  TextList    models;
  double      seconds, windows, passes;
  TextList    files;
} BenchArguments;

static bool
parse(const Verb* const verb, BenchArguments* const a, const int argc, char** const argv, int* const code)
{
  const Option options[] = {
    VERB_HELP(&a->help),
    { "json", 'j', OPTION_TEXT, "FILE", "Write JSON too; to standard output alone for -", &a->json, 0, 0, NULL },
    { "seconds",
      's',
      OPTION_NUMBER,
      "S",
      "Seconds of audio for each block size (default 4)",
      &a->seconds,
      0.2,
      3600,
      NULL },
    { "model", 'm', OPTION_LIST, "NAME", "Measure this model and no plug-in; may be repeated", &a->models, 0, 0, NULL },
    { "windows", 'w', OPTION_WHOLE, "N", "Windows of each kind (default 24)", &a->windows, 3, 1000, NULL },
    { "passes", 0, OPTION_WHOLE, "N", "Passes over the same audio (default 3)", &a->passes, 1, BENCH_MAX_PASSES, NULL },
    { .name = NULL }
  };
  if (!verb_begin(verb, options, argc, argv, &a->help, 0, &a->files, code)) {
    return false;
  }
  if (a->files.n) {
    complain("bench: takes no file");
    *code = EXIT_USAGE;
    return false;
  }
  return true;
}

/// The bundled models
static EquusStatus
list_models(TextList* const models)
{
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    const char* const model = place_model((Place)place);
    if (model && !text_list_add(models, model)) {
      return EQUUS_ERR_MEMORY;
    }
  }
  return EQUUS_OK;
}

static EquusStatus
measure_models(const char* const           folder,
               const BenchArguments* const a,
               TextList* const             models,
               BenchReport* const          report,
               EquusError* const           error)
{
  EquusStatus status = EQUUS_OK;
  for (unsigned i = 0; !status && i < models->n && i < BENCH_MAX_MODELS; ++i) {
    status = bench_model(
      folder, models->items[i], (unsigned)a->windows, report->machine.sgemm_gmacs, &report->models[i], error);
    report->n_models = i + 1;
  }
  return status;
}

/// What a plug-in's models take by themselves, from their own measurement
static double
time_alone(const BenchReport* const report, const PlaceSet running)
{
  double sum = 0.0;
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    const char* const name = running & place_set((Place)place) ? place_model((Place)place) : NULL;
    for (unsigned i = 0; name && i < report->n_models; ++i) {
      sum += strcmp(report->models[i].name, name) ? 0.0 : 2.0 * report->models[i].live.per_second;
    }
  }
  return sum;
}

static EquusStatus
measure(const char* const           folder,
        const BenchArguments* const a,
        TextList* const             models,
        BenchReport* const          report,
        EquusError* const           error)
{
  const bool  whole  = a->models.n == 0;
  EquusStatus status = whole ? bench_memory(folder, &report->memory, error) : EQUUS_OK;
  status             = status ? status : bench_machine(&report->machine, error);
  status             = status ? status : measure_models(folder, a, models, report, error);
  for (unsigned i = 0; !status && whole && i < BENCH_CHOICES; ++i) {
    BenchPlugin* const plugin = &report->plugins[i];
    status                    = bench_plugin(folder, (BenchChoice)i, a->seconds, (unsigned)a->passes, plugin, error);
    plugin->alone             = time_alone(report, plugin->running);
    report->n_plugins         = i + 1;
  }
  return status;
}

static EquusStatus
write_report(const BenchReport* const report, const char* const json, EquusError* const error)
{
  if (json && !strcmp(json, "-")) {
    bench_write_json(stdout, report);
    return EQUUS_OK;
  }
  bench_write_table(stdout, report);
  FILE* const file = json ? fopen(json, "w") : NULL;
  if (file) {
    bench_write_json(file, report);
  }
  if (json && (!file || fclose(file))) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: %s", json, strerror(errno));
  }
  return EQUUS_OK;
}

static EquusStatus
bench(const BenchArguments* const a, EquusError* const error)
{
  char* const bundle = bundle_path_find(error);
  if (!bundle) {
    return EQUUS_ERR_IO;
  }
  char     folder[PATH_MAX];
  TextList bundled = { NULL, 0, 0 };
  snprintf(folder, sizeof(folder), "%s/models", bundle);
  free(bundle);
  BenchReport* const report = (BenchReport*)calloc(1, sizeof(BenchReport));
  TextList           models = a->models.n ? a->models : bundled;
  EquusStatus        status = report ? EQUUS_OK : EQUUS_ERR_MEMORY;
  if (!status && !a->models.n) {
    status = list_models(&models);
  }
  if (status) {
    equus_error_set(error, status, "out of memory");
  } else {
    status = measure(folder, a, &models, report, error);
    status = status ? status : write_report(report, a->json, error);
  }
  if (!a->models.n) {
    text_list_free(&models);
  }
  free(report);
  return status;
}

static int
run(const Verb* const verb, const int argc, char** const argv)
{
  BenchArguments a     = { .seconds = 4.0, .windows = 24.0, .passes = 3.0 };
  EquusError     error = { EQUUS_OK, "" };
  int            code  = EXIT_DONE;
  if (parse(verb, &a, argc, argv, &code)) {
    const EquusStatus status = bench(&a, &error);
    code                     = status ? complain_usage(verb, status, &error) : EXIT_DONE;
  }
  text_list_free(&a.models);
  text_list_free(&a.files);
  return code;
}

const Verb bench_verb = {
  .name    = "bench",
  .usage   = "[OPTION]...",
  .summary = "Measure the speed of the models and the plug-in on this machine",
  .details =
    "Everything runs on one thread.  Times are those for which the thread had a core; a window's is the median\n"
    "of many, a block's the shortest of some passes over the same audio, for the plug-in does the same work in\n"
    "each, and of these the mean, the 99.9th percentile and the worst are printed.  \"outlier\" is the longest\n"
    "that any block took in any pass on the wall clock, whatever else the machine did.  For scale, a product of\n"
    "two 512 x 512 matrices is timed as well.",
  .run = run,
};
