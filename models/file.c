// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char*
read_all(FILE* const file, const size_t size)
{
  char* const data = malloc(size + 1);
  if (data && fread(data, 1, size, file) == size) {
    data[size] = '\0';
    return data;
  }
  free(data);
  return NULL;
}

char*
file_read(const char* const path, const size_t limit, size_t* const size, EquusError* const error)
{
  struct stat info = { 0 };
  if (stat(path, &info)) {
    equus_error_set(error, EQUUS_ERR_IO, "%s can't be read: %s", path, strerror(errno));
    return NULL;
  }
  if (!S_ISREG(info.st_mode)) {
    equus_error_set(error, EQUUS_ERR_IO, "%s isn't a file", path);
    return NULL;
  }
  if (info.st_size < 0 || (size_t)info.st_size > limit) {
    equus_error_set(error, EQUUS_ERR_FORMAT, "%s is larger than %zu bytes, so it isn't what it should be", path, limit);
    return NULL;
  }

  FILE* const file = fopen(path, "rb");
  if (!file) {
    equus_error_set(error, EQUUS_ERR_IO, "%s can't be read: %s", path, strerror(errno));
    return NULL;
  }
  *size            = (size_t)info.st_size;
  char* const data = read_all(file, *size);
  fclose(file);
  if (!data) {
    equus_error_set(error, EQUUS_ERR_IO, "%s can't be read to its end", path);
  }
  return data;
}
