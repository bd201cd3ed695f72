// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/bench.h"
#include "tools/bundle_path.h"
#include "tools/text.h"
#include "tools/verb.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { WINDOWS = 8 };

typedef enum { MODELS_TABLE, MODELS_CSV, MODELS_JSON } ModelsFormat;

static const char* const formats[] = { "table", "csv", "json", NULL };
static const char* const kinds[]   = { "tags", "mood" };

/// What the command line says
typedef struct {
  bool     help;
  int      format;
  TextList files;
} ModelsArguments;

/// A model that is installed
typedef struct {
  Sidecar*   sidecar;
  BenchModel measured;
} Installed;

typedef struct {
  Installed models[BENCH_MAX_MODELS];
  unsigned  n;
} Installation;

static int
compare(const void* const a, const void* const b)
{
  return strcmp(((const Installed*)a)->sidecar->name, ((const Installed*)b)->sidecar->name);
}

static bool
is_side_car(const char* const name)
{
  const size_t length = strlen(name);
  return length > 5 && !strcmp(name + length - 5, ".json");
}

static EquusStatus
read_side_car(Installation* const installation,
              const char* const   folder,
              const char* const   name,
              EquusError* const   error)
{
  char path[PATH_MAX];
  if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path)) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "%s: the path is too long", name);
  }
  Sidecar* const sidecar = sidecar_load(path, error);
  if (!sidecar) {
    return EQUUS_ERR_FORMAT;
  }
  installation->models[installation->n++].sidecar = sidecar;
  return EQUUS_OK;
}

/// Read every side-car of a folder
static EquusStatus
read_side_cars(Installation* const installation, const char* const folder, EquusError* const error)
{
  DIR* const directory = opendir(folder);
  if (!directory) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: %s", folder, strerror(errno));
  }
  EquusStatus    status = EQUUS_OK;
  struct dirent* entry  = readdir(directory);
  for (; !status && installation->n < BENCH_MAX_MODELS && entry; entry = readdir(directory)) {
    if (is_side_car(entry->d_name)) {
      status = read_side_car(installation, folder, entry->d_name, error);
    }
  }
  closedir(directory);
  qsort(installation->models, installation->n, sizeof(Installed), compare);
  return status;
}

static EquusStatus
measure(Installation* const installation, const char* const folder, EquusError* const error)
{
  EquusStatus status = EQUUS_OK;
  for (unsigned i = 0; !status && i < installation->n; ++i) {
    Installed* const model = &installation->models[i];
    status                 = bench_model(folder, model->sidecar->name, WINDOWS, 1.0, &model->measured, error);
  }
  return status;
}

/// Share of a core that a tap takes live
static double
share(const Installed* const model)
{
  return model->measured.live.per_second + model->measured.front_end;
}

/// Seconds between live readings
static double
interval(const Sidecar* const sidecar)
{
  return (double)sidecar->live_hop * sidecar->frontend.stft.hop / sidecar->frontend.rate;
}

static void
write_log(FILE* const stream, const FrontendSettings* const f)
{
  switch (f->log) {
  case LOG_NONE:
    fputs("no logarithm", stream);
    break;
  case LOG10_ONE_PLUS:
    fprintf(stream, "log10(1 + %g x)", (double)f->log_scale);
    break;
  case LOG_DECIBEL:
    fprintf(stream, "dB of at least %g, range %g dB", (double)f->log_floor, (double)f->log_top_db);
    break;
  case LOG_NATURAL:
    fprintf(stream, "ln(x + %g)", (double)f->log_offset);
    break;
  }
}

static void
table_front_end(FILE* const stream, const FrontendSettings* const f)
{
  fprintf(stream,
          "  front end   %g Hz; FFT %u, Hann %u, hop %u, %s; %u mel bands %g to %g Hz (%s); ",
          f->rate,
          f->stft.fft_size,
          f->stft.window_length,
          f->stft.hop,
          f->stft.power ? "power" : "magnitude",
          f->mel.bands,
          f->mel.low,
          f->mel.high,
          f->mel.scale == MEL_HTK ? "HTK" : "Slaney");
  write_log(stream, f);
  fprintf(stream, "; %u frames = %.3g s\n", f->frames, f->window_samples / f->rate);
}

static void
table_text(FILE* const stream, const char* const name, const char* const text)
{
  if (text[0]) {
    fprintf(stream, "  %-11s %s\n", name, text);
  }
}

