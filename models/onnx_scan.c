// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/onnx_scan.h"

#include "onnx.pb-c.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  const uint8_t* at;
  const uint8_t* end;
} Span;

typedef struct {
  uint32_t    fields;
  const char* why;
} Scan;

enum { WIRE_VARINT = 0, WIRE_64 = 1, WIRE_LENGTH = 2, WIRE_32 = 5 };

static bool
fail(Scan* const scan, const char* const why)
{
  scan->why = why;
  return false;
}

static bool
read_varint(Span* const span, uint64_t* const value)
{
  *value = 0;
  for (unsigned shift = 0; shift < 64 && span->at < span->end; shift += 7) {
    const uint8_t byte = *span->at++;
    *value |= (uint64_t)(byte & 0x7Fu) << shift;
    if (!(byte & 0x80u)) {
      return true;
    }
  }
  return false;
}

/// Step over a field's value; `content` becomes what a length-delimited one holds
static bool
read_value(Scan* const scan, Span* const span, const unsigned wire, Span* const content)
{
  uint64_t length = wire == WIRE_64 ? 8 : wire == WIRE_32 ? 4 : 0;
  if (wire == WIRE_VARINT || wire == WIRE_LENGTH) {
    uint64_t value = 0;
    if (!read_varint(span, &value)) {
      return fail(scan, "it is cut short or damaged");
    }
    length = wire == WIRE_LENGTH ? value : 0;
  } else if (wire != WIRE_64 && wire != WIRE_32) {
    return fail(scan, "it isn't an ONNX file");
  }

  if (length > (uint64_t)(span->end - span->at)) {
    return fail(scan, "it is cut short or damaged");
  }
  content->at  = span->at;
  content->end = span->at += length;
  return true;
}

/// Recursion is bounded by ONNX_MAX_NESTING
static bool
scan_message(Scan* const scan, Span span, const ProtobufCMessageDescriptor* const type, const unsigned depth) // NOLINT
{
  if (depth > ONNX_MAX_NESTING) {
    return fail(scan, "its messages are nested deeper than 32");
  }
  while (span.at < span.end) {
    uint64_t tag     = 0;
    Span     content = { NULL, NULL };
    if (!read_varint(&span, &tag) || tag >> 3 == 0 || tag >> 3 > UINT32_MAX / 8) {
      return fail(scan, "it is damaged or not an ONNX file");
    }
    if (++scan->fields > ONNX_MAX_FIELDS) {
      return fail(scan, "it has more than two million fields");
    }
    const unsigned wire = (unsigned)(tag & 7u);
    if (!read_value(scan, &span, wire, &content)) {
      return false;
    }
    const ProtobufCFieldDescriptor* const field = protobuf_c_message_descriptor_get_field(type, (unsigned)(tag >> 3));
    if (field && field->type == PROTOBUF_C_TYPE_MESSAGE && wire == WIRE_LENGTH &&
        !scan_message(scan, content, field->descriptor, depth + 1)) {
      return false;
    }
  }
  return true;
}

EquusStatus
onnx_scan(const void* const bytes, const size_t size, const char* const name, EquusError* const error)
{
  Scan       scan = { 0, NULL };
  const Span span = { bytes, (const uint8_t*)bytes + size };
  if (size == 0) {
    scan.why = "it is empty";
  } else if (size > ONNX_MAX_BYTES) {
    scan.why = "it is larger than 1 GiB";
  } else {
    scan_message(&scan, span, &onnx__model_proto__descriptor, 1);
  }
  return scan.why ? equus_error_set(error,
                                    EQUUS_ERR_FORMAT,
                                    "%s can't be read as a network: %s. Fetch or export the ONNX file again.",
                                    name,
                                    scan.why)
                  : EQUUS_OK;
}
