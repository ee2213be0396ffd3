package org.cimlet.rtl.verilog;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.rtl.verilog.Expression.Name;
import org.jspecify.annotations.Nullable;

/// What stands in a module, in the order in which it is read.
public sealed interface Item {
  /// A line that says what comes.
  record Note(String text) implements Item {}

  /// A wire and what drives it.
  ///
  /// @param value null where an instance drives it
  record Wire(Name name, @Nullable Expression value) implements Item {}

  /// An output port and what drives it.
  record Output(Name port, Expression value) implements Item {}

  /// A register: takes its next value with the rising edge of `clock`.
  ///
  /// @param enable takes it only where this is set; null where always
  /// @param reset whether it is cleared while `reset` is set
  record Register(Name name, Expression next, @Nullable Expression enable, boolean reset)
      implements Item {}

  /// Another module within.
  ///
  /// @param module its name
  record Instance(String module, String name, List<Connection> connections) implements Item {
    /// Copies the connections.
    public Instance {
      connections = List.copyOf(connections);
    }

    /// An instance with no connection yet.
    public static Instance of(String module, String name) {
      return new Instance(module, name, List.of());
    }

    /// The same with one more.
    public Instance with(String port, Expression to) {
      List<Connection> more = new ArrayList<>(connections);
      more.add(new Connection(port, to));
      return new Instance(module, name, more);
    }
  }

  /// A port of an instance and what it is connected to.
  record Connection(String port, Expression to) {}
}
