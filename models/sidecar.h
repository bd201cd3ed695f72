// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_SIDECAR_H
#define EQUUS_MODELS_SIDECAR_H

#include "dsp/error.h"
#include "dsp/mel.h"
#include "dsp/stft.h"

#include <stdbool.h>
#include <stdint.h>

/**
   What a model's JSON side-car says: its front end or the model that it stands on, outputs, licence and source.

   Immutable once loaded; docs/side-car.md describes the file with an example.
*/

enum {
  SIDECAR_MAX_LABELS = 512, ///< Values of one reading
  SIDECAR_MAX_MOODS  = 8,
  SIDECAR_MAX_TEXT   = 128
};

typedef enum { MODEL_TAGS, MODEL_MOOD } ModelKind;

typedef enum {
  LOG_NONE,
  LOG10_ONE_PLUS, ///< log10(1 + scale·x)
  LOG_DECIBEL,    ///< 10·log10(max(floor, x)), then at least the window's maximum - top_db
  LOG_NATURAL     ///< ln(x + offset)
} LogForm;

typedef enum { ACTIVATION_NONE, ACTIVATION_SIGMOID, ACTIVATION_CLIP } Activation;

typedef struct {
  double       rate; ///< Hz, of the mono signal
  StftSettings stft;
  MelSettings  mel;
  LogForm      log;
  float        log_scale;      ///< LOG10_ONE_PLUS
  float        log_floor;      ///< LOG_DECIBEL, smallest power
  float        log_top_db;     ///< LOG_DECIBEL, range below the window's maximum; 0 for none
  float        log_offset;     ///< LOG_NATURAL
  uint32_t     frames;         ///< Window length in frames
  uint32_t     window_samples; ///< From the place of a window's first frame to where the window is due
  bool         mel_major;      ///< Input tensor is (1, mel, time) instead of (1, time, mel)
} FrontendSettings;

/// One value of a reading
typedef struct {
  char       name[SIDECAR_MAX_TEXT];
  Activation activation;
} SidecarLabel;

/// One axis of the plane: which label, and the scale of its published values
typedef struct {
  int   label; ///< Index into labels, -1 where the model has none
  float minimum, centre, maximum;
  float rmse; ///< Root mean square error on music unknown to it, on the published scale; 0 where not said
} SidecarAxis;

/// A pair of axes among a reading's values: a model's own, or a head that hears mood beside the tags
typedef struct {
  char        name[SIDECAR_MAX_TEXT];  ///< Id, unique in the model, e.g. "listeners"
  char        title[SIDECAR_MAX_TEXT]; ///< For people
  char*       training_data;           ///< Owned by the side-car, "" where not said, as the next two
  char*       accuracy;
  char*       limits;
  SidecarAxis valence, arousal;
} SidecarMood;

/// The tensor of another model that feeds a network in place of a front end
typedef struct {
  char model[SIDECAR_MAX_TEXT];  ///< Id of that model, "" for a network that the front end feeds itself
  char tensor[SIDECAR_MAX_TEXT]; ///< Its name there, "" for the model's `features`
} SidecarEmbedding;

typedef struct Sidecar {
  char             name[SIDECAR_MAX_TEXT];  ///< Id, e.g. "MSD_musicnn"
  char             title[SIDECAR_MAX_TEXT]; ///< For people, e.g. "MSD musicnn"
  char             file[SIDECAR_MAX_TEXT];  ///< Name of the ONNX file beside the side-car
  char             sha256[65];              ///< Of the ONNX file, lower-case hex; "" where not said
  char             licence[SIDECAR_MAX_TEXT];
  char             source[256];
  char*            training_data; ///< What it was trained on; owned, "" where not said, as the next two
  char*            accuracy;      ///< Published figures
  char*            limits;        ///< What it is known to get wrong
  ModelKind        kind;
  SidecarEmbedding embedding;
  FrontendSettings frontend; ///< All zeros beside an embedding until catalogue_open() puts that model's here
  char             input[SIDECAR_MAX_TEXT];    ///< Name of the input tensor
  char             output[SIDECAR_MAX_TEXT];   ///< Name of the output tensor, (1, labels)
  char             features[SIDECAR_MAX_TEXT]; ///< Name of the tensor that heads in other files stand on, or ""
  uint32_t         n_features;                 ///< Its size, 0 where not said
  bool             tensorflow_names;           ///< The three names are TensorFlow's, see OnnxBinding
  uint32_t         n_labels;                   ///< 0 for a network that serves as an embedding only
  SidecarLabel*    labels;
  uint32_t         n_tags; ///< The first labels, which are tags; the rest are values of moods. 0 for MODEL_MOOD
  SidecarAxis      valence, arousal; ///< As moods[0]'s where the model has axes of its own, else with label -1
  unsigned         n_moods;
  SidecarMood      moods[SIDECAR_MAX_MOODS]; ///< The model's own axes first, named as the model; then its heads
  uint32_t         live_hop;                 ///< Frames between live readings, 1 to the window's
  float            mmac_per_second;          ///< Work of live readings, 10^6 multiply-adds a second; 0 where not said
} Sidecar;

/**
   Read and check a side-car file: one of Equus, or the metadata that Essentia publishes beside a model.

   Never looks at another file than this one.
   @return NULL with `error` filled.  Free with sidecar_free().
*/
Sidecar* sidecar_load(const char* path, EquusError* error);

void sidecar_free(Sidecar* sidecar);

/// Index of the label with this name (exact, else ignoring case), or -1
int sidecar_label(const Sidecar* sidecar, const char* name);

/// Index of the mood with this name, or -1
int sidecar_mood(const Sidecar* sidecar, const char* name);

/// A raw output of the network on its published scale (activation applied)
float sidecar_activate(const Sidecar* sidecar, uint32_t label, float raw);

/// Published value to -1...1 on the plane, the centre at 0; not clipped
float sidecar_axis_to_plane(const SidecarAxis* axis, float value);

#endif // EQUUS_MODELS_SIDECAR_H
