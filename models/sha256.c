// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/sha256.h"

#include <nettle/sha2.h>

#include <stdio.h>

void
sha256_text(const void* const bytes, const size_t size, char text[SHA256_TEXT_SIZE])
{
  struct sha256_ctx context;
  uint8_t           digest[SHA256_DIGEST_SIZE];
  sha256_init(&context);
  sha256_update(&context, size, bytes);
  sha256_digest(&context, sizeof(digest), digest);
  for (size_t i = 0; i < sizeof(digest); ++i) {
    snprintf(text + 2 * i, 3, "%02x", digest[i]);
  }
}
