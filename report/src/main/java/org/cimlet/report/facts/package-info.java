/// What the reports for people have in common: /// ([org.cimlet.run.Figures]), the bottleneck in
/// words ([org.cimlet.report.facts.BottleneckParagraph]), numbers and lines as they are read.
package org.cimlet.report.facts;
