// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_CLAP_TICKER_H
#define EQUUS_PLUGIN_CLAP_TICKER_H

#include <clap/host.h>

/// A thread that asks a host without timers for a call on its main thread, some thirty times a second
typedef struct Ticker Ticker;

/// NULL if there is none to be had; end with ticker_free()
Ticker* ticker_new(const clap_host_t* host);

void ticker_free(Ticker* ticker);

#endif // EQUUS_PLUGIN_CLAP_TICKER_H
