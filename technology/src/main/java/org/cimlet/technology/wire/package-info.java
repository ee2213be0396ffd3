/// Links between dies and packages as published: [org.cimlet.technology.wire.LinkKind].
package org.cimlet.technology.wire;
