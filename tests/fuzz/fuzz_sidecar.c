// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Whatever bytes a side-car holds, it is either refused with a message or read
// into settings that the front end accepts.  Bytes are a side-car of Equus or Essentia's metadata.

#include "models/frontend.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t* const data, const size_t size)
{
  static char path[64];
  if (!*path) {
    snprintf(path, sizeof(path), "/tmp/equus-fuzz-sidecar-%ld.json", (long)getpid());
  }
  FILE* const file = fopen(path, "wb");
  if (!file || fwrite(data, 1, size, file) != size || fclose(file)) {
    abort();
  }

  EquusError     error   = { EQUUS_OK, "" };
  Sidecar* const sidecar = sidecar_load(path, &error);
  if (!sidecar && (!error.status || !*error.text)) {
    abort();
  }
  if (sidecar && !*sidecar->embedding.model) {
    Frontend* const frontend = frontend_new(&sidecar->frontend, 1);
    if (!frontend) {
      abort();
    }
    frontend_free(frontend);
  }
  sidecar_free(sidecar);
  return 0;
}
