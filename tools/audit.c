// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_header.h"
#include "tools/audit_report.h"
#include "tools/audit_run.h"
#include "tools/audit_table.h"
#include "tools/hans_flip.h"
#include "tools/sound_files.h"
#include "tools/text.h"
#include "tools/verb.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static const char* const default_model  = "MSD_musicnn";
static const char* const default_folder = "equus-audit";

/// What the command line says
typedef struct {
  bool        help, quick, windows, again;
  TextList    models, rules, only, paths;
  const char *mood, *out, *truth;
  double      draws, seed, limit, start, seconds, workers;
  int         bands; ///< Index into hans_flip_bands
} AuditArguments;

typedef struct {
  AuditArguments arguments;
  SoundFiles     found;
  TextList       files; ///< Paths of `found`
  TextList       aims;  ///< Verdicts that flips are searched for
  unsigned       missing;
  AuditRun       run;
  Protocol       protocol;
  Ear*           ears[AUDIT_MAX_MODELS];
  AuditJudge     judges[AUDIT_MAX_MODELS];
  AuditLog       before;
  AuditStore*    store;
  Csv*           truth;   ///< NULL for none
  char*          command; ///< That repeats the run
} Audit;

static volatile sig_atomic_t interrupted;

static void
interrupt(const int number)
{
  (void)number;
  interrupted = 1;
}

static bool
stopped(void)
{
  return interrupted != 0;
}

/// The first signal ends the run with all that is done kept; a second one ends the program
static void
catch_signals(void)
{
  struct sigaction action = { .sa_handler = interrupt, .sa_flags = SA_RESETHAND };
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}

static bool
parse(const Verb* const verb, AuditArguments* const a, const int argc, char** const argv, int* const code)
{
  const Option options[] = {
    VERB_HELP(&a->help),
    { "out", 'o', OPTION_TEXT, "DIR", "Folder of the records (default equus-audit)", &a->out, 0, 0, NULL },
    { "model",
      'm',
      OPTION_LIST,
      "NAME",
      "Model or file of your own; may be repeated (default MSD_musicnn)",
      &a->models,
      0,
      0,
      NULL },
    { "mood", 0, OPTION_TEXT, "NAME", "Which of a model's moods to read (default its first)", &a->mood, 0, 0, NULL },
    { "verdict",
      0,
      OPTION_LIST,
      "RULE",
      "Judge this, too: happy:sad, happy>0.5; may be repeated",
      &a->rules,
      0,
      0,
      NULL },
    { "quick", 'q', OPTION_FLAG, NULL, "10 draws of each cloud instead of 200", &a->quick, 0, 0, NULL },
    { "only", 0, OPTION_LIST, "PART", "This part of the protocol alone; may be repeated", &a->only, 0, 0, NULL },
    { "draws", 'n', OPTION_WHOLE, "N", "Draws of each cloud", &a->draws, 1, 100000, NULL },
    { "seed", 0, OPTION_WHOLE, "N", "Of clouds, noise and searches (default 1)", &a->seed, 0, 1e15, NULL },
    { "limit",
      0,
      OPTION_NUMBER,
      "DB",
      "Most that a band of a searched curve gets (default 6)",
      &a->limit,
      0.1,
      24,
      NULL },
    { "bands", 0, OPTION_CHOICE, "8|10|31", "Bands of these (default 10)", &a->bands, 0, 0, hans_flip_bands },
    { "start", 0, OPTION_NUMBER, "SECONDS", "Where in the files to begin (default: middle)", &a->start, 0, 1e9, NULL },
    { "seconds",
      0,
      OPTION_NUMBER,
      "SECONDS",
      "How much of them to hear, 0 for all (default 30)",
      &a->seconds,
      0,
      1e9,
      NULL },
    { "windows", 'w', OPTION_FLAG, NULL, "Keep the readings of single windows", &a->windows, 0, 0, NULL },
    { "truth", 't', OPTION_TEXT, "TABLE", "What people say of the files, for the report: CSV", &a->truth, 0, 0, NULL },
    { "again", 0, OPTION_FLAG, NULL, "Forget what an earlier run left in the folder", &a->again, 0, 0, NULL },
    { "jobs", 'j', OPTION_WHOLE, "N", "Threads (default one a processor)", &a->workers, 1, 64, NULL },
    { .name = NULL }
  };
  return verb_begin(verb, options, argc, argv, &a->help, 1, &a->paths, code);
}

