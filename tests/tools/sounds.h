// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_TOOLS_SOUNDS_H
#define EQUUS_TESTS_TOOLS_SOUNDS_H

#include <stdint.h>

/// Write a WAV of float samples: channel c is a chord that differs from c to c, the same for every run
void sounds_write(const char* path, double rate, unsigned channels, uint64_t frames);

/// Write a WAV of noise that falls by 3 dB an octave and pulses, with the chord in it
void sounds_write_noise(const char* path, double rate, unsigned channels, uint64_t frames);

/// Write a mono file as sounds_write() does, in which one frame holds another value, such as NAN
void sounds_write_bad(const char* path, double rate, uint64_t frames, uint64_t bad, float value);

/// A sample of what sounds_write() writes
float sounds_sample(double rate, unsigned channel, uint64_t frame);

/// Write a file with these bytes
void sounds_write_text(const char* path, const char* text);

/// This test's own folder for files, made if need be
const char* sounds_folder(void);

/// The path of `name` in it; valid until the next call but three
const char* sounds_path(const char* name);

#endif // EQUUS_TESTS_TOOLS_SOUNDS_H
