// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_ONNX_NAME_H
#define EQUUS_MODELS_ONNX_NAME_H

#include "models/onnx.h"

struct Onnx__GraphProto;

/**
   What a file calls the tensors of a binding.

   Names that can't be found stay as they are, so that the message about a
   missing tensor names what was asked for.
   @param binding `input` and `output` are replaced by names that `source` owns.
*/
void onnx_find_names(const struct Onnx__GraphProto* source, OnnxBinding* binding);

#endif // EQUUS_MODELS_ONNX_NAME_H