static bool
is_listed(const TextList* const list, const char* const text)
{
  for (unsigned i = 0; i < list->n; ++i) {
    if (!strcmp(list->items[i], text)) {
      return true;
    }
  }
  return false;
}

/// List the files; one that can't be found doesn't hold up the others
static EquusStatus
find_files(Audit* const audit, EquusError* const error)
{
  const TextList* const paths = &audit->arguments.paths;
  EquusError            why   = { EQUUS_OK, "" };
  for (unsigned i = 0; i < paths->n; ++i) {
    if (sound_files_add(&audit->found, paths->items[i], &why)) {
      complain("%s", why.text);
      ++audit->missing;
    }
  }
  for (uint32_t i = 0; i < audit->found.n; ++i) {
    const char* const path = audit->found.files[i].path;
    if (!is_listed(&audit->files, path) && !text_list_add(&audit->files, path)) {
      return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    }
  }
  return audit->files.n ? EQUUS_OK : equus_error_set(error, why.status, "there is nothing to hear in what was named");
}

static EquusStatus
open_models(Audit* const audit, EquusError* const error)
{
  TextList* const models = &audit->arguments.models;
  if (!models->n && !text_list_add(models, default_model)) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  if (models->n > AUDIT_MAX_MODELS) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "at most %d models, not %u", AUDIT_MAX_MODELS, models->n);
  }
  for (unsigned i = 0; i < models->n; ++i) {
    audit->ears[i] = ear_open(models->items[i], audit->arguments.mood, error);
    if (!audit->ears[i]) {
      return error->status;
    }
    for (unsigned other = 0; other < i; ++other) {
      if (!strcmp(audit->ears[other]->sidecar->name, audit->ears[i]->sidecar->name)) {
        return equus_error_set(error, EQUUS_ERR_RANGE, "%s is named twice", models->items[i]);
      }
    }
  }
  return audit_header_models(&audit->run, audit->ears, models->n, audit->arguments.mood, error);
}

static EquusStatus
understand_rules(Audit* const audit, EquusError* const error)
{
  AuditRun* const run    = &audit->run;
  EquusStatus     status = EQUUS_OK;
  for (uint32_t m = 0; !status && m < run->n_models; ++m) {
    status = audit_judge_init(&audit->judges[m], audit->ears[m], run, error);
  }
  for (uint32_t i = 0; !status && i < audit->arguments.rules.n; ++i) {
    const char* const rule    = audit->arguments.rules.items[i];
    bool              applies = false;
    for (uint32_t m = 0; m < run->n_models; ++m) {
      for (uint32_t r = 0; r < run->n_rules; ++r) {
        applies = applies || (audit->judges[m].applies[r] && !strcmp(run->rules[r], rule));
      }
    }
    if (!applies) {
      VerdictRule unused;
      status = verdict_parse(audit->ears[0]->sidecar, rule, &unused, error);
    }
  }
  return status;
}

