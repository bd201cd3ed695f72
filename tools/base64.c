// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/base64.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Write the first `digits` of a group of four, the rest as padding
static void
write_group(const Base64* const base64, const unsigned digits)
{
  for (unsigned i = 0; i < 4; ++i) {
    putc(i < digits ? letters[(base64->bits >> (18 - 6 * i)) & 63u] : '=', base64->stream);
  }
}

void
base64_write(Base64* const base64, const unsigned char* const data, const size_t size)
{
  for (size_t i = 0; i < size; ++i) {
    base64->bits |= (uint32_t)data[i] << (16 - 8 * base64->n);
    if (++base64->n == 3) {
      write_group(base64, 4);
      base64->bits = 0;
      base64->n    = 0;
    }
  }
}

void
base64_end(Base64* const base64)
{
  if (base64->n) {
    write_group(base64, base64->n + 1);
  }
  base64->bits = 0;
  base64->n    = 0;
}
