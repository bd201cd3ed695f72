// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_JSON_NUMBER_H
#define EQUUS_PLUGIN_JSON_NUMBER_H

struct json_object;

/// A number with nine digits, so that a float reads back as it was, whatever the locale's decimal point; NULL if out of
/// memory
struct json_object* json_number(double value);

#endif // EQUUS_PLUGIN_JSON_NUMBER_H