static EquusStatus
prepare(Audit* const audit, EquusError* const error)
{
  const AuditArguments* const a      = &audit->arguments;
  const uint32_t              usual  = a->quick ? PROTOCOL_QUICK_DRAWS : PROTOCOL_DRAWS;
  const ProtocolPlan          plan   = { .draws = a->draws > 0.0 ? (uint32_t)a->draws : usual,
                                         .seed  = (uint64_t)a->seed,
                                         .only  = &a->only,
                                         .bands = hans_flip_bands_of(a->bands),
                                         .limit = a->limit,
                                         .aims  = &audit->aims };
  AuditRun* const             run    = &audit->run;
  EquusStatus                 status = audit_header_rules(run, &a->rules, error);
  for (uint32_t i = 0; !status && i < run->n_rules; ++i) {
    if (!audit_judge_is_move(run->rules[i]) && !text_list_add(&audit->aims, run->rules[i])) {
      status = equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    }
  }
  status       = status ? status : protocol_make(&plan, &audit->protocol, error);
  run->draws   = plan.draws;
  run->seed    = plan.seed;
  run->start   = a->start;
  run->seconds = a->seconds;
  run->windows = a->windows;
  snprintf(run->plan, sizeof(run->plan), "%s", a->only.n ? "part" : a->quick ? "quick" : "full");
  audit_header_constants(run, &audit->protocol);
  if (!status && a->truth) {
    audit->truth = csv_load(a->truth, error);
    status       = audit->truth ? EQUUS_OK : error->status;
  }
  status = status ? status : find_files(audit, error);
  status = status ? status : open_models(audit, error);
  return status ? status : understand_rules(audit, error);
}

static void
say_what_was_there(const Audit* const audit)
{
  const AuditLog* const before = &audit->before;
  if (before->torn) {
    complain("the last record in %s was cut off; it is made again", audit->arguments.out);
  }
  if (before->n_records) {
    complain("going on: %u records of %u songs are there already", before->n_records, before->n_songs);
  }
  if (before->n_records && strcmp(before->run.machine, audit->run.machine) != 0) {
    complain("they were made on another machine, %s: readings may differ by 1e-4", before->run.machine);
  }
}

/// Songs of this run that the log says nothing of
static uint32_t
count_ahead(const Audit* const audit, const AuditLog* const log)
{
  uint32_t ahead = audit->files.n;
  for (uint32_t i = 0; i < audit->files.n; ++i) {
    bool known = audit_log_find(log, audit->files.items[i]) >= 0;
    for (uint32_t t = 0; t < log->n_troubles; ++t) {
      known = known || !strcmp(log->troubles[t].file, audit->files.items[i]);
    }
    ahead -= known;
  }
  return ahead;
}

static EquusStatus
write_page(const Audit* const audit, const AuditLog* const log, EquusError* const error)
{
  AuditReport about = audit_report_default(log);
  char        path[PATH_MAX];
  about.truth   = audit->truth;
  about.command = audit->command;
  about.ahead   = count_ahead(audit, log);
  snprintf(path, sizeof(path), "%s/index.html", audit->arguments.out);
  FILE* const file = fopen(path, "w");
  if (!file) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: %s", path, strerror(errno));
  }
  const EquusStatus status = audit_report_write(file, &about, error);
  const bool        failed = ferror(file);
  if (fclose(file) || failed) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: can't be written", path);
  }
  return status;
}

/// Print and draw what the records say
static EquusStatus
report(const Audit* const audit, EquusError* const error)
{
  const char* const folder = audit->arguments.out;
  AuditLog          log;
  char              path[PATH_MAX];
  snprintf(path, sizeof(path), "%s/records.jsonl", folder);
  EquusStatus status = audit_log_read(path, &log, error);
  status             = status ? status : audit_log_sort(&log, error);
  if (!status) {
    audit_table_print(stdout, &log);
    status = write_page(audit, &log, error);
  }
  if (!status) {
    printf("Report: %s/index.html\n", folder);
  }
  audit_log_clear(&log);
  return status;
}

static int
finish(const Audit* const audit, const AuditWork* const work, EquusError* const error)
{
  const uint32_t tried = stopped() ? 0U : work->n_files; // What a stopped run knows of trouble isn't all
  for (uint32_t i = 0; i < work->n_troubles; ++i) {
    complain("%s", work->troubles[i].text);
  }
  const bool failed = audit_store_finish(audit->store, work->files, tried, work->troubles, work->n_troubles, error) ||
                      report(audit, error);
  if (failed) {
    complain("%s", error->text);
  }
  if (stopped()) {
    complain("stopped; the same command goes on from here");
  }
  return failed || stopped() || work->n_troubles || audit->missing ? EXIT_TROUBLE : EXIT_DONE;
}

