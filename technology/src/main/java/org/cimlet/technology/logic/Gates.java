package org.cimlet.technology.logic;

/// What a datapath is in NAND gates with two inputs.
///
/// @param area of its cells and flip-flops
/// @param depth gates on the longest way from flip-flop to flip-flop
/// @param switched loads that change in one multiply of all input bits, glitches included
public record Gates(double area, double depth, double switched) {}
