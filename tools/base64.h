// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_BASE64_H
#define EQUUS_TOOLS_BASE64_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/// Bytes on their way into a text file as base64 (RFC 4648), piece by piece; begin with all but `stream` at 0
typedef struct {
  FILE*    stream;
  uint32_t bits; ///< Bytes that wait for a group of three
  unsigned n;    ///< How many
} Base64;

void base64_write(Base64* base64, const unsigned char* data, size_t size);

/// Write what is left, with padding
void base64_end(Base64* base64);

#endif // EQUUS_TOOLS_BASE64_H
