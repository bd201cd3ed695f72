// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_MODEL_CHOICE_H
#define EQUUS_TOOLS_MODEL_CHOICE_H

#include "plugin/snapshot.h"
#include "tools/bundle.h"

/**
   Choose the model of a role, by its name or what `parameters` [PARAM_COUNT] say, and load its side-car.

   Sets the role's model in `parameters`; a role that they turn off stays off, without a side-car, if `name` is NULL.
   @param sidecar To be freed with sidecar_free(), also after a failure.
   @return EQUUS_ERR_NOT_FOUND with `error` listing the models, or what loading the side-car gave
*/
EquusStatus model_choose(const Bundle* bundle,
                         Role          role,
                         const char*   name,
                         float*        parameters,
                         Sidecar**     sidecar,
                         EquusError*   error);

#endif // EQUUS_TOOLS_MODEL_CHOICE_H
