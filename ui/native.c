// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/native.h"

#include <X11/Xlib.h>

bool
native_size(void* display, uintptr_t window, unsigned* width, unsigned* height)
{
  Window   root   = 0;
  int      x      = 0;
  int      y      = 0;
  unsigned border = 0;
  unsigned depth  = 0;
  return XGetGeometry((Display*)display, (Window)window, &root, &x, &y, width, height, &border, &depth);
}

void
native_flush(void* display)
{
  XFlush((Display*)display);
}
