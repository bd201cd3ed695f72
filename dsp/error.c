// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/error.h"

#include <stdarg.h>
#include <stdio.h>

const char*
equus_strerror(const EquusStatus status)
{
  switch (status) {
  case EQUUS_OK:
    return "success";
  case EQUUS_ERR_MEMORY:
    return "out of memory";
  case EQUUS_ERR_IO:
    return "file can't be read or written";
  case EQUUS_ERR_FORMAT:
    return "file is damaged or of another kind";
  case EQUUS_ERR_HASH:
    return "file differs from the one its description names";
  case EQUUS_ERR_UNSUPPORTED:
    return "not supported";
  case EQUUS_ERR_RANGE:
    return "value out of range";
  case EQUUS_ERR_NOT_FOUND:
    return "not found";
  case EQUUS_ERR_HOST:
    return "host lacks a needed feature";
  }
  return "unknown status";
}

EquusStatus
equus_error_set(EquusError* const error, const EquusStatus status, const char* const format, ...)
{
  if (error) {
    error->status = status;
    va_list args;
    va_start(args, format);
    vsnprintf(error->text, sizeof(error->text), format, args);
    va_end(args);
  }
  return status;
}
