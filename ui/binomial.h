// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_BINOMIAL_H
#define EQUUS_UI_BINOMIAL_H

enum { BINOMIAL_MAX = 1000 };

/**
   Chance of `right` or more heads in `trials` throws of a fair coin, exact but for rounding (1e-12 relative).

   The one-sided p of a test of guessing, whatever the guesser's liking for one
   answer, if the truth of each trial is itself a fair throw.
   @param trials At most BINOMIAL_MAX.
*/
double binomial_at_least(unsigned trials, unsigned right);

#endif // EQUUS_UI_BINOMIAL_H
