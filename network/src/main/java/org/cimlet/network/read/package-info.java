/// Reads networks: a HuggingFace `config.json`, or the name of a preset.
///
/// Start with [org.cimlet.network.read.NetworkReader]; `org.cimlet.network.family` says what each
/// family's keys mean. To add a preset, put its file into `presets` and its name into
/// `presets/index.txt`.
package org.cimlet.network.read;