/// What a model hears of mood beside its tags
static void
table_heads(FILE* const stream, const Sidecar* const s)
{
  for (unsigned i = s->valence.label >= 0 ? 1 : 0; i < s->n_moods; ++i) {
    const SidecarMood* const mood = &s->moods[i];
    fprintf(stream, "  mood head   %s: %s\n", mood->name, mood->title);
    table_text(stream, "  accuracy", mood->accuracy);
    table_text(stream, "  trained", mood->training_data);
    table_text(stream, "  limits", mood->limits);
  }
}

static void
write_table(FILE* const stream, const Installed* const model)
{
  const Sidecar* const s = model->sidecar;
  fprintf(stream, "%s: %s (%s)\n", s->name, s->title, kinds[s->kind]);
  table_text(stream, "source", s->source);
  table_text(stream, "licence", s->licence);
  table_front_end(stream, &s->frontend);
  fprintf(stream, "  outputs     %u:", s->n_labels);
  for (uint32_t i = 0; i < s->n_labels; ++i) {
    fprintf(stream, "%s %s", i ? "," : "", s->labels[i].name);
  }
  fprintf(
    stream,
    "\n  work        %.0f MMAC a window; live %.0f, every %.3g s: %.0f MMAC a second, %.1f %% of this core a tap\n",
    model->measured.direct.mmac,
    model->measured.live.mmac,
    interval(s),
    model->measured.live.mmac / interval(s),
    share(model) * 100.0);
  table_text(stream, "accuracy", s->accuracy);
  table_text(stream, "trained on", s->training_data);
  table_text(stream, "limits", s->limits);
  table_heads(stream, s);
}

/// What a row of the CSV and an object of the JSON say, under the same names
typedef struct {
  const char* name;
  const char* text; ///< NULL for a number
  double      number;
} Field;

enum { MAX_FIELDS = 32 };

static unsigned
describe(const Installed* const model, Field* const fields)
{
  const Sidecar* const          s     = model->sidecar;
  const FrontendSettings* const f     = &s->frontend;
  const BenchModel* const       m     = &model->measured;
  const Field                   all[] = {
                      { "name", s->name, 0.0 },
                      { "title", s->title, 0.0 },
                      { "kind", kinds[s->kind], 0.0 },
                      { "source", s->source, 0.0 },
                      { "licence", s->licence, 0.0 },
                      { "sample_rate", NULL, f->rate },
                      { "fft_size", NULL, f->stft.fft_size },
                      { "window_length", NULL, f->stft.window_length },
                      { "hop", NULL, f->stft.hop },
                      { "mel_bands", NULL, f->mel.bands },
                      { "mel_low", NULL, f->mel.low },
                      { "mel_high", NULL, f->mel.high },
                      { "frames", NULL, f->frames },
                      { "window_seconds", NULL, f->window_samples / f->rate },
                      { "n_outputs", NULL, s->n_labels },
                      { "mmac_per_window", NULL, m->direct.mmac },
                      { "mmac_per_live_window", NULL, m->live.mmac },
                      { "live_interval_seconds", NULL, interval(s) },
                      { "mmac_per_second_live", NULL, m->live.mmac / interval(s) },
                      { "share_of_core_per_tap", NULL, share(model) },
                      { "accuracy", s->accuracy, 0.0 },
                      { "training_data", s->training_data, 0.0 },
                      { "limits", s->limits, 0.0 },
  };
  const unsigned n = sizeof(all) / sizeof(all[0]);
  _Static_assert(sizeof(all) / sizeof(all[0]) <= MAX_FIELDS, "there is room for all fields");
  memcpy(fields, all, sizeof(all));
  return n;
}

static void
write_csv(FILE* const stream, const Installed* const model, const bool header)
{
  Field          fields[MAX_FIELDS];
  const unsigned n = describe(model, fields);
  for (unsigned i = 0; header && i < n; ++i) {
    fprintf(stream, "%s%s", i ? "," : "", fields[i].name);
  }
  fputs(header ? "\n" : "", stream);
  for (unsigned i = 0; i < n; ++i) {
    fputs(i ? "," : "", stream);
    if (fields[i].text) {
      text_write_csv(stream, fields[i].text);
    } else {
      fprintf(stream, "%.9g", fields[i].number);
    }
  }
  putc('\n', stream);
}

/// Members of an object, then what follows them
static void
json_fields(FILE* const stream, const Field* const fields, const unsigned n, const char* const between)
{
  for (unsigned i = 0; i < n; ++i) {
    fprintf(stream, "%s\"%s\": ", i ? between : "", fields[i].name);
    if (fields[i].text) {
      text_write_json(stream, fields[i].text);
    } else {
      text_write_json_number(stream, fields[i].number);
    }
  }
}

