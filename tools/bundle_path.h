// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_BUNDLE_PATH_H
#define EQUUS_TOOLS_BUNDLE_PATH_H

#include "dsp/error.h"

/**
   Folder of the bundle equus.lv2, absolute, without a slash at the end.
   @return NULL with `error` saying where it was looked for.  Free with free().
*/
char* bundle_path_find(EquusError* error);

#endif // EQUUS_TOOLS_BUNDLE_PATH_H
