// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_LISTEN_H
#define EQUUS_PLUGIN_LISTEN_H

/// What the audio output carries during a blind check
typedef enum {
  LISTEN_AS_SET, ///< What the parameters say
  LISTEN_DRY,
  LISTEN_WET, ///< As loud as dry, whether or not level match is on
  LISTEN_COUNT
} Listen;

#endif // EQUUS_PLUGIN_LISTEN_H
