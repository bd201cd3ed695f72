// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/native.h"

#include <X11/Xlib.h>

static int
ignore_error(Display* display, XErrorEvent* event)
{
  (void)display;
  (void)event;
  return 0;
}

bool
native_size(void* display, uintptr_t window, unsigned* width, unsigned* height)
{
  Display* const d      = (Display*)display;
  Window         root   = 0;
  int            x      = 0;
  int            y      = 0;
  unsigned       border = 0;
  unsigned       depth  = 0;

  XSync(d, False);
  const XErrorHandler handler = XSetErrorHandler(ignore_error); // The default one ends the host
  const Status        status  = XGetGeometry(d, (Window)window, &root, &x, &y, width, height, &border, &depth);
  XSetErrorHandler(handler);
  return status;
}

void
native_flush(void* display)
{
  XFlush((Display*)display);
}
