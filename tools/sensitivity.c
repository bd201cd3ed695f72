// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/sensitivity.h"

#include "tools/audio_file.h"
#include "tools/bundle_path.h"
#include "tools/sensitivity_check.h"
#include "tools/text.h"
#include "tools/verb.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 4096, LEAD_PER_SECOND = 10 };

static const double      highest    = 0.45; // Centre of a band, of the file's rate
static const char* const formats[]  = { "table", "csv", "json", NULL };
static const char* const band_set[] = { "10", "31", "96", NULL };
static const unsigned    counts[]   = { 10U, 31U, 96U };

enum { SENSITIVITY_TABLE, SENSITIVITY_CSV, SENSITIVITY_JSON };

/// What the command line says
typedef struct {
  bool        help, logit, check;
  const char *of, *model, *mood;
  TextList    files;
  double      start, seconds;
  int         bands, format;
} SensitivityArguments;

/// What is made of it
typedef struct {
  SensitivityArguments arguments;
  SensitivityAxis      axis;
  Sensitivity*         maps;
  Objective            objective;
  SensitivitySound     sound;
  float*               mono;    ///< sound.samples
  float*               samples; ///< music.samples
  SensitivityMusic     music;
  double               value, shift;
  double               slopes[SENSITIVITY_MAX_BANDS];
  double               energy[SENSITIVITY_MAX_BANDS];
  double               occlusion[SENSITIVITY_MAX_BANDS];
  double               measured[SENSITIVITY_MAX_BANDS];
} Map;

static bool
parse(const Verb* const verb, SensitivityArguments* const a, const int argc, char** const argv, int* const code)
{
  const Option options[] = {
    VERB_HELP(&a->help),
    { "of", 0, OPTION_TEXT, "WHAT", "A tag, valence, arousal, or a target V,A; see below", &a->of, 0, 0, NULL },
    { "model", 'm', OPTION_TEXT, "NAME", "Model (default MSD_musicnn)", &a->model, 0, 0, NULL },
    { "mood",
      0,
      OPTION_TEXT,
      "NAME",
      "Mood head that valence and arousal are of (default the first)",
      &a->mood,
      0,
      0,
      NULL },
    { "logit", 0, OPTION_FLAG, NULL, "Take a tag before its sigmoid", &a->logit, 0, 0, NULL },
    { "bands", 0, OPTION_CHOICE, "10|31|96", "Bands over ten octaves (default 31)", &a->bands, 0, 0, band_set },
    { "start", 0, OPTION_NUMBER, "SECONDS", "Where in the file to begin (default 0)", &a->start, 0, 1e9, NULL },
    { "seconds", 0, OPTION_NUMBER, "SECONDS", "How much of it to hear (default 30)", &a->seconds, 0, 60, NULL },
    { "check",
      0,
      OPTION_FLAG,
      NULL,
      "Also run each band at half a decibel through the equaliser",
      &a->check,
      0,
      0,
      NULL },
    { "format", 'f', OPTION_CHOICE, "table|csv|json", "How to print (default table)", &a->format, 0, 0, formats },
    { .name = NULL }
  };
  a->bands   = 1;
  a->seconds = 30.0;
  return verb_begin(verb, options, argc, argv, &a->help, 1, &a->files, code);
}

/// Read the part of the file as mono
static EquusStatus
read_file(Map* const map, const char* const path, EquusError* const error)
{
  AudioFile* const file   = audio_file_open(path, map->arguments.start, map->arguments.seconds, error);
  EquusStatus      status = file ? EQUUS_OK : error->status;
  float            channels[AUDIO_FILE_MAX_CHANNELS][BLOCK];
  float* const     out[] = { channels[0], channels[1] };
  uint32_t         got   = BLOCK;
  while (!status && got == BLOCK) {
    status            = audio_file_read(file, out, BLOCK, &got, error);
    float* const more = status ? NULL : (float*)realloc(map->mono, (map->sound.n + BLOCK) * sizeof(float));
    if (!status && !more) {
      status = equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    }
    map->mono = more ? more : map->mono;
    for (uint32_t i = 0; !status && i < got; ++i) {
      map->mono[map->sound.n++] = audio_file_channels(file) > 1U ? 0.5f * (out[0][i] + out[1][i]) : out[0][i];
    }
  }
  map->sound.rate    = file ? audio_file_rate(file) : 0.0;
  map->sound.samples = map->mono;
  audio_file_close(file);
  return status;
}

