package org.cimlet.plan.program;

/// What is done with a [Step]'s results once they are where they go, before the next step: by the
/// host, or by the package.
public sealed interface FollowUp extends Operation permits AttentionWork, LocalWork {}
