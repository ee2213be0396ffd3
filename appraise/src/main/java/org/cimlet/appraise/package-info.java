/// What a machine is worth knowing beside its speed.
///
/// [org.cimlet.appraise.Assessor] appraises a machine as estimated: [org.cimlet.appraise.Cost] of
/// making, [org.cimlet.appraise.Heat] of the package, [org.cimlet.appraise.RuleCompliance] under
/// published thresholds. [org.cimlet.appraise.Uncertainty] varies every technology number within
/// its interval and tells how far the answers move.
package org.cimlet.appraise;
