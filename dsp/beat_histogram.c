// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/beat_histogram.h"

#include "dsp/fft.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEVELS = 4, BANDS = LEVELS + 1, TAPS = 4, WINDOW = 4096, HOP = WINDOW / 2, PEAKS = 3, APART = 5 };

static const double rate       = 22050.0 / 16.0; // Hz, of envelopes
static const double fastest    = 200.0;          // Beats per minute
static const double slowest    = 40.0;
static const float  keep_share = 0.99f; // Of the low-pass
static const float  smallest   = 1e-30f;

/// One level of the wavelet transform
typedef struct {
  float recent[TAPS]; // Newest last
  bool  odd;
} Level;

/// What a window adds to the histogram
typedef struct {
  uint32_t bins[PEAKS];
  float    heights[PEAKS]; // 0 for none
} Beats;

struct BeatHistogram {
  Level    levels[LEVELS];
  float    envelopes[BANDS];
  uint32_t filled;
  uint64_t windows;
  float    low[TAPS];
  float    high[TAPS];
  float    envelope[WINDOW]; // Sum of the bands'
  float    lags[WINDOW];
  float    enhanced[WINDOW];
  Fft*     there;
  Fft*     back;
  Beats    recent[BEAT_HISTOGRAM_WINDOWS];
  double   all[BEAT_HISTOGRAM_BINS];
};

static void
fill_filters(BeatHistogram* const histogram)
{
  const double root  = sqrt(3.0);
  const double scale = 4.0 * sqrt(2.0);
  const double low[] = { (1.0 + root) / scale, (3.0 + root) / scale, (3.0 - root) / scale, (1.0 - root) / scale };
  for (unsigned i = 0; i < TAPS; ++i) {
    histogram->low[i]  = (float)low[i];
    histogram->high[i] = (float)(i % 2U ? -low[TAPS - 1U - i] : low[TAPS - 1U - i]);
  }
}

BeatHistogram*
beat_histogram_new(void)
{
  BeatHistogram* const histogram = (BeatHistogram*)calloc(1, sizeof(BeatHistogram));
  if (!histogram) {
    return NULL;
  }
  histogram->there = fft_new(2U * WINDOW);
  histogram->back  = fft_new(2U * WINDOW);
  if (!histogram->there || !histogram->back) {
    beat_histogram_free(histogram);
    return NULL;
  }
  fill_filters(histogram);
  return histogram;
}

void
beat_histogram_free(BeatHistogram* const histogram)
{
  if (histogram) {
    fft_free(histogram->back);
    fft_free(histogram->there);
    free(histogram);
  }
}

void
beat_histogram_reset(BeatHistogram* const histogram)
{
  memset(histogram->levels, 0, sizeof(histogram->levels));
  memset(histogram->envelopes, 0, sizeof(histogram->envelopes));
  memset(histogram->all, 0, sizeof(histogram->all));
  histogram->filled  = 0U;
  histogram->windows = 0U;
}

static float
weigh(const float* const taps, const float* const x)
{
  return taps[0] * x[3] + taps[1] * x[2] + taps[2] * x[1] + taps[3] * x[0];
}

static void
follow(float* const envelope, const float x)
{
  const float y = keep_share * *envelope + (1.0f - keep_share) * fabsf(x);
  *envelope     = y < smallest ? 0.0f : y;
}

/// Send a sample down the levels; true each 16th time
static bool
split(BeatHistogram* const histogram, float x)
{
  for (unsigned l = 0; l < LEVELS; ++l) {
    Level* const level = &histogram->levels[l];
    memmove(level->recent, level->recent + 1, (TAPS - 1U) * sizeof(float));
    level->recent[TAPS - 1] = x;
    level->odd              = !level->odd;
    if (level->odd) {
      return false;
    }
    follow(&histogram->envelopes[l], weigh(histogram->high, level->recent));
    x = weigh(histogram->low, level->recent);
  }
  follow(&histogram->envelopes[LEVELS], x);
  return true;
}

/// Autocorrelation of the window less its mean, that of no lag being 1; false where it doesn't vary
static bool
correlate(BeatHistogram* const histogram)
{
  double mean = 0.0;
  for (unsigned i = 0; i < WINDOW; ++i) {
    mean += (double)histogram->envelope[i] / WINDOW;
  }
  float* const input = fft_input(histogram->there);
  for (unsigned i = 0; i < WINDOW; ++i) {
    input[i] = histogram->envelope[i] - (float)mean;
  }
  const float* const spectrum = fft_forward(histogram->there);
  float* const       power    = fft_input(histogram->back);
  for (unsigned k = 0; k <= WINDOW; ++k) {
    power[k] = spectrum[2U * k] * spectrum[2U * k] + spectrum[2U * k + 1U] * spectrum[2U * k + 1U];
    power[(2U * WINDOW - k) % (2U * WINDOW)] = power[k];
  }
  const float* const lags = fft_forward(histogram->back);
  const bool         any  = lags[0] > 1e-20f * (float)WINDOW;
  for (unsigned l = 0; l < WINDOW && any; ++l) {
    histogram->lags[l] = lags[2U * l] / lags[0];
  }
  return any;
}

