// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A plug-in whose run() does all that it must not, to show that the interposer sees it

#include <lv2/core/lv2.h>

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void
run(LV2_Handle instance, uint32_t n)
{
  const struct timespec moment = { 0, 1 };
  (void)instance;
  void* volatile memory = malloc(n + 1u);
  free(memory);
  pthread_mutex_lock(&lock);
  pthread_mutex_unlock(&lock);
  nanosleep(&moment, NULL);
}

LV2_SYMBOL_EXPORT const LV2_Descriptor*
lv2_descriptor(uint32_t index)
{
  static const LV2_Descriptor descriptor = { "urn:equus:planted", NULL, NULL, NULL, run, NULL, NULL, NULL };
  return index ? NULL : &descriptor;
}
