// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/campaign.h"

#include "tools/crew.h"
#include "tools/progress.h"

#include <pthread.h>
#include <stdlib.h>

struct Campaign {
  CampaignJob     job;
  void*           handle;
  unsigned        n;
  double*         shares; ///< [n]
  pthread_mutex_t lock;
  Progress        progress;
};

void
campaign_show(const CampaignReport* const report, const char* const what, const double share)
{
  Campaign* const campaign = report->campaign;
  pthread_mutex_lock(&campaign->lock);
  campaign->shares[report->index] = share < 0.0 ? 0.0 : share;
  double sum                      = 0.0;
  for (unsigned i = 0; i < campaign->n; ++i) {
    sum += campaign->shares[i];
  }
  progress_show(&campaign->progress, what, sum / campaign->n);
  pthread_mutex_unlock(&campaign->lock);
}

static void
do_job(void* const handle, const unsigned index)
{
  Campaign* const      campaign = (Campaign*)handle;
  const CampaignReport report   = { campaign, index };
  campaign->job(campaign->handle, index, &report);
}

EquusStatus
campaign_run(const unsigned    workers,
             const unsigned    n,
             const CampaignJob job,
             void* const       handle,
             EquusError* const error)
{
  Campaign campaign = { .job = job, .handle = handle, .n = n, .progress = progress_begin() };
  campaign.shares   = (double*)calloc(n, sizeof(double));
  if (!campaign.shares) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  pthread_mutex_init(&campaign.lock, NULL);
  crew_run(workers ? workers : crew_processors(), n, do_job, &campaign);
  pthread_mutex_destroy(&campaign.lock);
  progress_clear(&campaign.progress);
  free(campaign.shares);
  return EQUUS_OK;
}