static float
above_zero(const float x)
{
  return fmaxf(x, 0.0f);
}

static void
enhance(BeatHistogram* const histogram)
{
  const float* const lags = histogram->lags;
  for (unsigned l = 0; l < WINDOW; ++l) {
    const float stretched =
      l % 2U ? 0.5f * (above_zero(lags[l / 2U]) + above_zero(lags[l / 2U + 1U])) : above_zero(lags[l / 2U]);
    histogram->enhanced[l] = above_zero(above_zero(lags[l]) - stretched);
  }
}

/// Put a peak among the largest, which are kept largest first
static void
keep_peak(Beats* const beats, const uint32_t lag, const float height)
{
  const double tempo = fmin(fmax(60.0 * rate / lag, slowest), fastest);
  unsigned     place = PEAKS;
  while (place > 0U && height > beats->heights[place - 1U]) {
    --place;
  }
  for (unsigned i = PEAKS - 1U; i > place; --i) {
    beats->heights[i] = beats->heights[i - 1U];
    beats->bins[i]    = beats->bins[i - 1U];
  }
  if (place < PEAKS) {
    beats->heights[place] = height;
    beats->bins[place]    = (uint32_t)(tempo + 0.5) - BEAT_HISTOGRAM_LOWEST;
  }
}

static void
take_window(BeatHistogram* const histogram)
{
  const uint32_t first = (uint32_t)(60.0 * rate / fastest);
  const uint32_t last  = (uint32_t)(60.0 * rate / slowest);
  Beats          beats = { { 0U }, { 0.0f } };
  if (correlate(histogram)) {
    enhance(histogram);
    const float* const e = histogram->enhanced;
    for (uint32_t l = first; l <= last; ++l) {
      if (e[l] > e[l - 1U] && e[l] >= e[l + 1U]) {
        keep_peak(&beats, l, e[l]);
      }
    }
  }
  for (unsigned i = 0; i < PEAKS; ++i) {
    histogram->all[beats.bins[i]] += (double)beats.heights[i];
  }
  histogram->recent[histogram->windows++ % BEAT_HISTOGRAM_WINDOWS] = beats;
}

void
beat_histogram_push(BeatHistogram* const histogram, const float* const in, const uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    if (!split(histogram, in[i])) {
      continue;
    }
    float sum = 0.0f;
    for (unsigned b = 0; b < BANDS; ++b) {
      sum += histogram->envelopes[b];
    }
    histogram->envelope[histogram->filled++] = sum;
    if (histogram->filled == WINDOW) {
      take_window(histogram);
      memmove(histogram->envelope, histogram->envelope + HOP, (WINDOW - HOP) * sizeof(float));
      histogram->filled = WINDOW - HOP;
    }
  }
}

static void
add_recent(const BeatHistogram* const histogram, const uint64_t windows, double* const bins)
{
  for (uint64_t w = histogram->windows - windows; w < histogram->windows; ++w) {
    const Beats* const beats = &histogram->recent[w % BEAT_HISTOGRAM_WINDOWS];
    for (unsigned i = 0; i < PEAKS; ++i) {
      bins[beats->bins[i]] += (double)beats->heights[i];
    }
  }
}

bool
beat_histogram_get(const BeatHistogram* const histogram, const uint32_t windows, double* const bins)
{
  const uint64_t there = histogram->windows;
  const uint64_t taken = windows && windows < there ? windows : there;
  memset(bins, 0, BEAT_HISTOGRAM_BINS * sizeof(double));
  if (!there) {
    return false;
  }
  if (windows) {
    add_recent(histogram, taken, bins);
  } else {
    memcpy(bins, histogram->all, sizeof(histogram->all));
  }
  for (unsigned b = 0; b < BEAT_HISTOGRAM_BINS; ++b) {
    bins[b] /= (double)taken;
  }
  return true;
}

BeatHistogramSummary
beat_histogram_summarise(const double* const bins)
{
  BeatHistogramSummary s      = { 0.0, 0.0, 0.0, 0.0, 0.0, 0.0 };
  int                  first  = 0;
  int                  second = -1;
  for (int b = 0; b < BEAT_HISTOGRAM_BINS; ++b) {
    s.sum += bins[b];
    first = bins[b] > bins[first] ? b : first;
  }
  if (!(s.sum > 0.0)) {
    return s;
  }
  for (int b = 0; b < BEAT_HISTOGRAM_BINS; ++b) {
    const bool apart = abs(b - first) >= APART && bins[b] > 0.0;
    second           = apart && (second < 0 || bins[b] > bins[second]) ? b : second;
  }
  s.a0 = bins[first] / s.sum;
  s.p1 = BEAT_HISTOGRAM_LOWEST + first;
  if (second >= 0) {
    s.a1 = bins[second] / s.sum;
    s.ra = s.a1 / s.a0;
    s.p2 = BEAT_HISTOGRAM_LOWEST + second;
  }
  return s;
}