static int
carry_out(const Verb* const verb, Audit* const audit)
{
  EquusError error = { EQUUS_OK, "" };
  const bool again = audit->arguments.again;
  AuditWork  work  = { .run      = &audit->run,
                       .protocol = &audit->protocol,
                       .judges   = audit->judges,
                       .files    = audit->files.items,
                       .n_files  = audit->files.n,
                       .workers  = (unsigned)audit->arguments.workers,
                       .before   = &audit->before,
                       .stop     = stopped };
  catch_signals();
  audit->store = audit_store_open(audit->arguments.out, &audit->run, again, &audit->before, &error);
  work.store   = audit->store;
  if (!audit->store) {
    return complain_usage(verb, error.status, &error);
  }
  say_what_was_there(audit);
  int code = EXIT_TROUBLE;
  if (audit_run(&work, &error)) {
    complain("%s", error.text);
  } else {
    code = finish(audit, &work, &error);
  }
  audit_work_clear(&work);
  return code;
}

static void
clear(Audit* const audit)
{
  AuditArguments* const a = &audit->arguments;
  audit_store_close(audit->store);
  csv_free(audit->truth);
  free(audit->command);
  audit_log_clear(&audit->before);
  protocol_clear(&audit->protocol);
  audit_run_clear(&audit->run);
  for (unsigned i = 0; i < AUDIT_MAX_MODELS; ++i) {
    ear_close(audit->ears[i]);
  }
  text_list_free(&audit->files);
  text_list_free(&audit->aims);
  sound_files_clear(&audit->found);
  text_list_free(&a->models);
  text_list_free(&a->rules);
  text_list_free(&a->only);
  text_list_free(&a->paths);
}

static int
run(const Verb* const verb, const int argc, char** const argv)
{
  Audit audit = {
    .arguments = { .out = default_folder, .seed = 1.0, .limit = 6.0, .bands = 1, .start = (double)NAN, .seconds = 30.0 }
  };
  EquusError error = { EQUUS_OK, "" };
  int        code  = EXIT_DONE;
  if (parse(verb, &audit.arguments, argc, argv, &code)) {
    const EquusStatus status = prepare(&audit, &error);
    audit.command            = text_command("equus audit", argc, argv);
    code                     = status ? complain_usage(verb, status, &error) : carry_out(verb, &audit);
  }
  clear(&audit);
  return code;
}

const Verb audit_verb = {
  .name    = "audit",
  .usage   = "[OPTION]... FOLDER|FILE...",
  .summary = "Put models through the whole experiment: what turns their verdicts?",
  .details =
    "Every song goes through the same protocol, fixed beforehand: null tests (bypass, polarity, channels swapped, one\n"
    "sample of delay, other rates), high-passes at 20 Hz, low-passes from 1 to 11 kHz, random equalisers of 10, 31 "
    "and\n"
    "96 bands within 1, 3, 6 and 8 dB, the least equaliser that turns each verdict in the middle window (--bands, "
    "--limit), level\n"
    "alone, and noise.  Parts for --only: null, high-pass, low-pass, cloud, flip, gain, noise.  Wet is as loud as "
    "dry,\n"
    "but for null tests and level.\n\n"
    "Verdicts are the top tag, the quadrant, and whether valence or arousal moved by more than twice the untouched\n"
    "song's own deviation from window to window; of the song's mean, and of single windows.\n\n"
    "DIR gets index.html (a report that stands alone), records.jsonl (all), summary.csv (a row a record) and with "
    "--windows windows.csv.  A run that was ended (Ctrl-C)\n"
    "leaves these, too, with what was done, and goes on where it was when it is given the same command again; songs "
    "can be added.",
  .run = run,
};
