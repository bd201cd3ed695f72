// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/classic_choice.h"
#include "tools/classic_rows.h"
#include "tools/text.h"
#include "tools/verb.h"

#include <stdio.h>
#include <stdlib.h>

static const char* const formats[] = { "csv", "json", NULL };
static const char* const counts[]  = { "8", "10", "31", "96", NULL };

static const double whole_span = 30.0; ///< Of a model whose training data had many lengths

enum { FORMAT_CSV, FORMAT_JSON };

typedef struct {
  bool           help;
  const char*    name;
  double         span, hop; ///< Seconds, 0 for the default
  double         start, seconds;
  double         draws, limit, seed;
  int            bands;
  int            format;
  TextList       paths;
  ClassicModel*  model;
  ClassicRequest request;
  const char*    path; ///< At hand
  unsigned       rows; ///< Of it
} Classic;

static bool
parse(const Verb* const verb, Classic* const a, const int argc, char** const argv, int* const code)
{
  const Option options[] = {
    VERB_HELP(&a->help),
    { "model", 'm', OPTION_TEXT, "NAME", "Classic model, or its file (default gtzan_svm)", &a->name, 0, 0, NULL },
    { "span", 0, OPTION_NUMBER, "SECONDS", "Length of a stretch (default the model's)", &a->span, 1, 600, NULL },
    { "hop", 0, OPTION_NUMBER, "SECONDS", "From stretch to stretch (default its length)", &a->hop, 0.1, 600, NULL },
    { "start", 0, OPTION_NUMBER, "SECONDS", "Where in the file to begin (default 0)", &a->start, 0, 1e9, NULL },
    { "seconds", 0, OPTION_NUMBER, "SECONDS", "How much of it to hear (default all)", &a->seconds, 0, 1e9, NULL },
    { "draws",
      'n',
      OPTION_WHOLE,
      "COUNT",
      "Random equalisers a stretch, to see how often they turn the verdict (default 0)",
      &a->draws,
      0,
      CLASSIC_MAX_DRAWS,
      NULL },
    { "limit", 'l', OPTION_NUMBER, "DB", "Largest gain of a band of theirs (default 6)", &a->limit, 0.1, 24, NULL },
    { "bands", 0, OPTION_CHOICE, "8|10|31|96", "Their bands (default 10)", &a->bands, 0, 0, counts },
    { "seed", 0, OPTION_WHOLE, "NUMBER", "Of their random numbers (default 1)", &a->seed, 0, 1e9, NULL },
    { "format", 'f', OPTION_CHOICE, "csv|json", "How to print (default csv)", &a->format, 0, 0, formats },
    { .name = NULL }
  };
  return verb_begin(verb, options, argc, argv, &a->help, 1, &a->paths, code);
}

static void
prepare(Classic* const a)
{
  const double own = a->model->span > 0.0 ? a->model->span : whole_span;
  a->request.span  = a->span > 0.0 ? a->span : own;
  a->request.hop   = a->hop > 0.0 ? a->hop : a->request.span;
  a->request.draws = (unsigned)a->draws;
  a->request.limit = a->limit;
  a->request.seed  = (uint64_t)a->seed;
  a->request.bands = (unsigned)strtoul(counts[a->bands], NULL, 10);
}

static void
write_csv_header(const Classic* const a)
{
  fputs(a->paths.n > 1 ? "file,begin,end,verdict,ground,distance" : "begin,end,verdict,ground,distance", stdout);
  for (uint32_t i = 0; i < a->model->n_labels; ++i) {
    putchar(',');
    text_write_csv(stdout, a->model->labels[i].name);
  }
  puts(a->request.draws ? ",turned,lost" : "");
}

static void
write_json_header(const Classic* const a)
{
  fputs("{\"format\": \"equus-classic-rows\", \"version\": 1, \"model\": ", stdout);
  text_write_json(stdout, a->model->name);
  printf(", \"span\": %.9g, \"hop\": %.9g", a->request.span, a->request.hop);
  if (a->request.draws) {
    printf(", \"draws\": %u, \"bands\": %u, \"limit\": %.9g, \"seed\": %.0f",
           a->request.draws,
           a->request.bands,
           a->request.limit,
           a->seed);
  }
  fputs(",\n \"files\": [", stdout);
}

