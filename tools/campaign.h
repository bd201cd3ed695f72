// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_CAMPAIGN_H
#define EQUUS_TOOLS_CAMPAIGN_H

#include "dsp/error.h"

/// Many jobs by a crew (tools/crew.h) under one progress bar on standard error
typedef struct Campaign Campaign;

/// One job under way, with which it tells how far it is
typedef struct {
  Campaign* campaign;
  unsigned  index;
} CampaignReport;

/// Does job `index`; several at once, each in its thread
typedef void (*CampaignJob)(void* handle, unsigned index, const CampaignReport* report);

/// Show that a job on `what` is done to a share of 0 to 1; a share below 0 says nothing
void campaign_show(const CampaignReport* report, const char* what, double share);

/**
   Do jobs 0 ... n - 1 by up to `workers` threads, 0 for one a processor, and wait for all.
   @return EQUUS_ERR_MEMORY if none could be started
*/
EquusStatus campaign_run(unsigned workers, unsigned n, CampaignJob job, void* handle, EquusError* error);

#endif // EQUUS_TOOLS_CAMPAIGN_H
