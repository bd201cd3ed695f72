// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_TEXT_H
#define EQUUS_PLUGIN_TEXT_H

#include "dsp/rt.h"

#include <stddef.h>
#include <string.h>

/// Copy `from` to `to` of `size` bytes, cut to what fits and always terminated
static inline void
text_copy(char* to, const char* from, size_t size) EQUUS_RT
{
  const size_t length = strnlen(from, size - 1);
  memcpy(to, from, length);
  to[length] = '\0';
}

#endif // EQUUS_PLUGIN_TEXT_H
