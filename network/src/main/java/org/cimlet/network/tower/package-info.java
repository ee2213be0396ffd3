/// Towers that see, beside the language part of a network: what their `config.json` says of their
/// size.
///
/// Start with [org.cimlet.network.tower.VisionTower].
package org.cimlet.network.tower;
