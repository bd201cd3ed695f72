// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/shared_text.h"

#include <string.h>

enum { WORDS = SHARED_TEXT_SIZE / 8 };

void
shared_text_write(SharedText* shared, const char* text)
{
  const size_t   length  = strnlen(text, SHARED_TEXT_SIZE - 1);
  const unsigned version = atomic_load_explicit(&shared->version, memory_order_relaxed);

  // Sequentially consistent, so that no word is seen before the odd version or after the even one
  atomic_store(&shared->version, version + 1);
  for (size_t i = 0; i <= length / 8; ++i) {
    const size_t left = length - i * 8;
    uint64_t     word = 0;
    memcpy(&word, text + i * 8, left < 8 ? left : 8);
    atomic_store(&shared->words[i], word);
  }
  atomic_store(&shared->version, version + 2);
}

void
shared_text_read(const SharedText* shared, char text[SHARED_TEXT_SIZE])
{
  unsigned before;
  do {
    before = atomic_load(&shared->version);
    for (size_t i = 0; i < WORDS; ++i) {
      const uint64_t word = atomic_load(&shared->words[i]);
      memcpy(text + i * 8, &word, 8);
    }
  } while ((before & 1u) || before != atomic_load(&shared->version));
}
