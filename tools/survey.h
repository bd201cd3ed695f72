// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_SURVEY_H
#define EQUUS_TOOLS_SURVEY_H

#include "tools/analysis.h"

/**
   What one model reads in many files, each as the mean over its windows, by one thread a processor.

   Set `parameters` and what part of the files to read, then survey_choose(), then survey_run().
*/
typedef struct {
  Bundle*      bundle;
  ModelKind    kind;    ///< What is read: set by survey_choose(), as the next three
  Sidecar*     sidecar; ///< To be freed with sidecar_free()
  AnalysisPart parts[ANALYSIS_PARTS];
  double       hop; ///< Seconds from window to window
  float        parameters[PARAM_COUNT];
  double       start, seconds; ///< Part of each file; 0 seconds for all that follows
  uint32_t     block;
  unsigned     workers; ///< 0 for one a processor
} Survey;

/**
   Choose the model by its name or what the parameters say, and turn off what isn't read.

   @param name NULL for what the parameters say.
   @param hop Seconds from window to window; 0 for windows back to back where they are shorter than
   five seconds, else overlapping by half.
   @return EQUUS_ERR_NOT_FOUND or EQUUS_ERR_RANGE with `error`
*/
EquusStatus survey_choose(Survey* survey, ModelKind kind, const char* name, double hop, EquusError* error);

typedef struct {
  const char* path;
  bool        done;
  EquusError  error; ///< Why it isn't
  uint64_t    windows;
  double*     mean; ///< [labels] on the published scale, after the equaliser; owned
} SurveyFile;

/**
   Read all files; `path` of each is set.

   @return EQUUS_ERR_MEMORY; troubles of single files are in the files.  Free them with survey_clear().
*/
EquusStatus survey_run(const Survey* survey, SurveyFile* files, unsigned n, EquusError* error);

/// Free what files [n] own
void survey_clear(SurveyFile* files, unsigned n);

#endif // EQUUS_TOOLS_SURVEY_H
