// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_ONNX_INPUT_H
#define EQUUS_MODELS_ONNX_INPUT_H

#include "models/onnx.h"

struct Onnx__TensorShapeProto;

/**
   Bind the free axes of a file's input, and give the binding the file's rank.

   @param file The input's shape as the file declares it.
   @param path Of the file: one of Essentia's that takes many windows at once is refused with the name of that for one.
   @param binding Its shape gains an axis of 1, as second or last, or loses its first if that makes it fit.
   @return EQUUS_OK, or a status with `error` saying along which axis the file has something else.
*/
EquusStatus onnx_fit_input(const struct Onnx__TensorShapeProto* file,
                           const char*                          path,
                           OnnxBinding*                         binding,
                           EquusError*                          error);

#endif // EQUUS_MODELS_ONNX_INPUT_H
