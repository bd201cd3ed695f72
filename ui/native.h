// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_NATIVE_H
#define EQUUS_UI_NATIVE_H

#include <stdbool.h>
#include <stdint.h>

/// What the window needs of X11 beyond pugl; `display` is the Display that pugl opened

/// Size of any window in pixels; false if it is gone
bool native_size(void* display, uintptr_t window, unsigned* width, unsigned* height);

/// Send what is buffered, so that other clients see it
void native_flush(void* display);

#endif // EQUUS_UI_NATIVE_H