static void
json_axis(FILE* const stream, const char* const name, const Sidecar* const s, const SidecarAxis* const axis)
{
  const Field fields[] = {
    { "output", s->labels[axis->label].name, 0.0 }, { "minimum", NULL, (double)axis->minimum },
    { "centre", NULL, (double)axis->centre },       { "maximum", NULL, (double)axis->maximum },
    { "rmse", NULL, (double)axis->rmse },
  };
  fprintf(stream, ", \"%s\": {", name);
  json_fields(stream, fields, axis->rmse > 0.0f ? 5 : 4, ", ");
  putc('}', stream);
}

static void
json_moods(FILE* const stream, const Sidecar* const s)
{
  for (unsigned i = 0; i < s->n_moods; ++i) {
    const SidecarMood* const mood     = &s->moods[i];
    const Field              fields[] = { { "name", mood->name, 0.0 },
                                          { "title", mood->title, 0.0 },
                                          { "accuracy", mood->accuracy, 0.0 },
                                          { "training_data", mood->training_data, 0.0 },
                                          { "limits", mood->limits, 0.0 } };
    fputs(i ? ",\n      {" : "\n      {", stream);
    json_fields(stream, fields, 5, ", ");
    json_axis(stream, "valence", s, &mood->valence);
    json_axis(stream, "arousal", s, &mood->arousal);
    putc('}', stream);
  }
}

static void
write_json(FILE* const stream, const Installed* const model)
{
  Field                fields[MAX_FIELDS];
  const unsigned       n = describe(model, fields);
  const Sidecar* const s = model->sidecar;
  fputs("    {", stream);
  json_fields(stream, fields, n, ",\n     ");
  fputs(",\n     \"moods\": [", stream);
  json_moods(stream, s);
  fputs("],\n     \"outputs\": [", stream);
  for (uint32_t i = 0; i < s->n_labels; ++i) {
    fputs(i ? ", " : "", stream);
    text_write_json(stream, s->labels[i].name);
  }
  fputs("]}", stream);
}

static void
write_all(FILE* const stream, const Installation* const installation, const ModelsFormat format)
{
  if (format == MODELS_JSON) {
    fputs("{\n  \"format\": \"equus-models\", \"version\": 1,\n  \"models\": [\n", stream);
  }
  for (unsigned i = 0; i < installation->n; ++i) {
    const Installed* const model = &installation->models[i];
    switch (format) {
    case MODELS_TABLE:
      fputs(i ? "\n" : "", stream);
      write_table(stream, model);
      break;
    case MODELS_CSV:
      write_csv(stream, model, i == 0);
      break;
    case MODELS_JSON:
      fputs(i ? ",\n" : "", stream);
      write_json(stream, model);
      break;
    }
  }
  if (format == MODELS_JSON) {
    fputs("\n  ]\n}\n", stream);
  }
}

static int
list(const Verb* const verb, const ModelsFormat format)
{
  EquusError  error  = { EQUUS_OK, "" };
  char* const bundle = bundle_path_find(&error);
  if (!bundle) {
    return complain_usage(verb, EQUUS_ERR_IO, &error);
  }
  char         folder[PATH_MAX];
  Installation installation = { .n = 0 };
  snprintf(folder, sizeof(folder), "%s/models", bundle);
  free(bundle);
  EquusStatus status = read_side_cars(&installation, folder, &error);
  status             = status ? status : measure(&installation, folder, &error);
  if (!status) {
    write_all(stdout, &installation, format);
  }
  for (unsigned i = 0; i < installation.n; ++i) {
    sidecar_free(installation.models[i].sidecar);
  }
  return status ? complain_usage(verb, EQUUS_ERR_IO, &error) : EXIT_DONE;
}

static int
run(const Verb* const verb, const int argc, char** const argv)
{
  ModelsArguments a         = { .format = MODELS_TABLE };
  int             code      = EXIT_DONE;
  const Option    options[] = {
       VERB_HELP(&a.help),
       { "format", 'f', OPTION_CHOICE, "table|csv|json", "How to print it (default table)", &a.format, 0, 0, formats },
       { .name = NULL }
  };
  if (verb_begin(verb, options, argc, argv, &a.help, 0, &a.files, &code)) {
    if (a.files.n) {
      complain("models: takes no file");
      code = EXIT_USAGE;
    } else {
      code = list(verb, (ModelsFormat)a.format);
    }
  }
  text_list_free(&a.files);
  return code;
}

const Verb models_verb = {
  .name    = "models",
  .usage   = "[OPTION]...",
  .summary = "List the models that are installed, and what they cost",
  .details =
    "The share of a core is measured while this runs: one tap, live, resampling left out; equus bench measures\n"
    "more.  Accuracy is what was published, on what the model's authors tested it with; that of mood heads was\n"
    "measured on rated clips that a head had not seen.",
  .run = run,
};
