/// Benchmarks, outside the default build. `./benchmark` builds and runs them; arguments go to JMH.
@NullMarked
package org.cimlet.bench;

import org.jspecify.annotations.NullMarked;
