// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_ERROR_H
#define EQUUS_DSP_ERROR_H

/// What a call that can fail returns; never printed below the tools
typedef enum {
  EQUUS_OK = 0,          ///< Success
  EQUUS_ERR_MEMORY,      ///< Out of memory
  EQUUS_ERR_IO,          ///< A file can't be opened, read or written
  EQUUS_ERR_FORMAT,      ///< A file isn't what it should be (corrupt, truncated, not JSON)
  EQUUS_ERR_HASH,        ///< A model file isn't the one its side-car names
  EQUUS_ERR_UNSUPPORTED, ///< Well-formed, but beyond what Equus can run
  EQUUS_ERR_RANGE,       ///< An argument or setting is out of range
  EQUUS_ERR_NOT_FOUND,   ///< No model, preset, parameter or plug-in of that name
  EQUUS_ERR_HOST         ///< The host lacks or refuses something that is needed
} EquusStatus;

enum { EQUUS_ERROR_TEXT_SIZE = 512 };

/**
   A status with a sentence for a person.

   The text names the thing that is wrong and what to do about it.  Passed by
   the caller to functions that load or parse; NULL where only the status matters.
*/
typedef struct {
  EquusStatus status;
  char        text[EQUUS_ERROR_TEXT_SIZE];
} EquusError;

/// Return a short constant description of a status, any thread
const char* equus_strerror(EquusStatus status);

/**
   Fill `error` (which may be NULL) like printf, truncating, and return `status`.

   So that a failing function can end with
   `return equus_error_set(error, EQUUS_ERR_IO, "%s: ...", path);`.
*/
__attribute__((format(printf, 3, 4))) EquusStatus equus_error_set(EquusError* error,
                                                                  EquusStatus status,
                                                                  const char* format,
                                                                  ...);

#endif // EQUUS_DSP_ERROR_H
