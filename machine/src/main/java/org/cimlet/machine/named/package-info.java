/// Links, hosts and memories that machine files take by name
/// ([org.cimlet.machine.named.NamedMappings]).
package org.cimlet.machine.named;
