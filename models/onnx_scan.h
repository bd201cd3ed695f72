// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_ONNX_SCAN_H
#define EQUUS_MODELS_ONNX_SCAN_H

#include "dsp/error.h"

#include <stddef.h>

enum {
  ONNX_MAX_NESTING = 32,
  ONNX_MAX_FIELDS  = 1 << 21, ///< Of all messages of a file
  ONNX_MAX_BYTES   = 1 << 30
};

/**
   Walk the wire format of an ONNX file before protobuf-c does.

   protobuf-c recurses once a nested message and allocates once a field without
   any bound; this makes sure that both are bounded and that no length leaves
   its parent.  It uses the same field tables, so it descends where protobuf-c will.

   @param name What messages call the file.
*/
EquusStatus onnx_scan(const void* bytes, size_t size, const char* name, EquusError* error);

#endif // EQUUS_MODELS_ONNX_SCAN_H
