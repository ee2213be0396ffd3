/// Systems as users write them: pools of packages and of GPUs, with what they cost. Start with
/// [org.cimlet.serve.system.SystemSpec].
package org.cimlet.serve.system;
