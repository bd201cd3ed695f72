// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_CONVERSION_H
#define EQUUS_TOOLS_CONVERSION_H

#include "tools/sound.h"

/**
   Convert a recording to another rate with the soxr library, "very high quality" (precision 28 bits, linear phase,
   pass band to 0.913 of the lower rate's half), delay taken off.

   The same rate copies the bits.
   @param rate Hz, more than 0
   @param out As for sound_init(); ceil(n · rate / in->rate) frames
   @return EQUUS_ERR_MEMORY, or EQUUS_ERR_UNSUPPORTED with what soxr says
*/
EquusStatus conversion_apply(const Sound* in, double rate, Sound* out, EquusError* error);

#endif // EQUUS_TOOLS_CONVERSION_H
