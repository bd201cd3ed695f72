// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/hans_flip.h"

#include "tools/flip_output.h"
#include "tools/verb.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <string.h>

const char* const hans_flip_bands[] = { "8", "10", "31", NULL };

unsigned
hans_flip_bands_of(const int index)
{
  static const unsigned numbers[] = { 8U, 10U, 31U };
  return numbers[index];
}

/// True if what is asked for lies on the plane of valence and arousal
static bool
is_of_mood(const HansFlip* const flip)
{
  const char* text = flip->rule;
  if (text) {
    return !strncmp(text, "quadrant", strlen("quadrant"));
  }
  for (text = flip->toward; *text && !isalpha((unsigned char)*text); ++text) {
  }
  return !*text;
}

static const char*
model_of(const Experiment* const experiment, const AnalysisPart* const part)
{
  const char* const bundled = place_model(part->place);
  return bundled ? bundled : bundle_own_model(experiment->bundle, place_kind(part->place));
}

/// Understand the rule or the target
static EquusStatus
choose(const HansFlip* const flip, const Experiment* const experiment, FlipStudy* const study, EquusError* const error)
{
  const AnalysisPart* const part = &experiment->parts[is_of_mood(flip) ? MODEL_MOOD : MODEL_TAGS];
  const unsigned            mood = part->mood ? (unsigned)(part->mood - part->sidecar->moods) : 0U;
  if (flip->rule && flip->toward) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "--flip and --toward are two questions; ask one");
  }
  if (flip->draws > 0.0 && flip->toward) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "--random compares verdicts; it goes with --flip");
  }
  study->sidecar = part->sidecar;
  study->model   = model_of(experiment, part);
  study->text    = flip->rule ? flip->rule : flip->toward;
  study->amount  = flip->amount;
  if (flip->toward) {
    return flip_study_aim(study, mood, error);
  }
  const EquusStatus status = verdict_parse(study->sidecar, flip->rule, &study->rule, error);
  if (!strcmp(flip->rule, "quadrant")) {
    study->rule.mood = mood;
  }
  return status;
}

static EquusStatus
write_file(const FlipStudy* const study,
           const char* const      folder,
           const char* const      name,
           void (*const write)(FILE* stream, const FlipStudy* study),
           EquusError* const error)
{
  char path[PATH_MAX];
  snprintf(path, sizeof(path), "%s/%s", folder, name);
  FILE* const file = fopen(path, "w");
  if (!file) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: %s", path, strerror(errno));
  }
  write(file, study);
  const bool failed = ferror(file);
  errno             = 0;
  if (fclose(file) || failed) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: can't be written: %s", path, strerror(errno ? errno : EIO));
  }
  return EQUUS_OK;
}

static EquusStatus
write_report(const FlipStudy* const study, const char* const folder, EquusError* const error)
{
  EquusStatus status = write_file(study, folder, "flips.csv", flip_write_csv, error);
  status             = status ? status : write_file(study, folder, "flips.json", flip_write_json, error);
  return status ? status : write_file(study, folder, "flips.html", flip_write_page, error);
}

/// Name each trouble once a song; returns an exit code
static int
complain_of_windows(const FlipStudy* const study)
{
  int code = EXIT_DONE;
  for (unsigned s = 0; s < study->n; ++s) {
    const FlipSong* const song = &study->songs[s];
    const char*           text = song->error.text;
    for (unsigned w = 0; w < song->n && !*text; ++w) {
      text = song->windows[w].done ? "" : song->windows[w].error.text;
    }
    if (*text) {
      complain("%s", text);
      code = EXIT_TROUBLE;
    }
  }
  return code;
}

static void
print(const FlipStudy* const study, const HansFlipFormat format)
{
  switch (format) {
  case HANS_FLIP_CSV:
    flip_write_csv(stdout, study);
    break;
  case HANS_FLIP_JSON:
    flip_write_json(stdout, study);
    break;
  case HANS_FLIP_TABLE:
    flip_write_table(stdout, study);
    break;
  }
}

static int
tell(const FlipStudy* const study, const HansFlipFormat format, const char* const folder, EquusError* const error)
{
  int code = complain_of_windows(study);
  if (!flip_study_sum(study).windows) {
    return code;
  }
  print(study, format);
  if (folder && write_report(study, folder, error)) {
    complain("%s", error->text);
    code = EXIT_TROUBLE;
  } else if (folder && format == HANS_FLIP_TABLE) {
    printf("Report: %s/flips.html\n", folder);
  }
  return code;
}

int
hans_flip_run(const HansFlip* const    flip,
              const Experiment* const  experiment,
              const char* const* const paths,
              const unsigned           n,
              const HansFlipFormat     format,
              const char* const        folder,
              EquusStatus* const       status,
              EquusError* const        error)
{
  char      models[PATH_MAX];
  FlipStudy study = { .models   = models,
                      .settings = flip_settings_usual(),
                      .draws    = (unsigned)flip->draws,
                      .hop      = flip->hop,
                      .start    = experiment->start,
                      .length   = experiment->seconds,
                      .workers  = experiment->workers };
  snprintf(models, sizeof(models), "%s/models", bundle_path(experiment->bundle));
  study.settings.bands = hans_flip_bands_of(flip->bands);
  study.settings.limit = flip->limit;
  study.settings.seed  = (uint64_t)flip->seed;
  *status              = choose(flip, experiment, &study, error);
  if (*status) {
    return EXIT_USAGE;
  }
  int code = EXIT_TROUBLE;
  if (flip_study_run(&study, paths, n, error)) {
    complain("%s", error->text);
  } else {
    code = tell(&study, format, folder, error);
  }
  flip_study_clear(&study);
  return code;
}
