// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/catalogue.h"
#include "tools/bench.h"
#include "tools/bundle_path.h"
#include "tools/text.h"
#include "tools/verb.h"

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
  CatalogueEntry* entry;
  const Sidecar*  sidecar;
  BenchModel      measured; ///< Unless it is broken, or serves heads only
} Installed;

typedef struct {
  Catalogue* catalogue;
  Installed* models; ///< [catalogue->n]
} Installation;

/// True for what only feeds heads in other files
static bool
serves_heads_only(const Sidecar* const sidecar)
{
  return !sidecar->n_labels;
}

static const char*
kind_of(const Sidecar* const sidecar)
{
  return serves_heads_only(sidecar) ? "embedding" : kinds[sidecar->kind];
}

/// Run each model; one that can't takes its place among the broken, unless it is the bundle's
static EquusStatus
measure(const Installation* const installation, const char* const folder, EquusError* const error)
{
  for (unsigned i = 0; i < installation->catalogue->n; ++i) {
    Installed* const      model = &installation->models[i];
    CatalogueEntry* const entry = model->entry;
    if (entry->sidecar && !serves_heads_only(entry->sidecar)) {
      bench_model(folder, entry->id, WINDOWS, 1.0, &model->measured, &entry->error);
    }
    if (entry->error.status && entry->origin == ORIGIN_BUNDLED) {
      *error = entry->error;
      return error->status;
    }
    model->sidecar = entry->error.status ? NULL : entry->sidecar;
  }
  return EQUUS_OK;
}

static EquusStatus
find_all(Installation* const installation, const char* const folder, EquusError* const error)
{
  installation->catalogue = catalogue_new(folder, error);
  if (!installation->catalogue) {
    return error->status;
  }
  const unsigned n     = installation->catalogue->n;
  installation->models = (Installed*)calloc(n ? n : 1, sizeof(Installed));
  if (!installation->models) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  for (unsigned i = 0; i < n; ++i) {
    installation->models[i].entry = &installation->catalogue->entries[i];
  }
  return measure(installation, folder, error);
}

