// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_PARAMETER_GROUP_H
#define EQUUS_PLUGIN_PARAMETER_GROUP_H

#include "plugin/parameters.h"

/// In which order hosts that group parameters show them
typedef enum { GROUP_GENERAL, GROUP_MODELS, GROUP_EQUALISER, GROUP_CURVE, PARAMETER_GROUPS } ParameterGroup;

ParameterGroup parameter_group(unsigned index);

const char* parameter_group_name(ParameterGroup group);

#endif // EQUUS_PLUGIN_PARAMETER_GROUP_H
