// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_MODEL_CHOICE_H
#define EQUUS_TOOLS_MODEL_CHOICE_H

#include "tools/analysis.h"
#include "tools/bundle.h"

/**
   Choose what is read for tags or mood, by its name or what `parameters` [PARAM_COUNT] say, and load its side-car.

   Sets the kind's model in `parameters`; one that they turn off stays off, without a side-car, if `name` is NULL.
   A name that none of the plug-in's models has is that of one of the user's own, or the path of its file: then the
   bundle is told of it.
   A mood head is read from the tag model that `parameters` say where that has it: choose tags first.
   @param sidecar To be freed with sidecar_free(), also after a failure.
   @param part Filled but for the hop.
   @return EQUUS_ERR_NOT_FOUND with `error` listing the models, or what loading the side-car gave
*/
EquusStatus model_choose(Bundle*       bundle,
                         ModelKind     kind,
                         const char*   name,
                         float*        parameters,
                         Sidecar**     sidecar,
                         AnalysisPart* part,
                         EquusError*   error);

/**
   Put a file that the command line names without saying of which kind in its place among `names` [MODEL_MOOD + 1].
   @param file NULL for none.
   @return Otherwise a status with `error`: the file can't be read, or another model of its kind is named.
*/
EquusStatus model_choice_of_file(const Bundle* bundle, const char* file, const char** names, EquusError* error);

#endif // EQUUS_TOOLS_MODEL_CHOICE_H
