// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIT_FLIP_H
#define EQUUS_TOOLS_AUDIT_FLIP_H

#include "tools/audit_song.h"
#include "tools/treatment.h"

/**
   Search the least equaliser that turns a verdict (plugin/flip.h) in the middle one of the windows that a song has.

   @param treatment A curve; its bands, limit and seed are those of the search.
   @param rule Index of the run's rule, which applies to the model.
   @param curve The treatment with the gains that were found, flat otherwise
   @param to What is recorded of the search is put in; the rest is left
   The outcome of a song that is too short for a window and what leads to it is AUDIT_TOO_SHORT.
   @return As flip_search()
*/
EquusStatus audit_flip_search(const AuditJudge* judge,
                              const LoadedSong* song,
                              uint32_t          model,
                              uint32_t          rule,
                              const Treatment*  treatment,
                              Treatment*        curve,
                              AuditTreatment*   to,
                              EquusError*       error);

#endif // EQUUS_TOOLS_AUDIT_FLIP_H
