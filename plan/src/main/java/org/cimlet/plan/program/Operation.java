package org.cimlet.plan.program;

/// What a layer does for a token, one operation after the other: products on the chiplets ([Step]),
/// and what follows on a product's results ([FollowUp]).
public sealed interface Operation permits Step, FollowUp {}
