package org.cimlet.simulate;

/// What the parts of the package do while tokens are generated.
///
/// @param token one token at batch 1, from its embedding to its choice
/// @param layer the layer in the middle of that token
/// @param steady the batch, once it has settled, for as long as a sequence takes for a token
public record Timelines(Timeline token, Timeline layer, Timeline steady) {}