static void
forget_all(Installation* const installation)
{
  free(installation->models);
  catalogue_free(installation->catalogue);
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

/// Which output an axis of the plane is, its scale, and the error to expect where that is known
static void
table_axis(FILE* const stream, const Sidecar* const s, const char* const name, const SidecarAxis* const axis)
{
  fprintf(stream,
          "%s is \"%s\", %g to %g around %g",
          name,
          s->labels[axis->label].name,
          (double)axis->minimum,
          (double)axis->maximum,
          (double)axis->centre);
  if (axis->rmse > 0.0f) {
    fprintf(stream, ", RMSE %.2g", (double)axis->rmse);
  }
}

static void
table_axes(FILE* const stream, const Sidecar* const s, const SidecarMood* const mood, const char* const indent)
{
  fprintf(stream, "  %-11s ", indent);
  table_axis(stream, s, "valence", &mood->valence);
  fputs("; ", stream);
  table_axis(stream, s, "arousal", &mood->arousal);
  putc('\n', stream);
}

/// What a model hears of mood beside its tags
static void
table_heads(FILE* const stream, const Sidecar* const s)
{
  for (unsigned i = s->valence.label >= 0 ? 1 : 0; i < s->n_moods; ++i) {
    const SidecarMood* const mood = &s->moods[i];
    fprintf(stream, "  mood head   %s: %s\n", mood->name, mood->title);
    table_axes(stream, s, mood, "  axes");
    table_text(stream, "  accuracy", mood->accuracy);
    table_text(stream, "  trained", mood->training_data);
    table_text(stream, "  limits", mood->limits);
  }
}

static void
table_work(FILE* const stream, const Installed* const model)
{
  fprintf(stream,
          "  work        %.0f MMAC a window; live %.0f, every %.3g s: %.0f MMAC a second, %.1f %% of this core a tap\n",
          model->measured.direct.mmac,
          model->measured.live.mmac,
          interval(model->sidecar),
          model->measured.live.mmac / interval(model->sidecar),
          share(model) * 100.0);
}

static void
table_outputs(FILE* const stream, const Sidecar* const s)
{
  fprintf(stream, "  outputs     %u:", s->n_labels);
  for (uint32_t i = 0; i < s->n_labels; ++i) {
    fprintf(stream, "%s %s", i ? "," : "", s->labels[i].name);
  }
  putc('\n', stream);
}

static void
table_trouble(FILE* const stream, const CatalogueEntry* const entry)
{
  fprintf(stream, "%s: can't run (%s)\n", entry->id, model_origin_name(entry->origin));
  table_text(stream, "file", entry->path);
  table_text(stream, "why", entry->error.text);
}

static void
write_table(FILE* const stream, const Installed* const model)
{
  const Sidecar* const s    = model->sidecar;
  const bool           user = model->entry->origin == ORIGIN_USER;
  if (!s) {
    table_trouble(stream, model->entry);
    return;
  }
  fprintf(stream, "%s: %s (%s%s)\n", s->name, s->title, kind_of(s), user ? ", user" : "");
  table_text(stream, "file", user ? model->entry->path : "");
  table_text(stream, "source", s->source);
  table_text(stream, "licence", s->licence);
  table_text(stream, "stands on", s->embedding.model);
  table_front_end(stream, &s->frontend);
  if (!serves_heads_only(s)) {
    table_outputs(stream, s);
    table_work(stream, model);
  }
  if (s->valence.label >= 0) {
    table_axes(stream, s, &s->moods[0], "axes");
  }
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

/// What a field says of a model that can't run; an empty text where it says nothing
static const char*
text_of_broken(const CatalogueEntry* const entry, const char* const field)
{
  return !strcmp(field, "name")      ? entry->id
         : !strcmp(field, "origin")  ? model_origin_name(entry->origin)
         : !strcmp(field, "file")    ? entry->path
         : !strcmp(field, "trouble") ? entry->error.text
                                     : "";
}

/// The fields of a model that runs, or is as good as nothing
static unsigned
describe(const Installed* const model, Field* const fields)
{
  static const Sidecar          nothing;
  const Sidecar* const          s     = model->sidecar ? model->sidecar : &nothing;
  const FrontendSettings* const f     = &s->frontend;
  const BenchModel* const       m     = &model->measured;
  const Field                   all[] = {
                      { "name", s->name, 0.0 },
                      { "title", s->title, 0.0 },
                      { "kind", kind_of(s), 0.0 },
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
                      { "origin", model_origin_name(model->entry->origin), 0.0 },
                      { "file", model->entry->path, 0.0 },
                      { "stands_on", s->embedding.model, 0.0 },
                      { "trouble", "", 0.0 },
  };
  const unsigned n = sizeof(all) / sizeof(all[0]);
  _Static_assert(sizeof(all) / sizeof(all[0]) <= MAX_FIELDS, "there is room for all fields");
  memcpy(fields, all, sizeof(all));
  for (unsigned i = 0; !model->sidecar && i < n; ++i) {
    fields[i].text = text_of_broken(model->entry, fields[i].name);
  }
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
  unsigned             m = 0;
  for (unsigned i = 0; i < n; ++i) {
    if (!fields[i].text || *fields[i].text || s) {
      fields[m++] = fields[i]; // Of a broken model only what there is
    }
  }
  fputs("    {", stream);
  json_fields(stream, fields, m, ",\n     ");
  if (s) {
    fputs(",\n     \"moods\": [", stream);
    json_moods(stream, s);
    fputs("],\n     \"outputs\": [", stream);
    for (uint32_t i = 0; i < s->n_labels; ++i) {
      fputs(i ? ", " : "", stream);
      text_write_json(stream, s->labels[i].name);
    }
    putc(']', stream);
  }
  putc('}', stream);
}

static void
write_all(FILE* const stream, const Installation* const installation, const ModelsFormat format)
{
  if (format == MODELS_JSON) {
    fputs("{\n  \"format\": \"equus-models\", \"version\": 1,\n  \"models\": [\n", stream);
  }
  for (unsigned i = 0; i < installation->catalogue->n; ++i) {
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
  Installation installation = { .catalogue = NULL };
  snprintf(folder, sizeof(folder), "%s/models", bundle);
  free(bundle);
  const EquusStatus status = find_all(&installation, folder, &error);
  if (!status) {
    write_all(stdout, &installation, format);
  }
  forget_all(&installation);
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
    "Those of the plug-in come first, then those of your own in ~/.local/share/equus/models (XDG_DATA_HOME), also\n"
    "those that can't run, with the reason.  docs/side-car.md says how to put one there.\n"
    "The share of a core is measured while this runs: one tap, live, resampling left out; equus bench measures\n"
    "more.  Accuracy is what was published, on what the model's authors tested it with; that of mood heads was\n"
    "measured on rated clips that a head had not seen.",
  .run = run,
};
