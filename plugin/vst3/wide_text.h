// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_VST3_WIDE_TEXT_H
#define EQUUS_PLUGIN_VST3_WIDE_TEXT_H

#include <stddef.h>
#include <stdint.h>

/// VST3's texts, which are UTF-16, and ours, which are UTF-8

/// Convert to at most `size` - 1 units and a 0; a character that doesn't fit whole is left out
void wide_text_from(int16_t* wide, size_t size, const char* text);

/// Convert to at most `size` - 1 bytes and a 0; halves of pairs that stand alone become question marks
void wide_text_to(char* text, size_t size, const int16_t* wide);

#endif // EQUUS_PLUGIN_VST3_WIDE_TEXT_H
