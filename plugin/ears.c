// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/ears.h"

#include "models/predictor.h"

#include <stdlib.h>

Ears*
ears_new(const Model* model, uint32_t longest_hop)
{
  Ears* const ears = (Ears*)calloc(1, sizeof(Ears));
  if (!ears) {
    return NULL;
  }

  ears->frontends[TAP_DRY] = predictor_frontend(model, longest_hop);
  ears->frontends[TAP_WET] = predictor_frontend(model, longest_hop);
  if (!ears->frontends[TAP_DRY] || !ears->frontends[TAP_WET]) {
    ears_free(ears);
    return NULL;
  }
  return ears;
}

void
ears_free(Ears* ears)
{
  if (ears) {
    frontend_free(ears->frontends[TAP_DRY]);
    frontend_free(ears->frontends[TAP_WET]);
    free(ears);
  }
}

void
ears_start(Ears* ears, const Stream* stream)
{
  ears->stream = stream;
  ears->start  = stream->heard;
  frontend_reset(ears->frontends[TAP_DRY]);
  frontend_reset(ears->frontends[TAP_WET]);
}

void
ears_hear(Ears* ears, uint32_t first, uint32_t n)
{
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    frontend_push(ears->frontends[tap], ears->stream->samples[tap] + first, n);
  }
}
