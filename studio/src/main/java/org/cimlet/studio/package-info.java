/// `cimlet studio`: a machine edited in the browser and answered as it changes. Start with
/// `Studio`, which serves; `Gate` judges who asks, `Workspace` which files, `Answers` runs jobs.
@org.jspecify.annotations.NullMarked
package org.cimlet.studio;