static void
write_csv(const Classic* const a, const ClassicRow* const row)
{
  if (a->paths.n > 1) {
    text_write_csv(stdout, a->path);
    putchar(',');
  }
  printf("%.9g,%.9g,", row->begin, row->end);
  text_write_csv(stdout, classic_verdict_name(a->model, row->verdict));
  printf(",%d,%.9g", row->reading.grounded, row->reading.distance);
  for (uint32_t i = 0; i < a->model->n_labels; ++i) {
    printf(",%.9g", (double)row->reading.values[i]);
  }
  if (a->request.draws) {
    printf(",%.9g,%.9g", (double)row->turned / a->request.draws, (double)row->lost / a->request.draws);
  }
  putchar('\n');
}

static void
write_json(const Classic* const a, const ClassicRow* const row)
{
  printf("%s{\"begin\": %.9g, \"end\": %.9g, \"verdict\": ", a->rows ? ",\n   " : "\n   ", row->begin, row->end);
  text_write_json(stdout, classic_verdict_name(a->model, row->verdict));
  printf(", \"ground\": %s, \"distance\": %.9g, \"values\": {",
         row->reading.grounded ? "true" : "false",
         row->reading.distance);
  for (uint32_t i = 0; i < a->model->n_labels; ++i) {
    fputs(i ? ", " : "", stdout);
    text_write_json(stdout, a->model->labels[i].name);
    printf(": %.9g", (double)row->reading.values[i]);
  }
  putchar('}');
  if (a->request.draws) {
    printf(", \"turned\": %.9g, \"lost\": %.9g",
           (double)row->turned / a->request.draws,
           (double)row->lost / a->request.draws);
  }
  putchar('}');
}

static bool
write_row(void* const handle, const ClassicRow* const row)
{
  Classic* const a = (Classic*)handle;
  if (a->format == FORMAT_JSON) {
    write_json(a, row);
  } else {
    write_csv(a, row);
  }
  ++a->rows;
  return !ferror(stdout);
}

static EquusStatus
write_file(Classic* const a, EquusError* const error)
{
  Sound       sound  = { .n = 0 };
  EquusStatus status = sound_read(a->path, a->start, a->seconds, &sound, error);
  if (!status) {
    EquusError reason = { EQUUS_OK, "" };
    status            = classic_rows(a->model, &sound, &a->request, write_row, a, &reason);
    if (status) {
      equus_error_set(error, status, "%.200s: %.300s", a->path, reason.text);
    }
  }
  sound_clear(&sound);
  return status;
}

static int
write_files(Classic* const a)
{
  const bool json = a->format == FORMAT_JSON;
  int        code = EXIT_DONE;
  if (json) {
    write_json_header(a);
  } else {
    write_csv_header(a);
  }
  for (unsigned i = 0; i < a->paths.n; ++i) {
    EquusError error = { EQUUS_OK, "" };
    a->path          = a->paths.items[i];
    a->rows          = 0;
    if (json) {
      fputs(i ? ",\n  {\"file\": " : "\n  {\"file\": ", stdout);
      text_write_json(stdout, a->path);
      fputs(", \"rows\": [", stdout);
    }
    if (write_file(a, &error)) {
      complain("%s", error.text);
      code = EXIT_TROUBLE;
    }
    fputs(json ? "]}" : "", stdout);
  }
  fputs(json ? "]}\n" : "", stdout);
  return code;
}

static int
run(const Verb* const verb, const int argc, char** const argv)
{
  Classic a    = { .name = "gtzan_svm", .limit = 6.0, .bands = 1, .seed = 1.0 };
  int     code = EXIT_DONE;
  if (parse(verb, &a, argc, argv, &code)) {
    EquusError error = { EQUUS_OK, "" };
    a.model          = classic_choose(a.name, &error);
    if (a.model) {
      prepare(&a);
      code = write_files(&a);
    } else {
      code = complain_usage(verb, error.status, &error);
    }
  }
  classic_model_free(a.model);
  text_list_free(&a.paths);
  return code;
}

const Verb classic_verb = {
  .name    = "classic",
  .usage   = "[OPTION]... FILE...",
  .summary = "Print what a classic model of genre, instrument or mood hears",
  .details =
    "A row tells of a stretch of the file: the verdict, whether it has ground (1) or the sound lies farther from\n"
    "the training data than 99 of 100 of its clips (0), that distance, and the value of each label.  With\n"
    "--draws, wet is the stretch through random equalisers, made as loud as dry: \"turned\" is the share of\n"
    "them after which the verdict is another, \"lost\" the share after which there is no ground any more.\n"
    "Models: gtzan_svm, gtzan_knn, gtzan_gmm (genre), irmas_svm (instrument), deam_svr (valence, arousal).",
  .run = run,
};
