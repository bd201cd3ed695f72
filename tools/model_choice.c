// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/model_choice.h"

EquusStatus
model_choose(const Bundle* const bundle,
             const Role          role,
             const char* const   name,
             float* const        parameters,
             Sidecar** const     sidecar,
             EquusError* const   error)
{
  const unsigned    index  = role == ROLE_MOOD ? PARAM_MOOD_MODEL : PARAM_TAG_MODEL;
  const EquusStatus status = name ? bundle_find_model(index, name, &parameters[index], error) : EQUUS_OK;
  if (status || !parameter_model_name(index, parameters[index])) {
    return status;
  }
  *sidecar = bundle_sidecar(bundle, parameter_model_name(index, parameters[index]), error);
  return *sidecar ? EQUUS_OK : EQUUS_ERR_IO;
}
