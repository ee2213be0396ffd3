package org.cimlet.machine.sourced;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Turns trees that were found right into records, by the names of the records' components: the
/// component `readFjPerBit` takes the key `read_fj_per_bit`.
///
/// Where the component is a sealed interface, `kind` names the member: `fully_connected` is
/// `FullyConnected`. A list for a record gives its first components. A mapping for a list of
/// records whose first component is an enum gives a record for each constant that is a key. A key
/// that is absent leaves null, an empty list, or the default of a count. A list of [Provenance]
/// gets the numbers of its record that come before it.
///
/// Sourced numbers are noted as they are met, so their provenance is in the order of the records,
/// whatever the order of the file.
public final class RecordBinder {
  private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

  private final SourcedNumbers numbers;
  private final Map<Class<?>, Source> sources = new HashMap<>();
  private Map<String, Integer> defaults = Map.of();

  /// Makes a record that does not stand in the tree itself, or only by its name.
  @FunctionalInterface
  public interface Source {
    /// @param node what stands in the tree; missing where nothing does
    /// @param path dotted path to it
    @Nullable Object make(JsonNode node, String path);
  }

  /// @param numbers notes the numbers
  public RecordBinder(SourcedNumbers numbers) {
    this.numbers = numbers;
  }

  /// Components of this type come from elsewhere.
  ///
  /// @return this binder
  public RecordBinder from(Class<?> type, Source source) {
    sources.put(type, source);
    return this;
  }

  /// Counts that a file may leave out.
  ///
  /// @param byKey what they are then, by their dotted paths or the ends of these
  /// @return this binder
  public RecordBinder defaults(Map<String, Integer> byKey) {
    defaults = byKey;
    return this;
  }

  /// Binds one record, or member of a sealed family.
  ///
  /// @param path dotted path to the node, empty for the root of a file
  /// @throws IllegalStateException where the schema let through what does not fit the record
  public <T> T bind(Class<T> type, JsonNode node, String path) {
    return type.cast(record(type, node, path, null));
  }

  /// Keys under which some member of a sealed family has a list.
  ///
  /// @param path dotted path to the family's node
  /// @return dotted paths
  public static Set<String> listKeys(Class<?> family, String path) {
    return Stream.of(family.getPermittedSubclasses())
        .flatMap(member -> SHAPES.computeIfAbsent(member, Shape::of).components.stream())
        .filter(component -> component.type() == List.class)
        .map(component -> join(path, component.key()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Object record(Class<?> type, JsonNode node, String path, @Nullable Object first) {
    Class<?> member = type.isSealed() ? member(type, node) : type;
    Shape shape = SHAPES.computeIfAbsent(member, Shape::of);
    int before = numbers.count();
    @Nullable Object[] values = new @Nullable Object[shape.components.size()];
    for (int i = 0; i < values.length; i++) {
      Shape.Component component = shape.components.get(i);
      if (i == 0 && first != null) {
        values[0] = first;
      } else if (component.element() == Provenance.class) {
        values[i] = numbers.provenance(before);
      } else if (node.isArray()) {
        values[i] = value(component, node.path(i), path + "[" + i + "]");
      } else {
        values[i] = value(component, node.path(component.key()), join(path, component.key()));
      }
    }
    return shape.make(values);
  }

  private static Class<?> member(Class<?> family, JsonNode node) {
    String kind = node.path("kind").asString("");
    for (Class<?> member : family.getPermittedSubclasses()) {
      if (snake(member.getSimpleName()).equals(kind)) {
        return member;
      }
    }
    throw new IllegalStateException("the schema let through the kind " + kind);
  }

  private @Nullable Object value(Shape.Component component, JsonNode node, String path) {
    Class<?> type = component.type();
    Source source = sources.get(type);
    if (source != null) {
      return source.make(node, path);
    }
    if (node.isMissingNode()) {
      return absent(type, path);
    }
    if (type == Sourced.class) {
      return numbers.take(node, path);
    }
    if (type == int.class) {
      return node.intValue();
    }
    if (type == String.class) {
      return node.stringValue();
    }
    if (type.isEnum()) {
      return constant(type, node.stringValue());
    }
    return type == List.class
        ? list(component.element(), node, path)
        : record(type, node, path, null);
  }

  private @Nullable Object absent(Class<?> type, String path) {
    if (type == int.class) {
      return absentCount(path);
    }
    return type == List.class ? List.of() : null;
  }

  private int absentCount(String path) {
    for (Map.Entry<String, Integer> each : defaults.entrySet()) {
      String key = each.getKey();
      if (path.endsWith(key)
          && (path.length() == key.length()
              || path.charAt(path.length() - key.length() - 1) == '.')) {
        return each.getValue();
      }
    }
    throw new IllegalStateException("the schema let through a file without " + path);
  }

  private List<Object> list(Class<?> element, JsonNode node, String path) {
    List<Object> list = new ArrayList<>();
    if (node.isObject()) {
      for (Object constant : element.getRecordComponents()[0].getType().getEnumConstants()) {
        String key = label(constant);
        if (node.has(key)) {
          list.add(record(element, node.path(key), join(path, key), constant));
        }
      }
      return list;
    }
    for (JsonNode item : node) {
      list.add(
          element == Integer.class
              ? (Object) item.intValue()
              : record(element, item, path + "[" + list.size() + "]", null));
    }
    return list;
  }

  private static Object constant(Class<?> type, String label) {
    for (Object constant : type.getEnumConstants()) {
      if (label(constant).equals(label)) {
        return constant;
      }
    }
    throw new IllegalStateException("the schema let through " + label);
  }

  private static String label(Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /// `readFjPerBit` and `ReadFjPerBit` are `read_fj_per_bit`.
  private static String snake(String camel) {
    StringBuilder snake = new StringBuilder();
    for (int i = 0; i < camel.length(); i++) {
      char c = camel.charAt(i);
      if (Character.isUpperCase(c) && i > 0) {
        snake.append('_');
      }
      snake.append(Character.toLowerCase(c));
    }
    return snake.toString();
  }

  /// A record's constructor and what it takes, found once.
  private record Shape(Constructor<?> constructor, List<Component> components) {
    record Component(String key, Class<?> type, Class<?> element) {
      static Component of(RecordComponent component) {
        Class<?> element =
            component.getGenericType() instanceof ParameterizedType list
                ? (Class<?>) list.getActualTypeArguments()[0]
                : component.getType();
        return new Component(snake(component.getName()), component.getType(), element);
      }
    }

    static Shape of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      Component[] shape = new Component[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        shape[i] = Component.of(components[i]);
      }
      try {
        return new Shape(type.getDeclaredConstructor(types), List.of(shape));
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException(e);
      }
    }

    Object make(@Nullable Object[] values) {
      try {
        return constructor.newInstance(values);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException("the schema let through " + List.of(components), e);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
