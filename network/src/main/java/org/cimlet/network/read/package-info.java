/// Reads networks: a HuggingFace `config.json`, or the name of a preset.
///
/// Start with [org.cimlet.network.read.NetworkReader]. To add a family, write its file like
/// `LlamaFamily` and give it a line in `Families`; to add a preset, put its file into `presets` and
/// its name into `presets/index.txt`.
package org.cimlet.network.read;
