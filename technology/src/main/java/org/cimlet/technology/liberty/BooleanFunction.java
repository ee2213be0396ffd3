package org.cimlet.technology.liberty;

import java.util.List;

/// A cell's function as a truth table: bit `i` is the output where input `j` is bit `j` of `i`.
final class BooleanFunction {
  /// More inputs than a truth table of a long has.
  static final int MOST_INPUTS = 6;

  private final String text;
  private final List<String> inputs;
  private int at;

  private BooleanFunction(String text, List<String> inputs) {
    this.text = text;
    this.inputs = inputs;
  }

  /// The truth table of an expression with `!` or a quote behind for not, `*`, `&` or a blank for
  /// and, `+` or `|` for or, and `^`.
  ///
  /// @param inputs at most six
  /// @throws IllegalArgumentException where it is none
  static long truth(String text, List<String> inputs) {
    BooleanFunction function = new BooleanFunction(text, inputs);
    long table = function.or();
    function.skip();
    if (function.at < text.length()) {
      throw function.wrong();
    }
    return table & mask(inputs.size());
  }

  /// All bits of a table of as many inputs.
  static long mask(int inputs) {
    return inputs == MOST_INPUTS ? -1L : (1L << (1 << inputs)) - 1;
  }

  /// Table of an input alone.
  static long input(int which) {
    long table = 0;
    for (int i = 0; i < Long.SIZE; i++) {
      table |= (long) (i >> which & 1) << i;
    }
    return table;
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("no function of %s: '%s'".formatted(inputs, text));
  }

  private void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private char next() {
    skip();
    return at < text.length() ? text.charAt(at) : 0;
  }

  private long or() {
    long table = and();
    while (next() == '+' || next() == '|') {
      at++;
      table |= and();
    }
    return table;
  }

  private long and() {
    long table = xor();
    while (true) {
      char c = next();
      if (c == '*' || c == '&') {
        at++;
      } else if (c == 0 || c == ')' || c == '+' || c == '|') {
        return table;
      }
      table &= xor();
    }
  }

  private long xor() {
    long table = not();
    while (next() == '^') {
      at++;
      table ^= not();
    }
    return table;
  }

  private long not() {
    if (next() == '!') {
      at++;
      return ~not();
    }
    long table = primary();
    while (next() == '\'') {
      at++;
      table = ~table;
    }
    return table;
  }

  private long primary() {
    if (next() == '(') {
      at++;
      long table = or();
      if (next() != ')') {
        throw wrong();
      }
      at++;
      return table;
    }
    int from = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    String name = text.substring(from, at);
    if (name.equals("0") || name.equals("1")) {
      return name.equals("1") ? -1L : 0;
    }
    int which = inputs.indexOf(name);
    if (which < 0) {
      throw wrong();
    }
    return input(which);
  }
}
