/// What the reports for people have in common: figures that follow from a run
/// ([org.cimlet.report.facts.RunFacts]), the bottleneck in words
/// ([org.cimlet.report.facts.BottleneckParagraph]), numbers and lines as they are read.
package org.cimlet.report.facts;
