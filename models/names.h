// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_NAMES_H
#define EQUUS_MODELS_NAMES_H

#include <stdbool.h>
#include <stdint.h>

/// A map from names to numbers of 0 or more, filled once and asked often
typedef struct Names Names;

/// Room for `capacity` names; NULL if out of memory; free with names_free()
Names* names_new(uint32_t capacity);

void names_free(Names* names);

/// Add a name, which is kept by pointer, or change its number; false if full
bool names_put(Names* names, const char* name, int32_t number);

/// The name's number, or -1
int32_t names_get(const Names* names, const char* name);

#endif // EQUUS_MODELS_NAMES_H
