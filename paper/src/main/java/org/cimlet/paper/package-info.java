/// The figures of He, Mu, Chen, *Large Model Specific Hardware Architecture Based on Integrated
/// Compute-in-Memory Chips*, ZTE Technology Journal 30(2), 2024, each as printed and as computed.
///
/// [org.cimlet.paper.PaperTable] is the entry and gives [org.cimlet.paper.row.PaperRow]s. The rows
/// of a section are in a file named after what the section is about ([org.cimlet.paper.CombRows]);
/// what they compute on is in [org.cimlet.paper.Subjects]. A row's computed value comes from
/// Cimlet's readers, lowering, placement, estimates and laws wherever these reach; its expectation
/// is written with it by hand.
package org.cimlet.paper;
