// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_PROTOCOL_H
#define EQUUS_TOOLS_PROTOCOL_H

#include "tools/audit_record.h"
#include "tools/text_list.h"
#include "tools/treatment.h"

/**
   The protocol of an audit: which treatments every song goes through, all fixed before the first is heard.

   - "null": what changes nothing that music is made of, each with a tolerance;
   - "high-pass", "low-pass": filters outside of what the verdict should hang on, or ever further into it;
   - "cloud": random equalisers of 10, 31 and 96 bands within ±1, 3, 6 and 8 dB;
   - "flip": for each verdict, the least equaliser that turns it, searched by audit_flip.h;
   - "gain": level alone;
   - "noise": white noise.
*/
typedef struct {
  uint32_t        draws; ///< Of each cloud
  uint64_t        seed;  ///< Of clouds and noise
  const TextList* only;  ///< Parts to make, by name; all if empty
  unsigned        bands; ///< Of the curves that are searched for: 8, 10 or 31
  double          limit; ///< dB, most that a band of these gets
  const TextList* aims;  ///< Verdicts to turn by a search, borrowed as long as the protocol is used
} ProtocolPlan;

typedef struct {
  uint32_t   n_parts;
  AuditPart  parts[AUDIT_MAX_PARTS];
  uint32_t   n;
  Treatment* treatments; ///< [n], owned
} Protocol;

enum { PROTOCOL_DRAWS = 200, PROTOCOL_QUICK_DRAWS = 10 };

/**
   @return EQUUS_ERR_NOT_FOUND with `error` naming the parts that there are; EQUUS_ERR_MEMORY.  Free with
   protocol_clear() in any case.
*/
EquusStatus protocol_make(const ProtocolPlan* plan, Protocol* protocol, EquusError* error);

void protocol_clear(Protocol* protocol);

/// The part that a treatment belongs to
const AuditPart* protocol_part(const Protocol* protocol, uint32_t index);

/// Whether gains are to be searched for: then the treatment's name is the verdict to be turned
bool protocol_is_directed(const Treatment* treatment);

/// Whether a recording of this rate can be treated so: a low-pass must lie below half of it
bool protocol_applies(const Treatment* treatment, double rate);

/// A treatment as it is recorded
void protocol_describe(const Protocol* protocol, uint32_t index, AuditTreatment* to);

#endif // EQUUS_TOOLS_PROTOCOL_H
