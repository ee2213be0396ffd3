/// What the reports for people have in common: the bottleneck in words
/// ([org.cimlet.report.facts.BottleneckWords]), cost, heat and rules
/// ([org.cimlet.report.facts.AssessmentFacts]), numbers and lines as they are read.
package org.cimlet.report.facts;
