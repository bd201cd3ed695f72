// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/equus.h"
#include "tools/bench.h"

#include <stdlib.h>
#include <string.h>

enum { INSTANCES = 10, BLOCK = 1024, CHANNELS = 2 };

/// Private dirty bytes of this process, negative where the system doesn't say
static double
private_dirty(void)
{
  static const char label[] = "Private_Dirty:";
  FILE* const       file    = fopen("/proc/self/smaps_rollup", "r");
  double            bytes   = -1.0;
  char              line[256];
  while (file && bytes < 0.0 && fgets(line, sizeof(line), file)) {
    if (!strncmp(line, label, sizeof(label) - 1)) {
      bytes = 1024.0 * strtod(line + sizeof(label) - 1, NULL);
    }
  }
  if (file) {
    fclose(file);
  }
  return bytes;
}

/// One that has played a second, so that it has touched what it uses
static Equus*
make_instance(const char* const models, EquusError* const error)
{
  const EquusConfig config = { BENCH_RATE, CHANNELS, models };
  Equus* const      equus  = equus_new(&config, error);
  float             block[CHANNELS][BLOCK];
  uint32_t          seed = 1;
  if (equus) {
    equus_activate(equus);
  }
  for (unsigned n = 0; equus && n < BENCH_RATE; n += BLOCK) {
    bench_noise(&seed, block[0], CHANNELS * BLOCK);
    const float* const in[]  = { block[0], block[1] };
    float* const       out[] = { block[0], block[1] };
    equus_process(equus, in, NULL, out, BLOCK, false);
  }
  return equus;
}

EquusStatus
bench_memory(const char* const models, BenchMemory* const memory, EquusError* const error)
{
  Equus* instances[INSTANCES] = { NULL };
  double dirty[INSTANCES + 1] = { private_dirty() };
  bool   made                 = true;
  for (unsigned i = 0; made && i < INSTANCES; ++i) {
    instances[i] = make_instance(models, error);
    dirty[i + 1] = private_dirty();
    made         = instances[i];
  }
  for (unsigned i = 0; i < INSTANCES; ++i) {
    equus_free(instances[i]);
  }
  memory->known  = dirty[0] >= 0.0;
  memory->first  = dirty[1] - dirty[0];
  memory->others = (dirty[INSTANCES] - dirty[1]) / (INSTANCES - 1);
  return made ? EQUUS_OK : EQUUS_ERR_MEMORY;
}
