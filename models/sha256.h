// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_SHA256_H
#define EQUUS_MODELS_SHA256_H

#include <stddef.h>

enum { SHA256_TEXT_SIZE = 65 };

/// SHA-256 of `size` bytes as 64 lower-case hexadecimal digits and a zero byte (by nettle)
void sha256_text(const void* bytes, size_t size, char text[SHA256_TEXT_SIZE]);

#endif // EQUUS_MODELS_SHA256_H