/// Windows one behind the other, the first after a tenth of a second that lets filters settle
static EquusStatus
lay_windows(Map* const map, const char* const path, EquusError* const error)
{
  const FrontendSettings* const f = &sensitivity_sidecar(map->maps)->frontend;
  map->samples                    = sensitivity_resample(&map->sound, f->rate, &map->music.n);
  if (!map->samples) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  map->music.samples = map->samples;
  map->music.first   = (uint64_t)ceil(f->rate / LEAD_PER_SECOND / f->stft.hop);
  map->music.hop     = f->frames;
  map->music.windows = sensitivity_windows(map->maps, map->music.n, map->music.first, map->music.hop);
  if (!map->music.windows) {
    return equus_error_set(error,
                           EQUUS_ERR_RANGE,
                           "%s: %s needs %.2f s of music, here are %.2f s",
                           path,
                           sensitivity_sidecar(map->maps)->title,
                           f->window_samples / f->rate + 1.5 / LEAD_PER_SECOND,
                           (double)map->music.n / f->rate);
  }
  return EQUUS_OK;
}

static EquusStatus
compute(Map* const map, EquusError* const error)
{
  Sensitivity* const            maps      = map->maps;
  const Objective* const        objective = &map->objective;
  const SensitivityMusic* const music     = &map->music;
  EquusStatus status = sensitivity_slopes(maps, objective, music, map->slopes, map->energy, &map->value, error);
  status             = status ? status : sensitivity_occlusion(maps, objective, music, map->occlusion, error);
  if (!status && map->arguments.check) {
    status = sensitivity_measure(maps, objective, &map->axis, &map->sound, music, map->measured, &map->shift, error);
  }
  return status;
}

static EquusStatus
make(Map* const map, EquusError* const error)
{
  const SensitivityArguments* const a    = &map->arguments;
  const char* const                 path = a->files.items[0];
  if (!a->of || a->files.n > 1) {
    return equus_error_set(error, EQUUS_ERR_RANGE, a->of ? "takes one file" : "--of is missing: sensitivity of what?");
  }
  EquusStatus status = read_file(map, path, error);
  if (status) {
    return status;
  }
  char* const bundle = bundle_path_find(error);
  char        models[4096];
  if (!bundle || snprintf(models, sizeof(models), "%s/models", bundle) >= (int)sizeof(models)) {
    free(bundle);
    return EQUUS_ERR_IO;
  }
  free(bundle);
  map->axis = sensitivity_axis(counts[a->bands], highest * map->sound.rate);
  map->maps = sensitivity_new(models, a->model ? a->model : "MSD_musicnn", &map->axis, map->sound.rate, error);
  if (!map->maps) {
    return error->status;
  }
  status = objective_parse(sensitivity_sidecar(map->maps), a->of, a->mood, a->logit, &map->objective, error);
  status = status ? status : lay_windows(map, path, error);
  return status ? status : compute(map, error);
}

static SensitivityAgreement
agreement(const Map* const map)
{
  return sensitivity_agreement(map->axis.n, map->slopes, map->measured, map->energy, map->shift);
}

static void
print_agreement(const Map* const map)
{
  const SensitivityAgreement a = agreement(map);
  printf("\nSlopes correlate with measured ones by %.4f over %u bands that sound.\n", a.of_all, a.sounding);
  printf("%u of these do more than ten times what a shift by one sample does (%.3g per dB)", a.qualified, map->shift);
  if (a.qualified > 2U) {
    printf(": there %.0f %% of the signs agree, correlation %.4f", 100.0 * a.same_sign, a.correlation);
  }
  puts(".");
}

static void
print_table(const Map* const map)
{
  printf("%s of %s: %.4f, mean of %u windows\n\n    Hz   energy dB   slope per dB   occlusion%s\n",
         map->arguments.of,
         map->arguments.files.items[0],
         map->value,
         map->music.windows,
         map->arguments.check ? "   measured per dB" : "");
  for (unsigned b = 0; b < map->axis.n; ++b) {
    printf("%6.0f   %9.1f   %12.6f   %9.5f",
           sensitivity_centre(&map->axis, b),
           map->energy[b],
           map->slopes[b],
           map->occlusion[b]);
    if (map->arguments.check) {
      printf("   %15.6f", map->measured[b]);
    }
    putchar('\n');
  }
  if (map->arguments.check) {
    print_agreement(map);
  }
}

