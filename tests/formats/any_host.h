// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_FORMATS_ANY_HOST_H
#define EQUUS_TESTS_FORMATS_ANY_HOST_H

#include "plugin/parameters.h"

#include <stdbool.h>
#include <stdint.h>

/// A stereo instance in a host of the tests' own, whatever the format; what goes wrong ends the program with a message
typedef struct AnyHost AnyHost;

enum { ANY_HOST_BLOCK = 512 };

typedef enum { FORMAT_LV2, FORMAT_VST3, FORMAT_CLAP, FORMATS } Format;

/// The format's name in lower case
const char* format_name(Format format);

/// Load the built module of a format, in LV2 a bundle, before its first instance; and unload it after its last
void any_host_load(Format format, const char* path);
void any_host_unload(Format format);

/// An instance that is ready to run; free with any_host_free()
AnyHost* any_host_new(Format format, double rate, bool offline);
void     any_host_free(AnyHost* host);

/// Call this around each call of the plug-in on the audio thread
void any_host_watch(AnyHost* host, void (*watch)(bool inside));

/// [ANY_HOST_BLOCK] Buffers of a channel
float* any_host_in(AnyHost* host, unsigned channel);
float* any_host_side(AnyHost* host, unsigned channel);
float* any_host_out(AnyHost* host, unsigned channel);

/// Process so many frames, with the side-chain connected or not
void any_host_run(AnyHost* host, uint32_t n, bool with_side);

/// Set a parameter in the next run, in LV2 from its beginning on
void any_host_set(AnyHost* host, unsigned parameter, uint32_t at, float value);

/// Let a parameter go from the value it has to another in the course of the next run of `n` frames, as smoothly as the
/// format knows to say it
void any_host_slide(AnyHost* host, unsigned parameter, uint32_t n, float from, float to);

/// An output's value, in VST3 as a position
double any_host_output(AnyHost* host, unsigned output);

/// A parameter's value as the format shows it
double any_host_shown(AnyHost* host, unsigned parameter);

/// Choose a preset by its title in the next run; false if the format has no presets, fails if there is none such
bool any_host_preset(AnyHost* host, const char* title);

/// Save the state and restore it; main thread, while the audio thread runs (not LV2)
void any_host_keep(AnyHost* host);

/// Fill the input with noise, and half of it the other way round into the side-chain
void any_host_fill_noise(AnyHost* host, uint32_t seed);

#endif // EQUUS_TESTS_FORMATS_ANY_HOST_H
