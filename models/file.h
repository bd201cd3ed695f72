// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_FILE_H
#define EQUUS_MODELS_FILE_H

#include "dsp/error.h"

#include <stddef.h>

/**
   Read a whole regular file of at most `limit` bytes.
   @param size Set to its length; a zero byte follows the contents.
   @return The contents, to be freed, or NULL with `error` naming the file.
*/
char* file_read(const char* path, size_t limit, size_t* size, EquusError* error);

#endif // EQUUS_MODELS_FILE_H
