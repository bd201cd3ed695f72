// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/feature_rows.h"
#include "tools/nearest.h"
#include "tools/text.h"
#include "tools/verb.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char* const formats[]    = { "csv", "json", NULL };
static const char* const spans[]      = { "3", "30", "all", NULL };
static const char* const span_names[] = { "3 s", "30 s", "all" };

enum { FORMAT_CSV, FORMAT_JSON };

typedef struct {
  bool           help;
  int            format;
  int            span;
  bool           frames;
  const char*    wanted; ///< Names, or NULL
  TextList       paths;
  FeatureRequest request;
  FeatureColumn* columns; ///< [n]
  uint32_t       n;
  uint32_t       written; ///< Files
} Features;

static bool
parse(const Verb* const verb, Features* const a, const int argc, char** const argv, int* const code)
{
  const Option options[] = {
    VERB_HELP(&a->help),
    { "format", 'f', OPTION_CHOICE, "csv|json", "How to print (default csv)", &a->format, 0, 0, formats },
    { "span", 's', OPTION_CHOICE, "3|30|all", "Seconds that a row is over (default all)", &a->span, 0, 0, spans },
    { "frames", 0, OPTION_FLAG, NULL, "A row a frame instead", &a->frames, 0, 0, NULL },
    { "features", 0, OPTION_TEXT, "NAME,...", "These alone, or all (default the narrow ones)", &a->wanted, 0, 0, NULL },
    { .name = NULL }
  };
  return verb_begin(verb, options, argc, argv, &a->help, 1, &a->paths, code);
}

/// Add the feature of that name
static EquusStatus
add_feature(const char* const name, uint64_t* const mask, EquusError* const error)
{
  const FeatureId feature = feature_named(name);
  if (feature != N_FEATURES) {
    *mask |= feature_bit(feature);
    return EQUUS_OK;
  }
  if (!strcmp(name, "all")) {
    *mask = ((uint64_t)1U << N_FEATURES) - 1U;
    return EQUUS_OK;
  }
  const char* names[N_FEATURES];
  char        text[EQUUS_ERROR_TEXT_SIZE];
  for (unsigned f = 0; f < N_FEATURES; ++f) {
    names[f] = feature_info((FeatureId)f)->name;
  }
  nearest_explain("feature", name, names, N_FEATURES, text, sizeof(text));
  return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s", text);
}

static EquusStatus
choose(Features* const a, EquusError* const error)
{
  a->request = (FeatureRequest){ a->wanted ? 0U : features_narrow(), a->frames, (FeatureSpan)a->span };
  for (const char* name = a->wanted; name;) {
    const char* const comma  = strchr(name, ',');
    const size_t      length = comma ? (size_t)(comma - name) : strlen(name);
    char              word[FEATURE_LABEL_SIZE];
    snprintf(word, sizeof(word), "%.*s", (int)length, name);
    const EquusStatus status = add_feature(word, &a->request.features, error);
    if (status) {
      return status;
    }
    name = comma ? comma + 1 : NULL;
  }
  a->n = feature_request_columns(&a->request, NULL);
  if (!a->n) {
    return equus_error_set(
      error, EQUUS_ERR_RANGE, "\"%s\" has no value a frame: leave out --frames, or name other features", a->wanted);
  }
  a->columns = (FeatureColumn*)calloc(a->n, sizeof(FeatureColumn));
  if (!a->columns) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  feature_request_columns(&a->request, a->columns);
  return EQUUS_OK;
}

static void
write_csv_header(const Features* const a)
{
  printf("%s%s", a->paths.n > 1U ? "file," : "", a->frames ? "time [s]" : "begin [s],end [s]");
  for (uint32_t c = 0; c < a->n; ++c) {
    const FeatureColumn* const column = &a->columns[c];
    printf(*column->unit ? ",%s [%s]" : ",%s", column->name, column->unit);
  }
  putchar('\n');
}

static void
write_csv(const Features* const a, const char* const path, const FeatureRows* const rows)
{
  for (uint32_t r = 0; r < rows->rows; ++r) {
    const double* const times  = rows->times + 2U * (size_t)r;
    const double* const values = rows->values + (size_t)r * rows->columns;
    if (a->paths.n > 1U) {
      text_write_csv(stdout, path);
      putchar(',');
    }
    printf("%.9g", times[0]);
    if (!a->frames) {
      printf(",%.9g", times[1]);
    }
    for (uint32_t c = 0; c < rows->columns; ++c) {
      if (isnan(values[c])) {
        fputs(",nan", stdout);
      } else {
        printf(",%.9g", values[c]);
      }
    }
    putchar('\n');
  }
}

