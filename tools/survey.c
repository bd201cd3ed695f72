// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/survey.h"

#include "tools/campaign.h"
#include "tools/model_choice.h"
#include "tools/rows.h"
#include "tools/settings.h"

#include <stdlib.h>

static const double short_window = 5.0; ///< Seconds up to which windows stand back to back

/// One file being read
typedef struct {
  const Survey*         survey;
  SurveyFile*           file;
  const CampaignReport* report;
} Reader;

/// All of them
typedef struct {
  const Survey* survey;
  SurveyFile*   files;
} Readers;

/// Turn off what isn't read, unless the mood is read from it
static void
turn_other_off(Survey* const survey)
{
  const bool tags = survey->kind == MODEL_TAGS;
  if (tags || places_tags(survey->parameters) != survey->parts[MODEL_MOOD].place) {
    survey->parameters[places_parameter(tags ? MODEL_MOOD : MODEL_TAGS)] = 0.0f;
  }
}

EquusStatus
survey_choose(Survey* const     survey,
              const ModelKind   kind,
              const char* const name,
              const double      hop,
              EquusError* const error)
{
  AnalysisPart* const part = &survey->parts[kind];
  survey->kind             = kind;
  const EquusStatus status =
    model_choose(survey->bundle, kind, name, survey->parameters, &survey->sidecar, part, error);
  if (status) {
    return status;
  }
  if (!part->sidecar) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "the model is turned off; name one with --model");
  }
  const FrontendSettings* const frontend = &part->sidecar->frontend;
  const double                  window   = rows_needed(frontend);
  if (hop > 0.0) {
    part->hop = rows_hop(frontend, hop);
  } else {
    part->hop = window < short_window ? frontend->frames : rows_hop(frontend, 0.5 * window);
  }
  survey->hop = rows_hop_seconds(frontend, part->hop);
  settings_hop(survey->parameters, part->sidecar, part->hop);
  turn_other_off(survey);
  return EQUUS_OK;
}

static uint32_t
values_of(const Survey* const survey)
{
  return survey->sidecar->n_labels;
}

static bool
add_row(void* const handle, const AnalysisRow* const row)
{
  const Reader* const reader = (const Reader*)handle;
  if (row->part != reader->survey->kind || row->tap != TAP_WET) {
    return true;
  }
  for (uint32_t i = 0; i < values_of(reader->survey); ++i) {
    reader->file->mean[i] += (double)row->values[i];
  }
  ++reader->file->windows;
  return true;
}

static void
show(void* const handle, const double share)
{
  const Reader* const reader = (const Reader*)handle;
  campaign_show(reader->report, reader->file->path, share);
}

static void
read_file(void* const handle, const unsigned index, const CampaignReport* const report)
{
  const Readers* const  readers  = (const Readers*)handle;
  const Survey* const   survey   = readers->survey;
  SurveyFile* const     file     = &readers->files[index];
  Reader                reader   = { survey, file, report };
  const AnalysisHandler handler  = { &reader, add_row, show };
  const PlayerSettings  settings = {
     file->path, survey->start, survey->seconds, survey->block, survey->parameters, NULL
  };
  AnalysisSummary summary = { .rate = 0.0 };
  file->mean              = (double*)calloc(values_of(survey), sizeof(double));
  if (!file->mean) {
    equus_error_set(&file->error, EQUUS_ERR_MEMORY, "%s: out of memory", file->path);
  } else if (!analysis_of_file(survey->bundle, &settings, survey->parts, &handler, &summary, &file->error)) {
    file->done = true;
    for (uint32_t i = 0; i < values_of(survey); ++i) {
      file->mean[i] /= (double)file->windows;
    }
  }
  campaign_show(report, file->path, 1.0);
}

EquusStatus
survey_run(const Survey* const survey, SurveyFile* const files, const unsigned n, EquusError* const error)
{
  Readers readers = { survey, files };
  return campaign_run(survey->workers, n, read_file, &readers, error);
}

void
survey_clear(SurveyFile* const files, const unsigned n)
{
  for (unsigned i = 0; i < n; ++i) {
    free(files[i].mean);
    files[i].mean = NULL;
  }
}
