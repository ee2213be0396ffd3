package org.cimlet.rtl.verilog;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The right-hand side of an assignment. Every expression knows its width, and operands of one
/// operator have the same: nothing is widened or cut silently.
public sealed interface Expression {
  /// Bits.
  int width();

  /// A port, wire or register.
  ///
  /// @param name as declared
  record Name(String name, int width) implements Expression {
    /// One of its bits; itself where it has only one.
    public Expression bit(int at) {
      return bits(at, at);
    }

    /// Some of its bits; itself where these are all.
    public Expression bits(int high, int low) {
      return low == 0 && high == width - 1 ? this : new Bits(this, high, low);
    }

    /// The element of some bits at a place, elements being counted from the lowest bit on.
    public Expression element(int at, int elementBits) {
      return bits((at + 1) * elementBits - 1, at * elementBits);
    }
  }

  /// Bits of something named.
  record Bits(Name of, int high, int low) implements Expression {
    /// @throws IllegalArgumentException where it has no such bits
    public Bits {
      if (low < 0 || high < low || high >= of.width()) {
        throw new IllegalArgumentException(
            "%s has %s bits, got %s:%s".formatted(of.name(), of.width(), high, low));
      }
    }

    @Override
    public int width() {
      return high - low + 1;
    }
  }

  /// A number of so many bits.
  record Constant(int width, BigInteger value) implements Expression {
    /// @throws IllegalArgumentException where it does not fit
    public Constant {
      if (value.signum() < 0 || value.bitLength() > width) {
        throw new IllegalArgumentException("%s bits cannot hold %s".formatted(width, value));
      }
    }

    /// A small one.
    public static Constant of(int width, long value) {
      return new Constant(width, BigInteger.valueOf(value));
    }
  }

  /// Each bit inverted.
  record Not(Expression of) implements Expression {
    @Override
    public int width() {
      return of.width();
    }
  }

  /// Whether any bit is set.
  record Any(Expression of) implements Expression {
    @Override
    public int width() {
      return 1;
    }
  }

  /// Whether all bits are set.
  record All(Expression of) implements Expression {
    @Override
    public int width() {
      return 1;
    }
  }

  /// What two operands of the same width are joined by.
  enum Operator {
    AND("&"),
    OR("|"),
    XOR("^"),
    ADD("+"),
    AT_MOST("<=");

    final String sign;

    Operator(String sign) {
      this.sign = sign;
    }
  }

  /// Two operands.
  record Binary(Operator operator, Expression left, Expression right) implements Expression {
    /// @throws IllegalArgumentException where their widths differ
    public Binary {
      if (left.width() != right.width()) {
        throw new IllegalArgumentException(
            "operands must be of one width, got %s and %s".formatted(left, right));
      }
    }

    @Override
    public int width() {
      return operator == Operator.AT_MOST ? 1 : left.width();
    }
  }

  /// One of two, as a bit says.
  record Select(Expression condition, Expression whenSet, Expression whenClear)
      implements Expression {
    /// @throws IllegalArgumentException where widths do not fit
    public Select {
      if (condition.width() != 1 || whenSet.width() != whenClear.width()) {
        throw new IllegalArgumentException(
            "a bit must select one of two of the same width, got %s, %s, %s"
                .formatted(condition, whenSet, whenClear));
      }
    }

    @Override
    public int width() {
      return whenSet.width();
    }
  }

  /// Side by side, the highest first.
  record Join(List<Expression> highFirst) implements Expression {
    /// Copies the list.
    public Join {
      highFirst = List.copyOf(highFirst);
    }

    @Override
    public int width() {
      return highFirst.stream().mapToInt(Expression::width).sum();
    }
  }

  /// One bit so many times.
  record Repeat(int width, Expression bit) implements Expression {
    /// @throws IllegalArgumentException unless it is one bit
    public Repeat {
      if (bit.width() != 1 || width < 1) {
        throw new IllegalArgumentException("one bit must be repeated, got " + bit);
      }
    }
  }

  /// Side by side, the lowest first.
  static Expression join(List<? extends Expression> lowFirst) {
    if (lowFirst.size() == 1) {
      return lowFirst.getFirst();
    }
    List<Expression> highFirst = new ArrayList<>(lowFirst);
    Collections.reverse(highFirst);
    return new Join(highFirst);
  }

  /// As wide as asked for, zeros above; or its lower bits.
  static Expression resized(Name of, int width) {
    if (width <= of.width()) {
      return of.bits(width - 1, 0);
    }
    return new Join(List.of(Constant.of(width - of.width(), 0), of));
  }

  /// One bit at every position of a word.
  static Expression repeated(Expression bit, int width) {
    return width == 1 ? bit : new Repeat(width, bit);
  }

  /// Both.
  static Expression and(Expression left, Expression right) {
    return new Binary(Operator.AND, left, right);
  }

  /// Either.
  static Expression or(Expression left, Expression right) {
    return new Binary(Operator.OR, left, right);
  }

  /// One and not the other.
  static Expression xor(Expression left, Expression right) {
    return new Binary(Operator.XOR, left, right);
  }

  /// Their sum, of as many bits.
  static Expression add(Expression left, Expression right) {
    return new Binary(Operator.ADD, left, right);
  }
}
