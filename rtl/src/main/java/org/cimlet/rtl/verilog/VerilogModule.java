package org.cimlet.rtl.verilog;

import java.util.List;

/// A module.
///
/// @param name also that of its file
/// @param summary what it does, in lines
/// @param ports in order
/// @param items in order, each after those it takes
public record VerilogModule(String name, List<String> summary, List<Port> ports, List<Item> items) {
  /// Copies the lists.
  public VerilogModule {
    summary = List.copyOf(summary);
    ports = List.copyOf(ports);
    items = List.copyOf(items);
  }

  /// Items of a kind.
  public <T extends Item> List<T> items(Class<T> kind) {
    return items.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// Flip-flops of its own, without those of instances.
  public int flipFlops() {
    return items(Item.Register.class).stream().mapToInt(register -> register.name().width()).sum();
  }

  /// Of these, those that keep their bit unless they are enabled.
  public int heldFlipFlops() {
    return items(Item.Register.class).stream()
        .filter(register -> register.enable() != null)
        .mapToInt(register -> register.name().width())
        .sum();
  }

  /// The port of a name.
  ///
  /// @throws IllegalArgumentException where there is none
  public Port port(String portName) {
    return ports.stream()
        .filter(port -> port.name().name().equals(portName))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("%s has no port %s".formatted(name, portName)));
  }
}
