// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/clap/ticker.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

struct Ticker {
  const clap_host_t* host;
  pthread_t          thread;
  atomic_bool        stop;
};

static const struct timespec interval = { 0, 33000000 };

static void*
tick(void* data)
{
  Ticker* const ticker = (Ticker*)data;
  while (!atomic_load(&ticker->stop)) {
    ticker->host->request_callback(ticker->host);
    nanosleep(&interval, NULL);
  }
  return NULL;
}

Ticker*
ticker_new(const clap_host_t* host)
{
  Ticker* const ticker = (Ticker*)calloc(1, sizeof(Ticker));
  if (!ticker) {
    return NULL;
  }
  ticker->host = host;
  if (pthread_create(&ticker->thread, NULL, tick, ticker)) {
    free(ticker);
    return NULL;
  }
  return ticker;
}

void
ticker_free(Ticker* ticker)
{
  if (ticker) {
    atomic_store(&ticker->stop, true);
    pthread_join(ticker->thread, NULL);
    free(ticker);
  }
}
