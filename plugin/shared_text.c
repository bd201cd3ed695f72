// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/shared_text.h"

#include <string.h>

static void
write_words(atomic_uint* changes, _Atomic(uint64_t)* words, size_t size, const char* text) EQUUS_RT
{
  const size_t   length  = strnlen(text, size - 1);
  const unsigned version = atomic_load_explicit(changes, memory_order_relaxed);

  // Sequentially consistent, so that no word is seen before the odd version or after the even one
  atomic_store(changes, version + 1);
  for (size_t i = 0; i <= length / 8; ++i) {
    const size_t left = length - i * 8;
    uint64_t     word = 0;
    memcpy(&word, text + i * 8, left < 8 ? left : 8);
    atomic_store(&words[i], word);
  }
  atomic_store(changes, version + 2);
}

static void
read_words(const atomic_uint* changes, const _Atomic(uint64_t)* words, size_t size, char* text)
{
  unsigned before;
  do {
    before = atomic_load(changes);
    for (size_t i = 0; i < size / 8; ++i) {
      const uint64_t word = atomic_load(&words[i]);
      memcpy(text + i * 8, &word, 8);
    }
  } while ((before & 1u) || before != atomic_load(changes));
}

void
shared_text_write(SharedText* shared, const char* text)
{
  write_words(&shared->version, shared->words, SHARED_TEXT_SIZE, text);
}

void
shared_text_read(const SharedText* shared, char text[SHARED_TEXT_SIZE])
{
  read_words(&shared->version, shared->words, SHARED_TEXT_SIZE, text);
}

void
shared_document_write(SharedDocument* shared, const char* text)
{
  write_words(&shared->version, shared->words, SHARED_DOCUMENT_SIZE, text);
}

void
shared_document_read(const SharedDocument* shared, char text[SHARED_DOCUMENT_SIZE])
{
  read_words(&shared->version, shared->words, SHARED_DOCUMENT_SIZE, text);
}
