/// Explorations on a Spark cluster. Start at [org.cimlet.explore.spark.SparkCluster].
@org.jspecify.annotations.NullMarked
package org.cimlet.explore.spark;