static void
print_csv(const Map* const map)
{
  const bool check = map->arguments.check;
  printf("frequency_hz,energy_db,slope_per_db,occlusion%s\n", check ? ",measured_per_db" : "");
  for (unsigned b = 0; b < map->axis.n; ++b) {
    printf("%.9g,%.9g,%.9g,%.9g", sensitivity_centre(&map->axis, b), map->energy[b], map->slopes[b], map->occlusion[b]);
    if (check) {
      printf(",%.9g", map->measured[b]);
    }
    putchar('\n');
  }
}

static void
print_json_text(const char* const lead, const char* const key, const char* const text)
{
  printf("%s\"%s\": ", lead, key);
  text_write_json(stdout, text);
}

static void
print_json_number(const char* const lead, const char* const key, const double number)
{
  printf("%s\"%s\": ", lead, key);
  text_write_json_number(stdout, number);
}

static void
print_json(const Map* const map)
{
  const Sidecar* const sidecar = sensitivity_sidecar(map->maps);
  print_json_text("{\"format\": \"equus-sensitivity\", \"version\": 1,\n ", "file", map->arguments.files.items[0]);
  print_json_text(",\n ", "model", sidecar->name);
  print_json_text(", ", "sha256", sidecar->sha256);
  print_json_text(",\n ", "of", map->arguments.of);
  print_json_number(", ", "value", map->value);
  print_json_number(", ", "windows", map->music.windows);
  print_json_number(",\n ", "q", sensitivity_q(&map->axis));
  if (map->arguments.check) {
    const SensitivityAgreement a = agreement(map);
    print_json_number(",\n ", "shift_per_db", map->shift);
    print_json_number(", ", "sounding_bands", a.sounding);
    print_json_number(", ", "qualified_bands", a.qualified);
    print_json_number(", ", "same_sign", a.same_sign);
    print_json_number(", ", "correlation", a.correlation);
    print_json_number(", ", "correlation_of_sounding_bands", a.of_all);
  }
  fputs(",\n \"bands\": [", stdout);
  for (unsigned b = 0; b < map->axis.n; ++b) {
    print_json_number(b ? ",\n  {" : "\n  {", "frequency_hz", sensitivity_centre(&map->axis, b));
    print_json_number(", ", "energy_db", map->energy[b]);
    print_json_number(", ", "slope_per_db", map->slopes[b]);
    print_json_number(", ", "occlusion", map->occlusion[b]);
    if (map->arguments.check) {
      print_json_number(", ", "measured_per_db", map->measured[b]);
    }
    putchar('}');
  }
  puts("\n ]}");
}

static void
print(const Map* const map)
{
  switch (map->arguments.format) {
  case SENSITIVITY_CSV:
    print_csv(map);
    break;
  case SENSITIVITY_JSON:
    print_json(map);
    break;
  default:
    print_table(map);
    break;
  }
}

static int
run(const Verb* const verb, const int argc, char** const argv)
{
  int        code  = EXIT_DONE;
  EquusError error = { EQUUS_OK, "" };
  Map* const map   = (Map*)calloc(1, sizeof(Map));
  if (!map) {
    complain("out of memory");
    return EXIT_TROUBLE;
  }
  if (parse(verb, &map->arguments, argc, argv, &code)) {
    const EquusStatus status = make(map, &error);
    if (status) {
      code = complain_usage(verb, status, &error);
    } else {
      print(map);
    }
  }
  sensitivity_free(map->maps);
  free(map->samples);
  free(map->mono);
  text_list_free(&map->arguments.files);
  free(map);
  return code;
}

const Verb sensitivity_verb = {
  .name    = "sensitivity",
  .usage   = "--of WHAT [OPTION]... FILE",
  .summary = "Which bands of an equaliser push a reading, and how far a decibel",
  .details = "WHAT is one of the model's values such as happy (its probability, as a fraction), or valence\n"
             "or arousal on the plane from -1 to 1, or a target on it such as 0.5,-0.2: then a rise is\n"
             "getting nearer.  All is the mean of windows that lie one behind the other.\n"
             "\n"
             "Slope: what a decibel more in this band adds, by the derivative through network, front end and\n"
             "the equaliser's own bell as wide as the band, which has half of its decibels at the edges.\n"
             "Occlusion: what the band holds, the reading minus that with the band's values in the model's\n"
             "input replaced by their mean over the window.  Energy: of the band in the music, dB of all of it.\n"
             "Measured (with --check): the slope from half a decibel up and down through equaliser, resampler,\n"
             "front end and network, which takes two runs a band.",
  .run     = run,
};
