// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_CLASSIC_CHOICE_H
#define EQUUS_TOOLS_CLASSIC_CHOICE_H

#include "models/classic/classic_model.h"

/**
   Load a classic model of the bundle by its name, or a file by a path with a slash or ".json".
   @return NULL with `error` naming what there is; free with classic_model_free()
*/
ClassicModel* classic_choose(const char* name, EquusError* error);

#endif // EQUUS_TOOLS_CLASSIC_CHOICE_H
