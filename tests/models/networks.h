// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_MODELS_NETWORKS_H
#define EQUUS_TESTS_MODELS_NETWORKS_H

#include "models/graph.h"

/// Folder of the bundled models
const char* networks_bundled(void);

/// Folder of the small models that tests/models/fixtures/write.py makes
const char* networks_fixtures(void);

/// Folder of the small models in the manner of Essentia's that tests/models/essentia/write.py makes
const char* networks_essentia(void);

/// The page that describes side-cars
const char* networks_manual(void);

/// Contents of a file, `*size` bytes, to be freed; fails the running test if it can't be read
void* networks_read(const char* path, size_t* size);

/// A bundled network up to its published output, as its file says, not simplified; fails the running test if it can't
/// be parsed
Graph* networks_graph(const char* name);

/// A bundled tag network up to another of its tensors
Graph* networks_graph_to(const char* name, const char* output);

#endif // EQUUS_TESTS_MODELS_NETWORKS_H
