package org.cimlet.technology.logic;

/// What a datapath is made of, in NAND gates with two inputs.
///
/// @param area of its cells and flip-flops
/// @param depth gates on the longest way from flip-flop to flip-flop
public record Size(double area, double depth) {}
