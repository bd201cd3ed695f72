// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_CLASSIC_CLASSIC_PARAMETERS_H
#define EQUUS_MODELS_CLASSIC_CLASSIC_PARAMETERS_H

#include "models/classic/classic_model.h"
#include "models/json_reader.h"

#include <stddef.h>

/// Reads a classic model's numbers, whose shapes follow from its features, labels and kind

/// Zeroed room for `n` things of `size` bytes; NULL, with the reader told of it, if out of memory
void* parameters_room(const JsonPart* part, size_t n, size_t size);

/// Read the members "ground" and "parameters" of `top`; features, labels and kind must be there
void parameters_read(const JsonPart* top, ClassicModel* model);

void parameters_free(ClassicModel* model);

#endif // EQUUS_MODELS_CLASSIC_CLASSIC_PARAMETERS_H