static void
write_json_header(const Features* const a)
{
  printf("{\"format\": \"equus-features\", \"version\": 1, \"rows\": \"%s\",\n \"columns\": [",
         a->frames ? "frame" : span_names[a->span]);
  for (uint32_t c = 0; c < a->n; ++c) {
    const FeatureColumn* const column = &a->columns[c];
    fputs(c ? ",\n  {\"name\": " : "\n  {\"name\": ", stdout);
    text_write_json(stdout, column->name);
    fputs(", \"unit\": ", stdout);
    text_write_json(stdout, column->unit);
    fputs(", \"definition\": ", stdout);
    text_write_json(stdout, feature_info(column->feature)->definition);
    putchar('}');
  }
  fputs("],\n \"files\": [", stdout);
}

static void
write_json(const Features* const a, const char* const path, const Sound* const sound, const FeatureRows* const rows)
{
  fputs(a->written ? ",\n  {\"file\": " : "\n  {\"file\": ", stdout);
  text_write_json(stdout, path);
  printf(", \"rate\": %.9g, \"channels\": %u, \"seconds\": %.9g,\n   \"rows\": [",
         sound->rate,
         sound->channels,
         (double)sound->n / sound->rate);
  for (uint32_t r = 0; r < rows->rows; ++r) {
    const double* const times = rows->times + 2U * (size_t)r;
    printf(r ? ",\n    {\"%s\": %.9g" : "\n    {\"%s\": %.9g", a->frames ? "time" : "begin", times[0]);
    if (!a->frames) {
      printf(", \"end\": %.9g", times[1]);
    }
    fputs(", \"values\": [", stdout);
    for (uint32_t c = 0; c < rows->columns; ++c) {
      fputs(c ? ", " : "", stdout);
      text_write_json_number(stdout, rows->values[(size_t)r * rows->columns + c]);
    }
    fputs("]}", stdout);
  }
  fputs("]}", stdout);
}

static EquusStatus
take_file(Features* const a, const char* const path, EquusError* const error)
{
  Sound       sound  = { 0 };
  FeatureRows rows   = { 0 };
  EquusStatus status = sound_read(path, 0.0, 0.0, &sound, error);
  status             = status ? status : feature_rows_take(&a->request, &sound, path, &rows, error);
  if (!status && a->format == FORMAT_JSON) {
    write_json(a, path, &sound, &rows);
  } else if (!status) {
    write_csv(a, path, &rows);
  }
  a->written += status ? 0U : 1U;
  feature_rows_clear(&rows);
  sound_clear(&sound);
  return status;
}

/// All files; those that can't be read are named and left out
static int
carry_out(Features* const a)
{
  int code = EXIT_DONE;
  (a->format == FORMAT_JSON ? write_json_header : write_csv_header)(a);
  for (unsigned i = 0; i < a->paths.n; ++i) {
    EquusError error = { EQUUS_OK, "" };
    if (take_file(a, a->paths.items[i], &error)) {
      complain("%s", error.text);
      code = EXIT_TROUBLE;
    }
  }
  if (a->format == FORMAT_JSON) {
    fputs("]}\n", stdout);
  }
  return code;
}

static int
run(const Verb* const verb, const int argc, char** const argv)
{
  Features   a     = { .span = FEATURE_SPAN_ALL };
  EquusError error = { EQUUS_OK, "" };
  int        code  = EXIT_DONE;
  if (parse(verb, &a, argc, argv, &code)) {
    const EquusStatus status = choose(&a, &error);
    code                     = status ? complain_usage(verb, status, &error) : carry_out(&a);
  }
  free(a.columns);
  text_list_free(&a.paths);
  return code;
}

const Verb features_verb = {
  .name    = "features",
  .usage   = "[OPTION]... FILE...",
  .summary = "Print spectral, harmonic, rhythmic and loudness features of files",
  .details =
    "Frames of 2048 samples each 512 at 22050 Hz, as librosa computes them with its defaults; what librosa lacks is "
    "as\n"
    "the definition in the JSON says.  A row is the mean and standard deviation over all of the file, over each 3 or\n"
    "30 s of it, or the values of one frame.  Where librosa's definitions look at the whole file (tuning, decibels\n"
    "below the loudest), so does this, which the plug-in can't.\n\n"
    "Features: rms, zero_crossing_rate, spectral_centroid, spectral_bandwidth, rolloff, spectral_flatness,\n"
    "spectral_flux, spectral_contrast, chroma_stft, mfcc, onset_strength, loudness, pitch, pitch_strength, tuning,\n"
    "tempo, beat_tempo, beat; and the wide ones spectrogram, melspectrogram, tempogram, pitch_salience,\n"
    "beat_histogram.",
  .run = run,
};
