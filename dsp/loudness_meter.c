// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/loudness_meter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CHANNELS = 2, SLOTS = 30 }; // 30 times 100 ms

static const double pi             = 3.14159265358979323846;
static const double smallest_state = 1e-30; // Smaller ones become 0 before they turn denormal

/// One sample of both channels; a mono meter leaves the second at 0
typedef double Frame __attribute__((vector_size(16)));

/// Transposed direct form II
typedef struct {
  double b0, b1, b2;
  double a1, a2;
  Frame  s1, s2;
} Biquad;

struct LoudnessMeter {
  unsigned channels;
  uint32_t slot_size;     // Frames in 100 ms
  Biquad   shelf;         // The head's effect
  Biquad   high_pass;     // Revised low-frequency B curve
  uint32_t filled;        // Frames in the slot that is being summed
  Frame    sum;           // Its squares
  uint32_t slot;          // The oldest slot, next to be replaced
  double   energy[SLOTS]; // Sum of the squares of all channels
  double   mean_square;   // Of the last 3 s
};

// The filters of BS.1770 at any rate.  It tabulates them for 48 kHz; the analogue figures behind the tables are
// those that libebur128 recovered.

static Biquad
make_shelf(const double rate)
{
  const double q    = 0.7071752369554196;
  const double high = pow(10.0, 3.999843853973347 / 20.0);
  const double band = pow(high, 0.4996667741545416);
  const double k    = tan(pi * fmin(1681.974450955533 / rate, 0.45));
  const double a0   = 1.0 + k / q + k * k;
  return (Biquad){
    .b0 = (high + band * k / q + k * k) / a0,
    .b1 = 2.0 * (k * k - high) / a0,
    .b2 = (high - band * k / q + k * k) / a0,
    .a1 = 2.0 * (k * k - 1.0) / a0,
    .a2 = (1.0 - k / q + k * k) / a0,
  };
}

static Biquad
make_high_pass(const double rate)
{
  const double q  = 0.5003270373238773;
  const double k  = tan(pi * 38.13547087602444 / rate);
  const double a0 = 1.0 + k / q + k * k;
  return (Biquad){ .b0 = 1.0, .b1 = -2.0, .b2 = 1.0, .a1 = 2.0 * (k * k - 1.0) / a0, .a2 = (1.0 - k / q + k * k) / a0 };
}

/// Power of a filter's response at an angle of the unit circle
static double
power_of(const Biquad* const f, const double angle)
{
  const double re[] = { f->b0 + f->b1 * cos(angle) + f->b2 * cos(2.0 * angle),
                        1.0 + f->a1 * cos(angle) + f->a2 * cos(2.0 * angle) };
  const double im[] = { f->b1 * sin(angle) + f->b2 * sin(2.0 * angle), f->a1 * sin(angle) + f->a2 * sin(2.0 * angle) };
  return (re[0] * re[0] + im[0] * im[0]) / (re[1] * re[1] + im[1] * im[1]);
}

double
loudness_weighting(const double rate, const double hertz)
{
  const Biquad shelf     = make_shelf(rate);
  const Biquad high_pass = make_high_pass(rate);
  const double angle     = 2.0 * pi * hertz / rate;
  return power_of(&shelf, angle) * power_of(&high_pass, angle);
}

LoudnessMeter*
loudness_meter_new(const double rate, const unsigned channels)
{
  if (!(rate >= 1e3 && rate <= 1e6) || channels < 1U || channels > MAX_CHANNELS) {
    return NULL;
  }
  LoudnessMeter* const meter = (LoudnessMeter*)aligned_alloc(sizeof(Frame), sizeof(LoudnessMeter));
  if (meter) {
    memset(meter, 0, sizeof(LoudnessMeter));
    meter->channels  = channels;
    meter->slot_size = (uint32_t)(rate / 10.0 + 0.5);
    meter->shelf     = make_shelf(rate);
    meter->high_pass = make_high_pass(rate);
  }
  return meter;
}

void
loudness_meter_free(LoudnessMeter* const meter)
{
  free(meter);
}

static void
clear_biquad(Biquad* const biquad)
{
  biquad->s1 = (Frame){ 0.0, 0.0 };
  biquad->s2 = (Frame){ 0.0, 0.0 };
}

void
loudness_meter_reset(LoudnessMeter* const meter)
{
  clear_biquad(&meter->shelf);
  clear_biquad(&meter->high_pass);
  memset(meter->energy, 0, sizeof(meter->energy));
  meter->sum         = (Frame){ 0.0, 0.0 };
  meter->filled      = 0U;
  meter->slot        = 0U;
  meter->mean_square = 0.0;
}

static inline Frame
tick(Biquad* const f, const Frame x)
{
  const Frame y = f->b0 * x + f->s1;
  f->s1         = f->b1 * x - f->a1 * y + f->s2;
  f->s2         = f->b2 * x - f->a2 * y;
  return y;
}

static double
finite_or_zero(const float x)
{
  return isfinite(x) ? (double)x : 0.0;
}

static void
sum_squares(LoudnessMeter* const meter, const float* const* const in, const uint32_t begin, const uint32_t end)
{
  const float* const second    = meter->channels > 1U ? in[1] : NULL;
  Biquad             shelf     = meter->shelf; // In registers
  Biquad             high_pass = meter->high_pass;
  Frame              sum       = meter->sum;
  for (uint32_t i = begin; i < end; ++i) {
    const Frame x = { finite_or_zero(in[0][i]), second ? finite_or_zero(second[i]) : 0.0 };
    const Frame y = tick(&high_pass, tick(&shelf, x));
    sum += y * y;
  }
  meter->shelf     = shelf;
  meter->high_pass = high_pass;
  meter->sum       = sum;
}

static Frame
without_dust(Frame x)
{
  for (unsigned c = 0; c < MAX_CHANNELS; ++c) {
    x[c] = fabs(x[c]) < smallest_state ? 0.0 : x[c];
  }
  return x;
}

static void
flush_biquad(Biquad* const biquad)
{
  biquad->s1 = without_dust(biquad->s1);
  biquad->s2 = without_dust(biquad->s2);
}

static void
end_slot(LoudnessMeter* const meter)
{
  meter->energy[meter->slot] = meter->sum[0] + meter->sum[1];
  meter->slot                = (meter->slot + 1U) % SLOTS;
  meter->sum                 = (Frame){ 0.0, 0.0 };
  meter->filled              = 0U;

  double total = 0.0;
  for (unsigned s = 0; s < SLOTS; ++s) {
    total += meter->energy[s];
  }
  meter->mean_square = total / ((double)SLOTS * meter->slot_size);
  flush_biquad(&meter->shelf);
  flush_biquad(&meter->high_pass);
}

void
loudness_meter_push(LoudnessMeter* const meter, const float* const* const in, const uint32_t n)
{
  for (uint32_t done = 0; done < n;) {
    const uint32_t left = meter->slot_size - meter->filled;
    const uint32_t part = left < n - done ? left : n - done;
    sum_squares(meter, in, done, done + part);
    done += part;
    meter->filled += part;
    if (meter->filled == meter->slot_size) {
      end_slot(meter);
    }
  }
}

double
loudness_meter_short_term(const LoudnessMeter* const meter)
{
  return meter->mean_square > 0.0 ? -0.691 + 10.0 * log10(meter->mean_square) : -HUGE_VAL;
}
